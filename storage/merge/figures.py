"""The figures of an event: which value to show, and whether the reports differ.

Every outlet speaks once, with the last it said, so that a correction replaces what it corrects. A
toll grows: one that a later day's report puts higher is overtaken, while a lower one is marked as a
conflict. Of the rest, the value that most independent stories bear out is shown, wire copy counting
once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from math import inf
from typing import Any

from storage.merge.facts import Facts, Figure
from storage.records import Qualifier, QuantityRole

GROWING = frozenset(
    {
        QuantityRole.KILLED,
        QuantityRole.INJURED,
        QuantityRole.AFFECTED,
        QuantityRole.CARS_DERAILED,
    }
)
OVERTAKEN_AFTER = timedelta(hours=24)
# "About 1,200" bears out anything from 1,080 to 1,320.
ABOUT = 0.1


@dataclass(frozen=True, slots=True)
class Voice:
    """One figure as one outlet last gave it."""

    figure: Figure
    story_id: str
    told: datetime
    report_id: str


def event_figures(reports: Sequence[Facts]) -> list[dict[str, Any]]:
    """One row of `event_quantities` (without the event's id) for each role, scope and unit."""
    voices: dict[tuple[str, str, str], list[Voice]] = defaultdict(list)
    for facts in sorted(reports, key=_age):
        for figure in facts.figures:
            key = figure.role, figure.scope or "", figure.unit or ""
            voices[key].append(Voice(figure, facts.story_id, facts.told, facts.id))
    outlets = {facts.id: facts.outlet_id for facts in reports}
    return [_row(key, voices[key], outlets) for key in sorted(voices)]


def _row(key: tuple[str, str, str], voices: list[Voice], outlets: dict[str, str]) -> dict[str, Any]:
    role, scope, unit = key
    current = _current(QuantityRole(role), voices, outlets)
    is_conflict = any(_conflict(*pair) for pair in combinations(current, 2))
    chosen, rule = _chosen(current, is_conflict=is_conflict)
    return {
        "role": role,
        "value": chosen.value,
        "low": min(voice.figure.value for voice in current),
        "high": max(_top(voice.figure) for voice in current),
        "reports": len({voice.report_id for voice in voices}),
        "conflicting": int(is_conflict),
        "chosen_by": rule,
        "qualifier": chosen.qualifier,
        "unit": unit or None,
        "scope": scope or None,
    }


def _current(role: QuantityRole, voices: list[Voice], outlets: dict[str, str]) -> list[Voice]:
    """Each outlet's last word, without the tolls that a later day's higher one has overtaken."""
    last_report = {outlets[voice.report_id]: voice.report_id for voice in voices}
    current = [voice for voice in voices if voice.report_id in last_report.values()]
    if role in GROWING:
        return [voice for voice in current if not _overtaken(voice, current)]
    if role is QuantityRole.MISSING:  # as people are found
        since = max(voice.told for voice in current) - OVERTAKEN_AFTER
        return [voice for voice in current if voice.told > since]
    return current


def _overtaken(voice: Voice, others: list[Voice]) -> bool:
    return any(
        other.told - voice.told >= OVERTAKEN_AFTER and other.figure.value > voice.figure.value
        for other in others
    )


def _chosen(current: list[Voice], *, is_conflict: bool) -> tuple[Figure, str]:
    """The figure to show, and the rule that picked it."""
    if len({voice.report_id for voice in current}) == 1:
        return current[-1].figure, "only_report"
    support = {voice: _support(voice, current) for voice in current}
    most = max(support.values())
    best = [voice for voice in current if support[voice] == most]
    chosen = max(best, key=_preference)
    # Prints of one story may be read differently: its figures then differ though no story does.
    if most == len({voice.story_id for voice in current}) and not is_conflict:
        return chosen.figure, "all_agree"
    if len({(voice.figure.value, voice.figure.max) for voice in best}) == 1:
        return chosen.figure, "most_stories"
    latest = max(voice.told for voice in best)
    return chosen.figure, "latest" if chosen.told == latest else "exact"


def _support(voice: Voice, current: list[Voice]) -> int:
    """How many stories bear the figure out."""
    return len({other.story_id for other in current if _bears_out(other.figure, voice.figure)})


def _bears_out(figure: Figure, shown: Figure) -> bool:
    low, high = _span(figure)
    return low <= shown.value <= high


def _preference(voice: Voice) -> tuple[bool, datetime, float, str]:
    """An exact figure before a vague one, then the latest."""
    figure = voice.figure
    return figure.qualifier == Qualifier.EXACT, voice.told, figure.value, voice.report_id


def _conflict(one: Voice, other: Voice) -> bool:
    (low, high), (least, most) = _span(one.figure), _span(other.figure)
    return one.report_id != other.report_id and (low > most or least > high)


def _span(figure: Figure) -> tuple[float, float]:
    """The least and the most that the words allow."""
    top = _top(figure)
    match Qualifier(figure.qualifier):
        case Qualifier.EXACT:
            return figure.value, top
        case Qualifier.ABOUT:
            return figure.value * (1 - ABOUT), top * (1 + ABOUT)
        case Qualifier.AT_LEAST:
            return figure.value, inf
        case Qualifier.AT_MOST:
            return -inf, top


def _top(figure: Figure) -> float:
    return figure.value if figure.max is None else figure.max


def _age(facts: Facts) -> tuple[datetime, float, str, str]:
    return facts.age
