"""Which news agency an article is from, as the article says it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

# Credits stand at the head of the text or at its end.
FIRST, LAST = 2, 4
# No dateline is longer, nor a credit at the end of a paragraph.
HEAD = 160
MAX_LENGTH = 200
BRACKETS = " \t()（）[]【】<>*_—–-."
# A pattern with a word that stands for agencies.
AGENCY = re.compile(r"AGENC(?:Y|IES)|BRACKETED")
# Names that stand in a text without a space.
GLUED = re.compile(r"[\u3040-\uffff]")
# Patterns that pass over case take these letters of Turkish for an "i".
DOTS = str.maketrans({"İ": "i", "ı": "i"})
WORD = re.compile(r"[^\W\d_][\w'’-]*")
MAX_PLACE_WORDS = 7


def wire_credit(text: str, signers: Iterable[str] = ()) -> str | None:
    """The credit lines of a text as they stand, without brackets, parted by "; ", or None.

    `signers` is what the page says around the text of who wrote: an agency among the names is a
    credit too, and so is a line that names it as the source.
    """
    found = dict.fromkeys(_found(text.split("\n\n"), signers))
    # "Yonhap" says nothing beside "Reporting by Yonhap".
    telling = [one for one in found if not any(one != other and one in other for other in found)]
    return "; ".join(telling) or None


def datelines(text: str) -> Iterator[re.Match[str]]:
    """The datelines with an agency's name that a text begins with; groups `place` and `date`."""
    for paragraph in text.split("\n\n")[:FIRST]:
        head = paragraph[:HEAD]
        found = (pattern.search(head) for pattern in _fitting("datelines", head))
        yield from (match for match in found if match and _is_placed(match))


def date_pattern() -> str:
    """How a day and its month are written, as a regular expression."""
    return _meanings()["DATE"]


def month_number(name: str) -> int | None:
    """The month that a name, or the beginning of one, stands for, or None."""
    for number, starts in _words()["months"].items():
        if name.casefold().startswith(tuple(starts)):
            return int(number)
    return None


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency."""
    return bool(_agency().fullmatch(name.strip()))


def source_line(text: str) -> str | None:
    """What a line above an article says of its agency ("来源：新华社"), or None."""
    return next(_searched(_compiled("sources"), text), None)


def _found(paragraphs: list[str], signers: Iterable[str]) -> Iterator[str]:
    for paragraph in paragraphs[:FIRST]:
        head = paragraph[:HEAD]
        yield from _searched(_fitting("datelines", head), head)
    for paragraph in _outer(paragraphs):
        line = paragraph.strip(BRACKETS)
        if len(line) <= MAX_LENGTH:
            yield from _credits(one.fullmatch(line) for one in _fitting("lines", line))
    for paragraph in filter(_may_have_tail, paragraphs):
        yield from _searched(_compiled("tails"), paragraph)
    for paragraph in paragraphs[-LAST:]:
        ending = paragraph[-HEAD:].strip()
        yield from _searched(_fitting("endings", ending), ending)
    for said in signers:
        if credit := said.strip() if is_agency(said) else source_line(said):
            yield credit


def _outer(paragraphs: list[str]) -> list[str]:
    """The first and the last paragraphs, none twice."""
    return paragraphs[:FIRST] + paragraphs[max(FIRST, len(paragraphs) - LAST) :]


def _searched(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[str]:
    return _credits(pattern.search(text) for pattern in patterns)


def _credits(matches: Iterable[re.Match[str] | None]) -> Iterator[str]:
    for match in filter(None, matches):
        names = match.groupdict().get("names")
        if _is_placed(match) and (names is None or _may_be_names(names)):
            yield match["credit"]


def _is_placed(match: re.Match[str]) -> bool:
    place = match.groupdict().get("place")
    return place is None or _may_be_place(place, match["credit"])


def _may_be_place(text: str, credit: str) -> bool:
    """Whether a text may be the place of a dateline, and not a body that the credit shortens."""
    words = WORD.findall(text)
    initials = "".join(word[0] for word in words)
    is_short_for = bool(words) and initials.casefold().endswith(credit.casefold())
    return len(words) <= MAX_PLACE_WORDS and _is_capitalised(words) and not is_short_for


def _may_be_names(text: str) -> bool:
    words = WORD.findall(text)
    return _is_capitalised(words) and any(not word[0].islower() for word in words)


def _is_capitalised(words: list[str]) -> bool:
    small = _words()["small"]
    return all(not word[0].islower() or word in small for word in words)


@cache
def _agency() -> re.Pattern[str]:
    """The name of an agency, alone."""
    return re.compile(_names("agencies", "short", "signing"), re.IGNORECASE)


def _fitting(name: str, text: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a list that may match a text: hardly any where it names no agency."""
    return _compiled(name, with_agency=_may_name_agency(text))


