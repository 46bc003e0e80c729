"""Where to look for a report's likes: an index of type family, place and days.

Beside the place stand the other things by which two texts may know one happening: the train's
number, a figure that is not met by chance, whom a strike is against. A look-up costs as much as
there is news of that in those days, however large the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import cos, floor, radians

from sqlite_utils import Database

from storage.folding import fold_name
from storage.merge.facts import Facts, PlaceFact
from storage.merge.places import bare_name
from storage.merge.weights import LONGEST_RUN, NEAR_KM, SMALL_FIGURE
from storage.periods import Period
from storage.records import EventType, PlaceRole

KM_OF_DEGREE = 111.0

# Texts date things in any year; the months of the calendar's ends cannot be counted beyond.
FIRST, LAST = date.min.toordinal(), date.max.toordinal() - 31
# A line closed for decades is looked for in the first two years of them.
LONGEST_SPAN = 730
# So many letters at either end of a name stay where one in it is another.
LETTERS = 3


def save_keys(db: Database, facts: Facts) -> None:
    """Put the report into the index."""
    query = "INSERT OR IGNORE INTO report_keys VALUES (?, ?, ?, ?, ?, ?)"
    db.conn.executemany(query, key_rows(facts))


def key_rows(facts: Facts) -> list[tuple[str, str, bool, int, int, str]]:
    """The rows of the report in the index."""
    return [
        (key, month, narrow, first.toordinal(), last.toordinal(), facts.id)
        for key, narrow in _keys(facts).items()
        for first, last in _windows(facts)
        for month in _months(first, last)
    ]


def candidates(db: Database, report_id: str) -> list[str]:
    """The reports of the same type family that share a key and a day."""
    query = """
        SELECT DISTINCT theirs.report_id FROM report_keys AS mine
        JOIN report_keys AS theirs ON theirs.key = mine.key AND theirs.month = mine.month
        AND theirs.narrow <= 1 - mine.narrow
        WHERE mine.report_id = ? AND theirs.report_id != mine.report_id
        AND theirs.first_day <= mine.last_day AND mine.first_day <= theirs.last_day
    """
    return [row[0] for row in db.conn.execute(query, [report_id])]


def _keys(facts: Facts) -> dict[str, bool]:
    """Places by entry, name and map square, numbers and figures; and, narrow or not, countries."""
    places = [place for role in PlaceRole for place in facts.at(role)]
    keys = {place.key for place in places} | {fold_name(place.name) for place in places}
    keys |= {square for place in places for square in _squares(place)}
    keys |= {f"train {number}" for number in facts.train_numbers}
    keys |= {f"{it.role} {it.value}" for it in facts.figures if it.value >= SMALL_FIGURE}
    if facts.type is EventType.STRIKE:
        keys |= facts.operators
    # Who names only towns of the gazetteer meets others who do in the towns, not in the country.
    narrow = bool(places) and all(place.id and not place.is_area for place in places)
    countries = dict.fromkeys(facts.countries, narrow)
    found = _spellings(places) | countries | dict.fromkeys(keys - facts.countries, False)
    return {f"{facts.family.name} {key}": is_narrow for key, is_narrow in found.items() if key}


def _spellings(places: list[PlaceFact]) -> dict[str, bool]:
    """How the names begin and end: of two spellings of one, a beginning or an end is the same.

    Narrow where all places have entries in the gazetteer: such two do not meet by their spelling.
    """
    found: dict[str, bool] = {}
    for place in places:
        for name in () if place.whole_country else map(bare_name, place.names):
            for part in (f"{name[:LETTERS]}…", f"…{name[-LETTERS:]}"):
                found[part] = found.get(part, True) and place.id is not None
    return found


def _squares(place: PlaceFact) -> set[str]:
    """The degree squares that lie within reach of a place: near places share one."""
    if place.latitude is None or place.longitude is None or place.is_area:
        return set()
    reach = NEAR_KM / 2 / KM_OF_DEGREE
    # Towards the poles a degree of longitude shrinks.
    reach_east = reach / max(cos(radians(abs(place.latitude) + 1)), 0.05)
    return {
        f"square {floor(place.latitude + north)} {floor(place.longitude + east)}"
        for north in (-reach, reach)
        for east in (-reach_east, reach_east)
    }


def _windows(facts: Facts) -> Iterator[tuple[date, date]]:
    """The days on which what the report tells may have been, or may be told without a date."""
    family = facts.family
    published = facts.told.date()
    if facts.dated is None or family.lasting:
        yield _moved(published, -family.told_days), _moved(published, family.told_days)
    if facts.dated is not None:
        first, last = _days(facts.dated)
        if facts.period is None:  # an arrival, of a train that left on a day before
            first = _moved(first, -LONGEST_RUN)
        if facts.end_period is not None:  # one before the start, mistaken as it is, is compared too
            ended, over = _days(facts.end_period)
            first = min(first, max(ended, _moved(first, -LONGEST_SPAN)))
            last = max(last, min(over, _moved(last, LONGEST_SPAN)))
        yield _moved(first, -family.days), _moved(last, family.days)


def _days(period: Period) -> tuple[date, date]:
    """Its days, those of a clock time by any clock on earth."""
    if not period.is_moment:
        return period.first_day, period.last_day
    day = period.begin.date()
    return _moved(day, -1), _moved(day, 1)


def _moved(day: date, days: int) -> date:
    """The day so much later, or the first or last that the calendar has room for."""
    return date.fromordinal(min(max(day.toordinal() + days, FIRST), LAST))


def _months(first: date, last: date) -> Iterator[str]:
    month = first.replace(day=1)
    while month <= last:
        yield month.isoformat()[:7]
        month = (month + timedelta(days=32)).replace(day=1)
