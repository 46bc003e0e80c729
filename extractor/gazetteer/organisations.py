"""Finds the organisations of a text: by the gazetteer, by cue words, by abbreviations defined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.gazetteer.edges import complement, left_edge
from extractor.gazetteer.firms import is_ranked, names_no_body, unlisted_firms, unlisted_operators
from extractor.gazetteer.lookup import Gazetteer
from extractor.gazetteer.organisation_edges import (
    cue_edge,
    is_owned,
    only_says_what,
    past_owner,
    portfolio,
)
from extractor.gazetteer.words import (
    HYPHENS,
    POSSESSIVES,
    Cue,
    Words,
    cue_table,
    is_initials,
    is_title,
    word_list,
)
from storage.records import Organisation

_LONGEST = 9  # tokens
_NOT_COMPANIES = frozenset(("line", "tunnel", "bridge", "train"))
_WIRE = "news_agency"
_DISTINCT = 3  # letters from which on an abbreviation that the tables hold once is believed abroad


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens start to end (excluded) name an organisation; without one, by its form alone."""

    start: int
    end: int
    kind: str
    organisation: Organisation | None = None


def find_organisations(words: Words, gazetteer: Gazetteer, countries: set[str]) -> list[Found]:
    """Every organisation named, the longest where two overlap, in text order.

    `countries` are those the article speaks of: short forms ("CP", "SR") are read by them.
    """
    sure = list(_by_name(words, gazetteer, countries))
    bodies = [one.organisation for one in sure if one.organisation]
    homes = {body.country for body in bodies if body.country}
    named = sure if homes <= countries else [*_by_name(words, gazetteer, countries | homes)]
    named += _by_cue(words, gazetteer, countries)
    found = longest_first(
        [
            *named,
            *_by_speaker(words),
            *(Found(*span, "organisation") for span in unlisted_firms(words, gazetteer)),
            *(Found(*span, "operator") for span in unlisted_operators(words, gazetteer)),
        ]
    )
    return sorted(_without_titles(words, [*found, *_abbreviated(words, found)]), key=_start)


def _without_titles(words: Words, found: list[Found]) -> list[Found]:
    """Drops what only says what a name beside it is: "state news agency RIA Novosti", "TASS news
    agency"."""
    begins = {(one.start, one.kind) for one in found if one.organisation}
    ends = {one.end for one in found if one.organisation}
    unlisted = {one.start for one in found if one.kind == "organisation"}
    return [
        one
        for one in found
        if one.organisation
        or not (
            (one.end, one.kind) in begins
            or (one.start in ends and _is_plain(words, one))
            or (one.kind == _WIRE and one.end in unlisted and _is_plain(words, one))
        )
    ]


def _is_plain(words: Words, found: Found) -> bool:
    """Whether no word of it has a capital."""
    return not any(words.capital[found.start : found.end])


def longest_first(found: list[Found]) -> list[Found]:
    """Those that no longer one overlaps; a known name wins a tie."""
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
        longest = _LONGEST if words.may_go_on(start, gazetteer) else 1
        for end in range(min(len(words), start + longest), start, -1):
            last = words.texts[end - 1]
            if not (words.capital[end - 1] or last.isdigit() or last in word_list("said_of_names")):
                continue
            organisation = _choose(words, gazetteer, start, end, countries)
            if organisation is not None:
                if organisation.kind == _WIRE and _has_channel(words, end):
                    yield Found(start, end + 1, organisation.kind)
                if (longer := _longer_name(words, gazetteer, start, end)) > end:
                    yield Found(start, longer, organisation.kind)
                yield Found(start, end, organisation.kind, organisation)
                break


def _has_channel(words: Words, i: int) -> bool:
    """Whether a number behind an outlet's name is its channel: "NBC | 4", not "NBC | 4 people"."""
    figure = i < len(words) and words.texts[i].isdigit() and len(words.texts[i]) < _DISTINCT
    return figure and words.doc[i].head.i <= i


def _longer_name(words: Words, gazetteer: Gazetteer, start: int, end: int) -> int:
    """The end of "DB Cargo | Eurasia", "VR | Transpoint": a subsidiary's name goes on.

    It does not go on into a train's name ("Amtrak | Cascades"), a title or a person's name.
    """
    longer, stops = end, word_list("titles") | word_list("not_in_company_names")
    while longer < len(words) and longer - end < 3 and words.is_name_word(longer):
        person = words.entity[longer] == "PERSON" and words.entity[start] != "PERSON"
        if words.lower[longer] in stops or person or words.sentence_start[longer]:
            return end
        longer += 1
    train = any(p.kind in _NOT_COMPANIES for p in gazetteer.places(words.text(end, longer))[:1])
    before_noun = longer < len(words) and words.lower[longer] in word_list("rail_nouns")
    branches = words.texts[longer : longer + 1] == ["/"]  # "RTBU | SA/NT secretary"
    return end if longer == end or train or before_noun or branches else longer


