"""The date that a page shows its readers, for pages that tell machines none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.around_headline import BOUNDS, circles, is_apart, is_sentence
from crawler.labelled import labelled
from crawler.moments import DAY, parse_moment
from crawler.plain import plain
from crawler.written_dates import Seen, written_dates
from storage.word_lists import data_lines

# Where a page shows its date: by the name of the class or id, or right after the headline.
NAMED = re.compile(r"date|time|publi|posted|byline|meta|info|source|datum|дата|pub", re.IGNORECASE)
MAX_LENGTH = 120
# A page with more such texts in one place is a list, or a trap.
MAX_TEXTS = 100
DIGIT = re.compile(r"\d")


def visible_date(tree: LexborHTMLParser, *, languages: Sequence[str], timezone: str) -> str | None:
    """The date shown near the headline, as far as it is told: "2024-12-16 15:30 KST".

    Of a part of the page that shows several days none is taken: they are of other pieces.
    """
    behind_label = labelled(tree, _labels())
    parts = (islice(_texts(part), MAX_TEXTS) for part in circles(tree))
    for texts in chain([[behind_label]] if behind_label else [], parts):
        seen = [one for text in texts for one in written_dates(text, languages)]
        # Where only the last change is told, that stands for the rest.
        found = [one for one in seen if not one.is_change] or seen
        days = {one.day for one in found}
        if len(days) == 1:
            return _written(next((one for one in found if one.clock), found[0]), timezone)
        if days:
            return None
    return None


def for_machines(text: str | None, languages: Sequence[str], timezone: str) -> str | None:
    """A date that `parse_moment` reads; for one as people write it, that date as it does.

    The clock of such a one counts only where the zone behind it is known. As it is where it tells
    no date or several.
    """
    if not text or len(text) > MAX_LENGTH or DAY.match(text) or parse_moment(text, timezone):
        return text
    dates = list(written_dates(text, languages))
    if len(dates) != 1:
        return text
    written = _written(dates[0], timezone)
    return str(dates[0].day) if dates[0].zone and not written.endswith(dates[0].zone) else written


def _written(seen: Seen, timezone: str) -> str:
    """The date as `parse_moment` reads it; a zone that nobody knows is left out."""
    written = f"{seen.day} {seen.clock}".strip()
    zoned = f"{written} {seen.zone}"
    return zoned if seen.zone and parse_moment(zoned, timezone) else written


@cache
def _labels() -> frozenset[str]:
    return frozenset(data_lines(Path(__file__).with_name("date_labels.txt")))


def _texts(part: LexborNode) -> Iterator[str]:
    """Short texts of a part that may be its date: what follows it, and what is named so in it."""
    following = part.next if part.tag not in BOUNDS else None
    while following is not None and following.tag == "-text":
        following = following.next
    if following is not None:
        yield from _short(following)
    for node in part.css("[class], [id]"):
        names = f"{node.attributes.get('class')} {node.attributes.get('id')}"
        if NAMED.search(names):
            yield from (text for text in _short(node) if not is_apart(node, part))


def _short(node: LexborNode) -> Iterator[str]:
    text = plain(node.text(separator=" ")) if node.tag not in ("script", "style") else ""
    if 6 <= len(text) <= MAX_LENGTH and DIGIT.search(text) and not is_sentence(text):
        yield text
