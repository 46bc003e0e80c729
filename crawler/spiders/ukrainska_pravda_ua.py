from crawler.outlet_spider import OutletSpider


class UkrainskaPravdaUASpider(OutletSpider):
    """Daily. A bot filter may refuse every client that is no browser; we never pose as one."""

    name = "ukrainska_pravda_ua"
    outlet = "Ukrainska Pravda"
    kind = "national"
    country = "UA"
    languages = ("uk", "en")
    timezone = "Europe/Kyiv"
    homepage = "https://www.pravda.com.ua/eng/"
    feeds = (
        "https://www.pravda.com.ua/rss/",
        "https://www.pravda.com.ua/eng/rss/",
    )
    sitemaps = ("https://www.pravda.com.ua/sitemap/sitemap-news.xml",)
    min_articles = 10
    stale_days = 3
