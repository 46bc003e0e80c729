from crawler.outlet_spider import OutletSpider


class TheHinduINSpider(OutletSpider):
    """Daily with a metered wall. Some networks get a 403: one refusal is no dead feed."""

    name = "the_hindu_in"
    outlet = "The Hindu"
    kind = "national"
    country = "IN"
    languages = ("en",)
    timezone = "Asia/Kolkata"
    homepage = "https://www.thehindu.com/"
    feeds = (
        "https://www.thehindu.com/news/national/feeder/default.rss",
        "https://www.thehindu.com/feeder/default.rss",
    )
    sitemaps = ("https://www.thehindu.com/sitemap/googlenews/all/all.xml",)
    min_articles = 10
    stale_days = 3
