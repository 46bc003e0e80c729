"""Writes one of the gazetteer's SQLite files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from extractor.gazetteer.names import bare, fold
from extractor.gazetteer.sources import own
from extractor.gazetteer.sources.entry import Entry

_SCHEMA = """
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, prefix TEXT NOT NULL,
  licence TEXT NOT NULL, attribution TEXT NOT NULL) STRICT;
CREATE TABLE place (id INTEGER PRIMARY KEY, ref TEXT, name TEXT NOT NULL, kind INTEGER NOT NULL,
  country TEXT, lat INTEGER, lon INTEGER, zone INTEGER, weight INTEGER NOT NULL, source INTEGER
  NOT NULL, aliases TEXT) STRICT;
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place))
  STRICT, WITHOUT ROWID;
CREATE TABLE town (key TEXT NOT NULL, id INTEGER NOT NULL, name TEXT, country TEXT NOT NULL,
  lat INTEGER NOT NULL, lon INTEGER NOT NULL, zone INTEGER NOT NULL, weight INTEGER NOT NULL,
  PRIMARY KEY (key, id)) STRICT, WITHOUT ROWID;
CREATE TABLE demonym (key TEXT PRIMARY KEY, country TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE organisation (id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  kind TEXT NOT NULL, country TEXT, aliases TEXT, source INTEGER NOT NULL) STRICT;
CREATE TABLE organisation_name (key TEXT NOT NULL, organisation INTEGER NOT NULL,
  doubtful INTEGER NOT NULL, PRIMARY KEY (key, organisation)) STRICT, WITHOUT ROWID;
"""


class TableFile:
    """A file in the making: replaced as a whole, and only when everything went well."""

    def __init__(self, path: Path) -> None:
        self.path, self.draft = path, path.with_suffix(".draft")
        self.draft.unlink(missing_ok=True)
        self.db = sqlite3.connect(self.draft)
        self.db.execute("PRAGMA page_size = 4096")
        self.db.executescript(_SCHEMA)
        self.next_id = 100_000_000  # above every geonameid
        self.ids: dict[tuple[str, str], int] = {}
        self.refs: set[str] = set()

    def __enter__(self) -> TableFile:
        for row in own.rows("sources"):
            self.ids["source", row["name"]] = len(self.ids) + 1
            values = (len(self.ids), *row.values())
            self.db.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?)", values)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is None:
            self.db.commit()
            self.db.execute("ANALYZE")
            self.db.execute("VACUUM")
        self.db.close()
        if kind is None:
            self.draft.replace(self.path)

    def _word_id(self, table: str, word: str) -> int:
        if (table, word) not in self.ids:
            count = sum(1 for kind, _ in self.ids if kind == table)
            self.ids[table, word] = count + 1
            self.db.execute(f"INSERT INTO {table} VALUES (?, ?)", (count + 1, word))
        return self.ids[table, word]

    def save_zones(self, zones: Iterable[str]) -> None:
        """Number the zones in this order: the commonest first take the fewest bytes."""
        for zone in zones:
            self._word_id("zone", zone)

    def save_town(self, entry: Entry) -> None:
        """Add a small town of one name, in half the room: no row in `name`, no spelled-out name.

        Coordinates are kept to a kilometre. The name is left out where it is the key with
        capitals ("bad aibling").
        """
        assert entry.latitude is not None
        assert entry.longitude is not None
        assert entry.zone is not None
        key = fold(entry.name)
        values = (
            key,
            entry.number,
            None if key.title() == entry.name else entry.name,
            entry.country,
            round(entry.latitude * 1e2),
            round(entry.longitude * 1e2),
            self._word_id("zone", entry.zone),
            entry.weight,
        )
        self.db.execute("INSERT INTO town VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def save_place(self, entry: Entry) -> None:
        """Add a place under all its names; ValueError for an id given twice."""
        if entry.ref:
            if entry.ref in self.refs:
                raise ValueError(f"two places with the id {entry.ref}")
            self.refs.add(entry.ref)
        self.next_id += entry.number is None
        number = entry.number or self.next_id
        others = [a for a in dict.fromkeys(entry.aliases) if a != entry.name]
        values = (
            number,
            entry.ref,
            entry.name,
            self._word_id("kind", entry.kind),
            entry.country,
            None if entry.latitude is None else round(entry.latitude * 1e4),
            None if entry.longitude is None else round(entry.longitude * 1e4),
            self._word_id("zone", entry.zone) if entry.zone else None,
            entry.weight,
            self.ids["source", entry.source],
            "|".join(others) if entry.source != "geonames" or entry.kind == "country" else None,
        )
        self.db.execute(f"INSERT INTO place VALUES ({', '.join('?' * len(values))})", values)
        keys = {fold(name) for name in (entry.name, *others)}
        if entry.kind in ("station", "border_crossing"):
            keys |= {bare(key) for key in keys}
        self._save_keys(keys, number)

    def _save_keys(self, keys: Iterable[str], number: int) -> None:
        rows = [(key, number) for key in keys if key]
        self.db.executemany("INSERT OR IGNORE INTO name VALUES (?, ?)", rows)

    def save_demonyms(
        self, rows: Iterable[dict[str, str]], countries: list[Entry], cities: list[Entry]
    ) -> None:
        """Demonyms, and the capital under "Russian capital", "capital of Russia"."""
        by_code = {entry.country: entry for entry in countries}
        for row in rows:
            words = [w for w in row["demonyms"].split("|") if w]
            for word in words:
                values = (fold(word), row["country"])
                self.db.execute("INSERT OR IGNORE INTO demonym VALUES (?, ?)", values)
            capital = _capital(row, cities)
            if capital is not None and capital.number is not None:
                name = by_code[row["country"]].name
                keys = [*(f"{fold(w)} capital" for w in words), f"capital of {fold(name)}"]
                self._save_keys(keys, capital.number)
            place = self.db.execute(
                "SELECT id FROM place WHERE ref = ?", (f"country:{row['country']}",)
            ).fetchone()
            self._save_keys([fold(a) for a in row["aliases"].split("|")], place[0])

    def save_organisation(self, row: dict[str, str]) -> None:
        """Add an organisation under its name and aliases; its rank in the table is its weight."""
        slug = fold(row["name"]).replace(" ", "-")
        self.next_id += 1
        values = (
            self.next_id,
            f"org:{slug}-{row['country'].lower()}" if row["country"] else f"org:{slug}",
            row["name"],
            row["kind"],
            row["country"] or None,
            row["aliases"].replace("~", "") or None,
            self.ids["source", "own"],
        )
        self.db.execute(f"INSERT INTO organisation VALUES ({', '.join('?' * len(values))})", values)
        for name in (row["name"], *row["aliases"].split("|")):
            # "~Metro": a word of everyday use, the organisation only where other signs agree.
            key = (fold(name.removeprefix("~")), self.next_id, name.startswith("~"))
            if key[0]:
                insert = "INSERT OR IGNORE INTO organisation_name VALUES (?, ?, ?)"
                self.db.execute(insert, key)


def _capital(row: dict[str, str], cities: list[Entry]) -> Entry | None:
    named = [
        city
        for city in cities
        if city.country == row["country"] and row["capital"] in (city.name, *city.aliases)
    ]
    return max(named, key=lambda city: city.weight, default=None)
