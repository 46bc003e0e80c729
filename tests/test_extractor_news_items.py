"""Short pieces of rail news of many outlets' kinds, and what a careful reader takes from them.

`news_items.jsonl` holds all that may be told of each; what is missing is judged by the gold parts.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractor.output import to_record
from extractor.reading import read_article
from storage.records import Article

ITEMS = [
    json.loads(line)
    for line in Path(__file__).with_name("news_items.jsonl").read_text("utf-8").splitlines()
]


def values(event):
    """What an event tells, as (slot, value); times cut to their day stand beside the full ones."""
    for slot in ("start", "end"):
        if event.get(slot):
            yield slot, event[slot][:10]
            yield slot, event[slot]
    yield from ((slot, event[slot]) for slot in ("origin", "destination") if event.get(slot))
    yield from ((slot, name) for slot in ("location", "countries") for name in event.get(slot, ()))


def figures(event):
    return {(one["role"], one["value"]) for one in event["quantities"]}


@pytest.mark.parametrize("item", ITEMS, ids=[item["title"] for item in ITEMS])
def test_news_item_is_told_without_a_wrong_value(nlp, item):
    day = datetime.fromisoformat(item["published"]).replace(tzinfo=UTC)
    article = Article("a", "paper", item["title"], item["text"], day, published_at=day)
    told = [to_record(report) for report in read_article(nlp, article, timezone=None)]
    assert item["events"][0]["type"] in [event["type"] for event in told]
    for event in told:
        likely = [right for right in item["events"] if right["type"] == event["type"]]
        right = {value for one in likely for value in values(one)}
        assert set(values(event)) <= right
        assert figures(event) <= {tuple(q) for one in likely for q in one.get("quantities", ())}
        assert event["train"]["number"] in (None, *(one.get("number") for one in likely))
