"""Who said it first: relays are no confirmations, and `show` tells the way of the news."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest

from storage.database import open_database
from storage.events import EventFilter, find_events
from storage.merge import explain_event, merge_events
from storage.records import Organisation, OrganisationMention, OrganisationRole
from tests.storage_samples import (
    CUSTOMS,
    FAR_EASTERN,
    KHASAN,
    NOW,
    PATNA,
    RIA,
    TASS,
    TUMANGANG,
    places,
    quantity,
    report,
    rows,
    tell,
)

RUSSIAN_CUSTOMS = Organisation("o-fcs", "Federal Customs Service", "customs", "RU")
RUSSIA = Organisation("o-gov-ru", "Russian government", "government", "RU")
KHASAN_POST = Organisation("o-khasan-post", "Khasan customs post", "customs", "RU")
WIRE = " ".join(f"word{at}" for at in range(80))


def named(name):
    """A body that the gazetteer does not know."""
    return Organisation("", name, "")


def movement(*sources, passengers=2, scope="this_train", start="2024-12-16", **options):
    figures = [quantity("passengers", passengers, scope=scope)]
    route = {"origin": KHASAN, "destination": TUMANGANG}
    told = report("train_movement", start=start, quantities=figures, **route, **options)
    return replace(told, organisations=tuple(mention(source) for source in sources))


def mention(source):
    known = source if source.id else None
    return OrganisationMention(OrganisationRole.SOURCE, source.name, known)


def origins(db, *tellings):
    """Have outlets tell of one event, as (outlet, sources, text); its origins and its figure's."""
    for at, (outlet_id, sources, text) in enumerate(tellings):
        published = f"2024-12-16 1{at}:00"
        tell(db, outlet_id, movement(*sources), published=published, text=text)
    merge_events(db, now=NOW)
    [event] = rows(db, "events")
    [figure] = rows(db, "event_quantities")
    return event["origins"], figure["origins"]


LOCAL_AGENCY = named("Primorye News Agency")

SIX = (
    ("ria-novosti", [CUSTOMS], None),
    ("korea-gazette", [RIA, CUSTOMS], None),
    ("moskva-post", [CUSTOMS, RIA], WIRE),
    ("han-herald", [RIA], None),
    ("reprinter", [], WIRE + " It went on."),
    ("border-times", [RIA, named("customs")], None),
)


