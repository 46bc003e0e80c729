from crawler.outlet_spider import OutletSpider


class VgudokRUSpider(OutletSpider):
    """Independent on Russian Railways. No feed is known."""

    name = "vgudok_ru"
    outlet = "vGudok"
    kind = "trade"
    country = "RU"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    homepage = "https://vgudok.com/"
    listings = ("https://vgudok.com/lenta",)
    min_articles = 3
    stale_days = 14
