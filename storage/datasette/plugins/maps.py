"""Outlines for the maps that datasette-cluster-map draws above tables and answers."""

from __future__ import annotations

from collections.abc import Sequence

from datasette import hookimpl
from datasette.app import Datasette


@hookimpl
def extra_js_urls(
    columns: Sequence[str] | None, view_name: str, datasette: Datasette
) -> list[dict[str, object]]:
    """Our script where there is such a map: it must be read before the map is made."""
    has_map = view_name in ("table", "database") and {"latitude", "longitude"} <= {*(columns or ())}
    url = datasette.urls.path("/static/table-map.js")
    return [{"url": url, "module": True}] if has_map else []
