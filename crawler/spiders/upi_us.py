from crawler.outlet_spider import OutletSpider


class UpiUSSpider(OutletSpider):
    """Agency; one feed of all news, one of the top stories."""

    name = "upi_us"
    outlet = "United Press International"
    kind = "wire"
    country = "US"
    languages = ("en",)
    timezone = "America/New_York"
    homepage = "https://www.upi.com/"
    feeds = (
        "https://rss.upi.com/news/news.rss",
        "http://www.upi.com/rss/NewsTrack/Top_News/",
    )
    min_articles = 10
    stale_days = 3
