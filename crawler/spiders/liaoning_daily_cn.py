from crawler.outlet_spider import OutletSpider


class LiaoningDailyCNSpider(OutletSpider):
    """Provincial daily for Dandong. No feed was found."""

    name = "liaoning_daily_cn"
    outlet = "Liaoning Daily"
    kind = "regional"
    country = "CN"
    languages = ("zh",)
    timezone = "Asia/Shanghai"
    homepage = "https://www.lnd.com.cn/"
    listings = ("https://www.lnd.com.cn/",)
    min_articles = 5
    stale_days = 7
