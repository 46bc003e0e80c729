"""Joins the sentences that speak of one happening and writes its report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from extractor.components.factuality import weigh
from extractor.event_mention import EventMention
from extractor.gazetteer.names import bare, fold
from extractor.lexicon import load_discourse
from extractor.linear import LinearModel
from extractor.mentions import PlaceSpan
from extractor.slot_features import Features, crossed
from storage.records import EventType, Factuality, PlaceRole

BACKGROUND = re.compile(rf"^\W*{load_discourse('en')['background']}\b", re.IGNORECASE)
DEFINITE = re.compile(rf"\b{load_discourse('en')['definite']}\b", re.IGNORECASE)
WIDE = ("country", "region", "sea", "river")  # kinds of place that hold many happenings
ENDS = (PlaceRole.ORIGIN, PlaceRole.DESTINATION)
SERVICES = (
    EventType.SERVICE_RESUMPTION,
    EventType.SERVICE_SUSPENSION,
    EventType.SERVICE_CHANGE,
    EventType.SERVICE_LAUNCH,
    EventType.TRAFFIC_VOLUME,
)
LEAST = 0.2  # a mention this likely opens a draft
JOIN = 0.27  # one this likely joins a draft as one of its own sentences
TOLD = 0.25  # how likely a place, time or figure must be to tell happenings apart
SPECULATION = 0.6  # how sure it is that a sentence only speculates
LENT = 0.6  # how sure an end is that "the line" or "the service" stands for
# From the one that outdoes the others where equal.
ORDER = (Factuality.ACTUAL, Factuality.PLANNED, Factuality.DENIED, Factuality.POSSIBLE)


@dataclass
class Draft:
    """The mentions that are taken to speak of one happening.

    `doubtful` are those that speak of it if they state such an event at all: they lend values only.
    """

    type: EventType
    mentions: list[EventMention] = field(default_factory=list)
    doubtful: list[EventMention] = field(default_factory=list)

    @property
    def probability(self) -> float:
        """How sure the surest of its sentences states the event."""
        return max(mention.probability for mention in self.mentions)


def place_names(mentions: Iterable[EventMention]) -> set[str]:
    """Folded names of the places in the mentions' slots, those too wide to tell aside."""
    return {
        bare(fold(place.text))
        for mention in mentions
        for place, _, chance in mention.places
        if chance > TOLD and place.kind not in WIDE
    }


def days(mentions: Iterable[EventMention]) -> set[str]:
    """The likeliest date of each mention's start, cut to the day."""
    best = (max(m.starts, key=lambda row: row[1]) for m in mentions if m.starts)
    return {(time.value or "")[:10] for time, chance in best if chance > TOLD}


def figures(mentions: Iterable[EventMention]) -> dict[str, set[float]]:
    """Values by role."""
    found: dict[str, set[float]] = {}
    for mention in mentions:
        for quantity, chance in mention.quantities:
            if chance > TOLD:
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
        if chance > TOLD and place.place and place.place.country
    }


def has_anaphor(doc: Doc, mention: EventMention) -> bool:
    """Whether one of the mention's places is told by a word that stands for it."""
    return any(doc.text[place.start : place.end] != place.text for place, _, _ in mention.places)


