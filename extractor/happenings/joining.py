"""Joins the sentences that speak of one happening."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from extractor.drafts import ACCIDENTS, Draft, days, ends_of
from extractor.event_mention import LEAST, EventMention
from extractor.extensions import text_of, words_of
from extractor.happenings.distinct import are_apart, other_run, other_train, same_ends
from extractor.happenings.earlier import is_past
from extractor.happenings.links import link_features
from extractor.happenings.pointing_back import LIKELY, points_back
from extractor.happenings.told_again import join_again
from extractor.lexicon import discourse_words, load_discourse
from extractor.linear import Crossed, Features, LinearModel
from extractor.mentions import PlaceSpan
from extractor.slots.former_plans import join_former
from storage.records import EventType, PlaceRole

SERVICES = (
    EventType.SERVICE_RESUMPTION,
    EventType.SERVICE_SUSPENSION,
    EventType.SERVICE_CHANGE,
    EventType.SERVICE_LAUNCH,
    EventType.TRAFFIC_VOLUME,
)
WORDS = load_discourse("en")
CONTINUED = re.compile(rf"\W*{WORDS['continued']}\b(?! (?:to|from|between)\b)", re.IGNORECASE)
HURT_THERE = re.compile(rf"\W*{WORDS['hurt_there']}\b", re.IGNORECASE)
ANOTHER = re.compile(rf"\W*{WORDS['another']}\b", re.IGNORECASE)
STATISTIC = discourse_words("en", "statistic")
SAME = 0.4  # from so likely on a sentence speaks of a happening told before
JOIN = 0.27  # one this likely joins a draft as one of its own sentences
NEAR = 2  # sentences behind the last one of a draft in which another goes on about it
LENT = 0.6  # how sure an end is that "the line" or "the service" stands for


def sentence_of(doc: Doc, mention: EventMention) -> str:
    """The words of the mention's sentence."""
    return words_of(doc[mention.start : mention.end])


def only_statistic(doc: Doc, mention: EventMention) -> bool:
    """Whether the mention counts a period's accidents: "data show that 2,282 people died"."""
    return mention.type in ACCIDENTS and STATISTIC.search(sentence_of(doc, mention)) is not None


def candidates(doc: Doc, drafts: Iterable[Draft], mention: EventMention) -> list[Draft]:
    """The drafts that the mention may speak of, of its type; none for what is worded as one more,
    or counts a whole period's.
    """
    if only_statistic(doc, mention) or ANOTHER.match(sentence_of(doc, mention)):
        return []
    return [
        draft
        for draft in drafts
        if draft.type == mention.type and not are_apart(doc, draft, mention)
    ]


def link_candidates(
    doc: Doc, drafts: Iterable[Draft], mention: EventMention, starts: Sequence[int]
) -> Iterator[tuple[Draft, Crossed]]:
    """The `candidates` with what tells whether the mention speaks of them.

    `starts` holds the first token of each sentence, in order.
    """
    same = candidates(doc, drafts, mention)
    text = text_of(doc)
    for draft in same:
        apart = bisect_left(starts, mention.start) - bisect_left(starts, draft.mentions[-1].start)
        latest = draft is same[-1]
        yield draft, link_features(doc, text, draft, mention, apart=apart, latest=latest)


def continued(
    doc: Doc, drafts: Sequence[Draft], mention: EventMention, starts: Sequence[int]
) -> Draft | None:
    """The draft that a sentence goes on about: "The train crossed the border on Monday".

    It is the last of its type, told shortly before, of no other train and no other run.
    """
    if not CONTINUED.match(sentence_of(doc, mention)):
        return None
    same = [draft for draft in drafts if draft.type == mention.type]
    if not same or other_train(same[-1], mention) or other_run(same[-1], mention):
        return None
    apart = bisect_left(starts, mention.start) - bisect_left(starts, same[-1].mentions[-1].start)
    return same[-1] if 0 < apart <= NEAR else None


def hurt_there(
    doc: Doc, drafts: Sequence[Draft], mention: EventMention, starts: Sequence[int]
) -> Draft | None:
    """The accident told shortly before of which a sentence counts the hurt: "It killed eight"."""
    if mention.type not in ACCIDENTS or not HURT_THERE.match(sentence_of(doc, mention)):
        return None
    known = [  # before this sentence, of which a likelier one may have told already
        (told, draft)
        for draft in drafts
        if draft.type in ACCIDENTS
        and (told := [one for one in draft.mentions if one.start < mention.start])
    ]
    last = max((told[-1].start for told, _ in known), default=0)
    latest = [(told[-1].probability, draft) for told, draft in known if told[-1].start == last]
    apart = bisect_left(starts, mention.start) - bisect_left(starts, last)
    _, surest = max(latest, key=lambda row: row[0], default=(0.0, None))
    return surest if apart <= NEAR else None


def called_by_time(doc: Doc, drafts: Sequence[Draft], mention: EventMention) -> Draft | None:
    """The accident of the past that a mention only calls by its time: "last year's collision"."""
    if mention.type not in ACCIDENTS or mention.quantities or mention.places:
        return None
    day = days([mention])
    known = (
        draft for draft in drafts if draft.type == mention.type and days(draft.mentions) == day
    )
    return next(known, None) if day and all(is_past(doc, one) for one in day) else None


