from crawler.outlet_spider import OutletSpider


class KorailKRSpider(OutletSpider):
    """The operator's press releases. No feed is known."""

    name = "korail_kr"
    outlet = "KORAIL"
    kind = "official"
    country = "KR"
    languages = ("ko",)
    timezone = "Asia/Seoul"
    homepage = "https://info.korail.com/"
    listings = ("https://info.korail.com/info/selectBbsNttList.do?key=911&bbsNo=199",)
    article_pattern = r"selectBbsNttView\.do\?.*nttNo=\d+"
    min_articles = 2
    stale_days = 30
