from crawler.outlet_spider import OutletSpider


class GudokRUSpider(OutletSpider):
    """Newspaper of Russian Railways with a Far Eastern edition. It has no feed."""

    name = "gudok_ru"
    outlet = "Gudok"
    kind = "trade"
    country = "RU"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    homepage = "https://gudok.ru/"
    listings = (
        "https://gudok.ru/news/",
        "https://gudok.ru/newspaper/",
    )
    article_pattern = r"[?&]ID=\d+"
    min_articles = 5
    stale_days = 14
