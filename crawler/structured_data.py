"""What a page says of itself for machines: JSON-LD and meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.shown_headlines import shown_headlines, told_in
from crawler.sites import web_address
from storage.folding import clean_text
from storage.urls import article_id

# NewsArticle, ReportageNewsArticle, LiveBlogPosting, BlogPosting, Article ...; where a page has
# none, what it says of itself as a page.
KINDS = re.compile(r"(?:Article|Posting|Report)$"), re.compile(r"^(?:WebPage|ItemPage)$")
# Below other keys stand pieces that the page only points to.
OWN_KEYS = {"@graph", "mainEntity", "mainEntityOfPage"}
# Comments and CDATA marks that some sites wrap around the JSON.
WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
# Slips often seen: comments, and a comma behind the last item; a string may hold the like.
COMMENT = r"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
STRAY = re.compile(
    rf'(?P<string>"(?:\\.|[^"\\])*+"?)|{COMMENT}|,(?:\s|{COMMENT})*+(?P<end>[}}\]])', re.DOTALL
)
# Matches nothing too.
BETWEEN = re.compile(r"[\s,;]*+")
MAX_NODES = 5_000


@dataclass(frozen=True)
class StructuredData:
    """The nodes of a page's JSON-LD that tell of its article, and its meta tags by lower-case name.

    `nodes` has all nodes by their `@id`.
    """

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


def read_structured_data(tree: LexborHTMLParser, url: str = "") -> StructuredData:
    """All of it, for the page at `url`; broken JSON is passed over."""
    data = StructuredData(meta=_meta(tree))
    own: list[dict[str, Any]] = []
    for script in tree.css('script[type*="ld+json"]'):
        for node, is_own in _walk(_parse(script.text() or "")):
            if isinstance(identity := node.get("@id"), str) and len(node) > 2:
                data.nodes.setdefault(identity, node)
            if is_own:
                own.append(node)
    data.articles.extend(_of_this_page(own, data, tree, url))
    return data


def _of_this_page(
    nodes: list[dict[str, Any]], data: StructuredData, tree: LexborHTMLParser, url: str
) -> list[dict[str, Any]]:
    """Those that tell of the page's article: by its address, else by its headline, else the first.

    A page may tell of its article several times, and of others that stand below it.
    """
    articles = next(filter(None, (_of_kind(nodes, kind) for kind in KINDS)), [])
    link = tree.css_first('link[rel~="canonical"][href]')
    canonical = link.attributes.get("href") if link else None
    here = _keys([url, canonical or "", *data.meta.get("og:url", [])], url)
    if found := [node for node in articles if here & _keys(_addresses(node), url)]:
        return found
    shown = [*shown_headlines(tree)[:1], *data.meta.get("og:title", [])]
    told = (node for node in articles if any(told_in(line, shown) for line in _headlines(node)))
    first = next(told, articles[0] if articles else {})
    return [node for node in articles if node is first or _headlines(node) == _headlines(first)]


def _of_kind(nodes: list[dict[str, Any]], kind: re.Pattern[str]) -> list[dict[str, Any]]:
    return [node for node in nodes if any(map(kind.search, strings(node.get("@type"))))]


def _headlines(node: dict[str, Any]) -> list[str]:
    return [text for text in strings(node.get("headline")) if text]


def _addresses(node: dict[str, Any]) -> list[str]:
    """The addresses that a node gives its article."""
    page = node.get("mainEntityOfPage")
    nodes = [node, page] if isinstance(page, dict) else [node]
    said = [text for one in nodes for key in ("url", "@id") for text in strings(one.get(key))]
    return [*said, *strings(page)]


def _keys(addresses: list[str], base: str) -> set[str]:
    """What tells addresses apart whatever their scheme, host variant and fragment."""
    return {key for said in addresses if said and (key := _key(said, base))}


def _key(said: str, base: str) -> str | None:
    try:
        return article_id(web_address(base, said))
    except ValueError:
        return None


def strings(value: Any) -> list[str]:
    """A value of JSON-LD that should be a string or a list of them, or such with its type."""
    values = value if isinstance(value, list) else [value]
    plain = (item.get("@value") if isinstance(item, dict) else item for item in values)
    return [clean_text(item).strip() for item in plain if isinstance(item, str)]


def _parse(text: str) -> Any:
    text = WRAPPING.sub("", text).strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        text = STRAY.sub(lambda found: found["string"] or found["end"] or "", text)
        return list(_values(text))


def _values(text: str) -> Iterator[Any]:
    """The values that stand in a row, up to the first that is broken."""
    decoder, at = json.JSONDecoder(strict=False), 0
    while (at := BETWEEN.match(text, at).end()) < len(text):  # type: ignore[union-attr]  # fits nothing too
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value


def _walk(value: Any) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every object in the JSON, outer before inner, up to a bound; whether the page is meant."""
    pending = [(value, True)]
    for _ in range(MAX_NODES):
        if not pending:
            return
        item, is_own = pending.pop(0)
        if isinstance(item, dict):
            yield item, is_own
            pending.extend((inner, is_own and key in OWN_KEYS) for key, inner in item.items())
        elif isinstance(item, list):
            pending.extend((inner, is_own) for inner in item)


def _meta(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    in_head = {tag.mem_id for tag in tree.css("head meta[itemprop]")}
    for tag in tree.css("meta[content]"):
        attributes = tag.attributes
        value = clean_text(attributes.get("content") or "").strip()
        # In the body an itemprop is of some box, which may be another piece's.
        own = ("itemprop",) if tag.mem_id in in_head else ()
        for key in ("name", "property", "http-equiv", *own):
            if name := attributes.get(key):
                found.setdefault(name.lower(), []).append(value)
    return found
