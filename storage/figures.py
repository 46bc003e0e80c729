"""Figures as people read them, in the terminal and on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10
from typing import Any


def figure_name(figure: Mapping[str, Any]) -> str:
    """`passengers`, `passengers (cumulative)`, `cost (USD)`."""
    told = [spaced(figure[name]) for name in ("scope", "unit") if figure[name]]
    return spaced(figure["role"]) + (f" ({', '.join(told)})" if told else "")


def number(value: float) -> str:
    """`1200.0` as `1,200`; fractions to four digits, or to hundredths where that says more."""
    places = max(2, 3 - floor(log10(abs(value)))) if value else 2
    return f"{value:,.{places}f}".rstrip("0").rstrip(".")


def amount(figure: Mapping[str, Any]) -> str:
    """`1,200`, `about 1,200`, `at least 3`."""
    return said(figure) + number(figure["value"])


def said(figure: Mapping[str, Any]) -> str:
    """`at least ` where a figure is told so, nothing where it is exact."""
    qualifier = figure["qualifier"]
    return "" if qualifier == "exact" else f"{spaced(qualifier)} "


def spread(figure: Mapping[str, Any]) -> str:
    """`1,200–1,250`, or nothing where the lowest and the highest read the same."""
    low, high = number(figure["low"]), number(figure["high"])
    return "" if low == high else f"{low}–{high}"


def spaced(name: str) -> str:
    """`at_least` as `at least`."""
    return name.replace("_", " ")
