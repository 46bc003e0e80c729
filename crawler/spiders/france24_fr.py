from crawler.outlet_spider import OutletSpider


class France24FRSpider(OutletSpider):
    """Public broadcaster abroad; much of its text is AFP copy."""

    name = "france24_fr"
    outlet = "France 24"
    kind = "national"
    country = "FR"
    languages = ("en", "fr", "es", "ar")
    timezone = "Europe/Paris"
    homepage = "https://www.france24.com/en/"
    feeds = (
        "https://www.france24.com/en/rss",
        "https://www.france24.com/fr/rss",
    )
    min_articles = 10
    stale_days = 3
