from crawler.outlet_spider import OutletSpider


class SingTaoHKSpider(OutletSpider):
    """Popular daily; the page of its news from the mainland. No feed is known."""

    name = "sing_tao_hk"
    outlet = "Sing Tao Headline"
    kind = "regional"
    country = "HK"
    languages = ("zh",)
    timezone = "Asia/Hong_Kong"
    homepage = "https://www.stheadline.com/"
    listings = ("https://www.stheadline.com/realtime-china/",)
    min_articles = 5
    stale_days = 3
