from crawler.outlet_spider import OutletSpider


class JtsbJPSpider(OutletSpider):
    """Accident investigators. No feed is known, and reports are PDF files, which we do not read."""

    name = "jtsb_jp"
    outlet = "Japan Transport Safety Board"
    kind = "official"
    country = "JP"
    languages = ("ja",)
    timezone = "Asia/Tokyo"
    homepage = "https://jtsb.mlit.go.jp/"
    listings = (
        "https://www.mlit.go.jp/jtsb/",
        "https://jtsb.mlit.go.jp/jtsb/railway/",
    )
    min_articles = 1
    stale_days = 90
