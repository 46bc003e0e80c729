"""What the argument models see of a name, a time or a figure beside an event in one sentence."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from spacy.tokens import Token

from extractor.alternatives import any_of
from extractor.lexicon import LANGUAGES, discourse_words, load_discourse, load_lexicon
from extractor.linear import Crossed, Features
from extractor.mentions import (
    OrganisationSpan,
    PlaceSpan,
    QuantityMention,
    RecurrenceMention,
    TimeMention,
)
from extractor.network.sentence_network import bounded
from extractor.places.joined import JOINT, phrase_start, without_holders
from extractor.setting import Setting
from extractor.syntax import (
    chain,
    clause_of,
    covering,
    distance,
    doer_verb,
    governing_verb,
    outer_preposition,
    preposition,
    span_head,
    words_after,
    words_before,
)

CLASSES = load_lexicon("en").classes
SPOKEN = any_of(sorted(CLASSES["spoken"]))
SMALL = load_discourse("en")
THE = rf"(?:{SMALL['the']}\s+)?"
# "according to the", "citing", "a spokesman for", "told"
CREDIT_BEFORE = re.compile(
    rf"\b{SMALL['credit_before']}\s+(?:{SMALL['credit_filler']}\s+){{0,2}}[\w’' -]{{0,25}}$",
    re.IGNORECASE,
)
# "In this photo provided by the fire service", "Photo: police"
PICTURED = re.compile(rf"\b{SMALL['pictured']}\s*{THE}$", re.IGNORECASE)
HEARING = re.compile(rf"\b{SMALL['hearing']}\s+{THE}$", re.IGNORECASE)
ROLES = any_of(sorted(CLASSES["spokesperson"]))
# " said", "'s spokesman said", " announced on Monday", ", Oleg Kozhemyako, told", "'s acting
# director, told", ", in a statement,"
CREDIT_AFTER = re.compile(
    rf"(?:\s*\([^)]{{2,30}}\))?(?:, {SMALL['stated']},|(?: {SMALL['stated']}\b)?(?:['’]s)?"
    rf"(?:(?:\s+[\w-]+){{0,2}}?\s+(?:{ROLES})\b(?:\s+[\w-]+)?(?=,))?"
    r"(?-i:,(?:\s+[A-ZÀ-Þ][\w.’'-]+){2,4}(?=,))?"
    rf",?\s+(?:[\w-]+\s+){{0,2}}(?:{SPOKEN})\b)",
    re.IGNORECASE,
)
# "under the escort of", "at the request of the"
ACT_BEFORE = re.compile(rf"\b{SMALL['act_before']}\s+{THE}$", re.IGNORECASE)
# Those whose acts are no public body's.
NEVER_ACTING = frozenset(
    ("operator", "manufacturer", "union", "news_agency", "person", "infrastructure_manager")
)
SEAT = re.compile(rf"\s*{SMALL['seat']}\s+{THE}", re.IGNORECASE)
ARRIVAL = discourse_words("en", "arrival")


def network_features(setting: Setting, start: int, end: int, *parts: str) -> Features:
    """How likely the sentence network thinks that the characters are these parts of the event."""
    encoding = setting.encoding
    if encoding is None:
        return {}
    scores = encoding.parts(setting.mention.type.value, start, end)
    return {f"net:{part}": bounded(scores[part]) for part in parts if scores}


def bucket(value: int) -> str:
    """A small number as it is, a larger one by its size."""
    return str(value) if value < 5 else "5-8" if value < 9 else "9+"


def nearness_features(setting: Setting, token: Token) -> Features:
    """How close the token is to the event's own words, and whether a rival event is closer."""
    own = distance(token, setting.head)
    features: Features = {f"dist:{bucket(own)}": 1.0}
    if setting.head in chain(token):
        features["under_head"] = 1.0
    others = [
        distance(token, setting.doc[r.head])
        for r in setting.rivals
        if r.head != setting.mention.head
    ]
    if others:
        features["rival"] = 1.0
        features["rival_closer" if min(others) < own else "own_closer"] = 1.0
    if clause_of(token) == clause_of(setting.head):
        features["same_clause"] = 1.0
    return features


