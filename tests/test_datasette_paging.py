"""From page to page of a table no row is lost and none comes twice, however it is sorted."""

import asyncio

import pytest

from railwatch.browser import datasette_on
from storage.merge import merge_events
from tests.storage_samples import KHASAN, NOW, PATNA, quantity, report, tell

TABLES = (
    *("events", "reports", "articles", "event_quantities", "stories", "outlets"),
    *("report_places", "report_quantities"),
)
ADDRESSES = (
    *(f"{table}.json?" for table in TABLES),
    "events.json?_sort=type&",
    "events.json?_sort_desc=confidence&",
    "events.json?_sort=recurrence&",  # of which all are null
    "events.json?_sort_desc=recurrence&",
    "events.json?type=derailment&_sort_desc=location&",
    "event_quantities.json?_sort_desc=conflicting&",
    "event_quantities.json?_sort=role&",
)


@pytest.fixture
def face(db, tmp_path):
    """Our Datasette on a database of which many rows are alike in what they are sorted by."""
    for number in range(14):
        derailed = report(
            "derailment",
            start=f"{2001 + number}-12-02",
            locations=[PATNA],
            quantities=[quantity("injured", 3), quantity("killed", number % 3 + 1)],
        )
        left = report("train_movement", start=f"2024-12-{number + 1:02}", origin=KHASAN)
        tell(db, f"outlet-{number}", derailed, left, published="2024-12-20 10:00")
    merge_events(db, now=NOW)
    return datasette_on(tmp_path / "railwatch.db")


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_row_is_on_one_page(face, address):
    async def pages():
        path = f"/railwatch/{address}_size=3&_shape=objects"
        while path:
            answer = (await face.client.get(path)).json()
            yield answer
            path = (answer["next_url"] or "").removeprefix("http://localhost")

    async def rows():
        return [(page["filtered_table_rows_count"], page["rows"]) async for page in pages()]

    found = asyncio.run(rows())
    told = [str(row) for _, part in found for row in part]
    assert len(found) > 1
    assert len(told) == len(set(told)) == found[0][0]


def test_csv_of_all_rows_has_each_once(face):
    async def lines():
        path = "/railwatch/events.csv?_stream=on&_size=3&_sort_desc=factuality"
        return (await face.client.get(path)).text.splitlines()

    ids = [line.split(",")[0] for line in asyncio.run(lines())[1:]]
    assert len(ids) == len(set(ids)) == 28
