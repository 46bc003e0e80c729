"""All declared outlets in one crawl, each on a server of its own.

`python -m tests.benchmarks.fleet` takes the real declarations with the hosts of their sources
replaced by addresses of this machine. Each source lists as many articles as the outlet's canary
wants. Told are outlets that lack articles or of which `status` complains, the memory, and how long
the outlets were at work.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from crawler.outlets import declared_specs
from railwatch.health import outlet_health
from storage.database import open_database
from tests.sites.newsroom import PARAGRAPHS, Piece, as_xml, json_ld_page, news_sitemap, rss
from tests.sites.outlets import crawl
from tests.sites.server import Reply, serve


def pieces(spec):
    """As many articles as the outlet lists at least, published just now."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return [
        Piece(
            f"/2026/03/02/train-derails-near-ostwald-{number}",
            f"Train {number} derails near Ostwald, says {spec.name}",
            published=now,
            paragraphs=(f"Train {number} told {spec.name} of it.", *PARAGRAPHS),
        )
        for number in range(spec.min_articles)
    ]


def place(url):
    """The part of an address behind its host."""
    return url.split(urlsplit(url).netloc, 1)[1] or "/"


def listing_page(base, listed):
    links = (f'<a href="{base}{piece.path}">{piece.title}</a>' for piece in listed)
    return Reply(f"<main>{' '.join(links)}</main>")


def source_reply(kind, base, listed):
    match kind:
        case "feed":
            return as_xml(rss(base, listed, tag=""))
        case "sitemap":
            return as_xml(news_sitemap(base, listed))
    return listing_page(base, listed)


def pages_of(spec):
    """What the outlet's server has, by its base address."""

    def pages(base):
        listed = pieces(spec)
        articles = {piece.path: Reply(json_ld_page(piece, base)) for piece in listed}
        sources = {
            place(url).partition("#")[0]: source_reply(kind, base, listed)
            for url, kind in spec.sources()
        }
        return articles | sources

    return pages


def on_this_machine(spec, base):
    """The declaration with its sources at a server of ours, whose articles have other addresses."""
    kinds = ("feeds", "sitemaps", "listings")
    moved = {kind: tuple(base + place(url) for url in getattr(spec, kind)) for kind in kinds}
    fields = {"homepage": f"{base}/", "local": True, "delay": 0, "article_pattern": None}
    return replace(spec, **moved, **fields)


def main():
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        declared = declared_specs()
        sites = {spec.id: stack.enter_context(serve(pages_of(spec))) for spec in declared}
        specs = [on_this_machine(spec, sites[spec.id].base) for spec in declared]
        db_path = Path(folder) / "fleet.db"
        result = crawl(specs, db_path, contact="desk@railwatch.example")
        complaints = {}
        with closing(open_database(db_path)) as db:
            silent_after = {spec.id: spec.stale_days for spec in specs}
            for one in outlet_health(db, stale_days=silent_after, now=datetime.now(UTC)):
                if one.complaint:
                    complaints[one.outlet_id] = one.complaint
    short = {
        spec.id: result.outlets[spec.id]
        for spec in specs
        if result.outlets[spec.id].outcomes.get("stored") != spec.min_articles
    }
    for outlet in short.values():
        print(f"{outlet.outlet_id}: {outlet.outcomes} {outlet.failures}")
    for name, complaint in complaints.items():
        print(f"{name}: status complains: {complaint}")
    began = min(visit.at for site in sites.values() for visit in site.visits)
    ends = sorted(max(visit.at for visit in site.visits) - began for site in sites.values())
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{len(specs)} outlets, {result.articles_new} articles, {result.failures} failures; "
        f"an outlet's last request after {median(ends):.1f} s, of the slowest after {ends[-1]:.1f};"
        f" {used.ru_utime + used.ru_stime:.1f} s of the processor, "
        f"{used.ru_maxrss // 1024} MB in the largest process"
    )
    return bool(short or complaints)


if __name__ == "__main__":
    sys.exit(main())
