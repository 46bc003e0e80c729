from crawler.outlet_spider import OutletSpider


class XinhuaCNSpider(OutletSpider):
    """State agency.

    Its feeds may be stale, hence the front page; pieces lie on news.cn and xinhuanet.com.
    """

    name = "xinhua_cn"
    outlet = "Xinhua (Chinese)"
    kind = "wire"
    country = "CN"
    languages = ("zh",)
    timezone = "Asia/Shanghai"
    homepage = "http://www.news.cn/"
    feeds = (
        "http://www.xinhuanet.com/politics/news_politics.xml",
        "http://www.xinhuanet.com/world/news_world.xml",
    )
    listings = ("http://www.news.cn/",)
    article_pattern = r"/\d{8}/[0-9a-f]{32}/c\.html|/\d{4}-\d\d/\d\d/c_\d+\.htm"
    min_articles = 20
    stale_days = 3
