"""Cuts an article's text where its reports and what they take from it are to be marked."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any

from storage.folding import UNSPACED

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters that give a figure, a time, a name or a cause, and in which role."""

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
    text: str,
    reports: Sequence[Row],
    figures: Sequence[Row],
    names: Sequence[Row],
    mentions: Sequence[Row] = (),
) -> Iterator[Passage]:
    """The whole text in order, cut at the evidence of its reports and at what they mention.

    `reports` have `offset_start`, `offset_end` and `evidence`, `figures` (times too) a `kind`, a
    `role` and offsets, `names` a `kind`, a `role` and a `name` as the text has it. What is no name
    by itself (`is_name` 0), a number or a cause, is looked for in the evidence only. `mentions`, as
    `figures`, are what the text has besides; they count only where nothing else is marked.
    """
    spans = {
        "sentence": [(row["offset_start"], row["offset_end"]) for row in reports],
        "evidence": [span for row in reports for span in json.loads(row["evidence"])],
    }
    turns = {kind: _turns(given) for kind, given in spans.items()}
    told = _mentions(text, _joined(spans["evidence"]), figures, names)
    marked = sorted([*told, *_clear_of(told, mentions)], key=attrgetter("start"))
    ids = defaultdict(list)
    for row in reports:
        ids[row["offset_start"]].append(row["id"])
    open_now: Counter[str] = Counter()
    for begin, end in pairwise(sorted({0, len(text), *chain(*turns.values())})):
        open_now.update({kind: turned[begin] for kind, turned in turns.items()})
        kind = next((kind for kind in spans if open_now[kind]), "")
        yield Passage(kind, tuple(ids[begin]), tuple(_parts(text, begin, end, marked)))


def _turns(spans: Iterable[Sequence[int]]) -> Counter[int]:
    """How many more spans are open from each place on where one begins or ends."""
    turned: Counter[int] = Counter()
    for start, end in spans:
        turned[start] += 1
        turned[end] -= 1
    return turned


def _joined(spans: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """The stretches of text that the spans cover together."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(map(tuple, spans)):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _mentions(
    text: str, evidence: list[tuple[int, int]], figures: Sequence[Row], names: Sequence[Row]
) -> list[Mention]:
    """What is to be marked, in order and apart: of a cause what the names in it leave."""
    by_itself = [row for row in names if row["is_name"]]
    with_evidence = [row for row in names if not row["is_name"]]
    inner = _apart([*_figures(figures), *_named(text, [(0, len(text))], by_itself)])
    outer = _named(text, evidence, with_evidence)
    around = chain.from_iterable(_around(mention, inner) for mention in outer)
    return sorted([*inner, *around], key=attrgetter("start"))


def _figures(figures: Sequence[Row]) -> Iterator[Mention]:
    for row in figures:
        yield Mention(row["offset_start"], row["offset_end"], row["kind"], row["role"])


def _named(text: str, within: Iterable[tuple[int, int]], names: Sequence[Row]) -> Iterator[Mention]:
    """Wherever these stretches of the text have one of the names, the longest that fits."""
    known = {row["name"]: row for row in names}
    longest_first = sorted(known, key=len, reverse=True)
    pattern = re.compile("|".join(map(_whole, longest_first)))
    for start, end in within if known else ():
        for found in pattern.finditer(text, start, end):
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


def _clear_of(taken: list[Mention], given: Sequence[Row]) -> Iterator[Mention]:
    """Those that touch nothing that is taken."""
    for mention in _apart([*_figures(given)]):
        if [*_around(mention, taken)] == [mention]:
            yield mention


def _around(outer: Mention, inner: list[Mention]) -> Iterator[Mention]:
    """What the mentions within another leave of it."""
    begin = outer.start
    first = bisect_right(inner, begin, key=attrgetter("end"))
    last = bisect_left(inner, outer.end, key=attrgetter("start"))
    for mention in inner[first:last]:
        if begin < mention.start:
            yield replace(outer, start=begin, end=mention.start)
        begin = mention.end
    if begin < outer.end:
        yield replace(outer, start=begin)


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
