from crawler.outlet_spider import OutletSpider


class CtkCZSpider(OutletSpider):
    """National agency; the free pick of its pieces."""

    name = "ctk_cz"
    outlet = "CTK"
    kind = "wire"
    country = "CZ"
    languages = ("cs",)
    timezone = "Europe/Prague"
    homepage = "https://www.ceskenoviny.cz/"
    feeds = (
        "https://www.ceskenoviny.cz/sluzby/rss/zpravy.php",
        "https://www.ceskenoviny.cz/sluzby/rss/cr.php",
        "http://www.ceskenoviny.cz/sluzby/rss/domov.php",
    )
    min_articles = 10
    stale_days = 3
