from crawler.outlet_spider import OutletSpider


class KoreaDailyUSSpider(OutletSpider):
    """Paper of Koreans in Los Angeles, of the JoongAng group, whose other titles bar copies."""

    name = "korea_daily_us"
    outlet = "The Korea Daily"
    kind = "regional"
    country = "US"
    languages = ("en", "ko")
    timezone = "America/Los_Angeles"
    homepage = "https://www.koreadailyus.com/"
    listings = ("https://www.koreadailyus.com/",)
    min_articles = 5
    stale_days = 7
