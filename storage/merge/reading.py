"""Reports read from the tables as facts, many in one query."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlite_utils import Database

from storage.database import read_rows
from storage.folding import fold_name
from storage.gazetteer import country_code
from storage.merge.clauses import clauses_of_clocks
from storage.merge.counting import counted_over
from storage.merge.facts import Facts, Figure, PlaceFact, Source
from storage.merge.words import any_occurs
from storage.periods import from_utc_text, to_period
from storage.records import EventType, Factuality, OrganisationRole, PlaceRole, TrainKind
from storage.told import told_at

CHUNK = 400
# So many are held at once: a rebuild of millions must fit into memory.
KEPT = 20_000
# So many letters on either side of a figure may say over what time it counts, and so many that it
# counts one direction.
AROUND = 60
CLOSE = 40
# By so many letters before a figure an earlier state of its article is known to have had it too; of
# a text that is not kept every state has.
BEFORE = 12
STATE_OF = "state.article_id = articles.id"
STANDS_IN = "substr({}, figures.offset_start + 1, length(figures.text)) = figures.text"
# What a figure was read from: where its words stand no more, the article has changed since.
READ_TEXT = f"""CASE WHEN {STANDS_IN.format("articles.text")} THEN articles.text
    ELSE coalesce((SELECT state.text FROM article_versions AS state WHERE {STATE_OF}
        AND {STANDS_IN.format("state.text")} ORDER BY seen_at DESC LIMIT 1), articles.text) END"""
SPOT = f"""coalesce(substr(read_text, max(offset_start - {BEFORE}, 0) + 1,
    offset_end - max(offset_start - {BEFORE}, 0)), '')"""
# What is read of reports, each asked by a JSON list of their ids.
ASKED = "(SELECT value FROM json_each(?))"
PLACES = f"""SELECT report_id, role, report_places.name, place_id, folded, kind, country,
    places.name AS known_as, latitude, longitude, timezone, aliases
    FROM report_places LEFT JOIN places ON places.id = place_id
    WHERE report_id IN {ASKED} ORDER BY report_places.rowid"""
FIGURES = f"""SELECT report_id, role, scope, unit, value, max, qualifier, words, sentence,
    substr(read_text, max(offset_start - {AROUND}, 0) + 1,
        min(offset_start, {AROUND})) AS before,
    substr(read_text, offset_end + 1, {AROUND}) AS after,
    CASE WHEN EXISTS (SELECT 1 FROM article_versions AS state WHERE {STATE_OF})
    THEN coalesce((SELECT min(seen_at) FROM article_versions AS state WHERE {STATE_OF}
        AND instr(state.text, {SPOT})), fetched_at) END AS said,
    coalesce(first_fetched_at, fetched_at) AS first_fetched
    FROM (
        SELECT figures.*, figures.text AS words, sentence, articles.id, fetched_at,
        first_fetched_at, {READ_TEXT} AS read_text
        FROM report_quantities AS figures JOIN reports ON reports.id = report_id
        JOIN articles ON articles.id = article_id WHERE report_id IN {ASKED}
    ) AS articles ORDER BY role, scope, unit, value, max, qualifier"""
ORGANISATIONS = f"""SELECT report_id, role, report_organisations.name, organisation_id, kind,
    aliases, country, organisations.name AS known_as
    FROM report_organisations LEFT JOIN organisations ON organisations.id = organisation_id
    WHERE report_id IN {ASKED} ORDER BY report_organisations.rowid"""
# Whom the article of a report credits in others that share a place with it, or if it has none.
BESIDE = f"""SELECT reports.id AS report_id, other.id AS other_id, sources.name, organisation_id,
    kind, aliases, country, organisations.name AS known_as
    FROM reports JOIN reports AS other ON other.article_id = reports.article_id
    AND other.id != reports.id
    JOIN report_organisations AS sources ON sources.report_id = other.id AND role = 'source'
    LEFT JOIN organisations ON organisations.id = organisation_id
    WHERE reports.id IN {ASKED} AND (
        NOT EXISTS (SELECT 1 FROM report_places WHERE report_id = reports.id) OR EXISTS (
            SELECT 1 FROM report_places AS mine JOIN report_places AS theirs
            ON theirs.report_id = other.id AND theirs.folded = mine.folded
            LEFT JOIN places ON places.id = mine.place_id
            WHERE mine.report_id = reports.id AND kind IS NOT 'country'
        )
    ) ORDER BY sources.rowid"""
REPORTS = f"""SELECT reports.*, own.outlet_id, outlets.name AS outlet_name,
    outlets.kind AS outlet_kind, first.id AS story_id, first.outlet_id AS story_outlet_id,
    first_outlets.name AS story_outlet_name, page_checks.gone_at,
    (SELECT json_group_array(stamp) FROM (
        SELECT start_utc AS stamp FROM reports AS beside WHERE length(start) > 10
        AND beside.article_id = reports.article_id AND +beside.type = reports.type
        UNION SELECT end_utc FROM reports AS beside WHERE length("end") > 10
        AND beside.article_id = reports.article_id AND +beside.type = reports.type
    )) AS moments,
    {told_at("own")} AS told,
    CASE WHEN length(start) > 10 AND time_words != '[]'
    AND substr(own.text, offset_start + 1, offset_end - offset_start) = sentence
    THEN own.text END AS clock_text,
    julianday(own.published_at) <= julianday(own.fetched_at) + 1 AS is_dated
    FROM reports JOIN articles AS own ON own.id = reports.article_id
    JOIN outlets ON outlets.id = own.outlet_id
    JOIN articles AS first ON first.id = coalesce(own.story_id, own.id)
    JOIN outlets AS first_outlets ON first_outlets.id = first.outlet_id
    LEFT JOIN page_checks ON page_checks.article_id = own.id
    WHERE reports.id IN {ASKED}"""
# Words that many causes share and that tell nothing.
SHORTEST_CAUSE_WORD = 4
COPIED = (
    *("id", "article_id", "outlet_id", "outlet_name", "outlet_kind"),
    *("story_id", "story_outlet_id", "story_outlet_name"),
    *("start", "end", "start_utc", "end_utc", "recurrence", "cause", "sentence", "confidence"),
)


class FactsStore:
    """Reports by id, each read once as long as there is room."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.known: dict[str, Facts] = {}

    def load(self, ids: Iterable[str]) -> list[Facts]:
        """The facts of these reports, by id."""
        wanted = sorted(set(ids))
        if len(self.known) + len(wanted) > KEPT:
            self.known.clear()
        missing = [report_id for report_id in wanted if report_id not in self.known]
        for at in range(0, len(missing), CHUNK):
            for facts in _read(self.db, missing[at : at + CHUNK]):
                self.known[facts.id] = facts
        return [self.known[report_id] for report_id in wanted]