def test_six_outlets_that_relay_one_office_by_one_agency_are_one_origin(tmp_path):
    for at, order in enumerate(itertools.permutations(SIX, 6)):
        if at % 90:
            continue
        db = open_database(tmp_path / f"{at}.db")
        assert origins(db, *order) == (1, 1)
        db.close()


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        ([("one", [RIA, CUSTOMS], None), ("two", [TASS, FAR_EASTERN], None)], (2, 2)),
        ([("one", [RIA], None), ("two", [TASS], None)], (2, 2)),
        ([("one", [RIA], None), ("two", [RIA], None)], (1, 1)),
        ([("one", [], None), ("two", [], None)], (2, 2)),
        ([("one", [], WIRE), ("two", [], WIRE)], (1, 1)),
        ([("one", [RIA], WIRE), ("two", [], WIRE)], (1, 1)),
        ([("one", [], None), ("two", [named("One")], None)], (1, 1)),
        ([("one", [named("Russian media")], None), ("two", [RIA, CUSTOMS], None)], (2, 2)),
        ([("one", [named("police")], None), ("two", [named("Primorye police")], None)], (1, 1)),
        ([("one", [CUSTOMS], None), ("two", [CUSTOMS, FAR_EASTERN], None)], (2, 1)),
        ([("one", [CUSTOMS], None), ("two", [named("Ussuri Customs Office")], None)], (1, 1)),
        ([("one", [RIA, CUSTOMS], None), ("two", [named("RIA Novosti")], None)], (1, 1)),
        ([("one", [LOCAL_AGENCY, CUSTOMS], None), ("two", [LOCAL_AGENCY], None)], (1, 1)),
        ([("one", [LOCAL_AGENCY], None), ("two", [named("Amur News Agency")], None)], (2, 2)),
        (
            [("one", [named("foreign media")], None), ("two", [named("foreign media")], None)],
            (2, 2),
        ),
        ([("one", [named("Vostok")], None), ("two", [named("Vostok agency")], None)], (1, 1)),
        (
            [
                ("one", [named("Vostok")], None),
                ("two", [named("Vostok News Agency"), CUSTOMS], None),
            ],
            (1, 1),
        ),
        ([("one", [RIA, CUSTOMS], None), ("two", [named("RIA Novosti reporters")], None)], (1, 1)),
        ([("one", [], None), ("two", [named("One newspaper")], None)], (1, 1)),
        ([("one", [named("Vostok")], None), ("two", [named("Amur agency")], None)], (2, 2)),
        (
            [("one", [named("customs website"), CUSTOMS], None), ("two", [named("customs")], None)],
            (1, 1),
        ),
        ([("one", [RIA, CUSTOMS], None), ("two", [RIA, RUSSIAN_CUSTOMS], None)], (1, 1)),
        ([("one", [RIA, CUSTOMS], None), ("two", [RIA, named("customs officials")], None)], (1, 1)),
        ([("one", [CUSTOMS], None), ("two", [named("customs officers")], None)], (1, 1)),
        ([("one", [CUSTOMS], None), ("two", [RIA, RUSSIAN_CUSTOMS], None)], (1, 1)),
        ([("one", [named("regional government")], None), ("two", [RUSSIA], None)], (2, 2)),
        (
            [
                ("one", [RIA, CUSTOMS], None),
                ("two", [TASS, FAR_EASTERN], None),
                ("three", [RIA, TASS, FAR_EASTERN], None),
            ],
            (2, 2),
        ),
        (
            [
                ("one", [RIA, CUSTOMS], None),
                ("two", [RIA, TASS, FAR_EASTERN], None),
                ("three", [RIA], None),
            ],
            (2, 1),
        ),
        ([("one", [RIA, CUSTOMS], None), ("two", [RIA, named("Chinese customs")], None)], (2, 2)),
        ([("one", [RIA, CUSTOMS], None), ("two", [TASS, RUSSIAN_CUSTOMS], None)], (2, 2)),
        (
            [("one", [RIA, CUSTOMS, KHASAN_POST], None), ("two", [RIA, RUSSIAN_CUSTOMS], None)],
            (3, 2),
        ),
    ],
    ids=[
        "two offices by two agencies",
        "two agencies",
        "one agency",
        "two accounts of their own",
        "a reprint without credit",
        "a reprint that cut the credit",
        "an outlet that credits another",
        "a medium without a name",
        "police, and whose",
        "one office, and another beside it",
        "one office with an entry and without",
        "one agency with an entry and without",
        "an agency that has no entry, and whom it quotes",
        "two agencies that have no entries",
        "media without names",
        "an agency without an entry by its bare name and in full",
        "the bare name of an agency that quotes an office",
        "an agency's reporters",
        "an outlet that another calls a newspaper",
        "a bare name and another agency",
        "an office, and what its website is called",
        "one office by one agency, and whose country's",
        "one office by one agency, and its officials",
        "an office, and its officers",
        "an office itself, and by an agency as that of its country",
        "two governments",
        "an office and a railway by two agencies, and both agencies",
        "an agency beside another, whom it does not quote",
        "one office by one agency, and another country's",
        "an office and a service by two agencies",
        "two offices by one agency, and a service that may be either",
    ],
)
def test_origins_are_counted_by_whom_the_reports_go_back_to(db, tellings, expected):
    assert origins(db, *tellings) == expected


def test_article_that_credits_an_office_credits_it_for_what_else_it_tells_of_the_line(db):
    sums = movement(passengers=1200, scope="cumulative", start="2024-06")
    elsewhere = replace(sums, places=places(locations=[PATNA]))
    tell(db, "own-post", sums, published="2024-12-16 09:00")
    tell(db, "one", movement(RIA, CUSTOMS), sums, path="line")
    tell(db, "two", movement(RIA, CUSTOMS), elsewhere, path="another-place")
    merge_events(db, now=NOW)
    found = {(row["origin"], row["start"]): row["origins"] for row in rows(db, "events")}
    assert found == {("Khasan", "2024-12-16"): 1, ("Khasan", "2024-06"): 2, (None, "2024-06"): 1}
    chains = {
        chain.links for row in rows(db, "events") for chain in explain_event(db, row["id"]).chains
    }
    assert {(("One",), ("Ussuri customs office",)), (("Own Post",),), (("Two",),)} <= chains


