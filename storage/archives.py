"""Web archives that were read, so that a file is read once and a broken-off reading goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from storage.database import write
from storage.periods import utc_text


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """An archive as it lies on the disk; another size or time of change makes it another one."""

    path: str
    size: int
    changed_ns: int

    @classmethod
    def at(cls, path: Path) -> ArchiveFile:
        """Raises OSError."""
        state = path.stat()
        return cls(str(path.resolve()), state.st_size, state.st_mtime_ns)


def read_to(db: Database, file: ArchiveFile) -> int:
    """The byte up to which the file has been read; 0 for one that is new or has changed."""
    query = "SELECT read_to FROM archives WHERE path = ? AND size = ? AND changed_ns = ?"
    row = db.conn.execute(query, [file.path, file.size, file.changed_ns]).fetchone()
    return int(row[0]) if row else 0


def note_read(db: Database, file: ArchiveFile, offset: int, *, now: datetime) -> None:
    """Note that the file has been read up to `offset`."""
    row = {
        "path": file.path,
        "size": file.size,
        "changed_ns": file.changed_ns,
        "read_to": offset,
        "read_at": utc_text(now),
    }
    with write(db):
        db.table("archives").upsert(row, pk="path")
