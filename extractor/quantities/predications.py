"""What is said of a counted thing: verbs and their arguments, by the parse and by neighbours.

The parser of a small model errs often in headlines and lists, so the words directly before and
behind the counted thing are a second witness.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractor.lexicon import load_lexicon

REACH = 30  # tokens from a verb in which its other parts are looked for
ASIDE = 12  # tokens an aside between commas may have

LINKS = ("conj", "nummod", "quantmod", "compound")
SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
WORDS = load_lexicon("en").classes
BE = WORDS["being"]
AUXILIARIES = BE | WORDS["helping"]
CLAUSE_OPENERS = WORDS["clause_openers"]
BEFORE_NUMBER = ("DT", "JJ", "JJS", "PRP$")  # tags of what may stand between it and its clause
NOMINAL = ("NOUN", "PROPN", "NUM", "PRON", "ADJ")


@dataclass(frozen=True, slots=True)
class Predication:
    """A word that says something of the counted thing, and the thing's place beside it."""

    token: int
    slot: str  # subject, object or any


@dataclass(frozen=True, slots=True)
class Phrase:
    """A counted noun phrase: its tokens `start:end`, the head noun, and its place in the parse.

    `carrier` is the token that has this place: the noun, or the number in "five of them". `kind`
    is the noun's class, `bounds` are the tokens of its sentence. `inner` is true for the whole in
    "five of the 23 coaches", which is no argument itself, `of` for the five. `text` is the whole
    document's, for `doc.text` is made anew each time it is asked for.
    """

    start: int
    end: int
    noun: int | None
    carrier: int
    bounds: tuple[int, int]
    kind: str
    text: str
    inner: bool = False
    of: bool = False


def predications(doc: Doc, phrase: Phrase, measures: frozenset[str]) -> Iterator[Predication]:
    """What is said of the phrase, the surest first: by the parse, then by its neighbours."""
    if phrase.inner:
        yield from _own_clauses(doc, doc[phrase.carrier], phrase.bounds)
        return
    carrier = climbed(doc[phrase.carrier], measures)
    yield from _from_parse(doc, carrier, phrase)
    if phrase.kind != "single" or _opens_headline(doc, phrase):
        yield from _from_neighbours(doc, phrase)


def climbed(token: Token, measures: frozenset[str]) -> Token:
    """The word whose place in the clause the token shares: a list's first, the "group" of 20."""
    for _ in range(REACH):
        head = token.head
        if head.i == token.i:
            break
        if token.dep_ in LINKS and head.pos_ in NOMINAL:
            token = head
        elif token.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_.lower() in measures:
            token = head.head
        else:
            break
    return token


def _from_parse(doc: Doc, carrier: Token, phrase: Phrase) -> Iterator[Predication]:
    head = carrier.head
    if carrier.dep_ in (*SUBJECTS, *PASSIVE_SUBJECTS):
        yield from _clause(doc, head, carrier.dep_ in PASSIVE_SUBJECTS, phrase.bounds)
    elif carrier.dep_ in ("dobj", "obj", "attr", "oprd", "dative"):
        yield Predication(head.i, "object")
        if carrier.dep_ == "attr":
            yield Predication(head.i, "subject")
    elif carrier.dep_ == "pobj" and head.head.i != head.i:
        passive_by = head.lower_ == "by"
        yield Predication(head.head.i, "subject" if passive_by else "prep")
    yield from _own_clauses(doc, carrier, phrase.bounds)
    for child in _children(doc, carrier, phrase.bounds):
        if child.dep_ == "amod" and child.i >= phrase.start:
            yield Predication(child.i, "object")
        elif child.dep_ == "prep" and child.i >= phrase.end:
            yield Predication(child.i, "subject")


def _own_clauses(doc: Doc, carrier: Token, bounds: tuple[int, int]) -> Iterator[Predication]:
    """What the noun's own participles and relative clauses say of it, be it a part or a whole."""
    for child in _children(doc, carrier, bounds):
        if child.dep_ == "acl":
            yield Predication(child.i, "object" if child.tag_ == "VBN" else "subject")
        elif child.dep_ == "relcl" and _shares_subject(doc, child, bounds):
            yield from _clause(doc, child, _is_passive(doc, child, bounds), bounds)


