"""A surveyed site as the `[[outlet]]` table of railwatch.toml; what is a guess says so."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.core import get_global

from crawler.outlet_fields import parse_table
from crawler.outlet_spec import OutletSpec
from crawler.sites import is_loopback, site
from crawler.survey import Survey

# Where a country could not be told: ISO 3166 leaves these letters to us.
NO_COUNTRY = "ZZ"
# A healthy run brings at least a part of what the sources list now.
USUAL_SHARE = 3
MOST_USUAL = 10


def outlet_table(survey: Survey) -> str:
    """The table, as TOML that railwatch.toml can hold as it is."""
    spec, remarks = guessed_outlet(survey)
    lines = ["[[outlet]]"]
    for name, value in shown_fields(spec):
        remark = f"  # {remarks[name]}" if name in remarks else ""
        lines.append(f"{name} = {toml(value)}{remark}")
    parse_table(tomllib.loads("\n".join(lines))["outlet"][0])
    return "\n".join(lines)


def guessed_outlet(survey: Survey) -> tuple[OutletSpec, dict[str, str]]:
    """The outlet as far as its site tells, and a remark for each field that wants a look."""
    host = urlsplit(survey.url).hostname or ""
    name = survey.name or host
    country = guessed_country(host, survey.locale)
    timezone = only_zone(country)
    listed = sum(one.entries for one in survey.tried if not one.fault)
    remarks = {"kind": "a guess: wire, national, regional, trade or official"}
    if country is None:
        remarks["country"] = "not known: put its two capitals"
    if timezone is None:
        zones = ", ".join(get_global("territory_zones").get(country or "", [])[:3])
        named = f": one of {zones}, ..." if zones else ": a zone such as Europe/London"
        remarks["timezone"] = f"not known{named}; its times without a zone are meant in it"
    language = survey.language or survey.locale[:2].lower()
    if not language:
        remarks["languages"] = "not known: put codes such as de"
    spec = OutletSpec(
        id=guessed_id(name, host, country),
        name=name,
        kind=guessed_kind(name, host),
        country=country or NO_COUNTRY,
        languages=(language or "en",),
        timezone=timezone or "UTC",
        homepage=survey.url,
        min_articles=max(1, min(MOST_USUAL, listed // USUAL_SHARE)),
        local=is_loopback(host),
        feeds=survey.working("feed"),
        sitemaps=survey.working("sitemap"),
        listings=survey.working("listing"),
    )
    return spec, remarks


def shown_fields(spec: OutletSpec) -> Iterator[tuple[str, Any]]:
    """The fields that the table needs, in their usual order."""
    for name in ("id", "name", "kind", "country", "languages", "homepage", "timezone"):
        yield name, getattr(spec, name)
    for name in ("feeds", "sitemaps", "listings"):
        if getattr(spec, name):
            yield name, getattr(spec, name)
    yield "min_articles", spec.min_articles
    if spec.local:
        yield "local", True


def toml(value: str | int | tuple[str, ...]) -> str:
    """A value as TOML writes it; its strings are those of JSON."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x7f", "\\u007f")


def guessed_id(name: str, host: str, country: str | None) -> str:
    """`vale_gazette_gb`; from the host where the name is not in Latin letters."""
    words = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    if len(words) < 3 or not name.isascii():
        words = re.sub(r"[^a-z0-9]+", "_", site(f"http://{host}/").partition(".")[0]).strip("_")
    return "_".join(part for part in (words or "outlet", (country or "").lower()) if part)


def guessed_kind(name: str, host: str) -> str:
    words = outlet_words()
    text = f"{name} {host}".casefold()
    is_governments = any(f"{host}.".endswith(f"{end}.") for end in words["official_hosts"])
    if is_governments or re.search(r"\.gov\.[a-z]{2}$", host):
        return "official"
    if any(part in text for part in words["trade"]):
        return "trade"
    is_body = any(word in name.casefold().split() for word in words["official"])
    return "official" if is_body else "national"


def guessed_country(host: str, locale: str) -> str | None:
    """From the domain; else from a locale such as `de-AT`, but en-US is what programs put first."""
    ending = host.rpartition(".")[2]
    zones: Mapping[str, Any] = get_global("territory_zones")
    country: str = outlet_words()["domains"].get(ending, ending.upper())
    if ending not in outlet_words()["anywhere"] and country in zones:
        return country
    region = locale.partition("-")[2].upper()
    return region if region in zones and locale.lower() != "en-us" else None


def only_zone(country: str | None) -> str | None:
    """The zone of a country whose clocks all show the same time, or None."""
    zones: list[str] = get_global("territory_zones").get(country or "", [])
    moments = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7)]
    shown = {tuple(at.astimezone(ZoneInfo(zone)).utcoffset() for at in moments) for zone in zones}
    return zones[0] if len(shown) == 1 else None


@cache
def outlet_words() -> dict[str, Any]:
    """`outlet_words.toml`."""
    text = Path(__file__).with_name("outlet_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
