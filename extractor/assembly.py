"""Joins the sentences that speak of one happening and writes its report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from extractor.components.factuality import weigh
from extractor.event_mention import EventMention
from extractor.gazetteer.names import fold
from extractor.linear import LinearModel
from extractor.slot_features import Features, crossed
from storage.records import EventType, Factuality

BACKGROUND = re.compile(
    r"^\W*(?:in|on|by|since|until|last|earlier|previously|before|two|three|another|a second)\b",
    re.I,
)
DEFINITE = re.compile(r"\b(?:the|this|that|its|it|they|these|those)\b", re.I)
ORDER = (Factuality.ACTUAL, Factuality.PLANNED, Factuality.DENIED, Factuality.POSSIBLE)


@dataclass
class Draft:
    """The mentions that are taken to speak of one happening."""

    type: EventType
    mentions: list[EventMention] = field(default_factory=list)

    @property
    def probability(self) -> float:
        """How sure the surest of its sentences states the event."""
        return max(mention.probability for mention in self.mentions)


def place_names(mentions: Iterable[EventMention]) -> set[str]:
    """Folded names of the places in the mentions' slots."""
    return {fold(place.text) for m in mentions for place, _, chance in m.places if chance > 0.4}


def days(mentions: Iterable[EventMention]) -> set[str]:
    """Dates, cut to the day, that the mentions start on."""
    return {(time.value or "")[:10] for m in mentions for time, chance in m.starts if chance > 0.4}


def figures(mentions: Iterable[EventMention]) -> dict[str, set[float]]:
    """Values by role."""
    found: dict[str, set[float]] = {}
    for mention in mentions:
        for quantity, chance in mention.quantities:
            if chance > 0.4:
                found.setdefault(quantity.role.value, set()).add(quantity.value)
    return found


def compare(name: str, one: set[str], other: set[str]) -> Features:
    """How two sets of values agree."""
    if not one or not other:
        return {f"{name}:missing{bool(one)}{bool(other)}": 1.0}
    return {f"{name}:{'shared' if one & other else 'apart'}": 1.0}


def compare_days(one: set[str], other: set[str]) -> Features:
    """How two sets of dates agree: the same, one within the other, or apart."""
    if not one or not other:
        return {f"days:missing{bool(one)}{bool(other)}": 1.0}
    if one & other:
        return {"days:shared": 1.0}
    if any(a.startswith(b) or b.startswith(a) for a in one for b in other):
        return {"days:within": 1.0}
    return {
        "days:apart": 1.0,
        f"years:{'shared' if {a[:4] for a in one} & {b[:4] for b in other} else 'apart'}": 1.0,
    }


CONFLICTS = ("days:apart", "places:apart", "figures:apart", "train:apart", "countries:apart")
AGREEMENTS = ("days:shared", "days:within", "places:shared", "figures:shared", "train:shared")


def countries(mentions: Iterable[EventMention]) -> set[str]:
    """Countries of the places in the mentions' slots."""
    return {
        place.place.country
        for mention in mentions
        for place, _, chance in mention.places
        if chance > 0.4 and place.place and place.place.country
    }


def has_anaphor(doc: Doc, mention: EventMention) -> bool:
    """Whether one of the mention's places is told by a word that stands for it."""
    return any(doc.text[place.start : place.end] != place.text for place, _, _ in mention.places)


