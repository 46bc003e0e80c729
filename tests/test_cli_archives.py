"""`railwatch import` and `backfill` on web archives, as a user runs them."""

from __future__ import annotations

import gzip
import shutil
from datetime import UTC, datetime

import pytest

from railwatch.documents import Reader
from railwatch.outlet_book import OutletBook
from storage.database import open_database, write
from tests.sites.hostile import RUSSIAN
from tests.sites.outlets import BAKERY, crawl, rows, rss_site, spec
from tests.sites.server import serve
from tests.test_archives import BASE, OUTLET, article, chunked, warc

FACTS = "url, outlet_id, title, byline, published_at, fetched_at, language, text"
ARTICLES = f"SELECT {FACTS} FROM articles ORDER BY url"
KEPT = "SELECT id, text, page_file, page_offset FROM articles ORDER BY id"
TABLE = """
[[outlet]]
id = "paper"
name = "Paper"
kind = "regional"
country = "DE"
languages = ["en"]
timezone = "Europe/Berlin"
feeds = ["{feed}"]
"""


@pytest.fixture
def sql():
    """Change a database behind the program's back: `sql(path, "UPDATE …")`."""

    def run(db_path, change):
        db = open_database(db_path)
        db.execute("PRAGMA foreign_keys = OFF")
        with write(db):
            db.execute(change)
        db.close()

    return run


@pytest.fixture(scope="module")
def crawled_once(tmp_path_factory):
    """A database with three articles from a crawl, their pages beside it, the site gone again."""
    folder = tmp_path_factory.mktemp("crawled")
    with serve(rss_site) as site:
        outlet = spec("paper", site, feeds=(f"{site.base}/feed",))
        crawl([outlet], folder / "railwatch.db", pages=str(folder / "railwatch.pages"))
    (folder / "railwatch.toml").write_text(TABLE.format(feed=f"{site.base}/feed"))
    return folder


@pytest.fixture
def crawled(crawled_once, tmp_path):
    """A copy of it."""
    return shutil.copytree(crawled_once, tmp_path, dirs_exist_ok=True)


def test_kept_pages_bring_the_same_articles_without_the_web(railwatch, crawled):
    [path] = (crawled / "railwatch.pages").iterdir()
    ended = railwatch("import", path, "--db", "other.db")
    assert (ended.code, ended.err.splitlines()[-1]) == (0, "3 articles new, 0 changed")
    assert rows(crawled / "other.db", ARTICLES) == rows(crawled / "railwatch.db", ARTICLES)


def test_articles_are_read_again_from_their_kept_pages(railwatch, crawled, sql):
    before = rows(crawled / "railwatch.db", KEPT)
    sql(crawled / "railwatch.db", "UPDATE articles SET text = 'badly read', sha256 = 'x'")
    ended = railwatch("import", "--kept")
    assert (ended.code, ended.err.splitlines()[-1]) == (0, "0 articles new, 3 changed")
    assert rows(crawled / "railwatch.db", KEPT) == before


def test_an_article_whose_kept_page_is_lost_stays_and_is_told(railwatch, crawled, sql):
    before = rows(crawled / "railwatch.db", ARTICLES)
    sql(crawled / "railwatch.db", "UPDATE articles SET page_offset = 7 WHERE title LIKE '%0%'")
    ended = railwatch("import", "--kept")
    assert ended.code == 1
    assert "the archive is damaged at byte 7" in ended.err
    [path] = (crawled / "railwatch.pages").iterdir()
    path.unlink()
    assert "3 articles cannot be read again" in railwatch("import", "--kept").err
    assert rows(crawled / "railwatch.db", ARTICLES) == before


def test_pages_older_than_wanted_are_deleted_after_a_crawl(railwatch, crawled, sql):
    kept = crawled / "railwatch.pages"
    [path] = kept.iterdir()
    path.rename(kept / "railwatch-20200101-000.warc.gz")
    sql(
        crawled / "railwatch.db",
        "UPDATE articles SET page_file = 'railwatch-20200101-000.warc.gz' WHERE title LIKE '%0%'",
    )
    config = crawled / "railwatch.toml"
    text = 'contact = "desk@railwatch.example"\n' + config.read_text() + "local = true\n"
    config.write_text('keep_pages = "for ever"\n' + text)
    railwatch("crawl", "paper")
    assert len(list(kept.iterdir())) == 1
    config.write_text('keep_pages = "30 days"\n' + text)
    railwatch("crawl", "paper")
    assert list(kept.iterdir()) == []
    query = "SELECT count(*) FROM articles WHERE page_file LIKE '%2020%'"
    assert rows(crawled / "railwatch.db", query) == [(0,)]


