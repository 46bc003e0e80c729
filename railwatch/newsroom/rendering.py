"""Renders an outlet into the pages of its site: articles, front page, source, robots.txt."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from railwatch.newsroom.outlets import HERE, DemoArticle, DemoOutlet

# How an outlet lists its articles: template, path, content type.
SOURCES = {
    "rss": ("rss.txt", "/rss.xml", "application/rss+xml; charset=utf-8"),
    "atom": ("atom.txt", "/feed.atom", "application/atom+xml; charset=utf-8"),
    "news_sitemap": ("news_sitemap.txt", "/news-sitemap.xml", "application/xml; charset=utf-8"),
    "listing": ("front.html", "/latest", "text/html; charset=utf-8"),
}
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """One resource of a site. `modified` is aware and in UTC, `etag` quoted as HTTP has it."""

    body: bytes
    content_type: str
    modified: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @property
    def last_modified(self) -> str:
        return format_datetime(self.modified, usegmt=True)


def source_path(outlet: DemoOutlet) -> str:
    """The path of the outlet's feed, news sitemap or listing."""
    return SOURCES[outlet.source][1]


def render_site(outlet: DemoOutlet, *, base: str, opened_at: datetime) -> dict[str, Page]:
    """Every page of the outlet's site by its path; `base` is its address without a final slash.

    Revised articles, and what lists them, count as changed at `opened_at` (UTC), when this state
    of the site went up: a client that read the earlier state afterwards must not be told 304.
    """
    changed = {article.path: _changed_at(article, opened_at) for article in outlet.articles}
    newest = max(changed.values())
    updated = max(article.modified for article in outlet.articles)
    shared = {"outlet": outlet, "base": base, "source": source_path(outlet), "updated": updated}
    template, path, content_type = SOURCES[outlet.source]
    pages = {
        "/": _page("front.html", HTML, newest, **shared),
        "/about": _page("about.html", HTML, newest, **shared),
        "/robots.txt": _page("robots.txt", "text/plain; charset=utf-8", newest, **shared),
        path: _page(template, content_type, newest, **shared),
    }
    for article in outlet.articles:
        modified = changed[article.path]
        extra = {"article": article, "related": _related(outlet, article)}
        if outlet.markup == "jsonld":
            extra["jsonld"] = _jsonld(outlet, article, base=base)
        pages[article.path] = _page(f"{outlet.markup}.html", HTML, modified, **shared, **extra)
    return pages


def _page(template: str, content_type: str, modified: datetime, **values: object) -> Page:
    text = TEMPLATES.get_template(template).render(values)
    return Page(text.encode(), content_type, modified)


def _changed_at(article: DemoArticle, opened_at: datetime) -> datetime:
    return opened_at if article.is_revised else article.published.astimezone(UTC)


def _related(outlet: DemoOutlet, article: DemoArticle) -> list[DemoArticle]:
    """The four articles that follow in the outlet's list, round the end."""
    place = outlet.articles.index(article)
    return [*outlet.articles[place + 1 :], *outlet.articles[:place]][:4]


def _jsonld(outlet: DemoOutlet, article: DemoArticle, *, base: str) -> str:
    fields: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": base + article.path,
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "dateModified": article.modified.isoformat(),
        "inLanguage": article.language,
        "articleSection": article.section,
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
    }
    if article.byline:
        fields["author"] = [{"@type": "Person", "name": article.byline}]
    # "</" would end the script element that holds it
    return json.dumps(fields, ensure_ascii=False, indent=1).replace("</", "<\\/")


def _rfc822(value: datetime) -> str:
    return format_datetime(value)


TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters["rfc822"] = _rfc822
