"""What a number counts: the noun phrase behind it, "five of the train's 104 hopper cars"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc, Token

from extractor.lexicon import forms
from extractor.quantities.numerals import Numeral
from extractor.quantities.predications import Phrase

SPAN = 9  # tokens from a number to the thing it counts, at most
BACK = 60  # tokens before a number in which what it counts may be named
BEHIND = 60  # characters before a number that may show it to be a whole or a name
MANY_TRIPS = 5_000  # from here on "trips" are people's, below it trains'
VEHICLES = frozenset(("locomotives", "cars", "trains"))  # "locomotive" is often tagged JJ
DETERMINERS = frozenset(("DT", "PRP$", "POS", "CD", "WP$", "PDT"))


class PhraseFinder:
    """Finds counted noun phrases. `data` is a language's `quantities.toml`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.classes = {word: kind for kind, words in data["nouns"].items() for word in words}
        self.goods = frozenset(data["names"]["goods"])
        self.called_by_number = frozenset(data["names"]["called_by_number"])
        self.partitive = frozenset(data["names"]["partitive"])
        self.states = frozenset(data["names"]["states"])
        self.other_units = frozenset(data["names"]["other_units"])
        self.stand_ins = frozenset(data["names"]["stand_ins"])
        self.times = frozenset(data["names"]["times"])
        self.comparing = frozenset(data["names"]["comparing"])
        self.vague = frozenset(data["numbers"]["vague"])
        part = data["part"]
        self.whole = re.compile(part["whole_before"], re.I)
        self.measured = re.compile(part["measure_before"], re.I)

    def find(self, doc: Doc, text: str, number: Numeral, bounds: tuple[int, int]) -> Phrase | None:
        """The phrase a number counts; None for the number of a train, a year, an age.

        `bounds` are the tokens of the sentence.
        """
        span = doc.char_span(number.first, number.end, alignment_mode="expand")
        if span is None or span.end > bounds[1] or span.start < bounds[0]:
            return None
        start, at = self._start(doc, number, span.start, bounds[0]), span.end
        if self._is_other_unit(doc, at, bounds[1]):
            return None
        noun, end, partitive = self._head_noun(doc, at, bounds[1])
        if noun is None and not partitive:
            name = is_name_or_year(doc, text, number, start, bounds[0])
            if name or self._compares(doc, at, bounds[1]):
                return None
        if (
            noun is not None
            and number.digits
            and number.value > 1
            and doc[noun].lower_ in self.called_by_number
        ):
            return None  # "the Kagayaki 506 train"
        plural = noun is not None and doc[noun].tag_ in ("NNS", "NNPS")
        if number.value == 1 and plural and doc[at].lower_ != "of":
            return None  # "one possibility inspectors will look at"
        of = at < bounds[1] and doc[at].lower_ == "of" and (partitive or noun is not None)
        return Phrase(
            start=start,
            end=end,
            noun=noun,
            carrier=noun if noun is not None and not of else span.end - 1,
            bounds=bounds,
            kind="bare" if noun is None else self.kind(doc, noun, at, number.value),
            text=text,
            inner=self._is_whole(doc, text, start, bounds[0])
            or self._is_compound(doc, at, bounds[1]),
            of=of and not self._is_vague_plural(doc, text, number, at),
        )

    def named(self, doc: Doc, phrase: Phrase) -> str | None:
        """The class of the things last spoken of before the phrase, in its sentence or the last."""
        ends = 0
        for index in range(phrase.start - 1, max(-1, phrase.start - BACK), -1):
            ends += index + 1 <= phrase.bounds[0] and bool(doc[index + 1].is_sent_start)
            if ends > 1:
                return None
            kind: str | None = self.classes.get(doc[index].lemma_.lower())
            if kind is not None and doc[index].tag_ in ("NNS", "NNPS"):
                return kind
        return None

    def kind(self, doc: Doc, noun: int, at: int, value: float) -> str:
        """The class of a head noun, with regard to the words from `at` on ("two crew members")."""
        before = [doc[index].lemma_.lower() for index in range(at, noun)]
        if any(self.classes.get(word) == "crew" for word in before):
            return "crew"
        token = doc[noun]
        keys = (token.lower_, token.lemma_.lower(), *sorted(forms(token)))
        found = next((self.classes[key] for key in keys if key in self.classes), "other")
        if found == "trips" and value >= MANY_TRIPS and self.goods.isdisjoint(before):
            return "passengers"
        return found

    def _start(self, doc: Doc, number: Numeral, first: int, low: int) -> int:
        """The first token of the number with its approximation."""
        span = doc.char_span(number.start, number.end, alignment_mode="expand")
        return first if span is None else max(low, span.start)

    def _head_noun(self, doc: Doc, at: int, stop: int) -> tuple[int | None, int, bool]:
        """The head noun from token `at` on, the phrase's end, and whether a pronoun stands for it.

        "[five] of the train's 104 hopper cars": cars; "[two] of them": no noun, partitive.
        """
        if self._is_compound(doc, at, stop):
            return at + 1, at + 2, False
        if self._is_state(doc, at, stop):
            return None, at, False
        noun, of = None, at < stop and doc[at].lower_ == "of"
        first = past_measure(doc, at, stop) if not of else at + 1
        for index in range(first, min(stop, at + SPAN)):
            token, following = doc[index], doc[index + 1] if index + 1 < stop else None
            pronoun = following is None or not following.tag_.startswith(("NN", "JJ"))
            if of and token.lower_ in self.partitive and pronoun:
                return None, index + 1, True
            if opens_compound(doc, index, stop):
                continue  # "14 Chinese-made coaches"
            if self._is_noun(token, following):
                noun = index
            elif of and token.tag_ in DETERMINERS:
                noun = None
            elif not self._leads_to_noun(token, following, noun is not None) and not self._joins(
                doc, index, noun, stop
            ):
                break
        if noun is None and at < stop and doc[at].lower_ in self.stand_ins:
            return at, at + 1, False
        return noun, at if noun is None else noun + 1, False

    def _is_noun(self, token: Token, following: Token | None) -> bool:
        """Whether the token is a noun, or one of ours that the tagger took for something else."""
        if token.tag_ == "VBZ":
            return not forms(token).isdisjoint(self.classes)
        if token.tag_ == "JJ" and self.classes.get(token.lower_) in VEHICLES:
            return following is None or not following.tag_.startswith(("NN", "JJ", "HYPH"))
        return token.tag_.startswith("NN")

    def _joins(self, doc: Doc, at: int, noun: int | None, stop: int) -> bool:
        """Whether "and" joins two words before one noun: "252 coal [and] container wagons"."""
        if (
            doc[at].tag_ != "CC"
            or doc[at - 1].tag_ not in ("JJ", "NN")
            or (noun is not None and doc[noun].tag_ != "NN")
        ):
            return False
        behind = doc[at + 1 : min(stop, at + 5)]
        plural = next((token for token in behind if token.tag_ in ("NNS", "VBZ")), None)
        if plural is None or forms(plural).isdisjoint(self.classes):
            return False
        return all(token.tag_ in ("JJ", "NN", "HYPH") for token in behind if token.i < plural.i)

    def _is_state(self, doc: Doc, at: int, stop: int) -> bool:
        """Whether the number stands for people and what befell them follows: "three hurt as"."""
        if at >= stop or doc[at].lower_ not in self.states:
            return False
        return at + 1 >= stop or not doc[at + 1].tag_.startswith(("NN", "JJ"))

    def _is_vague_plural(self, doc: Doc, text: str, number: Numeral, at: int) -> bool:
        """Whether "of" follows a word like "dozens" and no whole: "of trains", not "of the 40"."""
        vague = " ".join(text[number.first : number.end].lower().split()) in self.vague
        return vague and at + 1 < len(doc) and doc[at + 1].tag_ not in DETERMINERS

    def _is_other_unit(self, doc: Doc, at: int, stop: int) -> bool:
        """Whether a unit of what is no count follows: "1520 mm wagons", "a 750-volt line"."""
        unit = at + 1 if at < stop and doc[at].text in ("-", "‑") else at
        return unit < stop and doc[unit].lower_ in self.other_units

    def _is_compound(self, doc: Doc, at: int, stop: int) -> bool:
        """Whether the number is the first half of a compound like "12-car"."""
        if at + 1 >= stop or doc[at].text not in ("-", "‑"):
            return False
        kinds = {self.classes.get(form) for form in forms(doc[at + 1])}
        return not kinds.isdisjoint(("cars", "locomotives"))

    def _leads_to_noun(self, token: Token, following: Token | None, after_noun: bool) -> bool:
        """Whether the token may stand between a number and its noun, or inside a compound noun."""
        if following is None:
            return False
        to_noun = following.tag_.startswith(("NN", "JJ")) or following.tag_ == "HYPH"
        if token.tag_ == "HYPH":
            return to_noun or following.tag_ in ("VBN", "VBG")
        if after_noun:
            adjective = token.tag_.startswith("JJ") and token.lower_ not in self.times
            return adjective and following.tag_.startswith("NN")
        if token.tag_ in ("VBN", "VBG"):
            return to_noun
        return token.tag_.startswith("JJ") or (token.tag_ in ("RB", "RBR", "RBS") and to_noun)

    def _compares(self, doc: Doc, at: int, stop: int) -> bool:
        """Whether the number is but half a comparison: "five fewer"."""
        return at < stop and doc[at].lower_ in self.comparing

    def _is_whole(self, doc: Doc, text: str, first: int, low: int) -> bool:
        """Whether the number is the whole that another one is a part of ("two of the 23")."""
        before = text[max(doc[low].idx, doc[first].idx - BEHIND) : doc[first].idx]
        return bool(self.whole.search(before)) and not self.measured.search(before)


def past_measure(doc: Doc, at: int, stop: int) -> int:
    """The token behind a size that stands between number and noun: "41 forty-foot containers"."""
    sized = at + 3 < stop and doc[at].tag_ == "CD" and doc[at + 1].tag_ == "HYPH"
    return at + 3 if sized else at


def opens_compound(doc: Doc, at: int, stop: int) -> bool:
    """Whether the token is the first half of an adjective like "Chinese-made"."""
    if at + 2 >= stop or doc[at + 1].tag_ != "HYPH":
        return False
    return doc[at].tag_.startswith("NN") and doc[at + 2].tag_ in ("VBN", "VBG")


def is_name_or_year(doc: Doc, text: str, number: Numeral, start: int, low: int) -> bool:
    """Whether a number without a noun is a name's ("Train 97") or a year."""
    bare_year = number.digits and number.max is None and 1900 <= number.value <= 2100
    if bare_year and "," not in text[number.first : number.end]:
        return True
    if start == low or number.start != number.first:
        return False
    before = doc[start - 1]
    return before.tag_.startswith("NN") and before.whitespace_ != ""