def syntax_features(token: Token) -> Features:
    """The token's place in the parse."""
    verb = governing_verb(token)
    nearest, outer = preposition(token), outer_preposition(token)
    features: Features = {f"dep:{token.dep_}": 1.0, f"prep:{nearest}": 1.0}
    if outer != nearest:
        features[f"outer:{outer}"] = 1.0
    if verb is not None:
        features[f"verb:{verb.lemma_.lower()}"] = 0.7
        if verb.lemma_.lower() in CLASSES["speech"]:
            features["speech_verb"] = 1.0
            features[f"speech:{token.dep_}"] = 1.0
    return features


@cache
def place_cues(language: str) -> dict[str, re.Pattern[str]]:
    """For each role, a pattern of the words that right before a place tell it."""
    data = tomllib.loads((LANGUAGES / language / "place_cues.toml").read_text("utf-8"))
    patterns = {}
    for role, words in data.items():
        body = any_of(" ".join(word.split()) for word in words.split("|"))
        patterns[role] = re.compile(
            rf"\b({body})\s+{THE}(?:\w[\w’']+['’]s\s+)?(?:{SMALL['lying']}\s+)*$"
        )
    return patterns


def place_cue_features(text: str, place: PlaceSpan) -> Features:
    """The words right before a place that tell its part in a journey."""
    start = phrase_start(text, place)
    before = text[max(0, start - 40) : start]
    features: Features = {}
    for role, pattern in place_cues("en").items():
        if found := pattern.search(before):
            features[f"cue:{role}"] = 1.5
            features[f"cue:{role}:{found[1].split()[0].lower()}"] = 0.7
    return features


def attributed(setting: Setting, organisation: OrganisationSpan) -> bool:
    """Whether the text credits the organisation: "according to X", "X said", "X spokesman"."""
    text = setting.text
    before = text[max(0, organisation.start - 60) : organisation.start]
    if CREDIT_BEFORE.search(before):
        return True
    head = covering(setting.doc, organisation.start, organisation.end).root
    verb = head.head
    if head.dep_ == "nsubj" and verb.lemma_.lower() in CLASSES["speech"]:
        return True
    told = CREDIT_AFTER.match(text, organisation.end, organisation.end + 60)
    return told is not None and not another_between(setting, organisation.end, told.end())


def is_no_source(setting: Setting, organisation: OrganisationSpan) -> bool:
    """Whether a body only lent a picture or acted, or is unnamed media: "told local TV"."""
    before = setting.text[max(0, organisation.start - 60) : organisation.start]
    unnamed = organisation.kind == "news_agency" and organisation.text.islower()
    only_heard = PICTURED.search(before) or (unnamed and HEARING.search(before))
    return bool(only_heard) or leaves_speech(setting, organisation)


def another_between(setting: Setting, start: int, end: int) -> bool:
    """Whether another body stands there: "defused by the army, prosecutors said"."""
    return any(start < one.start and one.end < end for one in setting.doc._.organisations)


def leaves_speech(setting: Setting, organisation: OrganisationSpan) -> bool:
    """Whether a body acted and another says so: "defused by the army, prosecutors said"."""
    said = CREDIT_AFTER.match(setting.text, organisation.end, organisation.end + 60)
    others = said is not None and another_between(setting, organisation.end, said.end())
    return others and acts(setting, organisation) and not attributed(setting, organisation)


def speaks_itself(setting: Setting, organisation: OrganisationSpan) -> bool:
    """Whether the words that stand for the organisation say that it speaks: "she told"."""
    words = setting.text[organisation.start : organisation.end]
    return words != organisation.text and not CLASSES["spoken"].isdisjoint(words.lower().split())


def acts(setting: Setting, organisation: OrganisationSpan) -> bool:
    """Whether a public body does what only such do: "defused by the Security Service"."""
    if organisation.kind in NEVER_ACTING:
        return False
    head = covering(setting.doc, organisation.start, organisation.end).root
    while head.dep_ in ("conj", "compound", "appos") and head.head.pos_ in ("NOUN", "PROPN"):
        head = head.head
    verb = doer_verb(head)
    if verb is not None and verb.lemma_.lower() in CLASSES["acting"]:
        return True
    return bool(
        ACT_BEFORE.search(setting.text, max(0, organisation.start - 40), organisation.start)
    )


def of_organisation(setting: Setting, place: PlaceSpan) -> bool:
    """Whether the place only tells where an organisation sits ("the customs office in Ussuri")."""
    near = (o for o in setting.doc._.organisations if 0 < place.start - o.end < 12)
    return any(SEAT.fullmatch(setting.text, o.end, place.start) for o in near)


