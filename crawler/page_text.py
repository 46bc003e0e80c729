"""The body of an article: its paragraphs, without what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import trafilatura
from lxml.html import HtmlElement  # type: ignore[import-untyped]  # it ships no types
from selectolax.lexbor import LexborHTMLParser
from trafilatura.utils import load_html

from crawler.page_head import without_head
from crawler.plain import plain
from crawler.structured_data import StructuredData, strings
from storage.folding import clean_text

MAX_CHARACTERS = 200_000
# What stands among the paragraphs and is none: captions, boxes, embedded posts, calls to subscribe.
AROUND = """
    //figcaption | //aside | //nav | //footer | //form | //button | //noscript | //iframe
    | //*[@role="complementary" or @role="navigation" or @aria-hidden="true"]
    | //blockquote[contains(@class, "twitter-") or contains(@class, "instagram-")
                   or contains(@class, "tiktok-")]
"""
BLOCKS = "p", "li", "h2", "h3", "h4", "h5"
# A block of which at least this share of letters is links is a pointer to other pieces.
LINK_SHARE = 0.9
# Marks that no reader sees, which part a word from itself.
INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
BULLET = re.compile(r"^[-•*]\s+")
# A letter of Han, kana or Hangul says as much as three of an alphabet.
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# An extraction with paragraphs shorter than this on average has taken a menu for the article.
LEAST_AVERAGE = 40
# The JSON-LD's own text is taken where the extraction found less than this share of it.
LEAST_SHARE = 0.6


def page_text(
    html: str, tree: LexborHTMLParser, data: StructuredData, *, title: str, body_css: str | None
) -> str:
    """The paragraphs parted by blank lines; empty where there is no article."""
    if body_css:
        paragraphs = [plain(node.text()) for node in tree.css(body_css)]
        if text := _joined(paragraphs, title):
            return text
    text = _joined(_extracted(html), title)
    stated = _joined(_article_body(data), title)
    if len(text) < LEAST_SHARE * len(stated) or _is_menu(text):
        return stated or _joined((plain(node.text()) for node in tree.css("p")), title)
    return text


def gate_text(html: str) -> str:
    """All text a reader sees on the page, found cheaply: enough to tell what it is about."""
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return ""
    tree.strip_tags(["script", "style", "noscript", "nav", "footer", "header", "aside", "form"])
    return clean_text(tree.body.text(separator="\n"))


def _extracted(html: str) -> list[str]:
    tree = load_html(html)
    if tree is None:
        return []
    _prune(tree)
    found = trafilatura.extract(tree, fast=True, include_comments=False, include_tables=False)
    return [BULLET.sub("", line) for line in (found or "").split("\n")]


def _prune(tree: HtmlElement) -> None:
    for element in tree.xpath(AROUND):
        _remove(element)
    for element in list(tree.iter(*BLOCKS)):
        if _is_pointer(element):
            _remove(element)


def _remove(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _is_pointer(element: HtmlElement) -> bool:
    letters = len("".join(element.itertext()).strip())
    linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
    return letters > 0 and linked >= LINK_SHARE * letters


def _article_body(data: StructuredData) -> list[str]:
    bodies = [text for article in data.articles for text in strings(article.get("articleBody"))]
    return max(bodies, key=len, default="").split("\n")


def _joined(lines: Iterable[str], title: str) -> str:
    """The lines as paragraphs, without headline, byline and date on top, none said twice."""
    paragraphs = dict.fromkeys(_cleaned(line) for line in lines)
    paragraphs.pop("", None)
    paragraphs.pop(_cleaned(title), None)
    return "\n\n".join(without_head(list(paragraphs), title))[:MAX_CHARACTERS]


def _cleaned(line: str) -> str:
    return re.sub(r"\s+", " ", INVISIBLE.sub("", clean_text(line))).strip()


def _is_menu(text: str) -> bool:
    paragraphs = text.split("\n\n")
    return len(paragraphs) > 10 and weight(text) < LEAST_AVERAGE * len(paragraphs)


def weight(text: str) -> int:
    """The length of a text in letters of an alphabet."""
    return len(text) + 2 * len(WIDE.findall(text))