def _choose(
    words: Words, gazetteer: Gazetteer, start: int, end: int, countries: set[str]
) -> Organisation | None:
    text = words.text(start, end)
    names = gazetteer.organisation_names(text)
    plain = end - start == 1 and words.is_plain_start(start) and not words.texts[start].isupper()
    # "Northern said" at the start of a sentence, not "Northern trains".
    plain = plain and word_list("firm_talk").isdisjoint(words.lower[end : end + 1])
    title = end - start == 1 and is_title(words.lower[start])
    if not names or plain or title:
        return None
    at_home = [one for one, _ in names if one.country in countries or one.country is None]
    best, doubtful = (at_home[0] if at_home else names[0][0]), names[0][1]
    if doubtful and not (at_home and _acts(words, start, end)):
        return None
    wire = best.kind == _WIRE and _is_heard(words, start, end)
    if end - start == 1 and not at_home and not wire and _is_short(words, start, len(names)):
        return None
    everyday = words.is_everyday(start, end) and not wire
    if everyday and end - start > 1 and (not at_home or (start and words.is_name_word(start - 1))):
        return None
    if _only_abbreviates(text, best) or _adds_article(text, best) or _names_place(words, end):
        return None
    return None if _starts_line(words, gazetteer, start, end) else best


def _starts_line(words: Words, gazetteer: Gazetteer, start: int, end: int) -> bool:
    """The "Metra" of "Metra Electric Line", the "China Railway" of "Laos–China Railway"."""
    if start > 1 and words.is_hyphen(start - 1) and words.capital[start - 2]:
        return True
    return any(
        (known := gazetteer.places(words.text(start, last))) and known[0].kind in _NOT_COMPANIES
        for last in range(end + 1, min(end + 3, len(words) + 1))
        if words.capital[last - 1]
    )


def _acts(words: Words, start: int, end: int) -> bool:
    """Tagged as an organisation, or followed by what one does or runs: "Northern said"."""
    after = words.lower[end : end + 1]
    runs = not word_list("trains").isdisjoint(after) and words.doc[end].dep_ != "compound"
    talk = not word_list("company_talk").isdisjoint(after)
    return words.entity[start] == "ORG" or talk or runs


def _is_heard(words: Words, start: int, end: int) -> bool:
    """Beside a word for speaking or citing: "told | Reuters", "AP | reported"."""
    before = [words.lower[i] for i in range(max(0, start - 3), start) if not words.is_definite(i)]
    told = {*before[-1:], "_".join(before[-2:])}
    return not (
        word_list("heard_by").isdisjoint(told)
        and word_list("heard").isdisjoint(words.lower[end : end + 1])
    )


def _is_short(words: Words, i: int, bearers: int) -> bool:
    """Whether a name is believed only in an article that speaks of its country."""
    text = words.texts[i]
    if words.lower[i] in word_list("everyday"):
        return True
    return text.isupper() and (len(text) < _DISTINCT or bearers > 1)


def _only_abbreviates(text: str, organisation: Organisation) -> bool:
    """ "Up" is not UP, "Bart" not BART: an abbreviation written small is a word."""
    names = (organisation.name, *organisation.aliases)
    return len(text) <= 5 and text not in names and text.upper() in names and not text.isupper()


def _adds_article(text: str, organisation: Organisation) -> bool:
    """ "The NTSB" is the NTSB, but "The Hindu" has its article in the name."""
    names = (organisation.name, *organisation.aliases)
    return text[:4].casefold() == "the " and not any(name.startswith(text[:4]) for name in names)


def _names_place(words: Words, end: int) -> bool:
    """Whether a word after it makes the name a place's: "Hamhung Railway | Station"."""
    return end < len(words) and words.lower[end] in word_list("place_heads") and words.capital[end]


