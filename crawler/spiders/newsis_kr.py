from crawler.outlet_spider import OutletSpider


class NewsisKRSpider(OutletSpider):
    """Private agency; the feeds of its flashes, society and industry desks."""

    name = "newsis_kr"
    outlet = "Newsis"
    kind = "wire"
    country = "KR"
    languages = ("ko",)
    timezone = "Asia/Seoul"
    homepage = "https://www.newsis.com/"
    feeds = (
        "https://www.newsis.com/RSS/sokbo.xml",
        "https://newsis.com/RSS/society.xml",
        "https://newsis.com/RSS/industry.xml",
    )
    min_articles = 10
    stale_days = 3
