"""Prints of stored articles: what their texts are compared by.

Of a text that may not be kept, hashes of its word runs and of the words around its figures stay.
"""

from __future__ import annotations

import json

import numpy as np
from sqlite_utils import Database

from storage.figure_spots import Spot
from storage.prints import Print, read_print


def save_print(db: Database, article_id: str, text: str) -> None:
    """Keep the print of an article whose text is not kept."""
    own = read_print(text)
    runs = own.shingled.astype("<u4").tobytes()  # sorted: their order is lost
    figures = json.dumps([(it.value, it.before, it.after, it.toll) for it in own.spots])
    db.conn.execute(
        "INSERT OR REPLACE INTO story_prints VALUES (?, ?, ?)", [article_id, runs, figures]
    )


def delete_print(db: Database, article_id: str) -> None:
    """Forget the print of an article whose text is kept now."""
    db.conn.execute("DELETE FROM story_prints WHERE article_id = ?", [article_id])


def stored_print(db: Database, article_id: str) -> Print:
    """The print of a stored article; an empty one where neither text nor print is kept."""
    query = "SELECT text FROM articles WHERE id = ?"
    [text] = db.conn.execute(query, [article_id]).fetchone()
    if text:
        return read_print(text)
    query = "SELECT shingles, figures FROM story_prints WHERE article_id = ?"
    kept = db.conn.execute(query, [article_id]).fetchone()
    return read_print("") if kept is None else _kept_print(*kept)


def _kept_print(runs: bytes, figures: str) -> Print:
    spots = (
        Spot(value, tuple(before), tuple(after), toll)
        for value, before, after, toll in json.loads(figures)
    )
    return Print(np.frombuffer(runs, dtype="<u4").astype(np.uintc), kept=tuple(spots))
