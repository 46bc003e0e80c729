"""Which places, organisations, times and figures of a sentence belong to each event it states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor.drafts import ACCIDENTS, ENDS
from extractor.event_mention import EventMention
from extractor.lexicon import load_discourse, load_lexicon
from extractor.linear import Chances, Crossed, Features, LinearModel, load_model
from extractor.mentions import OrganisationSpan, PlaceSpan, TimeMention
from extractor.places.joined import holds
from extractor.places.routes import described_ends, ends_of_own_way
from extractor.places.told import even_ways, leave_out_idle
from extractor.setting import Setting, have_read
from extractor.slots.features import (
    acts,
    is_no_source,
    organisation_features,
    pair_position,
    place_features,
    quantity_features,
    recurrence_features,
    speaks_itself,
    time_features,
)
from extractor.slots.plans import dates_what_follows, is_coming, is_put_off_to
from extractor.slots.said_days import (
    begins_then,
    dates_other_verb,
    dates_what_is_probed,
    ends_what_was,
    goes_on_then,
    happened_then,
    is_held_against,
    lasts_until,
    names_event,
    only_compares,
    only_counts,
    own_day,
    starts_from,
)
from extractor.syntax import SUBJECTS, clause_of, covering, governing_verb
from extractor.trains.journeys import (
    arrives_then,
    clock_slot,
    departs_then,
    is_no_arrival,
    set_out_before,
)
from storage.records import EventType, OrganisationRole, PlaceRole

CREDITED = 0.75  # 9 of 10 organisations that the words credit are sources in the trainset
TOLD = 0.8  # so likely a sentence must tell the event to make who is credited in it a source
ACTING = 0.7  # a body that does what only public bodies do
HAPPENED = 0.75  # 62 of the 82 days that stand beside one of speech start the event in the trainset
NAMED = 0.9  # "Tuesday's derailment", "the strike, which began on Tuesday"
LASTED = 0.75  # "the strike will last until Tuesday"
WENT_ON = 0.6  # "for a second day on Wednesday": a start told elsewhere wins
AS_END = 0.75  # "between the border town of A in B and C"
OF_LINES = frozenset(
    (
        EventType.SERVICE_LAUNCH,
        EventType.SERVICE_RESUMPTION,
        EventType.SERVICE_SUSPENSION,
        EventType.SERVICE_CHANGE,
        EventType.TRAIN_MOVEMENT,
        EventType.TRAFFIC_VOLUME,
        EventType.OPENING,
        EventType.CONSTRUCTION,
        EventType.AGREEMENT,
    )
)
OF_ANOTHER = (
    only_compares,
    only_counts,
    dates_other_verb,
    dates_what_is_probed,
    set_out_before,
)  # no start of the event
STARTING = (names_event, begins_then, departs_then, starts_from)
MEASURED_FROM = re.compile(rf"\b{load_discourse('en')['measured_from']}$")
AWAY_FROM = re.compile(rf"\b{load_discourse('en')['away_from']}$")
AT_A = re.compile(rf"\b{load_discourse('en')['at_a']} $", re.IGNORECASE)
UNNAMED_SPOT = re.compile(rf" {load_discourse('en')['unnamed_spot']}\b")
SPOT = 0.75  # "was hit at a Kent railway station"
BORDER = re.compile(rf" {load_discourse('en')['border']}\b")
HOLDS = 0.9  # "at Ely station in Cambridgeshire": who tells the station tells the county
CLASSES = load_lexicon("en").classes
BY_ROAD = CLASSES["road_vehicle"] - CLASSES["by_rail_too"]
SMALL = load_discourse("en")
BOUND_FOR = re.compile(
    rf"\b{SMALL['bound_for']} (?:{SMALL['the']} )?(?:\w+['’]s )?(?:{SMALL['lying']} )*$",
    re.IGNORECASE,
)
BOUND = 0.75  # "a train bound for the northern city of Tabriz"
DOUBT = 0.5  # a sentence that surely does not state the event still lends half


def settings(doc: Doc, mentions: list[EventMention], least: float) -> Iterator[Setting]:
    """Each mention with the likelier ones that share its sentence."""
    for mention in mentions:
        rivals = [
            other
            for other in mentions
            if other is not mention and other.start == mention.start and other.probability >= least
        ]
        yield Setting(doc, mention, rivals)


def even_out(rated: Sequence[tuple[PlaceSpan, Chances]]) -> None:
    """Makes two places that one word stands for, "the line" or "both countries", alike likely ends.

    The first is the origin, the second the destination.
    """
    for (one, first), (other, second) in pairwise(rated):
        if (one.start, one.end) == (other.start, other.end) and one.text != other.text:
            both = max(first.get("origin", 0.0), second.get("destination", 0.0))
            first["origin"] = second["destination"] = both


def set_ends(setting: Setting, rated: Sequence[tuple[PlaceSpan, Chances]]) -> None:
    """Makes two places that the words plainly tell as ends the origin and the destination."""
    own = {id(place): chances for place, chances in rated}
    if setting.mention.type in ACCIDENTS:
        pairs = ends_of_own_way(setting.text, setting.named_places)
    else:
        pairs = described_ends(setting.text, setting.named_places)
    for pair in pairs:
        for place, role in zip(pair, ENDS, strict=True):
            chances = own[id(place)]
            if max(chances.get(end.value, 0.0) for end in ENDS) < AS_END:
                chances[role.value] = AS_END
            chances.pop(PlaceRole.LOCATION.value, None)


def is_called_by_ends(line: PlaceSpan, places: Sequence[PlaceSpan]) -> bool:
    """Whether the line is called by two places told as its ends: "Warsaw-Lublin line"."""
    ends = [one for one in places if line.start <= one.start and one.end < line.end]
    return line.kind == "line" and len({one.text for one in ends}) == 2


def is_of_rival(setting: Setting, place: PlaceSpan) -> bool:
    """Whether a place stands in the clause of another accident, and one in the event's own clause.

    "A car left the rails at Tixkokob, and two trains bumped at Izamal."
    """
    heads = {clause_of(setting.doc[r.head]) for r in setting.rivals if r.type in ACCIDENTS}
    own = clause_of(setting.head)
    if own in heads or clause_of(covering(setting.doc, place.start, place.end).root) not in heads:
        return False
    named = (covering(setting.doc, p.start, p.end).root for p in setting.named_places)
    return any(clause_of(root) == own for root in named)


def is_measured_from(setting: Setting, place: PlaceSpan) -> bool:
    """Whether a place only tells where an accident was: "65 km from Kanpur", not "from A to B"."""
    before = setting.text[max(0, place.start - 60) : place.start]
    measured = setting.mention.type in ACCIDENTS and MEASURED_FROM.search(before)
    return bool(measured) and pair_position(setting, place) == "none"


def is_by_road(setting: Setting, place: PlaceSpan) -> bool:
    """Whether a place is an end of a road vehicle's journey: "the bus was going to Sargodha"."""
    span = covering(setting.doc, place.start, place.end)
    if setting.text.startswith("-bound", place.end):
        named = setting.doc[span.end : span.end + 6]
        first = next(
            (t for t in named if t.lemma_ in BY_ROAD or t.lemma_ in CLASSES["train"]), None
        )
        return first is not None and first.lemma_ in BY_ROAD
    verb = governing_verb(span.root)
    subjects = (child for child in verb.lefts if child.dep_ in SUBJECTS) if verb else ()
    return any(subject.lemma_.lower() in BY_ROAD for subject in subjects)


