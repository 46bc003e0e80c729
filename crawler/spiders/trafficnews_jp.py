from crawler.outlet_spider import OutletSpider


class TrafficnewsJPSpider(OutletSpider):
    """Popular daily on railways, roads and ships."""

    name = "trafficnews_jp"
    outlet = "Norimono News"
    kind = "trade"
    country = "JP"
    languages = ("ja",)
    timezone = "Asia/Tokyo"
    homepage = "https://trafficnews.jp/"
    feeds = ("https://trafficnews.jp/feed",)
    min_articles = 5
    stale_days = 7
