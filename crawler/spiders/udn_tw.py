from crawler.outlet_spider import OutletSpider


class UdnTWSpider(OutletSpider):
    """Daily with a wide desk for China; partly behind a wall. No feed is known."""

    name = "udn_tw"
    outlet = "United Daily News"
    kind = "national"
    country = "TW"
    languages = ("zh",)
    timezone = "Asia/Taipei"
    homepage = "https://udn.com/"
    listings = ("https://udn.com/news/index",)
    min_articles = 10
    stale_days = 3
