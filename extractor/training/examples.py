"""Examples for the models of factuality, arguments and links, from annotated articles.

The annotators' own events stand in for those that the pipeline would find: each evidence sentence
is a mention of its event, and every name, time and figure in it is an example.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc

from extractor.components.event_mentions import strongest, triggers_by_sentence
from extractor.components.factuality import factuality_features
from extractor.drafts import Draft
from extractor.event_mention import EventMention
from extractor.happenings.joining import candidates, draft_features, link_candidates
from extractor.happenings.links import encodings_of
from extractor.lexicon import load_cues
from extractor.linear import crossed
from extractor.mentions import (
    OrganisationSpan,
    PlaceSpan,
    QuantityMention,
    RecurrenceMention,
    TimeMention,
)
from extractor.network.sentence_network import KINDS
from extractor.setting import Setting
from extractor.slots.features import (
    organisation_features,
    place_features,
    quantity_features,
    recurrence_features,
    time_features,
)
from extractor.slots.fillers import Filler, features_of
from extractor.training.coreference import Pair
from extractor.training.goldset import Examples, GoldArticle, covers
from storage.records import EventType, Factuality, OrganisationRole

Gold = dict[str, Any]  # an event as the annotators wrote it

OPTIONAL = 0.1  # what an event counts that annotators left to taste
SWAPPED = 0.4  # what the ends of a two-way service count
ENDS = ("origin", "destination")
LISTS = {  # the gold lists in which an argument stands by its role
    "location": "location",
    "operator": "operators",
    "agency": "agencies",
    "source": "sources",
}
GENERIC = re.compile(
    r"\b(the|a|an|railway station|train station|metro station|station|checkpoint|border crossing"
    r"|city of|city|town of|town|village of|village)\b"
)


@dataclass
class ArgumentExamples:
    """Examples by model."""

    factuality: Examples = field(default_factory=Examples)
    places: Examples = field(default_factory=Examples)
    organisations: Examples = field(default_factory=Examples)
    times: Examples = field(default_factory=Examples)
    quantities: Examples = field(default_factory=Examples)
    recurrences: Examples = field(default_factory=Examples)


def norm(name: str) -> str:
    """A name as the scorer compares it: no case, accents, punctuation and generic words."""
    flat = unicodedata.normalize("NFKD", name).casefold()
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    flat = re.sub(r"['’`]s\b", "", flat)
    bare = " ".join(re.sub(r"[^\w]+", " ", GENERIC.sub(" ", flat)).split())
    return bare or " ".join(re.sub(r"[^\w]+", " ", flat).split())


def names(value: Any) -> set[str]:
    """The accepted forms of a gold value, for comparing."""
    return {norm(form) for form in ([value] if isinstance(value, str) else value or [])}


def many_names(values: Iterable[Any] | None) -> set[str]:
    """The accepted forms of all values of a gold list."""
    return {form for value in values or [] for form in names(value)}


def gold_mentions(doc: Doc, events: Sequence[dict[str, Any]]) -> list[tuple[EventMention, Any]]:
    """A mention for each evidence sentence of each event, with the event."""
    found = []
    for sentence, triggers in triggers_by_sentence(doc):
        for event in events:
            if any(covers(span, sentence) for span in event["evidence"]):
                kind = EventType(event["type"])
                trigger = strongest(triggers, kind)
                head = trigger.head if trigger else sentence.root.i
                mention = EventMention(kind, sentence.start, sentence.end, head, 1.0, trigger)
                mention.factuality = Factuality(event["factuality"])
                found.append((mention, event))
    return found


def place_label(text: str, event: dict[str, Any]) -> str:
    """The role that a place has in the gold event."""
    name = norm(text)
    for role in ("origin", "destination"):
        if name in names(event.get(role)):
            return role
    return "location" if name in many_names(event.get("location")) else "none"


def same_time(time: TimeMention, wanted: Iterable[str | None], *, until: bool) -> bool:
    """Whether the time is one of the gold values, whatever its offset."""
    values = {value[:16] for value in wanted if value}
    mine = (time.until if until and time.until else time.value or "")[:16]
    bare = {value[10:] for value in values if len(value) > 10}
    return mine in values or bool(time.clock and not time.day_known and mine[10:] in bare)


def place_labels(setting: Setting, event: Gold) -> Iterator[tuple[PlaceSpan, str]]:
    """Every place of the sentence with its role in the event, `none` for most."""
    for place in setting.places:
        yield place, place_label(place.text, event)


def organisation_labels(
    setting: Setting, event: Gold
) -> Iterator[tuple[OrganisationSpan, set[str]]]:
    """Every organisation of the sentence with its roles in the event."""
    for organisation in setting.organisations:
        name = norm(organisation.text)
        labels = {
            role.value
            for role in OrganisationRole
            if name in many_names(event.get(LISTS[role.value]))
        }
        yield organisation, labels


def time_labels(setting: Setting, event: Gold) -> Iterator[tuple[TimeMention, set[str]]]:
    """Every dated time of the sentence: the event's start, its end, both or neither."""
    for time in setting.times:
        labels = set()
        if same_time(time, [event.get("start"), *event.get("start_ok", [])], until=False):
            labels.add("start")
        if same_time(time, [event.get("end"), *event.get("end_ok", [])], until=True):
            labels.add("end")
        yield time, labels


