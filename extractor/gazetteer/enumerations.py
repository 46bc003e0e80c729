"""Lists of places, in which a name that nothing else tells is one like its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Set

from extractor.gazetteer.edges import right_edge
from extractor.gazetteer.words import Words, is_title, word_list

Spans = Set[tuple[int, int]]  # start and end of places, the end excluded

_NO_PLACES = frozenset(("DATE", "TIME", "MONEY", "PERCENT", "NORP", "CARDINAL", "QUANTITY"))


def listed(words: Words, places: Spans, taken: set[int]) -> Iterator[tuple[int, int]]:
    """The Kilcock of "to Wicklow, Kilcock and Balbriggan", where only the other two are known."""
    seen = 0
    for start in sorted({start for start, _ in places} | set(_first_items(words, places))):
        if start < seen:
            continue
        items = _items(words, start)
        seen = items[-1][1] if items else start
        unknown = [item for item in items if item not in places and _is_free(words, item, taken)]
        told = sum(item in places for item in items)
        if (len(items) > 2 and 2 * told >= len(items) and told > 1) or _is_pair(words, items, told):
            yield from unknown


def _first_items(words: Words, places: Spans) -> Iterator[int]:
    """Starts of capitalised names right before a comma and a place: a list may open there."""
    for start, _ in places:
        if start > 1 and words.texts[start - 1] == "," and words.is_name_word(start - 2):
            first = start - 2
            while first > 0 and words.is_name_word(first - 1):
                first -= 1
            yield first


def _items(words: Words, start: int) -> list[tuple[int, int]]:
    """The capitalised names that follow each other by commas and "and" from token start on."""
    items = []
    while start < len(words) and words.is_name_word(start):
        end = right_edge(words, start)
        items.append((start, end))
        start = _next_item(words, end)
        if start == end:
            break
    return items


def _next_item(words: Words, end: int) -> int:
    """Where the item behind a comma, "and" or both starts; `end` where the list ends."""
    start = end
    if start < len(words) and words.texts[start] == ",":
        start += 1
    if start < len(words) and words.lower[start] in word_list("conjunctions"):
        start += 1
    return start + (end < start < len(words) and words.is_definite(start))


def _is_pair(words: Words, items: list[tuple[int, int]], told: int) -> bool:
    """ "at Dalbandin and Ahmedwal": the first is a place behind a preposition, no verb follows."""
    if len(items) != 2 or told != 1 or words.lower[items[0][1]] != "and":
        return False
    start, end = items[0][0], items[1][1]
    start -= start > 0 and words.is_definite(start - 1)
    opened = start > 0 and words.lower[start - 1] in word_list("place_prepositions")
    follows = words.doc[end].pos_ if end < len(words) else "PUNCT"
    return opened and follows in ("PUNCT", "ADP", "SCONJ", "CCONJ", "SPACE")


def _is_free(words: Words, item: tuple[int, int], taken: set[int]) -> bool:
    """Neither an organisation's, nor a person's, nor everyday words."""
    label = words.entity[item[0]]
    person = label == "PERSON" and item[1] - item[0] > 1
    free = taken.isdisjoint(range(*item)) and not words.is_everyday(*item)
    titled = is_title(words.lower[item[0]])
    return free and not person and not titled and label not in _NO_PLACES
