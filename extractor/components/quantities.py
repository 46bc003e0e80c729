"""The figures of a text with their roles: "14 killed", "18 coaches", "$2.1 billion", "95 min late".

A number is read with its approximation, then its unit or the thing it counts, then the words that
say what happened to that thing. A number without any of these is left alone: a missing figure does
less harm than a wrong one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor.extensions import text_of
from extractor.lexicon import LANGUAGES
from extractor.mentions import QuantityMention
from extractor.quantities.counting import PhraseFinder
from extractor.quantities.counts import RoleReader
from extractor.quantities.measures import Measure, MeasureReader
from extractor.quantities.money import CurrencyCues, CurrencyReading
from extractor.quantities.numerals import Numeral, NumeralReader
from extractor.quantities.sums import PartReader, merged_sums, with_consists
from extractor.quantities.two_roles import TwoRoles
from storage.records import Qualifier, QuantityRole, Scope

WINDOW = 110  # characters to either side that may show a figure's scope
ALIKE = 10  # times that a figure may be larger than the one it is held against
COUNTED_OVER_TIME = frozenset(
    (QuantityRole.PASSENGERS, QuantityRole.TONNES, QuantityRole.CONTAINERS, QuantityRole.TRAINS)
)


@Language.factory(
    "quantities",
    requires=["token.dep", "token.tag", "doc.sents"],
    assigns=["doc._.quantities"],
)
def make_quantities(nlp: Language, name: str) -> Quantities:
    """The component for the language of `nlp`. Raises FileNotFoundError where it has no words."""
    language = str(nlp.lang)
    text = (LANGUAGES / language / "quantities.toml").read_text("utf-8")
    return Quantities(tomllib.loads(text), language)


class Quantities:
    """Leaves a list of QuantityMention in `doc._.quantities`, in order of the text."""

    def __init__(self, data: Mapping[str, Any], language: str) -> None:
        self.numerals = NumeralReader(data)
        self.measures = MeasureReader(data, self.numerals)
        self.phrases = PhraseFinder(data)
        self.roles = RoleReader(data)
        self.parts = PartReader(data)
        self.seconds = TwoRoles(data)
        self.currencies = CurrencyCues(data["currency"]["cues"], language)
        self.pairs = re.compile(data["numbers"]["pairs"], re.I)
        self.compared = re.compile(data["superseded"]["compared"], re.I)
        self.scopes = {name: re.compile(rule, re.I) for name, rule in data["scope"].items()}

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        numbers = self.numerals.find(text)
        amounts = CurrencyReading(self.currencies, doc, text)
        mentions: list[QuantityMention] = []
        at = 0
        for sentence in doc.sents:
            stop = at
            while stop < len(numbers) and numbers[stop].first < sentence.end_char:
                stop += 1
            reading = SentenceReading(self, doc, text, amounts, (sentence.start, sentence.end))
            said = reading.mentions(numbers[at:stop])
            mentions += self.parts.with_graver(text, mentions, said, reading.start, reading.stop)
            at = stop
        doc._.quantities = mentions
        return doc


class SentenceReading:
    """The reading of one sentence: each number in turn, knowing those before it."""

    def __init__(
        self,
        rules: Quantities,
        doc: Doc,
        text: str,
        amounts: CurrencyReading,
        bounds: tuple[int, int],
    ) -> None:
        last = doc[bounds[1] - 1]
        self.rules, self.doc, self.text, self.bounds = rules, doc, text, bounds
        self.amounts = amounts
        self.start, self.stop = doc[bounds[0]].idx, last.idx + len(last)
        self.kind = "bare"  # what the last number counted

    def mentions(self, numbers: Sequence[Numeral]) -> list[QuantityMention]:
        """The figures of the sentence in order, sums made, parts of a sum marked."""
        found = [*self._numbered(numbers), *self._singles(), *self._spelled()]
        found.sort(key=lambda mention: (mention.start, -mention.end))
        marked = self.rules.parts.marked(self.text, without_doubles(found), self.start, self.stop)
        merged = merged_sums(self.text, marked, self.rules.parts.part["addend"])
        merged = with_consists(self.text, merged, self.rules.parts.part)
        both = self.rules.seconds.with_seconds(self.text, merged, self.start, self.stop)
        return sorted(both, key=first_character)

    def _numbered(self, numbers: Sequence[Numeral]) -> Iterator[QuantityMention]:
        taken, last = -1, None
        for number in numbers:
            if number.first < taken:
                continue
            measure = self.rules.measures.read(self.text, number, self.start, self.stop)
            if measure is None:
                mention = self._counted(number) or self._compared(number, last)
            else:
                again = self._is_conversion(taken, number, measure)
                taken = measure.end
                mention = None if again else self._measured(measure, number)
            if mention is not None:
                last = self._approximated(mention)
                yield last

    def _is_conversion(self, end: int, number: Numeral, measure: Measure) -> bool:
        """Whether a measure is that which ends before it in other units: "80 miles (130 km)"."""
        first = min(number.start, measure.first)
        inside = end >= 0 and self.text[end:first].strip() == "("
        return inside and self.text[measure.end : measure.end + 1] == ")"

    def _compared(self, number: Numeral, last: QuantityMention | None) -> QuantityMention | None:
        """A bare figure that the last one is held against: "3 million people, up from 2"."""
        before = self.text[max(self.start, number.start - WINDOW) : number.start]
        if last is None or last.role not in COUNTED_OVER_TIME:
            return None
        alike = last.value <= ALIKE * number.value and number.value <= ALIKE * last.value
        if not alike or not self.rules.compared.search(before):
            return None
        mention = self._mention(number.start, number.end, last.role, number.value)
        return replace(mention, max=number.max, qualifier=number.qualifier)

    def _approximated(self, mention: QuantityMention) -> QuantityMention:
        """The mention with what stands behind its noun or unit: "6,600 km or so"."""
        behind = self.rules.numerals.approximations.behind(self.text, mention.end)
        if behind is None or mention.qualifier is not Qualifier.EXACT or behind[1] > self.stop:
            return mention
        text = self.text[mention.start : behind[1]]
        return replace(mention, end=behind[1], text=text, qualifier=behind[0])

    def _measured(self, measure: Measure, number: Numeral) -> QuantityMention | None:
        if measure.role is None:
            return None
        unit = None
        if measure.currencies:
            unit = self.amounts.choose(measure.currencies, measure.first)
        mention = self._mention(measure.first, measure.end, measure.role, measure.value)
        return replace(mention, max=measure.max, qualifier=number.qualifier, unit=unit)

    def _counted(self, number: Numeral) -> QuantityMention | None:
        """The mention of a number of things or people; None where nothing shows what it counts."""
        number = paired(self.text, number, self.rules.pairs)
        phrase = self.rules.phrases.find(self.doc, self.text, number, self.bounds)
        told = self.rules.roles.told(self.text, number, self.start, self.stop)
        role, governor = told, None
        if told is None and phrase is not None:
            named = self.rules.phrases.named(self.doc, phrase)
            if named == "passengers" and self.kind != "bare":
                named = None  # "27 passengers were hurt, four of them badly"
            role, governor = self.rules.roles.role(self.doc, phrase, number, self.kind, named)
        if phrase is not None and phrase.kind != "bare":
            self.kind = phrase.kind
        if role is None or self.rules.roles.is_elsewhere(self.doc, self.text, role, number, phrase):
            return None
        end = number.end
        if phrase is not None and phrase.noun is not None and not phrase.of:
            end = max(end, self.doc[phrase.noun].idx + len(self.doc[phrase.noun]))
        return replace(
            self._mention(number.start, end, role, number.value),
            max=number.max,
            qualifier=number.qualifier,
            noun=phrase.noun if phrase else None,
            governor=governor,
            part_of=bool(
                told is None
                and phrase
                and phrase.of
                and is_default_part(role, phrase.kind)
                and not self.rules.roles.is_held_up(self.doc, phrase)
            ),
        )

    def _singles(self) -> Iterator[QuantityMention]:
        """One person or car without a number: "a man was killed", "its driver broke a leg"."""
        for index in range(*self.bounds):
            found = self.rules.roles.single(self.doc, self.text, index, self.bounds)
            if found is not None:
                token = self.doc[index]
                value = self.rules.roles.groups.get(token.lower_, 1)
                mention = self._mention(token.idx, token.idx + len(token), found[0], value)
                yield replace(mention, noun=index, governor=found[1])

    def _spelled(self) -> Iterator[QuantityMention]:
        """Durations without a numeral: "half an hour late"."""
        text = self.text
        for measure in self.rules.measures.spelled_durations(text, self.start, self.stop):
            if measure.role is not None:
                mention = self._mention(measure.first, measure.end, measure.role, measure.value)
                yield replace(mention, qualifier=measure.qualifier)

    def _mention(self, start: int, end: int, role: QuantityRole, value: float) -> QuantityMention:
        text, scope = self.text[start:end], self._scope(start, end, role)
        return QuantityMention(start, end, text, role, float(value), scope=scope)

    def _scope(self, start: int, end: int, role: QuantityRole) -> Scope | None:
        rules, text = self.rules.scopes, self.text
        before = text[max(self.start, start - WINDOW) : start]
        after = text[end : min(self.stop, end + WINDOW)]
        if rules["capacity_before"].search(before) or rules["capacity_after"].match(after):
            return Scope.CAPACITY
        if rules["per_period_before"].search(before) or rules["per_period_after"].match(after):
            return Scope.PER_PERIOD
        if role in COUNTED_OVER_TIME and rules["cumulative"].search(before + " " + after):
            return Scope.CUMULATIVE
        return Scope.THIS_TRAIN if role is QuantityRole.PASSENGERS else None


def paired(text: str, number: Numeral, rule: re.Pattern[str]) -> Numeral:
    """The number, or twice it where it counts pairs: "24 pairs of trains"."""
    pairs = rule.match(text, number.end)
    if pairs is None:
        return number
    most = number.max and 2 * number.max
    return replace(number, end=pairs.end(), value=2 * number.value, max=most)


def first_character(mention: QuantityMention) -> int:
    """Sort key: where a mention starts."""
    return mention.start


def is_default_part(role: QuantityRole, kind: str) -> bool:
    """Whether "264 of the 1,430 wagons" says nothing of the 264 but that they are some of them."""
    return role.value == kind


def without_doubles(mentions: list[QuantityMention]) -> list[QuantityMention]:
    """Mentions without those inside a longer one."""
    kept: list[QuantityMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
