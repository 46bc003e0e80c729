"""Which of the places that share a name is meant."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from storage.records import Place

# How much a kind speaks for itself before context, on the scale of log10(population): a country or
# a hand-made border station outdoes a hamlet of the same name, a far metropolis outdoes both.
_KINDS = {
    "country": 9.0,
    "demonym": 9.0,
    "region": 1.5,
    "river": 0.5,
    "sea": 1.5,
    "border_crossing": 5.0,
    "line": 4.5,
    "station": 3.2,
    "city": 0.0,
}
_OWN_TABLE = 1.0  # someone thought the name worth writing down for rail news
_COUNTRY = 4.0  # the article speaks of this country only
_NEAR = 3.0  # another place of the article is next door
_NEAR_KM = 300.0
_FAR = 1.5  # all other places of the article are on the other side of the world
_FAR_KM = 7000.0  # from the west of Russia to its east
_KNOWN_ABROAD = 4.7  # only places of 50,000 inhabitants are named where their country is not
_KIND = 3.0  # the words beside the name say what it is


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place and its weight: the population of a city, 0 where that says nothing."""

    place: Place
    weight: int


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) pairs in degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 12742.0 * math.asin(math.sqrt(min(1.0, h)))


def is_own(place: Place) -> bool:
    """Whether somebody thought the place worth writing down for rail news."""
    return place.id.startswith("own:")


def prominence(candidate: Candidate) -> float:
    """How likely the name means this place when nothing else is known (a log scale)."""
    base = _KINDS.get(candidate.place.kind, 3.0) + math.log10(candidate.weight + 1)
    return base + (_OWN_TABLE if is_own(candidate.place) else 0.0)


def _nearness(place: Place, near: Sequence[tuple[float, float]]) -> float:
    if place.latitude is None or place.longitude is None or not near:
        return 0.0
    here = (place.latitude, place.longitude)
    distances = sorted(kilometres(here, other) for other in near[:20])[:2]
    if distances[0] > _FAR_KM:
        return -_FAR
    return _NEAR * sum(math.exp(-d / _NEAR_KM) for d in distances) / len(distances)


def choose(
    candidates: Sequence[Candidate],
    countries: Counter[str],
    near: Sequence[tuple[float, float]],
    kind: str | None = None,
) -> tuple[Place | None, float]:
    """The best candidate by prominence, the article's countries and distance, and its certainty."""
    if not candidates:
        return None, 0.0
    total = sum(countries.values())
    scores = [
        prominence(c)
        + (_COUNTRY * countries[c.place.country or ""] / total if total else 0.0)
        + _nearness(c.place, near)
        + (_KIND if c.place.kind == kind else 0.0)
        for c in candidates
    ]
    best = max(range(len(scores)), key=scores.__getitem__)
    in_context = not total or _is_home(candidates[best].place, countries)
    if not in_context:
        # A far city gives way to a region of a country that the article speaks of.
        regions = [i for i, c in enumerate(candidates) if _is_region_at_home(c.place, countries)]
        best = max(regions, key=scores.__getitem__, default=best)
        in_context = bool(regions)
    chosen = candidates[best].place
    little_known = chosen.kind == "region" and not is_own(chosen)
    # No Flagstaff of Arizona for a station of Melbourne.
    little_known = little_known or (kind == "station" and chosen.kind == "city")
    if not in_context and (little_known or prominence(candidates[best]) < _KNOWN_ABROAD):
        return None, 0.0
    # Rivals in the same country within a few kilometres are the same spot: a city and its station.
    rivals = sum(
        math.exp(score - scores[best])
        for score, c in zip(scores, candidates, strict=True)
        if not _same_spot(c.place, chosen)
    )
    return chosen, round((0.95 if in_context else 0.6) / (1.0 + rivals), 3)


def _is_home(place: Place, countries: Counter[str]) -> bool:
    return place.country is None or countries[place.country] > 0


def _is_region_at_home(place: Place, countries: Counter[str]) -> bool:
    return place.kind == "region" and _is_home(place, countries)


def _same_spot(a: Place, b: Place) -> bool:
    if a is b:
        return True
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return a.country == b.country
    return kilometres((a.latitude, a.longitude), (b.latitude, b.longitude)) < 15.0
