"""The pages of a moment, stored in one transaction."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from crawler.entries import Entry
from crawler.ledger import Ledger
from crawler.outcomes import EntryOutcome
from crawler.outlets import OutletSpec
from crawler.page_archive import RawPage
from crawler.pipelines import ReadEntry, Storing
from crawler.reading import PageReading
from storage.articles import article_row
from storage.records import Article

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
SPEC = OutletSpec(
    "paper", "The Paper", "trade", "GB", ("en",), "UTC", feeds=("https://paper.example/feed",)
)
TEXT = "A train left the rails near Kernau and nobody was hurt. " * 20


@pytest.fixture
def ledger(db):
    opened = Ledger(db, SPEC, run_id=None, keep_all=False, now=lambda: NOW)
    opened.open()
    return opened


@pytest.mark.parametrize(("broken", "commits", "lost"), [(None, 1, []), (1, 2, [1])])
def test_pages_of_a_moment_are_stored_at_once_and_one_that_fails_is_lost_alone(
    ledger, broken, commits, lost
):
    """Each by itself then: the transaction that none of them is kept of is no commit."""
    addresses = [f"https://paper.example/{number}" for number in range(3)]
    items = []
    for number, entry in enumerate(asyncio.run(ledger.take(map(Entry, addresses)))):
        outlet = "nobody" if number == broken else "paper"
        article = Article(entry.url, outlet, f"Train {number}", f"{number} {TEXT}", NOW)
        page = RawPage(entry.url, 200, (), b"", NOW, entry)
        items.append(ReadEntry(entry, PageReading(EntryOutcome.STORED, article), page=page))
    told = []
    ledger.db.conn.set_trace_callback(told.append)

    async def settle_all():
        storing = Storing(ledger.db)
        waiting = [storing.settle(ledger, item) for item in items]
        return await asyncio.gather(*waiting, return_exceptions=True)

    errors = asyncio.run(settle_all())
    ledger.db.conn.set_trace_callback(None)
    assert [number for number, error in enumerate(errors) if error] == lost
    assert told.count("COMMIT") == commits
    assert ledger.outcomes == {EntryOutcome.STORED: 3 - len(lost)}
    assert [entry.url for entry in ledger.entries.values()] == [addresses[one] for one in lost]
    stored = [number for number, url in enumerate(addresses) if article_row(ledger.db, url)]
    assert stored == sorted({0, 1, 2} - set(lost))
