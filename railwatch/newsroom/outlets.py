"""The demonstration outlets and their articles, read from the files beside this module.

An article is `articles/<outlet>/<slug>.md`: TOML front matter between two lines `+++`, then
paragraphs parted by blank lines. A `[[revisions]]` table holds a later state of it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article in the state that is served; its times carry the outlet's offset."""

    slug: str
    title: str
    section: str
    published: datetime
    paragraphs: tuple[str, ...]
    modified: datetime
    language: str = "en"
    byline: str | None = None
    caption: str | None = None
    rail: bool = True

    @property
    def path(self) -> str:
        return f"/{self.published:%Y/%m/%d}/{self.slug}"

    @property
    def is_revised(self) -> bool:
        return self.modified != self.published


@dataclass(frozen=True, slots=True)
class DemoOutlet:
    """An invented outlet, its articles newest first. For `source` and `markup` see outlets.toml."""

    id: str
    name: str
    domain: str
    kind: str
    country: str
    languages: tuple[str, ...]
    timezone: str
    source: str
    markup: str
    articles: tuple[DemoArticle, ...]


def load_outlets(*, revised: bool) -> list[DemoOutlet]:
    """Every outlet, in the order of outlets.toml; `revised` gives each article's last revision."""
    tables = tomllib.loads((HERE / "outlets.toml").read_text(encoding="utf-8"))["outlet"]
    return [_outlet(table, revised=revised) for table in tables]


def _outlet(table: dict[str, Any], *, revised: bool) -> DemoOutlet:
    files = (HERE / "articles" / table["id"]).glob("*.md")
    articles = sorted(
        (_article(file, revised=revised) for file in files),
        key=lambda article: article.published,
        reverse=True,
    )
    fields = {**table, "languages": tuple(table["languages"]), "articles": tuple(articles)}
    return DemoOutlet(**fields)


def _article(file: Path, *, revised: bool) -> DemoArticle:
    _, header, text = file.read_text(encoding="utf-8").split("+++\n", 2)
    fields = tomllib.loads(header)
    revisions = fields.pop("revisions", [])
    if revised and revisions:
        fields.update(revisions[-1])
    text = fields.pop("text", text)
    fields.setdefault("modified", fields["published"])
    return DemoArticle(slug=file.stem, paragraphs=_paragraphs(text), **fields)


def _paragraphs(text: str) -> tuple[str, ...]:
    blocks = (" ".join(block.split()) for block in text.split("\n\n"))
    return tuple(block for block in blocks if block)
