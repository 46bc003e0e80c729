"""A page as fetched, turned into an Article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import parse_qsl, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.bylines import Place, byline, byline_places, signers
from crawler.datelines import dateline
from crawler.entries import Entry
from crawler.language import text_language
from crawler.listing_pages import is_article_address
from crawler.live_blogs import LivePost, live_posts, may_be_blog
from crawler.outlet_spec import OutletSpec
from crawler.page_dates import PageDates, page_dates
from crawler.page_guard import PageRefused, page_html
from crawler.page_text import Body, page_text
from crawler.plain import plain
from crawler.sections import section
from crawler.sites import same_site
from crawler.structured_data import StructuredData, read_structured_data
from crawler.titles import page_title
from crawler.wire_credits import wire_credit
from storage.records import Article, BodyBy, Outlet
from storage.urls import canonical_url


def parse_article_page(
    html: bytes | str,
    *,
    url: str,
    outlet: Outlet | OutletSpec | None,
    fetched_at: datetime,
    content_type: str = "",
    entry: Entry | None = None,
) -> Article | None:
    """The article on a page, or None where there is none or the page cannot be parsed safely.

    `content_type` is the header the page came with, `entry` what its source said of it.
    """
    try:
        page = Page.read(html, url=url, content_type=content_type)
    except PageRefused:
        return None
    article = page.parse(outlet, fetched_at=fetched_at, entry=entry)
    return article if article.text else None


@dataclass(frozen=True, slots=True)
class LiveBlog:
    """A live blog and its posts, each an article of its own; the blog's text is its standfirst."""

    article: Article
    posts: tuple[Article, ...]