def _clause(doc: Doc, verb: Token, passive: bool, bounds: tuple[int, int]) -> Iterator[Predication]:
    """A verb with its subject, the verbs it governs, and joined ones that share the subject."""
    yield Predication(verb.i, "object" if passive else "subject")
    for child in _children(doc, verb, bounds):
        if child.dep_ in (
            "xcomp",
            "ccomp",
            "acomp",
            "oprd",
            "attr",
            "conj",
            "prep",
        ) and _shares_subject(doc, child, bounds):
            if child.dep_ == "prep":
                continue
            joined = child.dep_ == "conj" and child.tag_ == "VBN" and passive
            turned = joined or _is_passive(doc, child, bounds) or child.dep_ in ("acomp", "oprd")
            yield Predication(child.i, "object" if turned else "subject")
            for grandchild in _children(doc, child, bounds):
                if grandchild.dep_ in ("xcomp", "conj") and _shares_subject(
                    doc, grandchild, bounds
                ):
                    yield Predication(grandchild.i, "object" if turned else "any")


def _from_neighbours(doc: Doc, phrase: Phrase) -> Iterator[Predication]:
    """The verb directly before the phrase, and the first full word behind it."""
    if phrase.start > phrase.bounds[0]:
        before = doc[phrase.start - 1]
        if before.tag_.startswith("VB"):
            yield Predication(before.i, "object")
        if before.lower_ in WORDS["belonging"]:
            return
    opens = _opens_clause(doc, phrase)
    if opens:
        yield from _verbs_behind(doc, phrase)
    passive, at = False, _behind_aside(doc, phrase)
    for index in range(at, min(phrase.bounds[1], at + 6)):
        token = doc[index]
        if token.lower_ in BE:
            passive = True
        elif token.pos_ not in ("ADV", "AUX", "PART") and token.lower_ not in WORDS["passed_over"]:
            if opens or passive or token.tag_ not in ("VBD", "VBP", "VBZ"):
                active = token.tag_ == "VBG" and not passive
                yield Predication(index, "object" if passive else "subject" if active else "any")
            return
        elif token.lower_ in WORDS["said_without_verb"]:
            yield Predication(index, "any")


def _opens_headline(doc: Doc, phrase: Phrase) -> bool:
    """Whether a noun without an article begins the sentence: "Man killed by train"."""
    return phrase.start == phrase.bounds[0] and doc[phrase.start].tag_ != "PRP"


def _opens_clause(doc: Doc, phrase: Phrase) -> bool:
    """Whether the phrase stands where a subject does."""
    if phrase.start == phrase.bounds[0]:
        return True
    at = phrase.start - 1
    while phrase.kind != "bare" and doc[at].tag_ in BEFORE_NUMBER:
        if at == phrase.bounds[0]:
            return True
        at -= 1  # "the front two cars"
    return doc[at].is_punct or doc[at].lower_ in CLAUSE_OPENERS


def _verbs_behind(doc: Doc, phrase: Phrase) -> Iterator[Predication]:
    """The finite verbs behind the phrase up to the end of its clause, as far as words show it."""
    passive = False
    for index in range(_behind_aside(doc, phrase), min(phrase.bounds[1], phrase.end + REACH)):
        token = doc[index]
        if token.is_punct or token.lower_ in CLAUSE_OPENERS or token.tag_ in ("WDT", "WP", "WRB"):
            return
        passive = passive or token.lower_ in BE
        if token.tag_ in ("VBD", "VBP", "VBZ", "VBN") and token.lower_ not in AUXILIARIES:
            yield Predication(index, "object" if passive else "any")
            if token.tag_ != "VBN" or passive:
                return


def _behind_aside(doc: Doc, phrase: Phrase) -> int:
    """The token behind the phrase, past an aside: "17 cars, five of them tankers, [piled up]"."""
    if phrase.end < phrase.bounds[1] and doc[phrase.end].text == ",":
        for index in range(phrase.end + 2, min(phrase.bounds[1] - 1, phrase.end + ASIDE)):
            if doc[index].text == ",":
                return index + 1
    return phrase.end


def _children(doc: Doc, token: Token, bounds: tuple[int, int]) -> Iterator[Token]:
    """The token's children near it: a scan of fixed width, for a sentence may be a whole book."""
    for index in range(max(bounds[0], token.i - REACH), min(bounds[1], token.i + REACH)):
        if doc[index].head.i == token.i and index != token.i:
            yield doc[index]


def _shares_subject(doc: Doc, verb: Token, bounds: tuple[int, int]) -> bool:
    """Whether a governed verb has no subject of its own, or only a relative pronoun."""
    for child in _children(doc, verb, bounds):
        if child.dep_ in (*SUBJECTS, *PASSIVE_SUBJECTS):
            return child.lower_ in WORDS["relative"]
    return True


def _is_passive(doc: Doc, verb: Token, bounds: tuple[int, int]) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in _children(doc, verb, bounds))
