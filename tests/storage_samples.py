"""Outlets, articles and reports for the tests of storage, made from a few telling values."""

from __future__ import annotations

from datetime import UTC, datetime

from storage.articles import save_article
from storage.database import file_of
from storage.outlets import save_outlet
from storage.records import (
    Article,
    EventType,
    Evidence,
    Factuality,
    Organisation,
    OrganisationMention,
    OrganisationRole,
    Outlet,
    Place,
    PlaceMention,
    PlaceRole,
    Qualifier,
    Quantity,
    QuantityRole,
    Report,
    Scope,
    Train,
)
from storage.reports import save_reports
from storage.urls import article_id

NOW = datetime(2024, 12, 20, 9, tzinfo=UTC)

KHASAN = Place(
    "p-khasan", "Khasan", "station", "RU", 42.43, 130.65, "Asia/Vladivostok", ("Хасан", "하산")
)
TUMANGANG = Place(
    "p-tumangang", "Tumangang", "station", "KP", 42.41, 130.59, "Asia/Pyongyang", ("두만강",)
)
MOSCOW = Place("p-moscow", "Moscow", "city", "RU", 55.75, 37.62, "Europe/Moscow", ("Москва",))
PYONGYANG = Place("p-pyongyang", "Pyongyang", "city", "KP", 39.03, 125.75, "Asia/Pyongyang")
RUSSIA = Place("c-ru", "Russia", "country", "RU")
NORTH_KOREA = Place("c-kp", "North Korea", "country", "KP")
PATNA = Place("p-patna", "Patna", "city", "IN", 25.6, 85.12, "Asia/Kolkata")
BIHAR = Place("r-bihar", "Bihar", "region", "IN")
GAYA = Place("p-gaya", "Gaya", "city", "IN", 24.8, 85.0, "Asia/Kolkata")
CUSTOMS = Organisation("o-customs", "Ussuri customs office", "agency", "RU")
RAILWAYS = Organisation("o-ir", "Indian Railways", "operator", "IN", ("IR",))
METRO = Organisation("o-metro", "Patna Metro", "operator", "IN")
RIA = Organisation("o-ria", "RIA Novosti", "news_agency", "RU")
TASS = Organisation("o-tass", "TASS", "news_agency", "RU")
FAR_EASTERN = Organisation("o-fer", "Far Eastern Railway", "infrastructure_manager", "RU")
# What would do harm on a page, in a table or in a spreadsheet if it were not text.
HOSTILE = '=cmd\n"><svg onload=alert(1)><script>alert(1)</script>'


def utc(text):
    """A moment of UTC from `2024-12-16 10:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def outlet(outlet_id):
    return Outlet(
        outlet_id,
        outlet_id.replace("-", " ").title(),
        "national",
        "KR",
        ("en",),
        f"https://{outlet_id}.example/",
        "Asia/Seoul",
    )


def article(outlet_id, *, published="2024-12-16 10:00", text=None, path="story", title=None):
    """An article whose words are its own unless `text` says otherwise."""
    own = f"{outlet_id}{path}{published}".replace("-", "").replace(" ", "").replace(":", "")
    return Article(
        url=f"https://{outlet_id}.example/{path}",
        outlet_id=outlet_id,
        title=title or f"Headline of {own}",
        text=text or " ".join(f"{own}w{at}" for at in range(60)),
        fetched_at=utc(published).replace(minute=59),
        published_at=utc(published),
    )


def places(*, origin=None, destination=None, locations=()):
    """Mentions of gazetteer entries, or of mere names."""
    roles = [(PlaceRole.ORIGIN, origin), (PlaceRole.DESTINATION, destination)]
    roles += [(PlaceRole.LOCATION, location) for location in locations]
    return tuple(
        PlaceMention(role, place, None)
        if isinstance(place, str)
        else PlaceMention(role, place.name, place)
        for role, place in roles
        if place is not None
    )


def quantity(role, value, qualifier="exact", scope=None, unit=None, maximum=None):
    return Quantity(
        QuantityRole(role),
        value,
        max=maximum,
        qualifier=Qualifier(qualifier),
        scope=Scope(scope) if scope else None,
        unit=unit,
        text=str(value),
    )


def report(
    event_type="service_resumption",
    factuality="actual",
    *,
    start=None,
    end=None,
    origin=None,
    destination=None,
    locations=(),
    quantities=(),
    number=None,
    cause=None,
    sources=(),
    operators=(),
    sentence_at=0,
):
    return Report(
        EventType(event_type),
        Factuality(factuality),
        (Evidence(sentence_at, sentence_at + 20),),
        0.8,
        start=start,
        end=end,
        places=places(origin=origin, destination=destination, locations=locations),
        organisations=(
            *(OrganisationMention(OrganisationRole.SOURCE, it.name, it) for it in sources),
            *(OrganisationMention(OrganisationRole.OPERATOR, it.name, it) for it in operators),
        ),
        train=Train(number=number),
        quantities=tuple(quantities),
        cause=cause,
    )


def tell(db, outlet_id, *reports, read_by="1", **article_options):
    """Have an outlet publish an article with these reports, stored as a run would; its id."""
    save_outlet(db, outlet(outlet_id))
    page = article(outlet_id, **article_options)
    save_article(db, page)
    key = article_id(page.url)
    save_reports(db, key, reports, extractor_version=read_by, now=NOW)
    return key


def rows(db, table, order="rowid"):
    """All rows of a table."""
    return list(db.query(f"SELECT * FROM {table} ORDER BY {order}"))


def spoil_articles(db):
    """Write over the first page of the table of articles, as a bad disk would."""
    [page] = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'articles'").fetchone()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file_of(db).open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\x07" * 4096)
