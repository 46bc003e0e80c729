"""Of the titles that a page states, the one that its readers see as the headline."""

from __future__ import annotations

import json

import pytest

from crawler.article_page import Page
from crawler.titles import page_title

SHOWN = "Train derails near Ostwald, line to Kernau closed"
TEASER = "What passengers did next will surprise you"
SEARCHED = "Railway accident today: all that is known"


def title(*, shared=None, tweeted=None, said=None, body="", named="", **known):
    tags = [("og:title", shared), ("twitter:title", tweeted)]
    head = "".join(f'<meta property="{name}" content="{text}">' for name, text in tags if text)
    if said:
        block = json.dumps({"@type": "NewsArticle", "headline": said})
        head += f'<script type="application/ld+json">{block}</script>'
    head += f"<title>{named}</title>" if named else ""
    html = f"<html><head>{head}</head><body>{body}<p>A train left the rails.</p></body></html>"
    page = Page.read(html, url="https://www.ilbo.example/news/77")
    return page_title(page.data, page.tree, **known)


H1 = f"<main><h1>{SHOWN}</h1></main>"
IN_TRAIL = f"<nav><a>Home</a> <h1>{SEARCHED}</h1></nav><article><h2>{SHOWN}</h2></article>"
IN_LIST = f"<ol class='crumbs'><li><h1>{SEARCHED}</h1></li></ol><article><h2>{SHOWN}</h2></article>"


@pytest.mark.parametrize(
    ("shared", "said", "body", "wanted"),
    [
        # One made to be shared is not the headline ...
        (TEASER, SHOWN, H1, SHOWN),
        (TEASER, SHOWN, IN_TRAIL, SHOWN),
        # ... but one in fewer or other words is.
        ("Train derails near Ostwald", SHOWN, H1, "Train derails near Ostwald"),
        ("Ostwald: train derails, line closed", SHOWN, H1, "Ostwald: train derails, line closed"),
        # A heading at the end of a trail of links is there for search engines.
        (SHOWN, SEARCHED, IN_TRAIL, SHOWN),
        (SHOWN, SEARCHED, IN_LIST, SHOWN),
        # Nothing on the page bears out another one.
        (TEASER, SEARCHED, H1, TEASER),
        (TEASER, None, H1, TEASER),
        (TEASER, SHOWN, "", TEASER),
        # The rubric above a headline is not of it.
        (SHOWN, None, f"<h1><span>Accidents</span> {SHOWN}</h1>", SHOWN),
    ],
)
def test_shared_title_is_taken_unless_the_page_shows_another(shared, said, body, wanted):
    assert title(shared=shared, said=said, body=body) == wanted


def test_of_two_shared_titles_the_shown_one_is_taken():
    asked = "Train derails: is the line to Kernau closed?"
    assert title(shared=asked, tweeted=SHOWN, body=H1) == SHOWN
    assert title(shared=SHOWN, tweeted=asked, body=H1) == SHOWN


def test_title_cut_off_at_a_quote_is_made_whole():
    whole = 'Minister visits Ostwald and "heroic" crew'
    assert title(shared=whole, body=f"<h1>{whole}</h1>") == whole


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"<header><h1>Ilbo Sport</h1></header><article><h1>{SHOWN}</h1></article>", SHOWN),
        (f"<h1><style>.x{{color:red}}</style>{SHOWN}</h1>", SHOWN),
        (f"<nav><h1>{SEARCHED}</h1></nav><main><h2>Save this piece</h2></main>", SEARCHED),
        ("", ""),
    ],
)
def test_page_that_states_no_title_is_called_as_it_is_headed(body, wanted):
    assert title(body=body) == wanted


RUBRIC = f"<h1><span>Accidents</span> {SHOWN}</h1>"


@pytest.mark.parametrize(
    ("named", "body", "listed", "wanted"),
    [
        ("Moscow - Beijing train returns", "", "Moscow - Beijing train returns", None),
        ("Moscow - Beijing train returns", "", "", "Moscow - Beijing train returns"),
        ("Moscow - Beijing train returns | Rail", "", "Moscow - Beijing train returns", None),
        (f"The Ilbo | {SHOWN}", "", "", SHOWN),
        (f"Sport » {SHOWN} » Kernau", "", SHOWN, None),
        (f"{SHOWN} - Kernau Post", "", "", SHOWN),
        (f"{SHOWN} - Kernau Post", "", "Train derails", SHOWN),  # cut: no part of the title
        (f"{SHOWN} | Kernau Post", RUBRIC, "", SHOWN),
        ("Kernau Post", RUBRIC, SHOWN, None),
        ("Kernau Post", f"<h1>{SHOWN}</h1>", "line to Kernau closed, one hurt", SHOWN),
    ],
)
def test_title_of_the_window_is_read_by_what_was_listed_and_by_the_outlets_name(
    named, body, listed, wanted
):
    found = title(named=named, body=body, listed=listed, outlet="The Ilbo")
    assert found == (wanted or listed)


def test_headline_of_another_piece_is_not_taken():
    data = [
        {"@type": "NewsArticle", "headline": text, "url": f"https://www.ilbo.example/news/{number}"}
        for text, number in ((SHOWN, 12), (SEARCHED, 77))
    ]
    body = f'<script type="application/ld+json">{json.dumps(data)}</script>{H1}'
    assert title(shared=TEASER, body=body) == TEASER
