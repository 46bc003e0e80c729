"""Articles from files are stored as if they had been crawled."""

import gzip
import json

import pytest

from crawler.page_text import MAX_CHARACTERS
from crawler.titles import MAX_LENGTH
from railwatch.documents import headline_of
from storage.database import open_database
from tests.test_archives import OUTLET, warc

PARAGRAPHS = (
    "A freight train left the rails near Ludden on Tuesday evening, the railway company said.",
    "Nine wagons came off the track and the line will stay shut until Thursday, it added.",
    "No one was hurt. Crews with two cranes were on the way to the place in the night.",
)
PAGE = f"""<html lang="en"><head><title>Train derails near Ludden</title>
<link rel="canonical" href="https://www.railcourier.example/2025/03/04/ludden">
<meta property="article:published_time" content="2025-03-04T20:15:00"></head>
<body><article>
{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}</article></body></html>"""


def stored(tmp_path):
    db = open_database(tmp_path / "railwatch.db")
    query = "select url, outlet_id, title, published_at from articles order by url"
    rows = [tuple(row.values()) for row in db.query(query)]
    db.close()
    return rows


LUDDEN = (
    "https://www.railcourier.example/2025/03/04/ludden",
    "rail_courier_us",
    "Train derails near Ludden",
    "2025-03-05T01:15:00Z",
)


def test_page_archive_and_line_are_one_article_of_its_outlet(railwatch, tmp_path):
    (tmp_path / "railwatch.toml").write_text(OUTLET)
    (tmp_path / "saved.html").write_text(PAGE)
    (tmp_path / "crawl.warc.gz").write_bytes(warc((LUDDEN[0], PAGE.encode())))
    line = {"id": "1", "url": LUDDEN[0] + "?utm_source=x", "outlet": "Rail Courier"}
    line |= {"title": LUDDEN[2], "text": "\n\n".join(PARAGRAPHS), "published": "2025-03-04"}
    (tmp_path / "lines.jsonl").write_text(json.dumps(line))
    ended = railwatch("import", "saved.html", "crawl.warc.gz", "lines.jsonl")
    assert (ended.code, ended.err.splitlines()[-1]) == (0, "1 articles new, 0 changed")
    assert stored(tmp_path) == [LUDDEN]
    assert "1 articles new" not in railwatch("import", "saved.html").err


def test_text_of_a_file_ends_where_that_of_a_page_would(railwatch, tmp_path):
    text = "\n\n".join([*PARAGRAPHS, "x" * 3_000_000])
    line = {"id": "1", "url": LUDDEN[0], "title": "Train " * 1_000, "text": text}
    (tmp_path / "lines.jsonl").write_text(json.dumps(line))
    assert railwatch("import", "lines.jsonl").code == 0
    db = open_database(tmp_path / "railwatch.db")
    [row] = db.query("select length(title) as title, length(text) as text from articles")
    assert row == {"title": MAX_LENGTH, "text": MAX_CHARACTERS}


def test_what_is_not_about_rail_keeps_no_text(railwatch, tmp_path):
    dull = {"id": "2", "url": "https://paper.example/a", "text": "The choir sang in the rain."}
    (tmp_path / "lines.jsonl").write_text(json.dumps(dull))
    assert railwatch("import", "lines.jsonl").code == 0
    db = open_database(tmp_path / "railwatch.db")
    assert [row["outcome"] for row in db.query("select outcome from seen")] == ["not_rail"]
    assert stored(tmp_path) == []


def test_damaged_archive_is_told_and_the_other_files_are_stored(railwatch, tmp_path):
    (tmp_path / "railwatch.toml").write_text(OUTLET)
    whole = warc((LUDDEN[0], PAGE.encode()))
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "noise.warc.gz").write_bytes(gzip.compress(b"no archive at all\r\n" * 9))
    (tmp_path / "saved.html").write_text(PAGE)
    ended = railwatch("import", "cut.warc.gz", "noise.warc.gz", "saved.html")
    assert ended.code == 1
    assert "Traceback" not in ended.err
    assert "noise.warc.gz: the archive is damaged" in ended.err
    assert stored(tmp_path) == [LUDDEN]


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (
            "57.8 F\nLos Angeles\n\nTrain to the border runs again\n\nA train left Khasan today.",
            "Train to the border runs again",
        ),
        ("A train derailed near Chita.\nSix wagons left the rails, police said", ""),
        ("14 killed as express derails near Kanpur", ""),
        ("", ""),
    ],
)
def test_headline_of_a_printed_page_is_its_first_line_that_is_no_sentence(text, headline):
    assert headline_of(text) == headline
