"""Where an export goes: a file, put in place when it is whole, or standard output."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any

from railwatch.app import Mistake, Stopped
from storage.whole_files import replacing


@contextmanager
def opened(output: Path | None, *, binary: bool) -> Iterator[IO[Any]]:
    """The file to write to; standard output for None. Raises Mistake, or Stopped by the disk."""
    if output is not None:
        with file_at(output, binary=binary) as out:
            yield out
    elif not binary:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # what reads a file expects no locale's
        yield sys.stdout
    elif sys.stdout.isatty():
        raise Mistake("parquet is no text for a terminal; name a file with --output.")
    else:
        yield sys.stdout.buffer


@contextmanager
def file_at(path: Path, *, binary: bool) -> Iterator[IO[Any]]:
    """The file at `path`, replaced as a whole; a pipe or a device stays what it is."""
    if not path.parent.is_dir():
        raise Mistake(f"there is no folder {path.parent}; make it first.")
    if path.is_dir():
        raise Mistake(f"{path} is a folder; name a file in it.")
    mode, encoding = ("wb", None) if binary else ("w", "utf-8")
    is_file = path.is_file() or not path.exists()
    try:
        opening: AbstractContextManager[IO[Any]] = (
            whole_file(path, mode, encoding) if is_file else path.open(mode, encoding=encoding)
        )
        with opening as out:
            yield out
    except BrokenPipeError:
        raise
    except OSError as error:
        told = f"{path} cannot be written ({error.strerror}); name another file."
        raise Stopped(told) from error


@contextmanager
def whole_file(path: Path, mode: str, encoding: str | None) -> Iterator[IO[Any]]:
    """A file that takes the place of the one at `path`, with its rights."""
    target = path.resolve()
    with replacing(target) as part:
        with part.open(mode, encoding=encoding) as out:
            yield out
        if target.exists():
            shutil.copymode(target, part)
