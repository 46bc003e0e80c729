"""How the Scrapy project crawls. `railwatch` sets the RAILWATCH_ names; `scrapy crawl` takes them
from the environment or from `-s NAME=value`.
"""

from __future__ import annotations

import os

BOT_NAME = "railwatch"
SPIDER_MODULES = ["crawler.spiders"]
ADDONS: dict[str, int] = {}

RAILWATCH_DB = os.environ.get("RAILWATCH_DB", "railwatch.db")
RAILWATCH_CONTACT = os.environ.get("RAILWATCH_CONTACT")
RAILWATCH_KEEP_ALL = False
RAILWATCH_HEADLINES_ONLY = False
RAILWATCH_PAGES = os.environ.get("RAILWATCH_PAGES")  # a folder; without one no page is kept
RAILWATCH_RUN_ID = None

# One request at a time and host, a second and more apart; a host may ask for longer.
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # never above the declared rate
CONCURRENT_REQUESTS = 4  # of one outlet, on several hosts
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Scrapy starts so many tasks for each answer, whatever comes out of it; of a page comes one item.
CONCURRENT_ITEMS = 1
# Bytes of answers that wait to be read, of one outlet: those of all wait for the same few readers.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 500_000
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0

# Bounds: no outlet can hold up the others, fill the memory or lead us in circles.
RAILWATCH_OUTLET_SECONDS = 900
DOWNLOAD_TIMEOUT = 30
# Scrapy's usual one knows hosts by the old kind of address (IPv4) alone.
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"
DNS_TIMEOUT = 30  # which the guard of addresses keeps
# Names are looked up there: those nobody answers for hold up no other.
REACTOR_THREADPOOL_MAXSIZE = 50
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
RETRY_TIMES = 1
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the spider tells it in one line
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
URLLENGTH_LIMIT = 8_000  # about as much as servers take; of a longer address the spider tells
MEMUSAGE_LIMIT_MB = 1500

# Defaults of Scrapy that serve scraping, not safety.
DOWNLOAD_VERIFY_CERTIFICATES = True
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
HTTPPROXY_ENABLED = False  # behind a proxy the guard of addresses would see nothing
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.GuardedHandler",
    "https": "crawler.download.GuardedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",  # those whose end can be told from a cut
}
DOWNLOADER_MIDDLEWARES = {  # None: what a request is passed through for nothing that we ask
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the spider looks itself
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.download.PoliteRetryMiddleware": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.download.PoliteRedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.download.StrictCompressionMiddleware": 590,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
# Scrapy's own, but for its counts, and a web server and a shell that look into the process: set to
# None in EXTENSIONS they would be loaded all the same, with all that they need.
EXTENSIONS_BASE = {
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.memdebug.MemoryDebugger": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.spiderstate.SpiderState": 0,
}
EXTENSIONS = {"crawler.throttle.PoliteThrottle": 0}
ITEM_PIPELINES = {"crawler.pipelines.SaveArticle": 100}

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(levelname)s: %(message)s"
LOG_VERSIONS: list[str] = []
# Scrapy's counts, which nobody reads: the ledger has our own.
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
DOWNLOADER_STATS = False
