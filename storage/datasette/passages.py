"""Cuts an article's text where its reports, their figures and their names are to be marked."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any

from storage.folding import UNSPACED

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters that give a figure or name a place or an organisation, and in which role."""

    start: int
    end: int
    kind: str
    role: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters that are a `sentence` to show, more `evidence`, or neither (the empty kind).

    `reports` are the ids of those whose sentence begins here; `parts` the characters, each with the
    mention that they are, or None.
    """

    kind: str
    reports: tuple[str, ...]
    parts: tuple[tuple[str, Mention | None], ...]


def passages(
    text: str, reports: Sequence[Row], figures: Sequence[Row], names: Sequence[Row]
) -> Iterator[Passage]:
    """The whole text in order, cut at the evidence of its reports and at what they mention.

    `reports` have `offset_start`, `offset_end` and `evidence`, `figures` a `role` and offsets,
    `names` a `kind`, a `role` and a `name` as the text has it.
    """
    spans = {
        "sentence": [(row["offset_start"], row["offset_end"]) for row in reports],
        "evidence": [span for row in reports for span in json.loads(row["evidence"])],
    }
    turns = {kind: _turns(given) for kind, given in spans.items()}
    mentions = _apart([*_figures(figures), *_names(text, names)])
    ids = defaultdict(list)
    for row in reports:
        ids[row["offset_start"]].append(row["id"])
    open_now: Counter[str] = Counter()
    for begin, end in pairwise(sorted({0, len(text), *chain(*turns.values())})):
        open_now.update({kind: turned[begin] for kind, turned in turns.items()})
        kind = next((kind for kind in spans if open_now[kind]), "")
        yield Passage(kind, tuple(ids[begin]), tuple(_parts(text, begin, end, mentions)))


def _turns(spans: Iterable[Sequence[int]]) -> Counter[int]:
    """How many more spans are open from each place on where one begins or ends."""
    turned: Counter[int] = Counter()
    for start, end in spans:
        turned[start] += 1
        turned[end] -= 1
    return turned


def _figures(figures: Sequence[Row]) -> Iterator[Mention]:
    for row in figures:
        yield Mention(row["offset_start"], row["offset_end"], "figure", row["role"])


def _names(text: str, names: Sequence[Row]) -> Iterator[Mention]:
    """Wherever the text has one of the names, the longest that fits."""
    known = {row["name"]: row for row in names}
    pattern = "|".join(_whole(name) for name in sorted(known, key=len, reverse=True))
    for found in re.finditer(pattern, text) if known else ():
        row = known[found.group()]
        yield Mention(found.start(), found.end(), row["kind"], row["role"])


def _whole(name: str) -> str:
    """A pattern for the name, within a longer word only where words are written together."""
    return re.escape(name) if UNSPACED.search(name) else rf"(?<!\w){re.escape(name)}(?!\w)"


def _apart(mentions: list[Mention]) -> list[Mention]:
    """Those that begin first, without what overlaps them."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=attrgetter("start")):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _parts(
    text: str, begin: int, end: int, mentions: list[Mention]
) -> Iterator[tuple[str, Mention | None]]:
    first = bisect_right(mentions, begin, key=attrgetter("end"))
    last = bisect_left(mentions, end, key=attrgetter("start"))
    done = begin
    for mention in mentions[first:last]:
        start, stop = max(mention.start, begin), min(mention.end, end)
        yield text[done:start], None
        yield text[start:stop], mention
        done = stop
    yield text[done:end], None