def is_end_of_ticket(setting: Setting, place: PlaceSpan) -> bool:
    """Whether a place is only where a ticket goes whose price is told: no end of what changes."""
    verb = governing_verb(covering(setting.doc, place.start, place.end).root)
    if verb is None or setting.mention.type is not EventType.SERVICE_CHANGE:
        return False
    return verb.lemma_.lower() in CLASSES["costing"] and not is_coming(verb)


def is_far_off(setting: Setting, place: PlaceSpan) -> bool:
    """Whether a place only tells how far off another is: "Andong, 190 km southeast of Seoul"."""
    before = setting.text[max(setting.bounds[0], place.start - 60) : place.start]
    away = AWAY_FROM.search(before)
    return away is not None and any(p.end < place.start for p in setting.named_places)


def names_spot(setting: Setting, place: PlaceSpan) -> bool:
    """Whether an accident was at a spot that the place alone names: "at a Kent railway station"."""
    before = setting.text[max(0, place.start - 20) : place.start]
    told = AT_A.search(before) and UNNAMED_SPOT.match(setting.text, place.end)
    return bool(told) and setting.mention.type in ACCIDENTS


def is_at_border_of(setting: Setting, place: PlaceSpan) -> bool:
    """Whether an accident was only near a region: "in Surry County by the state border"."""
    behind = BORDER.match(setting.text, place.end)
    return behind is not None and place.kind == "region" and setting.mention.type in ACCIDENTS


