from crawler.outlet_spider import OutletSpider


class BeaTtFRSpider(OutletSpider):
    """Accident investigators: their inquiries by day of the accident, a few a year. No feed is
    known.
    """

    name = "bea_tt_fr"
    outlet = "BEA-TT"
    kind = "official"
    country = "FR"
    languages = ("fr",)
    timezone = "Europe/Paris"
    homepage = "https://www.bea-tt.developpement-durable.gouv.fr/"
    listings = (
        "https://www.bea-tt.developpement-durable.gouv.fr/liste-des-enquetes-selon-la-date-de-l-accident-r377.html",
    )
    article_pattern = r"-a\d+\.html"
    min_articles = 3
    stale_days = 90
