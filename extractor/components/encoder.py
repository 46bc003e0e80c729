"""Has the sentence network read each sentence, for the components that decide on events."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.sentence_network import SentenceNetwork, load_network, windows


def sentences_of(doc: Doc) -> list[Span]:
    """The sentences that hold words."""
    return [s for s in doc.sents if any(not token.is_space for token in s)]


def encode(doc: Doc, network: SentenceNetwork) -> None:
    """Leaves `doc._.encodings`: an `Encoding` for each sentence, by its first token."""
    sentences = sentences_of(doc)
    parts = windows(doc._.title or "", [sentence.text for sentence in sentences])
    encodings = network.encode(parts, [sentence.start_char for sentence in sentences])
    doc._.encodings = {s.start: e for s, e in zip(sentences, encodings, strict=True)}


@Language.component("encoder")
def encode_sentences(doc: Doc) -> Doc:
    """Has the network of this process read the document."""
    encode(doc, load_network())
    return doc
