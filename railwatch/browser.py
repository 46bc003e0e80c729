"""Datasette on the database: read-only, with our pages, and nothing loaded from elsewhere."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import storage

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

FACE = Path(storage.__file__).parent / "datasette"
SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 500,
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 500,
    "suggest_facets": False,
    "default_allow_sql": False,  # for databases that metadata.yaml does not know, too
}


def datasette_on(db_path: Path, stale_days: Mapping[str, int] | None = None) -> Datasette:
    """Datasette with the database under the name `railwatch`, whatever its file is called.

    `stale_days` says of each declared outlet for how many days it may bring nothing new.
    """
    from datasette.app import Datasette
    from datasette.utils import parse_metadata

    metadata = parse_metadata((FACE / "metadata.yaml").read_text(encoding="utf-8"))
    metadata["plugins"]["railwatch"] = {"stale_days": stale_days}
    face = Datasette(
        metadata=metadata,
        template_dir=str(FACE / "templates"),
        plugins_dir=str(FACE / "plugins"),
        static_mounts=[("static", str(FACE / "static"))],
        settings=SETTINGS,
    )
    face.add_database(shown_database(face, db_path), name="railwatch")
    return face


def shown_database(face: Datasette, db_path: Path) -> Database:
    """The file as a database of Datasette; others may write to it meanwhile."""
    from datasette.database import Database

    class Known(Database):  # type: ignore[misc]  # Datasette ships no types
        """Counts the tables that it lists, and knows what the metadata names for full text."""

        async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
            """The rows of each table; None of those that are hidden, which hold the most.

            SQLite heeds no limit of time while it counts, so that there is none.
            """
            counts = dict.fromkeys(await self.table_names())
            for table in counts.keys() - {*await self.hidden_table_names()}:
                counts[table] = (
                    await self.execute(f"select count(*) from [{table}]")
                ).single_value()
            return counts

        async def fts_table(self, table: str) -> str | None:
            named: str | None = face.table_metadata(self.name, table).get("fts_table")
            return named

    return Known(face, path=str(db_path), is_mutable=True)


def listener(host: str, port: int) -> socket.socket:
    """A socket bound to this address; port 0 takes any free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def serve(db_path: Path, bound: socket.socket, stale_days: Mapping[str, int]) -> None:
    """Serve until interrupted; `stale_days` as of `datasette_on`."""
    import uvicorn

    app = datasette_on(db_path, stale_days).app()
    config = uvicorn.Config(app, log_level="warning", lifespan="on")
    uvicorn.Server(config).run(sockets=[bound])