def archives(folder):
    """Three archives of other crawlers, with all that these may hold."""
    url, first = article(1)
    _, second = article(2)
    russian = article(3, paragraphs=RUSSIAN)[1].decode().encode("cp1251")
    other = "https://unknown.example/train"
    hostile = f"<p {' '.join(f'a{number}=1' for number in range(200_000))}>train</p>".encode()
    (folder / "a.warc.gz").write_bytes(
        warc((url + "?utm_source=x", first))
        + warc((url, first), kind="revisit")
        + warc((BASE + "/gone", first), status="404 Not Found")
        + warc((BASE + "/picture", b"\x89PNG"), content_type="image/png")
        + warc((BASE + "/", first))
        + warc((BASE + "/cake", article(9, paragraphs=BAKERY)[1].replace(b"Train 9", b"Cake")))
        + warc((BASE + "/bomb", gzip.compress(bytes(100_000_000), 1)), Content_Encoding="gzip")
        + warc((BASE + "/attributes", hostile))
        + warc(
            (BASE.replace("https", "HTTPS") + "/2026/03/02/2", chunked(second)),
            Transfer_Encoding="chunked",
        )
    )
    whole = warc((BASE + "/2026/03/02/3", russian), (other, article(4)[1]), packed=False)
    (folder / "b.warc").write_bytes(b"noise\r\n" + whole)
    (folder / "c.warc.gz").write_bytes(warc((url, first)) + warc((url, first))[:-60])
    (folder / "railwatch.toml").write_text(OUTLET)
    return ["a.warc.gz", "b.warc", "c.warc.gz"]


def pages_of(number, count):
    """The pages of one article, each linked to the next: their addresses and bodies."""
    url, _ = article(number)
    addresses = [url, *(f"{url}?page={at}" for at in range(2, count + 1))]
    for at, address in enumerate(addresses, 1):
        lines = [
            f"Page {at} says that train {line} left the rails near Ostwald." for line in "abcd"
        ]
        _, body = article(number, paragraphs=tuple(lines))
        link = f"<a href='{url}?page={at + 1}'>{at + 1}</a>".encode()
        yield address, body.replace(b"</body>", link + b"</body>") if at < count else body


def test_views_and_later_pages_in_an_archive_make_no_second_article(railwatch, tmp_path):
    url, body = article(1)
    shorter = body.replace(b"</p>", b" Read on in our app.</p>", 1)
    mobile = url.replace("www.", "m.")
    views = [(f"{url}/amp", shorter), (mobile, shorter), (f"{BASE}/print?id=1", shorter)]
    (tmp_path / "a.warc").write_bytes(warc((url, body), *pages_of(2, 3), *views[:2]))
    (tmp_path / "b.warc").write_bytes(warc(*views))
    (tmp_path / "railwatch.toml").write_text(OUTLET)
    assert "2 articles new, 0 changed" in railwatch("import", "a.warc", "b.warc").err
    (first, text), (second, joined) = rows(
        tmp_path / "railwatch.db", "SELECT url, text FROM articles ORDER BY url"
    )
    assert (first, second) == (url, article(2)[0])
    assert "our app" not in text
    assert [f"Page {at} says that train d" in joined for at in (1, 2, 3)] == [True] * 3


def test_a_view_stands_for_an_article_that_an_archive_does_not_have(railwatch, tmp_path):
    url, body = article(1)
    (tmp_path / "a.warc").write_bytes(warc((f"{url}/amp", body), kind="resource"))
    (tmp_path / "railwatch.toml").write_text(OUTLET)
    railwatch("import", "a.warc")
    assert rows(tmp_path / "railwatch.db", "SELECT url FROM articles") == [(url,)]


STORED = [
    ("https://unknown.example/train", "unknown_example", "2026-03-02T17:40:00Z"),
    (f"{BASE}/2026/03/02/1", "rail_courier_us", "2026-03-02T17:40:00Z"),
    (f"{BASE}/2026/03/02/2", "rail_courier_us", "2026-03-02T17:40:00Z"),
    (f"{BASE}/2026/03/02/3", "rail_courier_us", "2026-03-02T17:40:00Z"),
]
REASONS = (
    f"{BASE}/bomb: the page cannot be read: too large: it inflates beyond the size limit.",
    f"{BASE}/attributes: a tag of the page has more than 1,000 attributes.",
    "b.warc: the archive is damaged at byte 0 (what stands here is no WARC record).",
    "c.warc.gz: the archive is damaged at byte",
)


