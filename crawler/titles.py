"""The headline of a page, without the name of the site behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from crawler.page_text import INVISIBLE
from crawler.plain import plain
from crawler.shown_headlines import all_headings, shown_headlines, shown_in, told_in
from crawler.structured_data import StructuredData, strings

# What parts a headline from the site's name: "Headline - The Paper", "Headline | Sport | Paper",
# "머리기사-정치ㅣ한국일보", "見出し：東京新聞".
MARK = r"\s*[|ㅣ｜]\s*|\s+[\-–—·»:*•]+\s+|\s*：\s*"
PARTS = re.compile(MARK)
TAIL = re.compile(rf"{MARK}|\s*-\s*\S*[|ㅣ｜]")
# The last part of a <title>, which nearly always names the site.
LAST_PART = re.compile(rf"(?:{MARK})[^|–—]{{2,40}}$")
# Where an attribute ends too early: content="A win and "royal" guests".
CUT_AT = re.compile(r"\s*\"")
# Longer ones are no headlines, and would take long to look through.
MAX_LENGTH = 2_000
# Shorter ones may be the section or the topic of a longer headline.
LEAST_HEADING = 10
# Longer words before a headline are no rubric.
MAX_RUBRIC = 40


def page_title(
    data: StructuredData, tree: LexborHTMLParser, *, listed: str = "", outlet: str = ""
) -> str:
    """The headline; empty where the page has none.

    What the page calls itself when it is shared goes first: that is the headline without the words
    that editors add for search engines. Where that says something else than the headline on the
    page, it was made to be shared, and what else the page states is taken. `listed` is the title
    that its source gave the page, `outlet` the name of the publication.
    """
    headings = _headings(data, tree)
    names = _site_keys(data) | {key for key in [_key(outlet)] if key}
    if stated := _cleaned(_stated(data), headings, names):
        shared = _cleaned(_shared(data), headings, names)
        return _borne_out(shared, stated, tree)
    tag = tree.css_first("head title, title")
    named = _own_part(_text(tag.text()) if tag else "", listed, names)
    shown = [heading for heading in all_headings(tree) if _key(heading) not in names]
    if not shown:
        return named
    heading = INVISIBLE.sub("", shown[0])
    return next((title for title in (listed, named) if _has_rubric(heading, title)), heading)


def _own_part(title: str, listed: str, names: set[str]) -> str:
    """A `<title>` without the site: as it was listed, if that is a part of it."""
    parted = rf"(?:.*(?:{MARK}))?{re.escape(listed)}(?:(?:{MARK}).*)?"
    if listed and re.fullmatch(parted, title):
        return listed
    own = _without_site(title, [], names)
    rest = LAST_PART.sub("", title)
    # "Moscow - Beijing train returns": no site is named at such length.
    is_site = own == title and 2 * len(rest) >= len(title)
    return rest if is_site else own


def _has_rubric(heading: str, title: str) -> bool:
    """Whether a heading is the title behind a rubric: "Transport Train derails"."""
    rubric = heading.removesuffix(title)
    return len(title) >= LEAST_HEADING and rubric[-1:] == " " and len(rubric) <= MAX_RUBRIC


def _borne_out(shared: list[str], stated: list[str], tree: LexborHTMLParser) -> str:
    """The title that a headline of the page bears out; the surest where none does."""
    for find in (shown_headlines, all_headings):
        headings = find(tree)
        for title in shared:
            if shown_in(title, headings):
                return title
        for title in stated:
            if told_in(title, headings):
                return title
    return stated[0]


def _cleaned(titles: Iterable[str], headings: list[str], names: set[str]) -> list[str]:
    """The titles without the site, and whole; those that name only the site are left out."""
    own = (title for title in titles if title and _key(title) not in names)
    return [_whole(_without_site(title, headings, names), headings) for title in own]


def _shared(data: StructuredData) -> Iterator[str]:
    """The titles under which others are shown the page."""
    for name in ("og:title", "twitter:title"):
        yield _text(data.first_meta(name))


def _stated(data: StructuredData) -> Iterator[str]:
    """What the page says its title is, the surest first."""
    yield _text(data.first_meta("og:title"))
    headlines = (strings(article.get("headline")) for article in data.articles)
    # Later ones are those of other pieces, or of a live blog's posts.
    yield from (_text(headline) for headline in next(filter(None, headlines), []))
    for name in ("headline", "twitter:title", "dc.title", "title"):
        yield _text(data.first_meta(name))


def _headings(data: StructuredData, tree: LexborHTMLParser) -> list[str]:
    """What stands as a headline on the page or in its JSON-LD."""
    found = [INVISIBLE.sub("", heading) for heading in all_headings(tree)]
    for article in data.articles:
        found += [_text(headline) for headline in strings(article.get("headline"))]
    found += [_text(data.first_meta(name)) for name in ("headline", "twitter:title")]
    return [heading for heading in found if heading]


def _without_site(title: str, headings: list[str], names: set[str]) -> str:
    """The title without the name of the site, or as far as a heading goes that it begins with."""
    if title in headings[:1]:
        return title
    for heading in sorted(headings, key=len):
        rest = title[len(heading) :]
        if len(heading) >= LEAST_HEADING and title.startswith(heading) and TAIL.match(rest):
            return heading
    marks = list(PARTS.finditer(title))
    if marks and _key(title[: marks[0].start()]) in names:
        return title[marks[0].end() :]
    for mark in marks:
        part = PARTS.split(title[mark.end() :])[0]
        if mark.start() and _key(part) in names:
            return title[: mark.start()]
    return title


def _whole(title: str, headings: list[str]) -> str:
    """A title may be cut, at a length that search engines take or at a quote; the page has all."""
    stem = title.rstrip(".…").rstrip()
    for heading in headings:
        if heading.startswith(stem) and (stem != title or CUT_AT.match(heading[len(stem) :])):
            return heading
    return title


def _site_keys(data: StructuredData) -> set[str]:
    """What the publication calls itself, as keys."""
    names = [*data.meta.get("og:site_name", []), *data.meta.get("application-name", [])]
    for article in data.articles:
        publisher = article.get("publisher")
        if isinstance(publisher, dict):
            names += strings(publisher.get("name"))
    return {key for name in names if (key := _key(name))}


def _key(name: str) -> str:
    """`NTV.com.tr` and `NTV` are one, `The Namibian` and `Namibian` too."""
    return re.sub(r"^the\b|^www\.|\.(?:com?|org|net)?(?:\.?[a-z]{2})?$|[\W_]+", "", name.casefold())


def _text(markup: str | None) -> str:
    return INVISIBLE.sub("", plain((markup or "")[:MAX_LENGTH]))
