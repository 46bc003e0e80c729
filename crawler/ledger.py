"""One outlet's run: what its sources list, what became of each entry, what failed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from crawler.entries import Entry
from crawler.outcomes import RETRIED, UNSETTLED, EntryOutcome
from crawler.outlet_spec import OutletSpec
from crawler.page_archive import PageArchive, RawPage
from crawler.reading import PageReading
from crawler.sites import site
from crawler.source_book import SourceBook
from storage.articles import Outcome, article_row, save_article
from storage.database import write
from storage.outlets import save_outlet
from storage.pages import note_page
from storage.records import Article
from storage.runs import resolve_failures, save_failure
from storage.seen import save_seen
from storage.sources import SourceState
from storage.urls import article_id, canonical_url

log = logging.getLogger(__name__)

# What one run fetches of one source, the newest first; the rest waits for the next run. What a
# source lists beyond the second figure is an archive, and not looked at.
MAX_ENTRIES = 200
MAX_LISTED = 2_000
# A page that has shrunk to less than this share of what is stored is a stub: paywall, "not found".
STUB_SHARE, STUB_LENGTH = 0.3, 500
SAVED = {
    Outcome.NEW: EntryOutcome.STORED,
    Outcome.CHANGED: EntryOutcome.CHANGED,
    Outcome.UNCHANGED: EntryOutcome.UNCHANGED,
}


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Ledger:
    """Every entry that a source lists is taken in once and settled once.

    `entries` holds those that wait for their page, by article id. `pages` is where the articles'
    pages are kept.
    """

    db: Database
    spec: OutletSpec
    run_id: int | None
    keep_all: bool
    pages: PageArchive | None = None
    now: Callable[[], datetime] = clock
    outcomes: Counter[EntryOutcome] = field(default_factory=Counter)
    dated_by: Counter[str] = field(default_factory=Counter)
    reasons: list[tuple[str | None, str]] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    newest: datetime | None = None

    def __post_init__(self) -> None:
        self.sources = SourceBook(self.db, self.spec, self.now)

    def open(self) -> list[SourceState]:
        """Store the outlet; its sources that may be asked now."""
        save_outlet(self.db, self.spec.to_outlet())
        return self.sources.due()

    def take(self, listed: Iterable[Entry]) -> list[Entry]:
        """The entries whose pages are to be fetched; the others are settled here."""
        newest_first = sorted(listed, key=_age)[:MAX_LISTED]
        wanted = [entry for entry in newest_first if self._is_wanted(entry)]
        for entry in wanted[MAX_ENTRIES:]:
            del self.entries[article_id(entry.url)]
            self.outcomes[EntryOutcome.DEFERRED] += 1
        return wanted[:MAX_ENTRIES]

    def _is_wanted(self, entry: Entry) -> bool:
        """Take the entry in; settle it at once where its page need not be fetched."""
        if entry.changed_at is not None and entry.changed_at <= self.now():
            self.newest = max(entry.changed_at, self.newest or entry.changed_at)
        if not self._is_own(entry.url):
            self.outcomes[EntryOutcome.FOREIGN] += 1
            return False
        key = article_id(entry.url)
        if key in self.taken:
            self.outcomes[EntryOutcome.DUPLICATE] += 1
            return False
        self.taken.add(key)
        if self._is_known(entry):
            self.outcomes[EntryOutcome.KNOWN] += 1
            return False
        self.entries[key] = entry
        return True

    def _is_own(self, url: str) -> bool:
        try:
            return site(canonical_url(url)) in own_sites(self.spec)
        except ValueError:  # file:, javascript:
            return False

    def _is_known(self, entry: Entry) -> bool:
        """Whether an earlier run dealt with the entry and its source shows no change since."""
        seen = self.seen(entry)
        if seen is None:
            return article_row(self.db, entry.url) is not None
        if seen["outcome"] in RETRIED:
            return False
        if entry.title and seen["title"] and entry.title != seen["title"]:
            return False
        since = datetime.fromisoformat(str(seen["seen_at"]))
        updated = entry.updated_at
        return updated is None or not since < updated <= self.now()

    def stored_at(self, entry: Entry) -> datetime | None:
        """When the article that is stored at the entry's address was fetched."""
        row = article_row(self.db, entry.url)
        return datetime.fromisoformat(row["fetched_at"]) if row else None

    def seen(self, entry: Entry) -> dict[str, str | None] | None:
        """The note of an earlier run about the entry, or None."""
        query = "SELECT title, seen_at, outcome FROM seen WHERE url = ?"
        return next(iter(self.db.query(query, [canonical_url(entry.url)])), None)

    def settle_page(self, entry: Entry, reading: PageReading, page: RawPage | None = None) -> None:
        """Store what a page brought."""
        outcome = reading.outcome
        with write(self.db):
            if reading.article is not None:
                outcome, reason = self._save(reading)
                if outcome in (EntryOutcome.STORED, EntryOutcome.CHANGED):
                    self._keep(page, reading.article)
            else:
                reason = reading.reason
            if reason is None and outcome not in RETRIED:
                resolve_failures(self.db, entry.url, stage="crawl", now=self.now())
            self.settle(entry, outcome, reason, article=reading.article)

    def _save(self, reading: PageReading) -> tuple[EntryOutcome, str | None]:
        article = reading.article
        assert article is not None
        stored = article_row(self.db, article.url)
        if stored and _is_stub(article.text, str(stored["text"])):
            return EntryOutcome.UNREADABLE, "the page has shrunk to a stub; the stored text is kept"
        self.dated_by[reading.dated_by] += 1
        return SAVED[save_article(self.db, article)], reading.reason

    def _keep(self, page: RawPage | None, article: Article) -> None:
        """Keep the article's page; the article counts without it where the disk is full."""
        if page is None or self.pages is None:
            return
        try:
            note_page(self.db, article, self.pages.add(page))
        except OSError as error:
            self.fail(None, f"the page of {article.url} could not be kept ({error.strerror})")

    def settle(
        self,
        entry: Entry,
        outcome: EntryOutcome,
        reason: str | None = None,
        *,
        article: Article | None = None,
    ) -> None:
        """Note the one outcome of an entry; with a reason also in `failures`."""
        del self.entries[article_id(entry.url)]
        self.outcomes[outcome] += 1
        if reason is not None:
            self.fail(entry.url, reason)
        save_seen(
            self.db,
            url=entry.url,
            outlet_id=self.spec.id,
            title=entry.title or (article.title if article else None),
            published_at=entry.published_at or (article.published_at if article else None),
            seen_at=self.now(),
            outcome=outcome,
        )

    def fail(self, url: str | None, reason: str) -> None:
        """One line in `failures`, in the log and in the result of the run."""
        log.warning("%s: %s%s", self.spec.id, f"{url}: " if url else "", reason)
        self.reasons.append((url, reason))
        save_failure(
            self.db,
            run_id=self.run_id,
            stage="crawl",
            outlet_id=self.spec.id,
            url=url,
            reason=reason,
            now=self.now(),
        )

    def close(self, *, pause: timedelta | None, is_complete: bool) -> None:
        """Settle what is left, store the sources, and tell when the outlet brought too little.

        `pause` is the longest that one of its hosts asked for.
        """
        left = list(self.entries.values())
        if left:
            self.fail(None, f"{len(left)} entries came to no end; see the log")
        for entry in left:
            self.settle(entry, EntryOutcome.DEFERRED)
        is_settled = not any(self.outcomes[outcome] for outcome in UNSETTLED)
        self.sources.close(is_settled=is_settled, pause=pause)
        if is_complete:
            self._check_health()

    def _check_health(self) -> None:
        """An outlet that falls silent is a failure, though every answer was 200."""
        if self.sources.answered and not self.sources.is_partial:
            listed = self.outcomes.total() - self.outcomes[EntryOutcome.FOREIGN]
            if listed < self.spec.min_articles:
                self.fail(
                    None, f"listed {listed} articles; at least {self.spec.min_articles} are usual"
                )
        if self.newest is not None and self.spec.stale_days and not self.spec.local:
            days = (self.now() - self.newest).days
            if days > self.spec.stale_days:
                self.fail(None, f"nothing new for {days} days (newest of {self.newest:%Y-%m-%d})")


def own_sites(spec: OutletSpec) -> frozenset[str]:
    """The registrable domains an outlet's articles may lie on."""
    addresses = (spec.homepage, *(url for url, _ in spec.sources()))
    return frozenset(site(url) for url in addresses) | frozenset(spec.sites)


def _age(entry: Entry) -> float:
    return -(entry.changed_at.timestamp() if entry.changed_at else 0.0)


def _is_stub(text: str, stored: str) -> bool:
    return len(stored) > STUB_LENGTH and len(text) < STUB_SHARE * len(stored)