def _read(db: Database, ids: list[str]) -> Iterator[Facts]:
    parts = [
        _grouped(read_rows(db, query, [json.dumps(ids)]))
        for query in (PLACES, FIGURES, ORGANISATIONS, BESIDE)
    ]
    for row in read_rows(db, REPORTS, [json.dumps(ids)]):
        yield _to_facts(row, *(part[row["id"]] for part in parts))


def _grouped(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row.pop("report_id")].append(row)
    return groups


def _to_facts(
    row: dict[str, Any],
    places: list[dict[str, Any]],
    figures: list[dict[str, Any]],
    organisations: list[dict[str, Any]],
    beside: list[dict[str, Any]],
) -> Facts:
    by_role: dict[PlaceRole, list[PlaceFact]] = defaultdict(list)
    for place in places:
        by_role[PlaceRole(place["role"])].append(_to_place(place, json.loads(row["countries"])))
    named = (place.country for found in by_role.values() for place in found)
    countries = {*json.loads(row["countries"]), *(code for code in named if code)}
    return Facts(
        **{name: row[name] for name in COPIED},
        told=from_utc_text(row["told"]),
        is_dated=bool(row["is_dated"]),
        type=EventType(row["type"]),
        factuality=Factuality(row["factuality"]),
        period=to_period(row["start"], row["timezone"]) if row["start"] else None,
        end_period=to_period(row["end"], row["timezone"]) if row["end"] else None,
        page_has_gone=row["gone_at"] is not None,
        article_moments=frozenset(map(from_utc_text, json.loads(row["moments"]))),
        train_numbers=_train_numbers(row["train_number"]),
        train_name=fold_name(row["train_name"]) if row["train_name"] else None,
        train_kind=TrainKind(row["train_kind"]) if row["train_kind"] else None,
        cause_words=_cause_words(row["cause"]),
        countries=frozenset(countries),
        zones=frozenset(_zones(row, places)),
        places={role: tuple(found) for role, found in by_role.items()},
        figures=tuple(_to_figure(row) for row in figures),
        operator=next(
            (row["name"] for row in organisations if row["role"] == OrganisationRole.OPERATOR), None
        ),
        operators=frozenset(_operator_names(organisations)),
        sources=tuple(
            _to_source(row) for row in organisations if row["role"] == OrganisationRole.SOURCE
        ),
        beside=tuple(_to_credits(beside)),
        clock_words=_clock_words(row),
    )