def pair_position(setting: Setting, place: PlaceSpan) -> str:
    """Whether the place is the first or second of two ends: "from A to B", "A–B"."""
    text, ordered = setting.text, without_holders(setting.text, setting.named_places)
    at = next((i for i, (one, _) in enumerate(ordered) if one is place), -1)
    if 0 <= at < len(ordered) - 1:
        joint = text[ordered[at][1] : phrase_start(text, ordered[at + 1][0])]
        if JOINT.fullmatch(joint):
            return f"first:{joint.strip().lower()}:{word_before(text, phrase_start(text, place))}"
    if at > 0:
        before, end = ordered[at - 1]
        joint = text[end : phrase_start(text, place)]
        if JOINT.fullmatch(joint):
            return f"second:{joint.strip().lower()}:{word_before(text, phrase_start(text, before))}"
    return "none"


def word_before(text: str, start: int) -> str:
    """The short word right before an offset."""
    words = text[max(0, start - 9) : start].lower().split()
    return words[-1] if words else ""


def anaphor_features(setting: Setting, place: PlaceSpan) -> Features:
    """What word stands for the place, and which of two ends it is of "the line"."""
    words = setting.text[place.start : place.end]
    if words == place.text:
        return {}
    features: Features = {"anaphor": 1.0, f"anaphor:{words.lower()}": 1.0}
    twins = [p.text for p in setting.places if (p.start, p.end) == (place.start, place.end)]
    if len(twins) == 2:
        features[f"end_of_pair:{twins.index(place.text)}"] = 1.5
    return features


def order_features(setting: Setting, place: PlaceSpan) -> Features:
    """Where the place stands among the others that the sentence names."""
    named = setting.named_places
    features: Features = {
        f"order:{min(named.index(place), 4) if place in named else 9}": 0.5,
        f"places:{min(len(named), 5)}": 0.5,
    }
    near = (p for p in named if 0 < place.start - p.end <= 4)
    if any("," in setting.text[p.end : place.start] for p in near):
        features["after_comma_place"] = 1.0
    return features


def place_features(setting: Setting, place: PlaceSpan) -> Crossed:
    """What tells whether a place is the event's origin, destination or location."""
    sentence, text = setting.sentence, setting.text
    span = covering(setting.doc, place.start, place.end)
    phrase = covering(setting.doc, phrase_start(text, place), place.end)
    before, after = words_before(sentence, phrase.start, 3), words_after(sentence, span.end, 2)
    pair = pair_position(setting, place)
    own: Features = {
        "bias": 1.0,
        f"kind:{place.kind}": 1.0,
        f"before:{' '.join(before[:1])}": 1.0,
        f"before2:{' '.join(before[:2][::-1])}": 0.7,
        f"after:{' '.join(after[:1])}": 0.7,
        f"pair:{pair}": 1.0,
        f"pair_at:{pair.split(':')[0]}": 1.0,
        **syntax_features(span.root),
        **nearness_features(setting, span.root),
        **place_cue_features(text, place),
        **network_features(setting, place.start, place.end, "origin", "destination", "location"),
        **anaphor_features(setting, place),
        **order_features(setting, place),
    }
    if of_organisation(setting, place):
        own["of_organisation"] = 2.0
    if text[place.end : place.end + 6] == "-bound":
        own["bound"] = 3.0
    if text[place.end : place.end + 2] in ("'s", "’s"):
        own["possessive"] = 1.0
    return own, (setting.mention.type.value, f"k:{place.kind}")


def organisation_features(setting: Setting, organisation: OrganisationSpan) -> Crossed:
    """What tells whether an organisation runs the railway, acts, or is credited."""
    doc, sentence = setting.doc, setting.sentence
    span = covering(doc, organisation.start, organisation.end)
    head = span.root
    before, after = words_before(sentence, span.start, 3), words_after(sentence, span.end, 3)
    kind = organisation.kind
    own: Features = {
        "bias": 1.0,
        f"kind:{kind}": 1.0,
        f"before:{' '.join(before[:1])}": 1.0,
        f"before2:{' '.join(before[:2][::-1])}": 0.7,
        f"after:{' '.join(after[:1])}": 1.0,
        f"after2:{' '.join(after[:2])}": 0.7,
        **syntax_features(head),
        **nearness_features(setting, head),
    }
    own |= network_features(
        setting, organisation.start, organisation.end, "operator", "agency", "source"
    )
    if attributed(setting, organisation):
        own["attributed"] = 2.0
    if head.dep_ in ("nsubj", "nsubjpass") and head.head.lemma_.lower() in CLASSES["speech"]:
        own["says"] = 1.0
    if {w.rstrip(".,") for w in after} & CLASSES["spoken"]:
        own["spoken_after"] = 1.0
    words = setting.text[organisation.start : organisation.end]
    if words != organisation.text:
        own["anaphor"] = 1.0
        own[f"anaphor:{words.lower()}"] = 1.0
    for step in list(head.ancestors)[:4]:
        if step.lemma_.lower() in CLASSES["speech"]:
            own["under_speech"] = 1.0
        if step.lemma_.lower() in CLASSES["spokesperson"]:
            own["of_spokesperson"] = 1.0
    return own, (setting.mention.type.value, f"k:{kind}")


