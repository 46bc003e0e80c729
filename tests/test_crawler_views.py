"""One article, however many views and parts its site has of it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import UTC, datetime
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.article_page import Page
from crawler.entries import Entry
from crawler.outlet_spec import OutletSpec
from crawler.page_parts import MAX_PARTS, joined_text, next_part
from storage.database import open_database, write
from tests.sites.newsroom import Piece, as_xml, json_ld_page, rss
from tests.sites.newsroom import page as page_of
from tests.sites.outlets import crawl, rows, spec
from tests.sites.server import Reply, serve
from tests.sites.views import (
    BLOG,
    LINES,
    POSTS,
    amp_site,
    crossed_site,
    endless_site,
    paged_site,
    shown_blog,
    stated_blog,
)

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
PAPER = OutletSpec("paper", "The Paper", "national", "GB", ("en",), "Europe/London", feeds=("x",))

SITES = {"amp": amp_site, "crossed": crossed_site, "paged": paged_site, "endless": endless_site}


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


def test_articles_that_name_each_others_addresses_are_both_kept(crawled):
    db_path, (first, second), sites = crawled
    base = sites["crossed"].base
    stored = rows(db_path, "SELECT url, title FROM articles WHERE outlet_id = 'crossed'")
    assert sorted(stored) == [
        (f"{base}/news/88", "Train derails near Ostwald"),
        (f"{base}/news/89", "Bridge opens"),
    ]
    assert first.outlets["crossed"].outcomes == {"stored": 2}
    assert second.outlets["crossed"].outcomes == {"known": 2}


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


def test_a_live_blog_is_its_dated_posts_and_brings_new_ones_later(tmp_path):
    db_path = tmp_path / "railwatch.db"
    names = {"p1", "p2"}
    with serve(
        lambda base: {
            "/feed": as_xml(rss(base, [BLOG], tag="")),
            BLOG.path: lambda: Reply(stated_blog(base, names)),
        }
    ) as site:
        outlet = spec("live", site, feeds=(f"{site.base}/feed",))
        first = crawl([outlet], db_path)
        posts = rows(db_path, POSTS_QUERY)
        names.add("p3")
        db = open_database(db_path)
        with write(db):  # a blog goes on while its latest post is fresh
            fresh = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
            db.execute("UPDATE articles SET published_at = ? WHERE url LIKE '%#p2'", [fresh])
        db.close()
        second, third = crawl([outlet], db_path), crawl([outlet], db_path)
        later = rows(db_path, POSTS_QUERY)
    address = f"{site.base}{BLOG.path}"
    assert posts == [
        (f"{address}#p1", address, "Train derails", POSTS["p1"][1], "2026-03-02T09:05:00Z"),
        (f"{address}#p2", address, BLOG.title, POSTS["p2"][1], "2026-03-02T10:10:00Z"),
    ]
    assert [row[0] for row in later] == [f"{address}#p{number}" for number in (1, 2, 3)]
    assert [run.outcomes for run in (first, second, third)] == [
        {"stored": 1},
        {"changed": 1},
        {"unchanged": 1},
    ]
    assert rows(db_path, "SELECT url, text FROM articles WHERE blog_url IS NULL") == [(address, "")]
    assert not rows(db_path, "SELECT 1 FROM article_versions")


@pytest.mark.parametrize("make", [stated_blog, shown_blog])
def test_posts_of_a_live_blog_are_told_by_machines_words_or_by_its_markup(make):
    page = Page.read(make("https://paper.example", set(POSTS)), url="https://paper.example/a")
    blog = page.live_blog(PAPER, fetched_at=NOW, entry=Entry(page.url))
    address = f"https://paper.example{BLOG.path}"
    assert [(post.url, post.title, post.text) for post in blog.posts] == [
        (f"{address}#{name}", title or BLOG.title, text) for name, (title, text, _) in POSTS.items()
    ]
    assert blog.posts[0].published_at == datetime(2026, 3, 2, 11, tzinfo=UTC)


def as_list(html):
    return html.replace("<article id", "<li id").replace("</p></article>", "</p></li>")


@pytest.mark.parametrize(
    "holder", ['class="live-blog-posts"', 'class="LiveBlog_posts__x7"', 'data-testid="live-blog"']
)
def test_posts_in_a_list_are_read_once_whatever_the_list_is_called(holder):
    html = as_list(shown_blog("https://paper.example", set(POSTS)))
    page = Page.read(html.replace('class="live-blog"', holder), url="https://paper.example/a")
    blog = page.live_blog(PAPER, fetched_at=NOW, entry=Entry(page.url))
    assert [post.text for post in blog.posts] == [text for _, text, _ in POSTS.values()]


def test_a_post_keeps_its_author_and_its_text_under_any_key():
    signed = (
        '"text": "It ran again.", "author": {"@type": "Person", "name": "Ann Lee"}, "wordCount"'
    )
    html = stated_blog("https://paper.example", set(POSTS)).replace('"articleBody"', signed)
    page = Page.read(html, url="https://paper.example/a")
    posts = page.live_blog(PAPER, fetched_at=NOW, entry=Entry(page.url)).posts
    assert {(post.byline, post.text) for post in posts} == {("Ann Lee", "It ran again.")}


def test_posts_of_which_machines_are_told_the_beginning_are_read_whole_from_the_page():
    base, names = "https://paper.example", set(POSTS)
    stated = stated_blog(base, names).replace('"articleBody"', '"description"')
    head, body = stated.partition("</head>")[0], shown_blog(base, names).partition("</head>")[2]
    more = body.replace("</p></article>", "</p><p>Buses run instead.</p></article>")
    page = Page.read(f"{head}</head>{more}", url=f"{base}/a")
    posts = page.live_blog(PAPER, fetched_at=NOW, entry=Entry(page.url)).posts
    told = [text for _, text, _ in POSTS.values()]
    assert [post.text for post in posts] == [f"{text}\n\nBuses run instead." for text in told]


@pytest.mark.parametrize("key", ["mentions", "@graph"])
def test_an_article_that_mentions_a_live_blog_is_none(key):
    blog = {"@type": "LiveBlogPosting", "url": "/live/7", "liveBlogUpdate": UPDATES}
    said = {"@type": "NewsArticle", "headline": "Train derails"}
    nodes = {**said, key: [blog]} if key == "mentions" else {key: [blog, said]}
    head = f'<script type="application/ld+json">{json.dumps(nodes)}</script>'
    html = page_of(Piece("/a", "Train derails"), head=head, base="https://paper.example")
    page = Page.read(html, url="https://paper.example/a")
    assert page.live_blog(PAPER, fetched_at=NOW, entry=Entry(page.url)) is None


UPDATES = [
    {"headline": "Bridge", "articleBody": f"{day} March", "datePublished": f"2026-03-0{day}"}
    for day in (1, 2)
]


def test_a_box_of_live_news_makes_no_live_blog_of_an_article():
    box = "".join(
        f'<article id="n{number}"><time datetime="2026-03-02T10:0{number}">10:0{number}</time>'
        "<p>Something else has happened.</p></article>"
        for number in range(3)
    )
    html = json_ld_page(Piece("/a", "Train derails"), "https://paper.example")
    html = html.replace("</article>", f'</article><div class="live-ticker">{box}</div>')
    page = Page.read(html, url="https://paper.example/a")
    assert page.live_blog(PAPER, fetched_at=NOW, entry=Entry(page.url)) is None


POSTS_QUERY = """
    SELECT url, blog_url, title, text, published_at FROM articles
    WHERE blog_url IS NOT NULL ORDER BY url