def wanted_quantities(event: Gold) -> set[tuple[str, float, float | None]]:
    """Role, value and upper end of each figure of a gold event."""
    return {(q["role"], float(q["value"]), q.get("max")) for q in event.get("quantities", [])}


def quantity_labels(setting: Setting, event: Gold) -> Iterator[tuple[QuantityMention, bool]]:
    """Every figure of the sentence, and whether it is the event's."""
    wanted = wanted_quantities(event)
    for quantity in setting.quantities:
        yield quantity, (quantity.role.value, quantity.value, quantity.max) in wanted


def recurrence_labels(setting: Setting, event: Gold) -> Iterator[tuple[RecurrenceMention, bool]]:
    """Every pattern of repetition of the sentence, and whether it is the event's."""
    rules = {event.get("recurrence"), *event.get("recurrence_ok", [])}
    for recurrence in setting.recurrences:
        yield recurrence, recurrence.rule in rules


def add_arguments(setting: Setting, event: Gold, found: ArgumentExamples) -> None:
    """Every name, time, figure and pattern of the sentence, with its part in the event."""
    for place, role in place_labels(setting, event):
        weight = SWAPPED if event.get("swap_ok") else 1.0
        found.places.add(crossed(*place_features(setting, place)), role, weight)
    for organisation, roles in organisation_labels(setting, event):
        found.organisations.add(crossed(*organisation_features(setting, organisation)), roles)
    for time, labels in time_labels(setting, event):
        found.times.add(crossed(*time_features(setting, time)), labels)
    for quantity, yes in quantity_labels(setting, event):
        found.quantities.add(
            crossed(*quantity_features(setting, quantity)), {"yes"} if yes else set()
        )
    for recurrence, yes in recurrence_labels(setting, event):
        found.recurrences.add(
            crossed(*recurrence_features(setting, recurrence)), {"yes"} if yes else set()
        )


def argument_examples(one: GoldArticle, doc: Doc) -> ArgumentExamples:
    """Examples for every model, from a gold article and its document."""
    found, cues = ArgumentExamples(), load_cues("en")
    pairs = gold_mentions(doc, one.events)
    for mention, event in pairs:
        rivals = [m for m, e in pairs if m.start == mention.start and e is not event]
        setting = Setting(doc, mention, rivals)
        features = factuality_features(setting, cues)
        found.factuality.add(crossed(*features), event["factuality"], 1.0)
        add_arguments(setting, event, found)
    return found


def is_filler(filler: Filler, event: Gold) -> bool:
    """Whether the gold event has the value in the slot; ends of a two-way service may do either."""
    slot, value = filler.slot, filler.value
    if slot in ENDS:
        ends = ENDS if event.get("swap_ok") else (slot,)
        return any(norm(value.text) in names(event.get(end)) for end in ends)
    if slot in LISTS:
        return norm(value.text) in many_names(event.get(LISTS[slot]))
    if slot in ("start", "end"):
        wanted = [event.get(slot), *event.get(f"{slot}_ok", [])]
        return same_time(value, wanted, until=slot == "end")
    if slot == "quantity":
        return (value.role.value, value.value, value.max) in wanted_quantities(event)
    return value.rule in (event.get("recurrence"), *event.get("recurrence_ok", []))


