"""Dates that users write: a day, or a moment with its zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import click


def parse_published(text: str) -> datetime:
    """An ISO 8601 date or time, aware; the offset stays as written, and is UTC where none is.

    A bare date becomes midnight, which stands for "some time that day" to the extractor.
    Raises ValueError.
    """
    try:
        moment = datetime.combine(date.fromisoformat(text), time())
    except ValueError:
        moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class PublishedParam(click.ParamType):
    """A command-line option that takes a date or a date and time."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return parse_published(value)
        except ValueError:
            return self.fail(f"{value!r} is not a date; write it like 2024-12-16.", param, ctx)
