"""Outlets as declared: ours under `spiders/`, the user's own as `[[outlet]]` tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from storage.records import Outlet

if TYPE_CHECKING:
    from scrapy.spiderloader import SpiderLoader

KINDS = ("wire", "national", "regional", "trade", "official")
SOURCE_KINDS = {"feeds": "feed", "sitemaps": "sitemap", "listings": "listing"}
LIST_FIELDS = ("languages", *SOURCE_KINDS, "sites")
ID = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")


class OutletError(Exception):
    """An outlet is wrongly declared; the message names the outlet and the field."""


@dataclass(frozen=True, slots=True)
class OutletSpec:
    """An outlet and how it is read.

    `feeds`, `sitemaps` and `listings` are where it lists its articles; at least one is needed.
    `article_pattern` is a regular expression that the addresses of articles match (for listings
    and sitemaps that list other pages too). `body_css` and `byline_css` help where the general
    extraction is measurably worse. `sites` are further domains its articles lie on. `delay` is in
    seconds between two requests and can only be longer than ours. `stale_days` is how old the
    newest entry may be. `local` allows private addresses and asks for no contact.
    """

    id: str
    name: str
    kind: str
    country: str
    languages: tuple[str, ...]
    timezone: str
    homepage: str = ""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    article_pattern: str | None = None
    body_css: str | None = None
    byline_css: str | None = None
    sites: tuple[str, ...] = ()
    min_articles: int = 1
    store_text: bool = True
    delay: float = 0
    stale_days: int = 60
    local: bool = False

    def sources(self) -> Iterator[tuple[str, str]]:
        """The address and kind of each source."""
        for field, kind in SOURCE_KINDS.items():
            for url in getattr(self, field):
                yield url, kind

    def to_outlet(self) -> Outlet:
        """The outlet as it is stored."""
        names = [field.name for field in fields(Outlet)]
        return Outlet(**{name: getattr(self, name) for name in names})


def outlet_specs(user_tables: Iterable[Mapping[str, Any]] = ()) -> dict[str, OutletSpec]:
    """All outlets by id: the declared ones and the user's, who may replace one of ours.

    Raises OutletError for a table that cannot be used.
    """
    specs = {spec.id: spec for spec in declared_specs()}
    own = [parse_table(table, number) for number, table in enumerate(user_tables, 1)]
    for at, spec in enumerate(own):
        if spec.id in {earlier.id for earlier in own[:at]}:
            raise OutletError(f"outlet {spec.id!r}: id is used by another [[outlet]] table too.")
        specs[spec.id] = spec
    return specs


def declared_specs() -> list[OutletSpec]:
    """The outlets under `spiders/`."""
    loader = spider_loader()
    return [loader.load(name).spec() for name in sorted(loader.list())]  # type: ignore[attr-defined]


def spider_loader() -> SpiderLoader:
    """Scrapy's own finder of spiders; Scrapy is loaded only where outlets are looked up."""
    from scrapy.settings import Settings
    from scrapy.spiderloader import SpiderLoader

    return SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))


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
    for field, is_right, wanted in _rules(spec):
        if not is_right:
            value = getattr(spec, field)
            raise OutletError(f"{label}: {field} must be {wanted}, not {_shown(value)}.")
    if not any(spec.sources()):
        raise OutletError(f"{label}: needs an address in feeds, sitemaps or listings.")
    if spec.homepage:
        return spec
    first, _ = next(spec.sources())
    return OutletSpec(
        **asdict(spec) | {"homepage": "{0.scheme}://{0.netloc}/".format(urlsplit(first))}
    )


def _rules(spec: OutletSpec) -> Iterator[tuple[str, bool, str]]:
    """Each field that needs more than its type: whether it is right, and what it should be."""
    yield "id", bool(ID.fullmatch(spec.id)), "lower-case letters, digits, - and _"
    yield "name", bool(spec.name.strip()), "a name"
    yield "kind", spec.kind in KINDS, f"one of {', '.join(KINDS)}"
    yield "country", bool(re.fullmatch("[A-Z]{2}", spec.country)), "two capitals such as GB"
    for language in spec.languages or ("",):
        yield "languages", bool(re.fullmatch("[a-z]{2}", language)), 'codes such as ["en"]'
    yield "timezone", spec.timezone in available_timezones(), "a zone such as Europe/London"
    for field in (*SOURCE_KINDS, "homepage"):
        value = getattr(spec, field)
        for url in (value,) if isinstance(value, str) else value:
            yield field, (not url and field == "homepage") or _is_web(url), "http(s) addresses"
    for field in ("min_articles", "delay", "stale_days"):
        yield field, getattr(spec, field) >= 0, "zero or more"
    for field in ("body_css", "byline_css"):
        yield field, _is_selector(getattr(spec, field)), "a CSS selector"
    yield "article_pattern", _is_pattern(spec.article_pattern), "a regular expression"


def _typed(label: str, name: str, value: Any) -> Any:
    """The value as the field holds it; TOML's lists become tuples. Raises OutletError."""
    if name in LIST_FIELDS:
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise OutletError(f"{label}: {name} must be a list of strings, not {_shown(value)}.")
        return tuple(value)
    wanted: tuple[type | tuple[type, ...], str] = (str, "a string in quotes")
    if name in ("store_text", "local"):
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
    return (
        repr(list(value))
        if isinstance(value, Sequence) and not isinstance(value, str)
        else repr(value)
    )


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


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
