"""Events and their figures as rows, written only where they differ from what is stored."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from storage.database import insert_rows, read_rows
from storage.folding import search_text
from storage.ids import search_id
from storage.merge.facts import Facts
from storage.merge.figures import event_figures
from storage.merge.history import History, watched
from storage.merge.origins import Origins
from storage.merge.summary import event_row


def save_event(db: Database, group: list[Facts], history: History) -> bool:
    """Store the event that a group of reports tells. True if it is new or has changed."""
    origins = Origins(group)
    row = event_row(group, origins)
    event_id = row["id"]
    figures = [{"event_id": event_id, **figure} for figure in event_figures(group, origins)]
    history.note_group(event_id, group)
    stored = next(iter(read_rows(db, "SELECT * FROM events WHERE id = ?", [event_id])), None)
    known = _stored_figures(db, event_id)
    changed = stored != row or known != figures
    if changed:
        _save_row(db, row)
        db.conn.execute("DELETE FROM event_quantities WHERE event_id = ?", [event_id])
        insert_rows(db, "event_quantities", figures)
    if stored is None:
        history.new.add(event_id)
    elif changed:
        history.save_changes(event_id, watched(stored, known), watched(row, figures))
    moved = _claim_reports(db, event_id, group)
    if changed or moved:
        _index(db, row, group)
    return changed or moved


def end_event(db: Database, event_id: str, history: History) -> None:
    """Take away an event that no report tells any more; its id leads to its heir, if it has one.

    An heir that is new is the same event under another id: what differs is a change of it.
    """
    heir = history.save_gone(event_id)
    if heir in history.new:
        history.save_changes(heir, _stored_watched(db, event_id), _stored_watched(db, heir))
    db.conn.execute("DELETE FROM events_fts WHERE rowid = ?", [search_id(event_id)])
    db.conn.execute("DELETE FROM events WHERE id = ?", [event_id])


def _save_row(db: Database, row: dict[str, Any]) -> None:
    names = [f'"{name}"' for name in row]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    db.conn.execute(
        f"""INSERT INTO events ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})
        ON CONFLICT (id) DO UPDATE SET {changes}""",
        list(row.values()),
    )


def _stored_figures(db: Database, event_id: str) -> list[dict[str, Any]]:
    query = "SELECT * FROM event_quantities WHERE event_id = ? ORDER BY rowid"
    return read_rows(db, query, [event_id])


def _stored_watched(db: Database, event_id: str) -> dict[str, Any]:
    [row] = read_rows(db, "SELECT * FROM events WHERE id = ?", [event_id])
    return watched(row, _stored_figures(db, event_id))


def _claim_reports(db: Database, event_id: str, group: list[Facts]) -> bool:
    query = "UPDATE reports SET event_id = ? WHERE id = ? AND event_id IS NOT ?"
    pairs = [(event_id, facts.id, event_id) for facts in group]
    return db.conn.executemany(query, pairs).rowcount > 0


def _index(db: Database, row: dict[str, Any], group: list[Facts]) -> None:
    """Every name of the places, the causes and the sentences can be searched for."""
    words = {
        name
        for facts in group
        for role in facts.places
        for place in facts.at(role)
        for name in (place.name, *place.names)
    }
    words |= {facts.cause for facts in group if facts.cause}
    words |= {facts.sentence for facts in group}
    db.conn.execute("DELETE FROM events_fts WHERE rowid = ?", [row["search_id"]])
    db.conn.execute(
        "INSERT INTO events_fts (rowid, title, text) VALUES (?, ?, ?)",
        [row["search_id"], search_text(row["title"]), search_text("\n".join(sorted(words)))],
    )
