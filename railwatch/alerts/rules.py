"""The `[alerts.NAME]` and `[smtp]` tables of `railwatch.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from railwatch.alerts.mail import Mail, MailServer
from railwatch.alerts.secrets import Secret
from railwatch.alerts.targets import Command, File, Target, Webhook
from railwatch.config_fields import ConfigError, Fields, check_fields, hint
from storage.alerts import AlertRule
from storage.merge.history import WATCHED
from storage.records import EventType, Factuality, QuantityRole
from storage.urls import is_web

LIST = (list[str], "a list of words in quotes")
TEXT = (str, "text in quotes")
RULE_FIELDS: Fields = {
    "types": LIST,
    "places": LIST,
    "countries": LIST,
    "factuality": LIST,
    "min_stories": (int, "a number"),
    "figures": (dict, "least values by name, such as { killed = 1 }"),
    "since": (date, "a day such as 2026-01-01"),
    "again": LIST,
}
TARGET_FIELDS: Fields = {
    "email": (str, "an e-mail address in quotes"),
    "webhook": (str, "an address in quotes"),
    "webhook_env": TEXT,
    "webhook_file": TEXT,
    "secret_env": TEXT,
    "secret_file": TEXT,
    "file": (str, "a path in quotes"),
    "command": (list[str], "a list of words in quotes, the program first"),
}
SMTP_FIELDS: Fields = {
    "host": TEXT,
    "port": (int, "a number"),
    "security": TEXT,
    "sender": (str, "an e-mail address in quotes"),
    "user": TEXT,
    "password_env": TEXT,
    "password_file": TEXT,
}
# "desk@example.org", "root@localhost"
ADDRESS = re.compile(r"[^\s@<>(),;:\[\]]+@[^\s@<>(),;:\[\].]+(?:\.[^\s@<>(),;:\[\].]+)*")
HOST = re.compile(r"[^\s.]+(?:\.[^\s.]+)*\.?|\[?[0-9a-fA-F:.]+\]?")
LARGEST = 2**53  # beyond, neither SQLite nor JSON tells one number from the next
# The port of each kind of connection, where none is named.
PORTS = {"none": 25, "starttls": 587, "tls": 465}
# What each closed list may hold.
KNOWN = {
    "types": [kind.value for kind in EventType],
    "factuality": [word.value for word in Factuality],
    "figures": [role.value for role in QuantityRole],
    "again": [*WATCHED, *(role.value for role in QuantityRole)],
}


@dataclass(frozen=True, slots=True)
class Alert:
    """One `[alerts.NAME]` table: what to tell, and whom."""

    rule: AlertRule
    target: Target


def parse_alerts(tables: Mapping[str, Any], path: Path) -> tuple[Alert, ...]:
    """The alerts of a configuration; paths in it are beside it. Raises ConfigError."""
    server = parse_smtp(tables["smtp"], path) if "smtp" in tables else None
    alerts = []
    for name, table in tables.get("alerts", {}).items():
        where = f"{path}: [alerts.{name}]"
        if not isinstance(table, dict):
            raise ConfigError(f"{path}: alerts must be written as [alerts.NAME] tables.")
        check_fields(table, {**RULE_FIELDS, **TARGET_FIELDS}, where)
        target = parse_target(table, path.parent, server, where)
        alerts.append(Alert(parse_rule(name, table, where), target))
    return tuple(alerts)


def parse_rule(name: str, table: Mapping[str, Any], where: str) -> AlertRule:
    """The conditions of an alert; a word that is in no list of ours is an error."""
    fields = {field: table[field] for field in RULE_FIELDS if field in table}
    for field in KNOWN.keys() & fields.keys():
        for word in fields[field]:
            check_word(field, word, where)
    for role, least in fields.get("figures", {}).items():
        if isinstance(least, bool) or not isinstance(least, int | float):
            raise ConfigError(f"{where}: figures must be numbers, not {role} = {least!r}.")
        check_size(f"figures.{role}", least, where)
    check_size("min_stories", fields.get("min_stories", 0), where)
    if isinstance(fields.get("since"), datetime):
        fields["since"] = fields["since"].date()
    listed = {field: tuple(words) for field, words in fields.items() if isinstance(words, list)}
    for field, words in listed.items():
        check_blank(words, field, where)
    return AlertRule(name, **(fields | listed))


def check_size(field: str, least: float, where: str) -> None:
    if not 0 <= least <= LARGEST:
        raise ConfigError(f"{where}: {field} must be a number from 0 on, not {least}.")


def check_blank(words: Iterable[str], field: str, where: str) -> None:
    if not all(word.strip() for word in words):
        raise ConfigError(f"{where}: {field} holds a blank word; fill it in, or leave it out.")


def check_characters(words: Iterable[str], field: str, where: str) -> None:
    if any("\0" in word for word in words):
        raise ConfigError(f"{where}: {field} holds a character that no path or program can have.")


def check_word(field: str, word: str, where: str) -> None:
    if word not in KNOWN[field]:
        raise ConfigError(f"{where}: {field} has no {word!r}; {hint(word, KNOWN[field])}")


def parse_target(
    table: Mapping[str, Any], folder: Path, server: MailServer | None, where: str
) -> Target:
    """The one target of an alert."""
    url: str | Secret | None = table.get("webhook") or secret(table, "webhook", folder, where)
    targets: list[Target] = []
    if "email" in table:
        targets.append(Mail(checked_address(table["email"], where), checked_server(server, where)))
    if url is not None:
        if isinstance(url, str) and not is_address(url):
            raise ConfigError(f"{where}: webhook must be an http address, not {url!r}.")
        targets.append(Webhook(url, secret(table, "secret", folder, where)))
    check_characters([table.get("file", ""), *table.get("command", [])], "the target", where)
    if table.get("file"):
        targets.append(File(folder / table["file"]))
    if table.get("command"):
        check_blank(table["command"][:1], "command", where)
        targets.append(Command(tuple(table["command"])))
    if len(targets) != 1:
        raise ConfigError(f"{where}: name one target: email, webhook, file or command.")
    return targets[0]


def is_address(url: str) -> bool:
    """Whether a webhook can be asked there: an address of the web with a host in it."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    return is_web(url) and bool(host and HOST.fullmatch(host))


