"""The role of a counted thing: by what is told of it, by what it does or suffers, by what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc, Token

from extractor.lexicon import forms
from extractor.quantities.count_rules import Default, Told, compiled, parse_default
from extractor.quantities.frames import Frame, fits, parse_frame
from extractor.quantities.numerals import Numeral
from extractor.quantities.predications import (
    PASSIVE_SUBJECTS,
    SUBJECTS,
    Phrase,
    Predication,
    predications,
)
from storage.records import QuantityRole

WINDOW = 170  # characters to either side in which a plain pattern may decide
CASUALTIES = frozenset((QuantityRole.KILLED, QuantityRole.INJURED, QuantityRole.MISSING))
VEHICLES = frozenset(("trains", "cars", "containers", "locomotives"))
SPOKEN_OF = VEHICLES | {"passengers"}
ALONE = ("nsubj", "nsubjpass", "dobj", "conj")  # where a determiner stands for the thing itself
NEAR = 5  # tokens before a number in which animals are named that it counts
FEW = 9  # people that a car on the road may hold
CLIMB = 4  # words of the parse from people to what carries them


class RoleReader:
    """Decides roles. `data` is a language's `quantities.toml`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.names = {kind: frozenset(words) for kind, words in data["names"].items()}
        self.frames = [parse_frame(row) for row in data["frame"]]
        self.defaults = {kind: parse_default(row) for kind, row in data["defaults"].items()}
        self.hurting = frozenset().union(
            *(frame.verbs for frame in self.frames if frame.role in CASUALTIES and not frame.text)
        )
        self.disaster = {name: re.compile(row, re.I) for name, row in data["disaster"].items()}
        self.no_people = self.names["things"] | self.names["animals"]
        self.groups: dict[str, int] = data["numbers"]["group"]
        self.none = re.compile(data["part"]["none_before"], re.I)
        self.told_rows = [
            Told(QuantityRole(row["role"]), re.compile(row["before"], re.I), compiled(row, "after"))
            for row in data["told"]
        ]

    def told(self, text: str, number: Numeral, low: int, high: int) -> QuantityRole | None:
        """The role of "15" in "the death toll rose to 15"; `low` and `high` bound its sentence."""
        before = text[max(low, number.start - WINDOW) : number.start]
        after = text[number.end : min(high, number.end + WINDOW)]
        for row in self.told_rows:
            if row.before.search(before) and (row.after is None or row.after.match(after)):
                return row.role
        return None

    def role(
        self, doc: Doc, phrase: Phrase, number: Numeral, last_kind: str, named: str | None
    ) -> tuple[QuantityRole | None, int | None]:
        """The role of a counted thing and the token that decides it, each None where there is none.

        `last_kind` is what the number before it counted: "34 trains, and six others"; `named` the
        class of the things spoken of before it: "trains were late; 40 of them stood all night".
        """
        said = list(predications(doc, phrase, self.names["measures"]))
        if last_kind in VEHICLES and self._is_vehicle_again(doc, phrase, said):
            phrase = replace(phrase, kind=last_kind)
        found = self._framed(doc, phrase, number, said)
        if (
            found[0] in CASUALTIES
            or named is None
            or not self._stands_for(doc, phrase, named, said)
        ):
            return found
        return self._framed(doc, replace(phrase, kind=named), number, said)

    def _framed(
        self, doc: Doc, phrase: Phrase, number: Numeral, said: list[Predication]
    ) -> tuple[QuantityRole | None, int | None]:
        """The role by the first frame that fits, else by the class of the counted thing."""
        for frame in self.frames:
            if frame.nouns and self._is_named(frame, doc, phrase, number):
                return frame.role, None
            if phrase.kind not in frame.of or self._is_thing(doc, phrase):
                continue
            if frame.role is QuantityRole.PASSENGERS and phrase.of and phrase.noun is not None:
                continue
            if frame.role is QuantityRole.AFFECTED and is_one_of(doc, phrase, number):
                continue  # "she was one of about 900 people told to leave"
            if deciding := first_fit(frame, doc, phrase, said):
                return self._role_of(frame, phrase, doc), deciding.token
        return self._default(doc, phrase, number, said)

    def _role_of(self, frame: Frame, phrase: Phrase, doc: Doc) -> QuantityRole:
        """The frame's role; engines that leave the rails are no cars."""
        engine = phrase.kind == "locomotives" or (
            phrase.noun is not None and doc[phrase.noun].lower_ in self.names["engines"]
        )
        if frame.role is QuantityRole.CARS_DERAILED and engine:
            return QuantityRole.LOCOMOTIVES
        return frame.role

    def single(
        self, doc: Doc, text: str, index: int, bounds: tuple[int, int]
    ) -> tuple[QuantityRole, int] | None:
        """The role of one person or car without a number, and the word that decides it."""
        kind = self._single_kind(doc, index, bounds)
        if kind is None:
            return None
        carrier = carrier_of(doc, index, bounds)
        phrase = Phrase(index, index + 1, index, carrier, bounds, kind, text)
        said = list(predications(doc, phrase, self.names["measures"]))
        for frame in self.frames:
            if kind in frame.of and (deciding := first_fit(frame, doc, phrase, said)):
                return self._role_of(frame, phrase, doc), deciding.token
        if kind == "single_car" and self._is_one_engine(doc, index, bounds):
            return QuantityRole.LOCOMOTIVES, doc[index].head.i
        return None

    def _is_one_engine(self, doc: Doc, index: int, bounds: tuple[int, int]) -> bool:
        """Whether the noun is an engine told with "a": "22 wagons behind a diesel locomotive"."""
        engine = doc[index]
        drawing = engine.lower_ in self.names["engines"] and index > bounds[0]
        if not drawing or doc[index - 1].lower_ in self.names["other_engines"]:
            return False
        if engine.dep_ == "pobj" and engine.head.lower_ not in self.names["drawn"]:
            return False
        by = engine.dep_ == "pobj" and engine.head.lower_ == "by"
        acts = by or engine.dep_ in (*SUBJECTS, *PASSIVE_SUBJECTS)
        verb = engine.head.head if by else engine.head
        if acts and forms(verb).isdisjoint(self.names["drawing"]):
            return False  # "a worker was killed by a locomotive"
        return determiner_of(doc, index, bounds[0]) in self.names["one_of"]

    def _is_vehicle_again(self, doc: Doc, phrase: Phrase, said: list[Predication]) -> bool:
        """Whether a number without a noun of its own counts what the one before it did.

        "48 trains and 39 others", "17 cars, five of them tankers", "and another eight delayed".
        """
        if phrase.noun is None and not phrase.of:
            verbs = self.names["train_verbs"]
            return any(not forms(doc[one.token]).isdisjoint(verbs) for one in said)
        if phrase.noun is None:
            return True
        hurt = any(not forms(doc[one.token]).isdisjoint(self.hurting) for one in said)
        return doc[phrase.noun].lower_ in self.names["elliptic"] and not hurt

    def _stands_for(self, doc: Doc, phrase: Phrase, named: str, said: list[Predication]) -> bool:
        """Whether a number without a noun counts the things spoken of before it."""
        if phrase.kind != "bare" or named not in SPOKEN_OF:
            return False
        verbs = self.names["train_verbs"]
        cancelled = any(not forms(doc[one.token]).isdisjoint(verbs) for one in said)
        return phrase.of or (named == "trains" and cancelled)

    def _is_named(self, frame: Frame, doc: Doc, phrase: Phrase, number: Numeral) -> bool:
        """Whether the counted noun alone makes the frame ("nine lives")."""
        if phrase.noun is None or forms(doc[phrase.noun]).isdisjoint(frame.nouns):
            return False
        before = phrase.text[max(0, number.start - 30) : number.start]
        return frame.unless is None or not frame.unless.search(before)

    def _is_thing(self, doc: Doc, phrase: Phrase) -> bool:
        """Whether the counted thing, of no known class, is none that may be hurt."""
        if phrase.kind != "other" or phrase.noun is None:
            return False
        noun = doc[phrase.noun]
        return not forms(noun).isdisjoint(self.no_people) or noun.tag_.startswith("NNP")

    def _default(
        self, doc: Doc, phrase: Phrase, number: Numeral, said: list[Predication]
    ) -> tuple[QuantityRole | None, int | None]:
        """The role that a class of things has where no frame decides."""
        row = self.defaults.get(phrase.kind)
        if row is None or not self._counts(row, doc, phrase, number):
            return None, None
        return row.role, min((one.token for one in said), default=None)

    def _counts(self, row: Default, doc: Doc, phrase: Phrase, number: Numeral) -> bool:
        """Whether the words around a figure let its default role stand."""
        before, after = around(doc, phrase, number)
        if phrase.of and (number.value < 2 or row.before or row.after):
            return False  # "19 of the 112 people aboard" tells of the 112
        if number.value < 2 and row.plural:
            return False
        if row.plural and phrase.inner and not self.none.search(before):
            return False
        if number.value > row.most or (number.value != int(number.value) and number.value < 1000):
            return False
        if row.unless_phrase and row.unless_phrase.search(words_of(doc, phrase, number)):
            return False
        if row.unless_before and row.unless_before.search(before):
            return False
        if row.unless_after and row.unless_after.match(after):
            return False
        wanted = [
            bool(row.before and row.before.search(before)),
            bool(row.after and row.after.match(after)),
        ]
        return any(wanted) or not (row.before or row.after)

    def _single_kind(self, doc: Doc, index: int, bounds: tuple[int, int]) -> str | None:
        """The class of frames that a noun without a number may fill, if any."""
        token = doc[index]
        if token.tag_ == "PRP" or (token.tag_ == "DT" and token.dep_ in ALONE):
            return "single" if token.lower_ in self.names["pronouns"] else None
        if token.tag_ not in ("NN", "NNP", "JJ") or token.dep_ in ("compound", "nmod"):
            return None
        if token.tag_ == "JJ" and index + 1 < bounds[1] and doc[index + 1].tag_.startswith("NN"):
            return None  # "a locomotive depot"
        determiner = determiner_of(doc, index, bounds[0])
        if determiner in self.names["none_of"]:
            return None
        if determiner is None:
            opens = index == bounds[0] and token.lower_ in self.names["indefinite"]
            return "single" if opens else None
        if token.lower_ in self.names["rolling_stock"]:
            return "single_car"
        if token.lower_ in self.groups:
            of = index + 1 < bounds[1] and doc[index + 1].lower_ == "of"
            return None if of else "single"
        indefinite = determiner in self.names["one_more_of"]
        named = token.lower_ in self.names["indefinite" if indefinite else "definite"]
        aged = indefinite and is_aged(doc, index, bounds[0])
        return "single" if named or (aged and token.lower_ not in self.no_people) else None

    def is_held_up(self, doc: Doc, phrase: Phrase) -> bool:
        """Whether trains are told to be cancelled or late: "cancelled 12 of its trains"."""
        said = predications(doc, phrase, self.names["measures"])
        return any(not forms(doc[one.token]).isdisjoint(self.names["train_verbs"]) for one in said)

    def is_elsewhere(
        self, doc: Doc, text: str, role: QuantityRole, number: Numeral, phrase: Phrase | None
    ) -> bool:
        """Whether people so counted are those of a bus or a flood, or no people at all."""
        if role in CASUALTIES and self._is_of_disaster(text, number):
            return True
        if phrase is None:
            return False
        if role in (QuantityRole.PASSENGERS, QuantityRole.AFFECTED):
            return self._is_by_road(doc, phrase, role, number.value)
        return role is QuantityRole.KILLED and self._is_of_animals(doc, phrase)

    def _is_of_disaster(self, text: str, number: Numeral) -> bool:
        """Whether the dead and hurt are those of a storm, a flood or a war, not of a train."""
        before = text[max(0, number.start - WINDOW) : number.start]
        after, rules = text[number.end : number.end + WINDOW], self.disaster
        return bool(rules["before"].search(before) or rules["after"].match(after))

    def _is_by_road(self, doc: Doc, phrase: Phrase, role: QuantityRole, value: float) -> bool:
        """Whether people so told are in a bus or a boat: "a pickup carrying 18 workers".

        Buses that carry people on may carry them from a train.
        """
        token = doc[phrase.carrier]
        for _ in range(CLIMB):
            token = token.head
            subjects = [child for child in token.lefts if child.dep_ in SUBJECTS]
            carriers = [token, *(subjects if role is QuantityRole.PASSENGERS else ())]
            if any(self._is_no_train(one, value) for one in carriers):
                return True
            if subjects or token.head.i == token.i or token.pos_ in ("NOUN", "PROPN"):
                break
        return False

    def _is_no_train(self, token: Token, value: float) -> bool:
        """Whether it names a bus or a boat; "they were bused to Ely" does not."""
        nominal = token.pos_ in ("NOUN", "PROPN")
        small = self.names["small"] if value <= FEW else frozenset()
        return nominal and not forms(token).isdisjoint(self.names["no_train"] | small)

    def _is_of_animals(self, doc: Doc, phrase: Phrase) -> bool:
        """Whether a number alone counts animals just named: "hit a herd of deer, killing 11"."""
        if phrase.kind != "bare":
            return False
        near = previous(doc, phrase.start, max(phrase.bounds[0], phrase.start - NEAR))
        return any(not forms(token).isdisjoint(self.names["animals"]) for token in near)