def set_holders(setting: Setting, rated: Sequence[tuple[PlaceSpan, Chances]]) -> None:
    """Makes a place nearly as likely a location as the one that is said to lie in it."""
    own = {id(place): chances for place, chances in rated}
    for place, holder in pairwise(setting.named_places):
        if holds(setting.text, place, holder):
            chance = HOLDS * own[id(place)].get("location", 0.0)
            chances = own[id(holder)]
            chances["location"] = max(chances.get("location", 0.0), chance)


def start_and_end(
    setting: Setting, time: TimeMention, start: float, end: float
) -> tuple[float, float]:
    """How likely a time is the event's start and its end, with what the words say plainly."""
    if is_held_against(setting, time):
        return 0.0, 0.0
    own = own_day(setting)
    if any(tells(setting, time) for tells in OF_ANOTHER) or own not in (None, time):
        start = 0.0
    elif own is not None or any(tells(setting, time) for tells in STARTING):
        start = max(start, NAMED)
    elif happened_then(setting, time):
        start = max(start, HAPPENED)
    if lasts_until(setting, time) or (time.until and starts_from(setting, time)):
        end = max(end, LASTED)
    if goes_on_then(setting, time):
        start *= WENT_ON
    if is_put_off_to(setting, time) or ends_what_was(setting, time):
        return max(start, end), 0.0
    if (slot := clock_slot(setting, time)) is not None:
        told = max(start, end, NAMED)
        return (told, 0.0) if slot == "start" else (0.0, told)
    if arrives_then(setting, time):
        return 0.0, max(start, end)
    if is_no_arrival(setting, time):
        end = 0.0
    return (0.0 if dates_what_follows(setting, time) else start), end


def is_plain(setting: Setting, organisation: OrganisationSpan, label: str) -> bool:
    """Whether the words that give it the part decide.

    A person is told only for speaking, a body that speaks where the event is likely told.
    """
    sure = organisation.kind == "person" or label == OrganisationRole.AGENCY
    return sure or setting.mention.probability >= TOLD


