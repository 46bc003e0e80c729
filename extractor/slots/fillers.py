"""Which values fill the slots of a report: what its sentences give, weighed together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import log
from typing import Any

from spacy.tokens import Doc

from extractor.drafts import Draft
from extractor.event_mention import EventMention
from extractor.gazetteer.names import bare, fold
from extractor.linear import Crossed, Features, LinearModel
from extractor.mentions import OrganisationSpan, PlaceSpan, QuantityMention, TimeMention
from extractor.slots.features import CLASSES, time_precision
from extractor.syntax import covering, governing_verb
from storage.records import OrganisationRole

SEVERAL = frozenset(("location", "operator", "agency", "source"))  # slots that may hold several
KEEP = 0.37  # a slot value is written down if it and its event are together this likely
SURE = 0.99  # chances are cut here: beyond, their odds say no more


@dataclass(slots=True, eq=False)
class Filler:
    """One value that a draft's sentences give for a slot.

    `value` is what a component found, at its likeliest place; `told` holds each sentence that
    gives it, with its chance there, `chance` the largest of them. `rating` is how likely a careful
    reader would write the value down, if the draft tells an event at all; `least` how likely the
    words alone make that.
    """

    slot: str
    key: Hashable
    value: Any
    told: list[tuple[EventMention, float]] = field(default_factory=list)
    chance: float = 0.0
    rating: float = 0.0
    least: float = 0.0

    @property
    def best(self) -> EventMention:
        """The sentence in which it is likeliest."""
        return max(self.told, key=lambda row: row[1])[0]


class Index:
    """Values by slot and by key."""

    def __init__(self, fillers: Iterable[Filler]) -> None:
        self.by_slot: dict[str, list[Filler]] = defaultdict(list)
        self.by_key: dict[Hashable, list[Filler]] = defaultdict(list)
        for filler in fillers:
            self.by_slot[filler.slot].append(filler)
            self.by_key[filler.key].append(filler)


def key_of(name: str) -> str:
    """The name as far as it tells one place from another."""
    return bare(fold(name)) or fold(name)


def organisation_key(organisation: OrganisationSpan) -> str:
    """What tells one organisation from another."""
    entry = organisation.organisation
    return entry.id if entry else fold(organisation.text)


def told_by(mention: EventMention) -> Iterator[tuple[str, Hashable, Any, float]]:
    """Every value of a sentence: its slot, its key, the value and its chance."""
    for place, role, chance in mention.places:
        yield role.value, key_of(place.text), place, chance
    for organisation, part, chance in mention.organisations:
        yield part.value, organisation_key(organisation), organisation, chance
    for slot, times in (("start", mention.starts), ("end", mention.ends)):
        for time, chance in times:
            yield slot, (time.value, time.until, time.day_known), time, chance
    for quantity, chance in mention.quantities:
        yield "quantity", (quantity.role, quantity.value, quantity.max), quantity, chance
    for recurrence, chance in mention.recurrences:
        yield "recurrence", recurrence.rule, recurrence, chance


def fillers_of(draft: Draft) -> list[Filler]:
    """The values that the draft's sentences give, each once a slot, in the order of the text."""
    found: dict[tuple[str, Hashable], Filler] = {}
    for mention in (*draft.mentions, *draft.doubtful):
        for slot, key, value, chance in told_by(mention):
            filler = found.setdefault((slot, key), Filler(slot, key, value))
            if is_better(value, chance, filler):
                filler.value = value
            filler.told.append((mention, chance))
            filler.chance = max(chance, filler.chance)
            if isinstance(value, OrganisationSpan) and mention in draft.mentions:
                sure = mention.sure.get((value.start, OrganisationRole(slot)), 0.0)
                filler.least = max(filler.least, sure)
    return list(found.values())


def is_better(value: Any, chance: float, filler: Filler) -> bool:
    """Whether a place is known or named more fully, anything else likelier, than told before."""
    if isinstance(value, PlaceSpan):
        known, last = value.place is not None, filler.value.place is not None
        return (known, len(value.text)) > (last, len(filler.value.text))
    return chance > filler.chance


def odds(chance: float) -> float:
    """Log odds, bounded."""
    chance = min(max(chance, 1 - SURE), SURE)
    return log(chance / (1 - chance))


def value_features(filler: Filler) -> Features:
    """What the value is by itself."""
    value = filler.value
    if isinstance(value, PlaceSpan):
        return {f"kind:{value.kind}": 1.0, f"linked:{value.place is not None}": 0.5}
    if isinstance(value, OrganisationSpan):
        return {f"kind:{value.kind}": 1.0, f"plain:{value.text.islower()}": 1.0}
    if isinstance(value, TimeMention):
        return {f"time:{time_precision(value)}": 1.0, f"time:{value.relation.value}": 1.0}
    if isinstance(value, QuantityMention):
        return {f"role:{value.role.value}": 1.0, f"part:{value.part_of}": 1.0}
    return {f"rule:{value.rule.split(';')[0]}": 1.0}


