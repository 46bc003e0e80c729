"""An event mention in its sentence: what the sentence holds, without a dateline that opens it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any, ClassVar, TypeVar

from spacy.tokens import Doc, Span, Token

from extractor.event_mention import EventMention
from extractor.extensions import text_of
from extractor.mentions import (
    OrganisationSpan,
    PlaceSpan,
    QuantityMention,
    RecurrenceMention,
    TimeMention,
    TimeRelation,
)
from extractor.network.sentence_network import Encoding, find_parts

Figure = TimeMention | QuantityMention | RecurrenceMention
Told = TypeVar("Told", PlaceSpan, OrganisationSpan, TimeMention, QuantityMention, RecurrenceMention)

# "MOSCOW, June 9 (Amur Wire) —", "LA PAZ:", "KHASAN. ", "PYONGYANG, May 3. /TASS/.",
# "Thane, Jan 13 (PTI) "
DATELINE = re.compile(
    r"[A-ZÀ-Þ][\w ]{2,30}, [A-Z][a-z]{2,8}\.? \d{1,2} \([A-Z]{2,6}\) "
    r"|[A-ZÀ-Þ]{2}[A-ZÀ-Þ ][A-ZÀ-Þ.’' /-]{,30}(?:\s\([^)\n]{2,30}\))?(?:,[^\n—–:]{,40}?)?"
    r"(?:\s?\([^)\n]{2,30}\))?"
    r"(?:(?:\s?[—–:|]|\s-{1,2}|(?<=[A-ZÀ-Þ0-9])\.(?:\s/[^/\n]{2,30}/\.?)?)\s|\s?—(?=[A-ZÀ-Þ]))"
)


def in_sentence(kind: str) -> cached_property[list[Any]]:
    """What of a kind that the text has lies in the sentence, as an attribute of its setting."""

    def read(setting: Setting) -> list[Any]:
        return setting.inside(getattr(setting.doc._, kind))

    return cached_property(read)


@dataclass(frozen=True)
class Setting:
    """An event mention in its sentence, and the other events that the sentence states."""

    doc: Doc
    mention: EventMention
    rivals: Sequence[EventMention]
    # Those of the sentence; places also where a word only stands for them.
    places: ClassVar[cached_property[list[PlaceSpan]]] = in_sentence("places")
    organisations: ClassVar[cached_property[list[OrganisationSpan]]] = in_sentence("organisations")
    quantities: ClassVar[cached_property[list[QuantityMention]]] = in_sentence("quantities")
    recurrences: ClassVar[cached_property[list[RecurrenceMention]]] = in_sentence("recurrences")

    @cached_property
    def sentence(self) -> Span:
        return self.doc[self.mention.start : self.mention.end]

    @property
    def head(self) -> Token:
        return self.doc[self.mention.head]

    @property
    def text(self) -> str:
        """The document's text."""
        return text_of(self.doc)

    @cached_property
    def encoding(self) -> Encoding | None:
        """What the sentence network makes of the sentence."""
        encodings: dict[int, Encoding] = self.doc._.encodings or {}
        return encodings.get(self.mention.start)

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """The sentence's first and last character, without a dateline that opens it."""
        text, start, end = self.text, self.sentence.start_char, self.sentence.end_char
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        opens = start == 0 or "\n" in text[max(0, start - 2) : start]
        dateline = DATELINE.match(text, start) if opens else None
        return dateline.end() if dateline else start, end

    def inside(self, found: Iterable[Told] | None) -> list[Told]:
        """Those that lie in the sentence, and not in a dateline that opens it."""
        low, high = self.bounds
        return [one for one in found or () if low <= one.start and one.end <= high]

    @cached_property
    def named_places(self) -> list[PlaceSpan]:
        """The places that the sentence names itself, in order; a line's ends, not the line."""
        named = [p for p in self.places if self.text[p.start : p.end] == p.text]
        holds = {
            id(one)
            for one, other in pairwise(named)
            if other.end <= one.end and (other.start, other.end) != (one.start, one.end)
        }
        return [place for place in named if id(place) not in holds]

    @cached_property
    def dated_times(self) -> list[TimeMention]:
        """The sentence's times that name a date."""
        return [time for time in self.inside(self.doc._.times) if time.value]

    @cached_property
    def times(self) -> list[TimeMention]:
        """The sentence's times that can fill a slot at all."""
        return [time for time in self.dated_times if time.relation != TimeRelation.DURATION]

    @property
    def values(self) -> Iterator[PlaceSpan | OrganisationSpan | Figure]:
        """All that may fill a slot of the event."""
        return chain(self.places, self.organisations, self.times, self.quantities, self.recurrences)


def have_read(asked: Iterable[tuple[Setting, int, int]]) -> None:
    """Have the network tell at once what stretches of text are to the events of their settings."""
    find_parts(
        (setting.encoding, setting.mention.type.value, start, end)
        for setting, start, end in asked
        if setting.encoding
    )
