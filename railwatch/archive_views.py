"""Records of an archive that are views or later pages of an article, folded into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlite_utils import Database

from crawler.outcomes import EntryOutcome
from crawler.page_parts import joined_text, later_parts, with_text
from crawler.reading import PageReading
from railwatch.archives import ArchivedPage
from storage.articles import article_row
from storage.records import Article
from storage.urls import article_id, is_view_address


def folded(db: Database, pages: Sequence[ArchivedPage]) -> Iterator[ArchivedPage]:
    """The pages, an article with the text of its later pages; these and other views of it (AMP,
    mobile, print) are duplicates.

    A view of an article that is neither stored nor among the pages stands for it.
    """
    found = {page.url: page.reading.article for page in pages if page.reading.article}
    parts = {page.url: _later_parts(page, found) for page in pages}
    later = {url for urls in parts.values() for url in urls}
    own = {article_id(one.url) for url, one in found.items() if not _is_view(url, one)}
    for page in pages:
        article = page.reading.article
        if article is None:
            yield page
        elif page.url in later or (_is_view(page.url, article) and _is_had(db, article, own)):
            yield replace(page, reading=PageReading(EntryOutcome.DUPLICATE))
        else:
            text = article.text
            for url in parts[page.url]:
                text = joined_text(text, found[url].text)
            yield replace(page, reading=replace(page.reading, article=with_text(article, text)))


def _later_parts(page: ArchivedPage, found: dict[str, Article]) -> list[str]:
    """The addresses of the article's later pages, as far as they are there."""
    if page.reading.article is None or page.reading.next_part is None:
        return []
    return later_parts(page.reading.next_part, found.keys() - {page.url})


def _is_view(url: str, article: Article) -> bool:
    """Whether this is not the address that the article gives itself."""
    if article_id(url) != article_id(article.url):
        return True
    return is_view_address(url) and not is_view_address(article.url)


def _is_had(db: Database, article: Article, own: set[str]) -> bool:
    return article_id(article.url) in own or article_row(db, article.url) is not None
