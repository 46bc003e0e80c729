from crawler.outlet_spider import OutletSpider


class HeilongjiangDailyCNSpider(OutletSpider):
    """Provincial daily that counts trains at Suifenhe. No feed; slow from abroad."""

    name = "heilongjiang_daily_cn"
    outlet = "Heilongjiang Daily"
    kind = "regional"
    country = "CN"
    languages = ("zh",)
    timezone = "Asia/Shanghai"
    homepage = "https://www.hljnews.cn/"
    listings = ("https://www.hljnews.cn/",)
    min_articles = 5
    stale_days = 7
