from crawler.outlet_spider import OutletSpider


class ApUSSpider(OutletSpider):
    """Terms bar any use not expressly permitted: no text is kept.

    robots.txt closes feeds, hence the news sitemap; a 403 by its bot filter has been seen.
    """

    name = "ap_us"
    outlet = "Associated Press"
    kind = "wire"
    country = "US"
    languages = ("en", "es")
    timezone = "America/New_York"
    homepage = "https://apnews.com/"
    sitemaps = ("https://apnews.com/news-sitemap-content.xml",)
    store_text = False
    min_articles = 10
    stale_days = 3
