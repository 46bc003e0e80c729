"""Has the sentence network read each sentence, for the components that decide on events."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.network.sentence_network import SentenceNetwork, load_network, windows

AHEAD = 16  # documents that are read while an earlier one is worked on


def sentences_of(doc: Doc) -> list[Span]:
    """The sentences that hold words."""
    return [s for s in doc.sents if any(not token.is_space for token in s)]


def encode(doc: Doc, network: SentenceNetwork) -> None:
    """Leaves `doc._.encodings`: an `Encoding` for each sentence, by its first token."""
    sentences = sentences_of(doc)
    parts = windows(doc._.title or "", [sentence.text for sentence in sentences])
    encodings = network.encode(parts, [sentence.start_char for sentence in sentences])
    doc._.encodings = {s.start: e for s, e in zip(sentences, encodings, strict=True)}


@Language.factory("encoder")
class Encoder:
    """Has the network of this process read each document.

    Of several, the next ones are read while the components behind this one are at work: the
    network's products leave the interpreter free, and take another processor where there is one.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        pass

    def __call__(self, doc: Doc) -> Doc:
        encode(doc, load_network())
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The documents in order, each read; at most `AHEAD` more are taken from the stream."""
        network = load_network()
        reading: deque[tuple[Doc, Future[None]]] = deque()
        pool = ThreadPoolExecutor(1)
        try:
            for doc in stream:
                reading.append((doc, pool.submit(encode, doc, network)))
                if len(reading) > AHEAD:
                    yield first_read(reading)
            while reading:
                yield first_read(reading)
        finally:
            pool.shutdown(cancel_futures=True)


def first_read(reading: deque[tuple[Doc, Future[None]]]) -> Doc:
    """The document that has waited longest, once it is read. Raises what reading it raised."""
    doc, read = reading.popleft()
    read.result()
    return doc