"""


NEWS = "https://www.ilbo.example"


@pytest.mark.parametrize(
    ("path", "link", "part"),
    [
        ("/a", "<a href='?page=2'>Page 2</a>", 1),
        ("/a", "<a href='/a/2/'>Next page →</a>", 1),
        ("/a", "<a href='/a?page=2'>Continue reading</a>", 1),
        ("/a", "<a href='/a?page=2' aria-label='Next page'><svg></svg></a>", 1),
        ("/a", "<a href='/a/seite-2'>Auf Seite 2 weiterlesen</a>", 1),
        ("/a_7.htm", "<a href='a_7_2.htm'>[2]</a>", 1),
        ("/a.html", "<a href='a_2.html'>次のページへ</a>", 1),
        ("/a", "<a href='/a?P=2'>次ページ</a>", 1),
        ("/a.asp?id=7", "<a href='a.asp?id=7&amp;pageNo=2'>Next</a>", 1),
        ("/a", "<a href='/a?PAGEN_1=2'>2</a>", 1),
        ("/train-story.php", "<a href='train-story-2.php'>2</a>", 1),
        # Pages counted from 0.
        ("/node/5", "<a href='?page=1' title='Go to page 2'><span>Page </span>2</a>", 1),
        ("/node/5?page=1", "<a href='?page=2' rel='next'>Next ›</a>", 2),
        ("/a?start=1", "<a href='/a?start=2' rel='next'>Next</a>", 2),
        ("/t2026_1.html", "<a href='t2026_1_1.html'>下一页</a>", 1),
        ("/a_1.html", "<a href='a_2.html'>下一页</a>", 2),
    ],
)
def test_the_next_page_of_an_article_is_known_however_it_is_linked(path, link, part):
    tree = LexborHTMLParser(link)
    href = tree.css_first("a").attributes["href"]
    assert next_part(tree, NEWS + path, part=part) == urljoin(NEWS + path, href)


@pytest.mark.parametrize(
    ("path", "link", "part"),
    [
        ("/news/1", "<a rel='next' href='/news/2'>Next</a>", 1),
        ("/story", "<a href='/story-2'>Next</a>", 1),
        ("/story", "<a href='/story?page=1'>1</a>", 1),
        ("/story", "<a href='/story/1'>Next</a>", 1),
        ("/story?page=2", "<a href='/story?page=2'>Next</a>", 2),
        ("/story?page=2", "<a href='/story?page=1'>« 1</a>", 2),
    ],
)
def test_no_other_piece_is_taken_for_the_next_page_of_an_article(path, link, part):
    assert next_part(LexborHTMLParser(link), NEWS + path, part=part) is None


def test_numbers_of_pages_do_not_stand_in_a_joined_text():
    assert joined_text("One.\n\n1 [2] »", "[1] 2\n\nTwo.\n\n1912") == "One.\n\nTwo.\n\n1912"
