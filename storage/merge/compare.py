"""Two reports side by side: what speaks for one happening and what against, by name."""

from __future__ import annotations

from storage.merge.facts import Facts, PlaceFact
from storage.merge.places import Likeness, place_likeness
from storage.merge.spans import contradict
from storage.merge.stations import are_two_stations
from storage.merge.times import other_span, time_feature
from storage.merge.weights import KIND_GROUPS, SAME_VOLUME, SMALL_FIGURE, WEIGHTS
from storage.records import EventType, PlaceRole

SAME_TRAIN = frozenset({"same_train_number", "same_train_name"})
AGREEING = frozenset({"same_end", "same_location", "end_is_location", "across_border"})


def likeness(one: Facts, other: Facts) -> float:
    """The points for the two being one event; minus infinity where something contradicts."""
    return sum(WEIGHTS[feature] for feature in features(one, other))


def features(one: Facts, other: Facts) -> list[str]:
    """The names of all that speaks for or against, as the table of weights has them."""
    if one.family is not other.family:
        return ["other_time"]
    found = ["same_type" if one.type is other.type else "kindred_type"]
    found += _article(one, other)
    train = _train(one, other)
    found.append(time_feature(one, other, of_one_train=not SAME_TRAIN.isdisjoint(train)))
    found += _places(one, other)
    found += train
    found += _operators(one, other)
    found += _figures(one, other)
    if "next_day" in found and _differ(one, other):
        found.append("other_figure")
    if one.cause_words & other.cause_words:
        found.append("same_cause")
    if one.recurrence is not None and one.recurrence == other.recurrence:
        days = one.recurrence.partition("BYDAY=")[2]
        found.append("same_days" if "," in days else "same_recurrence")
    return found


def _article(one: Facts, other: Facts) -> list[str]:
    if one.article_id != other.article_id:
        is_print = one.story_id == other.story_id and one.sentence == other.sentence
        return ["same_print"] if is_print and one.sentence else []
    return ["same_article_same_thing" if _identity(one) == _identity(other) else "same_article"]


def _identity(facts: Facts) -> tuple[object, ...]:
    places = sorted((role, place.key) for role in facts.places for place in facts.places[role])
    return facts.type, facts.start, facts.end, facts.train_numbers, places


def _places(one: Facts, other: Facts) -> list[str]:
    ends, locations = _ends(one, other), _locations(one, other)
    if one.family.two_way and ends.count("same_end") == 2:
        # A service between the same ends passes more places than one report names.
        locations = [feature for feature in locations if feature != "other_location"]
    crossed = _crossed(one, other) + _crossed(other, one)
    if crossed:
        locations = [feature for feature in locations if feature != "other_location"]
    facing = _facing(one, other)
    if "other_end" in facing:
        return facing
    found = ends + locations or crossed or facing
    if one.countries and other.countries:
        # The two sides of a crossing are one place in two countries.
        if not one.countries & other.countries and AGREEING.isdisjoint(found):
            return [*found, _over_border(one, other)]
        if not found:
            return ["same_country"]
    return found


def _ends(one: Facts, other: Facts) -> list[str]:
    origins, destinations = PlaceRole.ORIGIN, PlaceRole.DESTINATION
    straight = [
        *_end(one.at(origins), other.at(origins)),
        *_end(one.at(destinations), other.at(destinations)),
    ]
    if not one.family.two_way:
        return straight
    turned = [
        *_end(one.at(origins), other.at(destinations)),
        *_end(one.at(destinations), other.at(origins)),
    ]
    return max(straight, turned, key=_points)


def _face(one: Facts, other: Facts) -> bool:
    """Whether one names the origin alone, the other the destination alone."""
    origin, destination = PlaceRole.ORIGIN, PlaceRole.DESTINATION
    alone = [(bool(facts.at(origin)), bool(facts.at(destination))) for facts in (one, other)]
    return sorted(alone) == [(False, True), (True, False)]


def _over_border(one: Facts, other: Facts) -> str:
    """What it says that the two have no country in common."""
    if _face(one, other):
        return "facing_ends"
    is_count = one.type is EventType.TRAFFIC_VOLUME and not (one.places and other.places)
    return "other_side" if is_count else "other_country"


def _facing(one: Facts, other: Facts) -> list[str]:
    """What the origin that one names and the destination that the other does say of one run.

    The stations on either side of a border are one crossing; a train that came into the place that
    another left is the one that went back.
    """
    if not _face(one, other):
        return []
    left, came = (one, other) if one.at(PlaceRole.ORIGIN) else (other, one)
    pairs = {
        (place_likeness(here, there), here.is_area or there.is_area)
        for here in left.at(PlaceRole.ORIGIN)
        for there in came.at(PlaceRole.DESTINATION)
    }
    if (Likeness.ACROSS, False) in pairs:
        return ["across_border"]
    is_back = (Likeness.SAME, False) in pairs and one.family.clock
    return ["other_end"] if is_back else []


def _points(found: list[str]) -> float:
    return sum(WEIGHTS[feature] for feature in found)


def _end(mine: tuple[PlaceFact, ...], theirs: tuple[PlaceFact, ...]) -> list[str]:
    if not mine or not theirs:
        return []
    pairs = {place_likeness(here, there): here for here in mine for there in theirs}
    if Likeness.SAME in pairs:
        return ["same_country_end" if pairs[Likeness.SAME].whole_country else "same_end"]
    if Likeness.NEIGHBOURS in pairs:
        return ["same_end"]  # a line is told by the city or by its suburb
    if Likeness.WITHIN in pairs:
        return ["end_within"]
    if Likeness.BESIDE in pairs:
        return ["other_station"]
    return [] if Likeness.UNCLEAR in pairs else ["other_end"]


