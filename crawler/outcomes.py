"""What became of an entry: each ends in exactly one of these, and they add up."""

from __future__ import annotations

from enum import StrEnum

from storage.articles import Outcome


class EntryOutcome(StrEnum):
    """The outcome of one entry in one run."""

    STORED = "stored"
    CHANGED = "changed"  # stored anew, the earlier version kept
    UNCHANGED = "unchanged"  # fetched again, found the same
    KNOWN = "known"  # dealt with in an earlier run, not fetched
    DUPLICATE = "duplicate"  # another source or view (AMP, mobile) of it brought it
    NOT_RAIL = "not_rail"
    UNREAD_LANGUAGE = "unread_language"
    UNREADABLE = "unreadable"  # no article on the page, or a page that is not parsed
    FOREIGN = "foreign"  # not on the outlet's own sites, or no web address
    ROBOTS = "robots"  # robots.txt forbids it
    GONE = "gone"  # 404, 410, a redirect to the front page
    FAILED = "failed"  # may work the next time
    HELD_OFF = "held_off"  # not asked: the host wants a pause, or does not answer
    DEFERRED = "deferred"  # left to the next run: too many at once, or no time left


# The page of an article, whatever the visit brought.
SAVED = frozenset({EntryOutcome.STORED, EntryOutcome.CHANGED, EntryOutcome.UNCHANGED})
# What the next run tries again; all else waits until the source says that it has changed.
RETRIED = frozenset(
    {EntryOutcome.ROBOTS, EntryOutcome.FAILED, EntryOutcome.HELD_OFF, EntryOutcome.DEFERRED}
)
# What a source must list again, so that it is not asked with a validator the next time.
UNSETTLED = RETRIED - {EntryOutcome.ROBOTS}
# What saving its article makes of an entry.
BY_SAVING = {
    Outcome.NEW: EntryOutcome.STORED,
    Outcome.CHANGED: EntryOutcome.CHANGED,
    Outcome.UNCHANGED: EntryOutcome.UNCHANGED,
}
