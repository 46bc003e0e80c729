"""Every imitated outlet's articles are found, once, with the right fields."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from tests.sites.outlets import crawl, rows, spec
from tests.sites.press import SITES
from tests.sites.server import serve

QUERY = """
    SELECT url, title, byline, published_at, language, text FROM articles
    WHERE outlet_id = ? ORDER BY url
"""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """The database after two crawls of all sites at once, the second's result, and the sites."""
    db_path = tmp_path_factory.mktemp("press") / "railwatch.db"
    with ExitStack() as stack:
        sites = {name: stack.enter_context(serve(one.make)) for name, one in SITES.items()}
        specs = [
            spec(
                name,
                sites[name],
                languages=one.languages,
                timezone=one.timezone,
                **{one.sources: (sites[name].base + one.path,)},
            )
            for name, one in SITES.items()
        ]
        crawl(specs, db_path)
        yield db_path, crawl(specs, db_path), sites


def facts(piece, base, language):
    published = datetime.fromisoformat(piece.published).astimezone(UTC)
    return (
        f"{base}{piece.path}",
        piece.title,
        piece.author,
        f"{published:%Y-%m-%dT%H:%M:%SZ}",
        language,
        "\n\n".join(piece.paragraphs),
    )


@pytest.mark.parametrize("name", SITES)
def test_each_article_of_a_site_is_found_once_with_its_facts(crawled, name):
    db_path, second, sites = crawled
    site = SITES[name]
    wanted = [facts(piece, sites[name].base, site.languages[0]) for piece in site.found]
    assert rows(db_path, QUERY, name) == sorted(wanted)
    assert not {"stored", "changed"} & set(second.outlets[name].outcomes)
