from crawler.outlet_spider import OutletSpider


class TimesOfIndiaINSpider(OutletSpider):
    """Daily; the feeds of its cities go by number only, hence those of everything."""

    name = "times_of_india_in"
    outlet = "The Times of India"
    kind = "national"
    country = "IN"
    languages = ("en",)
    timezone = "Asia/Kolkata"
    homepage = "https://timesofindia.indiatimes.com/"
    feeds = (
        "https://timesofindia.indiatimes.com/rssfeedstopstories.cms",
        "https://timesofindia.indiatimes.com/rssfeedmostrecent.cms",
    )
    sitemaps = ("https://timesofindia.indiatimes.com/sitemap/today",)
    min_articles = 10
    stale_days = 3
