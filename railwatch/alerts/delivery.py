"""The last stage of a run: queue what there is to tell, and deliver what is due."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from railwatch.alerts.rules import Alert
from railwatch.alerts.secrets import MessageRefused, TargetDown
from railwatch.alerts.targets import Target
from storage.alerts import (
    LONGEST_PAUSE,
    MOST_REFUSALS,
    Waiting,
    line_up_again,
    mark_attempt,
    mark_delivered,
    mark_refused,
    mark_undelivered,
    queue_alerts,
    waiting_alerts,
)
from storage.database import write
from storage.events import is_country
from storage.runs import resolve_failures

if TYPE_CHECKING:
    from sqlite_utils import Database

    from railwatch.runs import Run

log = logging.getLogger(__name__)


def tell_alerts(run: Run, alerts: Iterable[Alert], *, now: datetime) -> None:
    """Tell each alert's target what it has not been told. A target that is down is a failure.

    What it did not take waits for a later run, and the other alerts are told all the same. So is
    a country that nobody knows: of it the alert would be silent for ever.
    """
    for alert in alerts:
        for name in alert.rule.countries:
            if not is_country(run.db, name):
                note_failure(run, alert, f"no country is known as {name!r}", now)
        queue_alerts(run.db, alert.rule, now=now)
        deliver(run, alert, now=now)


def deliver(run: Run, alert: Alert, *, now: datetime) -> None:
    """Hand over the messages that are due, in order, up to the first that is not taken.

    One that is turned down once too often is set aside, and the next goes on.
    """
    delivered = 0
    for waiting in waiting_alerts(run.db, alert.rule.name, now=now):
        due = mark_attempt(run.db, waiting, now=now)
        try:
            send(alert.target, waiting, now=now)
        except MessageRefused as error:
            if set_aside(run, alert, waiting, str(error), now):
                continue
            note_failure(run, alert, f"{error}; tried again from {due:%Y-%m-%d %H:%M} UTC", now)
            return
        except TargetDown as error:
            due = max(due, now + min(error.pause, LONGEST_PAUSE))
            mark_undelivered(run.db, waiting, str(error), until=due)
            note_failure(run, alert, f"{error}; tried again from {due:%Y-%m-%d %H:%M} UTC", now)
            return
        mark_delivered(run.db, waiting, now=now)
        delivered += 1
    if delivered:
        log.info("alert %s: %d messages delivered", alert.rule.name, delivered)
        resolve_failures(run.db, place(alert), stage="alert", now=now)


def send(target: Target, waiting: Waiting, *, now: datetime) -> None:
    """Hand over one message. Whatever goes wrong is that alert's trouble only.

    Raises TargetDown or MessageRefused.
    """
    try:
        target.send(waiting, now=now)
    except TargetDown:
        raise
    except Exception as error:  # its words may hold a secret
        log.debug("alert not sent", exc_info=True)
        raise MessageRefused(f"it cannot be sent ({type(error).__name__})") from None


def set_aside(run: Run, alert: Alert, waiting: Waiting, reason: str, now: datetime) -> bool:
    """Note the refusal, and where it was the last a failure of its own; whether it was."""
    with write(run.db):
        if not mark_refused(run.db, waiting, reason, now=now):
            return False
        resolve_failures(run.db, place(alert), stage="alert", now=now)
        where = message_place(alert.rule.name, waiting.message_id)
        told = f"{reason} {MOST_REFUSALS} times; set aside, `railwatch alerts` sends it again"
        log.warning("%s: %s", where, told)
        run.fail("alert", told, at=now, url=where)
    return True


def send_again(db: Database, name: str, *, now: datetime) -> int:
    """Have the next run send what was set aside of this alert; how many messages."""
    with write(db):
        lined_up = line_up_again(db, name)
        for message_id in lined_up:
            resolve_failures(db, message_place(name, message_id), stage="alert", now=now)
    return len(lined_up)


def note_failure(run: Run, alert: Alert, reason: str, now: datetime) -> None:
    log.warning("%s: %s", place(alert), reason)
    run.fail("alert", reason, at=now, url=place(alert))


def place(alert: Alert) -> str:
    """How failures name an alert; its target's address may be a secret."""
    return f"alert {alert.rule.name}"


def message_place(name: str, message_id: str) -> str:
    """How failures name one message of an alert."""
    return f"alert {name}, message {message_id}"
