"""Articles: stored once, with every earlier state of a changed one."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from storage.borrowed_texts import delete_borrowed, save_borrowed
from storage.database import insert_rows, read_rows, write_along
from storage.folding import clean_optional, clean_text, search_text
from storage.ids import search_id
from storage.outlets import outlet_timezones
from storage.periods import optional_utc_text, utc_text
from storage.records import Article
from storage.stories import change_story, save_story
from storage.urls import article_id, canonical_url, post_url
from storage.versions import keep_version, save_earlier

__all__ = [
    "Outcome",
    "article_row",
    "clean_article",
    "outlet_timezones",
    "save_article",
    "save_articles",
    "text_digest",
]


class Outcome(StrEnum):
    """What saving an article did."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


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
    )


def save_article(db: Database, article: Article, *, store_text: bool = True) -> Outcome:
    """Store the article; one that has changed keeps its old version and becomes unread again.

    The same address, or the same headline and text from the same outlet, is the same article. A
    state fetched before the stored one, as archives hold them, becomes an earlier version. Without
    `store_text` the text is only held until it has been read; its hash tells a change.
    Raises ValueError for an address that is not http(s); the outlet must be stored.
    """
    borrowed = () if store_text else (article.outlet_id,)
    [outcome] = save_articles(db, [article], borrowed_from=borrowed)
    return outcome


def save_articles(
    db: Database, articles: Iterable[Article], *, borrowed_from: Container[str] = ()
) -> list[Outcome]:
    """Store articles as `save_article` does, in one transaction and in far less time.

    The texts of the outlets `borrowed_from` are not kept. Raises ValueError for an address that is
    not http(s); then nothing is stored.
    """
    cleaned = [clean_article(article) for article in articles]
    with write_along(db):
        outcomes = [_save(db, one, one.outlet_id not in borrowed_from) for one in cleaned]
        saved = zip((_key(one) for one in cleaned), outcomes, strict=True)
        _index(db, {key: outcome for key, outcome in saved if outcome is not Outcome.UNCHANGED})
    return outcomes


def _save(db: Database, article: Article, store_text: bool) -> Outcome:
    text = article.text
    key, digest = _key(article), text_digest(article.title, text)
    stored = _stored(db, key)
    if stored is None and _is_reprint_at_home(db, article, digest):
        return Outcome.UNCHANGED
    if not store_text:
        article = replace(article, text="")
    if stored and _is_first_page(article, stored):
        return Outcome.UNCHANGED
    if stored and utc_text(article.fetched_at) < stored["fetched_at"]:
        save_earlier(db, article, digest)
        return Outcome.UNCHANGED
    outcome = _save_state(db, key, article, digest, stored)
    if not store_text and _is_unread(db, key):
        save_borrowed(db, key, text)
    return outcome


def _save_state(
    db: Database, key: str, article: Article, digest: str, stored: dict[str, Any] | None
) -> Outcome:
    if stored is None:
        insert_rows(db, "articles", [_row(article, key, digest) | {"story_id": key}])
        save_story(db, key)
        return Outcome.NEW
    if stored["sha256"] == digest:
        _save_details(db, key, article, stored)
        return Outcome.UNCHANGED
    keep_version(db, stored)
    _save_change(db, key, article, digest, stored)
    delete_borrowed(db, key)
    change_story(db, key)
    return Outcome.CHANGED


def _is_first_page(article: Article, stored: dict[str, Any]) -> bool:
    """Whether the page archive gives the first page again of an article that was joined of more."""
    is_same_visit = utc_text(article.fetched_at) == stored["fetched_at"]
    return is_same_visit and str(stored["text"]).startswith(f"{article.text}\n\n")


def _is_unread(db: Database, key: str) -> bool:
    query = "SELECT extractor_version IS NULL FROM articles WHERE id = ?"
    return bool(db.conn.execute(query, [key]).fetchone()[0])


def article_row(db: Database, url: str, *, is_post: bool = False) -> dict[str, Any] | None:
    """The stored article at `url`, any variant of its address, or None.

    Of a live blog's address with an anchor that is the blog, unless `is_post`.
    """
    return _stored(db, article_id(url, is_post=is_post))


def _key(article: Article) -> str:
    return article_id(article.url, is_post=article.blog_url is not None)


def _stored(db: Database, key: str) -> dict[str, Any] | None:
    return next(iter(read_rows(db, "SELECT * FROM articles WHERE id = ?", [key])), None)


def text_digest(title: str, text: str) -> str:
    """The `sha256` of an article's headline and text: another one means that it has changed."""
    return hashlib.sha256(f"{title}\x1f{text}".encode()).hexdigest()


def _is_reprint_at_home(db: Database, article: Article, digest: str) -> bool:
    """Whether the outlet has the very same piece at another address (print view, two rubrics)."""
    query = "SELECT 1 FROM articles WHERE outlet_id = ? AND sha256 = ?"
    return bool(article.text.strip()) and bool(
        db.conn.execute(query, [article.outlet_id, digest]).fetchone()
    )


def _row(article: Article, key: str, digest: str) -> dict[str, Any]:
    return {
        "id": key,
        "url": article.url,
        "outlet_id": article.outlet_id,
        "title": article.title,
        "byline": article.byline,
        "published_at": optional_utc_text(article.published_at),
        "modified_at": optional_utc_text(article.modified_at),
        "fetched_at": utc_text(article.fetched_at),
        "language": article.language,
        "text": article.text,
        "sha256": digest,
        "story_id": None,
        "extractor_version": None,
        "search_id": search_id(key),
        "page_file": None,  # whoever keeps the page notes it
        "page_offset": None,
        "wire_credit": article.wire_credit,
        "blog_url": article.blog_url,
    }


def _save_change(
    db: Database, key: str, article: Article, digest: str, stored: dict[str, Any]
) -> None:
    """The new state under the first address; what the new page leaves unsaid stays."""
    row = _row(article, key, digest)
    kept = ("byline", "wire_credit", "published_at", "language")
    row |= {name: row[name] or stored[name] for name in kept}
    db.table("articles").update(key, row | {"url": stored["url"], "story_id": stored["story_id"]})


def _save_details(db: Database, key: str, article: Article, stored: dict[str, Any]) -> None:
    """Take over what the page now says about itself; a date that it lacked makes it unread."""
    row = _row(article, key, stored["sha256"])
    names = ("byline", "wire_credit", "published_at", "modified_at", "language")
    changed = {name: row[name] for name in names if row[name] and row[name] != stored[name]}
    if stored["published_at"] is None and "published_at" in changed:
        changed["extractor_version"] = None
    else:
        changed.pop("published_at", None)
    if changed:
        db.table("articles").update(key, changed)
    if "published_at" in changed:
        change_story(db, key)


def _index(db: Database, articles: Mapping[str, Outcome]) -> None:
    """Have search know these articles as they are stored; a lower number after a higher is slow."""
    for key in sorted(articles, key=search_id):
        number = search_id(key)
        if articles[key] is Outcome.CHANGED:
            db.conn.execute("DELETE FROM articles_fts WHERE rowid = ?", [number])
        query = "SELECT title, text FROM articles WHERE id = ?"
        title, text = db.conn.execute(query, [key]).fetchone()
        db.conn.execute(
            "INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)",
            [number, search_text(title), search_text(text)],
        )