def time_precision(time: TimeMention) -> str:
    """How exactly the time is told: `none`, `year`, `month`, `day`, `clock`."""
    if time.clock:
        return "clock" if time.day_known else "bare_clock"
    return {0: "none", 4: "year", 7: "month", 10: "day"}.get(len(time.value or ""), "clock")


def time_features(setting: Setting, time: TimeMention) -> Crossed:
    """What tells whether a time is the event's start or end."""
    doc, sentence = setting.doc, setting.sentence
    span = covering(doc, time.start, time.end)
    head = span.root
    before = words_before(sentence, span.start, 2)
    relation, precision = time.relation.value, time_precision(time)
    own: Features = {
        "bias": 1.0,
        f"relation:{relation}": 1.0,
        f"precision:{precision}": 1.0,
        f"relation:{relation}:{precision}": 1.0,
        f"before:{' '.join(before[:1])}": 1.0,
        f"before2:{' '.join(before[::-1])}": 0.7,
        f"factuality:{setting.mention.factuality.value}:{relation}": 0.7,
        **syntax_features(head),
        **nearness_features(setting, head),
    }
    own |= network_features(setting, time.start, time.end, "start", "end")
    *_, root = chain(head)
    verb = governing_verb(head) or root
    if verb.lemma_.lower() in CLASSES["speech"] and verb.i != setting.mention.head:
        own["said_then"] = 1.5
    inside = setting.dated_times
    own[f"order:{min(inside.index(time), 3) if time in inside else 9}"] = 0.7
    own[f"times:{min(len(inside), 4)}"] = 0.7
    own["before_head" if span.start < setting.mention.head else "after_head"] = 0.5
    if ARRIVAL.search(setting.text, time.end, setting.bounds[1]):
        own[f"arrives:{min(len(inside), 2)}"] = 1.0
    anchor = doc._.anchor
    if time.value and anchor is not None:
        day = anchor.published.date().isoformat()
        own[
            "future" if time.value[:10] > day else "today" if time.value[:10] == day else "past"
        ] = 1
    return own, (setting.mention.type.value, f"r:{relation}")


def quantity_features(setting: Setting, quantity: QuantityMention) -> Crossed:
    """What tells whether a figure belongs to the event."""
    doc = setting.doc
    head = span_head(doc, quantity.start, quantity.end) or setting.head
    if quantity.noun is not None and quantity.noun < len(doc):
        head = doc[quantity.noun]
    role = quantity.role.value
    own: Features = {
        "bias": 1.0,
        f"role:{role}": 1.0,
        f"scope:{quantity.scope}": 0.7,
        f"qualifier:{quantity.qualifier}": 0.5,
        **syntax_features(head),
        **nearness_features(setting, head),
    }
    own |= network_features(setting, quantity.start, quantity.end, "quantity")
    if quantity.part_of:
        own["part_of"] = 2.0
    for rival in setting.rivals:
        if rival.type != setting.mention.type:
            own[f"beside:{rival.type.value}:{role}"] = 0.7
    return own, (setting.mention.type.value, f"q:{role}")


def recurrence_features(setting: Setting, recurrence: RecurrenceMention) -> Crossed:
    """What tells whether a pattern of repetition belongs to the event."""
    head = span_head(setting.doc, recurrence.start, recurrence.end) or setting.head
    own: Features = {
        "bias": 1.0,
        f"frequency:{recurrence.rule.split(';')[0]}": 1.0,
        **nearness_features(setting, head),
    }
    own |= network_features(setting, recurrence.start, recurrence.end, "recurrence")
    for rival in setting.rivals:
        own[f"beside:{rival.type.value}"] = 0.7
    return own, (setting.mention.type.value,)
