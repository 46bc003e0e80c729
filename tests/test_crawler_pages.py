"""The pages of articles are kept as WARC, and what a killed run left is never built upon."""

from __future__ import annotations

import gzip
import resource
import signal
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.entries import Entry
from crawler.page_archive import (
    PageArchive,
    RawPage,
    entry_json,
    is_whole,
    old_files,
    page_record,
    parse_entry,
)
from tests.sites.outlets import crawl, rows, rss_site, spec
from tests.sites.server import serve

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)


def page(body=b"<p>A train.", **fields):
    known = {
        "url": "https://paper.example/a",
        "status": 200,
        "headers": (("Content-Type", "text/html"), ("Content-Encoding", "gzip")),
        "fetched_at": NOW,
        "entry": Entry("https://paper.example/a?utm_source=rss"),
    }
    return RawPage(body=body, **known | fields)


def records(path):
    with path.open("rb") as file:
        return [
            (record.rec_type, record.content_stream().read()) for record in ArchiveIterator(file)
        ]


@pytest.fixture
def crawled(tmp_path):
    """A crawl of one outlet, with its pages kept."""
    with serve(rss_site) as site:
        outlet = spec("paper", site, feeds=(f"{site.base}/feed",))
        crawl([outlet], tmp_path / "railwatch.db", pages=str(tmp_path / "kept"))
        yield site, tmp_path


def test_each_article_leads_to_its_page_and_other_news_keeps_none(crawled):
    site, folder = crawled
    found = rows(folder / "railwatch.db", "SELECT url, page_file, page_offset FROM articles")
    assert len(found) == 3
    [path] = (folder / "kept").iterdir()
    for url, file, offset in found:
        assert file == path.name
        with path.open("rb") as archive:
            archive.seek(offset)
            record = next(iter(ArchiveIterator(archive)))
            assert record.rec_headers.get_header("WARC-Target-URI").startswith(url)
            body = record.content_stream().read().decode()
        assert body == site.pages[url.removeprefix(site.base)].body
    assert [kind for kind, _ in records(path)] == ["warcinfo", "response", "response", "response"]


def test_an_outlet_whose_terms_restrict_keeps_no_page(tmp_path):
    with serve(rss_site) as site:
        outlet = spec("paper", site, feeds=(f"{site.base}/feed",), store_text=False)
        crawl([outlet], tmp_path / "railwatch.db", pages=str(tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()


@given(body=st.binary(max_size=200), cut=st.integers(min_value=1))
def test_after_a_cut_off_page_a_new_file_is_begun(tmp_path_factory, body, cut):
    folder = tmp_path_factory.mktemp("pages")
    archive = PageArchive(folder)
    kept = archive.add(page(body))
    archive.close()
    path = folder / kept.file
    whole = path.read_bytes()
    cut_at = kept.offset + 1 + cut % (len(whole) - kept.offset - 1)
    path.write_bytes(whole[:cut_at])
    archive = PageArchive(folder)
    later = archive.add(page(body))
    archive.close()
    assert later.file != kept.file
    assert path.read_bytes() == whole[:cut_at]
    assert records(folder / later.file)[-1] == ("response", body)


def test_a_file_goes_on_the_next_run_and_another_begins_with_the_day(tmp_path):
    kept = []
    for fetched_at in (NOW, NOW, NOW + timedelta(days=1)):
        archive = PageArchive(tmp_path)
        kept.append(archive.add(page(fetched_at=fetched_at)))
        archive.close()
    assert kept[0].file == kept[1].file < kept[2].file
    assert kept[0].offset < kept[1].offset


def test_two_processes_never_write_to_one_file(tmp_path):
    one, other = PageArchive(tmp_path), PageArchive(tmp_path)
    assert one.add(page()).file != other.add(page()).file
    one.close()
    other.close()


@given(st.binary(max_size=3_000), st.integers(min_value=0))
def test_only_a_file_of_whole_members_counts_as_whole(tmp_path_factory, content, cut):
    path = tmp_path_factory.mktemp("whole") / "x.gz"
    packed = gzip.compress(content, mtime=0) + gzip.compress(b"second", mtime=0)
    with path.open("wb+") as file:
        file.write(packed)
        assert is_whole(file)
        file.write(b"\x1f")
        assert not is_whole(file)
        file.truncate(cut % (len(packed) - 1) + 1)
        file.seek(0)
        is_one_member = file.read() == gzip.compress(content, mtime=0)
        assert is_whole(file) is is_one_member


@given(
    title=st.text(),
    summary=st.text(),
    moment=st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_what_a_feed_said_of_a_page_is_kept_on_one_line(title, summary, moment):
    published = moment and moment.replace(microsecond=0)
    entry = Entry("https://x.example/", title or None, summary, published_at=published)
    line = entry_json(entry)
    assert line.isascii()
    assert "\n" not in line
    assert parse_entry(line) == entry


def test_old_files_are_told_by_the_day_in_their_names(tmp_path):
    for name in ("railwatch-20260101-000", "railwatch-20260301-001", "other-20200101-000"):
        (tmp_path / f"{name}.warc.gz").touch()
    found = old_files(tmp_path, days=30, today=date(2026, 3, 2))
    assert [path.name for path in found] == ["railwatch-20260101-000.warc.gz"]


def test_a_page_that_the_disk_has_no_room_for_is_told_and_not_built_upon(tmp_path):
    archive = PageArchive(tmp_path)
    first = archive.add(page())
    size = (tmp_path / first.file).stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + len(page_record(page())) // 2, hard))
    try:
        with pytest.raises(OSError, match="No space left"):
            archive.add(page())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert archive.add(page()).file != first.file
    archive.close()
