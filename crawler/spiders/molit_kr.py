from crawler.outlet_spider import OutletSpider


class MolitKRSpider(OutletSpider):
    """The ministry of transport.

    The second feed holds the releases of all ministries: its own may be gone.
    """

    name = "molit_kr"
    outlet = "Ministry of Land, Infrastructure and Transport"
    kind = "official"
    country = "KR"
    languages = ("ko",)
    timezone = "Asia/Seoul"
    homepage = "https://www.molit.go.kr/"
    feeds = (
        "https://www.korea.kr/rss/pressrelease.xml",
        "https://www.korea.kr/rss/dept_molit.xml",
    )
    min_articles = 5
    stale_days = 14
