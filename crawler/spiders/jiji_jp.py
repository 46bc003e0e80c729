from crawler.outlet_spider import OutletSpider


class JijiJPSpider(OutletSpider):
    """Second national agency. Only the feed of its most read pieces is documented."""

    name = "jiji_jp"
    outlet = "Jiji Press"
    kind = "wire"
    country = "JP"
    languages = ("ja", "en")
    timezone = "Asia/Tokyo"
    homepage = "https://www.jiji.com/"
    feeds = ("http://www.jiji.com/rss/ranking.rdf",)
    listings = ("https://jen.jiji.com/",)
    min_articles = 5
    stale_days = 3
