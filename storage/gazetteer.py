"""Places and organisations that reports name, as the gazetteer knows them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from babel import Locale
from sqlite_utils import Database

from storage.folding import fold_name
from storage.records import Organisation, Place

# The languages whose names of countries are understood.
LANGUAGES = ("en", "ru", "ko", "zh", "ja", "de", "fr", "es", "uk")


def save_place(db: Database, place: Place) -> bool:
    """Store the place under its id. True if that changed what is known of it."""
    row = {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "timezone": place.timezone,
        "aliases": json.dumps(place.aliases, ensure_ascii=False),
    }
    if not _save_entry(db, "places", row):
        return False
    save_names(db, place.id, (place.name, *place.aliases))
    return True


def save_names(db: Database, place_id: str, names: Iterable[str]) -> None:
    """Have the place be found under these names, and no others."""
    db.conn.execute("DELETE FROM place_names WHERE place_id = ?", [place_id])
    pairs = [(name, place_id) for name in sorted(names_of(names))]
    db.conn.executemany("INSERT INTO place_names VALUES (?, ?)", pairs)


def names_of(names: Iterable[str]) -> set[str]:
    """The names as they are looked up."""
    return {fold_name(name) for name in names} - {""}


def save_organisation(db: Database, organisation: Organisation) -> bool:
    """Store the organisation under its id. True if that changed what is known of it."""
    row = {
        "id": organisation.id,
        "name": organisation.name,
        "kind": organisation.kind,
        "country": organisation.country,
        "aliases": json.dumps(organisation.aliases, ensure_ascii=False),
    }
    return _save_entry(db, "organisations", row)


def country_code(name: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country named in any language we read, or None."""
    return _country_names().get(fold_name(name))


def asked_country(typed: str) -> str | None:
    """The code of the country that a person asks for, by its name or its code in capitals.

    None for what is neither: `RU` is Russia, `ru` may be part of a name.
    """
    code = typed.strip()
    return code if code in _country_names().values() else country_code(typed)


@cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in reversed(LANGUAGES):  # English last, so that it wins
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names[fold_name(name)] = code
    return names | {"us": "US", "usa": "US", "u s": "US", "uk": "GB", "britain": "GB"}


def _save_entry(db: Database, table: str, row: dict[str, Any]) -> bool:
    stored = next(iter(db.query(f"SELECT * FROM {table} WHERE id = ?", [row["id"]])), None)
    if stored == row:
        return False
    db.table(table).upsert(row, pk="id")
    return True
