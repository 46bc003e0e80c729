"""The body of an article: its paragraphs, without what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

import trafilatura
from lxml.etree import (
    ElementDefaultClassLookup,
    LxmlError,
    tostring,
)
from lxml.html import HtmlElement, fromstring
from selectolax.lexbor import LexborHTMLParser
from trafilatura.settings import Extractor
from trafilatura.utils import HTML_PARSER, load_html, repair_faulty_html

from crawler.page_head import without_head
from crawler.plain import plain
from crawler.scripted_text import scripted_markup
from crawler.structured_data import StructuredData, strings
from crawler.walls import tells_of
from storage.folding import clean_text, fold
from storage.records import BodyBy
from storage.word_lists import any_line, data_lines

# All are plain elements to us: lxml else asks Python of what class each is, whenever it is met.
HTML_PARSER.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
MAX_CHARACTERS = 200_000
# In the first lines trafilatura mends what libxml2 trips over; a longer one holds a script.
FIRST_LINES = re.compile(r"(?:.{0,4096}+\n){0,4}")
BOX_NAMES = Path(__file__).with_name("box_names.txt")
CAPTIONS = Path(__file__).with_name("caption_lines.txt")
# What stands among the paragraphs and is none: captions, boxes, embedded posts, calls to subscribe.
AROUND = "figcaption", "aside", "nav", "footer", "form", "button", "noscript", "iframe"
MARKS = frozenset({"role", "aria-hidden", "hidden", "data-component", "id"})
ROLES_AROUND = "complementary", "navigation"
EMBEDDED = "twitter-", "instagram-", "tiktok-"
CLASS = re.compile(r"""class=["']?([^"'>]*)""")
# Longer boxes tell something, whatever they are called.
MAX_BOX = 500
# The frame of a page may be called so too.
HOLDERS = {"html", "body", "main", "article"}
BLOCKS = "p", "li", "h2", "h3", "h4", "h5"
# A block of which at least this share of letters is links is a pointer to other pieces.
LINK_SHARE = 0.9
# A longer one tells something.
MAX_POINTER = 300
# Marks that no reader sees, which part a word from itself.
INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
# An articleBody that is markup, and where a line of it ends.
MARKUP = re.compile(r"(?:<|&lt;)/?(?:p|br|div|h\d|li)\b", re.IGNORECASE)
LINE_END = re.compile(r"</(?:p|div|h\d|li)>|<br\s*/?>", re.IGNORECASE)
BULLET = re.compile(r"^[-•*]\s+")
# A letter of Han, kana or Hangul says as much as three of an alphabet.
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# An extraction with paragraphs shorter than this on average has taken a menu for the article.
LEAST_AVERAGE = 40
# Old pages are set out by tables: a cell of so many letters is no figure.
LAYOUT_CELL = 200
# A shorter extraction is looked at again; what is found at first counts from so many letters on.
BRIEF, LEAST_EXTRACTED = 2_000, 25
# The shortest flash has a sentence: less is a wall, a captcha or a page of another kind.
LEAST_WEIGHT = 60
# Of two readings of a text the longer is taken where the other has less than this share of it.
LEAST_SHARE = 0.6


class Body(NamedTuple):
    """The paragraphs parted by blank lines, and what found them."""

    text: str
    found_by: BodyBy


def page_text(
    html: str, tree: LexborHTMLParser, data: StructuredData, *, title: str, body_css: str | None
) -> Body:
    """The text of the article on a page; empty where there is none."""
    if body_css:
        paragraphs = [_cleaned(plain(node.text())) for node in tree.css(body_css)]
        if text := _joined(paragraphs, title):
            return Body(text, BodyBy.SELECTOR)
    text = _joined(_extracted(html), title)
    stated = _joined(_article_body(data), title)
    if not stated and weight(text) < LEAST_WEIGHT:
        stated = _scripted(tree, title)
    if _is_glued(text, stated):
        return Body(stated, BodyBy.ARTICLE_BODY)
    if len(text) >= LEAST_SHARE * len(stated) and not _is_menu(text):
        return Body(text, BodyBy.TRAFILATURA)
    if stated:
        return Body(stated, BodyBy.ARTICLE_BODY)
    paragraphs = [_cleaned(plain(node.text())) for node in tree.css("p")]
    return Body(_joined(paragraphs, title), BodyBy.PARAGRAPHS)


def gate_text(tree: LexborHTMLParser) -> str:
    """All text a reader sees on the page, found cheaply: enough to tell what it is about."""
    tree = tree.clone()  # in a third of the time that it takes to parse
    if tree.body is None:
        return ""
    tree.strip_tags(["script", "style", "noscript", "nav", "footer", "header", "aside", "form"])
    return clean_text(tree.body.text(separator="\n"))


def _extracted(html: str) -> list[str]:
    """The lines of the article.

    Where trafilatura finds little it takes the whole page, often glued into one paragraph. What it
    finds at first is then better, if that is much of it: a wire's brief has no more.
    """
    tree = _loaded(html)
    if tree is None:
        return []
    _prune(tree, _box_classes(html))
    lines = _lines(tree, _options())
    if sum(map(len, lines)) < BRIEF:
        first = _lines(tree, _options(least=LEAST_EXTRACTED))
        if _is_all_of(lines, first):
            return first
    return lines


def _loaded(html: str) -> HtmlElement | None:
    """As trafilatura's `load_html`, which looks through the page for controls: this one has none.

    That takes a fifth less time.
    """
    first = FIRST_LINES.match(html)
    assert first is not None
    rest = html[first.end() :].replace("\ufffe", "").replace("\uffff", "")
    try:
        head = repair_faulty_html(first.group(), html[:50].lower())
        # As text, libxml2 takes 1.07 times as long (the 124 shared pages).
        tree = fromstring((head + rest).encode(), parser=HTML_PARSER)
    except (ValueError, LxmlError):
        return load_html(html)
    return tree if len(tree) > 1 else load_html(html)


def _is_all_of(lines: list[str], first: list[str]) -> bool:
    """Whether the lines hold what was found at first, glued or with little beside it."""
    longest = max(first, key=len, default="")
    is_much = sum(map(len, first)) >= LEAST_SHARE * sum(map(len, lines))
    return any(longest in line and (is_much or longest != line) for line in lines if longest)


def _lines(tree: HtmlElement, options: Extractor) -> list[str]:
    found = trafilatura.extract(tree, options=options) or ""
    return [line for text in found.split("\n") if (line := _cleaned(BULLET.sub("", text)))]


@cache
def _options(*, least: int | None = None) -> Extractor:
    options = Extractor(fast=True, comments=False, tables=False)
    options.min_extracted_size = least or options.min_extracted_size
    return options


def _box_classes(html: str) -> set[str]:
    """The classes on a page that boxes among the paragraphs are called by."""
    names = {name for value in set(CLASS.findall(html)) for name in value.split()}
    return {name for name in names if _is_box_name(name)}


@lru_cache(maxsize=4096)
def _is_box_name(name: str) -> bool:
    return any_line(BOX_NAMES).fullmatch(name) is not None


def _boxes(tree: HtmlElement, classes: set[str]) -> list[HtmlElement]:
    """The elements of these classes that are short, and do not hold the article."""
    called = tree.iter("*") if classes else ()
    boxes = [one for one in called if not classes.isdisjoint(one.get("class", "").split())]
    return [one for one in boxes if one.tag not in HOLDERS and _is_small(one)]


def _is_small(element: HtmlElement) -> bool:
    is_short = len(_text(element)) <= MAX_BOX
    return is_short and next(element.iter("h1"), None) is None


def _prune(tree: HtmlElement, box_classes: set[str]) -> None:
    for table in list(tree.iter("table")):
        _unfold(table)
    for element in [*tree.iter(*AROUND), *_marked(tree), *_boxes(tree, box_classes)]:
        _remove(element)
    for element in list(tree.iter(*BLOCKS)):
        if _is_pointer(element):
            _remove(element)


def _marked(tree: HtmlElement) -> list[HtmlElement]:
    """What says of itself that it stands around the text. An XPath takes four times as long."""
    told = [one for one in tree.iter("*") if not MARKS.isdisjoint(one.keys())]
    posts = [one for one in tree.iter("blockquote") if _is_embedded(one)]
    return [*filter(_is_around, told), *posts]


def _is_around(element: HtmlElement) -> bool:
    said = element.attrib
    return (
        said.get("role") in ROLES_AROUND
        or said.get("aria-hidden") == "true"
        or "hidden" in said
        or said.get("data-component") == "newsletter"
        or said.get("id", "").startswith("div-gpt-ad")
    )


def _is_embedded(quote: HtmlElement) -> bool:
    """Whether a quote is a post of a network, which fills it by a script."""
    return any(name in quote.get("class", "") for name in EMBEDDED)


def _text(element: HtmlElement) -> str:
    """All text in an element."""
    text: str = tostring(element, method="text", encoding="unicode", with_tail=False)
    return text


def _unfold(table: HtmlElement) -> None:
    """A table that only sets out the page becomes plain boxes; one of figures stays a table."""
    if any(len(_text(cell)) >= LAYOUT_CELL for cell in table.iter("td")):
        for part in [table, *table.iter("tbody", "tr", "td")]:
            part.tag = "div"


def _remove(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _is_pointer(element: HtmlElement) -> bool:
    """Whether a block is all links, or links behind the words that introduce such."""
    text = _text(element).strip()
    linked = [_text(link).strip() for link in element.iter("a")]
    if text and sum(map(len, linked)) >= LINK_SHARE * len(text):
        return True
    if len(text) > MAX_POINTER:
        return False
    for words in linked:
        text = text.replace(words, "", 1)
    return fold(text).strip(" \n:|-–—»>→►") in _pointer_words()


@cache
def _pointer_words() -> frozenset[str]:
    lines = data_lines(Path(__file__).with_name("pointer_words.txt"))
    return frozenset(fold(line) for line in lines)


def _article_body(data: StructuredData) -> Iterator[str]:
    """The lines of the body that is stated, which may be markup."""
    bodies = [text for article in data.articles for text in strings(article.get("articleBody"))]
    body = max(bodies, key=len, default="")
    if MARKUP.search(body):
        body = LINE_END.sub("\n", unescape(body))
    return (_cleaned(plain(line)) for line in body.split("\n"))


def _scripted(tree: LexborHTMLParser, title: str) -> str:
    """The article that only scripts put on the page, if it tells of what the page is called by."""
    markup = clean_text(scripted_markup(tree))
    text = _joined(_extracted(f"<html><body><article>{markup}</article></body></html>"), title)
    return text if tells_of(title, text) else ""


def _is_glued(text: str, stated: str) -> bool:
    """Whether a text is the stated one with fewer of its paragraphs."""
    if text.count("\n\n") >= stated.count("\n\n"):
        return False
    return "".join(plain(text).split()) == "".join(stated.split())


def _joined(lines: Iterable[str], title: str) -> str:
    """The cleaned lines as paragraphs, without headline, byline and date on top, none twice."""
    paragraphs = dict.fromkeys(lines)
    paragraphs.pop("", None)
    paragraphs.pop(_cleaned(title), None)
    told = [one for one in paragraphs if not any_line(CAPTIONS).fullmatch(one)] or list(paragraphs)
    return "\n\n".join(without_head(told, title))[:MAX_CHARACTERS]


def _cleaned(line: str) -> str:
    return " ".join(INVISIBLE.sub("", clean_text(line)).split())


def _is_menu(text: str) -> bool:
    paragraphs = text.split("\n\n")
    return len(paragraphs) > 10 and weight(text) < LEAST_AVERAGE * len(paragraphs)


def weight(text: str) -> int:
    """The length of a text in letters of an alphabet."""
    return len(text) if text.isascii() else len(text) + 2 * len(WIDE.findall(text))
