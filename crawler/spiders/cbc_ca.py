from crawler.outlet_spider import OutletSpider


class CbcCASpider(OutletSpider):
    """Public broadcaster. Its feeds are for personal use: no text is kept.

    The feeds under /cmlink/ of older lists time out.
    """

    name = "cbc_ca"
    outlet = "CBC News"
    kind = "national"
    country = "CA"
    languages = ("en",)
    timezone = "America/Toronto"
    homepage = "https://www.cbc.ca/"
    feeds = (
        "https://www.cbc.ca/webfeed/rss/rss-canada",
        "https://www.cbc.ca/webfeed/rss/rss-world",
    )
    store_text = False
    min_articles = 10
    stale_days = 3
