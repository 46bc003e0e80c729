from crawler.outlet_spider import OutletSpider


class KcnaWatchUSSpider(OutletSpider):
    """Mirror of seventy outlets of North Korea, by NK News.

    Terms ask for permission: no text is kept. Much lies behind a subscription.
    """

    name = "kcna_watch_us"
    outlet = "KCNA Watch"
    kind = "wire"
    country = "US"
    languages = ("en", "ko")
    timezone = "Asia/Seoul"
    homepage = "https://kcnawatch.org/"
    feeds = ("https://kcnawatch.org/feed/",)
    store_text = False
    min_articles = 5
    stale_days = 7
