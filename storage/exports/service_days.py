"""The days on which a regular service runs, as a calendar can repeat them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, rrule, rrulestr
from icalendar import vRecur
from sqlite_utils import Database

from storage.exports.suspensions import ONE_DAY, suspensions
from storage.periods import to_period
from storage.records import EventType, Factuality

# Events after which a service runs; that of a suspension is the one that does not.
RUNNING = frozenset(
    {
        EventType.SERVICE_RESUMPTION,
        EventType.SERVICE_LAUNCH,
        EventType.SERVICE_CHANGE,
        EventType.TRAIN_MOVEMENT,
        EventType.OPENING,
    }
)
DAILY_RUN = ["DAILY"]
# What runs every half hour runs every day, as what runs several times a day does.
WITHIN_A_DAY = (["HOURLY"], ["MINUTELY"], ["SECONDLY"])
# What in a rule says on which days of a week, month or year.
DAYS = frozenset({"BYDAY", "BYMONTHDAY"})
FULL_DAY = len("2024-12-16")
LAST_SECOND = time(23, 59, 59)
FIRM = frozenset({Factuality.ACTUAL, Factuality.PLANNED})


@dataclass(frozen=True, slots=True)
class ServiceDays:
    """The first run, the rule of the others, and those of its runs that are left out.

    `first` is a day, or a moment in the zone of the origin where the clock time there is known:
    a rule of weekdays must count days as that place does.
    """

    first: date | datetime
    rule: vRecur
    left_out: tuple[date | datetime, ...] = ()


def service_days(db: Database, event: dict[str, Any]) -> ServiceDays | None:
    """When the service runs; None for what is no service or has no pattern of days."""
    if event["type"] not in RUNNING or event["factuality"] not in FIRM:
        return None
    rule = _rule(event["recurrence"] or "", event["start"])
    if rule is None:
        return None
    start = event["start"] or event["first_reported_at"][:10]
    begin = _local_start(start, _zone(db, event)) if "T" in start else None
    first_day = to_period(start, None).first_day
    last_day = _last_day(rule, event["end"])
    runs = _runs(rule, begin or datetime.combine(first_day, time()))
    first = next(iter(runs), None)
    left_out: list[datetime] = []
    for gap in suspensions(db, event, first_day):
        if gap.last is None:
            last_day = min(last_day or gap.first, gap.first - ONE_DAY)
        else:
            left_out += runs.between(*_bounds(gap.first, gap.last, begin), inc=True)
    if first is None or (last_day is not None and first.date() > last_day):
        return None
    if last_day is not None and runs.after(_bounds(last_day, last_day, begin)[1]):
        rule.pop("COUNT", None)
        rule["UNTIL"] = [_last_moment(last_day, begin)]
        left_out = [run for run in left_out if run.date() <= last_day]
    if begin is None:
        return ServiceDays(first.date(), rule, tuple(run.date() for run in left_out))
    return ServiceDays(first, rule, tuple(left_out))


def _rule(recurrence: str, start: str | None) -> vRecur | None:
    """The rule, where it says with the start on which days: `FREQ=WEEKLY;X-TIMES=3` does not."""
    try:
        rule: vRecur = vRecur.from_ical(recurrence)
    except ValueError:
        return None
    times = rule.pop("X-TIMES", None)
    if rule.get("FREQ") in WITHIN_A_DAY:
        rule["FREQ"] = DAILY_RUN
        rule.pop("INTERVAL", None)
    if "FREQ" not in rule or (times is not None and rule["FREQ"] != DAILY_RUN):
        return None
    has_first_day = start is not None and len(start) >= FULL_DAY
    return rule if _tells_days(rule, has_first_day=has_first_day) else None


def _tells_days(rule: vRecur, *, has_first_day: bool) -> bool:
    """Whether the rule names its days, or counts them from a first one that is told."""
    names_days = rule["FREQ"] == DAILY_RUN or bool(DAYS & rule.keys())
    if names_days and rule.get("INTERVAL", [1]) == [1]:
        return True
    # "once a month" is on no day of the month, though the service begins on one
    return has_first_day and (names_days or rule["FREQ"] == ["WEEKLY"])


def _zone(db: Database, event: dict[str, Any]) -> ZoneInfo | None:
    query = (
        "SELECT timezone FROM places WHERE id IN (?, ?) AND timezone IS NOT NULL ORDER BY id = ?"
    )
    ids = [event["origin_id"], event["location_id"], event["location_id"]]
    found = next(iter(db.query(query, ids)), None)
    return ZoneInfo(found["timezone"]) if found else None


def _local_start(start: str, zone: ZoneInfo | None) -> datetime | None:
    """The moment on the clock of the place, if that is the clock the text uses."""
    moment = datetime.fromisoformat(start)
    if zone is None or moment.tzinfo is None:
        return None
    local = moment.astimezone(zone)
    return local if local.utcoffset() == moment.utcoffset() else None


def _last_day(rule: vRecur, end: str | None) -> date | None:
    """Until when it runs, by the event or by the rule, from which its own end is taken out."""
    [until] = rule.pop("UNTIL", [None])
    return to_period(end, None).last_day if end else until and _day(until)


def _runs(rule: vRecur, begin: datetime) -> rrule:
    """The runs of the rule from `begin` on; none of a rule that no calendar can follow."""
    text: bytes = rule.to_ical()  # type: ignore[no-untyped-call]  # has no types
    try:
        return rrulestr(text.decode(), dtstart=begin)
    except ValueError:
        return rrule(DAILY, dtstart=begin, count=0)


def _bounds(first: date, last: date, begin: datetime | None) -> tuple[datetime, datetime]:
    """The first and the last moment of these days, on the clock of the runs."""
    zone = begin.tzinfo if begin else None
    return datetime.combine(first, time(), zone), datetime.combine(last, LAST_SECOND, zone)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _last_moment(last_day: date, begin: datetime | None) -> date | datetime:
    """UNTIL is of the same kind as the first run; a moment is given in UTC."""
    if begin is None:
        return last_day
    return _bounds(last_day, last_day, begin)[1].astimezone(UTC)
