"""Texts that may be read but not kept: held until the extractor has read them, then deleted.

An outlet's terms may allow facts to be taken from an article but no copy of it. Its row in
`articles` has no text; the text waits here for the one reading that it gets.
"""

from __future__ import annotations

from sqlite_utils import Database


def save_borrowed(db: Database, article_id: str, text: str) -> None:
    """Hold the article's text until it has been read."""
    row = {"article_id": article_id, "text": text}
    db.table("borrowed_texts").upsert(row, pk="article_id")


def borrowed_text(db: Database, article_id: str) -> str | None:
    """The text that waits to be read, or None."""
    query = "SELECT text FROM borrowed_texts WHERE article_id = ?"
    row = db.conn.execute(query, [article_id]).fetchone()
    return None if row is None else str(row[0])


def delete_borrowed(db: Database, article_id: str) -> None:
    """Forget the article's text, also where it lay in the file."""
    db.conn.execute("PRAGMA secure_delete = ON")
    db.conn.execute("DELETE FROM borrowed_texts WHERE article_id = ?", [article_id])
    db.conn.execute("PRAGMA secure_delete = OFF")
