from crawler.outlet_spider import OutletSpider


class TimesCentralAsiaKGSpider(OutletSpider):
    """On the five countries of Central Asia, in English."""

    name = "times_central_asia_kg"
    outlet = "The Times of Central Asia"
    kind = "national"
    country = "KG"
    languages = ("en",)
    timezone = "Asia/Bishkek"
    homepage = "https://timesca.com/"
    feeds = ("https://timesca.com/feed/",)
    min_articles = 5
    stale_days = 7
