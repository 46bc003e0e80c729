"""Which mentions of events are read further."""

from __future__ import annotations

from extractor.components.event_mentions import of_use
from extractor.event_mention import EventMention
from storage.records import EventType


def test_an_unlikely_mention_stays_behind_a_likelier_one_of_its_type() -> None:
    fire, strike = EventType.FIRE, EventType.STRIKE
    before, first, behind, other = (
        EventMention(kind, start, start + 5, start, chance)
        for kind, start, chance in (
            (fire, 0, 0.1),
            (fire, 5, 0.4),
            (fire, 10, 0.1),
            (strike, 10, 0.1),
        )
    )
    assert of_use([before, first, behind, other], 0.2) == [first, behind]
    assert of_use([before, first, behind, other], 0.0) == [before, first, behind, other]
