"""Names to places and organisations, read from two SQLite files that are opened read-only."""

from __future__ import annotations

import os
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extractor.gazetteer import linking
from extractor.gazetteer.names import bare, fold, in_other_number, without_article
from storage.records import Organisation, Place

DATA = Path(__file__).parent / "data"
FILES = ("gazetteer", "stations")
OTHERWISE = 10  # how much less often a town is called so than what bears the whole name

_PLACE = """SELECT coalesce(p.ref, s.prefix || p.id), p.name, k.name, p.country, p.lat / 1e4,
    p.lon / 1e4, z.name, p.aliases, p.weight
    FROM {file}.name n JOIN {file}.place p ON p.id = n.place JOIN {file}.kind k ON k.id = p.kind
    JOIN {file}.source s ON s.id = p.source LEFT JOIN {file}.zone z ON z.id = p.zone
    WHERE n.key = :key"""
_TOWN = """SELECT 'gn:' || t.id, coalesce(t.name, ''), 'city', t.country, t.lat / 1e2, t.lon / 1e2,
    z.name, NULL, t.weight FROM gazetteer.town t JOIN gazetteer.zone z ON z.id = t.zone
    WHERE t.key = :key"""
_PLACES = " UNION ALL ".join([*(_PLACE.format(file=file) for file in FILES), _TOWN])
_TABLES = ("gazetteer.name", "stations.name", "gazetteer.town", "gazetteer.organisation_name")
# A folded name has nothing but letters and digits after its first word's space.
_BEGINS = " UNION ALL ".join(
    f"SELECT 1 FROM (SELECT 1 FROM {table} WHERE key > :key || ' ' AND key < :key || '!' LIMIT 1)"
    for table in _TABLES
)
# The zones of a country by how many live in its towns there.
_ZONES = """SELECT z.name, sum(p.weight) FROM gazetteer.place p
    JOIN gazetteer.zone z ON z.id = p.zone JOIN gazetteer.kind k ON k.id = p.kind
    WHERE p.country = :key AND k.name = 'city' GROUP BY z.name ORDER BY 2 DESC"""
_ONE_ZONE = 0.95  # of Portugal's people so many live by one clock, and not on Madeira
_DEMONYM = "SELECT country FROM gazetteer.demonym WHERE key = :key"
_ORGANISATIONS = """SELECT o.ref, o.name, o.kind, o.country, o.aliases, n.doubtful
    FROM gazetteer.organisation_name n JOIN gazetteer.organisation o ON o.id = n.organisation
    WHERE n.key = :key ORDER BY o.id"""


@cache
def _connection(process: int) -> sqlite3.Connection:
    """One read-only connection a process: SQLite connections must not cross a fork."""
    connection = sqlite3.connect(":memory:", check_same_thread=False, uri=True)
    for file in FILES:
        uri = f"{(DATA / f'{file}.sqlite').as_uri()}?mode=ro&immutable=1"
        connection.execute(f"ATTACH ? AS {file}", (uri,))
    return connection


def _query(sql: str, key: str) -> list[tuple[Any, ...]]:
    return _connection(os.getpid()).execute(sql, {"key": key}).fetchall()


@lru_cache(maxsize=20_000)
def _candidates(key: str) -> tuple[linking.Candidate, ...]:
    found = {}
    for ref, name, kind, country, lat, lon, zone, aliases, weight in _query(_PLACES, key):
        names = tuple(str(aliases).split("|")) if aliases else ()
        place = Place(ref, name or key.title(), kind, country, lat, lon, zone, names)
        found[place.id] = linking.Candidate(place, int(weight))
    called = {
        (one.place.kind, one.place.country) for one in found.values() if is_called(one.place, key)
    }
    if called:
        found = {at: by_other_name(one, key, called) for at, one in found.items()}
    return tuple(sorted(found.values(), key=linking.prominence, reverse=True))


def is_called(place: Place, name: str) -> bool:
    """Whether a name is the place's main one, not another spelling."""
    return fold(place.name) == fold(name)


