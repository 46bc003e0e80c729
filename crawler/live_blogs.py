"""A live blog as its posts: each has its own time and anchor, and is an article of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.bylines import authors
from crawler.page_dates import PageDates, told
from crawler.plain import plain
from crawler.sites import same_site, web_address
from crawler.structured_data import StructuredData, strings
from storage.records import FoundIn
from storage.word_lists import data_lines

# A page with fewer dated posts is an article that happens to show a date; where the posts have less
# than this share of its words, they are a box beside an article.
LEAST_POSTS, LEAST_SHARE = 2, 0.5
MAX_POSTS = 500
POSTS = '[itemprop~="liveBlogUpdate"]', "article", "li", "section", "div[id]"
STATED_KIND = "LiveBlogPosting"
# Where an update has its text, and a post that is shown.
BODIES = "articleBody", "text", "description"
BLOCKS = "p, li, blockquote"
# An update may state no more than how the post begins.
OPENING = 40
# Cheap to find; of these the words of `live_words.txt` tell which it is.
CONTAINERS = ", ".join(
    f'[class*="{part}"], [id*="{part}"], [data-testid*="{part}"]'
    for part in ("live", "Live", "ticker", "Ticker", "direct", "onlain", "онлайн", "minuto")
)


@dataclass(frozen=True, slots=True)
class LivePost:
    """One post of a live blog; paragraphs parted by blank lines.

    `address` leads to the post: the blog's address with an anchor, or a page of its own.
    """

    address: str
    title: str
    text: str
    dates: PageDates
    byline: str | None = None


def may_be_blog(html: str) -> bool:
    """Whether a closer look is worth it: a question to the bare markup, cheap enough for all."""
    return STATED_KIND in html or html.count("<time") >= LEAST_POSTS


def live_posts(
    tree: LexborHTMLParser, data: StructuredData, *, blog_url: str, timezone: str
) -> list[LivePost]:
    """The dated posts of a live blog, none twice; empty for any other page."""
    stated = _distinct(_stated(data, blog_url, timezone))
    if stated:
        return _as_shown(stated, tree)
    shown = _distinct(_shown(tree, blog_url, timezone))
    told = sum(len(post.text) for post in shown)
    is_blog = len(shown) >= LEAST_POSTS and told >= LEAST_SHARE * _length(tree)
    return shown if is_blog else []


def _as_shown(posts: list[LivePost], tree: LexborHTMLParser) -> list[LivePost]:
    """The posts with the texts that stand at their anchors, where more is shown than stated."""
    anchors = [unquote(urlsplit(post.address).fragment) for post in posts]
    nodes = {name: node for node in tree.css("[id]") if (name := node.id) in anchors}
    shown = zip(posts, map(nodes.get, anchors), strict=True)
    return [_whole(post, node, nodes.keys()) if node else post for post, node in shown]


def _whole(post: LivePost, node: LexborNode, anchors: Set[str | None]) -> LivePost:
    """The post with all of what is shown, if that goes on from what is stated."""
    if any(inner.id in anchors - {node.id} for inner in node.css("[id]")):
        return post  # what is called so holds other posts too
    text = _text(block.text(separator=" ") for block in _blocks(node))
    return replace(post, text=text) if post.text[:OPENING] in text else post


def _length(tree: LexborHTMLParser) -> int:
    return sum(len(plain(node.text())) for node in tree.css("p, blockquote"))


def _distinct(posts: Iterable[LivePost]) -> list[LivePost]:
    """Each address once, posts without words left out."""
    found: dict[str, LivePost] = {}
    for post in posts:
        if post.text:
            found.setdefault(post.address, post)
        if len(found) == MAX_POSTS:
            break
    return list(found.values())


def _stated(data: StructuredData, blog_url: str, timezone: str) -> Iterator[LivePost]:
    """The updates that JSON-LD lists."""
    for blog in data.articles:
        if STATED_KIND not in strings(blog.get("@type")):
            continue
        updates = blog.get("liveBlogUpdate")
        for update in updates if isinstance(updates, list) else [updates]:
            if isinstance(update, dict) and (post := _stated_post(update, blog_url, timezone)):
                yield post


def _stated_post(update: dict[str, Any], blog_url: str, timezone: str) -> LivePost | None:
    stamp = next(iter(strings(update.get("datePublished"))), "")
    published = told(stamp, FoundIn.JSON_LD, timezone)
    if published is None:
        return None
    [title, *_] = [*map(plain, strings(update.get("headline"))), ""]
    bodies = [text for key in BODIES for text in strings(update.get(key))]
    lines = re.split(r"\n+|</p>|<br\s*/?>", bodies[0]) if bodies else [title]
    text = _text(lines)
    modified = next(iter(strings(update.get("dateModified"))), None)
    said = [*strings(update.get("url")), *strings(update.get("@id"))]
    anchors = [address for one in said if (address := _address(one, blog_url))]
    address = anchors[0] if anchors else _made(blog_url, published.at, title or text)
    dates = PageDates(published, told(modified, FoundIn.JSON_LD, timezone))
    return LivePost(address, title, text, dates, _byline(update))


def _byline(update: dict[str, Any]) -> str | None:
    """The persons that an update names as its authors."""
    named = update.get("author")
    persons = [
        one
        for one in (named if isinstance(named, list) else [named])
        if isinstance(one, dict) and "Person" in strings(one.get("@type"))
    ]
    return ", ".join(name.text for name in authors(persons, StructuredData())) or None


def _shown(tree: LexborHTMLParser, blog_url: str, timezone: str) -> Iterator[LivePost]:
    """The posts that stand in a container called so, each with its time."""
    container = _container(tree)
    if container is None:
        return
    for selector in POSTS:
        dated = [node for node in container.css(selector) if node.css_first("time[datetime]")]
        if len(dated) >= LEAST_POSTS:
            yield from (post for node in dated if (post := _shown_post(node, blog_url, timezone)))
            return


def _container(tree: LexborHTMLParser) -> LexborNode | None:
    if marked := tree.css_first(f'[itemtype*="{STATED_KIND}"]'):
        return marked
    for node in tree.css(CONTAINERS):
        names = " ".join(node.attributes.get(name) or "" for name in ("class", "id", "data-testid"))
        parts = re.split(r"\s+|__|--", names.lower())
        if not live_words().isdisjoint(parts) and len(node.css("time[datetime]")) >= LEAST_POSTS:
            return node
    return None


def _shown_post(node: LexborNode, blog_url: str, timezone: str) -> LivePost | None:
    tag = node.css_first("time[datetime]")
    stamp = tag.attributes.get("datetime") if tag else None
    published = told(stamp, FoundIn.TIME_TAG, timezone)
    if published is None:
        return None
    heading = node.css_first("h2, h3, h4, h5")
    title = plain(heading.text(separator=" ")) if heading else ""
    text = _text(block.text(separator=" ") for block in _blocks(node))
    anchor = node.attributes.get("id")
    links = (link.attributes.get("href") or "" for link in node.css("a[href]"))
    said = f"#{anchor}" if anchor else next((one for one in links if _anchor(one, blog_url)), "")
    address = _address(said, blog_url) or _made(blog_url, published.at, title or text)
    return LivePost(address, title, text, PageDates(published))


def _blocks(post: LexborNode) -> list[LexborNode]:
    """The innermost blocks of a post; itself where it is one and has no other."""
    inner = [block for block in post.css(BLOCKS) if len(block.css(BLOCKS)) == 1]
    return [block for block in inner if block.mem_id != post.mem_id] or inner


def _text(lines: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(line for line in map(plain, lines) if line))


def _address(said: str, blog_url: str) -> str | None:
    """The blog's address with the anchor, or a page of the same site; None for the blog itself."""
    if anchor := _anchor(said, blog_url):
        return f"{blog_url}#{anchor}"
    address = web_address(blog_url, said) if said and "#" not in said else ""
    is_other = urlsplit(address).path.rstrip("/") != urlsplit(blog_url).path.rstrip("/")
    return address if address and is_other and same_site(address, blog_url) else None


def _anchor(said: str, blog_url: str) -> str:
    """The anchor of an address that leads into the blog."""
    before, _, anchor = said.partition("#")
    path = urlsplit(before).path.rstrip("/")
    return anchor if not path or path == urlsplit(blog_url).path.rstrip("/") else ""


def _made(blog_url: str, published: datetime, words: str) -> str:
    """An address for a post that has no anchor: its time and a mark of its first words."""
    mark = sha256(words[:80].encode()).hexdigest()[:6]
    return f"{blog_url}#{published:%Y%m%dT%H%M%S}-{mark}"


@cache
def live_words() -> frozenset[str]:
    """How the elements that hold a live blog are called."""
    return frozenset(data_lines(Path(__file__).with_name("live_words.txt")))
