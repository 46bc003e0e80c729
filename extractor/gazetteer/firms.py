"""Firms and bodies that no list holds, told by what they do or by the noun before them."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.gazetteer.evidence import PLACE_LABELS
from extractor.gazetteer.lookup import Gazetteer
from extractor.gazetteer.words import POSSESSIVES, Words, is_initials, word_list

_LONGEST = 9  # tokens
_NO_NAMES = frozenset(("PRON", "ADV", "NUM"))
_OF_NOUN_PHRASES = frozenset(("NOUN", "PROPN", "ADJ", "VERB", "PUNCT"))


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
        i += _opens(words, i, end)
        end -= _ranks_behind(words, end)
        credited = _credited(words, i, end)
        told = _told_by_words(words, i, end) or (credited and end - i > 1)
        named = told or credited or _speaks(words, i, end)
        if end > i and named and _may_be_firm(words, gazetteer, i, end, people, told=told):
            yield i, end


def unlisted_operators(words: Words, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Start and end of unlisted names whose trains run: "a | Mass Coastal | freight train"."""
    for i in range(1, len(words)):
        fresh = not words.capital[i - 1] or words.sentence_start[i - 1]
        article = words.lower[i - 1] in word_list("before_trains") or words.texts[i - 1].isdigit()
        if not (fresh and article and words.is_name_word(i)):
            continue
        end = i + 1
        while end < len(words) and end - i < _LONGEST and words.is_name_word(end):
            end += 1
        if _runs_train(words, i, end) and _may_run_trains(words, gazetteer, i, end):
            yield i, end


def _runs_train(words: Words, start: int, end: int) -> bool:
    """Whether "freight train" follows, or "train" where the tagger thinks of an organisation."""
    at = end
    while at < len(words) and words.lower[at] in word_list("train_kinds"):
        at += 1
    train = at < len(words) and words.lower[at] in word_list("trains")
    tagged = any(label == "ORG" for label in words.entity[start:end])
    return train and (tagged or not word_list("goods_trains").isdisjoint(words.lower[end:at]))


def _may_run_trains(words: Words, gazetteer: Gazetteer, start: int, end: int) -> bool:
    """Whether a name is no place, train, line or nation: "a Red Line train", "a Dutch train"."""
    name = words.text(start, end)
    train = words.lower[end - 1] in word_list("not_in_company_names")
    pair = any(words.is_hyphen(i) for i in range(start, end))
    known = gazetteer.places(name) or gazetteer.country_of(name)
    return not (known or train or pair or words.is_everyday(start, end))


def _ranks_behind(words: Words, end: int) -> int:
    """How many words before end belong to the title behind: "NJ Transit | Executive Director"."""
    at = end
    title = at < len(words) and words.lower[at] in word_list("titles")
    while title and words.lower[at - 1] in word_list("ranks"):
        at -= 1
    return end - at


def _in_name(words: Words, i: int, inside: bool) -> bool:
    lower = words.lower[i]
    if words.capital[i]:
        person = lower in word_list("titles") or is_initials(words.texts[i])
        ends = inside and (words.sentence_start[i] or person)
        return not ends and lower not in word_list("calendar")
    joins = words.is_hyphen(i) if i + 1 < len(words) else False
    return inside and (joins or (lower == "&" and words.capital[min(i + 1, len(words) - 1)]))


def _opens(words: Words, start: int, end: int) -> bool:
    """Whether the first word is none of the name: "The Irrawaddy Gate", "Newspaper Vestnik"."""
    noun = words.sentence_start[start] and words.lower[start] in word_list("firm_nouns")
    longer = end - start > 1 and not words.is_everyday(start, end)
    return longer and (noun or words.is_definite(start))


def _told_by_words(words: Words, start: int, end: int) -> bool:
    """Whether the words beside the name say that it is no person's: by a noun or an act."""
    return _named_firm(words, start, end) or _introduced(words, end) or _acts(words, end)


def _named_firm(words: Words, start: int, end: int) -> bool:
    """ "operator | Northern Bangkok Monorail", "the operator, | Lémanis |, has"."""
    at = start - 1 - (words.is_definite(start - 1) and start > 1)
    if at > 0 and words.texts[at] == "," and words.texts[end : end + 1] == [","]:
        at -= 1
    small = at >= 0 and (not words.capital[at] or words.sentence_start[at])
    person = words.entity[start] == "PERSON" and words.lower[at] in word_list("people_too")
    return small and not person and words.lower[at] in word_list("firm_nouns")


def _introduced(words: Words, end: int) -> bool:
    """ "NK Watchpost |, a Seoul-based research platform that"."""
    apposed = end + 1 < len(words) and words.lower[end + 1] in word_list("articles")
    if not apposed or words.texts[end] != ",":
        return False
    last = end + 2
    while last < min(len(words), end + 9) and _in_noun_phrase(words, last):
        last += 1
    owner = last < len(words) and words.lower[last] in POSSESSIVES
    return not owner and words.lower[last - 1] in word_list("firm_nouns")


