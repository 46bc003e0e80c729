"""What a figure's words allow: "41" and "more than 40" agree, "41" and "69" cannot."""

from __future__ import annotations

from math import inf

from storage.merge.counting import differ
from storage.merge.facts import Figure
from storage.records import Qualifier, QuantityRole

# "About 1,200" bears out anything from 1,080 to 1,320.
ABOUT = 0.1
# "60 mph" and "97 km/h", "three miles" and "five kilometres": one measure, rounded in two units.
ROUNDED = 0.04
MEASURES = frozenset({QuantityRole.LENGTH_KM, QuantityRole.SPEED_KMH, QuantityRole.TONNES})


def bears_out(figure: Figure, shown: Figure) -> bool:
    """Whether the words of `figure` allow the value of `shown`."""
    if differ(figure.over, shown.over):
        return False
    low, high = _span(figure)
    slack = _slack(figure, shown)
    return low - slack <= shown.value <= high + slack


def contradict(one: Figure, other: Figure) -> bool:
    """Whether no count could be meant by both, of one time."""
    if differ(one.over, other.over):
        return False
    (low, high), (least, most) = _span(one), _span(other)
    slack = _slack(one, other)
    return low - slack > most or least - slack > high


def _slack(one: Figure, other: Figure) -> float:
    """How far apart one measure may come to lie by rounding, where one text gives another unit."""
    if one.role not in MEASURES or _is_whole(one) is _is_whole(other):
        return 0
    return ROUNDED * min(one.value, other.value)


def _is_whole(figure: Figure) -> bool:
    """Whether the figure can be as its text gives it: from miles come fractions of a kilometre."""
    return figure.value == round(figure.value)


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
