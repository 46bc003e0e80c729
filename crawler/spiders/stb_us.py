from crawler.outlet_spider import OutletSpider


class StbUSSpider(OutletSpider):
    """Regulator of freight railways; decisions and news."""

    name = "stb_us"
    outlet = "Surface Transportation Board"
    kind = "official"
    country = "US"
    languages = ("en",)
    timezone = "America/New_York"
    homepage = "https://www.stb.gov/"
    feeds = ("https://www.stb.gov/rss",)
    listings = ("https://www.stb.gov/news-communications/latest-news/",)
    article_pattern = r"/latest-news/[^/]+/?$"
    min_articles = 1
    stale_days = 60
