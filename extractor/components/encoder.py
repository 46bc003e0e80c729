"""Has the sentence network read each sentence, for the components that decide on events."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.sentence_network import Prompt, load_network, prompt


def sentences_of(doc: Doc) -> list[Span]:
    """The sentences that hold words."""
    return [s for s in doc.sents if any(not token.is_space for token in s)]


def prompts_of(doc: Doc, sentences: Sequence[Span]) -> list[Prompt]:
    """Each sentence with the headline and the sentence before it."""
    texts = [sentence.text for sentence in sentences]
    return [
        prompt(text, doc._.title or "", before)
        for text, before in zip(texts, ["", *texts], strict=False)
    ]


@Language.component("encoder")
def encode_sentences(doc: Doc) -> Doc:
    """Leaves `doc._.encodings`: an `Encoding` for each sentence, by its first token."""
    sentences = sentences_of(doc)
    starts = [sentence.start_char for sentence in sentences]
    encodings = load_network().encode(prompts_of(doc, sentences), starts)
    doc._.encodings = {s.start: e for s, e in zip(sentences, encodings, strict=True)}
    return doc
