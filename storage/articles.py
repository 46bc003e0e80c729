"""Articles: stored once, with every earlier state of a changed one."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from storage.article_changes import save_again
from storage.article_pages import Page, article_columns, to_page
from storage.borrowed_texts import save_borrowed
from storage.database import insert_rows, read_rows, write_along
from storage.folding import search_text
from storage.home_reprints import give_way, twin_at_home
from storage.records import Article
from storage.stories import save_stories
from storage.story_prints import save_print
from storage.urls import article_id


class Outcome(StrEnum):
    """What saving an article did."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def save_article(db: Database, article: Article, *, store_text: bool = True) -> Outcome:
    """Store the article; one that has changed keeps its old version and becomes unread again.

    The same address is the same article; so are headline and text that the outlet has at another
    address on the same day: the address that tells them first is kept, whichever comes in first.
    Without `store_text` the text is only held until it has been read; its hash tells a change.
    Raises ValueError for an address that is not http(s); the outlet must be stored.
    """
    borrowed = () if store_text else (article.outlet_id,)
    [outcome] = save_articles(db, [article], borrowed_from=borrowed)
    return outcome


def save_articles(
    db: Database,
    articles: Iterable[Article],
    *,
    borrowed_from: Container[str] = (),
    are_archived: bool = False,
) -> list[Outcome]:
    """Store articles as `save_article` does, in one transaction and in far less time.

    The texts of the outlets `borrowed_from` are not kept. Of archived articles a state fetched
    before the stored one becomes an earlier version. Raises ValueError for an address that is
    not http(s); then nothing is stored.
    """
    pages = [to_page(article, borrowed_from, is_archived=are_archived) for article in articles]
    outcomes: list[Outcome] = []
    with write_along(db):
        for are_new, run in groupby(_with_novelty(db, pages), itemgetter(0)):
            outcomes += _save_run(db, [page for _, page in run], are_new)
        saved = zip(pages, outcomes, strict=True)
        _index(db, {page.key: done for page, done in saved if done is not Outcome.UNCHANGED})
    return outcomes


def article_row(db: Database, url: str, *, is_post: bool = False) -> dict[str, Any] | None:
    """The stored article at `url`, any variant of its address, or None.

    Of a live blog's address with an anchor that is the blog, unless `is_post`.
    """
    return _stored(db, article_id(url, is_post=is_post))


def _with_novelty(db: Database, pages: list[Page]) -> list[tuple[bool, Page]]:
    """Each page with whether it is surely new: its address and contents were never met before."""
    known = _known(db, pages)
    found = []
    for page in pages:
        marks = {page.key, page.contents}
        found.append((known.isdisjoint(marks), page))
        known |= marks
    return found


def stored_ids(db: Database, ids: Iterable[str]) -> set[str]:
    """Those of the ids that are of stored articles."""
    query = "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    return {key for (key,) in db.conn.execute(query, [json.dumps(list(ids))])}


def _known(db: Database, pages: list[Page]) -> set[object]:
    """Those ids and contents of the pages that are stored."""
    contents = """
        SELECT outlet_id, sha256 FROM json_each(?) AS asked CROSS JOIN articles
        ON outlet_id = json_extract(asked.value, '$[0]')
        AND sha256 = json_extract(asked.value, '$[1]')
    """
    prints = db.conn.execute(contents, [json.dumps([page.contents for page in pages])])
    return {*stored_ids(db, (page.key for page in pages)), *prints}


def _save_run(db: Database, pages: list[Page], are_new: bool) -> list[Outcome]:
    if not are_new:
        return [_save_known(db, page) for page in pages]
    _save_new(db, pages)
    return [Outcome.NEW] * len(pages)


def _save_new(db: Database, pages: list[Page]) -> None:
    insert_rows(db, "articles", [article_columns(page) for page in pages])
    for page in pages:
        if page.borrowed is not None:
            save_borrowed(db, page.key, page.borrowed)
            save_print(db, page.key, page.borrowed)
    save_stories(db, {page.key: page.text for page in pages})


def _save_known(db: Database, page: Page) -> Outcome:
    """Store a page whose address or contents have been met, and that may be stored or not."""
    stored = _stored(db, page.key)
    if stored is not None:
        return Outcome.CHANGED if save_again(db, page, stored) else Outcome.UNCHANGED
    twin = twin_at_home(db, page)
    if twin is not None and twin.is_first:
        return Outcome.UNCHANGED
    _save_new(db, [page])
    if twin is not None:
        give_way(db, twin, page.key)
    return Outcome.NEW


def _stored(db: Database, key: str) -> dict[str, Any] | None:
    return next(iter(read_rows(db, "SELECT * FROM articles WHERE id = ?", [key])), None)


def _index(db: Database, articles: Mapping[str, Outcome]) -> None:
    """Have search know these articles as they are stored; a lower number after a higher is slow."""
    query = """
        SELECT id, search_id, title, text FROM articles
        WHERE id IN (SELECT value FROM json_each(?)) ORDER BY search_id
    """
    found = db.conn.execute(query, [json.dumps(list(articles))]).fetchall()
    changed = [(number,) for key, number, *_ in found if articles[key] is Outcome.CHANGED]
    rows = [(number, search_text(title), search_text(text)) for _, number, title, text in found]
    db.conn.executemany("DELETE FROM articles_fts WHERE rowid = ?", changed)
    db.conn.executemany("INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)", rows)
