"""One outlet's run: what its sources list, what became of each entry, what failed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from crawler.entries import NO_ANSWER, Answer, Entry, Listing
from crawler.known_entries import is_known, is_other_view, placed
from crawler.outcomes import RETRIED, SAVED, UNSETTLED, EntryOutcome
from crawler.outlet_spec import OutletSpec
from crawler.page_archive import PageArchive, RawPage
from crawler.reading import PageReading
from crawler.sites import own_sites, site
from crawler.source_book import SourceBook
from crawler.walls import is_stub
from storage.articles import Outcome, article_row, save_article
from storage.database import write
from storage.outlets import save_outlet
from storage.page_checks import save_page_check, save_page_gone
from storage.pages import note_page
from storage.records import Article
from storage.runs import resolve_failures, save_failure
from storage.seen import save_seen
from storage.sources import SourceState, SourceStatus
from storage.urls import article_id, canonical_url

log = logging.getLogger(__name__)

# What one run fetches of one source, the newest first; the rest waits for the next run. What a
# source lists beyond the second figure is an archive, and not looked at.
MAX_ENTRIES = 200
MAX_LISTED = 2_000
BY_SAVING = {
    Outcome.NEW: EntryOutcome.STORED,
    Outcome.CHANGED: EntryOutcome.CHANGED,
    Outcome.UNCHANGED: EntryOutcome.UNCHANGED,
}


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Ledger:
    """Every entry that a source lists is taken in once and settled once.

    `entries` holds those that wait for their page, by article id. `rechecks` counts what became of
    stored articles that were asked again, which no source need list. `pages` is where the
    articles' pages are kept.
    """

    db: Database
    spec: OutletSpec
    run_id: int | None
    keep_all: bool
    pages: PageArchive | None = None
    now: Callable[[], datetime] = clock
    outcomes: Counter[EntryOutcome] = field(default_factory=Counter)
    dated_by: Counter[str] = field(default_factory=Counter)
    rechecks: Counter[EntryOutcome] = field(default_factory=Counter)
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
        if is_known(self.db, entry, now=self.now()):
            self.outcomes[EntryOutcome.KNOWN] += 1
            return False
        self.entries[key] = entry
        return True

    def _is_own(self, url: str) -> bool:
        try:
            return site(canonical_url(url)) in own_sites(self.spec)
        except ValueError:  # file:, javascript:
            return False

    def settle_page(
        self,
        entry: Entry,
        reading: PageReading,
        *,
        answer: Answer = NO_ANSWER,
        page: RawPage | None = None,
    ) -> None:
        """Store what a page brought."""
        found_at = page.url if page is not None else entry.url
        reading = placed(self.db, reading, entry.url, found_at=found_at)
        if reading.article and self._is_other_view(entry, reading.article, page):
            reading = PageReading(EntryOutcome.DUPLICATE)
        with write(self.db):
            outcome, reason = self.save(reading, page)
            if reason is None and outcome not in RETRIED:
                resolve_failures(self.db, entry.url, stage="crawl", now=self.now())
            self.settle(entry, outcome, reason, article=reading.article)
            if outcome in SAVED:
                url = reading.article.url if reading.article else entry.url
                save_page_check(self.db, url, now=self.now(), **asdict(answer))

    def _is_other_view(self, entry: Entry, article: Article, page: RawPage | None) -> bool:
        """Whether another entry brings the article; a redirect to its own page is none."""
        is_own_page = page is not None and article_id(page.url) == article_id(article.url)
        return not is_own_page and is_other_view(self.db, entry, article, taken=self.taken)

    def save(
        self, reading: PageReading, page: RawPage | None = None
    ) -> tuple[EntryOutcome, str | None]:
        """Store the article that was read, if one was, and keep its page where that is new.

        Its outcome, and what is odd about it.
        """
        article = reading.article
        if article is None:
            return reading.outcome, reading.reason
        stored = article_row(self.db, article.url)
        if stored and not reading.posts and is_stub(article.text, str(stored["text"])):
            return EntryOutcome.UNREADABLE, "the page has shrunk to a stub; the stored text is kept"
        if stored and reading.reason and str(stored["text"]).startswith(article.text):
            return EntryOutcome.UNCHANGED, reading.reason  # only a later page of it is missing
        self.dated_by[reading.dated_by] += 1
        saved = save_article(self.db, article, store_text=self.spec.store_text)
        new_posts = [post for post in reading.posts if self._save_post(post)]
        if new_posts and saved is Outcome.UNCHANGED:
            saved = Outcome.CHANGED
        if page is not None and saved is not Outcome.UNCHANGED:
            self._keep(page, article)
        return BY_SAVING[saved], reading.reason

    def _save_post(self, post: Article) -> bool:
        """Whether a post of a live blog is new or has changed."""
        saved = save_article(self.db, post, store_text=self.spec.store_text)
        return saved is not Outcome.UNCHANGED

    def _keep(self, page: RawPage, article: Article) -> None:
        """Keep the article's page; the article counts without it where the disk is full."""
        if self.pages is None:
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
        if outcome is EntryOutcome.GONE:
            save_page_gone(self.db, entry.url, now=self.now())
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

    def staleness(self, state: SourceState, listing: Listing) -> str | None:
        """What is wrong with a source whose entries are all old: it answers, but stands still."""
        if not self.sources.is_declared(state):  # an index may list its archives first
            return None
        is_dated = all(entry.changed_at for entry in listing.entries)
        return self._silence(listing.newest(self.now())) if is_dated else None

    def fail_source(
        self,
        state: SourceState,
        reason: str,
        status: SourceStatus,
        *,
        retry_after: timedelta | None = None,
    ) -> None:
        """A source brought nothing of use. The page after a listing's last is no failure."""
        is_end = state.kind == "listing" and not self.sources.is_declared(state)
        if not (is_end and status in (SourceStatus.SOFT, SourceStatus.HARD)):
            self.fail(state.url, reason)
        self.sources.note_failure(state, status, retry_after=retry_after)

    def _check_health(self) -> None:
        """An outlet that falls silent is a failure, though every answer was 200."""
        if not self.sources.answered:
            return
        listed = self.outcomes.total() - self.outcomes[EntryOutcome.FOREIGN]
        if not self.sources.is_partial and listed < self.spec.min_articles:
            usual = f"at least {self.spec.min_articles} are usual"
            self.fail(None, f"listed {listed} articles; {usual}")
        if reason := self._silence(self.newest):
            self.fail(None, reason)

    def _silence(self, newest: datetime | None) -> str | None:
        """What is wrong where the newest entry is so old, if anything."""
        if newest is None or self.spec.local or not self.spec.stale_days:
            return None
        days = (self.now() - newest).days
        if days <= self.spec.stale_days:
            return None
        return f"nothing new for {days} days (newest of {newest:%Y-%m-%d})"


def _age(entry: Entry) -> float:
    return -(entry.changed_at.timestamp() if entry.changed_at else 0.0)
