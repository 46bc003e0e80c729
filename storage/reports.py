"""Reports: what one article says about rail events, swapped as a whole when it is read again."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlite_utils import Database

from storage.borrowed_texts import borrowed_text, delete_borrowed
from storage.database import insert_rows, write
from storage.folding import clean_optional, fold_name
from storage.gazetteer import save_organisation, save_place
from storage.ids import short_hash
from storage.periods import utc_bounds
from storage.records import Evidence, Mentions, PlaceMention, PlaceRole, Quantity, Report


def save_reports(
    db: Database,
    article_id: str,
    reports: Sequence[Report],
    *,
    extractor_version: str,
    now: datetime,
    mentions: Mentions = MappingProxyType({}),
) -> None:
    """Put these reports in the place of the article's earlier ones, and mark the article read.

    `mentions` are what its text names, by kind.

    Events follow with the next merge. A text that may not be kept is forgotten, its sentences too.
    Raises ValueError for a report whose evidence does not lie in the article's text, or whose
    times or figures are none; then nothing is changed.
    """
    with write(db):
        query = "SELECT text, extractor_version FROM articles WHERE id = ?"
        [(stored, read_by)] = db.conn.execute(query, [article_id]).fetchall()
        borrowed = borrowed_text(db, article_id)
        text = stored if borrowed is None else borrowed
        because = _delete_reports(db, article_id, read_by, extractor_version)
        for report_id, report in _numbered(article_id, reports):
            row = {"id": report_id, "article_id": article_id, **_row(report, text)}
            row |= {"extractor_version": extractor_version}
            insert_rows(db, "reports", [row if borrowed is None else row | {"sentence": ""}])
            _save_places(db, report_id, report)
            _save_organisations(db, report_id, report)
            quantities = [_quantity_row(report_id, quantity) for quantity in report.quantities]
            insert_rows(db, "report_quantities", quantities)
        _save_mentions(db, article_id, {} if borrowed is not None else mentions, text)
        if reports:
            insert_rows(db, "merge_pending", [{"article_id": article_id, "because": because}])
        query = "UPDATE articles SET extractor_version = ? WHERE id = ?"
        db.conn.execute(query, [extractor_version, article_id])
        delete_borrowed(db, article_id)


def _delete_reports(db: Database, article_id: str, read_by: str | None, version: str) -> str:
    """Take the article's reports away, noting what their events must be told; the reason."""
    query = """SELECT type, event_id, component, offset_start FROM reports
        WHERE article_id = ? ORDER BY id"""
    gone = db.conn.execute(query, [article_id]).fetchall()
    if read_by is None and (gone or _was_read_before(db, article_id)):
        because = "article_changed"
    else:
        because = "extractor_changed" if gone or read_by not in (None, version) else "new_report"
    db.conn.executemany(
        """INSERT INTO merge_pending (article_id, because, type, event_id, component, offset_start)
        VALUES (?, ?, ?, ?, ?, ?)""",
        [(article_id, because, *row) for row in gone],
    )
    db.conn.execute("DELETE FROM reports WHERE article_id = ?", [article_id])
    return because


def _was_read_before(db: Database, article_id: str) -> bool:
    """Whether an earlier state of the article was read: it may have told of nothing."""
    query = """SELECT 1 FROM article_versions
        WHERE article_id = ? AND extractor_version IS NOT NULL"""
    return db.conn.execute(query, [article_id]).fetchone() is not None


def _numbered(article_id: str, reports: Sequence[Report]) -> Iterable[tuple[str, Report]]:
    """Each report with its id: a hash of article, type and where its evidence begins.

    Two of one type from one sentence are told apart by their contents, whatever their order.
    """
    seen: dict[str, int] = {}
    for report in sorted(reports, key=repr):
        start = min(evidence.start for evidence in report.evidence)
        base = short_hash(article_id, report.type.value, start)
        seen[base] = seen.get(base, 0) + 1
        yield (base if seen[base] == 1 else short_hash(base, seen[base])), report


