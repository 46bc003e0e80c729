"""Requests that we do not send, and answers that we do not take."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from crawler.outcomes import EntryOutcome


class Refusal(IgnoreRequest):
    """The base of all; the message says why."""

    outcome = EntryOutcome.FAILED


class RobotsForbid(Refusal):
    """robots.txt closes the address to us."""

    outcome = EntryOutcome.ROBOTS


class HeldOff(Refusal):
    """The host is left alone for the rest of the run."""

    outcome = EntryOutcome.HELD_OFF


class TimeUp(Refusal):
    """The outlet has used up its time in this run."""

    outcome = EntryOutcome.DEFERRED


class PrivateAddress(Refusal):
    """The name of an outlet on the web leads into a private network."""

    outcome = EntryOutcome.FOREIGN


class BrokenBody(Refusal):
    """A compressed body that is cut off, damaged or inflates beyond the bound."""

    outcome = EntryOutcome.FAILED
