"""Ampersands that stand for themselves in what should be XML."""

from __future__ import annotations

import re

# The "&" of "?x=1&y=2" and "&nbsp;", which XML does not know; in CDATA it stands for itself.
BARE_AMPERSAND = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)",
    re.DOTALL | re.IGNORECASE,
)


def with_ampersands_escaped(text: str) -> str:
    """The text with every ampersand as XML has it: "?x=1&section=2" else loses its "&sect"."""
    return BARE_AMPERSAND.sub(lambda found: found[1] or "&amp;", text)