def _locations(one: Facts, other: Facts) -> list[str]:
    mine, theirs = one.at(PlaceRole.LOCATION), other.at(PlaceRole.LOCATION)
    found = {
        (place_likeness(here, there), here.is_area or there.is_area)
        for here in mine
        for there in theirs
    }
    if {Likeness.OTHER} != {alike for alike, _ in found} and are_two_stations(mine, theirs):
        return ["other_station"]  # however the city agrees
    if (Likeness.SAME, False) in found:
        return ["same_location"]
    if (Likeness.ACROSS, False) in found:
        return ["across_border"]
    if (Likeness.NEIGHBOURS, False) in found:
        return ["near_town" if _is_common(one, other) else "same_location"]
    # Two towns of one state are two places, however the state agrees.
    if {Likeness.OTHER} == {alike for alike, is_area in found if not is_area} and _linked(
        mine, theirs
    ):
        return ["other_location"]
    if (Likeness.SAME, True) in found:
        return ["same_area"]
    return ["other_location"] if {Likeness.OTHER} == {alike for alike, _ in found} else []


def _is_common(one: Facts, other: Facts) -> bool:
    """Whether neighbouring towns may each have one in a day: trains seldom collide."""
    return one.family.sudden and EventType.COLLISION not in (one.type, other.type)


def _linked(mine: tuple[PlaceFact, ...], theirs: tuple[PlaceFact, ...]) -> bool:
    """Whether the points of both sides stand in the gazetteer: a spelling alone may mislead."""
    return all(place.id for place in (*mine, *theirs) if not place.is_area)


def _crossed(one: Facts, other: Facts) -> list[str]:
    """One tells of a line by its ends, the other of the place."""
    ends = (*one.at(PlaceRole.ORIGIN), *one.at(PlaceRole.DESTINATION))
    there = other.at(PlaceRole.LOCATION)
    return [
        "end_is_location"
        for end in ends
        if not end.is_area and any(place_likeness(end, place) is Likeness.SAME for place in there)
    ]


def _train(one: Facts, other: Facts) -> list[str]:
    found = []
    if one.train_numbers and other.train_numbers:
        shared = one.train_numbers & other.train_numbers
        found.append("same_train_number" if shared else "other_train_number")
    if one.train_name is not None and one.train_name == other.train_name:
        found.append("same_train_name")
    if one.is_series is not other.is_series:
        found.append("train_of_series")
    kinds = {KIND_GROUPS[kind] for kind in (one.train_kind, other.train_kind) if kind is not None}
    # Two trains collide, and each text may name the other one.
    if len(kinds) == 2 and EventType.COLLISION not in (one.type, other.type):
        hit = one.family.sudden and EventType.ATTACK not in (one.type, other.type)
        found.append("other_train_hit" if hit else "other_train_kind")
    return found


def _operators(one: Facts, other: Facts) -> list[str]:
    """A strike is known by whom it is against; elsewhere one company runs much of a country.

    Two companies may share a train over a border; within a country they run it against each other.
    """
    if not one.operators or not other.operators:
        return []
    is_shared = bool(one.operators & other.operators)
    if one.type is EventType.STRIKE:
        return [*_unions(one, other), "same_employer" if is_shared else "other_employer"]
    if is_shared:
        return ["same_operator"]
    launched = one.type is other.type is EventType.SERVICE_LAUNCH
    return ["other_operator"] if launched and len(one.countries | other.countries) == 1 else []


def _unions(one: Facts, other: Facts) -> list[str]:
    mine, theirs = one.unions, other.unions
    return ["other_union"] if mine and theirs and not mine & theirs else []


def _figures(one: Facts, other: Facts) -> list[str]:
    """Figures that both give, two at the most."""
    counts = [
        (mine.value, theirs.value, one.scope_of(mine) == other.scope_of(theirs))
        for mine in one.figures
        for theirs in other.figures
        if (mine.role, mine.unit) == (theirs.role, theirs.unit)
    ]
    pairs = [(value, theirs) for value, theirs, of_one_scope in counts if of_one_scope]
    shared = [value for value, theirs in pairs if value == theirs]
    if one.type is not EventType.TRAFFIC_VOLUME:
        small = [value < SMALL_FIGURE for value in shared[:2]]
        return ["same_small_figure" if is_small else "same_figure" for is_small in small]
    if pairs:
        far = any(_far(*pair) for pair in pairs)
        return ["same_volume" if shared else "other_volume" if far else "near_volume"]
    # What a count takes in may be misread, but not a month's beside that of two.
    apart = bool(counts) and all(_far(value, theirs) for value, theirs, _ in counts)
    return ["other_volume"] if apart and other_span(one, other) else []


def _differ(one: Facts, other: Facts) -> bool:
    """Whether a figure that both give cannot be one."""
    return any(
        contradict(mine, theirs)
        for mine in one.figures
        for theirs in other.figures
        if (mine.role, mine.scope, mine.unit) == (theirs.role, theirs.scope, theirs.unit)
    )


def _far(one: float, other: float) -> bool:
    return abs(one - other) > SAME_VOLUME * max(abs(one), abs(other))
