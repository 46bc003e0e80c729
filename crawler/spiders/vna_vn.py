from crawler.outlet_spider import OutletSpider


class VnaVNSpider(OutletSpider):
    """State agency; the feed of its portal VietnamPlus in English."""

    name = "vna_vn"
    outlet = "Vietnam News Agency"
    kind = "wire"
    country = "VN"
    languages = ("en",)
    timezone = "Asia/Ho_Chi_Minh"
    homepage = "https://en.vietnamplus.vn/"
    feeds = ("https://en.vietnamplus.vn/rss/home.rss",)
    min_articles = 10
    stale_days = 3
