"""Read the pages at the addresses on standard input with news-please."""

import sys

from newsplease import NewsPlease
from tldextract import tldextract

# The list of public suffixes that it comes with; it would ask the web for a newer one.
tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())

if __name__ == "__main__":  # it starts processes, which load this module again
    urls = sys.stdin.read().split()
    # Without arguments for requests every article is lost in an error that nobody is told of.
    found = NewsPlease.from_urls(urls, request_args={"timeout": 600})
    assert len(found) == len(urls)
    assert all(article.maintext for article in found.values())