def link_features(
    doc: Doc, draft: Draft, mention: EventMention, *, apart: int, latest: bool
) -> Features:
    """What tells whether a mention speaks of the draft's happening.

    `apart` is the number of sentences since the draft's last one, `latest` whether no later draft
    is of its type.
    """
    last = draft.mentions[-1]
    text = doc[mention.start : mention.end].text.strip()
    own: Features = {
        **compare("places", place_names(draft.mentions), place_names([mention])),
        **compare("countries", countries(draft.mentions), countries([mention])),
        **compare_days(days(draft.mentions), days([mention])),
        **compare("train", train_names(draft.mentions), train_names([mention])),
        **compare_figures(figures(draft.mentions), figures([mention])),
    }
    conflicts = min(sum(name in own for name in CONFLICTS), 2)
    agreements = min(sum(name in own for name in AGREEMENTS), 2)
    told = f"{bool(days([mention]))}:{bool(place_names([mention]))}"
    denied = (last.factuality == Factuality.DENIED) != (mention.factuality == Factuality.DENIED)
    own |= {
        f"case:{agreements}:{conflicts}:{told}": 1.0,
        f"case:{agreements}:{conflicts}:{told}:{latest}": 1.0,
        f"latest:{latest}": 1.0,
        f"denied:{denied}": 1.0,
        f"apart:{min(apart, 4)}": 0.5,
        f"background:{bool(BACKGROUND.match(text))}": 0.5,
        f"anaphor:{has_anaphor(doc, mention)}": 0.5,
        f"definite:{bool(DEFINITE.search(text[:60]))}": 0.5,
        f"type:{draft.type.value}": 0.5,
        f"type:{draft.type.value}:{agreements}:{conflicts}": 0.5,
    }
    return own


def train_names(mentions: Iterable[EventMention]) -> set[str]:
    """Names of the mentions' trains."""
    return {mention.train.name for mention in mentions if mention.train.name}


def compare_figures(known: dict[str, set[float]], said: dict[str, set[float]]) -> Features:
    """Whether figures of one role agree."""
    return {
        f"figures:{'shared' if known[role] & said[role] else 'apart'}": 1.0
        for role in known.keys() & said.keys()
    }


def end_countries(mentions: Iterable[EventMention]) -> set[str]:
    """Countries of the places that the mentions take for origin or destination."""
    return {
        place.place.country
        for mention in mentions
        for place, role, chance in mention.places
        if chance > TOLD and role in ENDS and place.place and place.place.country
    }


def other_border(one: Iterable[EventMention], other: Iterable[EventMention]) -> bool:
    """Whether one crosses a border and the other goes elsewhere: "trains with China"."""
    a, b = end_countries(one), end_countries(other)
    return (len(a) > 1 and not b <= a) or (len(b) > 1 and not a <= b)


def only_thought(draft: Draft, mention: EventMention) -> bool:
    """Whether the mention speculates, clearly, and the draft tells what happened."""
    doubt = mention.factuality_chances.get(Factuality.POSSIBLE, 0.0)
    return doubt > SPECULATION and factuality(draft) == Factuality.ACTUAL


def other_train(draft: Draft, mention: EventMention) -> bool:
    """Whether the two tell of trains with different numbers: the way there and the way back."""
    known = {told.train.number for told in draft.mentions if told.train.number}
    return bool(mention.train.number and known and mention.train.number not in known)


def link_candidates(
    doc: Doc, drafts: Sequence[Draft], mention: EventMention, starts: Sequence[int]
) -> Iterator[tuple[Draft, Features]]:
    """The drafts of the mention's type with what tells whether it speaks of them.

    `starts` holds the first token of each sentence, in order.
    """
    same = [
        draft
        for draft in drafts
        if draft.type == mention.type
        and not other_border(draft.mentions, [mention])
        and not only_thought(draft, mention)
        and not other_train(draft, mention)
    ]
    for draft in same:
        apart = bisect_left(starts, mention.start) - bisect_left(starts, draft.mentions[-1].start)
        latest = draft is same[-1]
        yield draft, link_features(doc, draft, mention, apart=apart, latest=latest)


def group(
    doc: Doc, mentions: Sequence[EventMention], model: LinearModel, *, least: float, join: float
) -> list[Draft]:
    """The mentions by happening, in the order of the text.

    A mention joins the draft that it most likely speaks of, if any, as doubtful where it is less
    than `join` likely; else it opens one where it is at least `least` likely.
    """
    drafts: list[Draft] = []
    starts = [sentence.start for sentence in doc.sents]
    for mention in sorted(mentions, key=lambda m: (m.start, -m.probability)):
        rated = [
            (model.probabilities(features)["yes"], draft)
            for draft, features in link_candidates(doc, drafts, mention, starts)
        ]
        chance, draft = max(rated, key=lambda row: row[0], default=(0.0, None))
        if draft is not None and chance >= 0.5:
            (draft.mentions if mention.probability >= join else draft.doubtful).append(mention)
        elif mention.probability >= least:
            drafts.append(Draft(mention.type, [mention]))
    return drafts


