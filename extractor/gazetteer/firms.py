"""Firms and bodies that no list holds, told by what they do or by the noun before them."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.gazetteer.evidence import PLACE_LABELS
from extractor.gazetteer.lookup import Gazetteer
from extractor.gazetteer.words import Words, word_list

_LONGEST = 9  # tokens
_BEFORE_VERBS = frozenset(
    ("has", "had", "have", "will", "also", "now", "again", "later", "itself", "'s")
)


def unlisted_firms(words: Words, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Start and end of names that no list holds: "Norrtåg said", "the union Feroviarul"."""
    people = _surnames(words)
    for i in range(len(words)):
        fresh = i == 0 or words.sentence_start[i] or not words.is_name_word(i - 1)
        if not words.capital[i] or not fresh:
            continue
        end = i
        while end < len(words) and end - i < _LONGEST and _in_name(words, end, end > i):
            end += 1
        named = _named_firm(words, i) or _speaks(words, i, end)
        if end > i and named and _may_be_firm(words, gazetteer, i, end, people):
            yield i, end


def _in_name(words: Words, i: int, inside: bool) -> bool:
    lower = words.lower[i]
    if words.capital[i]:
        ends = inside and (words.sentence_start[i] or lower in word_list("titles"))
        return not ends and lower not in word_list("calendar")
    joins = words.is_hyphen(i) if i + 1 < len(words) else False
    return inside and (joins or (lower == "&" and words.capital[min(i + 1, len(words) - 1)]))


def _named_firm(words: Words, i: int) -> bool:
    """ "operator | Northern Bangkok Monorail", "told | ISNA"."""
    before = words.lower[i - 1] if i else ""
    noun = before in word_list("firm_nouns") and not words.capital[i - 1]
    return noun or (before == "told" and words.entity[i] != "PERSON")


def _speaks(words: Words, start: int, end: int) -> bool:
    """Followed by a word of speaking, its subject, or credited with what is told."""
    if words.lower[max(0, start - 2) : start] == ["according", "to"]:
        return True
    talk = word_list("firm_talk")
    after = [words.lower[i] for i in range(end, min(end + 3, len(words)))]
    while after and after[0] in _BEFORE_VERBS:
        after.pop(0)
    return bool(after) and after[0] in talk


def _may_be_firm(
    words: Words, gazetteer: Gazetteer, start: int, end: int, people: set[str]
) -> bool:
    """Neither a person nor a place, nor everyday words."""
    text, everyday = words.text(start, end), word_list("everyday")
    several = end - start > 1 and not any(words.lower[i] in everyday for i in range(start, end))
    person = words.entity[start] == "PERSON" and several
    titled = start > 0 and words.lower[start - 1].rstrip(".") in word_list("titles")
    if person or titled or words.texts[end - 1] in people or words.is_everyday(start, end):
        return False
    if words.doc[start].pos_ == "PRON" or words.lower[start] in word_list("openers"):
        return False
    short = text.isupper() and 3 <= len(text) <= 6 and words.entity[start] not in PLACE_LABELS
    return short or not (gazetteer.places(text) or gazetteer.country_of(text))


def _surnames(words: Words) -> set[str]:
    """The last words of the persons whom the text names in full, or with a title."""
    full = (entity for entity in words.doc.ents if entity.label_ == "PERSON" and len(entity) > 1)
    return {token.text for entity in full for token in entity}