@pytest.mark.parametrize("command", ["import", "backfill"])
def test_archives_of_any_crawler_are_read_and_what_is_broken_is_told(railwatch, tmp_path, command):
    files = archives(tmp_path)
    ended = railwatch(command, *files)
    assert (ended.code, ended.err.splitlines()[-1]) == (1, "4 articles new, 0 changed")
    query = "SELECT url, outlet_id, published_at FROM articles ORDER BY url"
    assert rows(tmp_path / "railwatch.db", query) == STORED
    told = [reason for (reason,) in rows(tmp_path / "railwatch.db", "SELECT reason FROM failures")]
    assert len(told) == len(REASONS)
    for reason in REASONS:
        assert any(line.startswith(reason) for line in told), told
    query = "SELECT outcome FROM seen WHERE url LIKE '%cake'"
    assert rows(tmp_path / "railwatch.db", query) == [("not_rail",)]
    [(text,)] = rows(tmp_path / "railwatch.db", "SELECT text FROM articles WHERE url LIKE '%/3'")
    assert text.startswith("Пассажирский поезд")


def test_a_backfill_goes_on_where_it_was_broken_off(railwatch, tmp_path, sql):
    files = archives(tmp_path)
    railwatch("backfill", *files)
    assert "was read before" in railwatch("backfill", *files).err
    [(size,)] = rows(tmp_path / "railwatch.db", "SELECT size FROM archives WHERE path LIKE '%a.w%'")
    first = len(warc((article(1)[0] + "?utm_source=x", article(1)[1])))
    assert size > first
    for change in (
        f"UPDATE archives SET read_to = {first}",
        "DELETE FROM articles_fts",
        "DELETE FROM story_bands",
        "DELETE FROM articles",
        "DELETE FROM stories",
    ):
        sql(tmp_path / "railwatch.db", change)
    assert "1 articles new" in railwatch("backfill", "a.warc.gz").err
    query = "SELECT url FROM articles"
    assert rows(tmp_path / "railwatch.db", query) == [(STORED[2][0],)]
    with (tmp_path / "a.warc.gz").open("ab") as file:
        file.write(warc(article(5)))
    assert "2 articles new" in railwatch("backfill", "a.warc.gz").err


def test_an_older_state_of_a_page_does_not_replace_the_newer_one(railwatch, tmp_path):
    (tmp_path / "railwatch.toml").write_text(OUTLET)
    url, page = article(1)
    for name, date, count in (("new", "2026-03-05", b"84"), ("old", "2026-03-03", b"12")):
        packed = gzip.decompress(warc((url, page.replace(b"84", count))))
        dated = packed.replace(b"2026-03-02T18:00:00Z", f"{date}T18:00:00Z".encode())
        (tmp_path / f"{name}.warc").write_bytes(dated)
    assert railwatch("import", "new.warc", "old.warc", "old.warc").code == 0
    [(text,)] = rows(tmp_path / "railwatch.db", "SELECT text FROM articles")
    assert "84 passengers" in text
    query = "SELECT seen_at, text LIKE '%12 passengers%' FROM article_versions"
    assert rows(tmp_path / "railwatch.db", query) == [("2026-03-03T18:00:00Z", 1)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["backfill", "--engine", "dask", "a.warc"], "there is no engine 'dask'; local"),
        (["backfill", "notes.txt"], "notes.txt is no .warc or .warc.gz file"),
        (["import"], "name FILES, or --kept"),
    ],
)
def test_a_mistaken_command_is_told_in_one_sentence(railwatch, arguments, words):
    ended = railwatch(*arguments)
    assert ended.code == 2
    assert words in ended.err
    assert len(ended.err.splitlines()) == 1


def test_an_archive_can_be_extracted_without_storing_it(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(warc(article(1)) + b"noise")
    reader = Reader(OutletBook([]), fetched_at=datetime.now(UTC))
    document, damage = reader.read(tmp_path / "a.warc.gz")
    assert (document.article.title, document.outlet) == ("Train 1 derails", None)
    assert "a.warc.gz: the archive is damaged" in str(damage)
