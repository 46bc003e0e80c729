"""The annotated articles, merged: stories that several of them tell come together, no others do.

The names of places stand as the texts give them, without a gazetteer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from storage.articles import save_article
from storage.database import open_database
from storage.merge import merge_events
from storage.outlets import save_outlet
from storage.records import (
    Article,
    EventType,
    Evidence,
    Factuality,
    OrganisationMention,
    OrganisationRole,
    PlaceMention,
    PlaceRole,
    Quantity,
    QuantityRole,
    Report,
    Train,
)
from storage.reports import save_reports
from storage.urls import article_id
from tests.storage_samples import NOW, outlet

GOLD = Path(__file__).parent / "gold"


def first(value):
    """Of the forms that the gold accepts, the first."""
    return value[0] if isinstance(value, list) else value


def to_report(event):
    places = [(PlaceRole(role), event.get(role)) for role in ("origin", "destination")]
    places += [(PlaceRole.LOCATION, name) for name in event.get("location") or []]
    train = event.get("train") or {}
    return Report(
        EventType(first(event["type"])),
        Factuality(first(event["factuality"])),
        tuple(Evidence(*span) for span in event["evidence"]),
        0.9,
        start=first(event.get("start")),
        end=first(event.get("end")),
        places=tuple(PlaceMention(role, first(name)) for role, name in places if name),
        organisations=tuple(
            OrganisationMention(OrganisationRole.OPERATOR, first(name))
            for name in event.get("operators") or []
        ),
        countries=tuple(event.get("countries") or []),
        train=Train(number=first(train.get("number"))),
        quantities=tuple(
            Quantity(QuantityRole(it["role"]), it["value"], it.get("max"), unit=it.get("unit"))
            for it in event.get("quantities") or []
        ),
    )


def records(part, name):
    return [json.loads(line) for line in (GOLD / part / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """For each event, the (cluster, article) pairs that tell it."""
    db = open_database(tmp_path_factory.mktemp("gold") / "gold.db")
    cluster_of = {}
    for part in ("devset", "trainset"):
        pages = {page["id"]: page for page in records(part, "articles.jsonl")}
        for gold in records(part, "gold.jsonl"):
            if gold.get("cluster"):
                key = save_gold(db, pages[gold["id"]], gold["events"])
                cluster_of[key] = gold["cluster"]
    merge_events(db, now=NOW)
    events = defaultdict(set)
    for event_id, key in db.execute("SELECT event_id, article_id FROM reports"):
        events[event_id].add((cluster_of[key], key))
    db.close()
    return cluster_of, list(events.values())


def save_gold(db, page, events):
    save_outlet(db, outlet(page["id"]))
    moment = datetime.fromisoformat(page["published"])
    published = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    names = {"url": page["url"], "outlet_id": page["id"], "title": page["title"] or ""}
    article = Article(**names, text=page["text"], fetched_at=published, published_at=published)
    save_article(db, article)
    key = article_id(article.url)
    reports = [to_report(event) for event in events if not event.get("optional")]
    save_reports(db, key, reports, extractor_version="gold", now=NOW)
    return key


def test_no_event_holds_reports_of_two_stories(told):
    _, events = told
    assert [pairs for pairs in events if len({cluster for cluster, _ in pairs}) > 1] == []


def test_articles_of_the_devset_share_an_event_if_they_tell_one_happening(told):
    cluster_of, events = told
    devset = {page["url"] for page in records("devset", "articles.jsonl")}
    articles = {key for key in cluster_of if key in {article_id(url) for url in devset}}
    wanted = {
        frozenset(pair)
        for pair in combinations(articles, 2)
        if len({*map(cluster_of.get, pair)}) == 1
    }
    joined = {
        frozenset(pair)
        for pairs in events
        for pair in combinations({key for _, key in pairs} & articles, 2)
    }
    assert len(wanted) >= 10
    assert 2 * len(joined & wanted) / (len(joined) + len(wanted)) >= 0.95


def test_articles_of_one_story_share_an_event(told):
    cluster_of, events = told
    shared = {key for pairs in events if len(pairs) > 1 for _, key in pairs}
    assert len(cluster_of) > 60
    # Without a gazetteer "Kansas" may be a state or a city; with one, five remain apart.
    assert len(shared) / len(cluster_of) >= 0.8
