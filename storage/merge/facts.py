"""What the merge knows of a report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.merge.weights import AREAS, FAMILY_OF, Family
from storage.periods import Period
from storage.records import EventType, Factuality, PlaceRole, QuantityRole, Scope, TrainKind


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A place as a report names it.

    `names` are folded, as is `written`, the text's own; `whole_country` is a country's code, and
    `country`, of a place without an entry, the one that its report is about.
    """

    name: str
    id: str | None
    kind: str | None
    country: str | None
    whole_country: str | None
    names: frozenset[str]
    written: str
    latitude: float | None = None
    longitude: float | None = None

    @property
    def key(self) -> str:
        """The same for two mentions of one place."""
        return self.id or self.whole_country or min(self.names, default="")

    @property
    def is_area(self) -> bool:
        return self.whole_country is not None or self.kind in AREAS


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity of a report; `over` is the time over which it counts, as far as a text says.

    `corrected_at` is when its article was first seen to give it, where an earlier state did not.
    """

    role: str
    scope: str | None
    unit: str | None
    value: float
    max: float | None
    qualifier: str
    per_direction: bool = False
    over: frozenset[str] = frozenset()
    corrected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Whom a report credits. `key` is the gazetteer's id or the folded name, `names` are folded."""

    key: str
    name: str
    kind: str | None
    names: frozenset[str]
    country: str | None = None

    @property
    def is_linked(self) -> bool:
        """Whether the gazetteer has an entry for it."""
        return self.kind is not None


@dataclass(frozen=True, slots=True)
class Facts:
    """One report, with what its article tells about who published it and when.

    `told` is the moment of publication, never later than the fetch; `is_dated` is false where the
    page gave none or one more than a day ahead of it. `operators` holds every name
    (and id) of those, `operator` is the first as written. `story_outlet_id` is the outlet that
    printed the report's text first, `article_moments` are the clock times at which anything of the
    report's type began or ended, as all reports of its article have it. `zones` are those of its
    places. `clock_words` are the words around a clock time at which it began, `beside` those whom
    its article credits, report by report, for what else it tells of the same places.
    """

    id: str
    article_id: str
    outlet_id: str
    outlet_name: str
    outlet_kind: str
    story_id: str
    story_outlet_id: str
    story_outlet_name: str
    told: datetime
    is_dated: bool
    type: EventType
    factuality: Factuality
    start: str | None
    end: str | None
    start_utc: str | None
    end_utc: str | None
    period: Period | None
    end_period: Period | None
    recurrence: str | None
    train_numbers: frozenset[str]
    train_name: str | None
    train_kind: TrainKind | None
    cause: str | None
    cause_words: frozenset[str]
    sentence: str
    confidence: float
    countries: frozenset[str]
    zones: frozenset[str] = frozenset()
    places: dict[PlaceRole, tuple[PlaceFact, ...]] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    operator: str | None = None
    operators: frozenset[str] = frozenset()
    sources: tuple[Source, ...] = ()
    beside: tuple[tuple[Source, ...], ...] = ()
    clock_words: str = ""
    article_moments: frozenset[datetime] = frozenset()
    page_has_gone: bool = False

    @property
    def family(self) -> Family:
        return FAMILY_OF[self.type]

    @property
    def dated(self) -> Period | None:
        """When it was: its start, or of a train that nobody saw leave, its arrival."""
        return self.period or (self.end_period if self.family.clock else None)

    @property
    def is_series(self) -> bool:
        """Whether it tells of several trains on several days, and its figures are their sums."""
        if self.type is not EventType.TRAIN_MOVEMENT or not (self.period and self.end_period):
            return False
        trains = (it.value for it in self.figures if it.role == QuantityRole.TRAINS)
        return max(trains, default=1) > 1 and self.period.first_day < self.end_period.last_day

    @property
    def unions(self) -> frozenset[str]:
        """The unions that speak in it."""
        return frozenset(source.key for source in self.sources if source.kind == "union")

    @property
    def article_sources(self) -> tuple[Source, ...]:
        """Whom its article credits for it, then for what else it tells of the same places."""
        return tuple(source for sources in (self.sources, *self.beside) for source in sources)

    def scope_of(self, figure: Figure) -> str | None:
        """What a figure counts: of a train's run, what is aboard unless the text says otherwise."""
        if self.is_series:
            return Scope.CUMULATIVE
        aboard = Scope.THIS_TRAIN if self.type is EventType.TRAIN_MOVEMENT else None
        return figure.scope or aboard

    def at(self, role: PlaceRole) -> tuple[PlaceFact, ...]:
        return self.places.get(role, ())


def age(facts: Facts) -> tuple[datetime, float, str, str]:
    """What reports are put in order by: the earliest told first, of one article the surest."""
    return facts.told, -facts.confidence, facts.sentence, facts.id
