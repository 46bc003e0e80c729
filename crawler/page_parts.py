"""An article spread over several pages: where it goes on, and its text put together."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.listing_pages import next_words
from crawler.plain import plain
from crawler.sites import links_base, same_site, web_address
from storage.urls import canonical_url

# Beyond this it is a gallery, or a trap.
MAX_PARTS = 12
# How the parameter that counts pages is called.
PARAMETERS = frozenset(
    {"page", "p", "pg", "pagina", "page_no", "pageno", "pagenum", "paged", "seite", "part", "teil"}
)
# /story/2, /story/page/2/, /story/seite-2, /story-p2; /story-2.html, /story_2.html. Not /story-2,
# which is how blogs name another piece with the same headline.
PATH_MARK = re.compile(
    r"(?P<stem>.*?)(?:/(?:page[/-]|seite[/-]|part[/-]|p)?|[-_,](?:page|seite|p)|[-_,](?=\d+\.))"
    r"(?P<number>\d{1,2})(?P<end>/?|\.s?html?)$"
)


def next_part(tree: LexborHTMLParser, url: str, *, part: int = 1) -> str | None:
    """The address of the article's page after this one, which is number `part`; None at the end.

    A link says it to machines (rel="next") or to readers ("2", "next"). It must be the article's
    own address with the next number: other links called so lead to another article.
    """
    first = urlsplit(canonical_url(url)) if url.startswith("http") else None
    base = links_base(tree, url)
    mark = str(part + 1)  # the address has it somewhere: cheaper to ask than for the words
    for link in tree.css('link[rel~="next"][href], a[href]') if first else ():
        said = link.attributes.get("href") or ""
        if mark not in said or not _says_next(link, part + 1):
            continue
        address = web_address(base, said)
        if address and same_site(address, url):
            found, number = _stem_and_number(address)
            if number == part + 1 and found == _stem_and_number(url, page=part)[0]:
                return address
    return None


def joined_text(text: str, following: str) -> str:
    """Both texts as one; a paragraph that both have stands where it stood first."""
    paragraphs = dict.fromkeys([*text.split("\n\n"), *following.split("\n\n")])
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _says_next(link: LexborNode, number: int) -> bool:
    rel = (link.attributes.get("rel") or "").lower().split()
    words = plain(link.text()).casefold()
    return "next" in rel or words == str(number) or words in next_words()


def _stem_and_number(url: str, *, page: int | None = None) -> tuple[str, int]:
    """The address without its page number, and that; with `page` only that number is one."""
    parts = urlsplit(canonical_url(url))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    numbers = [int(value) for name, value in pairs if name in PARAMETERS and value.isdecimal()]
    query = [pair for pair in pairs if pair[0] not in PARAMETERS or not pair[1].isdecimal()]
    path, number = parts.path, numbers[0] if numbers else 1
    marked = PATH_MARK.match(path)
    if marked and not numbers and page != 1 and (page is None or int(marked["number"]) == page):
        path, number = f"{marked['stem']}{marked['end'].strip('/')}", int(marked["number"])
    return f"{parts.netloc}{path.rstrip('/')}?{sorted(query)}", number
