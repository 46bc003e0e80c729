from crawler.outlet_spider import OutletSpider


class AnsaITSpider(OutletSpider):
    """National agency. Its feeds are for personal use: no text is kept."""

    name = "ansa_it"
    outlet = "ANSA"
    kind = "wire"
    country = "IT"
    languages = ("it", "en")
    timezone = "Europe/Rome"
    homepage = "https://www.ansa.it/"
    feeds = (
        "https://www.ansa.it/sito/notizie/topnews/topnews_rss.xml",
        "https://www.ansa.it/sito/notizie/cronaca/cronaca_rss.xml",
        "https://www.ansa.it/english/news/english_nr_rss.xml",
    )
    sitemaps = ("https://www.ansa.it/sito/sitemaps/ansait-news-sitemap.xml",)
    store_text = False
    min_articles = 10
    stale_days = 3
