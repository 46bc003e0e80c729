"""Where a name starts and ends, seen from the cue word beside it."""

from __future__ import annotations

from extractor.gazetteer.words import HYPHENS, POSSESSIVES, Words, word_list

_LONGEST = 9  # tokens


def left_edge(words: Words, i: int, *, small_words: bool) -> int:
    """Where the name that ends before token i starts; i itself where there is none.

    With `small_words` lower-case ones may belong to it: "Bina district collector's | office".
    """
    modifiers = word_list("modifiers") if small_words else frozenset()
    start = i
    while start > 0 and i - start < _LONGEST and _belongs(words, start - 1, start, i, modifiers):
        start -= 1
    # No name goes on from one sentence into the next: "stopped at Khasan. Customs officers".
    start = max([start, *(k for k in range(start + 1, i + 1) if words.sentence_start[k])])
    while start < i and not words.capital[start] and words.lower[start] not in modifiers:
        start += 1
    return start


def _belongs(words: Words, before: int, start: int, i: int, modifiers: frozenset[str]) -> bool:
    """Whether token `before` is part of the name that reaches from `start` to the cue at i."""
    lower = words.lower[before]
    if lower in word_list("openers"):
        return lower == "and" and start < i and _joins_portfolios(words, before)
    # The "traffic" of "mixed-traffic | Rail Baltica" belongs to what stands before its hyphen.
    tied = before > 0 and words.is_hyphen(before - 1) and not words.capital[before]
    if words.is_name_word(before) or (lower in modifiers and not tied):
        return True
    if before == 0:
        return False
    small = words.lower[before - 1] in modifiers and not words.capital[start]
    named = words.capital[before - 1] or small
    if _is_within(words, before):
        return True
    if words.texts[before] in HYPHENS or lower in POSSESSIVES:
        return named and words.glued(before)
    if lower == "of":
        return start < i and words.capital[start] and named and _is_one_entity(words, before, start)
    return lower in ("&", "de", "du", "da") and start < i and words.is_name_word(before - 1)


def _is_one_entity(words: Words, first: int, last: int) -> bool:
    """Whether the tagger took these tokens and the one before for one name: "East | of England"."""
    return all(token.ent_iob_ == "I" for token in words.doc[first : last + 1])


def _is_within(words: Words, i: int) -> bool:
    """Whether the token is of the "-sur-" of "Pagny-sur-Moselle", which holds a name together."""
    small = word_list("hyphen_suffixes")
    for at in (i - 1, i, i + 1):
        if 0 < at < len(words) - 1 and words.is_hyphen(at - 1) and words.is_hyphen(at + 1):
            return words.lower[at] in small and words.capital[at - 2] and words.capital[at + 2]
    return False


def _joins_portfolios(words: Words, i: int) -> bool:
    """ "Infrastructure and Transport Ministry" is one, "Bina and Bhopal station" is not."""
    portfolios = word_list("modifiers")
    return i > 0 and words.lower[i - 1] in portfolios and words.lower[i + 1] in portfolios


def complement(words: Words, i: int) -> int:
    """The end of "Railways", "Road and Transport", "Land, Infrastructure and Transport" from i."""
    end, joined = i, False
    if end < len(words) and words.is_definite(end):
        end += 1
    if end >= len(words) or not words.capital[end]:
        return i
    while end < len(words) and end - i < _LONGEST:
        joins = words.lower[end] in ("and", "&")
        if words.capital[end] or (words.texts[end] in HYPHENS and words.glued(end)):
            end += 1
        elif (
            (joins and not joined and words.lower[end + 1 : end + 2] != ["the"])
            or words.lower[end] in ("of", "the")
        ) and _name_at(words, end + 1):
            end, joined = end + 1, joined or joins
        elif words.texts[end] == "," and _list_goes_on(words, end):
            end += 1
        else:
            break
    return end


def _name_at(words: Words, i: int) -> bool:
    if i < len(words) and words.is_definite(i):
        i += 1
    return i < len(words) and words.capital[i]


def _list_goes_on(words: Words, i: int) -> bool:
    """At the comma of "Land, Infrastructure and Transport"."""
    return (
        i + 3 < len(words)
        and words.capital[i + 1]
        and words.lower[i + 2] in ("and", ",")
        and words.capital[i + 3]
    )


def right_edge(words: Words, i: int) -> int:
    """The end of a place's name that starts at token i; i itself where none does."""
    end = i
    while end < len(words) and end - i < _LONGEST and _goes_on(words, end, end > i):
        end += 1
    return end - 1 if end - 1 > i and words.texts[end - 1] in HYPHENS else end


def _goes_on(words: Words, i: int, inside: bool) -> bool:
    if words.capital[i] or (words.texts[i] in HYPHENS and words.glued(i)):
        return True
    if inside and words.texts[i - 1] in HYPHENS and words.glued(i):
        return words.lower[i] in word_list("hyphen_suffixes")
    linked = inside and words.lower[i] in word_list("inner_particles")
    return linked and i + 1 < len(words) and words.capital[i + 1]
