from crawler.outlet_spider import OutletSpider


class UkrinformUASpider(OutletSpider):
    """National agency; its English, Ukrainian and German editions."""

    name = "ukrinform_ua"
    outlet = "Ukrinform"
    kind = "wire"
    country = "UA"
    languages = ("en", "uk", "de")
    timezone = "Europe/Kyiv"
    homepage = "https://www.ukrinform.net/"
    feeds = (
        "https://www.ukrinform.net/rss/block-lastnews",
        "https://www.ukrinform.ua/rss/block-lastnews",
        "https://www.ukrinform.de/rss/block-lastnews",
    )
    min_articles = 10
    stale_days = 3
