"""Sites that show one article in several views or parts: AMP, mobile, pages, a live blog."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.sites.newsroom import PARAGRAPHS, Piece, as_xml, json_ld_page, page, rss
from tests.sites.server import Reply

LINES = tuple(f"Paragraph {number}: trains ran again near Ostwald by noon." for number in range(9))


def amp_site(base):
    """An article with its AMP and mobile views, which the feed lists too."""
    piece = Piece("/news/77", "Train derails near Ostwald")
    amp = replace(piece, paragraphs=(*PARAGRAPHS, "Read this in our app, for trains on the go."))
    view = json_ld_page(amp, base).replace("<html", "<html amp", 1)
    listed = [
        replace(piece, path=path)
        for path in ("/amp/news/77", "/news/77", "/m?id=77", "/news/77/amp")
    ]
    return {
        piece.path: Reply(json_ld_page(piece, base)),
        "/feed": as_xml(rss(base, listed, tag="")),
    } | {path: Reply(view) for path in ("/amp/news/77", "/m?id=77", "/news/77/amp")}


def crossed_site(base):
    """Two articles that each name the other's address as theirs."""
    pieces = [Piece("/news/88", "Train derails near Ostwald"), Piece("/news/89", "Bridge opens")]
    opened = "The railway bridge at Kernau has opened after two years, three months late."
    pieces[1] = replace(pieces[1], paragraphs=(opened, PARAGRAPHS[2]))
    crossed = zip(pieces, reversed(pieces), strict=True)
    pages = {
        piece.path: json_ld_page(piece, base).replace(f'{piece.path}"', f'{other.path}"')
        for piece, other in crossed
    }
    feed = as_xml(rss(base, pieces, tag=""))
    return {path: Reply(html) for path, html in pages.items()} | {"/feed": feed}


def paged_site(base):
    """Articles in three parts: by a parameter, by a folder, by the file's name."""
    forms = {
        "/story-a": "/story-a?page={}",
        "/2026/story-b/": "/2026/story-b/{}/",
        "/story-c.html": "/story-c-{}.html",
    }
    pieces = [Piece(path, f"Trains run again {path[-3:]}") for path in forms]
    pages = {"/feed": as_xml(rss(base, pieces, tag=""))}
    for piece, form in zip(pieces, forms.values(), strict=True):
        for part in (1, 2, 3):
            here = replace(piece, paragraphs=LINES[3 * part - 3 : 3 * part])
            following = f'<a href="{form.format(part + 1)}">next</a>' if part < 3 else ""
            other = '<link rel="next" href="/another-story"><a href="/another-story?page=2">2</a>'
            path = piece.path if part == 1 else form.format(part)
            html = json_ld_page(here, base).replace("</article>", f"</article>{following}{other}")
            pages[path] = Reply(html.replace(f'"{base}{piece.path}"', f'"{base}{path}"'))
    return pages


def endless_site(base):
    """An article that always has one more page, and one whose second page is gone."""
    pieces = [Piece("/endless", "Trains without end"), Piece("/cut", "Train story cut short")]
    pages = {"/feed": as_xml(rss(base, pieces, tag=""))}
    for number in range(1, 40):
        here = replace(pieces[0], paragraphs=(*PARAGRAPHS[:1], f"Trains, page {number} of many."))
        html = json_ld_page(here, base).replace(
            "</h1>", f'</h1><a href="?page={number + 1}">{number + 1}</a>'
        )
        pages["/endless" if number == 1 else f"/endless?page={number}"] = Reply(html)
    cut = json_ld_page(pieces[1], base).replace(
        "</h1>", '</h1><a rel="next" href="/cut?page=2">2</a>'
    )
    return pages | {"/cut": Reply(cut)}


POSTS = {
    "p3": ("Trains run again", "Passenger trains ran again past Ostwald from noon.", "12:00"),
    "p2": ("", "The railway says that the line near Ostwald stays shut.", "11:10"),
    "p1": ("Train derails", "A train has left the rails near Ostwald, police say.", "10:05"),
}
BLOG = Piece(
    "/live/ostwald", "Train derailment near Ostwald: live", paragraphs=("All on the trains.",)
)


def stated_blog(base, names):
    """A live blog that tells machines its posts."""
    updates = [
        {
            "@type": "BlogPosting",
            "headline": title,
            "articleBody": text,
            "datePublished": f"2026-03-02T{clock}:00+01:00",
            "url": f"{base}{BLOG.path}#{name}",
        }
        for name, (title, text, clock) in POSTS.items()
        if name in names
    ]
    said = {"@type": "LiveBlogPosting", "headline": BLOG.title, "liveBlogUpdate": updates}
    return page(
        BLOG, head=f'<script type="application/ld+json">{json.dumps(said)}</script>', base=base
    )


def shown_blog(base, names):
    """A live blog that shows its posts to readers only, beside a box of other news."""
    posts = "".join(
        f'<article id="{name}"><time datetime="2026-03-02T{clock}:00+01:00">{clock}</time>'
        f"<h3>{title}</h3><p>{text}</p></article>"
        for name, (title, text, clock) in POSTS.items()
        if name in names
    )
    html = page(BLOG, head="", base=base).replace(
        "</h1>", f'</h1><div class="live-blog">{posts}</div>'
    )
    return html
