"""The names in an entry of a byline, without titles, labels and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from crawler.byline_words import any_of, byline_words, phrases
from crawler.plain import plain
from crawler.wire_credits import is_agency

LABEL = rf"(?:{phrases('lead')})(?!\w)\s*[:：]?\s*|(?:{any_of('titles')})\s*[:：・]?\s*"
LEAD = re.compile(rf"^(?:{LABEL}|(?:{phrases('lead_or_name')})\s*(?!\w)[:：]?\s*)", re.IGNORECASE)
# "Di Wu", "Von Essen": what is said to be a person may be called so.
LEAD_OF_PERSON = re.compile(rf"^(?:{LABEL})", re.IGNORECASE)
# "Ann Lee in Seoul", up to where "and Bo Kim in Tokyo" begins
PLACE = r"\s+in\s+[A-Z](?:(?!(?:,|;|\s(?:and|und|&))\s.*\sin\s[A-Z]).)*"
# "구현모 기자", "박준석 기자 외 1명", "Ann Lee on Mon, 02/03/2026": what follows a name
TRAIL = re.compile(
    rf"{PLACE}|\s*(?:{phrases('trail')})(?:\s*외\s*\d+\s*명)?\s*$|\s+\S*@\S+$|\s*[(（].*[)）]$"
    r"|\s+https?://.*$|\s+[Ff]or\s+\S+\.[A-Za-z]{2,}$|\s+on\s+(?:\w+,?\s+){0,2}\d.*$"
    rf"|\s+(?i:{phrases('other_work')})\s*[/／:：].*$"
)
# "Ann Lee for The Paper", "Bo Kim from Seoul"
SENT = re.compile(rf"^(\S+(?:\s+\S+)+?)\s+(?:{phrases('sent')})\s+[«„“\"]?[^\W\d_a-zа-я].*")
# "モスクワ＝田中太郎", "모스크바=김철수": where a name comes from
FROM_PLACE = re.compile(r"^[^=＝]{1,12}[=＝](?=[\u3400-\u9fff\uac00-\ud7a3])")
# "Lee, Ann"
TURNED = re.compile(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w'’-]+)")
# "Ann Lee Transport Correspondent", "Bo Kim Reporter in Ostwald": a name of two words or more,
# none of them a desk's.
DESK = rf"(?:{any_of('desks')})\b"
ROLE = rf"\b(?:{any_of('roles')})s?\b"
BEFORE_ROLE = re.compile(rf"^((?:(?!{DESK})\S+\s+){{2,}}?)(?:{DESK}\s+)*{ROLE}.*", re.IGNORECASE)
# "Корреспондент Иван Петров"
AFTER_ROLE = re.compile(
    rf"^(?:{DESK}\s+)*{ROLE}\s+(?-i:(?=[^\W\d_a-zа-я]\S+\s[^\W\d_a-zа-я]))", re.IGNORECASE
)
# "y" stands within names too: "Santiago Ramón y Cajal".
PARTING = re.compile(
    rf"\s*(?:,|;|/|\||·|ㆍ|•|、|，|\b(?:{phrases('between')})\b|(?<=\s)(?:{phrases('beside')})(?=\s)"
    r"|\b[yei]\b(?=\s\S+\s\S)|&|\n|\s[-–—]\s)\s*"
)
# No name at all: an address, a number, a desk.
NO_NAME = re.compile(rf"https?:|www\.|@|\d|{ROLE}|{any_of('no_name')}", re.IGNORECASE)
# "Ann Lee Ann Lee": once for readers, once for those who have the page read to them.
TWICE = re.compile(r"(\S.*\S) \1")
# What a page shows where names stand may also be a sentence: a headline, a caption.
SENTENCE_MARKS = re.compile(r'[!?:;"„“”«»…]')
MAX_NAME_WORDS = 6
# A body is known by its words or letters (AP, dpa); one word of an alphabet alone may be one.
BODY = re.compile(any_of("body"), re.IGNORECASE)
LETTERS = re.compile(r"^[A-Z]{2,6}$|^[a-z]{2,4}$")
ONE_WORD = re.compile(r"^(?:[^\W\d_\u3040-\uffff]|-){2,}$")
# Words of such bodies that are surnames too: "Emily Post".
SURNAME = re.compile(rf"(\S+) (?:{any_of('surnames')})", re.IGNORECASE)
MAX_LENGTH = 60
# Longer ones are no bylines, and would take long to look through.
MAX_ENTRY = 1_000


class Name(NamedTuple):
    """A name in a byline, and whether machines are told that it is a person's."""

    text: str
    is_person: bool = False


def split_names(names: str, *, is_person: bool = False) -> Iterator[str]:
    """The names in one entry of a byline: "By Ann Lee and Bo Kim" are two.

    What is said to be a person may be called like a body ("Emily Post") or a lead ("Di Wu").
    """
    text = plain(names).strip("【】")
    if len(text) > MAX_ENTRY:
        return
    if twice := TWICE.fullmatch(text):
        text = twice[1]
    # "The Paper (www.paper.example)": the publication.
    if text.startswith(("http", "www.", "@")) or "(www." in text:
        return
    lead = LEAD_OF_PERSON if is_person else LEAD
    if is_person and (turned := TURNED.fullmatch(text)) and not any(map(_is_none, turned.groups())):
        text = f"{turned[2]} {turned[1]}"
    for part in PARTING.split(lead.sub("", TRAIL.sub("", text))):
        name = FROM_PLACE.sub("", lead.sub("", TRAIL.sub("", part)))
        name = BEFORE_ROLE.sub(r"\1", AFTER_ROLE.sub("", _without_errand(name)))
        for one in _parted_from_agency(name):
            short = one.strip(" .:-–—()[]")
            is_surname = is_person and _has_surname_of_body(short)
            if 1 < len(short) <= MAX_LENGTH and (is_surname or not NO_NAME.search(short)):
                yield short


def _without_errand(text: str) -> str:
    """A person's name without the paper it was written for; "Council for Safe Rail" is whole."""
    sent = SENT.match(text)
    return sent[1] if sent and not is_body(sent[1]) else text


def _is_none(word: str) -> bool:
    """Whether a word is no part of a person's name."""
    return is_agency(word) or is_body(word) or bool(NO_NAME.search(word))


def _parted_from_agency(text: str) -> list[str]:
    """A name and the agency behind it: "ANN LEE Associated Press"."""
    words = text.split()
    for at in range(2, len(words)):
        if is_agency(agency := " ".join(words[at:])):
            return [" ".join(words[:at]), agency]
    return [text]


def is_person_name(name: Name) -> bool:
    """Whether a name is that of a person, as far as it can be told."""
    if name.is_person and _has_surname_of_body(name.text):
        return True
    return not (is_body(name.text) or ONE_WORD.match(name.text))


def _has_surname_of_body(name: str) -> bool:
    """Whether but the last of two words is one of those that bodies and pages are called by."""
    if (surname := SURNAME.fullmatch(name)) is None:
        return False
    return not (BODY.search(surname[1]) or NO_NAME.search(surname[1]))


def is_body(name: str) -> bool:
    """Whether a name is that of a publication, an agency or an office."""
    return bool(BODY.search(name) or LETTERS.match(name))


def is_written_as_name(text: str) -> bool:
    """Whether every word begins as those of a name do: "Michelle de Oliveira"."""
    words = text.split()
    if SENTENCE_MARKS.search(text) or len(words) > MAX_NAME_WORDS:
        return False
    return all(not word[0].islower() or word in byline_words()["particles"] for word in words)
