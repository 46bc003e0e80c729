from crawler.outlet_spider import OutletSpider


class DeutscheBahnDESpider(OutletSpider):
    """The operator's press releases; its feed is unproven."""

    name = "deutsche_bahn_de"
    outlet = "Deutsche Bahn press"
    kind = "official"
    country = "DE"
    languages = ("de",)
    timezone = "Europe/Berlin"
    homepage = "https://www.deutschebahn.com/de/presse"
    listings = ("https://www.deutschebahn.com/de/presse/pressestart_zentrales_uebersicht",)
    min_articles = 2
    stale_days = 30
