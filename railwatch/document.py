"""An article from a file, and what cannot be read of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.records import Article

if TYPE_CHECKING:
    from crawler.outlets import OutletSpec


class Unreadable(Exception):
    """A file or a part of it is not what it should be; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article from a file. `id` is the file's stem, or what the line calls it.

    `outlet` is the outlet it belongs to, where we know it; `outlet_name` what the file calls it.
    """

    id: str
    article: Article
    outlet: OutletSpec | None = None
    outlet_name: str | None = None
