from crawler.outlet_spider import OutletSpider


class RailwayTechnologyGBSpider(OutletSpider):
    """Trade daily; a sister title has refused a client."""

    name = "railway_technology_gb"
    outlet = "Railway Technology"
    kind = "trade"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.railway-technology.com/"
    feeds = ("https://www.railway-technology.com/feed/",)
    min_articles = 5
    stale_days = 14