@Language.factory("arguments", default_config={"least": 0.2, "rival": 0.5})
class ArgumentFinder:
    """Fills the slots of each of `doc._.event_mentions` with values at least `least` likely.

    `rival` is how likely another event must be to count as one beside it.
    """

    def __init__(self, nlp: Language, name: str, *, least: float, rival: float) -> None:
        self.least = least
        self.rival = rival
        self.places = load_model("places")
        self.organisations = load_model("organisations")
        self.times = load_model("times")
        self.quantities = load_model("quantities")
        self.recurrences = load_model("recurrences")

    def __call__(self, doc: Doc) -> Doc:
        found = list(settings(doc, doc._.event_mentions, self.rival))
        have_read((setting, v.start, v.end) for setting in found for v in setting.values)
        self.fill_places(found)
        self.fill_organisations(found)
        self.fill_times(found)
        self.fill_listed(found, "quantities", self.quantities, quantity_features)
        self.fill_listed(found, "recurrences", self.recurrences, recurrence_features)
        return doc

    def weighed(self, setting: Setting, chance: float) -> float:
        """A value's chance, less where it is doubtful that the sentence states the event at all."""
        return chance * min(1.0, DOUBT + setting.mention.probability)

    def fill_places(self, found: Sequence[Setting]) -> None:
        """Origin, destination and location."""
        bags = [place_features(setting, place) for setting in found for place in setting.places]
        chances = iter(self.places.rate(bags))
        for setting in found:
            self.choose_places(setting, [(place, next(chances)) for place in setting.places])

    def choose_places(self, setting: Setting, rated: Sequence[tuple[PlaceSpan, Chances]]) -> None:
        """The likely ones of the sentence's places, in the roles that they can have."""
        even_out(rated)
        even_ways(setting, rated)
        leave_out_idle(setting, rated)
        if setting.mention.type in OF_LINES | ACCIDENTS:
            set_ends(setting, rated)
        for place, chances in rated:
            if setting.mention.type in ACCIDENTS:
                elsewhere = is_of_rival(setting, place)
            else:
                elsewhere = is_called_by_ends(place, setting.places)
            if elsewhere:
                chances.pop("location", None)
            if is_measured_from(setting, place):
                chances.pop("origin", None)
            if is_by_road(setting, place):
                chances.pop("origin", None)
                chances.pop("destination", None)
            elif BOUND_FOR.search(setting.text[max(0, place.start - 60) : place.start]):
                chances.pop("origin", None)
                chances["destination"] = max(chances.get("destination", 0.0), BOUND)
            if is_far_off(setting, place) or is_at_border_of(setting, place):
                chances.pop("location", None)
            if is_end_of_ticket(setting, place):
                chances.pop("origin", None)
                chances.pop("destination", None)
            if names_spot(setting, place):
                chances["location"] = max(chances.get("location", 0.0), SPOT)
        set_holders(setting, rated)
        for place, chances in rated:
            for label in PlaceRole:
                chance = self.weighed(setting, chances.get(label.value, 0.0))
                if chance >= self.least:
                    setting.mention.places.append((place, label, chance))

    def fill_organisations(self, found: Sequence[Setting]) -> None:
        """Operators, agencies and sources; one organisation may be several of them."""
        rows = [(setting, body) for setting in found for body in setting.organisations]
        bags = [organisation_features(*row) for row in rows]
        for row, (features, _), chances in zip(
            rows, bags, self.organisations.rate(bags), strict=True
        ):
            setting, organisation = row
            for label, rated in chances.items():
                least = self.told(setting, organisation, label, features)
                chance = self.weighed(setting, max(rated, least))
                if label == OrganisationRole.SOURCE and is_no_source(setting, organisation):
                    continue
                if chance >= self.least:
                    own = (organisation, OrganisationRole(label), chance)
                    setting.mention.organisations.append(own)
                    if least and is_plain(setting, organisation, label):
                        setting.mention.sure[organisation.start, own[1]] = least

    def told(
        self, setting: Setting, organisation: OrganisationSpan, label: str, features: Features
    ) -> float:
        """How likely the words alone make the organisation a source or an agency; or 0."""
        if label == OrganisationRole.SOURCE:
            heard = "attributed" in features or speaks_itself(setting, organisation)
            return CREDITED if heard else 0.0
        acting = label == OrganisationRole.AGENCY and acts(setting, organisation)
        return ACTING if acting else 0.0

    def fill_times(self, found: Sequence[Setting]) -> None:
        """Start and end."""
        rows = [(setting, time) for setting in found for time in setting.times]
        rated = self.times.rate([time_features(*row) for row in rows])
        for (setting, time), chances in zip(rows, rated, strict=True):
            start, end = start_and_end(setting, time, chances["start"], chances["end"])
            mention = setting.mention
            for rating, times in ((start, mention.starts), (end, mention.ends)):
                chance = self.weighed(setting, rating)
                if chance >= self.least:
                    times.append((time, chance))

    def fill_listed(
        self,
        found: Sequence[Setting],
        kind: str,
        model: LinearModel,
        features: Callable[[Setting, Any], Crossed],
    ) -> None:
        """Values of a kind that fill one slot only: `quantities` or `recurrences`."""
        rows = [(setting, value) for setting in found for value in getattr(setting, kind)]
        rated = model.rate([features(*row) for row in rows])
        for (setting, value), chances in zip(rows, rated, strict=True):
            chance = self.weighed(setting, chances["yes"])
            if chance >= self.least:
                getattr(setting.mention, kind).append((value, chance))