def link_features(
    doc: Doc, draft: Draft, mention: EventMention, sentences: Sequence[int]
) -> Features:
    """What tells whether a mention speaks of the draft's happening.

    `sentences` holds the first token of each sentence of the document, in order.
    """
    last = draft.mentions[-1]
    mine, theirs = countries([mention]), countries(draft.mentions)
    apart = sentences.index(mention.start) - sentences.index(last.start)
    text = doc[mention.start : mention.end].text.strip()
    own: Features = {
        "bias": 1.0,
        f"apart:{min(apart, 6)}": 1.0,
        f"same_factuality:{last.factuality == mention.factuality}": 1.0,
        f"factuality:{draft.mentions[0].factuality.value}:{mention.factuality.value}": 1.0,
        f"background:{bool(BACKGROUND.match(text))}": 1.0,
        f"paragraph:{chr(10) in doc.text[doc[last.start].idx : doc[mention.start].idx]}": 1.0,
        f"probability:{int(mention.probability * 5)}": 1.0,
        f"first:{draft.mentions[0].start == sentences[0]}": 0.5,
        **compare("places", place_names(draft.mentions), place_names([mention])),
        **compare_days(days(draft.mentions), days([mention])),
    }
    own |= compare("countries", theirs, mine)
    own[f"anaphor:{has_anaphor(doc, mention)}"] = 1.0
    trains = {m.train.name for m in draft.mentions if m.train.name}
    own |= compare("train", trains, {mention.train.name} if mention.train.name else set())
    known, said = figures(draft.mentions), figures([mention])
    for role in known.keys() & said.keys():
        own["figures:shared" if known[role] & said[role] else "figures:apart"] = 1.0
    if any(doc[m.head].lemma_.lower() == doc[mention.head].lemma_.lower() for m in draft.mentions):
        own["same_word"] = 1.0
    if DEFINITE.search(text[:60]):
        own["definite"] = 1.0
    apart_in = [name for name in CONFLICTS if name in own]
    own[f"conflicts:{min(len(apart_in), 2)}"] = 1.0
    shared_in = [name for name in AGREEMENTS if name in own]
    own[f"agreements:{min(len(shared_in), 3)}:{min(len(apart_in), 2)}"] = 1.0
    own[f"trigger:{mention.trigger.about if mention.trigger else 'none'}"] = 1.0
    return crossed(own, draft.type.value)


def group(
    doc: Doc, mentions: Sequence[EventMention], model: LinearModel, *, least: float, join: float = 0.5
) -> list[Draft]:
    """The mentions by happening, in the order of the text.

    A mention joins the draft that it most likely speaks of, or opens one where it is at least
    `least` likely.
    """
    drafts: list[Draft] = []
    starts = [sentence.start for sentence in doc.sents]
    for mention in sorted(mentions, key=lambda m: (m.start, -m.probability)):
        rated = [
            (model.probabilities(link_features(doc, draft, mention, starts))["yes"], -index)
            for index, draft in enumerate(drafts)
            if draft.type == mention.type
        ]
        chance, index = max(rated, default=(0.0, 0))
        if chance >= join:
            drafts[-index].mentions.append(mention)
        elif mention.probability >= least:
            drafts.append(Draft(mention.type, [mention]))
    return drafts


def draft_features(doc: Doc, draft: Draft, drafts: Sequence[Draft]) -> Features:
    """What tells whether a draft is an event that a careful reader would write down."""
    best = max(draft.mentions, key=lambda m: m.probability)
    rivals = [
        other.type.value
        for other in drafts
        if other is not draft
        and {m.start for m in other.mentions} & {best.start}
        and max(m.probability for m in other.mentions if m.start == best.start) > best.probability
    ]
    chances = sorted((m.probability for m in draft.mentions), reverse=True)
    own: Features = {
        "bias": 1.0,
        "probability": draft.probability * 4,
        "second": chances[1] * 2 if len(chances) > 1 else 0.0,
        f"tenth:{int(draft.probability * 10)}": 1.0,
        f"mentions:{min(len(chances), 4)}": 1.0,
        f"trigger:{best.trigger.about if best.trigger else 'none'}": 1.0,
        f"level:{best.trigger.level if best.trigger else 0}": 1.0,
        f"factuality:{best.factuality.value}": 1.0,
        "dated": float(bool(best.starts)),
        "placed": float(bool(best.places)),
        "train": float(best.train.name is not None or best.train.number is not None),
        "figures": min(len(best.quantities), 3) / 3,
        "organisations": min(len(best.organisations), 3) / 3,
        f"same_type:{min(sum(d.type == draft.type for d in drafts) - 1, 3)}": 1.0,
        "drafts": min(len(drafts), 12) / 6,
        "early": 1.0 if best.start < 60 else 0.0,
        **{f"rival:{kind}": 1.0 for kind in rivals},
        "quoted": float(doc[best.start : best.end].text.strip()[:1] in ("\"", "“")),
    }
    if rivals:
        own["rival"] = 1.0
    return crossed(own, draft.type.value)


def factuality(draft: Draft) -> Factuality:
    """What the draft's mentions together say; a plan that came true is actual."""
    return weigh(draft.mentions, ORDER)


def main_country(doc: Doc) -> str | None:
    """The country that most of the article's places lie in."""
    counts = Counter(p.place.country for p in doc._.places if p.place and p.place.country)
    return counts.most_common(1)[0][0] if counts else None
