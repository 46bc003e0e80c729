"""Figures of people that two roles fit, which the event decides: those aboard, those stranded.

"Its 54 passengers walked to the next station": passengers of the collision, affected by the
disruption. Both are left as candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractor.mentions import QuantityMention
from storage.records import QuantityRole

NEAR = 40  # characters to either side that may show people to be aboard


class TwoRoles:
    """Finds second roles. `data` is a language's `quantities.toml`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.rules = {name: re.compile(rule, re.I) for name, rule in data["two_roles"].items()}

    def with_seconds(
        self, text: str, mentions: Sequence[QuantityMention], low: int, high: int
    ) -> Iterator[QuantityMention]:
        """The mentions of one sentence (`low` to `high`), each followed by its second role."""
        stranded = bool(self.rules["stranded"].search(text, low, high))
        for mention in mentions:
            yield mention
            if mention.role is QuantityRole.PASSENGERS and stranded:
                yield replace(mention, role=QuantityRole.AFFECTED, scope=None)
            elif mention.role is QuantityRole.AFFECTED and self._is_aboard(
                text, mention, low, high
            ):
                yield replace(mention, role=QuantityRole.PASSENGERS)

    def _is_aboard(self, text: str, mention: QuantityMention, low: int, high: int) -> bool:
        """Whether words beside the figure tell that the people are those in a train."""
        before = text[max(low, mention.start - NEAR) : mention.start]
        after = text[mention.end : min(high, mention.end + NEAR)]
        rules = self.rules
        return bool(rules["aboard_before"].search(before) or rules["aboard_after"].match(after))
