from crawler.outlet_spider import OutletSpider


class EconomicTimesTransportINSpider(OutletSpider):
    """The transport pages of a business daily and of its sister for builders; part is paid for."""

    name = "economic_times_transport_in"
    outlet = "The Economic Times: Transportation"
    kind = "trade"
    country = "IN"
    languages = ("en",)
    timezone = "Asia/Kolkata"
    homepage = "https://economictimes.indiatimes.com/"
    feeds = (
        "https://economictimes.indiatimes.com/industry/transportation/rssfeeds/13353990.cms",
        "https://b2b.economictimes.indiatimes.com/rss/infra",
    )
    min_articles = 5
    stale_days = 7
