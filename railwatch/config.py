"""`railwatch.toml`: where the database lies, who we are, and the user's own outlets."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from railwatch.config_fields import ConfigError, Fields, check_fields

if TYPE_CHECKING:
    from railwatch.alerts.rules import Alert

CONFIG_NAME = "railwatch.toml"
DEFAULT_DB = Path("railwatch.db")
FIELDS: Fields = {
    "db": (str, "a path in quotes"),
    "contact": (str, "an address in quotes"),
    "keep_all": (bool, "true or false"),
    "keep_pages": (str, 'words in quotes such as "90 days"'),
    "pages": (str, "a path in quotes"),
    "outlet": (list[dict[str, Any]], "written as [[outlet]] tables"),
    "alerts": (dict, "written as [alerts.NAME] tables"),
    "smtp": (dict, "written as an [smtp] table"),
}
# "name@host.tld" or "https://host/…": somewhere an outlet's operator can turn to
CONTACT = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+|https?://[^\s<>()]+")
KEPT_DAYS = re.compile(r"([1-9]\d{0,4}) days?")


@dataclass(frozen=True, slots=True)
class Config:
    """What `railwatch.toml` says. `outlets` are raw `[[outlet]]` tables, checked by the crawler.

    `keep_days` is how long pages are kept: None for ever, 0 not at all. `pages` is where; None is
    beside the database.
    """

    db: Path = DEFAULT_DB
    contact: str | None = None
    keep_all: bool = False
    keep_days: int | None = 90
    pages: Path | None = None
    outlets: tuple[dict[str, Any], ...] = ()
    alerts: tuple[Alert, ...] = ()


def read_config(path: Path) -> Config:
    """The configuration in `path`; the defaults where there is no such file. Raises ConfigError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # an editor's mark is no text
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text; save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error
    return parse_config(tables, path)


def parse_config(tables: Mapping[str, Any], path: Path) -> Config:
    """The configuration of parsed TOML; `path` is named in messages, and `db` is beside it."""
    check_fields(tables, FIELDS, path)
    for name in ("db", "pages"):
        check_path(tables.get(name), f"{path}: {name}")
    contact = tables.get("contact")
    if contact is not None and not CONTACT.fullmatch(contact):
        raise ConfigError(f"{path}: contact must be an e-mail or web address, not {contact!r}.")
    return Config(
        db=path.parent / tables.get("db", DEFAULT_DB),
        contact=contact,
        keep_all=tables.get("keep_all", False),
        keep_days=parse_keep_pages(tables.get("keep_pages", "90 days"), path),
        pages=path.parent / tables["pages"] if "pages" in tables else None,
        outlets=tuple(tables.get("outlet", [])),
        alerts=checked_alerts(tables, path),
    )


def check_path(text: str | None, where: str) -> None:
    """Refuse what can be the path of no file."""
    if text is not None and (not text.strip() or "\0" in text):
        raise ConfigError(f"{where} must be a path, not {text!r}.")


def parse_keep_pages(text: str, path: Path) -> int | None:
    """The days that pages are kept: None for ever, 0 not at all. Raises ConfigError."""
    if text in ("for ever", "none"):
        return None if text == "for ever" else 0
    if found := KEPT_DAYS.fullmatch(text):
        return int(found[1])
    raise ConfigError(
        f'{path}: keep_pages must be "for ever", "none" or days such as "90 days", not {text!r}.'
    )


def checked_alerts(tables: Mapping[str, Any], path: Path) -> tuple[Alert, ...]:
    """The alerts, whose modules are loaded only where there are any."""
    if not tables.get("alerts") and not tables.get("smtp"):
        return ()
    from railwatch.alerts.rules import parse_alerts

    return parse_alerts(tables, path)
