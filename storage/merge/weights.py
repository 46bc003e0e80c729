"""What speaks for two reports being one event, and what against: the one table of the merge.

Two reports are linked from `LINK` points on; a group may take in another where the pairs across
have at least `MEAN_LINK` on average and nothing contradicts. Independent accounts share next to no
wording, so words do not count: only types, times, places, trains, figures and causes do.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.records import EventType, TrainKind

CONTRADICTION = float("-inf")
LINK = 4.0
MEAN_LINK = 3.0

WEIGHTS = {
    # what it is
    "same_type": 1.0,
    "kindred_type": 0.0,
    # when: `told` is the day of publication, where a text gives no time
    "same_moment": 3.0,
    "same_day": 2.0,
    "same_month": 1.0,
    "same_year": 0.5,
    "near_day": 0.5,
    "one_run": 2.0,  # one tells when it left, the other when it came in: as long as the way takes
    # of what comes suddenly: one night or two days, morning and evening of one
    "next_day": 0.0,
    "other_hour": -1.0,
    "within_span": 0.5,
    "told_together": 1.0,
    "told_later": 0.0,
    "told_apart": CONTRADICTION,
    "other_time": CONTRADICTION,
    # where: an end is the origin or the destination
    "same_end": 2.0,
    "same_country_end": 1.0,
    "end_within": 1.0,
    "other_end": CONTRADICTION,
    "same_location": 3.0,
    "same_area": 1.5,
    "end_is_location": 1.5,
    "across_border": 1.5,
    "facing_ends": -0.5,  # in two countries: one tells whence, the other whither
    "other_station": -2.0,  # close by: two stations of a city, or two names for a spot between them
    "near_town": 0.0,
    "other_location": CONTRADICTION,
    "same_country": 0.5,
    "other_country": CONTRADICTION,
    "other_side": -1.0,  # of traffic over a border, told without places: the country on one side
    # which train
    "same_train_number": 3.0,
    "other_train_number": CONTRADICTION,
    "same_train_name": 1.0,
    "other_train_kind": -2.0,
    "other_train_hit": -2.5,  # another kind of train in an accident
    "train_of_series": CONTRADICTION,  # one tells of a train, the other of several trips' sum
    # who
    "same_operator": 0.25,
    "other_operator": -3.0,  # of a new service within one country
    "same_employer": 2.0,
    "other_employer": CONTRADICTION,
    "other_union": -1.0,
    # what else is told
    "same_figure": 1.0,
    "same_small_figure": 0.5,
    "other_figure": -0.5,  # on the next day; of one day, accounts differ
    # what a line or a border carried in one period: counts that are near are one count, told twice
    "same_volume": 1.5,
    "near_volume": 0.75,
    "other_volume": CONTRADICTION,
    "same_cause": 0.5,
    "same_recurrence": 1.0,
    "same_days": 1.5,  # of the week, two or more
    # one article tells one thing once
    "same_article": CONTRADICTION,
    "same_article_same_thing": 0.0,
    "same_print": 3.0,  # two prints of one text tell it in one sentence
}


@dataclass(frozen=True, slots=True)
class Family:
    """Types that different outlets may give to one happening, and how exact their times are.

    `days`: how far two dates may lie apart. `hours`: how far two clock times; `clock` says whether
    a greater distance on one day contradicts, as of what runs by a timetable, where a text may give
    the arrival alone. `told_days`: how long after the event (or one
    another) texts without a date may still mean it. `lasting`: a state that is told while it lasts.
    `two_way`: the ends may be named in either order. `sudden`: nobody tells of it beforehand.
    """

    name: str
    types: tuple[EventType, ...]
    days: int = 0
    hours: float = 3
    clock: bool = False
    told_days: int = 10
    lasting: bool = False
    two_way: bool = False
    sudden: bool = False


FAMILIES = (
    Family(
        "start",
        (EventType.SERVICE_RESUMPTION, EventType.SERVICE_LAUNCH, EventType.OPENING),
        days=3,
        told_days=60,
        two_way=True,
    ),
    Family(
        "stop",
        (EventType.SERVICE_SUSPENSION, EventType.CLOSURE),
        days=3,
        told_days=200,
        lasting=True,
        two_way=True,
    ),
    Family("change", (EventType.SERVICE_CHANGE,), days=1, told_days=30, two_way=True),
    Family("movement", (EventType.TRAIN_MOVEMENT,), hours=1.5, clock=True, told_days=3),
    Family("volume", (EventType.TRAFFIC_VOLUME,), told_days=30, two_way=True),
    Family(
        "accident",
        (
            EventType.DERAILMENT,
            EventType.COLLISION,
            EventType.LEVEL_CROSSING_ACCIDENT,
            EventType.PERSON_STRUCK,
            EventType.FIRE,
            EventType.OTHER_INCIDENT,
            EventType.ATTACK,
        ),
        days=1,
        hours=6,
        told_days=10,
        sudden=True,
    ),
    Family("disruption", (EventType.DISRUPTION,), days=1, told_days=5, lasting=True, two_way=True),
    Family("strike", (EventType.STRIKE,), told_days=20, lasting=True),
    Family(
        "construction",
        (EventType.CONSTRUCTION,),
        days=3,
        told_days=60,
        lasting=True,
        two_way=True,
    ),
    Family("agreement", (EventType.AGREEMENT,), days=3, told_days=30, two_way=True),
    Family("investigation", (EventType.INVESTIGATION,), days=3, told_days=20, lasting=True),
)
FAMILY_OF = {event_type: family for family in FAMILIES for event_type in family.types}

# Trains that two texts would not call by each other's kind.
KIND_GROUPS = {
    TrainKind.PASSENGER: "passengers",
    TrainKind.HIGH_SPEED: "passengers",
    TrainKind.TOURIST: "passengers",
    TrainKind.METRO: "city",
    TrainKind.TRAM: "city",
    TrainKind.FREIGHT: "freight",
    TrainKind.MILITARY: "military",
    TrainKind.MAINTENANCE: "maintenance",
}

# Kinds of place with an extent: two of them may overlap, or hold the place another text names.
AREAS = frozenset({"country", "region", "line"})
# A station and the town it serves, a crossing and its station: one place to a reader.
NEAR_KM = 30.0
# How alike two unlinked spellings of a name must be (0 to 100).
SAME_NAME = 88.0
# So many days the longest ride takes.
LONGEST_RUN = 14
# A small number is shared by chance.
SMALL_FIGURE = 10
# Volumes of one period that differ by more than a fifth are volumes of two things.
SAME_VOLUME = 0.2
