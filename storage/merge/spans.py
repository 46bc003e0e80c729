"""What a figure's words allow: "41" and "more than 40" agree, "41" and "69" cannot."""

from __future__ import annotations

from math import inf

from storage.merge.facts import Figure
from storage.records import Qualifier

# "About 1,200" bears out anything from 1,080 to 1,320.
ABOUT = 0.1


def bears_out(figure: Figure, shown: Figure) -> bool:
    """Whether the words of `figure` allow the value of `shown`."""
    low, high = _span(figure)
    return low <= shown.value <= high


def contradict(one: Figure, other: Figure) -> bool:
    """Whether no count could be meant by both."""
    (low, high), (least, most) = _span(one), _span(other)
    return low > most or least > high


def _span(figure: Figure) -> tuple[float, float]:
    """The least and the most that the words allow."""
    match Qualifier(figure.qualifier):
        case Qualifier.EXACT:
            return figure.value, top(figure)
        case Qualifier.ABOUT:
            return figure.value * (1 - ABOUT), top(figure) * (1 + ABOUT)
        case Qualifier.AT_LEAST:
            return figure.value, inf
        case Qualifier.AT_MOST:
            return -inf, top(figure)


def top(figure: Figure) -> float:
    """The upper end of a range, or the value."""
    return figure.value if figure.max is None else figure.max