def _row(report: Report, text: str) -> dict[str, Any]:
    spans, times = _spans(report.evidence, text), _spans(report.time_words, text)
    if not spans:
        raise ValueError("a report without evidence is none")
    start, end = report.evidence[0].start, report.evidence[0].end
    start_utc, end_utc = utc_bounds(report.start, report.end, report.timezone)
    return {
        "type": report.type.value,
        "factuality": report.factuality.value,
        "start": report.start,
        "end": report.end,
        "start_utc": start_utc,
        "end_utc": end_utc,
        "timezone": report.timezone,
        "recurrence": report.recurrence,
        "origin": _first_name(report.places, PlaceRole.ORIGIN),
        "destination": _first_name(report.places, PlaceRole.DESTINATION),
        "countries": json.dumps(report.countries),
        "train_name": clean_optional(report.train.name),
        "train_number": clean_optional(report.train.number),
        "train_kind": report.train.kind.value if report.train.kind else None,
        "cause": clean_optional(report.cause),
        "sentence": text[start:end],
        "offset_start": start,
        "offset_end": end,
        "evidence": json.dumps(spans),
        "time_words": json.dumps(times),
        "confidence": report.confidence,
    }


def _spans(pieces: Iterable[Evidence], text: str) -> list[tuple[int, int]]:
    spans = sorted((piece.start, piece.end) for piece in pieces)
    if not all(0 <= start < end <= len(text) for start, end in spans):
        raise ValueError(f"a span of {spans} does not lie in a text of {len(text)} characters")
    return spans


def _first_name(places: tuple[PlaceMention, ...], role: PlaceRole) -> str | None:
    return next((mention.name for mention in places if mention.role is role), None)


def _save_mentions(db: Database, article_id: str, mentions: Mentions, text: str) -> None:
    db.conn.execute("DELETE FROM article_mentions WHERE article_id = ?", [article_id])
    if spans := {kind: _spans(found, text) for kind, found in mentions.items() if found}:
        row = {"article_id": article_id, "mentions": json.dumps(spans, separators=(",", ":"))}
        insert_rows(db, "article_mentions", [row])


def _save_places(db: Database, report_id: str, report: Report) -> None:
    for mention in report.places:
        if mention.place is not None and save_place(db, mention.place):
            _mark_named(db, "places", "place_id", mention.place.id)
        row = {
            "report_id": report_id,
            "role": mention.role.value,
            "name": clean_optional(mention.name) or "?",
            "place_id": mention.place.id if mention.place else None,
            "folded": fold_name(mention.name),
        }
        insert_rows(db, "report_places", [row])


def _mark_named(db: Database, names: str, column: str, key: str) -> None:
    """A place or body that is known better may move the events of all reports that name it."""
    db.conn.execute(
        f"""INSERT INTO merge_pending (article_id, because)
        SELECT DISTINCT article_id, 'extractor_changed' FROM reports
        JOIN report_{names} ON report_id = reports.id WHERE {column} = ?""",
        [key],
    )


def _save_organisations(db: Database, report_id: str, report: Report) -> None:
    for mention in report.organisations:
        organisation = mention.organisation
        if organisation is not None and save_organisation(db, organisation):
            _mark_named(db, "organisations", "organisation_id", organisation.id)
        row = {
            "report_id": report_id,
            "role": mention.role.value,
            "name": clean_optional(mention.name) or "?",
            "organisation_id": organisation.id if organisation else None,
        }
        insert_rows(db, "report_organisations", [row])


def _quantity_row(report_id: str, quantity: Quantity) -> dict[str, Any]:
    if not math.isfinite(quantity.value) or not math.isfinite(quantity.max or 0):
        raise ValueError(f"{quantity.role.value} {quantity.text!r} is no number")
    return {
        "report_id": report_id,
        "role": quantity.role.value,
        "value": float(quantity.value),
        "max": None if quantity.max is None else float(quantity.max),
        "qualifier": quantity.qualifier.value,
        "unit": quantity.unit,
        "scope": quantity.scope.value if quantity.scope else None,
        "text": quantity.text,
        "offset_start": quantity.start,
        "offset_end": quantity.end,
    }
