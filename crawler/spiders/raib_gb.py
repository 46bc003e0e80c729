from crawler.outlet_spider import OutletSpider


class RaibGBSpider(OutletSpider):
    """Accident investigators: reports, digests and news, a few a month. Open licence."""

    name = "raib_gb"
    outlet = "Rail Accident Investigation Branch"
    kind = "official"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.gov.uk/government/organisations/rail-accident-investigation-branch"
    feeds = ("https://www.gov.uk/government/organisations/rail-accident-investigation-branch.atom",)
    min_articles = 1
    stale_days = 60
