"""What a page says of itself for machines: JSON-LD and meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from storage.folding import clean_text

# NewsArticle, ReportageNewsArticle, LiveBlogPosting, BlogPosting, Article ...
ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report)$")
# Comments and CDATA marks that some sites wrap around the JSON.
WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
MAX_NODES = 5_000


@dataclass(frozen=True)
class StructuredData:
    """The article nodes of a page's JSON-LD and its meta tags by lower-case name."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    meta: dict[str, list[str]] = field(default_factory=dict)

    def first_meta(self, *names: str) -> str | None:
        """The first non-empty value of the first of these tags that has one."""
        for name in names:
            for value in self.meta.get(name, []):
                if value:
                    return value
        return None


def read_structured_data(tree: LexborHTMLParser) -> StructuredData:
    """All of it; broken JSON is passed over."""
    data = StructuredData(meta=_meta(tree))
    for script in tree.css('script[type*="ld+json"]'):
        for node in _walk(_parse(script.text() or "")):
            if isinstance(identity := node.get("@id"), str) and len(node) > 2:
                data.nodes.setdefault(identity, node)
            if any(ARTICLE_TYPE.search(kind) for kind in strings(node.get("@type"))):
                data.articles.append(node)
    return data


def strings(value: Any) -> list[str]:
    """A value of JSON-LD that should be a string or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [clean_text(item).strip() for item in values if isinstance(item, str)]


def _parse(text: str) -> Any:
    text = WRAPPING.sub("", text).strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:  # a trailing comma is the slip most often seen
        return json.loads(re.sub(r",\s*([}\]])", r"\1", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in the JSON, outer before inner, up to a bound."""
    pending = [value]
    for _ in range(MAX_NODES):
        if not pending:
            return
        item = pending.pop(0)
        if isinstance(item, dict):
            yield item
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)


def _meta(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in tree.css("meta[content]"):
        attributes = tag.attributes
        value = clean_text(attributes.get("content") or "").strip()
        for key in ("name", "property", "itemprop", "http-equiv"):
            if name := attributes.get(key):
                found.setdefault(name.lower(), []).append(value)
    return found