def test_figure_that_one_origin_tells_six_times_yields_to_two_accounts(db):
    for at in range(6):
        told = movement(RIA, passengers=3)
        tell(db, f"relay-{at}", told, published=f"2024-12-16 1{at}:00")
    tell(db, "own-one", movement(passengers=2), published="2024-12-16 08:00")
    tell(db, "own-two", movement(passengers=2), published="2024-12-16 09:00")
    merge_events(db, now=NOW)
    [figure] = rows(db, "event_quantities")
    found = {name: figure[name] for name in ("value", "chosen_by", "conflicting", "origins")}
    assert found == {"value": 2, "chosen_by": "most_stories", "conflicting": 1, "origins": 3}


def test_official_count_stands_where_reports_differ_and_the_latest_of_them(db):
    told = [("one", [CUSTOMS], 4), ("two", [CUSTOMS], 5), ("three", [], 7), ("four", [], 7)]
    for at, (outlet_id, sources, count) in enumerate(told):
        published = f"2024-12-16 1{at}:00"
        tell(db, outlet_id, movement(*sources, passengers=count), published=published)
    merge_events(db, now=NOW)
    [figure] = rows(db, "event_quantities")
    found = (figure["value"], figure["low"], figure["high"], figure["chosen_by"])
    assert found == (5, 4, 7, "latest_official")


def test_show_prints_the_chain_of_sources_and_why_reports_were_joined(railwatch, tmp_path):
    db = open_database(tmp_path / "railwatch.db")
    assert origins(db, *SIX) == (1, 1)
    [event] = find_events(db, EventFilter())
    db.close()
    shown = railwatch("show", event["id"])
    lines = [line.strip() for line in shown.out.splitlines()]
    assert "Korea Gazette ← RIA Novosti ← Ussuri customs office" in lines
    assert "Han Herald ← RIA Novosti ← (Ussuri customs office)" in lines
    assert "Reprinter ← Moskva Post ← (Ussuri customs office)" in lines
    assert "reports: 6, outlets: 6, stories: 5, origins: 1" in lines
    joined = lines[lines.index("joined  points  because of") + 1 :]
    assert len(joined) == 5
    alike = "same day +2, same end +2, same end +2, same small figure +0.5"
    assert joined[0].endswith(f"same type +1, same print +3, {alike}")
    assert joined[1].endswith(f"same type +1, {alike}")
    told = json.loads(railwatch("show", event["id"], "--json").out)
    assert [name for name, _ in told["links"][0]["features"]][:2] == ["same_type", "same_print"]
    assert told["chains"][0]["links"] == [["Ria Novosti"], ["Ussuri customs office"]]


def test_links_that_show_prints_hold_all_reports_of_the_event_together(db):
    origins(db, *SIX)
    [event] = rows(db, "events")
    reached = {event["id"]}
    links = explain_event(db, event["id"]).links
    for _ in links:
        for link in links:
            if reached & {link.report_id, link.other_id}:
                reached |= {link.report_id, link.other_id}
    assert reached == {row["id"] for row in rows(db, "reports")}


def test_events_of_an_older_railwatch_are_told_anew_by_the_next_merge(db):
    origins(db, *SIX)
    before = rows(db, "events"), rows(db, "event_quantities")
    db.execute("UPDATE events SET origins = 9")
    db.execute("UPDATE event_quantities SET origins = 0")
    assert merge_events(db, now=NOW) == 0
    db.execute("PRAGMA user_version = 1")
    assert merge_events(db, now=NOW) == 1
    assert (rows(db, "events"), rows(db, "event_quantities")) == before


def test_event_tells_who_is_behind_it_also_where_nobody_is_credited(db):
    tell(db, "one", report("derailment", start="2024-12-16", locations=[PATNA]))
    merge_events(db, now=NOW)
    [event] = rows(db, "events")
    assert event["origins"] == 1
    [chain] = explain_event(db, event["id"]).chains
    assert chain.links == (("One",),)
