"""A running newsroom as railwatch.toml has it."""

from __future__ import annotations


def outlet_tables(newsroom):
    """The newsroom's outlets as `[[outlet]]` tables of railwatch.toml."""
    tables = []
    for table in newsroom.outlet_tables:
        fields = (f"{name} = {toml(value)}" for name, value in table.items())
        tables.append("\n".join(["[[outlet]]", *fields]))
    return "\n\n".join(tables)


def toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
