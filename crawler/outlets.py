"""All outlets: ours under `spiders/`, the user's own as `[[outlet]]` tables."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from crawler.outlet_fields import check_spec, parse_table
from crawler.outlet_spec import OutletError, OutletSpec

__all__ = ["OutletError", "OutletSpec", "declared_specs", "outlet_specs"]

SPIDERS = Path(__file__).parent / "spiders"
# What a spider calls those fields that it has other names for.
NAMES = {"name": "id", "outlet": "name"}


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
    """The outlets under `spiders/`, by id.

    Their files are read, not run: to load Scrapy takes most commands longer than all the rest.
    Raises OutletError where a field is no plain value.
    """
    return [declared_spec(path) for path in sorted(SPIDERS.glob("[!_]*.py"))]


def declared_spec(path: Path) -> OutletSpec:
    """The outlet that a spider's file declares. Raises OutletError."""
    known = {field.name for field in fields(OutletSpec)}
    values = {}
    [spider] = [one for one in ast.parse(path.read_bytes()).body if isinstance(one, ast.ClassDef)]
    for line in spider.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            name = line.targets[0].id
            if (field := NAMES.get(name, name)) in known:
                values[field] = plain_value(line.value, f"outlet {path.stem!r}: {name}")
    return check_spec(OutletSpec(**values))


def plain_value(written: ast.expr, label: str) -> Any:
    """A value written as such. Raises OutletError for one that has to be worked out."""
    try:
        return ast.literal_eval(written)
    except ValueError as error:
        raise OutletError(f"{label} must be a plain value.") from error
