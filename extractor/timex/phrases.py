"""Times as phrases: neighbouring atoms joined, with what the words before them say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractor.alternatives import any_of
from extractor.mentions import TimeRelation
from extractor.timex.atoms import Found, find_atoms
from extractor.timex.clock import settle_half, settle_range
from extractor.timex.moment import Moment, agree, share, unite
from extractor.timex.words import Words, load_around
from storage.records import Qualifier

LONGEST = 120  # characters of a phrase
LOOK_BACK = 60  # characters before a time in which its preposition stands
AROUND = load_around("en")
PAIR = re.compile(AROUND["pair"])
RANGE = re.compile(AROUND["range"])
ASIDE = re.compile(r"\s[-–—]\s")  # "Monday - September 8"
TOGETHER = re.compile(AROUND["together"])
OPEN = re.compile(AROUND["open"], re.IGNORECASE)
OWN = ("'s", "’s")  # "the toll from Friday's crash" does not count from Friday
FILLER = AROUND["filler"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time as the text words it; `other` is the same moment by a second clock."""

    start: int
    end: int
    moment: Moment
    until: Moment | None = None
    other: Moment | None = None
    relation: TimeRelation = TimeRelation.AT
    qualifier: Qualifier = Qualifier.EXACT


@cache
def glue(words: tuple[str, ...]) -> re.Pattern[str]:
    """What may stand between two atoms of one phrase."""
    return re.compile(AROUND["glue"].format(words=any_of(words)))


@cache
def preposition(relations: tuple[str, ...], qualifiers: tuple[str, ...]) -> re.Pattern[str]:
    """The relation word and the qualifier at the end of the text before a time."""
    return re.compile(
        rf"(?:\b(?P<relation>{any_of(relations)})\s)?{FILLER}"
        rf"(?:\b(?P<qualifier>{any_of(qualifiers)})\s)?{FILLER}$",
        re.IGNORECASE,
    )


def find_phrases(text: str, words: Words) -> list[Phrase]:
    """The times of a text, in order and without overlap."""
    drafts = [on_its_day(draft) for draft in join_atoms(text, find_atoms(text, words), words)]
    drafts = [settle(draft, words) for draft in drafts if says_something(draft.moment)]
    lend_weeks(text, drafts)
    return [trim(add_preposition(text, draft, words), text) for draft in join_ranges(text, drafts)]


def lend_weeks(text: str, drafts: list[Phrase]) -> None:
    """Gives a weekday the week told behind the next one: "on Thursday and Friday next week"."""
    for index in range(len(drafts) - 2, -1, -1):
        day, its = drafts[index].moment, drafts[index + 1].moment
        bare = day.weekday is not None and not (day.day or day.unit or day.way)
        gap = text[drafts[index].end : drafts[index + 1].start]
        if bare and its.unit == "week" and its.weekday is not None and TOGETHER.fullmatch(gap):
            drafts[index] = replace(drafts[index], moment=replace(day, unit="week", way=its.way))


def on_its_day(draft: Phrase) -> Phrase:
    """A part of the day that stands by itself, on the day told before: "in the afternoon"."""
    moment = draft.moment
    if not moment.by_itself:
        return draft
    if says_something(moment):
        return replace(draft, moment=replace(moment, by_itself=False, now=False))
    return replace(draft, moment=replace(moment, unit="day", way=0, context=not moment.now))


def says_something(moment: Moment) -> bool:
    """Whether the facts are a time: a part of the day or a zone alone is none."""
    return moment.clock is not None or moment.has_date or moment.never


def settle(draft: Phrase, words: Words) -> Phrase:
    """The phrase with the halves of the day that its words tell."""
    until = settle_half(draft.until, words) if draft.until else None
    other = settle_half(draft.other, words) if draft.other else None
    return replace(draft, moment=settle_half(draft.moment, words), until=until, other=other)


def join_atoms(text: str, atoms: Sequence[Found], words: Words) -> list[Phrase]:
    """Neighbours that tell one time together, joined."""
    drafts: list[Phrase] = []
    for index, atom in enumerate(atoms):
        following = atoms[index + 1] if index + 1 < len(atoms) else None
        joined = join(text, drafts[-1], atom, following, words) if drafts else None
        if joined:
            drafts[-1] = joined
        elif atom.both and atom.until:
            end = text.rfind(" and", atom.start, atom.second)
            drafts.append(Phrase(atom.start, end, *share(atom.moment, atom.until)[:1]))
            drafts.append(Phrase(atom.second, atom.end, share(atom.moment, atom.until)[1]))
        else:
            drafts.append(Phrase(atom.start, atom.end, atom.moment, atom.until))
    return drafts


def join(
    text: str, last: Phrase, atom: Found, following: Found | None, words: Words
) -> Phrase | None:
    """The phrase grown by the atom; None where they are two times."""
    gap = text[last.end : atom.start]
    if len(gap) > 40 or atom.both or atom.end - last.start > LONGEST:
        return None
    if last.other and ((is_zone(atom.moment) and not gap.strip()) or is_its_day(text, last, atom)):
        return replace(last, end=atom.end, other=unite(last.other, atom.moment))
    if is_weekday_of(last.moment, atom.moment) and ASIDE.fullmatch(gap):
        return replace(last, end=atom.end, moment=unite(last.moment, atom.moment))
    told_before = last.moment.clock is not None and atom.moment.clock is not None
    if (
        told_before
        and PAIR.fullmatch(gap)
        and following
        and is_second_clock(text, last, atom, following)
    ):
        return replace(last, end=atom.end, other=atom.moment)
    if any(word in words.relations for word in gap.strip(" ,(").lower().split()) and not (
        clock_and_date(last.moment, atom.moment) or last.moment.now
    ):
        return None
    ends_range = last.until is not None or atom.until is not None
    if not glue((*words.relations, *words.qualifiers)).fullmatch(gap) or not agree(
        last.moment, atom.moment
    ):
        return None
    if ends_range and not (
        atom.moment.year or last.moment.weekday is not None or is_zone(atom.moment)
    ):
        return None
    if is_zone(last.moment) or (is_zone(atom.moment) and last.moment.clock is None):
        return None
    return replace(
        last, end=atom.end, moment=unite(last.moment, atom.moment), until=last.until or atom.until
    )


