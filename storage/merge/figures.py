"""The figures of an event: which value to show, and whether the reports differ.

Every outlet speaks once, with the last it said, so that a correction replaces what it corrects. A
toll grows: one that a later day's report puts higher is overtaken, while a lower one is marked as a
conflict. What was planned gives way to what was counted. Where figures differ, the latest that an
official body gives is shown; failing one, that which most independent stories bear out: wire copy
counts once, and so do all stories that go back to one origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from operator import attrgetter
from typing import Any

from storage.merge.bodies import Keys
from storage.merge.counting import differ
from storage.merge.facts import Facts, Figure, age
from storage.merge.origins import Origins, fewest_keys, is_official
from storage.merge.spans import bears_out, contradict, top
from storage.records import Factuality, Qualifier, QuantityRole

GROWING = frozenset(
    {
        QuantityRole.KILLED,
        QuantityRole.INJURED,
        QuantityRole.AFFECTED,
        QuantityRole.CARS_DERAILED,
    }
)
OVERTAKEN_AFTER = timedelta(hours=24)
# Whose figures stand before whose: what was counted, what is planned, what may be or was denied.
FIRMNESS = (Factuality.ACTUAL, Factuality.PLANNED, Factuality.POSSIBLE, Factuality.DENIED)


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One figure as one outlet last gave it."""

    figure: Figure
    facts: Facts
    origins: Keys

    @property
    def said(self) -> datetime:
        """When its article told it: at its publication, or once it was corrected."""
        return max(self.facts.told, self.figure.corrected_at or self.facts.told)


def event_figures(reports: Sequence[Facts], origins: Origins) -> list[dict[str, Any]]:
    """One row of `event_quantities` (without the event's id) for each role, scope and unit."""
    voices: dict[tuple[str, str, str], list[Voice]] = defaultdict(list)
    for facts in sorted(reports, key=age):
        for figure in facts.figures:
            key = figure.role, facts.scope_of(figure) or "", figure.unit or ""
            voices[key].append(Voice(figure, facts, origins.of([facts])))
    return [_row(key, voices[key]) for key in sorted(voices)]


def _row(key: tuple[str, str, str], voices: list[Voice]) -> dict[str, Any]:
    role, scope, unit = key
    current = _of_one_time(_of_one_kind(_current(QuantityRole(role), _firmest(voices))))
    is_conflict = any(_conflict(*pair) for pair in combinations(current, 2))
    chosen, rule = _chosen(current, is_conflict=is_conflict)
    return {
        "role": role,
        "value": chosen.value,
        "low": min(voice.figure.value for voice in current),
        "high": max(top(voice.figure) for voice in current),
        "reports": len({voice.facts.id for voice in voices}),
        "conflicting": int(is_conflict),
        "chosen_by": rule,
        "qualifier": chosen.qualifier,
        "unit": unit or None,
        # A scope that no text gives is not shown.
        "scope": scope if any(voice.figure.scope for voice in voices) else None,
        "origins": fewest_keys(voice.origins for voice in voices),
    }


def _firmest(voices: list[Voice]) -> list[Voice]:
    """The figures of what has happened if there are any: a plan is no count to differ from."""
    firmest = min(FIRMNESS.index(voice.facts.factuality) for voice in voices)
    return [voice for voice in voices if voice.facts.factuality is FIRMNESS[firmest]]


def _current(role: QuantityRole, voices: list[Voice]) -> list[Voice]:
    """Each outlet's last word, without the tolls that a later day's higher one has overtaken."""
    in_turn = sorted(voices, key=attrgetter("said"))
    last_report = {voice.facts.outlet_id: voice.facts.id for voice in in_turn}
    current = [voice for voice in voices if voice.facts.id in last_report.values()]
    if role in GROWING:
        return [voice for voice in current if not _overtaken(voice, current)]
    if role is QuantityRole.MISSING:  # as people are found
        since = max(current, key=_recency).said - OVERTAKEN_AFTER
        return [voice for voice in current if voice.said > since]
    return current


def _overtaken(voice: Voice, others: list[Voice]) -> bool:
    return any(
        other.facts.is_dated
        and other.said - voice.said >= OVERTAKEN_AFTER
        and other.figure.value > voice.figure.value
        for other in others
    )


def _of_one_kind(voices: list[Voice]) -> list[Voice]:
    """Counts of both directions, unless all are of one: the two kinds never meet."""
    both = [voice for voice in voices if not voice.figure.per_direction]
    return both or voices


def _of_one_time(voices: list[Voice]) -> list[Voice]:
    """Counts over one time, that of most independent stories: a day's never meet a week's."""
    named = [voice for voice in voices if voice.figure.over]
    return max((_told_alike(voice, voices) for voice in named), key=_independence, default=voices)


def _told_alike(voice: Voice, voices: list[Voice]) -> list[Voice]:
    """The voices that may count over the same time."""
    return [it for it in voices if not differ(it.figure.over, voice.figure.over)]


def _independence(voices: list[Voice]) -> tuple[int, tuple[bool, datetime, float, str]]:
    """How many independent stories speak, then how lately."""
    return _independent(voices), max(map(_recency, voices))


def _chosen(current: list[Voice], *, is_conflict: bool) -> tuple[Figure, str]:
    """The figure to show, and the rule that picked it."""
    if len({voice.facts.id for voice in current}) == 1:
        return current[-1].figure, "only_report"
    support = {voice: _support(voice, current) for voice in current}
    most = max(support.values())
    best = [voice for voice in current if support[voice] == most]
    chosen = max(best, key=_preference)
    # Prints of one story may be read differently: its figures then differ though no story does.
    if most == _independent(current) and not is_conflict:
        return chosen.figure, "all_agree"
    official = max(filter(_is_official, current), key=_recency, default=None)
    if is_conflict and official and not bears_out(official.figure, chosen.figure):
        return official.figure, "latest_official"
    if len({(voice.figure.value, voice.figure.max) for voice in best}) == 1:
        return chosen.figure, "most_stories"
    latest = max(best, key=_recency).said
    return chosen.figure, "latest" if chosen.said == latest else "exact"


def _is_official(voice: Voice) -> bool:
    return is_official(voice.facts)


def _support(voice: Voice, current: list[Voice]) -> int:
    """How many independent stories bear the figure out."""
    return _independent([it for it in current if bears_out(it.figure, voice.figure)])


def _independent(voices: list[Voice]) -> int:
    """How many stories tell it, those that go back to one origin counting once."""
    stories = {voice.facts.story_id for voice in voices}
    return min(len(stories), fewest_keys(voice.origins for voice in voices))


def _preference(voice: Voice) -> tuple[bool, bool, datetime, float, str]:
    """An exact figure before a vague one, then the latest."""
    return voice.figure.qualifier == Qualifier.EXACT, *_recency(voice)


def _recency(voice: Voice) -> tuple[bool, datetime, float, str]:
    """The latest last; a page that has no date, or one ahead of its fetch, is late only by that."""
    return voice.facts.is_dated, voice.said, voice.figure.value, voice.facts.id


def _conflict(one: Voice, other: Voice) -> bool:
    return one.facts.id != other.facts.id and contradict(one.figure, other.figure)
