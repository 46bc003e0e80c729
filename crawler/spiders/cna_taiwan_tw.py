from crawler.outlet_spider import OutletSpider


class CnaTaiwanTWSpider(OutletSpider):
    """National agency; its English edition has no working feed."""

    name = "cna_taiwan_tw"
    outlet = "Central News Agency"
    kind = "wire"
    country = "TW"
    languages = ("zh",)
    timezone = "Asia/Taipei"
    homepage = "https://www.cna.com.tw/"
    feeds = (
        "https://feeds.feedburner.com/cnaFirstNews",
        "https://feeds.feedburner.com/rsscna/mainland",
        "https://feeds.feedburner.com/rsscna/intworld",
    )
    min_articles = 10
    stale_days = 3
