from crawler.outlet_spider import OutletSpider


class TrainsUSSpider(OutletSpider):
    """Magazine for friends of railways; its news wire is partly for members."""

    name = "trains_us"
    outlet = "Trains News Wire"
    kind = "trade"
    country = "US"
    languages = ("en",)
    timezone = "America/Chicago"
    homepage = "https://www.trains.com/trn/"
    feeds = ("https://www.trains.com/trn/feed/",)
    listings = ("https://www.trains.com/trn/news-reviews/news-wire/",)
    min_articles = 3
    stale_days = 14
