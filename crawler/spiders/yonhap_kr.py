from crawler.outlet_spider import OutletSpider


class YonhapKRSpider(OutletSpider):
    """National agency; its North Korea desk has own sightings at Dandong.

    The jp host is its Japanese edition.
    """

    name = "yonhap_kr"
    outlet = "Yonhap News Agency (Korean)"
    kind = "wire"
    country = "KR"
    languages = ("ko", "ja")
    timezone = "Asia/Seoul"
    homepage = "https://www.yna.co.kr/"
    feeds = (
        "https://www.yna.co.kr/rss/northkorea.xml",
        "https://www.yna.co.kr/rss/industry.xml",
        "https://www.yna.co.kr/rss/news.xml",
        "https://jp.yna.co.kr/RSS/nk.xml",
    )
    min_articles = 20
    stale_days = 3
