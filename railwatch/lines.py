"""One line of `.jsonl`: `{"id", "url", "outlet", "published", "title", "text", "lang"}`."""

from __future__ import annotations

import json

from storage.urls import canonical_url, is_web

FIELDS = ("id", "url", "outlet", "published", "title", "text", "lang")
REQUIRED = ("id", "text")


class LineError(ValueError):
    """A line is not what it should be; the message says why."""


def parse_line(line: bytes) -> dict[str, str]:
    """The fields that the line gives, of those we know. Raises LineError."""
    try:
        record = json.loads(line)
    except UnicodeDecodeError:
        raise LineError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise LineError(f"not JSON ({error.msg} at column {error.colno})") from None
    except RecursionError:
        raise LineError("JSON nested too deeply") from None
    if not isinstance(record, dict):
        raise LineError("not a JSON object")
    given = {name: record[name] for name in FIELDS if record.get(name) is not None}
    fields = {name: checked(name, given.get(name)) for name in (*REQUIRED, *given)}
    if is_web(url := fields.get("url", "")):
        check_address(url)
    return fields


def checked(name: str, value: object) -> str:
    """The field's text. Raises LineError where it is missing or no string."""
    if value is None:
        raise LineError(f'"{name}" is missing')
    if not isinstance(value, str):
        raise LineError(f'"{name}" must be a string')
    return without_surrogates(value)


def without_surrogates(text: str) -> str:
    """Lone surrogates (JSON may hold `\\ud800`) become U+FFFD, one for one: offsets stay."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def check_address(url: str) -> None:
    """Raise LineError for an address of the web of which no article can be had."""
    try:
        canonical_url(url)
    except ValueError:  # http://[bad/, http://paper.example:99999/
        raise LineError(f'"url" is no web address: {url!r}') from None
