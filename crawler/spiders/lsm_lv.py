from crawler.outlet_spider import OutletSpider


class LsmLVSpider(OutletSpider):
    """Public broadcaster; its news in English."""

    name = "lsm_lv"
    outlet = "LSM"
    kind = "national"
    country = "LV"
    languages = ("en",)
    timezone = "Europe/Riga"
    homepage = "https://eng.lsm.lv/"
    feeds = ("https://eng.lsm.lv/rss/",)
    min_articles = 5
    stale_days = 3
