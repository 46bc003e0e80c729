from crawler.outlet_spider import OutletSpider


class ChinaDailyCNSpider(OutletSpider):
    """State daily.

    Its feeds still answer but have stood still since 2017 and 2019, hence the page of its news
    on China. robots.txt asks for half a minute between requests.
    """

    name = "china_daily_cn"
    outlet = "China Daily"
    kind = "national"
    country = "CN"
    languages = ("en",)
    timezone = "Asia/Shanghai"
    homepage = "https://www.chinadaily.com.cn/"
    listings = ("https://www.chinadaily.com.cn/china",)
    delay = 30
    min_articles = 5
    stale_days = 3
