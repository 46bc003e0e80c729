"""Finds the places, lines and named trains of a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span

from extractor.gazetteer.edges import left_edge, right_edge
from extractor.gazetteer.enumerations import listed
from extractor.gazetteer.evidence import PLACE_LABELS, Evidence, is_prominent
from extractor.gazetteer.named import HALF, PLAIN, WHOLE, Named, order_of, start_of
from extractor.gazetteer.numbered import in_lists, numbered, numbered_streets, plurals
from extractor.gazetteer.pairs import PairFinder
from extractor.gazetteer.prepositions import behind_prepositions
from extractor.gazetteer.words import HYPHENS, POSSESSIVES, Cue, Words, cue_table, word_list
from extractor.timex.words import feast_names

_LONGEST = 7  # tokens
# "A Jubilee line train" and "another Shatabdi express" name the line and the train.
_BY_NAME = frozenset(("line", "train", "river"))


class PlaceFinder:
    """Finds places outside the tokens `taken` by organisations."""

    def __init__(self, words: Words, evidence: Evidence, taken: set[int]) -> None:
        self.words, self.evidence, self.taken = words, evidence, taken

    def find(self) -> list[Named]:
        """Every place named, without overlaps, in text order."""
        found = [*self.pairs(), *self.by_cue(), *self.by_name(), *self.by_entity()]
        nouns = [*numbered(self.words), *in_lists(self.words)]
        found += [*self.bound(), *self.streets(), *(self.named(*one) for one in nouns)]
        found = self.settle([*found, *self.by_preposition()])
        found = self.settle([*found, *self.continued(found)])
        spans = {(one.start, one.end) for one in found if one.kind not in ("train", "line")}
        more = [self.named(*span) for span in listed(self.words, spans, self.taken)]
        settled = self.settle([*found, *more])
        return [one for one in settled if not self.is_letter(one) and not self.is_feast(one)]

    def is_letter(self, named: Named) -> bool:
        """Whether a name is but a capital: the A of "PLAN A", the E of "E 180 St"."""
        return len(self.words.text(named.start, named.end)) == 1

    def is_feast(self, named: Named) -> bool:
        """Whether a name is that of a day or time of feasts: "from Good Friday"."""
        return self.words.text(named.start, named.end).replace("’", "'") in feast_names("en")

    def named(self, start: int, end: int, kind: str | None = None) -> Named:
        return Named(start, end, self.words.text(start, end), kind)

    def pairs(self) -> Iterator[Named]:
        """The halves of "Khasan-Tumangang"."""
        for start, end in PairFinder(self.words, self.evidence, self.taken).halves():
            yield Named(start, end, self.words.text(start, end), None, True, HALF)

    def streets(self) -> Iterator[Named]:
        """ "14 St"; "34 St-Penn Station" is looked up by its end."""
        for start, end, name in numbered_streets(self.words):
            yield Named(start, end, self.words.text(name, end), "station")

    def by_cue(self) -> Iterator[Named]:
        """Names made places by a word beside them: "Chukursay freight yard", "port of Vanino"."""
        words, table = self.words, cue_table("places")
        for i in range(len(words)):
            if cue := words.matching_cue(table, "after", i):
                yield from self.before_cue(i, cue)
            if (cue := words.matching_cue(table, "alone", i)) and not words.capital[i]:
                yield self.named(i, i + len(cue.words), cue.kind)
            if cue := words.matching_cue(table, "before", i):
                name_start = i + len(cue.words)
                if (end := right_edge(words, name_start)) > name_start:
                    start = i if words.capital[i] else name_start
                    # "Lake Victoria" is no Victoria; the port of Vanino is Vanino's.
                    key = start if cue.needs_capital else name_start
                    yield Named(start, end, words.text(key, end), cue.kind)

    def before_cue(self, i: int, cue: Cue) -> Iterator[Named]:
        """The name that ends in the cue at token i, if one does."""
        words, end = self.words, i + len(cue.words)
        start = self.past_owner(left_edge(words, i, small_words=False), i)
        if cue.kind in ("line", "street") and end < len(words):
            end += words.texts[end].isdigit()  # "Range Road 3152"
        if start >= i or not self.is_name(start, i, cue.kind):
            return
        if cue.kind == "line" and words.text(start, i) in word_list("ways"):
            return
        if self.is_named_behind(start, i, end) or self.is_of_town(cue, end):
            return
        if self.goes_on_as_street(end) or self.only_describes(start, i, end, cue):
            return
        if end < len(words) and words.lower[end] in plurals() and cue.kind == "line":
            yield self.named(start, i, plurals()[words.lower[end]])  # "Ely railway | stations"
        elif self.is_only_end(start, i, cue) or self.only_says_where(start, i, cue):
            yield self.named(start, i)
        else:
            rank = WHOLE if self.evidence.known(start, end) else PLAIN
            yield Named(start, end, words.text(start, i), cue.kind, True, rank)

    def is_only_end(self, start: int, end: int, cue: Cue) -> bool:
        """The Rosslare of "the Dublin to Rosslare line", the Khasan of "over the Khasan border"."""
        words = self.words
        if words.lower[end - 1] in POSSESSIVES:
            return False
        if cue.words == ("border",) and not words.capital[end]:
            kinds = {candidate.place.kind for candidate in self.evidence.known(start, end)}
            demonym = self.evidence.gazetteer.is_demonym(words.text(start, end))
            return not demonym and bool(kinds & {"city", "station", "region", "border_crossing"})
        joined = start > 1 and words.lower[start - 1] in ("to", *HYPHENS)
        runs = cue.kind == "line" and joined and not words.glued(start)
        return runs and words.capital[start - 2] and bool(self.evidence.known(start, end))

    def only_describes(self, start: int, i: int, end: int, cue: Cue) -> bool:
        """Whether the name only says what another is: "the Mediterranean port of | Latakia"."""
        words, table = self.words, cue_table("places")
        while end < len(words) and (more := words.matching_cue(table, "after", end)):
            end += len(more.words)
        of_name = end + 1 < len(words) and words.lower[end] == "of" and words.capital[end + 1]
        of_land = any(known.place.country for known in self.evidence.known(start, i))
        return of_name and cue.kind in ("city", "port") and not of_land

    def only_says_where(self, start: int, end: int, cue: Cue) -> bool:
        """The Kent of "a Kent railway station", "the Kent village of Wye": it has no other name."""
        words, known = self.words, self.evidence.known(start, end)
        if not known or words.capital[end]:
            return False
        if cue.words[-1] in word_list("lands_own"):
            return known[0].place.kind == "country"
        if cue.kind in _BY_NAME:
            return False
        behind = end + len(cue.words)
        if cue.kind in ("city", "port") and words.lower[behind : behind + 1] == ["of"]:
            return known[0].place.kind == "region"
        return start > 0 and words.lower[start - 1] in word_list("indefinite")

    def is_name(self, start: int, end: int, kind: str) -> bool:
        """Not a sentence's first word, and not "the German town": that names no town."""
        words = self.words
        if not words.capital[start] or words.is_plain_start(start):
            return False
        demonym = self.evidence.gazetteer.is_demonym(words.text(start, end))
        return not demonym or kind == "border_crossing"

    def is_named_behind(self, start: int, cue: int, end: int) -> bool:
        """ "the Russian border station of | Khasan": what stands before says whose it is."""
        words = self.words
        of_name = end + 1 < len(words) and words.lower[end] == "of" and words.capital[end + 1]
        return of_name and self.evidence.gazetteer.is_demonym(words.text(start, cue))

    def goes_on_as_street(self, end: int) -> bool:
        """Whether the name is a street's: the "North Town" of "North Town Street"."""
        words = self.words
        cue = words.matching_cue(cue_table("places"), "after", end) if end < len(words) else None
        return cue is not None and cue.kind == "street" and words.capital[end]

    def is_saint(self, start: int, end: int) -> bool:
        """Whether a saint is named, and no city called by one: "St Peter", "St Petersburg"."""
        saint = self.words.lower[start] in word_list("saints")
        return saint and not any(map(is_prominent, self.evidence.known(start, end)))

    def is_of_town(self, cue: Cue, end: int) -> bool:
        """Whether a border only says where a town lies: "the Polish border | town of Medyka"."""
        beside = self.words.lower[end] if end < len(self.words) else ""
        return cue.words == ("border",) and beside in word_list("seats")

    def past_owner(self, start: int, end: int) -> int:
        """Past the owner of a station: Moscow's | Yaroslavsky; King's Cross stays whole."""
        for i in range(end - 1, start, -1):
            owner = self.words.lower[i] in POSSESSIVES and not self.is_saint(start, i)
            if owner and (i == end - 1 or not self.evidence.known(start, end)):
                return i + 1
        return start

    def by_name(self) -> Iterator[Named]:
        """Names that the gazetteer holds, the longest from each token on."""
        words = self.words
        for start in range(len(words)):
            opens = words.capital[start] or words.texts[start].isdigit()
            if not opens or start in self.taken or words.is_definite(start):
                continue
            for end in self.ends(start):
                candidates = self.evidence.known(start, end)
                belief = self.evidence.belief(start, end, candidates) if candidates else 0
                if belief and not self.is_torn(start, end):
                    first = self.with_prefix(start)
                    yield Named(
                        first,
                        end,
                        words.text(first, end),
                        None,
                        belief == 2,
                        _WHOLE_IF[any(words.texts[i] in HYPHENS for i in range(start, end))],
                    )
                    break

    def with_prefix(self, start: int) -> int:
        """Where the name starts: "New" and the like belong to it, whether it is known so or not."""
        words = self.words
        before = start - 1
        if before < 0 or words.lower[before] not in word_list("name_prefixes"):
            return start
        return before if words.is_name_word(before) and before not in self.taken else start

    def is_torn(self, start: int, end: int) -> bool:
        """Whether the span is tied to more of its name: "Shin" of "Shin-Onomichi", "St Peter" of
        "St Peter's Square".
        """
        words = self.words
        if self.is_saint(start, end) and end + 1 < len(words):
            return words.lower[end] in POSSESSIVES and words.capital[end + 1]
        after = end < len(words) - 1 and words.is_hyphen(end) and words.capital[end + 1]
        return after or (start > 1 and words.is_hyphen(start - 1) and self.goes_before(start - 2))

    def goes_before(self, i: int) -> bool:
        """Whether token i before a hyphen is of the name: "Pont-à-Mousson", "Vitry-sur-Seine"."""
        words = self.words
        inner = words.lower[i] in word_list("inner_particles") and i > 1 and words.is_hyphen(i - 1)
        return words.capital[i] or (inner and words.capital[i - 2])

    def ends(self, start: int) -> list[int]:
        """Ends of the runs of name words from start, the farthest first."""
        words, particles, ends, end = self.words, word_list("particles"), list[int](), start
        if not words.may_go_on(start, self.evidence.gazetteer):
            return [start + 1] if words.capital[start] else []
        while end < len(words) and end - start < _LONGEST and end not in self.taken:
            if words.capital[end] or words.texts[end].isdigit():
                ends.append(end + 1)
            elif not (
                words.lower[end] in particles
                or words.lower[end] in POSSESSIVES
                or words.texts[end] in HYPHENS
            ):
                break
            end += 1
        return ends[::-1] if words.capital[start] else [e for e in ends[::-1] if e > start + 1]

    def by_entity(self) -> Iterator[Named]:
        """Names that the statistical model takes for places and the gazetteer does not know."""
        words = self.words
        for entity in words.doc.ents:
            if entity.label_ not in PLACE_LABELS:
                continue
            start, end = entity.start, self.before_day(entity.start, entity.end)
            for i in range(start, end + 1):
                if i == end or self.parts_names(i, entity) or self.owns(start, i):
                    part = self.trimmed(start, i)
                    if part[0] < part[1] and not words.is_everyday(*part):
                        yield self.named(*part)
                    start = i + 1

    def parts_names(self, i: int, entity: Span) -> bool:
        """Whether token i stands between two names: "Nether Stowey | near | Bridgwater"."""
        if self.words.lower[i] in {",", *word_list("route_joints")}:
            return True
        whole = bool(self.evidence.known(entity.start, entity.end))
        return i > entity.start and self.words.lower[i] in word_list("nearby") and not whole

    def owns(self, start: int, i: int) -> bool:
        """Whether token i makes the place before it the owner of what follows: Toronto's | Line."""
        owner = self.words.lower[i] in POSSESSIVES and self.evidence.known(start, i)
        return bool(owner) and not self.evidence.known(start, i + 2)

    def before_day(self, start: int, end: int) -> int:
        """Where a place ends that is followed by a day: Illinois | on Memorial Day."""
        known, lower = self.evidence.known, self.words.lower
        days = (i for i in range(start + 1, end) if lower[i] == "on" and known(start, i))
        return end if known(start, end) else next(days, end)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        words = self.words
        start = words.past_articles(start, end)
        while end > start and not (words.capital[end - 1] or words.texts[end - 1].isdigit()):
            end -= 1
        if start < end and words.texts[end - 1].isdigit() and end - start == 1:
            return start, start
        return start, end

    def by_preposition(self) -> Iterator[Named]:
        """Unknown names after "near", "between" and the like."""
        return (self.named(*span) for span in behind_prepositions(self.words, self.evidence))

    def bound(self) -> Iterator[Named]:
        """ "a Suseo-bound train"."""
        words = self.words
        for i in range(1, len(words) - 1):
            if words.is_hyphen(i) and words.lower[i + 1] == "bound" and words.capital[i - 1]:
                start = left_edge(words, i, small_words=False)
                if start < i and not words.is_everyday(start, i):
                    yield self.named(start, i)

    def continued(self, found: list[Named]) -> Iterator[Named]:
        """Lists go on: in "between Mulund and Kurla" what follows a place by "and" is one too."""
        words = self.words
        for one in found:
            i = one.end + 1
            joined = i < len(words) and words.lower[one.end] in word_list("joints")
            if one.kind == "train" or not joined:
                continue
            end = right_edge(words, i)
            before = words.lower[one.start - 1] if one.start else ""
            opened = before in word_list("route_openers") | word_list("linking")
            if opened and end > i and words.capital[i] and not words.is_everyday(i, end):
                yield self.named(i, end)

    def settle(self, found: list[Named]) -> list[Named]:
        """Drop overlaps, the longest first, and unsure names that are named surely nowhere.

        What is kept is sure from then on: another rule may have been sure of the same words.
        """
        sure = {one.key.casefold() for one in found if one.sure}
        chosen: list[Named] = []
        taken = set(self.taken)
        for one in sorted(found, key=order_of, reverse=True):
            if (one.sure or one.key.casefold() in sure) and taken.isdisjoint(
                range(one.start, one.end)
            ):
                taken.update(range(one.start, one.end))
                chosen.append(replace(one, sure=True))
        return sorted(chosen, key=start_of)


_WHOLE_IF = {True: WHOLE, False: PLAIN}
