from crawler.outlet_spider import OutletSpider


class AntaraIDSpider(OutletSpider):
    """State agency; feeds in English and Indonesian. Its host can be slow."""

    name = "antara_id"
    outlet = "Antara"
    kind = "wire"
    country = "ID"
    languages = ("id", "en")
    timezone = "Asia/Jakarta"
    homepage = "https://en.antaranews.com/"
    feeds = (
        "https://en.antaranews.com/rss/news.xml",
        "https://www.antaranews.com/rss/top-news.xml",
    )
    min_articles = 10
    stale_days = 3