def _in_noun_phrase(words: Words, i: int) -> bool:
    """Whether token i may belong to "Seoul-based research platform"."""
    return words.doc[i].pos_ in _OF_NOUN_PHRASES and words.texts[i] != ","


def _acts(words: Words, end: int) -> bool:
    """ "Belgrano Cargas | carried 7.5 million tonnes", "Transrail |'s locomotives"."""
    after = words.lower[end : end + 3]
    owned = after[:1] and after[0] in POSSESSIVES and set(after[1:]) & word_list("firm_goods")
    return bool(owned) or (bool(after) and after[0] in word_list("firm_acts"))


def _credited(words: Words, start: int, end: int) -> bool:
    """ "told | ISNA", "compiled by | Rail Monitor Korea", "analysts at | SecureTrack"."""
    at = start - 1 - (words.is_definite(start - 1) and start > 1)
    person = words.entity[start] == "PERSON" and not _has_everyday(words, start, end)
    if at < 0 or person:
        return False
    before = words.lower[at - 1] if at else ""
    asked = words.lower[at] == "by" and before in word_list("credited_by")
    heard = words.lower[at] in word_list("employed_by") and before in word_list("firm_people")
    return words.lower[at] == "told" or asked or heard


def _speaks(words: Words, start: int, end: int) -> bool:
    """Followed by a word of speaking, its subject, or credited with what is told."""
    if "_".join(words.lower[max(0, start - 2) : start]) in word_list("credited_to"):
        return True
    talk = word_list("firm_talk")
    after = words.lower[end : end + 3]
    if after[:1] == ["and"] and (other := _coordinated(words, end + 1)):
        after = words.lower[other : other + 3]
    while after and after[0] in word_list("before_verbs"):
        after.pop(0)
    return bool(after) and after[0] in talk


def _coordinated(words: Words, start: int) -> int:
    """The end of the second subject of "Luka Koper and Slovenian Railways reported", else 0."""
    if words.lower[start - 2] in word_list("modifiers"):  # "Transport and Logistics Bureau"
        return 0
    start += start < len(words) and words.is_definite(start)
    end = start
    while end < len(words) and _in_name(words, end, end > start):
        end += 1
    person = words.entity[start : start + 1] == ["PERSON"]
    return end if end > start and not person else 0


def _may_be_firm(
    words: Words, gazetteer: Gazetteer, start: int, end: int, people: set[str], *, told: bool
) -> bool:
    """Neither a person nor a place, nor everyday words; what is `told` by words is no person."""
    text = words.text(start, end)
    several = end - start > 1 and not _has_everyday(words, start, end)
    person = words.entity[start] == "PERSON" and several and not told
    surname = words.texts[end - 1] in people and not told
    plain = words.is_everyday(start, end) and not _is_tagged(words, start, end)
    if person or words.is_titled(start, end) or is_ranked(words, start, end) or surname or plain:
        return False
    if words.doc[start].pos_ in _NO_NAMES or words.lower[start] in word_list("openers"):
        return False
    if gazetteer.country_of(text) or names_no_body(words, start, end):
        return False
    short = text.isupper() and 3 <= len(text) <= 6 and words.entity[start] not in PLACE_LABELS
    return short or not gazetteer.places(text)


def names_no_body(words: Words, start: int, end: int) -> bool:
    """Whether a noun stands for a body named elsewhere, or tells an office.

    "The | Department | said", "General Manager of | Railways | Jo Roe".
    """
    if set(words.lower[start:end]) <= word_list("titles") | word_list("ranks"):
        return True
    noun = end - start == 1 and words.lower[start] in word_list("body_nouns")
    return noun and start > 0 and words.lower[start - 1] in word_list("before_body_nouns")


def is_ranked(words: Words, start: int, end: int) -> bool:
    """Whether a title opens a person's name: "Superintendent Farid Baloch"."""
    title = words.lower[start] in word_list("titles")
    return title and end - start == 3 and not _has_everyday(words, start + 1, end)


def _has_everyday(words: Words, start: int, end: int) -> bool:
    """Whether a word of the name is an everyday one: "Rail Monitor Korea" is no person."""
    return not word_list("everyday").isdisjoint(words.lower[start:end])


def _is_tagged(words: Words, start: int, end: int) -> bool:
    """Whether everyday words are together tagged as an organisation: "First Great Western"."""
    return end - start > 2 and all(label == "ORG" for label in words.entity[start:end])


def _surnames(words: Words) -> set[str]:
    """The last words of the persons whom the text names in full, or with a title."""
    full = (entity for entity in words.doc.ents if entity.label_ == "PERSON" and len(entity) > 1)
    return {token.text for entity in full for token in entity}
