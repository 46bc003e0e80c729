"""The record types that every room shares. They are frozen and know nothing of the database.

All `_at` values are aware datetimes in UTC. Offsets count characters of `Article.text`, end
excluded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventType(StrEnum):
    SERVICE_RESUMPTION = "service_resumption"
    SERVICE_SUSPENSION = "service_suspension"
    SERVICE_LAUNCH = "service_launch"
    SERVICE_CHANGE = "service_change"
    TRAIN_MOVEMENT = "train_movement"
    TRAFFIC_VOLUME = "traffic_volume"
    DERAILMENT = "derailment"
    COLLISION = "collision"
    LEVEL_CROSSING_ACCIDENT = "level_crossing_accident"
    PERSON_STRUCK = "person_struck"
    FIRE = "fire"
    ATTACK = "attack"
    OTHER_INCIDENT = "other_incident"
    DISRUPTION = "disruption"
    STRIKE = "strike"
    OPENING = "opening"
    CONSTRUCTION = "construction"
    CLOSURE = "closure"
    AGREEMENT = "agreement"
    INVESTIGATION = "investigation"


class Factuality(StrEnum):
    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"


class QuantityRole(StrEnum):
    PASSENGERS = "passengers"
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    AFFECTED = "affected"
    CREW = "crew"
    LOCOMOTIVES = "locomotives"
    CARS = "cars"
    CARS_DERAILED = "cars_derailed"
    TRAINS = "trains"
    TONNES = "tonnes"
    CONTAINERS = "containers"
    FREQUENCY_PER_WEEK = "frequency_per_week"
    DELAY_MINUTES = "delay_minutes"
    DURATION_MINUTES = "duration_minutes"
    LENGTH_KM = "length_km"
    SPEED_KMH = "speed_kmh"
    COST = "cost"


class Qualifier(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Scope(StrEnum):
    """What a figure counts: aboard one train, over months, each week or day, or at most."""

    THIS_TRAIN = "this_train"
    CUMULATIVE = "cumulative"
    PER_PERIOD = "per_period"
    CAPACITY = "capacity"


class TrainKind(StrEnum):
    PASSENGER = "passenger"
    FREIGHT = "freight"
    HIGH_SPEED = "high_speed"
    TOURIST = "tourist"
    MILITARY = "military"
    METRO = "metro"
    TRAM = "tram"
    MAINTENANCE = "maintenance"


class PlaceRole(StrEnum):
    ORIGIN = "origin"
    DESTINATION = "destination"
    LOCATION = "location"


class FoundIn(StrEnum):
    """Where the time of an article was found on its page or in its source, the surest first.

    `modified` is a guess: nothing tells of publication, and the time of the last change stands for
    it.
    """

    JSON_LD = "json_ld"
    META = "meta"
    TIME_TAG = "time_tag"
    FEED = "feed"
    VISIBLE = "visible"
    URL = "url"
    MODIFIED = "modified"
    NOWHERE = "nowhere"


class Precision(StrEnum):
    """Whether a time was told with its hour, or only its day was."""

    TIME = "time"
    DAY = "day"


class BodyBy(StrEnum):
    """What found the text of an article on its page."""

    SELECTOR = "selector"
    TRAFILATURA = "trafilatura"
    ARTICLE_BODY = "article_body"
    PARAGRAPHS = "paragraphs"
    LIVE_BLOG = "live_blog"


class FailureClass(StrEnum):
    """What kind of failure it is.

    A host that does not answer or cannot (`temporary`), an answer that is not what it should be
    (`soft`), a page or source that is not there or refuses us (`hard`); an outlet that lists less
    than is usual (`canary`), or nothing new for long (`stale`).
    """

    TEMPORARY = "temporary"
    SOFT = "soft"
    HARD = "hard"
    CANARY = "canary"
    STALE = "stale"


class OrganisationRole(StrEnum):
    OPERATOR = "operator"
    AGENCY = "agency"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publication. `languages` are ISO 639-1 codes, `timezone` an IANA name."""

    id: str
    name: str
    kind: str
    country: str
    languages: tuple[str, ...]
    homepage: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Article:
    """One page as published. `url` is canonical; `text` has paragraphs parted by blank lines.

    `wire_credit` is how the page credits a news agency: "Yonhap", "Reporting by Ann Lee". A post of
    a live blog has `blog_url`, the blog's canonical address; its own keeps the anchor.

    `dated_by` and `body_by` say how the time of publication and the text were found, and are None
    where nobody looked: a text from a file. Offsets ("+09:00") are those told with the times, None
    where none was. `dateline_date` is the day that the dateline names, as ISO 8601.
    """

    url: str
    outlet_id: str
    title: str
    text: str
    fetched_at: datetime
    byline: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    language: str | None = None
    wire_credit: str | None = None
    blog_url: str | None = None
    section: str | None = None
    dateline_place: str | None = None
    dateline_date: str | None = None
    dated_by: FoundIn | None = None
    published_precision: Precision | None = None
    published_offset: str | None = None
    modified_by: FoundIn | None = None
    modified_offset: str | None = None
    body_by: BodyBy | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry. `country` is ISO 3166-1 alpha-2, `timezone` an IANA name."""

    id: str
    name: str
    kind: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    timezone: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """A gazetteer entry for a company or public body."""

    id: str
    name: str
    kind: str
    country: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as the text names it, with the gazetteer's entry where one was found."""

    role: PlaceRole
    name: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """An organisation as the text names it, with the gazetteer's entry where one was found."""

    role: OrganisationRole
    name: str
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure. `max` only for a range, `unit` an ISO 4217 code; offsets show its words."""

    role: QuantityRole
    value: float
    max: float | None = None
    qualifier: Qualifier = Qualifier.EXACT
    unit: str | None = None
    scope: Scope | None = None
    text: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The characters of `Article.text` that state an event: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Train:
    name: str | None = None
    number: str | None = None
    kind: TrainKind | None = None


# Where a text has a place, an organisation, a figure or a time, whether or not a report names it.
Mentions = Mapping[str, Sequence[Evidence]]


@dataclass(frozen=True, slots=True)
class Report:
    """One rail event as one article tells it (the fields of rail_event.schema.json).

    `start` and `end` are ISO 8601 cut to the text's own precision (`2024-12`, `2024-12-16`,
    `2024-12-16T15:30+10:00`); `timezone` is the IANA zone in which a bare date is meant. The first
    piece of `evidence` is the sentence to show. `time_words` are the characters from which start,
    end and recurrence were read.
    """

    type: EventType
    factuality: Factuality
    evidence: tuple[Evidence, ...]
    confidence: float
    start: str | None = None
    end: str | None = None
    timezone: str | None = None
    recurrence: str | None = None
    places: tuple[PlaceMention, ...] = ()
    organisations: tuple[OrganisationMention, ...] = ()
    countries: tuple[str, ...] = ()
    train: Train = Train()
    quantities: tuple[Quantity, ...] = ()
    cause: str | None = None
    time_words: tuple[Evidence, ...] = ()