def filler_examples(one: GoldArticle, doc: Doc, drafts: Sequence[Draft]) -> Examples:
    """The values of every draft that gold has an event for: whether it has the value."""
    examples = Examples()
    events = dict(matched(doc, drafts, one.events))
    for index, rows in features_of(doc, drafts):
        if index not in events:
            continue
        gold = one.events[events[index]]
        for filler, features in rows:
            weight = SWAPPED if gold.get("swap_ok") and filler.slot in ENDS else 1.0
            weight *= OPTIONAL if gold.get("optional") else 1.0
            examples.add(crossed(*features), {"yes"} if is_filler(filler, gold) else set(), weight)
    return examples


def told_so_far(
    one: GoldArticle, doc: Doc
) -> Iterator[tuple[EventMention, list[Draft], Draft | None]]:
    """Each mention of gold's events with the drafts told before it, and the one that it is of."""
    drafts: dict[int, Draft] = {}
    for mention in sorted(doc._.event_mentions, key=lambda m: (m.start, -m.probability)):
        event = gold_event(doc, mention, one.events)
        if event is not None:
            yield mention, list(drafts.values()), drafts.get(event)
            drafts.setdefault(event, Draft(mention.type)).mentions.append(mention)


def link_examples(gold: Sequence[GoldArticle], docs: Sequence[Doc]) -> Examples:
    """Pairs of a happening so far and a later sentence: whether it speaks of the same one."""
    examples = Examples()
    for one, doc in zip(gold, docs, strict=True):
        starts = [sentence.start for sentence in doc.sents]
        for mention, known, own in told_so_far(one, doc):
            for draft, features in link_candidates(doc, known, mention, starts):
                examples.add(crossed(*features), "yes" if draft is own else "no")
    return examples


def sentence_pairs(one: GoldArticle, doc: Doc) -> list[Pair]:
    """The same pairs, by what the sentence network read."""
    return [
        Pair(KINDS.index(draft.type.value), [e.whole for e in read[0]], read[1].whole, draft is own)
        for mention, known, own in told_so_far(one, doc)
        for draft in candidates(doc, known, mention)
        if (read := encodings_of(doc, draft, mention))
    ]


def gold_event(doc: Doc, mention: EventMention, events: Sequence[dict[str, Any]]) -> int | None:
    """The index of the gold event of the mention's type that its sentence is evidence of."""
    sentence = doc[mention.start : mention.end]
    for index, event in enumerate(events):
        kinds = (event["type"], *event.get("type_ok", []))
        if mention.type.value in kinds and any(covers(s, sentence) for s in event["evidence"]):
            return index
    return None


def draft_examples(one: GoldArticle, doc: Doc, drafts: Sequence[Draft]) -> Examples:
    """The drafts that the pipeline makes of an article: whether gold has such an event."""
    examples = Examples()
    events = dict(matched(doc, drafts, one.events))
    for index, draft in enumerate(drafts):
        event = events.get(index)
        optional = event is not None and bool(one.events[event].get("optional"))
        features = draft_features(doc, draft, drafts)
        examples.add(
            crossed(*features), "no" if event is None else "yes", OPTIONAL if optional else 1.0
        )
    return examples


def matched(doc: Doc, drafts: Sequence[Draft], events: Sequence[Gold]) -> Iterator[tuple[int, int]]:
    """Each draft, the surest first, with the gold event that it tells, by their indices."""
    used: set[int] = set()
    for index in sorted(range(len(drafts)), key=lambda at: -drafts[at].probability):
        event = draft_event(doc, drafts[index], events, used)
        if event is not None:
            used.add(event)
            yield index, event


def draft_event(
    doc: Doc, draft: Draft, events: Sequence[dict[str, Any]], used: set[int]
) -> int | None:
    """The gold event, not yet taken, that most of the draft's sentences speak of."""
    counts: Counter[int] = Counter()
    for mention in draft.mentions:
        sentence = doc[mention.start : mention.end]
        for index, event in enumerate(events):
            kinds = (event["type"], *event.get("type_ok", []))
            if index not in used and draft.type.value in kinds:
                counts[index] += any(covers(s, sentence) for s in event["evidence"])
    best = max(counts, key=lambda index: (counts[index], -index), default=None)
    return best if best is not None and counts[best] else None
