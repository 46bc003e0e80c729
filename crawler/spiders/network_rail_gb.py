from crawler.outlet_spider import OutletSpider


class NetworkRailGBSpider(OutletSpider):
    """Owner of the British network; the feeds of its press desk and of its site."""

    name = "network_rail_gb"
    outlet = "Network Rail"
    kind = "official"
    country = "GB"
    languages = ("en",)
    timezone = "Europe/London"
    homepage = "https://www.networkrailmediacentre.co.uk/"
    feeds = (
        "https://www.networkrailmediacentre.co.uk/news.rss",
        "https://www.networkrail.co.uk/feeds/news/",
    )
    min_articles = 2
    stale_days = 14
