"""Which news agency an article is from, as the article says it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Credits stand at the head of the text or at its end.
FIRST, LAST = 2, 4
MAX_LENGTH = 200
BRACKETS = " \t()（）[]【】<>*_—–-."
PARTED = r"\s*(?:,|/|、|・|&|\+|and|und|et|y|e|и|та)\s*"


@dataclass(frozen=True, slots=True)
class CreditPatterns:
    """`agency` is one name alone; the others are tried in their place in the text."""

    agency: re.Pattern[str]
    datelines: tuple[re.Pattern[str], ...]
    endings: tuple[re.Pattern[str], ...]
    lines: tuple[re.Pattern[str], ...]


def wire_credit(text: str, signers: Iterable[str] = ()) -> str | None:
    """The credit lines of a text as they stand, without brackets, parted by "; ", or None.

    `signers` are the authors that the page names: an agency among them is a credit too.
    """
    found = dict.fromkeys(_found(text.split("\n\n"), signers))
    # "Yonhap" says nothing beside "Reporting by Yonhap".
    telling = [one for one in found if not any(one != other and one in other for other in found)]
    return "; ".join(telling) or None


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency."""
    return bool(_patterns().agency.fullmatch(name.strip()))


def _found(paragraphs: list[str], signers: Iterable[str]) -> Iterator[str]:
    patterns = _patterns()
    yield from _searched(patterns.datelines, paragraphs[0][:160])
    for paragraph in _outer(paragraphs):
        line = paragraph.strip(BRACKETS)
        if len(line) <= MAX_LENGTH and any(one.fullmatch(line) for one in patterns.lines):
            yield line
    for paragraph in paragraphs[-LAST:]:
        yield from _searched(patterns.endings, paragraph[-160:].strip())
    yield from (name.strip() for name in signers if is_agency(name))


def _outer(paragraphs: list[str]) -> list[str]:
    """The first and the last paragraphs, none twice."""
    return paragraphs[:FIRST] + paragraphs[max(FIRST, len(paragraphs) - LAST) :]


def _searched(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[str]:
    for pattern in patterns:
        if match := pattern.search(text):
            yield match["credit"]


@cache
def _patterns() -> CreditPatterns:
    words = tomllib.loads(Path(__file__).with_name("wire_credits.toml").read_text("utf-8"))
    agency, short = _names(words["agencies"]), _names(words["agencies"] + words["short"])

    def compiled(name: str) -> tuple[re.Pattern[str], ...]:
        several = f"(?:{agency})(?:{PARTED}(?:{agency}))*"
        spelled = (
            pattern.replace("BRACKETED", f"(?:{short})(?:{PARTED}(?:{short}))*")
            .replace("AGENCIES", several)
            .replace("AGENCY", f"(?:{agency})")
            for pattern in words[name]
        )
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in spelled)

    alone = re.compile(short, re.IGNORECASE)
    return CreditPatterns(alone, compiled("datelines"), compiled("endings"), compiled("lines"))


def _names(names: list[str]) -> str:
    """Alternatives, the longest first; none within a word of an alphabet."""
    ordered = sorted(set(names), key=len, reverse=True)
    return "|".join(_bounded(re.escape(name), name) for name in ordered)


def _bounded(pattern: str, name: str) -> str:
    return rf"\b{pattern}\b" if re.fullmatch(r"[^\u3040-\uffff]+", name) else pattern