def _by_cue(words: Words, gazetteer: Gazetteer, countries: set[str]) -> Iterator[Found]:
    table = cue_table("organisations")
    for i in range(len(words)):
        cue = words.matching_cue(table, "after", i)
        if cue and _only_owns(words, i, cue):
            cue = None
        if cue and (words.capital[i] or words.doc[i].pos_ != "VERB"):  # "police board the trains"
            start = past_owner(words, gazetteer, left_edge(words, i, small_words=True), i)
            end = cue_edge(words, i, cue)
            several = len(cue.words) > 1
            whole = start < i or (several and words.capital[i] and is_owned(words, i))
            if whole and not _is_place(words, gazetteer, start, end):
                end = i if only_says_what(words, gazetteer, start, i, cue) else end
                yield _at_home(words, gazetteer, Found(start, end, cue.kind), countries)
            elif several and not words.capital[i] and _is_agent(words, i + len(cue.words) - 1):
                yield Found(i, end, cue.kind)
        if cue := words.matching_cue(table, "before", i):
            end = complement(words, i + len(cue.words))
            if cue.words[0] in word_list("offices") and cue.words[-1] in ("of", "for"):
                end = max(end, portfolio(words, i + len(cue.words)))
            if end > i + len(cue.words):
                start = left_edge(words, i, small_words=True)
                yield _at_home(words, gazetteer, Found(start, end, cue.kind), countries)
        if (cue := words.matching_cue(table, "alone", i)) and _stands_alone(words, i):
            yield Found(i, i + len(cue.words), cue.kind)
        if cue := words.matching_cue(table, "acting", i):
            end = i + len(cue.words)
            if _stands_alone(words, i) and _is_agent(words, end - 1):
                yield Found(i, end, cue.kind)


def _only_owns(words: Words, i: int, cue: Cue) -> bool:
    """Whether a longer name follows the owner: "Sri Lanka|'s Railway | Department"."""
    end = i + len(cue.words)
    named = words.capital[end - 1] and end < len(words) and words.is_name_word(end)
    return words.lower[i] in POSSESSIVES and named


def _at_home(words: Words, gazetteer: Gazetteer, found: Found, countries: set[str]) -> Found:
    """With its entry, if the gazetteer has one of that name in a country the article speaks of."""
    for organisation in gazetteer.organisations(words.text(found.start, found.end)):
        if organisation.country in countries:
            return Found(found.start, found.end, organisation.kind, organisation)
    return found


def _by_speaker(words: Words) -> Iterator[Found]:
    """ "a WestfalenBahn spokesman": who has a spokesman is an organisation."""
    for i in range(1, len(words)):
        if words.lower[i] in word_list("speakers") and words.is_name_word(i - 1):
            start = left_edge(words, i, small_words=False)
            if start < i and words.entity[start] not in ("GPE", "LOC", "FAC"):
                yield Found(start, i, "organisation")


def tagged_organisations(words: Words, gazetteer: Gazetteer, taken: set[int]) -> list[Found]:
    """What the statistical model takes for organisations and nothing else has claimed."""
    found = []
    for entity in words.doc.ents:
        start, end = entity.start, entity.end
        start = words.past_articles(start, end)
        later = ((i, words.sentence_start[i], words.texts[i]) for i in range(start + 1, end))
        end = next((i for i, starts, text in later if starts or is_initials(text)), end)
        while end > start and not words.capital[end - 1]:
            end -= 1
        plain = words.sentence_start[start : start + 1] == [True] and not (
            words.doc[start].pos_ == "PROPN" or words.texts[start].isupper()
        )
        if end - start == 1 and plain:
            continue
        free = taken.isdisjoint(range(start, end)) and not words.is_everyday(start, end)
        free = free and not (names_no_body(words, start, end) or is_ranked(words, start, end))
        titled = end - start > 1 and words.is_titled(start, end)
        if entity.label_ == "ORG" and start < end and free and not titled:
            found.append(Found(start, end, "organisation"))
    return [
        one
        for one in found
        if _is_heard(words, one.start, one.end)
        or not gazetteer.places(words.text(one.start, one.end))
    ]


def _stands_alone(words: Words, i: int) -> bool:
    """ "police", or "Police" where no name goes before it."""
    return not words.capital[i] or words.sentence_start[i] or not words.is_name_word(i - 1)


def _is_agent(words: Words, i: int) -> bool:
    """The noun at token i says or does something, or is credited with it."""
    token = words.doc[i]
    if token.dep_ in ("nsubj", "agent"):
        return True
    by = token.dep_ == "pobj" and token.head.lower_ == "by"
    pair = "_".join(words.lower[max(0, token.head.i - 1) : token.head.i + 1])
    return by or (token.dep_ == "pobj" and pair in word_list("credited_to"))


def _is_place(words: Words, gazetteer: Gazetteer, start: int, end: int) -> bool:
    """Lines whose names look like companies': "Koralm Railway", "China-Laos Railway"."""
    if _names_place(words, end):
        return True
    known = gazetteer.places(words.text(start, end))
    if known and known[0].kind in _NOT_COMPANIES:
        return True
    hyphens = [i for i in range(start, end) if words.texts[i] in HYPHENS]
    return bool(hyphens) and words.lower[end - 1] in word_list("line_nouns")


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
