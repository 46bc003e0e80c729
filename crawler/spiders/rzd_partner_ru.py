from crawler.outlet_spider import OutletSpider


class RzdPartnerRUSpider(OutletSpider):
    """Freight volumes and border capacity.

    Configurations disagree about its feed, hence the listing too.
    """

    name = "rzd_partner_ru"
    outlet = "RZD-Partner"
    kind = "trade"
    country = "RU"
    languages = ("ru", "en")
    timezone = "Europe/Moscow"
    homepage = "https://www.rzd-partner.ru/"
    feeds = ("https://www.rzd-partner.ru/rss/",)
    listings = ("https://www.rzd-partner.ru/logistics/news/",)
    article_pattern = "/(?:news|comments|interviews)/[^/]+/$"
    min_articles = 5
    stale_days = 14
