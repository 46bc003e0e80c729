from crawler.outlet_spider import OutletSpider


class OrrGBSpider(OutletSpider):
    """Regulator of railways and roads."""

    name = "orr_gb"
    outlet = "Office of Rail and Road"
    kind = "official"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.orr.gov.uk/"
    feeds = ("https://www.orr.gov.uk/taxonomy/term/110/feed",)
    min_articles = 2
    stale_days = 30