def _to_figure(row: dict[str, Any]) -> Figure:
    words, sentence = row.pop("words"), row.pop("sentence")
    before, after = row.pop("before"), row.pop("after")
    said, first_fetched = row.pop("said"), row.pop("first_fetched")
    if before is None:  # where in the text it stands is not known
        before, _, after = sentence.partition(words) if words else (sentence, "", "")
    close = fold_name(f"{before[-CLOSE:]} {words} {after[:CLOSE]}")
    return Figure(
        **row,
        per_direction=any_occurs("each_way.txt", close),
        over=counted_over(row["scope"], before, after),
        corrected_at=from_utc_text(said) if said and said > first_fetched else None,
    )


def _clock_words(row: dict[str, Any]) -> str:
    """The parts of its sentences that tell a report's clock times, else the sentence as a whole."""
    if row["clock_text"] is None:
        return str(row["sentence"])
    spans = json.loads(row["evidence"]), json.loads(row["time_words"])
    return " | ".join(clauses_of_clocks(row["clock_text"], *spans)) or str(row["sentence"])


def _to_source(row: dict[str, Any]) -> Source:
    aliases = json.loads(row["aliases"]) if row["aliases"] else []
    names = {fold_name(name) for name in (row["name"], row["known_as"] or "", *aliases)} - {""}
    key = row["organisation_id"] or fold_name(row["name"])
    known_as = row["known_as"] or row["name"]
    return Source(key, known_as, row["kind"], frozenset(names), row["country"])


def _to_credits(rows: list[dict[str, Any]]) -> Iterator[tuple[Source, ...]]:
    """Whom each report beside one credits."""
    credits: dict[str, list[Source]] = defaultdict(list)
    for row in rows:
        credits[row["other_id"]].append(_to_source(row))
    for report_id in sorted(credits):
        yield tuple(credits[report_id])


def _to_place(row: dict[str, Any], countries: list[str]) -> PlaceFact:
    aliases = json.loads(row["aliases"]) if row["aliases"] else []
    names = {row["folded"], *(fold_name(name) for name in (row["known_as"] or "", *aliases))}
    whole = row["country"] if row["kind"] == "country" else None
    if row["place_id"] is None:
        whole = country_code(row["name"])
    return PlaceFact(
        name=row["known_as"] or row["name"],
        id=row["place_id"],
        kind=row["kind"],
        country=whole or row["country"] or (countries[0] if len(countries) == 1 else None),
        whole_country=whole,
        names=frozenset(names - {""}),
        written=row["folded"],
        latitude=row["latitude"],
        longitude=row["longitude"],
    )


def _zones(report: dict[str, Any], places: list[dict[str, Any]]) -> Iterator[str]:
    for row in (report, *places):
        if row["timezone"]:
            yield row["timezone"]


def _operator_names(organisations: list[dict[str, Any]]) -> Iterator[str]:
    for row in organisations:
        if row["role"] == OrganisationRole.OPERATOR:
            aliases = json.loads(row["aliases"]) if row["aliases"] else []
            names = {fold_name(name) for name in (row["name"], *aliases)} - {""}
            yield from names if row["organisation_id"] is None else {row["organisation_id"], *names}


def _train_numbers(text: str | None) -> frozenset[str]:
    """`645/646` and `No. 645` share 645."""
    return frozenset(re.findall(r"\w*\d\w*", fold_name(text))) if text else frozenset()


def _cause_words(text: str | None) -> frozenset[str]:
    words = fold_name(text).split() if text else []
    return frozenset(word for word in words if len(word) >= SHORTEST_CAUSE_WORD)
