"""One outlet's run: what its sources list, what became of each entry, what failed."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from operator import itemgetter

from sqlite_utils import Database

from crawler.entries import NO_ANSWER, Answer, Entry, Listing
from crawler.known_entries import EarlierRuns, is_other_view, left_entries, placed
from crawler.outcomes import BY_SAVING, RETRIED, SAVED, UNSETTLED, EntryOutcome
from crawler.outlet_health import listing_fault, shortfalls, silence
from crawler.outlet_spec import OutletSpec
from crawler.page_archive import PageArchive, RawPage
from crawler.plain import shown
from crawler.reading import PageReading
from crawler.sites import own_sites, site
from crawler.source_book import SourceBook
from crawler.withdrawals import loses
from storage.articles import Outcome, article_row, save_article
from storage.database import write_along
from storage.outlets import save_outlet
from storage.page_checks import save_page_check, save_page_found, save_page_gone
from storage.pages import note_page
from storage.records import Article, FailureClass, FoundIn
from storage.runs import (
    give_up_failures,
    resolve_failures,
    resolve_outlet_failures,
    save_failure,
)
from storage.seen import add_headline, newest_seen, save_seen
from storage.sources import SourceState, SourceStatus
from storage.urls import article_id, canonical_url

log = logging.getLogger(__name__)

# What one run fetches of one source, the newest first; the rest waits for the next run.
MAX_ENTRIES = 200
# So many entries are looked up at once; then the other outlets have their turn.
AT_ONCE = 500
# Of the pages that failed before, one run asks for so many.
MAX_AGAIN = 20
# Sources are asked once a week at least, and with them the pages that are still to be tried: one
# that was not asked for again for so long will not be.
GIVEN_UP = timedelta(days=14)
STUB = "the page is a stub or a wall now; the stored text is kept"
clock = partial(datetime.now, UTC)


@dataclass
class Ledger:
    """Every entry that a source lists is taken in once and settled once.

    `taken` has the headline of each, `entries` those that wait for their page, both by article id;
    `asked` has, for each whose page is asked for, the further headlines that it is listed with;
    `left` are those that no source lists any more. `is_settled` is false once an entry must be
    listed again. `rechecks` counts what became of stored articles that were asked again, which no
    source need list. `failed` are the rows of `failures` that the run has noted. `pages` is where
    the articles' pages are kept.
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
    failed: set[int] = field(default_factory=set)
    entries: dict[str, Entry] = field(default_factory=dict)
    taken: dict[str, str | None] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    tried_again: int = 0
    is_settled: bool = True
    may_ask_left: bool = False
    newest: datetime | None = None

    def __post_init__(self) -> None:
        self.sources = SourceBook(self.db, self.spec, self.now)
        self.sites = own_sites(self.spec)

    def open(self) -> list[SourceState]:
        """Store the outlet; its sources that may be asked now."""
        save_outlet(self.db, self.spec.to_outlet())
        due = self.sources.due()
        self.may_ask_left = bool(due)
        return due

    async def take(self, listed: Iterable[Entry]) -> list[Entry]:
        """The entries whose pages are to be fetched; the others are settled here.

        A list of many thousands holds up no other outlet while it is taken in.
        """
        entries = iter(sorted(listed, key=_age))
        wanted: dict[str, datetime | None] = {}
        while some := list(islice(entries, AT_ONCE)):
            wanted |= self._take_in(some)
            await asyncio.sleep(0)
        return self._first(wanted)

    def _first(self, wanted: Mapping[str, datetime | None]) -> list[Entry]:
        """As many entries as one run fetches of those taken in; the others are deferred.

        Pages that failed before come last, so that they keep no other waiting.
        """
        fresh = [key for key, at in wanted.items() if at is None]
        again = [(key, at) for key, at in wanted.items() if at is not None]
        failed = [key for key, _ in sorted(again, key=itemgetter(1))]
        room = min(MAX_AGAIN - self.tried_again, max(0, MAX_ENTRIES - len(fresh)))
        self.tried_again += len(failed[:room])
        for key in [*fresh[MAX_ENTRIES:], *failed[room:]]:
            del self.entries[key]
            self.outcomes[EntryOutcome.DEFERRED] += 1
            self.is_settled = False
        return [self.entries[key] for key in [*fresh[:MAX_ENTRIES], *failed[:room]]]

    def take_left(self) -> list[Entry]:
        """What earlier runs left unread and no source has listed in this one, once in a run.

        Nothing where all sources rest: so do the pages then.
        """
        if not self.may_ask_left:
            return []
        self.may_ask_left = False
        entries = left_entries(self.db, self.spec.id, now=self.now())
        left = [entry for entry in entries if article_id(entry.url) not in self.taken]
        left = left[: MAX_AGAIN - self.tried_again]
        self.left = {article_id(entry.url) for entry in left}
        return self._first(self._take_in(left))

    def _take_in(self, listed: Iterable[Entry]) -> dict[str, datetime | None]:
        """Take entries in; settle at once those whose pages need not be fetched.

        The ids of the others, with the time at which the page last failed to come.
        """
        own = [entry for entry in listed if self._is_own(entry)]
        unasked = [entry for entry in own if article_id(entry.url) not in self.asked]
        earlier = EarlierRuns.of(self.db, unasked, now=self.now())
        wanted = [entry for entry in own if self._is_wanted(entry, earlier)]
        return {article_id(entry.url): earlier.failed_at(entry) for entry in wanted}

    def _is_own(self, entry: Entry) -> bool:
        """Note how new the entry is; settle it at once where it lies on another site."""
        if entry.changed_at is not None and entry.changed_at <= self.now():
            self.newest = max(entry.changed_at, self.newest or entry.changed_at)
        try:
            is_own = site(canonical_url(entry.url)) in self.sites
        except ValueError:  # file:, javascript:
            is_own = False
        if not is_own:
            self.outcomes[EntryOutcome.FOREIGN] += 1
        return is_own

    def _is_wanted(self, entry: Entry, earlier: EarlierRuns) -> bool:
        """Whether the page of the entry is to be fetched; the entry is settled where it is not."""
        key = article_id(entry.url)
        if key in self.asked:
            self._note_headline(key, entry)
            self.outcomes[EntryOutcome.DUPLICATE] += 1
            return False
        if earlier.know(entry, now=self.now()):
            is_again = key in self.taken
            self.outcomes[EntryOutcome.DUPLICATE if is_again else EntryOutcome.KNOWN] += 1
            self.taken.setdefault(key, entry.title)
            return False
        self.taken[key] = entry.title
        self.entries[key], self.asked[key] = entry, []
        return True

    def _note_headline(self, key: str, entry: Entry) -> None:
        """Keep the headline that another source gives the entry: in a later run it is no change."""
        if entry.title is None:
            return
        if key in self.entries:
            self.asked[key].append(entry.title)
        else:
            add_headline(self.db, entry.url, entry.title)

    def settle_page(
        self,
        entry: Entry,
        reading: PageReading,
        *,
        answer: Answer = NO_ANSWER,
        page: RawPage | None = None,
    ) -> None:
        """Store what a page brought, and count it."""
        self.count(entry, self.store_page(entry, reading, answer=answer, page=page))

    def store_page(
        self, entry: Entry, reading: PageReading, *, answer: Answer, page: RawPage | None
    ) -> EntryOutcome:
        """Store what a page brought: its outcome, to be counted once the transaction is over."""
        found_at = page.url if page is not None else entry.url
        reading = placed(self.db, reading, entry.url, found_at=found_at, taken=self.taken)
        with write_along(self.db):
            if reading.article and self._is_other_view(entry, reading.article, page):
                save_page_found(self.db, reading.article.url, found_at=found_at)
                reading = PageReading(EntryOutcome.DUPLICATE)
            outcome, reason = self.save(reading, page)
            if reason is None and outcome not in RETRIED:
                resolve_failures(self.db, entry.url, stage="crawl", now=self.now())
            self._store(entry, outcome, reason, article=reading.article)
            if outcome in SAVED:
                url = reading.article.url if reading.article else entry.url
                save_page_check(self.db, url, now=self.now(), found_at=found_at, **asdict(answer))
        return outcome

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
        if stored and not reading.posts and loses(stored, article):
            return EntryOutcome.UNREADABLE, STUB
        if stored and reading.reason and str(stored["text"]).startswith(article.text):
            return EntryOutcome.UNCHANGED, reading.reason  # only a later page of it is missing
        self.dated_by[article.dated_by or FoundIn.NOWHERE] += 1
        saved, *posts = [
            save_article(self.db, one, store_text=self.spec.store_text)
            for one in (article, *reading.posts)
        ]
        if saved is Outcome.UNCHANGED and set(posts) - {Outcome.UNCHANGED}:
            saved = Outcome.CHANGED
        if page is not None and saved is not Outcome.UNCHANGED:
            self._keep(page, article)
        return BY_SAVING[saved], reading.reason

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
        failure_class: FailureClass = FailureClass.SOFT,
    ) -> None:
        """Note the one outcome of an entry; with a reason also in `failures`."""
        self._store(entry, outcome, reason, article=article, failure_class=failure_class)
        self.count(entry, outcome)

    def count(self, entry: Entry, outcome: EntryOutcome) -> None:
        """Count an outcome once it is stored: what the disk has no room for came to no end."""
        del self.entries[article_id(entry.url)]
        self.outcomes[outcome] += 1

    def _store(
        self,
        entry: Entry,
        outcome: EntryOutcome,
        reason: str | None,
        *,
        article: Article | None,
        failure_class: FailureClass = FailureClass.SOFT,
    ) -> None:
        key = article_id(entry.url)
        if reason is not None:
            self.fail(entry.url, reason, failure_class)
        if key in self.left and outcome in UNSETTLED:
            return  # as it was noted, with the day on which it was last listed
        self.is_settled = self.is_settled and outcome not in UNSETTLED
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
        for title in self.asked[key]:
            add_headline(self.db, entry.url, title)

    def fail(
        self,
        url: str | None,
        reason: str,
        failure_class: FailureClass = FailureClass.TEMPORARY,
    ) -> None:
        """One line in `failures`, in the log and in the result of the run."""
        log.warning("%s: %s", self.spec.id, shown(f"{url}: {reason}" if url else reason))
        self.reasons.append((url, reason))
        noted = save_failure(
            self.db,
            run_id=self.run_id,
            stage="crawl",
            outlet_id=self.spec.id,
            url=url,
            reason=reason,
            now=self.now(),
            failure_class=failure_class,
        )
        self.failed.add(noted)

    def close(self, *, pause: timedelta | None, is_complete: bool, ended_as: str = "") -> None:
        """Settle what is left, store the sources, and tell when the outlet brought too little.

        `pause` is the longest that one of its hosts asked for, `ended_as` why the run was ended.
        """
        left = list(self.entries.values())
        if left:
            told = f"{len(left)} entries came to no end"
            self.fail(None, f"{told}: {ended_as}" if ended_as else told)
        for entry in left:
            self.settle(entry, EntryOutcome.DEFERRED)
        self.sources.close(is_settled=self.is_settled, pause=pause)
        if is_complete:
            before = self.now() - GIVEN_UP
            give_up_failures(self.db, self.spec.id, stage="crawl", before=before, now=self.now())
        if is_complete and self.sources.has_answered:
            self._check_health()

    def source_fault(self, state: SourceState, listing: Listing) -> str | None:
        """What is wrong with a source whose entries all lie elsewhere, or are all old."""
        if not self.sources.is_declared(state):  # an index may list its archives first
            return None
        return listing_fault(listing, self.spec, self.sites, now=self.now())

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
            self.fail(state.url, reason, FailureClass(status.value))
        self.sources.note_failure(state, status, retry_after=retry_after)

    def _check_health(self) -> None:
        """An outlet that falls silent is a failure, though every answer was 200.

        What was wrong with it before, and is not found any more, is over.
        """
        is_partial = self.sources.is_partial
        listed = self.outcomes.total() - self.outcomes[EntryOutcome.FOREIGN] - len(self.left)
        for reason in shortfalls(self.outcomes, self.spec, listed=listed, is_partial=is_partial):
            self.fail(None, reason, FailureClass.CANARY)
        seen = newest_seen(self.db, self.spec.id, now=self.now()) if is_partial else None
        newest = max(filter(None, (self.newest, seen)), default=None)
        if fault := silence(newest, self.spec, now=self.now()):
            self.fail(None, fault, FailureClass.STALE)
        # Of an outlet that was seen in part nobody knows that it lists as much as ever.
        is_full = not is_partial or listed >= self.spec.min_articles
        resolve_outlet_failures(
            self.db,
            self.spec.id,
            set(FailureClass) - (set() if is_full else {FailureClass.CANARY}),
            stage="crawl",
            but=self.failed,
            now=self.now(),
        )


def _age(entry: Entry) -> float:
    return -(entry.changed_at.timestamp() if entry.changed_at else 0.0)
