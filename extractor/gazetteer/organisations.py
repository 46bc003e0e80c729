"""Finds the organisations of a text: by the gazetteer, by cue words, by abbreviations defined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.gazetteer.lookup import Gazetteer
from extractor.gazetteer.words import HYPHENS, POSSESSIVES, Cue, Words, cue_table, word_list
from storage.records import Organisation

_LONGEST = 9  # tokens


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens start to end (excluded) name an organisation; `known` by name or only by its form."""

    start: int
    end: int
    kind: str
    organisation: Organisation | None = None


def find_organisations(words: Words, gazetteer: Gazetteer, countries: set[str]) -> list[Found]:
    """Every organisation named, longest first where two overlap, in text order."""
    found = [*_by_name(words, gazetteer, countries), *_by_cue(words, gazetteer)]
    found = longest_first(found)
    return sorted([*found, *_abbreviated(words, found)], key=_start)


def longest_first(found: list[Found]) -> list[Found]:
    """Those that overlap no longer one; a known name wins a tie."""
    chosen: list[Found] = []
    taken: set[int] = set()
    for one in sorted(found, key=_rank, reverse=True):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            chosen.append(one)
    return sorted(chosen, key=_start)


def _start(found: Found) -> int:
    return found.start


def _rank(found: Found) -> tuple[int, bool, int]:
    return found.end - found.start, found.organisation is not None, -found.start


def _by_name(words: Words, gazetteer: Gazetteer, countries: set[str]) -> Iterator[Found]:
    for start in range(len(words)):
        if not words.capital[start]:
            continue
        for end in range(min(len(words), start + _LONGEST), start, -1):
            if not words.capital[end - 1] and words.texts[end - 1] != ".":
                continue
            organisation = _choose(words, gazetteer, start, end, countries)
            if organisation is not None:
                yield Found(start, end, organisation.kind, organisation)
                break


def _choose(
    words: Words, gazetteer: Gazetteer, start: int, end: int, countries: set[str]
) -> Organisation | None:
    text = words.doc[start:end].text
    names = gazetteer.organisation_names(text)
    at_home = [one for one, _ in names if one.country in countries or one.country is None]
    if not names or (end - start == 1 and words.is_plain_start(start)):
        return None
    best, doubtful = (at_home[0] if at_home else names[0][0]), names[0][1]
    if doubtful and not (at_home and words.entity[start] == "ORG"):
        return None
    if end - start == 1 and _is_short(words, start, text) and not at_home:
        return None
    return None if _only_abbreviates(text, best) else best


def _is_short(words: Words, i: int, text: str) -> bool:
    """Short forms and everyday words are believed only of a country that the article speaks of."""
    return (text.isupper() and len(text) <= 4) or words.lower[i] in word_list("everyday")


def _only_abbreviates(text: str, organisation: Organisation) -> bool:
    """ "Up" is not UP, "Bart" not BART: an abbreviation written small is a word."""
    names = (organisation.name, *organisation.aliases)
    return len(text) <= 5 and text not in names and text.upper() in names


def _by_cue(words: Words, gazetteer: Gazetteer) -> Iterator[Found]:
    table = cue_table("organisations")
    for i in range(len(words)):
        if cue := words.matching_cue(table, "after", i):
            start = left_edge(words, i, small_words=True)
            if start < i:
                yield Found(start, right_edge(words, i, cue), cue.kind)
        if cue := words.matching_cue(table, "before", i):
            end = _complement(words, i + len(cue.words))
            if end > i + len(cue.words):
                start = left_edge(words, i, small_words=False)
                yield Found(start, end, cue.kind)
        if (cue := words.matching_cue(table, "alone", i)) and not words.capital[i]:
            yield Found(i, i + len(cue.words), cue.kind)


