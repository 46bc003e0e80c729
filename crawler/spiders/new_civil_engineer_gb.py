from crawler.outlet_spider import OutletSpider


class NewCivilEngineerGBSpider(OutletSpider):
    """Trade monthly for builders; the feed gives summaries, pages ask to register."""

    name = "new_civil_engineer_gb"
    outlet = "New Civil Engineer"
    kind = "trade"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.newcivilengineer.com/"
    feeds = ("https://www.newcivilengineer.com/feed/",)
    min_articles = 5
    stale_days = 7
