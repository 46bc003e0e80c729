from crawler.outlet_spider import OutletSpider


class BeltaBYSpider(OutletSpider):
    """State agency; its Russian and English editions."""

    name = "belta_by"
    outlet = "BelTA"
    kind = "wire"
    country = "BY"
    languages = ("ru", "en")
    timezone = "Europe/Minsk"
    homepage = "https://belta.by/"
    feeds = (
        "https://www.belta.by/rss",
        "https://eng.belta.by/rss",
    )
    min_articles = 10
    stale_days = 3
