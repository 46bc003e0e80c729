from crawler.outlet_spider import OutletSpider


class RailwayGazetteGBSpider(OutletSpider):
    """Leading trade monthly; much of the text needs a subscription."""

    name = "railway_gazette_gb"
    outlet = "Railway Gazette International"
    kind = "trade"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.railwaygazette.com/"
    feeds = (
        "https://www.railwaygazette.com/rss",
        "https://www.railwaygazette.com/149.rss",
    )
    min_articles = 5
    stale_days = 14
