from crawler.outlet_spider import OutletSpider


class SrfCHSpider(OutletSpider):
    """Public broadcaster. robots.txt closes the ticker and addresses with a query string."""

    name = "srf_ch"
    outlet = "SRF News"
    kind = "national"
    country = "CH"
    languages = ("de",)
    timezone = "Europe/Zurich"
    homepage = "https://www.srf.ch/news"
    feeds = (
        "https://www.srf.ch/news/bnf/rss/1646",
        "https://www.srf.ch/news/bnf/rss/19032223",
        "https://www.srf.ch/news/bnf/rss/1890",
    )
    sitemaps = ("https://www.srf.ch/sitemaps/newsmap/news/index.xml",)
    min_articles = 10
    stale_days = 3