def ends_of(draft: Draft) -> dict[PlaceRole, PlaceSpan]:
    """The likeliest origin and destination of a draft."""
    rated = sorted((row for m in draft.mentions for row in m.places), key=lambda row: row[2])
    return {role: place for place, role, chance in rated if chance > TOLD and role in ENDS}


def lend_ends(doc: Doc, drafts: Sequence[Draft], anaphors: re.Pattern[str]) -> None:
    """Gives the ends of the train or line told last to a service that is called "the line"."""
    last: dict[PlaceRole, PlaceSpan] = {}
    for draft in sorted(drafts, key=lambda d: d.mentions[0].start):
        mention = draft.mentions[0]
        text = doc[mention.start : mention.end].text
        known = ends_of(draft)
        if len(known) == 2:
            last = known
        elif not known and last and draft.type in SERVICES and anaphors.search(text):
            mention.places += [(place, role, LENT) for role, place in last.items()]


def same_service(one: Draft, other: Draft) -> bool:
    """Whether two drafts tell of one service, by the same ends or one by their countries."""
    a, b = ends_of(one), ends_of(other)
    if one.type != other.type or one.type not in SERVICES or len(a) < 2 or len(b) < 2:
        return False
    mine, theirs = days(one.mentions), days(other.mentions)
    return same_ends(a, b) and (mine <= theirs or theirs <= mine)


def same_ends(one: dict[PlaceRole, PlaceSpan], other: dict[PlaceRole, PlaceSpan]) -> bool:
    """Whether the ends are the same places, in either order, or one's are the other's countries."""
    wide = any(all(place.kind == "country" for place in ends.values()) for ends in (one, other))
    names = [{bare(fold(place.text)) for place in ends.values()} for ends in (one, other)]
    return names[0] == names[1] or (wide and end_codes(one) == end_codes(other))


def end_codes(ends: dict[PlaceRole, PlaceSpan]) -> set[str | None]:
    """The countries of origin and destination."""
    return {end.place.country if end.place else None for end in ends.values()}


def join_services(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, those of one service made one."""
    kept: list[Draft] = []
    for draft in drafts:
        known = next((one for one in kept if same_service(one, draft)), None)
        if known is None:
            kept.append(draft)
        else:
            known.mentions = sorted([*known.mentions, *draft.mentions], key=lambda m: m.start)
            known.doubtful += draft.doubtful
    return kept


def drafts_of(
    doc: Doc,
    links: LinearModel,
    anaphors: re.Pattern[str],
    *,
    least: float = LEAST,
    join: float = JOIN,
) -> list[Draft]:
    """The happenings that the mentions speak of; `anaphors` finds words like "the line"."""
    drafts = group(doc, doc._.event_mentions, links, least=least, join=join)
    lend_ends(doc, drafts, anaphors)
    return join_services(drafts)


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
        "quoted": float(doc[best.start : best.end].text.strip()[:1] in ('"', "“")),
    }
    if rivals:
        own["rival"] = 1.0
    return crossed(own, draft.type.value)


def factuality(draft: Draft, *, ahead: bool = False) -> Factuality:
    """What the draft's mentions together say; a plan that came true is actual.

    What lies `ahead` of the telling has not happened, whatever the words sound like.
    """
    return weigh(draft.mentions, ORDER[1:] if ahead else ORDER)


def main_country(doc: Doc) -> str | None:
    """The country that most of the article's places lie in."""
    counts = Counter(p.place.country for p in doc._.places if p.place and p.place.country)
    return counts.most_common(1)[0][0] if counts else None
