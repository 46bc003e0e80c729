from crawler.outlet_spider import OutletSpider


class RailwayNewsGBSpider(OutletSpider):
    """Releases of suppliers, tidied up."""

    name = "railway_news_gb"
    outlet = "Railway-News"
    kind = "trade"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://railway-news.com/"
    feeds = ("https://railway-news.com/feed/",)
    min_articles = 3
    stale_days = 14
