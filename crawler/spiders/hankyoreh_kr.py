from crawler.outlet_spider import OutletSpider


class HankyorehKRSpider(OutletSpider):
    """Daily; the feed of its foreign desk beside that of everything."""

    name = "hankyoreh_kr"
    outlet = "Hankyoreh"
    kind = "national"
    country = "KR"
    languages = ("ko",)
    timezone = "Asia/Seoul"
    homepage = "https://www.hani.co.kr/"
    feeds = (
        "https://www.hani.co.kr/rss/international/",
        "https://www.hani.co.kr/rss/",
    )
    min_articles = 10
    stale_days = 3
