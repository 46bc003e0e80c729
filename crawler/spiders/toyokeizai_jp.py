from crawler.outlet_spider import OutletSpider


class ToyokeizaiJPSpider(OutletSpider):
    """Business weekly with a daily column on railways; its feed is of everything."""

    name = "toyokeizai_jp"
    outlet = "Toyo Keizai Online"
    kind = "national"
    country = "JP"
    languages = ("ja",)
    timezone = "Asia/Tokyo"
    homepage = "https://toyokeizai.net/"
    feeds = ("https://toyokeizai.net/list/feed/rss",)
    min_articles = 10
    stale_days = 3