def checked_address(address: str, where: str) -> str:
    if not ADDRESS.fullmatch(address):
        raise ConfigError(f"{where}: {address!r} is not an e-mail address.")
    return address


def secret(table: Mapping[str, Any], name: str, folder: Path, where: str) -> Secret | None:
    """The secret that `NAME_env` or `NAME_file` leads to; it is read when it is needed."""
    variable, file = table.get(f"{name}_env"), table.get(f"{name}_file")
    if variable and file:
        raise ConfigError(f"{where}: give {name}_env or {name}_file, not both.")
    if not variable and not file:
        return None
    return Secret(variable, folder / file if file else None)


def checked_server(server: MailServer | None, where: str) -> MailServer:
    if server is None:
        raise ConfigError(f"{where}: to send e-mail, add an [smtp] table with host and sender.")
    return server


def parse_smtp(table: Mapping[str, Any], path: Path) -> MailServer:
    """The server that takes our mail."""
    where = f"{path}: [smtp]"
    check_fields(table, SMTP_FIELDS, where)
    for field in ("host", "sender"):
        if not table.get(field):
            raise ConfigError(f"{where}: {field} is missing.")
    if "user" in table and "security" not in table:
        raise ConfigError(
            f'{where}: with a user, say security = "starttls" or "tls"; '
            '"none" sends the password in clear.'
        )
    security = table.get("security", "none")
    if security not in PORTS:
        raise ConfigError(f"{where}: security must be one of {', '.join(PORTS)}.")
    port = table.get("port", PORTS[security])
    if not 0 < port < 2**16:
        raise ConfigError(f"{where}: port must be a number from 1 to 65535, not {port}.")
    if not HOST.fullmatch(table["host"]):
        raise ConfigError(f"{where}: {table['host']!r} is not the name of a host.")
    return MailServer(
        host=table["host"],
        port=port,
        security=security,
        sender=checked_address(table["sender"], where),
        user=table.get("user"),
        password=secret(table, "password", path.parent, where),
    )
