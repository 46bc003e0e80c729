from crawler.outlet_spider import OutletSpider


class UkrzaliznytsiaUASpider(OutletSpider):
    """The operator's news, from its front page. No feed is known."""

    name = "ukrzaliznytsia_ua"
    outlet = "Ukrzaliznytsia"
    kind = "official"
    country = "UA"
    languages = ("uk",)
    timezone = "Europe/Kyiv"
    homepage = "https://www.uz.gov.ua/"
    listings = ("https://www.uz.gov.ua/",)
    min_articles = 2
    stale_days = 30
