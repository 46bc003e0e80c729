"""Unknown names that are places by the words before them: "near Wye", "links Ely with Norwich"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.gazetteer.edges import right_edge
from extractor.gazetteer.evidence import Evidence
from extractor.gazetteer.words import Words, word_list

_NEVER_PLACES = frozenset(
    ("DATE", "TIME", "NORP", "EVENT", "MONEY", "PERCENT", "LAW", "LANGUAGE", "QUANTITY")
)


def behind_prepositions(words: Words, evidence: Evidence) -> Iterator[tuple[int, int]]:
    """Start and end of names after "near", "between" and the like that may be places."""
    prepositions = word_list("place_prepositions")
    for i in range(1, len(words)):
        told = words.lower[i - 1] in prepositions or _after_phrase(words, i) or _across(words, i)
        if not words.capital[i] or not (told or _is_linked(words, i)):
            continue
        end = right_edge(words, i)
        if end > i and not words.is_everyday(i, end) and _can_be_place(words, evidence, i, end):
            yield i, end


def _pair_before(words: Words, i: int) -> str:
    """The two words before token i, as the lists have them: "out_of"; none for want of two."""
    return "_".join(words.lower[i - 2 : i]) if i > 1 else ""


def _after_phrase(words: Words, i: int) -> bool:
    """ "bound for", "out of": two words of which the second alone says little."""
    return _pair_before(words, i) in word_list("place_phrases")


def _across(words: Words, i: int) -> bool:
    """ "across the | Suchiate", "along the | Danube": rivers and lines have an article."""
    return i > 1 and words.lower[i - 2] in word_list("across") and words.is_definite(i - 1)


def _is_linked(words: Words, i: int) -> bool:
    """The | Ely | of "links Ely with Norwich"."""
    end = right_edge(words, i)
    joined = end + 1 < len(words) and words.lower[end] in word_list("joints")
    return joined and words.lower[i - 1] in word_list("linking") and words.capital[end + 1]


def _can_be_place(words: Words, evidence: Evidence, start: int, end: int) -> bool:
    """By the tag the statistical model gave: it often takes stations for people or firms."""
    label, preposition = words.entity[start], words.lower[start - 1]
    if _pair_before(words, start) in word_list("not_before_places"):
        return False
    if label in _NEVER_PLACES and not _is_paired(words, evidence, start, end):
        return False
    if evidence.on_route(start, end) or _after_phrase(words, start) or _moves(words, start):
        return True
    if label == "PERSON":
        unsure = preposition in word_list("unsure_before_people")
        return not unsure or bool(evidence.known(start, end))
    if label in ("ORG", "PRODUCT", "WORK_OF_ART"):
        short = end - start == 1 and words.texts[start].isupper()
        return not short and preposition not in word_list("unsure_before_bodies")
    return True


def _is_paired(words: Words, evidence: Evidence, start: int, end: int) -> bool:
    """The Yerpedu, unknown and taken for a people, of "between Yerpedu and Srikalahasti"."""
    if words.lower[start - 1] != "between" or words.lower[end : end + 1] != ["and"]:
        return False
    other = right_edge(words, end + 1)
    return words.entity[start] == "NORP" and bool(evidence.known(end + 1, other))


def _moves(words: Words, start: int) -> bool:
    """ "the train from | Cheongnyangni |", "left there for": what stands before moves."""
    nouns = word_list("rail_nouns") | word_list("moving")
    before = (words.lower[i] for i in range(max(0, start - 3), start - 1))
    return words.lower[start - 1] in ("from", "to") and any(word in nouns for word in before)
