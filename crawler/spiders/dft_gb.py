from crawler.outlet_spider import OutletSpider


class DftGBSpider(OutletSpider):
    """The ministry, all modes of transport. Open licence."""

    name = "dft_gb"
    outlet = "Department for Transport"
    kind = "official"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.gov.uk/government/organisations/department-for-transport"
    feeds = ("https://www.gov.uk/government/organisations/department-for-transport.atom",)
    min_articles = 5
    stale_days = 14
