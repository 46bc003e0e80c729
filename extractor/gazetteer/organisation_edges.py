"""Where an organisation's name starts and ends, seen from the cue word inside it."""

from __future__ import annotations

from functools import cache

from extractor.gazetteer.edges import complement
from extractor.gazetteer.lookup import Gazetteer
from extractor.gazetteer.words import POSSESSIVES, Cue, Words, word_list


def only_says_what(words: Words, gazetteer: Gazetteer, start: int, i: int, cue: Cue) -> bool:
    """Whether the cue only says what the name before it is: "TSSA | union", "APS | news agency"."""
    alone = i - start == 1 and words.capital[start] and words.lower[start] not in _small_words()
    told = cue.words[-1] in word_list("said_of_names") or cue.words == ("news", "agency")
    if not (alone and told) or words.capital[i]:
        return False
    name = words.text(start, i)
    return not (gazetteer.country_of(name) or gazetteer.places(name))


@cache
def _small_words() -> frozenset[str]:
    """Words that are no name by themselves: "state", "new"."""
    return word_list("modifiers") | word_list("everyday")


def past_owner(words: Words, gazetteer: Gazetteer, start: int, end: int) -> int:
    """Past the country or firm that owns a name: "Lithuania's | LTG Cargo"."""
    for i in range(end - 1, start, -1):
        if words.lower[i] in POSSESSIVES and words.capital[i + 1]:
            owner = words.text(start, i)
            longer = words.text(max(0, start - 1), i)  # "South Korea's" where a sentence starts
            country = gazetteer.country_of(owner) or gazetteer.country_of(longer)
            known = country or gazetteer.organisations(owner)
            return i + 1 if known else start
    return start


def is_owned(words: Words, i: int) -> bool:
    """ "Indonesia's | Finance Minister": an owner stands before token i."""
    return i > 0 and words.lower[i - 1] in POSSESSIVES


def cue_edge(words: Words, i: int, cue: Cue) -> int:
    """The end of a name whose cue starts at i: "Railway Co., Ltd", "Department of Railways"."""
    end, forms = i + len(cue.words), word_list("company_forms")
    while end < len(words) and words.lower[end].rstrip(".") in forms and words.capital[end]:
        end += 1
    if end + 1 < len(words) and words.lower[end] in ("of", "for"):
        if words.capital[i]:
            return max(end, complement(words, end + 1)) if words.capital[end + 1] else end
        if words.lower[end - 1] in word_list("offices"):
            return max(end, portfolio(words, end + 1))
    return end


def portfolio(words: Words, i: int) -> int:
    """The end of "transport", "religious affairs" behind "ministry of"; 0 if none is at i."""
    end = i
    while end < min(len(words), i + 5) and words.doc[end].pos_ in ("ADJ", "NOUN", "CCONJ"):
        end += 1
    return end if end > i and words.doc[end - 1].pos_ == "NOUN" else 0
