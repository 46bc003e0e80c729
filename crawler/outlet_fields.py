"""What an outlet's fields may hold, and what is said of one that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawler.outlet_spec import (
    LIST_FIELDS,
    LONGEST_DELAY,
    SOURCE_KINDS,
    OutletError,
    OutletSpec,
)
from storage.urls import names_user

KINDS = ("wire", "national", "regional", "trade", "official")
NO_LOGIN = "leave user and password out, only what is open to all is read"
ID = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")


def parse_table(table: Mapping[str, Any], number: int = 1) -> OutletSpec:
    """The outlet of a `[[outlet]]` table; `number` stands for one without an id.

    Raises OutletError naming the outlet and the field.
    """
    label = f"outlet {table['id']!r}" if table.get("id") else f"outlet number {number}"
    known = {field.name: field for field in fields(OutletSpec)}
    for name in table:
        if name not in known:
            raise OutletError(f"{label}: unknown field {name!r}; known are {', '.join(known)}.")
    for name, field in known.items():
        if field.default is MISSING and name not in table:
            raise OutletError(f"{label}: {name} is missing.")
    values = {name: _typed(label, name, value) for name, value in table.items()}
    return check_spec(OutletSpec(**values), label)


def check_spec(spec: OutletSpec, label: str | None = None) -> OutletSpec:
    """The same outlet, with its homepage where that was left out. Raises OutletError."""
    label = label or f"outlet {spec.id!r}"
    for field in (*SOURCE_KINDS, "homepage"):
        if any(names_user(url) for url in _addresses(spec, field)):  # which is not shown again
            raise OutletError(f"{label}: an address in {field} holds a user name; {NO_LOGIN}.")
    for field, is_right, wanted in _rules(spec):
        if not is_right:
            value = getattr(spec, field)
            raise OutletError(f"{label}: {field} must be {wanted}, not {_shown(value)}.")
    if not any(spec.sources()):
        raise OutletError(f"{label}: needs an address in feeds, sitemaps or listings.")
    if spec.homepage:
        return spec
    first, _ = next(spec.sources())
    return replace(spec, homepage="{0.scheme}://{0.netloc}/".format(urlsplit(first)))


def _rules(spec: OutletSpec) -> Iterator[tuple[str, bool, str]]:
    """Each field that needs more than its type: whether it is right, and what it should be."""
    yield "id", bool(ID.fullmatch(spec.id)), "lower-case letters, digits, - and _"
    yield "name", bool(spec.name.strip()), "a name"
    yield "kind", spec.kind in KINDS, f"one of {', '.join(KINDS)}"
    yield "country", bool(re.fullmatch("[A-Z]{2}", spec.country)), "two capitals such as GB"
    for language in spec.languages or ("",):
        yield "languages", bool(re.fullmatch("[a-z]{2}", language)), 'codes such as ["en"]'
    yield "timezone", spec.timezone in zone_names(), "a zone such as Europe/London"
    for field in (*SOURCE_KINDS, "homepage"):
        for url in _addresses(spec, field):
            yield field, (not url and field == "homepage") or _is_web(url), "http(s) addresses"
    for field in ("min_articles", "stale_days"):
        yield field, getattr(spec, field) >= 0, "zero or more"
    yield "delay", 0 <= spec.delay <= LONGEST_DELAY, f"0 to {LONGEST_DELAY:g} seconds"
    for field in ("body_css", "byline_css"):
        yield field, _is_selector(getattr(spec, field)), "a CSS selector"
    yield "article_pattern", _is_pattern(spec.article_pattern), "a regular expression"


def _addresses(spec: OutletSpec, field: str) -> tuple[str, ...]:
    value = getattr(spec, field)
    return (value,) if isinstance(value, str) else value


@cache
def zone_names() -> frozenset[str]:
    """The names of all zones; finding them takes a walk over the disk."""
    return frozenset(available_timezones())


def _typed(label: str, name: str, value: Any) -> Any:
    """The value as the field holds it; TOML's lists become tuples. Raises OutletError."""
    if name in LIST_FIELDS:
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise OutletError(f"{label}: {name} must be a list of strings, not {_shown(value)}.")
        return tuple(value)
    wanted: tuple[type | tuple[type, ...], str] = (str, "a string in quotes")
    if name in ("store_text", "local", "browser"):
        wanted = (bool, "true or false")
    elif name in ("min_articles", "stale_days"):
        wanted = (int, "a whole number")
    elif name == "delay":
        wanted = ((int, float), "a number of seconds")
    kind, wording = wanted
    if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool):
        raise OutletError(f"{label}: {name} must be {wording}, not {_shown(value)}.")
    return value


def _shown(value: object) -> str:
    """The value as the user wrote it: tuples were lists."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return repr(list(value))
    return repr(value)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # http://[bad/, http://paper.example:99999/
        return False


def _is_selector(selector: str | None) -> bool:
    try:
        return selector is None or LexborHTMLParser("<p>").css(selector) is not None
    except SelectolaxError:
        return False


def _is_pattern(pattern: str | None) -> bool:
    try:
        return pattern is None or bool(re.compile(pattern))
    except re.error:
        return False
