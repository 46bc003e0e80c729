"""Events leave as files that other people's programs read: feeds, calendars, maps, data frames."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import duckdb
import feedparser
import geojson
import icalendar
import jsonschema
import pytest
from pyarrow import parquet

from railwatch.outputs import opened
from storage.events import EventFilter, find_events
from storage.exports import FORMATS, LibraryMissing, export_events
from storage.exports.as_csv import plain_cell
from storage.merge import merge_events
from storage.reports import save_reports
from tests.export_samples import HOSTILE, exported, service
from tests.storage_samples import KHASAN, NOW, PATNA, RUSSIA, quantity, report, tell

POSITION = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
FEATURES = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "properties": {"type": "object"},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            shape := {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "properties": {"type": {"const": "Point"}, "coordinates": POSITION},
                            },
                            shape
                            | {
                                "properties": {
                                    "type": {"const": "LineString"},
                                    "coordinates": {
                                        "type": "array",
                                        "items": POSITION,
                                        "minItems": 2,
                                    },
                                }
                            },
                        ]
                    },
                },
            },
        },
    },
}


def calendar(db, **wanted):
    return icalendar.Calendar.from_ical(exported(db, "ics", **wanted)).walk("VEVENT")


def test_feed_reader_knows_an_event_again_when_it_has_changed(db):
    tell(db, "amur-wire", service(start="2024-12-16"), published="2024-12-16 10:00")
    merge_events(db, now=NOW)
    before = feedparser.parse(exported(db, "atom"))
    tell(db, "patna-post", service(start="2024-12-16"), published="2024-12-15 10:00")
    tell(db, "union-news", service(start="2024-12-16"), published="2024-12-18 10:00")
    merge_events(db, now=NOW)
    after = feedparser.parse(exported(db, "atom"))
    assert not before.bozo
    assert not after.bozo
    [old], [new] = before.entries, after.entries
    assert new.id == old.id  # though the earlier report gives the event another id
    assert new.updated > old.updated
    assert after.feed.updated == new.updated
    assert new.link == "https://patna-post.example/story"


def test_feed_reader_knows_an_event_again_whose_first_id_comes_back(db):
    tell(db, "amur-wire", service(), published="2024-12-16 10:00")
    merge_events(db, now=NOW)
    [first] = feedparser.parse(exported(db, "atom")).entries
    earlier = tell(db, "patna-post", service(), published="2024-12-15 10:00")
    merge_events(db, now=NOW)
    save_reports(db, earlier, [], extractor_version="1", now=NOW)
    merge_events(db, now=NOW)
    [entry] = feedparser.parse(exported(db, "atom")).entries
    assert entry.id == first.id
    [planned] = calendar(db)
    assert planned["UID"].startswith(next(iter(find_events(db, EventFilter())))["id"])


def test_feed_reader_is_told_when_a_report_dated_before_others_is_found_late(db):
    for outlet, day in (("amur-wire", 16), ("union-news", 18)):
        tell(db, outlet, service(), published=f"2024-12-{day} 10:00")
    merge_events(db, now=NOW)
    [before] = feedparser.parse(exported(db, "atom")).entries
    late = tell(db, "patna-post", service(), published="2024-12-17 10:00")
    db.execute("UPDATE articles SET fetched_at = '2024-12-19T10:00:00Z' WHERE id = ?", [late])
    merge_events(db, now=NOW)
    [after] = feedparser.parse(exported(db, "atom")).entries
    assert after.updated > before.updated


def test_feed_shows_hostile_text_as_text(told):
    feed = feedparser.parse(exported(told, "atom"), sanitize_html=False)
    assert not feed.bozo
    contents = " ".join(entry.content[0].value for entry in feed.entries)
    assert "<script>" not in contents
    assert "&lt;script&gt;" in contents


def test_feeds_of_other_events_are_other_feeds(told):
    def feed_id(**wanted):
        return feedparser.parse(exported(told, "atom", **wanted)).feed.id

    assert feed_id() == feed_id(limit=1)
    both = feed_id(types=("strike", "derailment"), since=date(2024, 1, 1))
    assert both == feed_id(since=date(2024, 1, 1), types=("derailment", "strike"))
    assert len({both, feed_id(), feed_id(types=("strike",)), feed_id(place="Khasan")}) == 4


def test_feed_of_no_events_is_a_feed(db):
    feed = feedparser.parse(exported(db, "atom"))
    assert (feed.bozo, feed.entries, feed.feed.title) == (False, [], "Railwatch")


def test_map_has_events_as_points_and_routes_as_lines(told):
    tell(told, "far-wire", report("strike", "planned", origin=RUSSIA, destination=PATNA))
    merge_events(told, now=NOW)
    shown = json.loads(exported(told, "geojson"))
    jsonschema.validate(shown, FEATURES)
    by_kind = {}
    for feature in shown["features"]:
        by_kind.setdefault(feature["properties"]["feature"], []).append(feature["geometry"])
    assert by_kind["route"] == [
        {"type": "LineString", "coordinates": [[130.65, 42.43], [130.59, 42.41]]}
    ]
    assert {"type": "Point", "coordinates": [85.12, 25.6]} in by_kind["event"]
    assert None in by_kind["event"]  # the strike is nowhere, and not lost
    assert len({feature["id"] for feature in shown["features"]}) == len(shown["features"])


CHUKOTKA = replace(KHASAN, id="t-east", name="Anadyr", latitude=64.0, longitude=177.0)
ALASKA = replace(KHASAN, id="t-west", name="Nome", latitude=65.0, longitude=-165.0)


@pytest.mark.parametrize(("start", "end"), [(CHUKOTKA, ALASKA), (ALASKA, CHUKOTKA)])
def test_route_over_the_180th_meridian_is_cut_there_and_goes_the_short_way(db, start, end):
    tell(db, "amur-wire", report("agreement", origin=start, destination=end))
    merge_events(db, now=NOW)
    read = geojson.loads(exported(db, "geojson"))
    assert read.is_valid, read.errors()
    [route] = [f.geometry for f in read.features if f.properties["feature"] == "route"]
    assert route["type"] == "MultiLineString"
    edge = 180 if start.longitude > 0 else -180
    middle = pytest.approx(64 + 1 / 6)
    assert route["coordinates"] == [
        [[start.longitude, start.latitude], [edge, middle]],
        [[-edge, middle], [end.longitude, end.latitude]],
    ]


def test_map_is_geojson_to_a_library_that_reads_it(told):
    read = geojson.loads(exported(told, "geojson"))
    assert isinstance(read, geojson.FeatureCollection)
    assert read.is_valid, read.errors()
    shapes = [feature.geometry for feature in read.features]
    assert {type(shape) for shape in shapes} == {geojson.Point, geojson.LineString, type(None)}
    at = geojson.utils.coords(geojson.FeatureCollection([f for f in read.features if f.geometry]))
    assert all(-180 <= longitude <= 180 and -90 <= latitude <= 90 for longitude, latitude in at)


def test_duckdb_reads_parquet_and_csv_as_the_same_events(told, tmp_path):
    (tmp_path / "events.parquet").write_bytes(exported(told, "parquet"))
    (tmp_path / "events.csv").write_text(exported(told, "csv"), "utf-8", newline="")
    listed = json.loads(exported(told, "json"))
    with duckdb.connect() as data:
        rows = data.sql(f"""
            select id, title, location, countries, epoch(start_utc)::bigint as at, stories,
                start_conflicting, [figure.role for figure in figures] as roles
            from read_parquet('{tmp_path}/events.parquet')
        """).fetchall()
        cells = data.sql(f"""
            select id, title, location, figures
            from read_csv('{tmp_path}/events.csv', all_varchar = true, header = true)
        """).fetchall()
    for event, row in zip(listed, rows, strict=True):
        utc = event["start_utc"]
        at = utc and int(datetime.fromisoformat(utc).timestamp())
        roles = [figure["role"] for figure in event["figures"]]
        same = (event["id"], event["title"], event["location"], event["countries"], at)
        assert row == (*same, event["stories"], event["start_conflicting"], roles)
    assert {row[2] for row in cells} == {None, f"'{HOSTILE}", PATNA.name}
    assert [row[:2] for row in cells] == [(event["id"], event["title"]) for event in listed]
    assert [row[3] for row in cells if row[3]] == ["passengers 2"]


def test_data_frame_has_typed_columns_and_the_same_events(told):
    read = parquet.read_table(io.BytesIO(exported(told, "parquet")))
    rows = read.to_pylist()
    listed = json.loads(exported(told, "json"))
    assert [row["id"] for row in rows] == [event["id"] for event in listed]
    assert rows[0].keys() == listed[0].keys()
    assert [row["figures"] for row in rows] == [event["figures"] for event in listed]
    assert rows[1]["countries"] == ["KP", "RU"]
    assert rows[1]["start_utc"] == datetime(2024, 12, 16, tzinfo=UTC)
    assert set(read.column_names) == set(listed[0])


def test_spreadsheet_gets_quotes_and_newlines_whole_and_no_formula(told):
    [_, _, strike] = sorted(csv.DictReader(io.StringIO(exported(told, "csv"))), key=places_of)
    assert strike["location"] == f"'{HOSTILE}"
    [event] = find_events(told, EventFilter(types=("strike",)))
    assert strike["title"] == event["title"]


@pytest.mark.parametrize("export_format", ["csv", "atom", "ics"])
def test_figure_is_told_no_more_exactly_than_its_reports_do(db, export_format):
    tell(db, "amur-wire", service(quantities=[quantity("passengers", 30, "at_least")]))
    merge_events(db, now=NOW)
    unfolded = exported(db, export_format).replace("\r\n ", "")
    assert "passengers at least 30" in unfolded


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫")
@pytest.mark.parametrize("before", ["", " ", "\t", "\r\n", "\xa0", "\u200b", "\ufeff", "\0"])
def test_nothing_that_a_spreadsheet_drops_or_rewrites_hides_a_formula(before, sign):
    assert plain_cell(f"{before}{sign}cmd|x") == f"'{before}{sign}cmd|x"
    assert plain_cell(f"a {sign}cmd") == f"a {sign}cmd"


def test_export_that_breaks_off_leaves_the_one_before(tmp_path):
    earlier = tmp_path / "kept" / "events.csv"
    earlier.parent.mkdir()
    earlier.write_text("whole")
    earlier.chmod(0o600)
    link = tmp_path / "events.csv"
    link.symlink_to(earlier)

    def write(text, *, breaks_off):
        with opened(link, binary=False) as out:
            out.write(text)
            assert earlier.read_text() == "whole"
            if breaks_off:
                raise LibraryMissing("no library")

    with pytest.raises(LibraryMissing):
        write("cut", breaks_off=True)
    assert (earlier.read_text(), list(earlier.parent.iterdir())) == ("whole", [earlier])
    write("whole again", breaks_off=False)
    assert (earlier.read_text(), list(earlier.parent.iterdir())) == ("whole again", [earlier])
    assert (link.is_symlink(), earlier.stat().st_mode & 0o777) == (True, 0o600)


def places_of(row):
    return "script" in row["location"]


@pytest.mark.parametrize("export_format", sorted(FORMATS))
def test_every_format_takes_the_same_filters(told, export_format):
    out = io.BytesIO() if export_format == "parquet" else io.StringIO()
    wanted = EventFilter(place="Khasan", until=date(2025, 1, 1))
    assert export_events(told, wanted, export_format, out) == 1
    none = EventFilter(country="FR")
    assert export_events(told, none, export_format, type(out)()) == 0


def test_missing_library_is_told_with_what_brings_it(told, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "storage.exports.as_parquet", raising=False)
    with pytest.raises(LibraryMissing, match=r"pip install 'railwatch\[parquet\]'"):
        exported(told, "parquet")


def test_command_writes_every_format_to_a_file_or_a_pipe(railwatch, told, tmp_path):
    for export_format in FORMATS:
        ended = railwatch("export", export_format, "--output", f"events.{export_format}")
        assert (ended.code, ended.out) == (0, "")
        assert ended.err.endswith(f"events in events.{export_format}\n")
    assert railwatch("export", "atom").out == (tmp_path / "events.atom").read_text("utf-8")
    nowhere = railwatch("export", "csv", "--output", "no/such/events.csv")
    assert (nowhere.code, nowhere.err) == (
        2,
        "railwatch: there is no folder no/such; make it first.\n",
    )


def test_command_writes_into_a_pipe_and_leaves_it_one(railwatch, told, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with ThreadPoolExecutor() as pool:
        read = pool.submit((tmp_path / "pipe").read_text, "utf-8")
        assert railwatch("export", "csv", "--output", "pipe").code == 0
        assert read.result().startswith("id,")
    assert (tmp_path / "pipe").is_fifo()
