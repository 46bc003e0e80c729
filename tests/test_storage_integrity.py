"""`railwatch check` finds what is broken, and nothing else."""

from __future__ import annotations

import shutil

import pytest
from sqlite_utils import Database

from storage.database import open_database
from storage.integrity import faults, waiting
from storage.merge import merge_events
from tests.storage_samples import (
    KHASAN,
    NOW,
    PATNA,
    TUMANGANG,
    quantity,
    report,
    spoil_articles,
    tell,
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A database with two events, of which one is told by two prints of one text."""
    path = tmp_path_factory.mktemp("sound") / "railwatch.db"
    db = open_database(path)
    figures = [quantity("passengers", 2)]
    told = report(start="2024-12-16", origin=KHASAN, destination=TUMANGANG, quantities=figures)
    wire = " ".join(f"word{at}" for at in range(60))
    tell(db, "wire", told, text=wire)
    tell(db, "daily", told, text=wire)
    tell(db, "patna-post", report("derailment", start="2024-12-15", locations=[PATNA]))
    merge_events(db, now=NOW)
    db.close()
    return path


@pytest.fixture
def path(sound, tmp_path):
    """A copy of it."""
    return shutil.copy(sound, tmp_path / "railwatch.db")


BROKEN = {
    "UPDATE stories SET articles = 7 WHERE articles = 2": "stories that count their articles",
    "UPDATE articles SET story_id = NULL": "articles without a story",
    "DELETE FROM story_bands WHERE band = 3": "only a part of their likeness index",
    "UPDATE articles SET text = text || '.'": "changed behind Railwatch's back",
    "UPDATE articles SET url = url || '/2'": "whose id is not that of their address",
    "UPDATE reports SET sentence = 'another'": "sentence is not in their article",
    "UPDATE report_quantities SET offset_end = 99999, offset_start = 1": "outside their article",
    "UPDATE reports SET event_id = NULL WHERE type = 'derailment'": "reports without an event",
    "DELETE FROM story_bands": "without their likeness index",
    "UPDATE story_links SET verdict = 'changed'": "stories that are not what the links",
    "DELETE FROM story_links": "stories that are not what the links",
    "UPDATE story_links SET other_id = 'gone'": "rows of story_links that refer to what is not",
    "DELETE FROM report_keys": "reports that others cannot meet",
    "UPDATE reports SET component = id": "components that links lead out of",
    "UPDATE reports SET component = (SELECT min(id) FROM reports)": "do not hold together",
    "UPDATE reports SET component = component || '2'": "not named after their first report",
    "UPDATE report_keys SET last_day = last_day - 9": "others meet by wrong keys",
    "DELETE FROM report_keys WHERE key LIKE 'accident%'": "others meet by wrong keys",
    "UPDATE reports SET start_utc = '2024-12-16T01:00:00Z'": "moments in UTC are not those of",
    "UPDATE report_places SET folded = 'moscow'": "whose places are looked up by other names",
    "DELETE FROM place_names": "places that are looked up by other names",
    "DELETE FROM report_places": "reports that have lost their places",
    "UPDATE events SET reports = 9": "events whose `reports` is not what their reports give",
    "UPDATE events SET stories = 9": "events whose `stories` is not what their reports give",
    "UPDATE events SET origins = 9": "events whose `origins` is not what their reports give",
    "UPDATE events SET origin = 'Ussuriysk'": "`origin` is not what their reports give",
    "UPDATE event_quantities SET role = 'killed'": "figures are not those that their reports give",
    "UPDATE event_quantities SET value = 999": "figures are not those that their reports give",
    "DELETE FROM event_quantities": "figures are not those that their reports give",
    "INSERT INTO event_redirects VALUES ('old', 'none')": "lead to no event",
    "INSERT INTO event_redirects SELECT id, id FROM events": "old ids that are an event's",
    "DELETE FROM articles_fts": "articles that search does not know",
    "UPDATE articles_fts SET text = 'other words'": "search knows other words",
    "INSERT INTO events_fts (rowid, title, text) VALUES (1, 'a', 'b')": "only search knows",
    "UPDATE events_fts SET title = 'other words'": "search knows another title",
    "UPDATE events_fts SET text = ''": "events of which search lacks words",
    "DELETE FROM articles_fts_data WHERE id > 10": "damage (search index of articles",
    "DELETE FROM events_fts_data": "damage (search index of events",
    "UPDATE events_fts_idx SET pgno = pgno + 8": "words of events that are not in the index",
    "UPDATE articles_fts_data SET block = x'030101' WHERE id = 1": "are not in the index",
    "DELETE FROM outlets WHERE id = 'daily'": "rows of articles that refer to what is not there",
}


@pytest.mark.parametrize(("statement", "told"), list(BROKEN.items()))
def test_check_names_what_is_broken(path, statement, told):
    db = open_database(path)
    db.execute("PRAGMA foreign_keys = OFF")
    assert db.execute(statement).rowcount > 0
    assert told in "\n".join(map(str, faults(db)))
    db.close()


def test_check_finds_words_that_search_has_lost_the_way_to(db):
    tell(db, "patna-post", text=" ".join(f"word{at}" for at in range(5000)))
    db.execute("DELETE FROM articles_fts_idx WHERE pgno > 4")
    [fault] = faults(db)
    assert "words of articles that search does not find" in str(fault)


def test_sums_of_several_trains_are_figures_of_their_event(db):
    figures = [quantity("trains", 3), quantity("passengers", 41, scope="this_train")]
    week = {"start": "2024-12-16", "end": "2024-12-20", "quantities": figures}
    tell(db, "wire", report("train_movement", origin=KHASAN, destination=TUMANGANG, **week))
    merge_events(db, now=NOW)
    assert list(faults(db)) == []


def test_check_of_a_damaged_file_says_so_and_ends_with_1(railwatch, path):
    db = open_database(path)
    spoil_articles(db)
    db.close()
    ended = railwatch("check")
    assert ended.code == 1
    assert "damage" in ended.out
    assert "Traceback" not in ended.err


def test_check_of_a_sound_database_counts_what_is_in_it(railwatch, path):
    ended = railwatch("check")
    assert (ended.code, ended.err) == (0, "")
    assert "is well: 3 articles, 3 reports, 2 events." in ended.out
    assert railwatch("check", "--quiet").out == ""


@pytest.mark.parametrize("is_begun", [False, True])
def test_database_of_a_run_that_was_ended_at_once_is_well_and_has_nothing_to_show(
    railwatch, tmp_path, is_begun
):
    path = tmp_path / "railwatch.db"
    path.touch()
    if is_begun:
        database = Database(path)
        database.enable_wal()
        database.close()
    well = railwatch("check")
    assert (well.code, well.out) == (0, f"{path.name} is well: nothing is in it yet.\n")
    told = railwatch("events")
    assert (told.code, told.out) == (2, "")
    assert f"there is nothing in {path.name} yet; `railwatch run` fills it." in told.err


def test_reports_that_wait_for_the_next_merge_are_no_fault(railwatch, path):
    db = open_database(path)
    tell(db, "daily", read_by="2")  # the new extractor finds nothing in it
    tell(db, "gaya-post", report("derailment", start="2024-12-15", locations=[PATNA]))
    assert waiting(db)
    assert list(faults(db)) == []
    db.close()
    assert "wait to be merged" in railwatch("check").out
