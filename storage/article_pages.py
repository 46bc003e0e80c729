"""An article as it came in, cleaned, and the row that is made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Any

from storage.folding import clean_optional, clean_text
from storage.ids import search_id
from storage.periods import optional_utc_text, utc_text
from storage.records import Article
from storage.urls import article_id, canonical_url, post_url


@dataclass(frozen=True, slots=True)
class Page:
    """A cleaned article as it may be kept, its id, and the hash of what it says.

    `borrowed` is the text that may be read but not kept; the article then has none. An archived
    page may be older than the stored one; another is not, whatever the clock said back then.
    """

    article: Article
    key: str
    digest: str
    borrowed: str | None
    is_archived: bool

    @property
    def text(self) -> str:
        """The text that is read."""
        return self.article.text if self.borrowed is None else self.borrowed

    @property
    def contents(self) -> tuple[str, str]:
        """What two pages of one piece at two addresses of its outlet have in common."""
        return self.article.outlet_id, self.digest

    @property
    def told(self) -> str:
        """When the article was told, by this page (UTC); not after the page was fetched."""
        fetched_at = utc_text(self.article.fetched_at)
        return min(optional_utc_text(self.article.published_at) or fetched_at, fetched_at)


def to_page(article: Article, borrowed_from: Container[str], *, is_archived: bool = False) -> Page:
    """The article cleaned, without its text if its outlet is one of `borrowed_from`.

    Raises ValueError for an address that is not http(s).
    """
    cleaned = clean_article(article)
    key = article_id(cleaned.url, is_post=cleaned.blog_url is not None)
    digest = text_digest(cleaned.title, cleaned.text)
    if cleaned.outlet_id in borrowed_from:
        return Page(replace(cleaned, text=""), key, digest, cleaned.text, is_archived)
    return Page(cleaned, key, digest, None, is_archived)


def clean_article(article: Article) -> Article:
    """The article as it can be stored: canonical URL, no controls, no broken characters."""
    return replace(
        article,
        url=post_url(article.url) if article.blog_url else canonical_url(article.url),
        blog_url=canonical_url(article.blog_url) if article.blog_url else None,
        title=clean_text(article.title).strip(),
        text=clean_text(article.text),
        byline=clean_optional(article.byline),
        wire_credit=clean_optional(article.wire_credit),
        language=clean_optional(article.language),
        section=clean_optional(article.section),
        dateline_place=clean_optional(article.dateline_place),
    )


def text_digest(title: str, text: str) -> str:
    """The `sha256` of an article's headline and text: another one means that it has changed."""
    return hashlib.sha256(f"{title}\x1f{text}".encode()).hexdigest()


def article_columns(page: Page) -> dict[str, Any]:
    """The page's row in `articles`: a story by itself, not yet read."""
    article = page.article
    return {
        "id": page.key,
        "url": article.url,
        "outlet_id": article.outlet_id,
        "title": article.title,
        "byline": article.byline,
        "published_at": optional_utc_text(article.published_at),
        "modified_at": optional_utc_text(article.modified_at),
        "fetched_at": utc_text(article.fetched_at),
        "language": article.language,
        "text": article.text,
        "sha256": page.digest,
        "story_id": page.key,
        "extractor_version": None,
        "search_id": search_id(page.key),
        "page_file": None,  # whoever keeps the page notes it
        "page_offset": None,
        "wire_credit": article.wire_credit,
        "blog_url": article.blog_url,
        "section": article.section,
        "dateline_place": article.dateline_place,
        "dateline_date": article.dateline_date,
        "dated_by": article.dated_by,
        "published_precision": article.published_precision,
        "published_offset": article.published_offset,
        "modified_by": article.modified_by,
        "modified_offset": article.modified_offset,
        "body_by": article.body_by,
    }
