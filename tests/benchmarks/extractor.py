"""How fast articles are read beside the bare English model: `python -m tests.benchmarks.extractor`.

Both sides read the same texts by turns; printed are articles a second of wall time, the median of
some rounds, and the median of their ratios. The bare model reads in this one process; so do we,
but in the last row, where as many processes read as in `railwatch process`.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from time import perf_counter

import spacy

from extractor.pipeline import MODEL, build_nlp
from extractor.reading import read_articles
from railwatch.newsroom.outlets import load_outlets
from railwatch.reading import Unread
from railwatch.reading_apart import read_apart
from storage.records import Article
from storage.relevance import is_rail
from tests.eval import load_part

ROUNDS = 3
RAIL, MIXED = 40, 1000  # articles
RAIL_SHARE = 0.03  # of mixed news
APART = 10  # times that the rail articles are read in several processes, which start anew each time


def rate(read: Callable[[], None], articles: int) -> float:
    """Articles a second."""
    begun = perf_counter()
    read()
    return articles / (perf_counter() - begun)


def compare(name: str, ours: Callable[[], None], bare: Callable[[], None], articles: int) -> None:
    """Print how fast both are, measured by turns."""
    rounds = [(rate(ours, articles), rate(bare, articles)) for _ in range(ROUNDS)]
    mine, plain = (median(column) for column in zip(*rounds, strict=True))
    ratio = median(a / b for a, b in rounds)
    print(f"{name:<12} {mine:8.1f} articles/s   bare {plain:8.1f}   ratio {ratio:6.2f}")


def newsroom() -> Iterator[Article]:
    """The articles of the bundled newsroom, as a crawl would give them."""
    for outlet in load_outlets(revised=False):
        for one in outlet.articles:
            text = "\n\n".join(one.paragraphs)
            yield Article(one.path, outlet.id, one.title, text, fetched_at=one.published)


def mixed_news(rail: Sequence[Article]) -> list[Article]:
    """Articles of which few are about rail; the others are the newsroom's, many times over."""
    other = [one for one in newsroom() if not is_rail(one.title, one.text)]
    every = round(1 / RAIL_SHARE)
    return [
        rail[at // every % len(rail)] if at % every == 0 else other[at % len(other)]
        for at in range(MIXED)
    ]


def main() -> None:
    """Print both ratios and the memory of this process."""
    rail = [one.article for one in load_part("devset") if one.events][:RAIL]
    nlp, bare = build_nlp(), spacy.load(MODEL)

    def read(articles: Sequence[Article]) -> None:
        for _ in read_articles(nlp, ((one, None) for one in articles)):
            pass

    def read_bare(articles: Sequence[Article]) -> None:
        for _ in bare.pipe((one.text for one in articles), batch_size=16):
            pass

    read(rail[:3])
    compare("rail", lambda: read(rail), lambda: read_bare(rail), len(rail))
    mixed = mixed_news(rail)
    compare("mixed, 3 %", lambda: read(mixed), lambda: read_bare(mixed), len(mixed))
    many = rail * APART
    processes = len(os.sched_getaffinity(0))

    def read_in_processes() -> None:
        for _ in read_apart((Unread(str(at), one) for at, one in enumerate(many)), processes):
            pass

    name = f"{processes} processes"
    compare(name, read_in_processes, lambda: read_bare(many), len(many))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory of this process, both models loaded: {peak} MB")


if __name__ == "__main__":
    main()
