from crawler.outlet_spider import OutletSpider


class YonhapEnKRSpider(OutletSpider):
    """The agency in English. Some networks get a 403: one refusal is no dead feed."""

    name = "yonhap_en_kr"
    outlet = "Yonhap News Agency (English)"
    kind = "wire"
    country = "KR"
    languages = ("en",)
    timezone = "Asia/Seoul"
    homepage = "https://en.yna.co.kr/"
    feeds = ("https://en.yna.co.kr/RSS/news.xml",)
    min_articles = 10
    stale_days = 3
