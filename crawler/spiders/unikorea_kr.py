from crawler.outlet_spider import OutletSpider


class UnikoreaKRSpider(OutletSpider):
    """The ministry for dealings with North Korea. The feed of all ministries is read under
    molit_kr.
    """

    name = "unikorea_kr"
    outlet = "Ministry of Unification"
    kind = "official"
    country = "KR"
    languages = ("ko",)
    timezone = "Asia/Seoul"
    homepage = "https://www.unikorea.go.kr/"
    listings = ("https://www.unikorea.go.kr/unikorea/news/release/",)
    min_articles = 3
    stale_days = 30