@dataclass(frozen=True)
class Page:
    """A page that has been found safe to parse."""

    html: str
    url: str
    tree: LexborHTMLParser

    @classmethod
    def read(cls, html: bytes | str, *, url: str, content_type: str = "") -> Page:
        """Raises PageRefused."""
        text = page_html(html, content_type=content_type)
        return cls(text, url, LexborHTMLParser(text))

    @cached_property
    def data(self) -> StructuredData:
        """What the page says of itself for machines: most pages are turned down unasked."""
        return read_structured_data(self.tree, self.url)

    def parse(
        self,
        outlet: Outlet | OutletSpec | None,
        *,
        fetched_at: datetime,
        entry: Entry | None = None,
    ) -> Article:
        """The article, its text empty where none was found."""
        entry = entry or Entry(self.url)
        title = self.title(outlet, entry)
        text, found_by = self.body(outlet, title)
        language = text_language(text) or self.declared_language()
        dates = self.dates(outlet, entry, language, fetched_at)
        places = list(self.byline_places(outlet, text))
        credit = wire_credit(text, signers(places, self.tree, text))
        head = dateline(text, is_credited=credit is not None, published_at=dates.published_at)
        return Article(
            url=self.canonical_url(),
            outlet_id=outlet.id if outlet else "",
            title=title,
            text=text,
            fetched_at=fetched_at,
            byline=byline(places, self.data, publisher=outlet.name if outlet else ""),
            language=language,
            wire_credit=credit,
            section=section(self.data),
            dateline_place=head.place,
            dateline_date=head.date,
            body_by=found_by if text else None,
            **dates.fields(),
        )

    def live_blog(
        self, outlet: Outlet | OutletSpec, *, fetched_at: datetime, entry: Entry
    ) -> LiveBlog | None:
        """The page as a live blog, or None where it is none."""
        if not may_be_blog(self.html):
            return None
        address = self.canonical_url()
        posts = live_posts(self.tree, self.data, blog_url=address, timezone=outlet.timezone)
        if not posts:
            return None
        title = self.title(outlet, entry)
        language = text_language("\n".join(post.text for post in posts))
        dates = self.dates(outlet, entry, language, fetched_at)
        standfirst = plain(self.data.first_meta("og:description", "description"))
        blog = Article(
            url=address,
            outlet_id=outlet.id,
            title=title,
            text=standfirst,
            fetched_at=fetched_at,
            byline=byline(self.byline_places(outlet, standfirst), self.data, publisher=outlet.name),
            language=language,
            section=section(self.data),
            body_by=BodyBy.LIVE_BLOG,
            **dates.fields(),
        )
        return LiveBlog(blog, tuple(_post(blog, post) for post in posts))

    def title(self, outlet: Outlet | OutletSpec | None, entry: Entry) -> str:
        listed = entry.title or ""
        name = outlet.name if outlet else ""
        return page_title(self.data, self.tree, listed=listed, outlet=name) or listed

    def body(self, outlet: Outlet | OutletSpec | None, title: str) -> Body:
        css = outlet.body_css if isinstance(outlet, OutletSpec) else None
        return page_text(self.html, self.tree, self.data, title=title, body_css=css)

    def byline_places(self, outlet: Outlet | OutletSpec | None, text: str) -> Iterator[Place]:
        css = outlet.byline_css if isinstance(outlet, OutletSpec) else None
        return byline_places(self.data, self.tree, byline_css=css, text=text)

    def dates(
        self,
        outlet: Outlet | OutletSpec | None,
        entry: Entry,
        language: str | None,
        fetched_at: datetime,
    ) -> PageDates:
        """Months may be named in the text's language, the page's or another of the outlet's."""
        of_outlet = outlet.languages if outlet else ()
        named = (language, self.declared_language(), *of_outlet)
        return page_dates(
            self.data,
            self.tree,
            url=self.url,
            timezone=outlet.timezone if outlet else "UTC",
            fetched_at=fetched_at,
            languages=tuple(dict.fromkeys(filter(None, named))),
            listed_at=entry.published_at,
            listed_as=entry.published_as,
            changed_at=entry.updated_at,
        )

    def canonical_url(self) -> str:
        """The address the page gives itself, where that is an article's on the same site."""
        link = self.tree.css_first('link[rel~="canonical"][href]')
        for address in (link and link.attributes.get("href"), self.data.first_meta("og:url")):
            if address and (named := self._own_address(address)):
                return named
        return canonical_url(self.url) if self.url.startswith("http") else self.url

    def _own_address(self, address: str) -> str | None:
        try:
            named = canonical_url(urljoin(self.url, address))
        except ValueError:
            return None
        if not self.url.startswith("http"):
            return named
        is_front_page = named.count("/") == 3 and named.endswith("/")
        if is_front_page or not same_site(named, self.url):
            return None
        return None if _may_be_section(named, canonical_url(self.url)) else named

    def declared_language(self) -> str | None:
        root = self.tree.css_first("html")
        declared = (root and root.attributes.get("lang")) or self.data.first_meta("og:locale") or ""
        code = declared.replace("_", "-").split("-")[0].lower()
        return code if len(code) == 2 and code.isalpha() else None


def _may_be_section(named: str, own: str) -> bool:
    """Whether the address that the page at `own` names may be that of its section.

    A section lies no deeper than its articles, and bears neither their names nor their numbers.
    """
    if is_article_address(named) or len(_names(named)) > len(_names(own)):
        return False
    return _marks(named).isdisjoint(_marks(own))


def _marks(url: str) -> set[str]:
    """The last name of an address, and all of its names and values that have a number."""
    names = _names(url)
    values = (value for _, value in parse_qsl(urlsplit(url).query))
    return {names[-1], *(mark for mark in (*names, *values) if any(map(str.isdigit, mark)))}


def _names(url: str) -> list[str]:
    return [name.partition(".")[0] for name in urlsplit(url).path.strip("/").split("/")]


def _post(blog: Article, post: LivePost) -> Article:
    """A post as an article of its own: its headline, else the blog's."""
    return replace(
        blog,
        url=post.address,
        blog_url=blog.url,
        title=post.title or blog.title,
        text=post.text,
        wire_credit=wire_credit(post.text),
        byline=post.byline,
        **post.dates.fields(),
    )
