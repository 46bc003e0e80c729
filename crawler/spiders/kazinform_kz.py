from crawler.outlet_spider import OutletSpider


class KazinformKZSpider(OutletSpider):
    """State agency.

    Its feeds may be gone, hence its pages on transport and on logistics. robots.txt closes
    addresses with a query string.
    """

    name = "kazinform_kz"
    outlet = "Kazinform"
    kind = "wire"
    country = "KZ"
    languages = ("ru", "en")
    timezone = "Asia/Almaty"
    homepage = "https://www.inform.kz/"
    feeds = (
        "https://www.inform.kz/rss/rus.xml",
        "https://www.inform.kz/rss/eng.xml",
    )
    listings = (
        "https://www.inform.kz/tag/transport_t11012",
        "https://www.inform.kz/tag/logistika_t11100",
    )
    min_articles = 10
    stale_days = 3
