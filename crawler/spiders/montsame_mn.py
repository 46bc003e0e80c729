from crawler.outlet_spider import OutletSpider


class MontsameMNSpider(OutletSpider):
    """State agency. It has no feed: the front pages of two editions."""

    name = "montsame_mn"
    outlet = "Montsame"
    kind = "wire"
    country = "MN"
    languages = ("en", "zh")
    timezone = "Asia/Ulaanbaatar"
    homepage = "https://montsame.mn/"
    listings = (
        "https://www.montsame.mn/en/",
        "https://montsame.mn/cn",
    )
    min_articles = 5
    stale_days = 7
