"""How well articles are read off real pages: `python -m tests.benchmarks.pages FOLDER [FIELD]`.

FOLDER holds `expected.jsonl` and gzipped pages; each line has `file`, `publisher`, `country`,
`url`, `title`, `authors`, `published` (ISO 8601 with offset) and `paragraphs`. Printed is the share
of pages whose title, authors and instant of publication are right, and the mean F1 of the body's
4-word shingles beside that of trafilatura alone. `signed`: each author, the publication itself set
aside, is named in the byline or in the agency's credit. With a FIELD every page that is wrong in it
is listed with what was wanted and what was found.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import trafilatura

from crawler.article_page import Page
from crawler.outlet_spec import OutletSpec
from railwatch.outlet_table import only_zone
from storage.folding import fold, fold_name
from storage.records import Article

FIELDS = ("title", "authors", "signed", "published", "body")
# A word of an alphabet, or one letter of a script written without spaces.
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
RIGHT_BODY = 0.9


@dataclass(frozen=True, slots=True)
class Score:
    """How one field of a page was read: from 0 to 1, with what was wanted and found."""

    file: str
    field: str
    score: float
    wanted: object
    found: object


def main(folder: Path, field: str | None) -> None:
    lines = (folder / "expected.jsonl").read_text("utf-8").splitlines()
    scores = [score for line in lines for score in page_scores(folder, json.loads(line))]
    for name in (*FIELDS, "trafilatura"):
        found = [score.score for score in scores if score.field == name]
        print(f"{name:<12} {mean(found):6.3f}  of {len(found)} pages")
    for score in scores:
        if score.field == field and score.score < (RIGHT_BODY if field == "body" else 1):
            print(f"\n{score.file} {score.score:.2f}\n  {score.wanted!r}\n  {score.found!r}")


def page_scores(folder: Path, gold: dict[str, Any]) -> list[Score]:
    """Each field of one page."""
    html = gzip.decompress((folder / gold["file"]).read_bytes())
    zone = only_zone(country(gold)) or "UTC"
    article = read(html, gold, zone)
    body = "\n".join(gold["paragraphs"])
    authors = gold["authors"] or []
    others = [name for name in authors if not names_outlet(name, gold)]
    wanted = gold | {"body": body, "trafilatura": body, "authors": authors, "signed": others}
    signed = *(article.byline or "").split(", "), article.wire_credit
    alone = trafilatura.extract(html) or ""
    found = {
        "title": article.title,
        "authors": article.byline,
        "signed": ", ".join(name for name in signed if name and not names_outlet(name, gold)),
        "published": article.published_at and article.published_at.astimezone(ZoneInfo(zone)),
        "body": article.text,
        "trafilatura": alone,
    }
    return [
        Score(
            gold["file"],
            field,
            float(RIGHT[field](wanted[field], found[field])),
            wanted[field],
            found[field],
        )
        for field in found
        if wanted[field] is not None
    ]


def country(gold: dict[str, Any]) -> str:
    return str(gold["country"]).upper().replace("UK", "GB")


def read(html: bytes, gold: dict[str, Any], zone: str) -> Article:
    """The article as a crawl of an outlet of that country reads it."""
    outlet = OutletSpec("page", gold["publisher"], "national", country(gold), (), zone)
    fetched_at = datetime.fromisoformat(gold["crawled"]).replace(tzinfo=UTC)
    return Page.read(html, url=gold["url"]).parse(outlet, fetched_at=fetched_at)


def same_text(one: str, other: str) -> bool:
    """Whether both have the same words, whatever their quotes, dashes and capitals."""
    return TOKEN.findall(fold(one)) == TOKEN.findall(fold(other))


def same_names(wanted: list[str], byline: str | None) -> bool:
    """Whether the same persons or bodies are named, in any order."""
    names = (byline or "").split(", ") if byline else []
    return {fold(name) for name in wanted} == {fold(name) for name in names}


def all_named(wanted: list[str], signed: str) -> bool:
    """Whether each is named, and somebody only where somebody should be."""
    return all(fold(name) in fold(signed) for name in wanted) and bool(wanted) >= bool(signed)


def names_outlet(name: str, gold: dict[str, Any]) -> bool:
    """Whether an "author" is the publication itself, which is the article's outlet with us."""
    key = fold_name(name).replace(" ", "")
    host = urlsplit(gold["url"]).hostname or ""
    return key in fold_name(gold["publisher"]).replace(" ", "") or key in host.replace(".", "")


def same_moment(wanted: str, found: datetime | None) -> bool:
    """To the minute; of a wanted time without zone only the day counts."""
    gold = datetime.fromisoformat(wanted)
    if found is None:
        return False
    if gold.tzinfo is None:
        return gold.date() == found.date()
    return abs((gold - found).total_seconds()) < 60


def shingle_f1(wanted: str, found: str) -> float:
    gold, ours = shingles(wanted), shingles(found)
    shared = len(gold & ours)
    return 2 * shared / (len(gold) + len(ours)) if gold or ours else 1.0


def shingles(text: str) -> set[tuple[str, ...]]:
    words = TOKEN.findall(fold(text))
    return {tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))}


RIGHT: dict[str, Callable[[Any, Any], float]] = {
    "title": same_text,
    "authors": same_names,
    "signed": all_named,
    "published": same_moment,
    "body": shingle_f1,
    "trafilatura": shingle_f1,
}

if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
