"""All outlets: ours under `spiders/`, the user's own as `[[outlet]]` tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from crawler.outlet_fields import parse_table
from crawler.outlet_spec import OutletError, OutletSpec

if TYPE_CHECKING:
    from scrapy.spiderloader import SpiderLoader

__all__ = ["OutletError", "OutletSpec", "declared_specs", "outlet_specs", "spider_loader"]


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
    spiders: list[Any] = [loader.load(name) for name in sorted(loader.list())]
    return [spider.spec() for spider in spiders]


@cache
def spider_loader() -> SpiderLoader:
    """Scrapy's own finder of spiders; Scrapy is loaded only where outlets are looked up."""
    from scrapy.settings import Settings
    from scrapy.spiderloader import SpiderLoader

    return SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))
