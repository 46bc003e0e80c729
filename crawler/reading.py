"""What a fetched page is worth: an article about rail, or why not. Runs in the worker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from crawler.article_page import LiveBlog, Page
from crawler.entries import Entry
from crawler.language import text_language
from crawler.outcomes import EntryOutcome
from crawler.outlet_spec import OutletSpec
from crawler.page_dates import FUTURE, PageDates, Told, listed
from crawler.page_guard import PageRefused
from crawler.page_parts import next_part
from crawler.page_text import LEAST_WEIGHT, gate_text, weight
from crawler.sites import is_own_list
from crawler.titles import page_title
from crawler.walls import LONGEST_WALL, tells_of, without_walls
from crawler.withdrawals import is_withdrawal
from storage import relevance
from storage.records import Article, FoundIn
from storage.urls import article_id

# What a feed gives as an entry's content is an excerpt if it is shorter than this.
WHOLE_ARTICLE = 1_000
NO_ARTICLE = "no article text on the page"
WALL = "a wall or an error page stands in place of the article"


@dataclass(frozen=True, slots=True)
class PageReading:
    """An article, or the outcome of a page that holds none for us. `reason` is for `failures`.

    `next_part` is the address of the page on which the article goes on, `posts` those of a live
    blog, whose own text is only what stands above them.
    """

    outcome: EntryOutcome
    article: Article | None = None
    reason: str | None = None
    next_part: str | None = None
    posts: tuple[Article, ...] = ()


def read_page(
    body: bytes,
    *,
    url: str,
    content_type: str,
    spec: OutletSpec,
    entry: Entry,
    fetched_at: datetime,
    keep_all: bool,
    is_stored: bool = False,
) -> PageReading:
    """Ask the cheap questions first: is it a page, in a language we read, about rail?

    `url` is where the page lies after redirects. Of a stored article it may be a notice that takes
    it back, which need not be about rail.
    """
    if is_own_list(url, spec) and article_id(url) != article_id(entry.url):
        return PageReading(EntryOutcome.GONE, reason="redirected to a page that lists articles")
    try:
        page = Page.read(body, url=url, content_type=content_type)
    except PageRefused as error:
        return PageReading(EntryOutcome.UNREADABLE, reason=str(error))
    if blog := page.live_blog(spec, fetched_at=fetched_at, entry=entry):
        return _read_blog(blog, spec, keep_all=keep_all)
    headline = f"{entry.title or page.title(spec, entry)}\n{entry.summary}"
    at_large = gate_text(page.tree)
    is_ours = keep_all or is_stored or relevance.is_rail(headline, at_large)
    # The frame of a page may be in another language than its article, or be all that it shows.
    is_frame = weight(at_large) < LONGEST_WALL
    if not (is_ours or is_frame or _unread(at_large, spec)):
        return PageReading(EntryOutcome.NOT_RAIL)
    article = page.parse(spec, fetched_at=fetched_at, entry=entry)
    if is_stored and is_withdrawal(article.text):
        return read_article(article, now=fetched_at)
    if weight(article.text) < LEAST_WEIGHT:
        return _unread(at_large, spec) or _no_article(is_ours=is_ours)
    if is_ours and _is_wall(page, article.text, entry):
        return PageReading(EntryOutcome.UNREADABLE, reason=WALL)
    # The page at large may have passed for its links to other pieces.
    if turned_down := _turn_down(article.text, headline, spec, keep_all=keep_all):
        return turned_down
    reading = read_article(article, now=fetched_at)
    following = next_part(page.tree, url)
    return replace(reading, next_part=following)


def _no_article(*, is_ours: bool) -> PageReading:
    """The outcome of a page without a text; of other news it is no loss."""
    if not is_ours:
        return PageReading(EntryOutcome.NOT_RAIL)
    return PageReading(EntryOutcome.UNREADABLE, reason=NO_ARTICLE)


def _is_wall(page: Page, text: str, entry: Entry) -> bool:
    """Whether only walls stand on the page, or little that has to do with what was listed."""
    told = weight(without_walls(text))
    title = page_title(page.data, page.tree)
    # "Page not found", where something else was listed: the text is of teasers.
    is_headed_so = bool(title) and not without_walls(title)
    if told < LEAST_WEIGHT or (is_headed_so and without_walls(entry.title or entry.summary)):
        return True
    if told > LONGEST_WALL or not entry.title:
        return False
    return not tells_of(entry.title, f"{title}\n{text}")


def _read_blog(blog: LiveBlog, spec: OutletSpec, *, keep_all: bool) -> PageReading:
    """The posts of a live blog that are for us; each is asked the same as an article."""
    words = "\n".join(post.text for post in blog.posts)
    if turned_down := _turn_down(words, blog.article.title, spec, keep_all=True):
        return turned_down
    posts = tuple(
        post
        for post in blog.posts
        if keep_all or relevance.is_rail(f"{blog.article.title}\n{post.title}", post.text)
    )
    if not posts:
        return PageReading(EntryOutcome.NOT_RAIL)
    reading = read_article(blog.article, now=blog.article.fetched_at)
    return replace(reading, posts=posts)


def read_part(
    body: bytes, *, url: str, content_type: str, spec: OutletSpec, part: int
) -> tuple[str, str | None]:
    """The text of an article's later page, and the address of the one after it.

    Raises PageRefused.
    """
    page = Page.read(body, url=url, content_type=content_type)
    text, _ = page.body(spec, page.title(spec, Entry(url)))
    return text, next_part(page.tree, url, part=part)


def _turn_down(text: str, headline: str, spec: OutletSpec, *, keep_all: bool) -> PageReading | None:
    """The outcome of a text that is none for us, or None."""
    if unread := _unread(text, spec):
        return unread
    is_ours = keep_all or relevance.is_rail(headline, text)
    return None if is_ours else PageReading(EntryOutcome.NOT_RAIL)


def _unread(text: str, spec: OutletSpec) -> PageReading | None:
    """The outcome of a text in a language that we do not read, or None.

    It is told of only where the outlet is not known to write it.
    """
    language = text_language(text)
    if language is None or language in languages_read():
        return None
    is_odd = language not in spec.languages
    reason = f"written in a language we do not read ({language})" if is_odd else None
    return PageReading(EntryOutcome.UNREAD_LANGUAGE, reason=reason)


def read_headline(
    entry: Entry, *, spec: OutletSpec, fetched_at: datetime, keep_all: bool
) -> PageReading:
    """The article as far as its entry tells it: enough to check a source."""
    if not keep_all and not relevance.is_rail(entry.title or "", entry.summary):
        return PageReading(EntryOutcome.NOT_RAIL)
    at = entry.published_at
    published = listed(at, entry.published_as, spec.timezone) if at else None
    changed = Told(entry.updated_at, FoundIn.FEED) if entry.updated_at else None
    article = Article(
        url=entry.url,
        outlet_id=spec.id,
        title=entry.title or "",
        text="",
        fetched_at=fetched_at,
        language=text_language(f"{entry.title} {entry.summary}"),
        **PageDates(published, changed).fields(),
    )
    return read_article(article, now=fetched_at)


def tells_unread_language(entry: Entry, spec: OutletSpec) -> bool:
    """Whether headline and summary are in a language of the outlet that we do not read.

    Headlines are short: a language that the outlet is not known to write is a wrong guess.
    """
    language = text_language(f"{entry.title or ''} {entry.summary}")
    return language in spec.languages and language not in languages_read()


def tells_no_rail(entry: Entry) -> bool:
    """Whether the feed carries the whole article, and that has nothing to do with rail.

    A summary is not enough: the train may come in the third paragraph.
    """
    is_whole = weight(entry.text) >= WHOLE_ARTICLE
    return is_whole and not relevance.is_rail(entry.title or "", f"{entry.summary}\n{entry.text}")


def read_article(article: Article, *, now: datetime) -> PageReading:
    """The article to store, with what is odd about it."""
    published = article.published_at
    is_early = published is not None and published > now + FUTURE
    reason = f"dated in the future ({published:%Y-%m-%d})" if is_early else None
    return PageReading(EntryOutcome.STORED, article, reason)


@cache
def languages_read() -> frozenset[str]:
    """The languages that the gate has words for."""
    return frozenset(path.stem for path in Path(relevance.__file__).parent.glob("??.txt"))