def is_weekday_of(one: Moment, date: Moment) -> bool:
    """Whether the first is nothing but a weekday, and the other a date without one."""
    return says_only_weekday(one) and bool(date.month and date.day) and date.weekday is None


def says_only_weekday(moment: Moment) -> bool:
    """Whether a moment tells a weekday and nothing else of the day."""
    other = (moment.month, moment.day, moment.unit, moment.way, moment.clock, moment.part)
    return moment.weekday is not None and not any(other)


def is_its_day(text: str, last: Phrase, atom: Found) -> bool:
    """Whether a weekday is that of the second clock: "3:12 a.m. (1842 GMT Monday)"."""
    only = atom.moment.weekday is not None and not (atom.moment.way or atom.moment.month)
    gap, opened = text[last.end : atom.start], ")" not in text[last.start : atom.start]
    return only and opened and not last.moment.has_day and gap.strip() in ("", "on")


def clock_and_date(one: Moment, other: Moment) -> bool:
    """Whether one of the two is a bare clock and the other a date."""
    return one.has_date != other.has_date and (one.clock is None) != (other.clock is None)


def is_zone(moment: Moment) -> bool:
    """Whether the words name a zone and nothing else."""
    return (moment.zone is not None or moment.local) and not says_something(moment)


def is_second_clock(text: str, last: Phrase, atom: Found, following: Found) -> bool:
    """Whether the atom tells the time of `last` by another zone's clock."""
    named = is_zone(following.moment) and not text[atom.end : following.start].strip()
    return named and following.moment.zone != last.moment.zone


def join_ranges(text: str, drafts: Sequence[Phrase]) -> list[Phrase]:
    """Neighbours that are the two ends of one stretch, joined; ends told by one atom are shared."""
    joined: list[Phrase] = []
    for draft in drafts:
        if draft.until:
            draft = as_range(draft, draft.moment, draft.until, draft.end)
        elif joined and is_range(text, joined[-1], draft):
            joined[-1] = as_range(joined[-1], joined[-1].moment, draft.moment, draft.end)
            continue
        joined.append(draft)
    return joined


def as_range(phrase: Phrase, first: Moment, last: Moment, end: int) -> Phrase:
    """A stretch of time from its two ends."""
    first, last = share(*settle_range(first, last))
    return replace(phrase, end=end, moment=first, until=last, relation=TimeRelation.RANGE)


def is_range(text: str, first: Phrase, last: Phrase) -> bool:
    """Whether the two times are the ends of one stretch."""
    gap = text[first.end : last.start]
    if first.until or len(gap) > 20 or not RANGE.fullmatch(gap):
        return False
    opened = OPEN.search(text, max(0, first.start - 30), first.start) is not None
    opened = opened or OPEN.search(text[first.start : first.end]) is not None
    if first.moment.never or last.moment.never or ("and" in gap.split() and not opened):
        return False
    return opened or grain(first.moment) == grain(last.moment)


def grain(moment: Moment) -> str:
    """How fine the time is told: clock, day, month or year."""
    if moment.clock is not None:
        return "clock"
    if moment.has_day:
        return "day"
    return "month" if moment.month else str(moment.unit or "year")


def add_preposition(text: str, draft: Phrase, words: Words) -> Phrase:
    """The phrase with its relation and qualifier, from the words before it or inside it."""
    pattern = preposition(tuple(words.relations), tuple(words.qualifiers))
    before = text[max(0, draft.start - LOOK_BACK) : draft.start]
    found = pattern.search(before)
    relation, qualifier = draft.relation, draft.qualifier
    start = draft.start
    if found and (word := found["qualifier"]):
        qualifier = Qualifier(words.qualifiers[word.lower()])
    if found and (word := found["relation"]) and not text[draft.start : draft.end].endswith(OWN):
        start = draft.start - (len(before) - found.start("relation"))
        if relation is TimeRelation.AT:
            relation = TimeRelation(words.relations[word.lower()])
    elif draft.relation is TimeRelation.RANGE and (
        opened := re.search(r"[Bb]etween (?:the )?$", before)
    ):
        start = draft.start - (len(before) - opened.start())
    elif draft.moment.unit == "then":
        relation = TimeRelation.SINCE
    elif relation is TimeRelation.AT and draft.moment.unit != "day":
        relation = inner_relation(text[draft.start : draft.end], words)
    return replace(draft, start=start, relation=relation, qualifier=qualifier)


@cache
def inner(relations: tuple[str, ...]) -> re.Pattern[str]:
    """A relation word between the atoms of a phrase ("Sunday, from 11.05 am")."""
    return re.compile(rf"[ ,](?P<relation>{any_of(relations)}) ")


def inner_relation(phrase: str, words: Words) -> TimeRelation:
    """The relation told inside a phrase, AT where there is none."""
    found = inner(tuple(words.relations)).search(phrase)
    exact = found is None or found["relation"] in words.exact
    return (
        TimeRelation.AT if exact or not found else TimeRelation(words.relations[found["relation"]])
    )


def trim(phrase: Phrase, text: str) -> Phrase:
    """The phrase without a bracket that opens or closes outside it."""
    start, end = phrase.start, phrase.end
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    return replace(phrase, start=start, end=end)
