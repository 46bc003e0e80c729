from crawler.outlet_spider import OutletSpider


class NhkJPSpider(OutletSpider):
    """Public broadcaster, in Japanese only.

    Pages have moved to a domain of their own; some clients mistrust its certificate.
    """

    name = "nhk_jp"
    outlet = "NHK News"
    kind = "national"
    country = "JP"
    languages = ("ja",)
    timezone = "Asia/Tokyo"
    homepage = "https://www3.nhk.or.jp/news/"
    feeds = (
        "https://www3.nhk.or.jp/rss/news/cat0.xml",
        "https://www.nhk.or.jp/rss/news/cat1.xml",
        "https://www.nhk.or.jp/rss/news/cat6.xml",
    )
    sites = ("web.nhk",)
    min_articles = 10
    stale_days = 3
