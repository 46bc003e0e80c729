from crawler.outlet_spider import OutletSpider


class IrnaIRSpider(OutletSpider):
    """State agency. Iranian hosts often refuse networks abroad."""

    name = "irna_ir"
    outlet = "IRNA"
    kind = "wire"
    country = "IR"
    languages = ("en",)
    timezone = "Asia/Tehran"
    homepage = "https://en.irna.ir/"
    feeds = ("https://en.irna.ir/rss",)
    sitemaps = ("https://en.irna.ir/sitemap/news/sitemap.xml",)
    min_articles = 10
    stale_days = 3
