"""The section of its outlet in which a page stands, as it tells machines."""

from __future__ import annotations

from crawler.plain import plain
from crawler.structured_data import StructuredData, strings

SECTION_META = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "sailthru.section",
    "cxenseparse:section",
    "dc.subject.section",
    "section",
)
# A longer one is a list of topics, or a text.
MAX_LENGTH = 80


def section(data: StructuredData) -> str | None:
    """The first section that the page names, in JSON-LD or else in its meta tags, or None."""
    stated = [text for node in data.articles for text in strings(node.get("articleSection"))]
    meta = [text for name in SECTION_META for text in data.meta.get(name, [])]
    names = (plain(text) for text in (*stated, *meta))
    return next((name for name in names if 0 < len(name) <= MAX_LENGTH), None)