def left_edge(words: Words, i: int, *, small_words: bool) -> int:
    """Where the name that ends before token i starts; i itself where there is none."""
    modifiers = word_list("modifiers") if small_words else frozenset()
    start = i
    while start > 0 and i - start < _LONGEST:
        before = start - 1
        if words.is_name_word(before) and words.lower[before] not in _OPENERS:
            start = before
        elif words.lower[before] in modifiers and not words.capital[before]:
            start = before
        elif words.texts[before] in HYPHENS and words.glued(start) and words.capital[before - 1]:
            start = before
        elif words.lower[before] in POSSESSIVES and before and words.capital[before - 1]:
            start = before
        elif (
            words.lower[before] in ("of", "&", "de", "du", "da")
            and start < i
            and _name_before(words, before)
        ):
            start = before
        elif words.texts[before] == "," and start < i and _in_list(words, before):
            start = before
        elif words.lower[before] == "and" and start < i and _in_list(words, before):
            start = before
        else:
            break
    while start < i and not words.capital[start] and words.lower[start] not in modifiers:
        start += 1
    return start


_OPENERS = frozenset(
    "the a an this that these those its their his her our in on at by for from with to as is was and "
    "but or if when while after before since until under over near according meanwhile however mr "
    "mrs ms".split()
)


def _name_before(words: Words, i: int) -> bool:
    return i > 0 and words.is_name_word(i - 1) and words.lower[i - 1] not in _OPENERS


def _in_list(words: Words, i: int) -> bool:
    """No: "Bina and Bhopal station" are two. Kept for names known to hold "and"."""
    return False


def right_edge(words: Words, i: int, cue: Cue) -> int:
    """The end of a name whose cue starts at i: "Railway Co., Ltd", "Ministry of Road and Transport"."""
    end = i + len(cue.words)
    while (
        end < len(words) and words.lower[end].rstrip(".") in _COMPANY_FORMS and words.capital[end]
    ):
        end += 1
    if (
        end + 1 < len(words)
        and words.lower[end] in ("of", "for")
        and words.capital[end + 1]
        and words.capital[i]
    ):
        end = _complement(words, end + 1)
    return end


_COMPANY_FORMS = frozenset(
    "co corp ltd inc jsc corporation company limited plc gmbh ag group sa".split()
)


def _complement(words: Words, i: int) -> int:
    """The end of "Railways", "Road and Transport", "Land, Infrastructure and Transport" from i."""
    end = i
    if end < len(words) and words.lower[end] == "the":
        end += 1
    if end >= len(words) or not words.capital[end]:
        return i
    while end < len(words) and end - i < _LONGEST:
        if words.capital[end] or (words.texts[end] in HYPHENS and words.glued(end)):
            end += 1
        elif words.lower[end] in ("and", "of", "&", "the") and _capital_at(words, end + 1):
            end += 1
        elif words.texts[end] == "," and _list_goes_on(words, end):
            end += 1
        else:
            break
    return end


def _capital_at(words: Words, i: int) -> bool:
    return i < len(words) and (
        words.capital[i] or (words.lower[i] == "the" and _capital_at(words, i + 1))
    )


def _list_goes_on(words: Words, i: int) -> bool:
    """At the comma of "Land, Infrastructure and Transport"."""
    return (
        _capital_at(words, i + 1)
        and i + 3 < len(words)
        and words.lower[i + 2] in ("and", ",")
        and words.capital[i + 3]
    )


def _abbreviated(words: Words, found: list[Found]) -> Iterator[Found]:
    """Later uses of abbreviations that the text defines: "West Central Railway (WCR)"."""
    short: dict[str, Found] = {}
    for one in found:
        after = one.end
        if after + 2 < len(words) and words.texts[after] == "(" and words.texts[after + 2] == ")":
            abbreviation = words.texts[after + 1]
            if words.capital[after + 1] and 2 <= len(abbreviation) <= 9:
                short.setdefault(abbreviation, one)
    taken = {i for one in found for i in range(one.start, one.end)}
    for i, text in enumerate(words.texts):
        if text in short and i not in taken:
            yield Found(i, i + 1, short[text].kind, short[text].organisation)
