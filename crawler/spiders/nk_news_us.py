from crawler.outlet_spider import OutletSpider


class NkNewsUSSpider(OutletSpider):
    """Behind a metered wall; terms ask for permission: headline, link and date only."""

    name = "nk_news_us"
    outlet = "NK News"
    kind = "national"
    country = "US"
    languages = ("en",)
    timezone = "Asia/Seoul"
    homepage = "https://www.nknews.org/"
    feeds = ("https://www.nknews.org/feed/",)
    store_text = False
    min_articles = 5
    stale_days = 7
