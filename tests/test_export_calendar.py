"""The calendar has services on the days they run, and planned events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import icalendar
import pytest
from dateutil.rrule import rrulestr

from storage.merge import merge_events
from storage.records import Factuality
from tests.export_samples import WEEKDAYS, exported, service
from tests.storage_samples import KHASAN, NOW, PATNA, TUMANGANG, report, tell

DAILY = "FREQ=DAILY"


def calendar(db, **wanted):
    return icalendar.Calendar.from_ical(exported(db, "ics", **wanted)).walk("VEVENT")


def test_service_of_mondays_wednesdays_and_fridays_comes_out_on_those_days(told):
    [entry] = calendar(told, types=("service_resumption",))
    rule = entry["RRULE"].to_ical().decode()
    start = datetime.combine(entry["DTSTART"].dt, time(), UTC)
    runs = rrulestr(rule, dtstart=start).between(
        datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 31, tzinfo=UTC), inc=True
    )
    assert [run.day for run in runs] == [1, 3, 6, 8, 10, 13, 15, 17, 20, 22, 24, 27, 29, 31]
    assert {run.weekday() for run in runs} == {0, 2, 4}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # a clock time is that of the origin: its weekdays are not those of UTC
        (
            {"start": "2024-12-16T07:00+10:00"},
            ("2024-12-16T07:00:00+10:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ),
        # the first run is the first day of the rule, not the day from which it holds
        ({"start": "2025-01"}, ("2025-01-01", "FREQ=WEEKLY;BYDAY=MO,WE,FR")),
        ({"start": "2024-12-17"}, ("2024-12-18", "FREQ=WEEKLY;BYDAY=MO,WE,FR")),
        ({"start": None}, ("2024-12-16", "FREQ=WEEKLY;BYDAY=MO,WE,FR")),
        ({"end": "2025-03"}, ("2024-12-16", "FREQ=WEEKLY;UNTIL=20250331;BYDAY=MO,WE,FR")),
        ({"rule": "FREQ=DAILY;X-TIMES=2"}, ("2024-12-16", "FREQ=DAILY")),
        ({"rule": "FREQ=WEEKLY;X-TIMES=3"}, None),  # on which days is not said
        ({"rule": "every other day"}, None),
        # once a week is on the weekday of the start, where that is told; once a month on no day
        ({"rule": "FREQ=WEEKLY"}, ("2024-12-16", "FREQ=WEEKLY")),
        ({"rule": "FREQ=WEEKLY", "start": "2025-04"}, None),
        ({"rule": "FREQ=WEEKLY", "start": None}, None),
        ({"rule": "FREQ=MONTHLY"}, None),
        ({"rule": "FREQ=YEARLY"}, None),
        ({"rule": "FREQ=MONTHLY;BYMONTHDAY=3,17"}, ("2024-12-17", "FREQ=MONTHLY;BYMONTHDAY=3,17")),
        ({"rule": "FREQ=MONTHLY;BYDAY=1SA"}, ("2025-01-04", "FREQ=MONTHLY;BYDAY=1SA")),
        # every other day or week is counted from a day
        ({"rule": "FREQ=DAILY;INTERVAL=2"}, ("2024-12-16", "FREQ=DAILY;INTERVAL=2")),
        ({"rule": "FREQ=DAILY;INTERVAL=2", "start": "2025-04"}, None),
        ({"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "start": None}, None),
        # what runs every half hour runs every day
        ({"rule": "FREQ=MINUTELY;INTERVAL=30"}, ("2024-12-16", "FREQ=DAILY")),
        ({"rule": "FREQ=WEEKLY;BYDAY=XX"}, None),
        ({"kind": "service_suspension"}, None),  # the rule is of the service that does not run
        ({"factuality": "denied"}, None),
    ],
)
def test_calendar_has_a_service_on_the_days_it_runs_and_only_then(db, fields, expected):
    factuality = fields.pop("factuality", "actual")
    tell(db, "amur-wire", replace(service(**fields), factuality=Factuality(factuality)))
    merge_events(db, now=NOW)
    found = [(e["DTSTART"].dt.isoformat(), e["RRULE"].to_ical().decode()) for e in calendar(db)]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        # suspended for good: the last run is the one before; the way back counts as well
        ([("suspension", "2025-01-13", {})], [1, 3, 6, 8, 10]),
        ([("suspension", "2025-01-13", {"is_back": True})], [1, 3, 6, 8, 10]),
        # suspended for a while, by its own end or by what is told later
        ([("suspension", "2025-01-13", {"end": "2025-01-20"})], [1, 3, 6, 8, 10, 22, 24]),
        (
            [("suspension", "2025-01-13", {}), ("resumption", "2025-01-20", {})],
            [1, 3, 6, 8, 10, 20, 22, 24],
        ),
        # run again on days of its own: another entry
        (
            [("suspension", "2025-01-13", {}), ("resumption", "2025-01-20", {"rule": DAILY})],
            [1, 3, 6, 8, 10, 20, 21, 22, 23, 24, 25],
        ),
        # before the service began, elsewhere, or only possible
        ([("suspension", "2024-11-13", {})], [1, 3, 6, 8, 10, 13, 15, 17, 20, 22, 24]),
        ([("suspension", "2025-01-13", {"to": PATNA})], [1, 3, 6, 8, 10, 13, 15, 17, 20, 22, 24]),
        (
            [("suspension", "2025-01-13", {"factuality": "possible"})],
            [1, 3, 6, 8, 10, 13, 15, 17, 20, 22, 24],
        ),
    ],
)
@pytest.mark.parametrize("clock", ["", "T07:00+10:00"])
def test_suspended_service_leaves_the_calendar_while_it_does_not_run(db, later, expected, clock):
    tell(db, "amur-wire", service(start=f"2024-12-16{clock}", rule=f"{WEEKDAYS};COUNT=400"))
    for at, (kind, start, fields) in enumerate(later):
        ends = (KHASAN, fields.get("to", TUMANGANG))
        origin, destination = reversed(ends) if fields.get("is_back") else ends
        told = report(
            f"service_{kind}",
            fields.get("factuality", "actual"),
            start=start,
            end=fields.get("end"),
            origin=origin,
            destination=destination,
        )
        told = replace(told, recurrence=fields.get("rule"))
        tell(db, "union-news", told, published=f"{start} 10:00", path=f"p{at}")
    merge_events(db, now=NOW)
    assert january_days(calendar(db)) == expected


def january_days(entries):
    """The days before 26 January on which the entries have something, as a calendar has them."""
    days = []
    for entry in entries:
        start = entry["DTSTART"].dt
        start = start if isinstance(start, datetime) else datetime.combine(start, time())
        out = entry["EXDATE"].dts if "EXDATE" in entry else []
        left_out = {getattr(one.dt, "date", lambda one=one: one.dt)() for one in out}
        rule = rrulestr(entry["RRULE"].to_ical().decode(), dtstart=start)
        span = [
            datetime(2025, 1, day, hour, tzinfo=start.tzinfo) for day, hour in ((1, 0), (25, 23))
        ]
        days += [run.day for run in rule.between(*span, inc=True) if run.date() not in left_out]
    return sorted(days)


def test_calendar_has_planned_events_on_the_days_they_may_be(told):
    [entry] = calendar(told, factuality="planned")
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2025, 2, 1), date(2025, 3, 1))
    assert "<script>" in entry["SUMMARY"]
    assert entry["STATUS"] == "TENTATIVE"


def test_calendar_takes_a_service_that_is_suspended_later_for_a_newer_state(db):
    tell(db, "amur-wire", service())
    merge_events(db, now=NOW)
    states = calendar(db)
    for end in (None, "2025-01-20"):
        told = report(
            "service_suspension", start="2025-01-13", end=end, origin=KHASAN, destination=TUMANGANG
        )
        tell(db, "union-news", told, published="2025-01-13 10:00", path=f"p{end}")
        merge_events(db, now=NOW)
        states += calendar(db)
    assert ["UNTIL" in state["RRULE"] for state in states] == [False, True, False]
    assert "EXDATE" in states[2]
    sequences = [state["SEQUENCE"] for state in states]
    assert sequences == sorted(set(sequences))
    assert states[1]["DTSTAMP"].dt > states[0]["DTSTAMP"].dt
