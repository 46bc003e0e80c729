"""Who said it first: the first sources behind an event, however many outlets relay them.

The first source is whom a text credits behind news agencies and other outlets. Where one text
credits an agency alone and another says whom the agency quotes, both go back to that one. A text
that credits nobody follows the other prints of its story, then what its article credits for the
rest that it tells of the same places; failing them, it is its outlet's own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from storage.folding import fold_name
from storage.merge.bodies import Keys, same_bodies, tells_which
from storage.merge.facts import Facts, Source, age
from storage.merge.words import word_list

# Those who pass news on: behind them stands whoever told them.
RELAYS = frozenset({"news_agency"})
# Kinds of body whose count is the official one.
OFFICIAL = frozenset(
    {
        *("agency", "customs", "fire_service", "government", "hospital", "infrastructure_manager"),
        *("investigator", "military", "ministry", "operator", "police", "regulator"),
    }
)


@dataclass(frozen=True, slots=True)
class Chain:
    """The way of the news to one report, from its outlet back: each link the names at one step.

    `inferred` says that the first sources are known from other reports of the event.
    """

    report_id: str
    links: tuple[tuple[str, ...], ...]
    inferred: bool


class Origins:
    """The first sources behind the reports of one event; the same in whatever order they come."""

    def __init__(self, reports: Sequence[Facts]) -> None:
        self.reports = reports
        self.outlets = {fold_name(facts.outlet_name): facts.outlet_id for facts in reports}
        self.entries = _media_by_name(reports) | _entries_by_name(reports)
        self.same = same_bodies(
            {
                (source, frozenset(self._relays(sources)))
                for facts in reports
                for sources in (facts.sources, *facts.beside)
                for source in self._firsts(sources)
            }
        )
        self.names: dict[str, str] = {}
        # whom the event's reports name behind a relay, an outlet or a story
        self.behind: dict[str, set[str]] = defaultdict(set)
        self.relays_of_story: dict[str, set[str]] = defaultdict(set)
        unclear: dict[str, set[str]] = defaultdict(set)
        for facts in sorted(reports, key=age):
            self._note(facts, unclear)
        # who stands behind one of several agencies, or behind one elsewhere in the article
        self.behind |= {key: firsts for key, firsts in unclear.items() if not self.behind[key]}

    def of(self, reports: Iterable[Facts]) -> Keys:
        """The keys of the first sources behind these reports of the event."""
        return frozenset[str]().union(*(self._resolved(facts) for facts in reports))

    def chain(self, facts: Facts) -> Chain:
        """How the news came to a report."""
        wire = (facts.story_outlet_name,) if facts.story_outlet_id != facts.outlet_id else ()
        sources = list(map(self._known, facts.sources))
        relays = tuple(dict.fromkeys(it.name for it in sources if self._is_relay(it)))
        known = self._credited(facts.sources)
        own = {_outlet_key(facts.outlet_id), _outlet_key(facts.story_outlet_id)}
        keys = known or self._resolved(facts) - own - {self._key(it) for it in sources}
        firsts = tuple(self.names[key] for key in sorted(keys))
        links = ((facts.outlet_name,), wire, relays, firsts)
        return Chain(facts.id, tuple(link for link in links if link), bool(keys) and not known)

    def _note(self, facts: Facts, unclear: dict[str, set[str]]) -> None:
        for source in map(self._known, facts.article_sources):
            self.names.setdefault(self._key(source), source.name)
        own = _outlet_key(facts.outlet_id)
        self.names.setdefault(own, facts.outlet_name)
        self.names.setdefault(_outlet_key(facts.story_outlet_id), facts.story_outlet_name)
        credited, relays = self._credited(facts.sources), self._relays(facts.sources)
        for key in (own, _story_key(facts)):
            self.behind[key] |= credited
        for key in relays:
            (self.behind if len(relays) == 1 else unclear)[key] |= credited
        self.relays_of_story[_story_key(facts)] |= relays
        for sources in facts.beside:
            for key in self._relays(sources):
                unclear[key] |= self._credited(sources)

    def _resolved(self, facts: Facts) -> Keys:
        story = _story_key(facts)
        return (
            self._behind_credit(facts.sources)
            or frozenset(self.behind[story])
            or self._behind(self.relays_of_story[story])
            or self._behind_credit(facts.article_sources)
            or self._behind({_outlet_key(facts.story_outlet_id)})
        )

    def _behind_credit(self, sources: Iterable[Source]) -> Keys:
        """The first sources behind those that a text credits, none where it names nobody."""
        credited, relays = self._credited(sources), self._relays(sources)
        if not credited:
            return self._behind(relays)
        # Of "the railway told TASS" beside RIA others may know whom RIA quotes.
        others = {key for key in relays if self.behind[key].isdisjoint(credited)}
        return credited.union(*(self.behind[key] for key in others))

    def _behind(self, relays: Iterable[str]) -> Keys:
        """Who stands behind these, or they themselves where nobody is named."""
        return frozenset[str]().union(*(self.behind[key] or {key} for key in relays))

    def _credited(self, sources: Iterable[Source]) -> Keys:
        """The first sources among these."""
        return frozenset(self.same[self._key(source)] for source in self._firsts(sources))

    def _firsts(self, sources: Iterable[Source]) -> list[Source]:
        named = [self._known(source) for source in sources]
        return [it for it in named if not self._is_relay(it) and not _is_vague(it)]

    def _relays(self, sources: Iterable[Source]) -> set[str]:
        named = [self._known(source) for source in sources]
        return {self._key(it) for it in named if self._is_relay(it) and not _is_vague(it)}

    def _known(self, source: Source) -> Source:
        """The source as another report of the event knows it better."""
        if self._outlet_of(source):
            return source
        return self.entries.get(fold_name(source.name)) or self.entries.get(_bare(source), source)

    def _is_relay(self, source: Source) -> bool:
        return source.kind in RELAYS or _is_medium(source) or bool(self._outlet_of(source))

    def _outlet_of(self, source: Source) -> str | None:
        """The outlet among the event's own that is credited under this name."""
        names = source.names | {_bare(source)}
        known = sorted(self.outlets[name] for name in names if name in self.outlets)
        return known[0] if known else None

    def _key(self, source: Source) -> str:
        outlet = self._outlet_of(source)
        return source.key if outlet is None else _outlet_key(outlet)