def is_one_of(doc: Doc, phrase: Phrase, number: Numeral) -> bool:
    """Whether it is one out of many: "one of about 900 people"."""
    of = phrase.end < phrase.bounds[1] and doc[phrase.end].lower_ == "of"
    return number.value < 2 and (phrase.of or of)


def is_aged(doc: Doc, noun: int, low: int) -> bool:
    """Whether an age stands before a noun: "a 44-year-old cattle dealer"."""
    before = previous(doc, noun, max(low, noun - 7))
    return any(one.lower_ == "old" and one.nbor(-1).tag_ == "HYPH" for one in before if one.i > low)


def carrier_of(doc: Doc, index: int, bounds: tuple[int, int]) -> int:
    """The token whose place in the clause a noun has.

    The engine of "its locomotive and two coaches" is often taken for an adjective of the coaches.
    """
    joined = index + 1 < bounds[1] and doc[index + 1].dep_ == "cc"
    return doc[index].head.i if joined and doc[index].dep_ == "amod" else index


def first_fit(
    frame: Frame, doc: Doc, phrase: Phrase, said: list[Predication]
) -> Predication | None:
    """The first of what is said of the phrase that fits the frame."""
    return next((one for one in said if fits(frame, doc, phrase, one)), None)


def words_of(doc: Doc, phrase: Phrase, number: Numeral) -> str:
    """The number and its phrase, without the approximation."""
    head = doc[phrase.end - 1]
    return phrase.text[number.first : max(number.end, head.idx + len(head))]


def around(doc: Doc, phrase: Phrase, number: Numeral) -> tuple[str, str]:
    """The text before a number and behind its phrase, within the sentence."""
    low, last, head = doc[phrase.bounds[0]], doc[phrase.bounds[1] - 1], doc[phrase.end - 1]
    end = head.idx + len(head)
    before = phrase.text[max(low.idx, number.start - WINDOW) : number.start]
    return before, phrase.text[end : min(last.idx + len(last), end + WINDOW)]


def determiner_of(doc: Doc, noun: int, low: int) -> str | None:
    """The article or possessive before a noun and its adjectives; None where there is none."""
    for token in previous(doc, noun, max(low, noun - 7)):
        if token.tag_ in ("DT", "PRP$", "POS", "WP$"):
            return token.lower_
        if token.tag_[:2] not in ("NN", "JJ", "CD", "VB", "HY", "RB", "CC"):
            return None
    return None


def previous(doc: Doc, start: int, low: int) -> Iterator[Token]:
    for index in range(start - 1, low - 1, -1):
        yield doc[index]
