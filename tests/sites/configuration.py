"""A running newsroom as railwatch.toml has it."""

from __future__ import annotations

from railwatch.outlet_table import toml


def outlet_tables(newsroom):
    """The newsroom's outlets as `[[outlet]]` tables of railwatch.toml."""
    tables = []
    for table in newsroom.outlet_tables:
        fields = (f"{name} = {toml(value)}" for name, value in table.items())
        tables.append("\n".join(["[[outlet]]", *fields]))
    return "\n\n".join(tables)
