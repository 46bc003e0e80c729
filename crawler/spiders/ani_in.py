from crawler.outlet_spider import OutletSpider


class AniINSpider(OutletSpider):
    """Private agency. Lists disagree on the address of its feed, so both are asked."""

    name = "ani_in"
    outlet = "Asian News International"
    kind = "wire"
    country = "IN"
    languages = ("en",)
    timezone = "Asia/Kolkata"
    homepage = "https://www.aninews.in/"
    feeds = (
        "https://aninews.in/rss/feed.xml",
        "https://www.aninews.in/rss/",
    )
    min_articles = 5
    stale_days = 3
