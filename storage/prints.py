"""Whether two texts are prints of one: alike in their words and agreed in their figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from storage.figure_spots import Spot, figure_spots, figures_differ
from storage.shingles import Runs, run_set, shared

LEAST_JACCARD = 0.6
LEAST_CONTAINMENT = 0.8
# A shorter text is contained in another by chance: a stub, a picture's caption.
LEAST_CONTAINED = 30


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """An article's shingles, and its text or, where that is not kept, the spots of its figures."""

    shingled: Runs
    text: str = ""
    kept: tuple[Spot, ...] | None = None

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The figures of the text."""
        return _spots(self.text) if self.kept is None else self.kept


# The same candidates are met again and again among the news of a few days.
@lru_cache(maxsize=4096)
def read_print(text: str) -> Print:
    """The text as it is compared."""
    return Print(run_set(text), text)


def is_alike(one: Print, other: Print) -> bool:
    """Whether the two share most of their words, whatever their figures."""
    sizes = len(one.shingled), len(other.shingled)
    both = shared(one.shingled, other.shingled)
    if min(sizes) >= LEAST_CONTAINED and both / min(sizes) >= LEAST_CONTAINMENT:
        return True
    return both > 0 and both / (sum(sizes) - both) >= LEAST_JACCARD


def contradict(one: Print, other: Print) -> bool:
    """Whether a figure of one stands changed in the other."""
    return figures_differ(one.spots, other.spots)


def any_contradict(ones: Iterable[Print], others: Collection[Print]) -> bool:
    """Whether any of the ones contradicts any of the others."""
    return any(contradict(one, other) for one in ones for other in others)


# Only texts that are alike are read for their figures: it takes nearly five times as long.
@lru_cache(maxsize=512)
def _spots(text: str) -> tuple[Spot, ...]:
    return tuple(figure_spots(text))
