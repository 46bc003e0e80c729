from crawler.outlet_spider import OutletSpider


class DbwCNSpider(OutletSpider):
    """Portal of Heilongjiang, with Suifenhe and Heihe. No feed is known."""

    name = "dbw_cn"
    outlet = "Northeast Network"
    kind = "regional"
    country = "CN"
    languages = ("zh",)
    timezone = "Asia/Shanghai"
    homepage = "https://www.dbw.cn/"
    listings = ("https://www.dbw.cn/",)
    min_articles = 5
    stale_days = 7
