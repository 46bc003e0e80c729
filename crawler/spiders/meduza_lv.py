from crawler.outlet_spider import OutletSpider


class MeduzaLVSpider(OutletSpider):
    """On Russia, from Riga. Its pages are built by scripts, so the text in the feeds counts."""

    name = "meduza_lv"
    outlet = "Meduza"
    kind = "national"
    country = "LV"
    languages = ("en", "ru")
    timezone = "Europe/Riga"
    homepage = "https://meduza.io/en"
    feeds = (
        "https://meduza.io/rss/en/all",
        "https://meduza.io/rss/all",
    )
    min_articles = 10
    stale_days = 3