def by_other_name(
    candidate: linking.Candidate, key: str, called: Set[tuple[str, str | None]]
) -> linking.Candidate:
    """A town that is called so by the start of a word weighs less: Floridablanca, as "Florida".

    So does one beside the region of its country that is `called` so: Oklahoma City, as "Oklahoma".
    """
    place, name = candidate.place, fold(candidate.place.name)
    begins = re.match(rf"{re.escape(key)}[a-z]", name)
    beside = name != key and ("region", place.country) in called
    if place.kind != "city" or not (begins or beside):
        return candidate
    return linking.Candidate(candidate.place, candidate.weight // OTHERWISE)


@lru_cache(maxsize=20_000)
def _organisations(key: str) -> tuple[tuple[Organisation, bool], ...]:
    return tuple(
        (
            Organisation(
                str(ref),
                str(name),
                str(kind),
                str(country) if country else None,
                tuple(str(aliases).split("|")) if aliases else (),
            ),
            bool(doubtful),
        )
        for ref, name, kind, country, aliases, doubtful in _query(_ORGANISATIONS, key)
    )


class Gazetteer:
    """Looks names up regardless of case, accents, possessives and words like "station"."""

    @classmethod
    @cache
    def load(cls) -> Gazetteer:
        """The one gazetteer of the process; FileNotFoundError where its files are missing."""
        for file in FILES:
            if not (DATA / f"{file}.sqlite").is_file():
                raise FileNotFoundError(f"{DATA / file}.sqlite is missing: run `make gazetteer`")
        return cls()

    def __reduce__(self) -> tuple[object, tuple[()]]:
        return Gazetteer.load, ()

    def candidates(self, name: str) -> tuple[linking.Candidate, ...]:
        """Places that bear this name, each with its weight, the most prominent first."""
        key = fold(name)
        return _candidates(key) or (_candidates(bare(key)) if bare(key) != key else ())

    def places(self, name: str) -> list[Place]:
        """Places that bear this name, the most prominent first."""
        return [candidate.place for candidate in self.candidates(name)]

    @lru_cache(maxsize=50_000)  # noqa: B019 there is one gazetteer a process
    def begins_name(self, word: str) -> bool:
        """Whether a place or organisation of several words starts with this one."""
        return bool(_query(_BEGINS, fold(word)))

    def organisations(self, name: str) -> list[Organisation]:
        """Organisations that bear this name or abbreviation."""
        return [organisation for organisation, _ in self.organisation_names(name)]

    def organisation_names(self, name: str) -> tuple[tuple[Organisation, bool], ...]:
        """Organisations that bear this name, each with whether the name is an everyday word."""
        key = without_article(fold(name))
        found = (_organisations(it) for it in (fold(name), key, *in_other_number(key)))
        return next(filter(None, found), ())

    def link(
        self,
        name: str,
        *,
        countries: Counter[str] | Iterable[str] = (),
        near: Sequence[tuple[float, float]] = (),
        kind: str | None = None,
    ) -> tuple[Place | None, float]:
        """The place most likely meant, and how sure that is (0 to 1).

        `countries` are those the article speaks of, `near` the (latitude, longitude) of its other
        places, `kind` what the words beside the name say ("region" for "Bilaspur district").
        """
        return linking.choose(self.candidates(name), Counter(countries), near, kind)

    @lru_cache(maxsize=20_000)  # noqa: B019 there is one gazetteer a process
    def country_of(self, text: str) -> str | None:
        """The alpha-2 code behind a country's name or demonym ("North Korean"), else None."""
        for place in self.places(text)[:1]:
            if place.kind == "country":
                return place.country
        found = _query(_DEMONYM, fold(text))
        return str(found[0][0]) if found else None

    @lru_cache(maxsize=300)  # noqa: B019 there is one gazetteer a process
    def zone_of(self, country: str) -> str | None:
        """The IANA zone by whose clock nearly all of a country lives, if there is one."""
        zones = _query(_ZONES, country)
        people = sum(weight for _, weight in zones)
        return str(zones[0][0]) if zones and zones[0][1] >= _ONE_ZONE * people else None

    def is_demonym(self, text: str) -> bool:
        """Whether this is an adjective or people's name ("Russian"), not a country's."""
        return bool(_query(_DEMONYM, fold(text)))