def rival_features(filler: Filler, siblings: Index) -> Features:
    """The other values of the same slot, and the other slots that the value might fill."""
    rivals = [
        other.chance
        for other in siblings.by_slot[filler.slot]
        if other is not filler and same_role(other, filler)
    ]
    others = [o.chance for o in siblings.by_key[filler.key] if o.slot != filler.slot]
    room = "several" if filler.slot in SEVERAL else "one"  # more sources are no rivals
    return {
        f"rivals:{room}:{min(len(rivals), 3)}": 1.0,
        f"ahead:{room}:{min(sum(chance > filler.chance for chance in rivals), 9)}": 1.0,
        f"lead:{room}": filler.chance - max(rivals, default=0.0),
        "other_slot": max(others, default=0.0),
        "named_beside": float(named_beside(filler, siblings)),
        "other_slot_ahead": float(any(chance > filler.chance for chance in others)),
    }


def named_beside(filler: Filler, siblings: Index) -> bool:
    """Whether a body of the kind is told by name: "customs officers" beside "Ussuri customs"."""
    body = filler.value
    return (
        isinstance(body, OrganisationSpan)
        and body.text.islower()
        and any(
            other.value.kind == body.kind and not other.value.text.islower()
            for other in siblings.by_slot[filler.slot]
        )
    )


def same_role(one: Filler, other: Filler) -> bool:
    """Whether two figures count the same kind of thing; other values always do."""
    if not isinstance(one.value, QuantityMention):
        return True
    return bool(one.value.role == other.value.role)


def telling_features(draft: Draft, filler: Filler) -> Features:
    """Which of the draft's sentences give the value, and how surely."""
    surest = max(draft.mentions, key=lambda mention: mention.probability)
    chances = sorted((chance for _, chance in filler.told), reverse=True)
    told = [mention for mention, _ in filler.told]
    return {
        "odds": odds(filler.chance) / 2,
        f"tenth:{int(filler.chance * 10)}": 1.0,
        "second": chances[1] if len(chances) > 1 else 0.0,
        f"told:{min(len(told), 3)}": 1.0,
        "in_surest": float(surest in told),
        "in_first": float(draft.mentions[0] in told),
        "doubtful": float(all(mention in draft.doubtful for mention in told)),
        "sentence": filler.best.probability,
        f"sentences:{min(len(draft.mentions), 4)}": 0.5,
    }


def claim_features(filler: Filler, siblings: Index, everywhere: Index) -> Features:
    """What other drafts have the same value in the same slot: two events seldom share a start."""
    own = siblings.by_key[filler.key]
    claims = [o for o in everywhere.by_key[filler.key] if o.slot == filler.slot and o not in own]
    stronger = {claim.best.type.value for claim in claims if claim.chance > filler.chance}
    return {
        "claimed": max((claim.chance for claim in claims), default=0.0),
        "claimed_more": float(bool(stronger)),
        **{f"claimed_by:{kind}": 1.0 for kind in sorted(stronger)},
    }


def filler_features(
    doc: Doc, draft: Draft, filler: Filler, siblings: Index, everywhere: Index
) -> Crossed:
    """What tells whether a value fills its slot.

    `siblings` are the draft's values, `everywhere` those of all the article's drafts.
    """
    features: Features = {
        "bias": 1.0,
        "departs": float(departs(doc, filler)),
        **telling_features(draft, filler),
        **value_features(filler),
        **rival_features(filler, siblings),
        **claim_features(filler, siblings, everywhere),
    }
    return features, (filler.slot, f"{filler.slot}:{draft.type.value}")


def departs(doc: Doc, filler: Filler) -> bool:
    """Whether something is said to leave then; a train's other times are clearance and arrival."""
    if not isinstance(filler.value, TimeMention):
        return False
    time = covering(doc, filler.value.start, filler.value.end)
    verbs = (governing_verb(time.root), doc[filler.best.head])
    return any(verb is not None and verb.lemma_.lower() in CLASSES["departing"] for verb in verbs)


def features_of(
    doc: Doc, drafts: Sequence[Draft]
) -> Iterator[tuple[int, list[tuple[Filler, Crossed]]]]:
    """The values of each draft, by its index, with what tells whether they fill their slots."""
    found = [fillers_of(draft) for draft in drafts]
    everywhere = Index(filler for own in found for filler in own)
    for at, (draft, own) in enumerate(zip(drafts, found, strict=True)):
        siblings = Index(own)
        yield at, [(f, filler_features(doc, draft, f, siblings, everywhere)) for f in own]


def rate(doc: Doc, drafts: Sequence[Draft], model: LinearModel) -> list[list[Filler]]:
    """The values of each draft, rated."""
    rows = [own for _, own in features_of(doc, drafts)]
    chances = iter(model.rate([features for own in rows for _, features in own]))
    for filler, _ in chain.from_iterable(rows):
        filler.rating = max(next(chances)["yes"], filler.least)
    return [[filler for filler, _ in own] for own in rows]


def likely(fillers: Iterable[Filler], chance: float) -> list[Filler]:
    """The values to be written down, if their draft tells an event with the chance given."""
    return [filler for filler in fillers if filler.rating * chance >= KEEP]


def filling(fillers: Iterable[Filler], slot: str) -> list[Filler]:
    """The values of a slot, the best first."""
    return sorted((f for f in fillers if f.slot == slot), key=lambda filler: -filler.rating)
