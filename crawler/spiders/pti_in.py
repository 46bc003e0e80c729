from crawler.outlet_spider import OutletSpider


class PtiINSpider(OutletSpider):
    """National agency. Lists disagree on the address of its feed, so both are asked."""

    name = "pti_in"
    outlet = "Press Trust of India"
    kind = "wire"
    country = "IN"
    languages = ("en",)
    timezone = "Asia/Kolkata"
    homepage = "https://www.ptinews.com/"
    feeds = (
        "https://www.ptinews.com/feed/",
        "https://www.ptinews.com/rss/national.xml",
    )
    min_articles = 5
    stale_days = 3
