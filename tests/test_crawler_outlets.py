"""Outlets: the declared ones as a fleet, and what is said of a wrong `[[outlet]]` table."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.identity import user_agent
from crawler.outlets import OutletError, declared_spec, declared_specs, outlet_specs
from crawler.robots import RobotsMiddleware
from crawler.ruled_out import ruled_out, ruled_out_at
from crawler.sites import site
from railwatch.outlet_book import OutletBook

SPIDERS = Path(__file__).parents[1] / "crawler" / "spiders"
NAMES = sorted(path.stem for path in SPIDERS.glob("*_??.py"))
LOADER = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))
TABLE = {
    "id": "vale_gazette",
    "name": "Vale Gazette",
    "kind": "regional",
    "country": "GB",
    "languages": ["en"],
    "timezone": "Europe/London",
    "feeds": ["https://valegazette.example/feed"],
}


@pytest.mark.parametrize("name", NAMES)
def test_declared_outlet_is_whole_and_polite(name):
    spider = LOADER.load(name)
    spec = spider.spec()
    assert declared_spec(SPIDERS / f"{name}.py") == spec
    assert spider.__name__.removesuffix("Spider").lower() == name.replace("_", "")
    assert spider.__doc__
    assert any(spec.sources())
    assert spec.min_articles >= 1
    assert 1 <= spec.stale_days <= 90
    assert not spec.local
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    spider.update_settings(settings)
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert not settings.getbool("COOKIES_ENABLED")


def test_every_outlet_file_holds_an_outlet_that_scrapy_lists():
    command = [sys.executable, "-m", "scrapy", "list"]
    listed = subprocess.run(command, cwd=SPIDERS.parents[1], capture_output=True, text=True)
    assert listed.stdout.split() == NAMES == [spec.id for spec in declared_specs()]
    assert len(NAMES) == 135


def test_looking_outlets_up_does_not_load_scrapy():
    code = "import sys, crawler.outlets as o; o.outlet_specs(); sys.exit('scrapy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_declared_field_that_has_to_be_worked_out_is_refused(tmp_path):
    declared = (SPIDERS / "interfax_ru.py").read_text("utf-8")
    (tmp_path / "interfax_ru.py").write_text(declared.replace('"RU"', '"ru".upper()'), "utf-8")
    with pytest.raises(OutletError, match=r"'interfax_ru': country must be a plain value"):
        declared_spec(tmp_path / "interfax_ru.py")


def test_no_two_outlets_ask_the_same_source():
    sources = Counter(url for spec in declared_specs() for url, _ in spec.sources())
    assert [url for url, count in sources.items() if count > 1] == []


def test_outlets_whose_terms_allow_no_copies_keep_no_text():
    restricted = [spec.id for spec in declared_specs() if not spec.store_text]
    assert " ".join(restricted) == (
        "ansa_it ap_us cbc_ca interfax_ru kcna_watch_us nk_news_us railway_age_us"
    )


def test_outlets_that_forbid_it_are_listed_with_reason_and_date_and_never_asked():
    for one in ruled_out().values():
        assert one.reason
        assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", one.since)
        assert one.id not in NAMES
        assert site(one.homepage) in one.sites
    sources = [url for spec in declared_specs() for url, _ in spec.sources()]
    assert [url for url in sources if ruled_out_at(url)] == []
    assert len(ruled_out()) == 6


def test_editions_of_one_agency_are_told_apart_by_their_host():
    book = OutletBook(declared_specs())
    assert book.find(url="https://www.yna.co.kr/view/AKR1").id == "yonhap_kr"
    assert book.find(url="https://en.yna.co.kr/view/AEN1").id == "yonhap_en_kr"
    assert book.find(url="https://m.yna.co.kr/view/AKR1") is not None


def test_robots_txt_is_obeyed_by_our_own_middleware_alone():
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    wanted = settings.getdict("DOWNLOADER_MIDDLEWARES")
    assert wanted["scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware"] is None
    name = f"{RobotsMiddleware.__module__}.{RobotsMiddleware.__name__}"
    assert wanted[name] is not None


def test_no_web_server_and_no_shell_looks_into_a_crawl():
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    paths = settings.get_component_priority_dict_with_base("EXTENSIONS")
    used = {path.rpartition(".")[2] for path in paths}
    assert {"MemoryUsage", "PoliteThrottle"} <= used
    assert not used & {"RemoteControl", "TelnetConsole", "AutoThrottle"}


def test_user_agent_names_program_and_contact():
    assert user_agent("you@railwatch.example").startswith("Railwatch/")
    assert user_agent("you@railwatch.example").endswith(" (+you@railwatch.example)")


def test_users_table_becomes_an_outlet_beside_the_declared():
    specs = outlet_specs([TABLE])
    assert specs["vale_gazette"].homepage == "https://valegazette.example/"
    assert list(specs["vale_gazette"].sources()) == [("https://valegazette.example/feed", "feed")]
    assert set(NAMES) < set(specs)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"feeds": "https://x.example/"}, "feeds must be a list of strings"),
        ({"feeds": []}, "needs an address in feeds, sitemaps or listings"),
        ({"feeds": ["ftp://x.example/"]}, "feeds must be http(s) addresses"),
        ({"feeds": ["https://x.example:99999/"]}, "feeds must be http(s) addresses"),
        ({"timezone": "Mars/Base"}, "timezone must be a zone such as Europe/London"),
        ({"timezone": 3}, "timezone must be a string"),
        ({"kind": "blog"}, "kind must be one of wire, national"),
        ({"country": "gb"}, "country must be two capitals"),
        ({"languages": ["english"]}, "languages must be codes"),
        ({"languages": []}, "languages must be codes"),
        ({"delay": True}, "delay must be a number"),
        ({"delay": -1}, "delay must be 0 to 120 seconds, not -1"),
        ({"delay": float("inf")}, "delay must be 0 to 120 seconds, not inf"),
        ({"min_articles": 1.5}, "min_articles must be a whole number"),
        ({"store_text": "no"}, "store_text must be true or false"),
        ({"article_pattern": "("}, "article_pattern must be a regular expression"),
        ({"body_css": "p::::x["}, "body_css must be a CSS selector"),
        ({"feed_urls": []}, "unknown field 'feed_urls'"),
        ({"id": "Vale Gazette"}, "id must be lower-case letters"),
    ],
)
def test_wrong_field_is_named_with_its_outlet(changes, message):
    with pytest.raises(OutletError) as error:
        outlet_specs([TABLE | changes])
    assert str(error.value).startswith(f"outlet {(TABLE | changes)['id']!r}: ")
    assert message in str(error.value)


@pytest.mark.parametrize("field", ["id", "name", "kind", "country", "languages", "timezone"])
def test_missing_field_is_named(field):
    table = {name: value for name, value in TABLE.items() if name != field}
    with pytest.raises(OutletError, match=f"{field} is missing"):
        outlet_specs([table])


def test_two_tables_of_one_id_are_told():
    with pytest.raises(OutletError, match="'vale_gazette': id is used by another"):
        outlet_specs([TABLE, TABLE])
