from crawler.outlet_spider import OutletSpider


class ErrEESpider(OutletSpider):
    """Public broadcaster; its news in English."""

    name = "err_ee"
    outlet = "ERR News"
    kind = "national"
    country = "EE"
    languages = ("en",)
    timezone = "Europe/Tallinn"
    homepage = "https://news.err.ee/"
    feeds = ("https://news.err.ee/rss",)
    min_articles = 10
    stale_days = 3