def fewest_keys(sets: Iterable[Keys]) -> int:
    """How many keys it takes to have one in each set, taking the commonest first.

    So many origins a figure has at least: a text that credits an office and a railway may have it
    from either, and who has it from the office alone shows that one is enough.
    """
    left = list(sets)
    taken = 0
    while left:
        counts = Counter(key for keys in left for key in keys)
        commonest = min(counts, key=_by_most(counts))
        left = [keys for keys in left if commonest not in keys]
        taken += 1
    return taken


def _by_most(counts: Counter[str]) -> Callable[[str], tuple[int, str]]:
    def rank(key: str) -> tuple[int, str]:
        return -counts[key], key

    return rank


def is_official(facts: Facts) -> bool:
    """Whether the report credits a body that speaks with authority, or an office published it."""
    if facts.outlet_kind == "official":
        return True
    return any(
        source.kind in OFFICIAL
        if source.is_linked
        else not word_list("official_words.txt").isdisjoint(fold_name(source.name).split())
        for source in facts.sources
    )


def _entries_by_name(reports: Iterable[Facts]) -> dict[str, Source]:
    """The bodies with entries by each name that is only one's."""
    found: dict[str, set[Source]] = defaultdict(set)
    for facts in reports:
        for source in facts.article_sources:
            for name in source.names if source.is_linked else ():
                found[name].add(source)
    return {
        name: min(bodies, key=_name)
        for name, bodies in found.items()
        if len({source.key for source in bodies}) == 1
    }


def _media_by_name(reports: Iterable[Facts]) -> dict[str, Source]:
    """The media without entries by what they are called beside being agencies or newspapers."""
    found: dict[str, set[Source]] = defaultdict(set)
    for facts in reports:
        for source in facts.article_sources:
            if _bare(source) != fold_name(source.name):
                found[_bare(source)].add(source)
    return {name: min(media, key=_name) for name, media in found.items()}


@lru_cache(maxsize=100_000)
def _bare(source: Source) -> str:
    """Its name without "news agency" or "newspaper" behind it, where it says which all the same.

    "Customs" and "the railway" are bodies, whatever the media that are called so.
    """
    name, relays = fold_name(source.name), word_list("relay_words.txt")
    kinds = relays | word_list("official_words.txt")
    if not _is_medium(source) or not tells_which(source, beside=kinds):
        return name
    words = name.split()
    telling = max(at for at, word in enumerate(words) if word not in relays)
    return " ".join(words[: telling + 1])


def _name(source: Source) -> tuple[str, str]:
    return source.key, source.name


def _is_medium(source: Source) -> bool:
    """Whether the name of one without an entry says that it passes news on."""
    words = fold_name(source.name).split()
    return not source.is_linked and bool(words) and words[-1] in word_list("relay_words.txt")


def _is_vague(source: Source) -> bool:
    """Whether the name only says that it was in some medium: "Russian media"."""
    return _is_medium(source) and not tells_which(source, beside=word_list("relay_words.txt"))


def _outlet_key(outlet_id: str) -> str:
    return f"outlet {outlet_id}"


def _story_key(facts: Facts) -> str:
    return f"story {facts.story_id}"
