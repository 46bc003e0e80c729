"""Read the pages at the addresses on standard input with newspaper4k."""

import sys

from newspaper.mthreading import fetch_news
from tldextract import tldextract

# The list of public suffixes that it comes with; it would ask the web for a newer one.
tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
urls = sys.stdin.read().split()
found = list(fetch_news(urls, threads=8))
assert len(found) == len(urls)
assert all(article.text for article in found)
