from crawler.outlet_spider import OutletSpider


class ScmpHKSpider(OutletSpider):
    """Daily with a metered wall and a bot filter; robots.txt asks for ten seconds."""

    name = "scmp_hk"
    outlet = "South China Morning Post"
    kind = "national"
    country = "HK"
    languages = ("en",)
    timezone = "Asia/Hong_Kong"
    homepage = "https://www.scmp.com/"
    feeds = (
        "https://www.scmp.com/rss/91/feed",
        "https://www.scmp.com/rss/4/feed",
    )
    delay = 10
    min_articles = 10
    stale_days = 3
