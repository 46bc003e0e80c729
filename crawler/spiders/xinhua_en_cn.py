from crawler.outlet_spider import OutletSpider


class XinhuaEnCNSpider(OutletSpider):
    """State agency in English.

    Its feeds carry old and mixed dates, hence the front page; pieces lie on two domains.
    """

    name = "xinhua_en_cn"
    outlet = "Xinhua (English)"
    kind = "wire"
    country = "CN"
    languages = ("en",)
    timezone = "Asia/Shanghai"
    homepage = "https://english.news.cn/"
    feeds = (
        "http://www.xinhuanet.com/english/rss/worldrss.xml",
        "http://www.xinhuanet.com/english/rss/chinarss.xml",
    )
    listings = ("https://english.news.cn/",)
    article_pattern = r"/\d{8}/[0-9a-f]{32}/c\.html|/\d{4}-\d\d/\d\d/c_\d+\.htm"
    min_articles = 10
    stale_days = 3
