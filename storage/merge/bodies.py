"""Which of the bodies that an event's reports credit are one, however each names it."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import lru_cache

from storage.folding import fold_name
from storage.merge.facts import Source
from storage.merge.words import nation, word_list

Keys = frozenset[str]


def same_bodies(credits: Set[tuple[Source, Keys]]) -> dict[str, str]:
    """For the key of each source that of the one it stands for.

    `credits` are the sources with the keys of the relays behind which a report credits them.
    """
    fuller = _named_in_full(source for source, _ in credits)
    named = {key: _the_one_named(key, credits, fuller) for key in set(fuller.values())}
    return {key: named[full] for key, full in fuller.items()}


def _named_in_full(sources: Iterable[Source]) -> dict[str, str]:
    """The one customs office that is named, for "customs" and "customs officers".

    Only a name without an entry may stand for another that has all its words and more, but for
    those who speak.
    """
    by_key = {source.key: source for source in sorted(sources, key=_name)}
    same = {}
    for key, source in by_key.items():
        fuller = [it for it in by_key.values() if not source.is_linked and _is_part(source, it)]
        same[key] = max(fuller, key=_fullness).key if fuller else key
    return same


def _the_one_named(key: str, credits: Set[tuple[Source, Keys]], fuller: dict[str, str]) -> str:
    """The only body that a name like "Russian customs" can mean, unless by way of another relay."""
    mine = [(source, relays) for source, relays in credits if source.key == key]
    meant = {
        fuller[other.key]
        for source, relays in mine
        for other, others in credits
        if (relays & others or not (relays and others)) and _may_mean(source, other)
    }
    return meant.pop() if len(meant) == 1 else key


@lru_cache(maxsize=100_000)
def _may_mean(source: Source, other: Source) -> bool:
    """Whether `source` tells the kind of body only, and `other` is one of them and has a name."""
    kind = _mere_kind(source)
    if kind is None or _mere_kind(other) is not None:
        return False
    one_country = len({_country(source), _country(other)} - {None}) < 2
    return one_country and any(kind <= set(name.split()) for name in other.names)


def tells_which(source: Source, *, beside: Keys) -> bool:
    """Whether its name says more than whose it is and what kind of body, for which are `beside`."""
    return not _telling_words(source) <= beside


def _telling_words(source: Source) -> Keys:
    words = {word for word in fold_name(source.name).split() if not nation(word)}
    return frozenset(words) - word_list("generic_body_words.txt")


def _mere_kind(source: Source) -> Keys | None:
    """What kind of body it is, customs or police, if its name says no more."""
    words = _telling_words(source)
    return words if words and words <= word_list("official_words.txt") else None


def _country(source: Source) -> str | None:
    """The country it is of, as its entry or its name has it."""
    named = (nation(word) for word in fold_name(source.name).split())
    return source.country or next((code for code in named if code), None)


def _is_part(source: Source, other: Source) -> bool:
    words = set(fold_name(source.name).split())
    body = words - word_list("speaker_words.txt") or words
    return any(body <= set(name.split()) for name in other.names)


def _fullness(source: Source) -> tuple[bool, int, str]:
    return source.is_linked, len(source.name), source.key


def _name(source: Source) -> tuple[str, str, list[str]]:
    return source.key, source.name, sorted(source.names)
