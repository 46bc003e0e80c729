"""The last stage of a run: queue what there is to tell, and deliver what is due."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from railwatch.alerts.rules import Alert
from railwatch.alerts.secrets import TargetDown
from storage.alerts import (
    mark_attempt,
    mark_delivered,
    mark_undelivered,
    queue_alerts,
    waiting_alerts,
)
from storage.runs import resolve_failures

if TYPE_CHECKING:
    from railwatch.runs import Run

log = logging.getLogger(__name__)


def tell_alerts(run: Run, alerts: Iterable[Alert], *, now: datetime) -> None:
    """Tell each alert's target what it has not been told. A target that is down is a failure.

    What it did not take waits for a later run, and the other alerts are told all the same.
    """
    for alert in alerts:
        queue_alerts(run.db, alert.rule, now=now)
        deliver(run, alert, now=now)


def deliver(run: Run, alert: Alert, *, now: datetime) -> None:
    """Hand over the messages that are due, in order, up to the first that is not taken."""
    delivered = 0
    for waiting in waiting_alerts(run.db, alert.rule.name, now=now):
        due = mark_attempt(run.db, waiting, now=now)
        try:
            alert.target.send(waiting, now=now)
        except TargetDown as error:
            mark_undelivered(run.db, waiting, str(error))
            note_failure(run, alert, f"{error}; tried again from {due:%Y-%m-%d %H:%M} UTC", now)
            return
        mark_delivered(run.db, waiting, now=now)
        delivered += 1
    if delivered:
        log.info("alert %s: %d messages delivered", alert.rule.name, delivered)
        resolve_failures(run.db, place(alert), stage="alert", now=now)


def note_failure(run: Run, alert: Alert, reason: str, now: datetime) -> None:
    log.warning("%s: %s", place(alert), reason)
    run.fail("alert", reason, at=now, url=place(alert))


def place(alert: Alert) -> str:
    """How failures name an alert; its target's address may be a secret."""
    return f"alert {alert.rule.name}"
