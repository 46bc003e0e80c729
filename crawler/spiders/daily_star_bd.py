from crawler.outlet_spider import OutletSpider


class DailyStarBDSpider(OutletSpider):
    """Daily; robots.txt asks for ten seconds between requests."""

    name = "daily_star_bd"
    outlet = "The Daily Star"
    kind = "national"
    country = "BD"
    languages = ("en",)
    timezone = "Asia/Dhaka"
    homepage = "https://www.thedailystar.net/"
    feeds = ("https://www.thedailystar.net/frontpage/rss.xml",)
    delay = 10
    min_articles = 5
    stale_days = 3
