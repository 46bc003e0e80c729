from crawler.outlet_spider import OutletSpider


class MoscowTimesNLSpider(OutletSpider):
    """On Russia, from Amsterdam, in Moscow's time; shut out in Russia."""

    name = "moscow_times_nl"
    outlet = "The Moscow Times"
    kind = "national"
    country = "NL"
    languages = ("en",)
    timezone = "Europe/Moscow"
    homepage = "https://www.themoscowtimes.com/"
    feeds = ("https://www.themoscowtimes.com/rss/news",)
    min_articles = 10
    stale_days = 3
