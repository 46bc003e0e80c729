from crawler.outlet_spider import OutletSpider


class LrtLTSpider(OutletSpider):
    """Public broadcaster, in Lithuanian and English; its host has refused a client."""

    name = "lrt_lt"
    outlet = "LRT"
    kind = "national"
    country = "LT"
    languages = ("lt", "en")
    timezone = "Europe/Vilnius"
    homepage = "https://www.lrt.lt/"
    feeds = (
        "https://www.lrt.lt/?rss",
        "https://www.lrt.lt/en/news-in-english?rss",
    )
    min_articles = 10
    stale_days = 3
