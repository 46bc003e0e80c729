from crawler.outlet_spider import OutletSpider


class LokReportDESpider(OutletSpider):
    """Trade daily. Its feed is doubtful, hence the page of its German news."""

    name = "lok_report_de"
    outlet = "LOK Report"
    kind = "trade"
    country = "DE"
    languages = ("de",)
    timezone = "Europe/Berlin"
    homepage = "https://www.lok-report.de/"
    feeds = ("https://www.lok-report.de/?format=feed&type=rss",)
    listings = ("https://www.lok-report.de/news/deutschland/",)
    min_articles = 3
    stale_days = 14
