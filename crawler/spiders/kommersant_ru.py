from crawler.outlet_spider import OutletSpider


class KommersantRUSpider(OutletSpider):
    """Business daily. Some parsers misread its robots.txt; ours is the one of Scrapy."""

    name = "kommersant_ru"
    outlet = "Kommersant"
    kind = "national"
    country = "RU"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    homepage = "https://www.kommersant.ru/"
    feeds = ("https://www.kommersant.ru/RSS/news.xml",)
    sitemaps = ("https://www.kommersant.ru/sitemaps/sitemap_news.xml",)
    min_articles = 10
    stale_days = 3
