from crawler.outlet_spider import OutletSpider


class ChinaJilinCNSpider(OutletSpider):
    """Portal of the Jilin Daily, with Hunchun and Tumen. By http only, without a feed."""

    name = "china_jilin_cn"
    outlet = "China Jilin Net"
    kind = "regional"
    country = "CN"
    languages = ("zh",)
    timezone = "Asia/Shanghai"
    homepage = "http://www.cnjiwang.com/"
    listings = ("http://www.cnjiwang.com/",)
    min_articles = 5
    stale_days = 7
