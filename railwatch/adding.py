"""Look over the site of an outlet that a user wants to add."""

from __future__ import annotations

import logging
from dataclasses import replace
from urllib.parse import urlsplit

from crawler import sites
from crawler.outlet_fields import NO_LOGIN
from crawler.ruled_out import ruled_out_at
from crawler.run import CrawlBroke
from crawler.survey import Survey, survey_site
from railwatch.app import App, Mistake, Stopped
from railwatch.crawling import crawl_settings, need_contact
from railwatch.outlet_book import OutletBook
from storage.urls import names_user

log = logging.getLogger(__name__)

# A site answers within minutes, or is as good as dead.
SECONDS = 180.0


def surveyed(app: App, address: str) -> Survey:
    """What was found at the address. A site that is known, barred or of no use is a mistake."""
    url = web_address(address)
    if barred := ruled_out_at(url):
        raise Mistake(barred.told())
    if known := OutletBook(app.outlets().values()).find(url=url):
        raise Mistake(f"{url} is of an outlet already: {known.id} ({known.name}).")
    is_local = sites.is_loopback(urlsplit(url).hostname or "")
    if not is_local:
        need_contact(app)
    settings = crawl_settings(app, is_local=is_local)
    try:
        survey = survey_site(url, settings=replace(settings, outlet_seconds=SECONDS))
    except CrawlBroke as error:
        raise Stopped(str(error)) from error
    return useful(survey)


def useful(survey: Survey) -> Survey:
    """The same survey, told line by line; raises Stopped for one that found nothing."""
    for one in survey.tried:
        log.info("%s", one.told())
    if survey.fault:
        raise Stopped(f"{survey.url} could not be read: {survey.fault}.")
    if not any(one.fault is None for one in survey.tried):
        raise Stopped(
            f"no feed, news sitemap or list of news was found at {survey.url}; "
            "give the address of its page of news, if it has one."
        )
    return survey


def web_address(address: str) -> str:
    """The address with its scheme; raises Mistake for what is none."""
    url = address if "://" in address else f"https://{address}"
    if names_user(url):
        raise Mistake(f"the address holds a user name; {NO_LOGIN}.")
    parts = urlsplit(sites.web_address("", url))
    if not parts.hostname:
        raise Mistake(f"{address!r} is no web address; write it like https://railcourier.example/.")
    return url if parts.path else f"{url}/"
