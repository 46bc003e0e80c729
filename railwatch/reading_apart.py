"""Read many articles in several processes, each with a pipeline of its own.

Only what speaks of railways goes over to them, as text; what comes back is what they say.
"""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING

from crawler.worker import ParsingFailed, Worker
from railwatch.reading import Reading, Unread, batches, reading_of, readings
from storage.relevance import is_rail

if TYPE_CHECKING:
    from spacy.language import Language

    from extractor.reading import Findings

MOST = 4  # processes; each takes some 0.5 GB
MANY = 200  # articles from which on it pays to load a pipeline in each process
SECONDS = 900.0  # of the processor, for a batch


def read_all(articles: Iterable[Unread], *, total: int) -> Iterator[Reading]:
    """Read the articles, in one process a core where they are many; not in their order then."""
    processes = min(len(os.sched_getaffinity(0)), MOST)
    if processes > 1 and total >= MANY:
        return read_apart(articles, processes)
    return readings(pipeline(), articles)


def read_apart(articles: Iterable[Unread], processes: int) -> Iterator[Reading]:
    """Read the articles in so many processes. One that hangs or breaks off costs its article."""
    workers = [Worker(seconds=SECONDS) for _ in range(processes)]
    free: SimpleQueue[Worker] = SimpleQueue()
    over = Event()
    for worker in workers:
        free.put(worker)

    def read(batch: Sequence[Unread]) -> list[Reading]:
        worker = free.get()
        try:
            return ask(worker, batch, over)
        finally:
            free.put(worker)

    refused: list[Reading] = []
    asked: deque[Future[list[Reading]]] = deque()
    pool = ThreadPoolExecutor(processes)
    try:
        for batch in batches(about_rail(articles, refused)):
            asked.append(pool.submit(read, batch))
            if len(asked) > 2 * processes:  # enough to keep all at work
                yield from asked.popleft().result()
            yield from taken(refused)
        yield from taken(refused)
        while asked:
            yield from asked.popleft().result()
    finally:
        over.set()
        for worker in workers:  # what is being read is not waited for
            worker.stop()
        pool.shutdown(cancel_futures=True)


def about_rail(articles: Iterable[Unread], refused: list[Reading]) -> Iterator[Unread]:
    """Those that speak of railways; the others are read already, and have no reports."""
    for unread in articles:
        if is_rail(unread.article.title, unread.article.text):
            yield unread
        else:
            refused.append(Reading(unread.id, unread.article))


def taken(found: list[Reading]) -> Iterator[Reading]:
    """The readings of a list, which is emptied."""
    while found:
        yield found.pop(0)


def ask(worker: Worker, batch: Sequence[Unread], over: Event) -> list[Reading]:
    """Have a batch read; where that fails, article by article, to find the one at fault.

    Once all is `over`, nothing is asked any more.
    """
    if over.is_set():
        return []
    try:
        found = worker.ask(findings_of, batch)
    except ParsingFailed as error:
        if len(batch) > 1:
            return [reading for unread in batch for reading in ask(worker, [unread], over)]
        return [Reading(unread.id, unread.article, error=error) for unread in batch]
    return [reading_of(unread, one) for unread, one in zip(batch, found, strict=True)]


def findings_of(batch: Sequence[Unread]) -> list[Findings]:
    """What each article says; runs in a process of its own."""
    nlp = pipeline()
    from extractor.reading import findings

    return list(findings(nlp, [(one.article, one.timezone) for one in batch]))


@cache
def pipeline() -> Language:
    """This process's pipeline; what it is made of is never again looked through for garbage."""
    from extractor.pipeline import build_nlp

    nlp = build_nlp()
    gc.freeze()
    return nlp
