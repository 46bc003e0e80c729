from crawler.outlet_spider import OutletSpider


class AnadoluTRSpider(OutletSpider):
    """State agency; its feeds carry summaries."""

    name = "anadolu_tr"
    outlet = "Anadolu Agency"
    kind = "wire"
    country = "TR"
    languages = ("tr", "en")
    timezone = "Europe/Istanbul"
    homepage = "https://www.aa.com.tr/en"
    feeds = (
        "https://www.aa.com.tr/tr/rss/default?cat=guncel",
        "https://www.aa.com.tr/en/rss/default?cat=guncel",
        "https://www.aa.com.tr/en/rss/default?cat=world",
    )
    min_articles = 10
    stale_days = 3
