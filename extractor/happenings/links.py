"""What tells whether a sentence speaks of a happening that is already told, or of another one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from extractor.drafts import TOLD, Draft, days
from extractor.event_mention import EventMention
from extractor.gazetteer.names import bare, fold
from extractor.lexicon import discourse_words, load_discourse
from extractor.linear import Crossed, Features
from extractor.mentions import WIDE
from extractor.network.sentence_network import Encoding, bounded, same_happening
from extractor.slots.fillers import organisation_key
from storage.records import OrganisationRole, PlaceRole

WORDS = load_discourse("en")
BACKGROUND = re.compile(rf"^\W*{WORDS['background']}\b", re.IGNORECASE)
DEFINITE = discourse_words("en", "definite")
ADDITIVE = discourse_words("en", "additive")
OPENING = 60  # characters of a sentence in which "the" and "another" tell of what it is about
CONFLICTS = ("days:apart", "places:apart", "figures:apart", "train:apart", "countries:apart")
AGREEMENTS = ("days:shared", "days:within", "places:shared", "figures:shared", "train:shared")

Mentions = Iterable[EventMention]


def place_names(mentions: Mentions, *roles: PlaceRole) -> set[str]:
    """Folded names of the places in the mentions' slots, those too wide to tell aside."""
    return {
        bare(fold(place.text))
        for mention in mentions
        for place, role, chance in mention.places
        if chance > TOLD and place.kind not in WIDE and role in (roles or PlaceRole)
    }


def countries(mentions: Mentions) -> set[str]:
    """Countries of the places in the mentions' slots."""
    return {
        place.place.country
        for mention in mentions
        for place, _, chance in mention.places
        if chance > TOLD and place.place and place.place.country
    }


def bodies(mentions: Mentions, role: OrganisationRole) -> set[str]:
    """The organisations in a slot of the mentions, by their keys."""
    return {
        organisation_key(organisation)
        for mention in mentions
        for organisation, part, chance in mention.organisations
        if part == role and chance > TOLD
    }


def train_names(mentions: Mentions) -> set[str]:
    """Names of the mentions' trains."""
    return {mention.train.name for mention in mentions if mention.train.name}


def train_kinds(mentions: Mentions) -> set[str]:
    """Kinds of the mentions' trains."""
    return {mention.train.kind.value for mention in mentions if mention.train.kind}


def figures(mentions: Mentions) -> dict[str, set[float]]:
    """Values by role."""
    found: dict[str, set[float]] = {}
    for mention in mentions:
        for quantity, chance in mention.quantities:
            if chance > TOLD:
                found.setdefault(quantity.role.value, set()).add(quantity.value)
    return found


def compare(name: str, one: set[str], other: set[str]) -> Features:
    """How two sets of values agree."""
    if not one or not other:
        return {f"{name}:missing{bool(one)}{bool(other)}": 1.0}
    return {f"{name}:{'shared' if one & other else 'apart'}": 1.0}


def compare_days(one: set[str], other: set[str]) -> Features:
    """How two sets of dates agree: the same, one within the other, or apart."""
    if not one or not other:
        return {f"days:missing{bool(one)}{bool(other)}": 1.0}
    if one & other:
        return {"days:shared": 1.0}
    if any(a.startswith(b) or b.startswith(a) for a in one for b in other):
        return {"days:within": 1.0}
    return {
        "days:apart": 1.0,
        f"years:{'shared' if {a[:4] for a in one} & {b[:4] for b in other} else 'apart'}": 1.0,
    }


def compare_figures(known: dict[str, set[float]], said: dict[str, set[float]]) -> Features:
    """Whether figures of one role agree."""
    return {
        f"figures:{'shared' if known[role] & said[role] else 'apart'}": 1.0
        for role in known.keys() & said.keys()
    }


def value_features(draft: Draft, mention: EventMention) -> Features:
    """How the mention's values agree with the draft's."""
    known, said = draft.mentions, [mention]
    features: Features = {
        **compare("places", place_names(known), place_names(said)),
        **compare("countries", countries(known), countries(said)),
        **compare_days(days(known), days(said)),
        **compare("train", train_names(known), train_names(said)),
        **compare("kinds", train_kinds(known), train_kinds(said)),
        **compare_figures(figures(known), figures(said)),
    }
    for role in PlaceRole:
        features |= compare(role.value, place_names(known, role), place_names(said, role))
    for part in (OrganisationRole.SOURCE, OrganisationRole.OPERATOR):
        features |= compare(part.value, bodies(known, part), bodies(said, part))
    return features


