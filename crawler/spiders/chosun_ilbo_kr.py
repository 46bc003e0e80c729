from crawler.outlet_spider import OutletSpider


class ChosunIlboKRSpider(OutletSpider):
    """Daily. Its pages are built by scripts, so the text in the feed counts."""

    name = "chosun_ilbo_kr"
    outlet = "Chosun Ilbo"
    kind = "national"
    country = "KR"
    languages = ("ko",)
    timezone = "Asia/Seoul"
    homepage = "https://www.chosun.com/"
    feeds = ("https://www.chosun.com/arc/outboundfeeds/rss/?outputType=xml",)
    min_articles = 10
    stale_days = 3