def group(
    doc: Doc, mentions: Sequence[EventMention], model: LinearModel, *, least: float, join: float
) -> list[Draft]:
    """The mentions by happening, in the order of the text.

    A mention joins the draft that it goes on about by its wording, else the one that it most likely
    speaks of, if any, as doubtful where it is less than `join` likely; else it opens one where it
    is at least `least` likely.
    """
    drafts: list[Draft] = []
    starts = [sentence.start for sentence in doc.sents]
    for mention in sorted(mentions, key=lambda m: (m.start, -m.probability)):
        hurt = hurt_there(doc, drafts, mention, starts)
        if hurt is not None and hurt.type != mention.type:
            continue
        draft = (
            hurt or continued(doc, drafts, mention, starts) or called_by_time(doc, drafts, mention)
        )
        named = None if draft else points_back(doc, drafts, mention)
        if named is not None and mention.probability < LIKELY:
            continue  # what its sentence says is something else
        draft, chance = draft or named, 1.0
        if draft is None:
            found = list(link_candidates(doc, drafts, mention, starts))
            rated = model.rate([features for _, features in found])
            rows = ((own["yes"], one) for own, (one, _) in zip(rated, found, strict=True))
            chance, draft = max(rows, key=lambda row: row[0], default=(0.0, None))
        if draft is not None and chance >= SAME:
            (draft.mentions if mention.probability >= join else draft.doubtful).append(mention)
        elif mention.probability >= least:
            drafts.append(Draft(mention.type, [mention]))
    return drafts


def lend_ends(doc: Doc, drafts: Sequence[Draft], anaphors: re.Pattern[str]) -> None:
    """Gives the ends of the train or line told last to a service that is called "the line"."""
    last: dict[PlaceRole, PlaceSpan] = {}
    for draft in sorted(drafts, key=lambda d: d.mentions[0].start):
        mention = draft.mentions[0]
        text = sentence_of(doc, mention)
        known = ends_of(draft)
        if len(known) == 2:
            last = known
        elif not known and last and draft.type in SERVICES and anaphors.search(text):
            mention.places += [(place, role, LENT) for role, place in last.items()]


def same_service(one: Draft, other: Draft) -> bool:
    """Whether two drafts tell of one service, by the same ends or one by their countries."""
    a, b = ends_of(one), ends_of(other)
    if one.type != other.type or one.type not in SERVICES or len(a) < 2 or len(b) < 2:
        return False
    mine, theirs = days(one.mentions), days(other.mentions)
    return same_ends(a, b) and (mine <= theirs or theirs <= mine)


def join_services(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, those of one service made one."""
    kept: list[Draft] = []
    for draft in drafts:
        known = next((one for one in kept if same_service(one, draft)), None)
        if known is None:
            kept.append(draft)
        else:
            known.mentions = sorted([*known.mentions, *draft.mentions], key=lambda m: m.start)
            known.doubtful += draft.doubtful
    return kept


def drafts_of(
    doc: Doc,
    links: LinearModel,
    anaphors: re.Pattern[str],
    *,
    least: float = LEAST,
    join: float = JOIN,
) -> list[Draft]:
    """The happenings that the mentions speak of; `anaphors` finds words like "the line"."""
    drafts = join_former(doc, group(doc, doc._.event_mentions, links, least=least, join=join))
    lend_ends(doc, drafts, anaphors)
    return join_again(doc, join_services(drafts))


def draft_features(doc: Doc, draft: Draft, drafts: Sequence[Draft]) -> Crossed:
    """What tells whether a draft is an event that a careful reader would write down."""
    best = max(draft.mentions, key=lambda m: m.probability)
    rivals = [
        other.type.value
        for other in drafts
        if other is not draft
        and {m.start for m in other.mentions} & {best.start}
        and max(m.probability for m in other.mentions if m.start == best.start) > best.probability
    ]
    chances = sorted((m.probability for m in draft.mentions), reverse=True)
    own: Features = {
        "bias": 1.0,
        "probability": draft.probability * 4,
        "second": chances[1] * 2 if len(chances) > 1 else 0.0,
        f"tenth:{int(draft.probability * 10)}": 1.0,
        f"mentions:{min(len(chances), 4)}": 1.0,
        f"trigger:{best.trigger.about if best.trigger else 'none'}": 1.0,
        f"level:{best.trigger.level if best.trigger else 0}": 1.0,
        f"factuality:{best.factuality.value}": 1.0,
        "dated": float(bool(best.starts)),
        "placed": float(bool(best.places)),
        "train": float(best.train.name is not None or best.train.number is not None),
        "figures": min(len(best.quantities), 3) / 3,
        "organisations": min(len(best.organisations), 3) / 3,
        f"same_type:{min(sum(d.type == draft.type for d in drafts) - 1, 3)}": 1.0,
        "drafts": min(len(drafts), 12) / 6,
        "early": 1.0 if best.start < 60 else 0.0,
        **{f"rival:{kind}": 1.0 for kind in rivals},
        "quoted": float(sentence_of(doc, best).strip()[:1] in ('"', "“")),
    }
    if rivals:
        own["rival"] = 1.0
    return own, (draft.type.value,)
