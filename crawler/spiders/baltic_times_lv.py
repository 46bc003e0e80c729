from crawler.outlet_spider import OutletSpider


class BalticTimesLVSpider(OutletSpider):
    """Monthly with daily news. Lists disagree on the address of its feed, so both are asked."""

    name = "baltic_times_lv"
    outlet = "The Baltic Times"
    kind = "national"
    country = "LV"
    languages = ("en",)
    timezone = "Europe/Riga"
    homepage = "https://www.baltictimes.com/"
    feeds = (
        "https://www.baltictimes.com/rss/",
        "https://www.baltictimes.com/feed/",
    )
    min_articles = 3
    stale_days = 7