def determiner(head: Token) -> str:
    """How the event's word, or the subject of its verb, is introduced: "a", "the", "another"."""
    own = next((t.lower_ for t in head.children if t.dep_ in ("det", "poss")), None)
    if own is not None or head.pos_ not in ("VERB", "AUX"):
        return own or "none"
    subjects = (t for t in head.children if t.dep_ in ("nsubj", "nsubjpass"))
    subject = next(subjects, None)
    if subject is None or subject.pos_ == "PRON":
        return f"subject:{subject.lower_ if subject else 'none'}"
    return f"subject:{next((t.lower_ for t in subject.children if t.dep_ == 'det'), 'bare')}"


def auxiliary(head: Token) -> str:
    """The first auxiliary of the event's word."""
    return next((t.lower_ for t in head.children if t.dep_ in ("aux", "auxpass")), "")


def has_anaphor(text: str, mention: EventMention) -> bool:
    """Whether one of the mention's places is told by a word that stands for it."""
    return any(text[place.start : place.end] != place.text for place, _, _ in mention.places)


def wording_features(doc: Doc, text: str, draft: Draft, mention: EventMention) -> Features:
    """How the mention's sentence is worded beside the draft's last one."""
    last = draft.mentions[-1]
    head, before = doc[mention.head], doc[last.head]
    start, end = doc[mention.start].idx, doc[mention.end - 1].idx
    opening = text[start:end].strip()[:OPENING]
    same_paragraph = "\n" not in text[doc[last.end - 1].idx : start + 1]
    same_word = bool(last.trigger and mention.trigger and before.lemma_ == head.lemma_)
    return {
        f"background:{bool(BACKGROUND.match(opening))}": 0.5,
        f"definite:{bool(DEFINITE.search(opening))}": 0.5,
        f"additive:{bool(ADDITIVE.search(opening))}": 1.0,
        f"anaphor:{has_anaphor(text, mention)}": 0.5,
        f"introduced:{determiner(head)}": 1.0,
        f"tense:{head.tag_}:{auxiliary(head)}": 0.5,
        f"tenses:{before.tag_}:{head.tag_}": 0.5,
        f"same_word:{same_word}": 1.0,
        f"same_paragraph:{same_paragraph}": 1.0,
    }


def encodings_of(
    doc: Doc, draft: Draft, mention: EventMention
) -> tuple[list[Encoding], Encoding] | None:
    """What the sentence network read of the draft's sentences, and of the mention's; None where
    either was not read, or both are one.
    """
    read = doc._.encodings
    later, *sentences = (read.get(doc[one.start].sent.start) for one in (mention, *draft.mentions))
    earlier = [one for one in sentences if one is not None and one is not later]
    return (earlier, later) if later is not None and earlier else None


def network_features(doc: Doc, draft: Draft, mention: EventMention) -> Features:
    """What the sentence network makes of the mention's sentence beside the draft's."""
    read = encodings_of(doc, draft, mention)
    if read is None:
        return {}
    score = bounded(same_happening(draft.type.value, *read))
    return {"network": score, f"network:{round(score)}": 0.5}


def link_features(
    doc: Doc, text: str, draft: Draft, mention: EventMention, *, apart: int, latest: bool
) -> Crossed:
    """What tells whether a mention speaks of the draft's happening.

    `text` is the document's, which a Doc makes anew each time it is asked. `apart` is the number of
    sentences since the draft's last one, `latest` whether no later draft is of its type.
    """
    last = draft.mentions[-1]
    own = value_features(draft, mention)
    conflicts = min(sum(name in own for name in CONFLICTS), 2)
    agreements = min(sum(name in own for name in AGREEMENTS), 2)
    told = f"{bool(days([mention]))}:{bool(place_names([mention]))}"
    own |= wording_features(doc, text, draft, mention)
    own |= network_features(doc, draft, mention)
    own |= {
        f"case:{agreements}:{conflicts}:{told}": 1.0,
        f"case:{agreements}:{conflicts}:{told}:{latest}": 1.0,
        f"latest:{latest}": 1.0,
        f"apart:{min(apart, 4)}": 0.5,
        f"factuality:{last.factuality.value}:{mention.factuality.value}": 1.0,
        f"sentences:{min(len(draft.mentions), 4)}": 0.5,
        f"sure:{int(mention.probability * 5)}": 0.5,
        f"cause:{bool(last.cause)}:{bool(mention.cause)}": 0.5,
        f"agree:{agreements}:{conflicts}": 0.5,
    }
    return own, (draft.type.value,)
