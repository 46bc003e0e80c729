from crawler.outlet_spider import OutletSpider


class GlobalRailwayReviewGBSpider(OutletSpider):
    """Trade bimonthly with daily news; a sister title lost its feed in 2026."""

    name = "global_railway_review_gb"
    outlet = "Global Railway Review"
    kind = "trade"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.globalrailwayreview.com/"
    feeds = ("https://www.globalrailwayreview.com/feed/",)
    min_articles = 3
    stale_days = 14
