"""One article, however many views and parts its site has of it."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from crawler.page_parts import MAX_PARTS
from tests.sites.outlets import crawl, rows, spec
from tests.sites.server import serve
from tests.sites.views import LINES, amp_site, endless_site, paged_site

SITES = {"amp": amp_site, "paged": paged_site, "endless": endless_site}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """The database after two crawls, their results, and the sites by name."""
    db_path = tmp_path_factory.mktemp("views") / "railwatch.db"
    with ExitStack() as stack:
        sites = {name: stack.enter_context(serve(make)) for name, make in SITES.items()}
        specs = [spec(name, site, feeds=(f"{site.base}/feed",)) for name, site in sites.items()]
        results = [crawl(specs, db_path) for _ in range(2)]
        yield db_path, results, sites


def test_amp_and_mobile_views_are_no_articles_of_their_own(crawled):
    db_path, (first, second), sites = crawled
    base = sites["amp"].base
    assert rows(db_path, "SELECT url FROM articles WHERE outlet_id = 'amp'") == [
        (f"{base}/news/77",)
    ]
    assert not rows(db_path, "SELECT 1 FROM articles WHERE text LIKE '%in our app%'")
    assert not rows(db_path, "SELECT 1 FROM article_versions")
    assert first.outlets["amp"].outcomes == {"stored": 1, "duplicate": 3}
    assert second.outlets["amp"].outcomes == {"known": 3, "duplicate": 1}


@pytest.mark.parametrize("path", ["/story-a", "/2026/story-b/", "/story-c.html"])
def test_an_article_on_several_pages_is_one_with_its_whole_text(crawled, path):
    db_path, _, sites = crawled
    query = "SELECT text FROM articles WHERE url = ?"
    assert rows(db_path, query, sites["paged"].base + path) == [("\n\n".join(LINES),)]
    assert rows(db_path, "SELECT count(*) FROM articles WHERE outlet_id = 'paged'") == [(3,)]


def test_an_article_without_end_is_read_up_to_a_bound(crawled):
    db_path, _, sites = crawled
    [(text,)] = rows(db_path, "SELECT text FROM articles WHERE title = 'Trains without end'")
    assert f"page {MAX_PARTS} of" in text
    asked = [path for path in sites["endless"].paths() if path.startswith("/endless")]
    assert len(asked) == MAX_PARTS


def test_a_page_of_an_article_that_is_missing_is_told(crawled):
    db_path, _, sites = crawled
    address = f"{sites['endless'].base}/cut"
    assert rows(db_path, "SELECT reason FROM failures WHERE url = ?", address) == [
        ("page 2 of the article is missing: HTTP 404: not there",)
    ]
    assert rows(db_path, "SELECT 1 FROM articles WHERE url = ?", address)
