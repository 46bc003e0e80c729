from crawler.outlet_spider import OutletSpider


class IrjGBSpider(OutletSpider):
    """Trade monthly; articles marked Pro need a subscription."""

    name = "irj_gb"
    outlet = "International Railway Journal"
    kind = "trade"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.railjournal.com/"
    feeds = ("https://www.railjournal.com/feed/",)
    min_articles = 3
    stale_days = 14