@cache
def _compiled(name: str, *, with_agency: bool = True) -> tuple[re.Pattern[str], ...]:
    """The patterns of a list, those that name an agency or not.

    One that has no group for the credit is a credit as a whole.
    """
    listed = (one for one in _words()[name] if with_agency or not AGENCY.search(one))
    spelled = [_spelled(pattern) for pattern in listed]
    whole = (one if "(?P<credit>" in one else f"(?P<credit>{one})" for one in spelled)
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in whole)


def _may_have_tail(text: str) -> bool:
    """Whether one of the words stands in a text without which no pattern of a tail matches."""
    folded = text.translate(DOTS).casefold()
    return any(word in folded for word in _words()["tail_words"])


def _may_name_agency(text: str) -> bool:
    """Whether the words of an agency's name stand in a text, whatever stands between them."""
    return bool(_agency_words().find_matches_as_indexes(_spaced(text)))


@cache
def _agency_words() -> AhoCorasick:
    names = [name for one in ("agencies", "short") for name in _words()[one]]
    return AhoCorasick(
        [_spaced(name).strip() if GLUED.search(name) else _spaced(name) for name in names]
    )


def _spaced(text: str) -> str:
    """The words of a text in small letters, each between spaces of its own."""
    words = re.findall(r"\w+", text.translate(DOTS).casefold())
    return f" {'  '.join(words)} "


def _spelled(pattern: str) -> str:
    """A pattern with what its words in capitals stand for."""
    for word, meaning in _meanings().items():
        pattern = pattern.replace(word, meaning)
    return pattern


@cache
def _meanings() -> dict[str, str]:
    agency, short = _names("agencies"), _names("agencies", "short")
    between = rf"\s*(?:,|/|、|・|&|\+|{'|'.join(_words()['between'])})\s*"
    months = "|".join(start for starts in _words()["months"].values() for start in starts)
    month = rf"(?:{months})[^\W\d_]{{0,8}}\.?"
    day = r"\d{1,2}(?:\.|º|er|st|nd|rd|th)?"
    year = r"(?:,?\s+(?:de\s+)?\d{4})?(?:\s*г\.)?"
    return {
        "DATE": rf"(?P<date>(?:{day}\s+(?:de\s+)?{month}|{month}\s+{day}){year})",
        "BRACKETED": rf"(?:{short})(?:{between}(?:{short}))*",
        "AGENCIES": rf"(?:{agency})(?:{between}(?:{agency}))*",
        "AGENCY": rf"(?:{agency})",
    }


def _names(*lists: str) -> str:
    """The names of these lists as alternatives, the longest first.

    Those in an alphabet are whole words, bounded all at once: it takes half the time to compile.
    """
    names = {name for one in lists for name in _words()[one]}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    glued = [re.escape(name) for name in longest_first if GLUED.search(name)]
    words = [_cased(name) for name in longest_first if not GLUED.search(name)]
    return "|".join([rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", *glued])


def _cased(name: str) -> str:
    """A name as a pattern: of initials that mean much else only the capitals."""
    case = "-i" if name in _words()["short"] else ""
    return f"(?{case}:{re.escape(name)})"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("wire_credits.toml").read_text("utf-8"))
