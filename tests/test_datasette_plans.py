"""Pages and ready questions stay quick in a large database: SQLite goes by an index, and which.

Every index that the pages have for themselves is needed by one of the cases.
"""

import re

import pytest
import yaml

from railwatch.browser import FACE
from storage.datasette.plugins.pages import prepare_connection
from storage.datasette.plugins.paging import IN_ORDER
from storage.events import EventFilter, at_place, iter_events

TABLES = yaml.safe_load((FACE / "metadata.yaml").read_text("utf-8"))["databases"]["railwatch"]
QUESTIONS = {name: query["sql"] for name, query in TABLES["queries"].items()}
QUERIES = {path.stem: path.read_text("utf-8") for path in (FACE / "queries").glob("*.sql")}
GIVEN = ("place", "other_place", "since", "country", "since_year", "day", "habit", "week", "until")
BLANKS = dict.fromkeys(GIVEN, "")
# As many rows as events, or more.
LARGE = (
    "events|event_quantities|event_changes|reports|report_quantities|report_places|"
    "report_organisations|articles|seen"
)
# Datasette counts the values of a facet so.
FACET = """select {column} as value, count(*) as count from (select * from {table})
    where {column} is not null group by {column} order by count desc, value limit 31"""
FACETS = {
    f"{table}.{column}": FACET.format(table=table, column=column)
    for table, told in TABLES["tables"].items()
    for column in told.get("facets", [])
    if re.fullmatch(LARGE, table)
}
FIRST_PAGES = {
    table: f"select * from {table} order by {told['sort_desc']} desc limit 51"
    for table, told in TABLES["tables"].items()
    if re.fullmatch(LARGE, table) and "sort_desc" in told
}
NEEDED = {
    "planned_and_due": {"events_planned", "events_by_route", "events_by_location"},
    "suspended_not_resumed": {"events_by_type_factuality", "events_by_route", "events_by_location"},
    "who_reported_first": {"events_of_several_outlets"},
    "one_outlet_alone": {"events_by_last_reported_at"},
    "cross_border_by_week": {"events_crossing"},
    "casualties": {"figures_of_toll", "events_in_short"},
    "conflicting_figures": {"figures_by_conflicting", "events_in_short"},
    "between_places": {
        *("reports_at_name", "reports_at_place", "event_of_report", "events_in_short"),
    },
    "events_by_week": {"events_by_first_reported_at"},
    "crawl_health": {"alerts_waiting", "alerts_aside", "failures_at_url"},
    "outlet_health": {"seen_of_outlet", "failures_open", "failures_at_url"},
    "open_failures": {"failures_open"},
    "recent_articles": {"articles_by_published_at", "articles_undated"},
    "events of a type": {"events_by_type_told"},
    "events.type": {"events_by_type_start_utc"},
    "events.factuality": {"events_by_factuality"},
    "reports.factuality": {"reports_by_factuality"},
    "event_quantities.role": {"figures_by_role"},
    "event_quantities.conflicting": {"figures_by_conflicting"},
    "report_quantities.role": {"report_figures_by_role"},
    "report_places.role": {"report_places_by_role"},
    "report_organisations.role": {"report_organisations_by_role"},
    "event_changes.field": {"changes_by_field"},
    "articles.language": {"articles_by_language"},
    "seen.outcome": {"seen_by_outcome"},
    "first page of event_changes": {"changes_by_at"},
    "first page of seen": {"seen_by_seen_at"},
}
OF_A_TYPE = "select * from events where type = ? order by last_reported_at desc, id limit 501"
CASES = {
    "events of a type": OF_A_TYPE,
    **QUESTIONS,
    **QUERIES,
    **FACETS,
    **{f"first page of {table}": query for table, query in FIRST_PAGES.items()},
}


def plan(db, query, values=BLANKS):
    prepare_connection(db.conn)
    given = [""] * query.count("?") if "?" in query else values
    return [row[3] for row in db.conn.execute(f"explain query plan {query}", given)]


@pytest.mark.parametrize("name", CASES)
def test_no_page_reads_a_large_table_from_end_to_end(db, name):
    steps = plan(db, CASES[name])
    aliases = dict.fromkeys(re.findall(rf"(?:from|join) (?:{LARGE}) (\w)\b", CASES[name]))
    large = "|".join([LARGE, *aliases])
    whole = rf"SCAN ({large})|BLOOM FILTER ON ({large}) .*|SEARCH .* USING AUTOMATIC .*"
    assert not [step for step in steps if re.fullmatch(whole, step)]
    used = set(re.findall(r"USING (?:COVERING )?INDEX (\w+)", "\n".join(steps)))
    assert used >= NEEDED.get(name, set()), steps


def test_every_index_made_for_browsing_is_needed_by_a_page(db):
    before = "select name from sqlite_master where type = 'index' and sql is not null"
    named = {row["name"] for row in db.query(before)}
    needed = set().union(*NEEDED.values())
    assert needed <= named
    counted = {row["idx"] for row in db.query("select idx from sqlite_stat1")}
    assert counted <= needed


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_first_page_of_a_large_table_is_not_sorted_when_it_is_asked(db, name):
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan(db, FIRST_PAGES[name])
    with_key = FIRST_PAGES[name].replace(" limit", f", {'url' if name == 'seen' else 'id'} limit")
    assert plan(db, with_key) == plan(db, FIRST_PAGES[name])  # equals come by their keys too


def test_large_tables_with_an_order_of_their_own_are_those_that_paging_knows():
    assert set(FIRST_PAGES) == IN_ORDER


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("select * from events where type = ? and factuality = ?", "events_by_type_factuality"),
        (
            "select * from events where type = ? and search_id in "
            "(select rowid from events_fts where events_fts match ?)",
            "sqlite_autoindex_events_2",  # of search_id
        ),
        ("select * from report_places where role = ? and report_id = ?", "places_of_report"),
        ("select * from event_quantities where event_id = ?", "quantities_of_event"),
        ("select * from seen where outcome = ? and outlet_id = ?", "seen_of_outlet"),
    ],
)
def test_an_index_of_few_values_is_not_taken_for_a_choosy_one(db, query, index):
    assert index in "\n".join(plan(db, query))


def test_a_place_is_found_by_its_names_beginning_without_a_walk_through_all(db):
    condition, values = at_place("Khasan")
    steps = db.conn.execute(f"explain query plan select * from events where {condition}", values)
    searched = [row[3] for row in steps if "report_places" in row[3]]
    assert searched
    assert not [step for step in searched if "SCAN" in step]


def test_command_line_finds_events_as_before(db):
    assert list(iter_events(db, EventFilter(types=("fire",), factuality="actual", limit=3))) == []
