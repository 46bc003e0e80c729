from crawler.outlet_spider import OutletSpider


class NtsbUSSpider(OutletSpider):
    """Accident investigators. Clients use four addresses for its feed; the two most seen are
    asked.
    """

    name = "ntsb_us"
    outlet = "National Transportation Safety Board"
    kind = "official"
    country = "US"
    languages = ("en",)
    timezone = "America/New_York"
    homepage = "https://www.ntsb.gov/"
    feeds = (
        "https://www.ntsb.gov/rss/news.aspx",
        "https://www.ntsb.gov/news/press-releases/Pages/RSSFeed.aspx",
    )
    min_articles = 1
    stale_days = 30
