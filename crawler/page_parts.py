"""An article spread over several pages: where it goes on, and its text put together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.listing_pages import next_words
from crawler.page_text import MAX_CHARACTERS
from crawler.plain import plain
from crawler.sites import links_base, same_site, web_address
from crawler.wire_credits import wire_credit
from storage.records import Article
from storage.urls import canonical_url
from storage.word_lists import data_lines

# Beyond this it is a gallery, or a trap.
MAX_PARTS = 12
# How the parameter that counts pages is called, in small letters.
PARAMETERS = frozenset(
    {"page", "p", "pg", "pagina", "page_no", "pageno", "pagenum", "pagen_1", "paged", "start"}
    | {"seite", "part", "teil"}
)
# /story/2, /story/page/2/, /story/seite-2, /story-p2; /story-2.html, /story_2.php. Not /story-2,
# which is how blogs name another piece with the same headline.
PATH_MARK = re.compile(
    r"(?P<stem>.*?)(?:/(?:page[/-]|seite[/-]|part[/-]|p)?|[-_,](?:page|seite|p)|[-_,](?=\d+\.))"
    r"(?P<number>\d{1,2})(?P<end>/?|\.(?:s?html?|php|aspx?))$"
)
# Where pages may be counted from 0, so that the second is 1: ?page=1, story_1.html.
FROM_ZERO = re.compile(r"_\d+\.\w+$|[?&]\w+=\d")
# A longer link says more than where the article goes on.
MAX_WORDS = 40
# What lines between two parts are made of: "1 [2] 3 »".
PAGER = re.compile(r"(?:(?<!\d)\d{1,2}(?!\d)|[\s\[\]|/<>«»‹›→…·])++")


def next_part(tree: LexborHTMLParser, url: str, *, part: int = 1) -> str | None:
    """The address of the article's page after this one, which is number `part`; None at the end.

    A link says it to machines (rel="next") or to readers ("2", "next"). It must be the article's
    own address with the next number: other links called so lead to another article.
    """
    if not url.startswith("http"):
        return None
    base = links_base(tree, url)
    numbered = _numbered(part)
    for link in tree.css(_maybe_numbered(part)):
        said = link.attributes.get("href") or ""
        if not numbered.search(said) or not _says_next(link, part + 1):
            continue
        address = web_address(base, said)
        if address and same_site(address, url) and _follows(address, url, part):
            return address
    return None


@cache
def _maybe_numbered(part: int) -> str:
    """The links whose addresses hold such a number somewhere: of a menu's, most do not."""
    marks = ", ".join(f'[href*="{mark}"]' for mark in (part, part + 1, "%3"))
    return f'link[rel~="next"][href], a:is({marks})'


@cache
def _numbered(part: int) -> re.Pattern[str]:
    """What the address of the part after this one has: cheaper to ask than for a link's words."""
    return re.compile(rf"(?<!\d)0*(?:{part}|{part + 1})(?!\d)|%3\d")


def _follows(address: str, url: str, part: int) -> bool:
    """Whether an address is that of part `part` with the next number, counted from 1 or from 0."""
    found, number = _stem_and_number(address)
    if number == part + 1:
        own = part if part > 1 else 0
    elif (
        number == part
        and FROM_ZERO.search(address)
        and canonical_url(address) != canonical_url(url)
    ):
        own = part - 1
    else:
        return False
    stem, at = _stem_and_number(url, page=own)
    return found == stem and at in (own, own or 1)


def joined_text(text: str, following: str) -> str:
    """Both texts as one, without the numbers of pages between them.

    A paragraph that both have stands where it stood first. They are no longer than one may be.
    """
    paragraphs = dict.fromkeys([*text.split("\n\n"), *following.split("\n\n")])
    joined = "\n\n".join(one for one in paragraphs if one and not PAGER.fullmatch(one))
    return joined[:MAX_CHARACTERS]


def with_text(article: Article, text: str) -> Article:
    """The article with the text of all its pages: the credit may stand at the end of the last."""
    if text == article.text:
        return article
    credit = wire_credit(text, (article.wire_credit or "").split("; "))
    return replace(article, text=text, wire_credit=credit)


def later_parts(following: str, addresses: Iterable[str]) -> list[str]:
    """Those of the addresses that are an article's pages from `following` on, without a gap."""
    numbered = {_stem_and_number(address): address for address in addresses}
    stem, first = _stem_and_number(following)
    parts = (numbered.get((stem, number)) for number in range(first, first + MAX_PARTS - 1))
    return [address for address in takewhile(bool, parts) if address]


def _says_next(link: LexborNode, number: int) -> bool:
    """Whether a link says that it leads to this page: "2", "[2]", "Page 2", "Next page →"."""
    said = link.attributes
    if "next" in (said.get("rel") or "").lower().split():
        return True
    texts = (link.text(), said.get("aria-label"), said.get("title"))
    return any(_means_next(plain(text).casefold(), number) for text in texts if text)


def _means_next(words: str, number: int) -> bool:
    if len(words) > MAX_WORDS:
        return False
    if numbers := re.findall(r"\d+", words):
        return numbers == [str(number)]
    return words in next_words() or words.strip(" »›>→[]「」…") in _part_words()


@cache
def _part_words() -> frozenset[str]:
    return frozenset(data_lines(Path(__file__).with_name("part_words.txt")))


def _stem_and_number(url: str, *, page: int | None = None) -> tuple[str, int]:
    """The address without its page number, and that, or 1; with `page` only that number is one."""
    parts = urlsplit(canonical_url(url))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    counting = [pair for pair in pairs if pair[0].lower() in PARAMETERS and pair[1].isdecimal()]
    query = [pair for pair in pairs if pair not in counting]
    path, number = parts.path, int(counting[0][1]) if counting else 1
    marked = PATH_MARK.match(path)
    if marked and not counting and (page is None or int(marked["number"]) == page):
        path, number = f"{marked['stem']}{marked['end'].strip('/')}", int(marked["number"])
    return f"{parts.netloc}{path.rstrip('/')}?{sorted(query)}", number
