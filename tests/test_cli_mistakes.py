"""What a user gets wrong is told in one plain line with a next step, and ends with a code."""

import json
import os
import signal
import subprocess
import sys
from contextlib import closing

import pytest

from storage.database import open_database
from storage.lock import run_lock
from tests.browsing import serving
from tests.conftest import RAILWATCH, SECONDS


def one_line(ended):
    """The one line that a mistake is told in."""
    assert "Traceback" not in ended.err
    [line] = ended.err.splitlines()
    return line


def test_missing_database_is_told_with_the_command_that_makes_one(railwatch):
    ended = railwatch("events")
    assert ended.code == 2
    assert "railwatch.db" in one_line(ended)
    assert "railwatch run" in one_line(ended)


@pytest.mark.parametrize("command", ["events", "status", "serve", "process"])
def test_corrupt_database_is_refused_and_left_alone(railwatch, tmp_path, command):
    rubbish = b"this is no database " * 200
    (tmp_path / "railwatch.db").write_bytes(rubbish)
    ended = railwatch(command)
    assert ended.code == 2
    assert "not an SQLite database" in one_line(ended)
    assert (tmp_path / "railwatch.db").read_bytes() == rubbish


def test_database_in_a_missing_folder_is_told(railwatch):
    ended = railwatch("process", "--db", "nowhere/railwatch.db")
    assert ended.code == 2
    assert "nowhere" in one_line(ended)


def test_unknown_outlet_is_told_with_the_nearest_name(railwatch, tmp_path):
    (tmp_path / "railwatch.toml").write_text('contact = "me@example.org"\n' + OUTLET)
    ended = railwatch("crawl", "rail_currier_gb")
    assert ended.code == 2
    assert "did you mean 'rail_courier_gb'?" in one_line(ended)


def test_an_outlet_that_forbids_it_is_not_fetched_and_the_reason_told(railwatch, tmp_path):
    (tmp_path / "railwatch.toml").write_text('contact = "me@example.org"')
    ended = railwatch("crawl", "reuters_gb")
    assert ended.code == 2
    assert "Reuters is not fetched: robots.txt admits named partners only" in one_line(ended)
    assert not (tmp_path / "railwatch.db").exists()


OUTLET = """
[[outlet]]
id = "rail_courier_gb"
name = "Rail Courier"
kind = "trade"
country = "GB"
languages = ["en"]
homepage = "https://railcourier.example/"
timezone = "Europe/London"
feeds = ["https://railcourier.example/feed/"]
"""


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("contact = me@example.org", "not valid TOML"),
        ('contcat = "me@example.org"', "unknown field 'contcat'; did you mean 'contact'?"),
        ('keep_all = "yes"', "keep_all must be true or false"),
        ('db = ""', "db must be a path, not ''"),
        ('pages = "a\\u0000b"', "pages must be a path"),
        ('contact = "nobody"', "contact must be an e-mail or web address"),
        ('outlet = "x"', "outlet must be written as [[outlet]] tables"),
        (OUTLET.replace("timezone", "timezon"), "timezon"),
        (OUTLET.replace("Europe/London", "Europe/Londno"), "timezone"),
    ],
)
def test_mistake_in_the_configuration_names_file_and_field(railwatch, tmp_path, toml, said):
    (tmp_path / "railwatch.toml").write_text(toml)
    ended = railwatch("outlets", "list")
    assert ended.code == 2
    assert said in one_line(ended)


def test_mark_that_an_editor_puts_before_the_configuration_is_passed_over(railwatch, tmp_path):
    (tmp_path / "railwatch.toml").write_text('db = "elsewhere.db"', encoding="utf-8-sig")
    assert "elsewhere.db" in one_line(railwatch("events"))


@pytest.mark.parametrize("field", ["feeds", "sitemaps", "listings", "homepage"])
def test_password_in_an_address_is_refused_not_shown_and_not_stored(railwatch, tmp_path, field):
    secret = "https://me:SECRETPW@railcourier.example/feed/"
    told = secret if field == "homepage" else [secret]
    lines = [line for line in OUTLET.splitlines() if not line.startswith(f"{field} ")]
    toml = "\n".join(['contact = "me@example.org"', *lines, f"{field} = {json.dumps(told)}"])
    (tmp_path / "railwatch.toml").write_text(toml)
    ended = railwatch("run")
    assert ended.code == 2
    said = one_line(ended)
    assert f"an address in {field} holds a user name; leave user and password out" in said
    assert "SECRETPW" not in said
    assert not (tmp_path / "railwatch.db").exists()


def test_crawling_without_a_contact_fetches_nothing(railwatch, tmp_path):
    (tmp_path / "railwatch.toml").write_text(OUTLET)
    ended = railwatch("crawl", "rail_courier_gb")
    assert ended.code == 2
    assert 'contact = "you@example.org"' in one_line(ended)
    assert not (tmp_path / "railwatch.db").exists()


@pytest.mark.parametrize("command", ["run", "crawl", "process"])
def test_second_copy_ends_with_75(railwatch, tmp_path, command):
    (tmp_path / "railwatch.toml").write_text('contact = "me@example.org"\n' + OUTLET)
    open_database(tmp_path / "railwatch.db").close()
    with run_lock(tmp_path / "railwatch.db"):
        ended = railwatch(command)
    assert ended.code == 75
    assert str(os.getpid()) in one_line(ended)


def test_bad_date_is_told_with_the_form_it_should_have(railwatch):
    ended = railwatch("events", "--since", "last week")
    assert ended.code == 2
    assert "2024-12-16" in one_line(ended)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("events --type picnic", "'picnic' is not one of"),
        (
            "events --limit 0",
            "0 is not in the range 1<=x<=1000000000; see `railwatch events --help`.",
        ),
        ("events --limit many", "'many' is not a valid integer"),
        ("events --platform 9", "no such option"),
        ("export", "missing argument 'FORMAT'"),
        ("export xlsx", "'xlsx' is not one of 'csv',"),
        ("outlets forget", "see `railwatch outlets --help`."),
        ("evnts", "no such command 'evnts'"),
        ("events --jsn", "no such option '--jsn' (did you mean one of: '--json', '--since'?);"),
        ("events --place", "option '--place' requires an argument; see `railwatch events --help`."),
        (f"events --limit {10**20}", "is not in the range"),
        (f"vacuum --forget {10**9}", "is not in the range"),
        ("--platform", "see `railwatch --help`."),
    ],
)
def test_wrong_usage_is_told_in_a_sentence_with_where_to_look(railwatch, asked, said):
    ended = railwatch(*asked.split())
    assert (ended.code, ended.out) == (2, "")
    line = one_line(ended)
    assert line.startswith("railwatch: ")
    assert said in line
    assert line.endswith(" --help`.")


@pytest.mark.parametrize(
    "asked",
    ["events --place", "events --country", "export csv --text", "serve --port 0 --host"],
)
def test_blank_value_as_of_a_variable_that_is_not_set_is_told(railwatch, tmp_path, asked):
    open_database(tmp_path / "railwatch.db").close()
    ended = railwatch(*asked.split(), " ", seconds=60)
    assert (ended.code, ended.out) == (2, "")
    assert one_line(ended).endswith(f"{asked.split()[-1]} is blank; fill it in, or leave it out.")


@pytest.mark.parametrize("asked", ["events --db", "export csv --output", "process --db"])
def test_no_file_is_told_and_none_is_made_beside_the_folder(railwatch, tmp_path, asked):
    open_database(tmp_path / "railwatch.db").close()
    before = sorted(tmp_path.parent.iterdir())
    ended = railwatch(*asked.split(), "")
    assert ended.code == 2
    assert "is a folder; name a file in it." in one_line(ended)
    assert sorted(tmp_path.parent.iterdir()) == before


@pytest.mark.parametrize("asked", [["events"], ["export", "csv"]])
def test_country_that_is_not_known_is_told_and_not_found_empty(railwatch, tmp_path, asked):
    open_database(tmp_path / "railwatch.db").close()
    ended = railwatch(*asked, "--country", "Narnia")
    assert (ended.code, ended.out) == (2, "")
    assert "no country is known as 'Narnia'; give its name in English" in one_line(ended)
    assert railwatch(*asked, "--country", "Россия").code == 0


def test_types_and_formats_may_be_in_capitals(railwatch, tmp_path):
    open_database(tmp_path / "railwatch.db").close()
    assert railwatch("events", "--type", "Derailment", "--factuality", "Actual").code == 0
    assert railwatch("export", "CSV").out.startswith("id,")


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ("events", 2, "copy it to a folder of your own."),
        ("vacuum", 2, "/shared; check its rights."),
        (
            "export csv -o events.csv --db readable.db",
            1,
            "events.csv cannot be written (Permission",
        ),
        ("demo --db new/railwatch.db", 1, "stopped (new: Permission denied);"),
    ],
)
def test_folder_in_which_nothing_may_be_written_is_told(tmp_path, asked, code, said):
    folder = tmp_path / "shared"
    folder.mkdir()
    open_database(folder / "railwatch.db").close()
    with closing(open_database(folder / "readable.db")) as db:
        db.conn.execute("PRAGMA journal_mode = DELETE")  # can be read without files beside it
    folder.chmod(0o555)
    rights = "--bounding-set=-dac_override,-dac_read_search"  # root may write anywhere else
    as_others = ["setpriv", rights] if os.geteuid() == 0 else []
    ended = subprocess.run(
        [*as_others, RAILWATCH, *asked.split()],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    folder.chmod(0o755)
    assert ended.returncode == code
    [line] = ended.stderr.splitlines()
    assert said in line
    assert "Errno" not in line


def test_missing_file_is_told_and_the_others_are_read(railwatch, tmp_path):
    (tmp_path / "dull.txt").write_text("Nothing of note.")
    ended = railwatch("extract", "gone.txt", "dull.txt", "--json")
    assert ended.code == 1
    assert ended.out == '{"id": "dull", "events": []}\n'
    assert "gone.txt: No such file" in one_line(ended)


def test_broken_lines_are_told_by_number_and_the_rest_is_read(railwatch):
    lines = [
        '{"id": "a", "text": "Nothing of note."}',
        '{"id": "b", "text": ',
        '{"text": "No id."}',
        "[1, 2]",
        '{"id": "c", "text": "Nothing.", "published": "yesterday"}',
        '{"id": 7, "text": "Nothing."}',
        '{"id": "e", "text": "Nothing.", "url": "https://x.example:99999/"}',
        '{"id": "f", "text": "Nothing.", "url": "https://[x/"}',
        '{"id": "d", "text": "Nothing, with a lone \\ud800."}',
    ]
    ended = railwatch("extract", "--json", stdin="\n".join(lines))
    assert ended.code == 1
    assert [line[:10] for line in ended.out.splitlines()] == ['{"id": "a"', '{"id": "d"']
    said = ended.err.splitlines()
    assert [line.partition(":")[2].partition(":")[0] for line in said] == [
        f" stdin.jsonl, line {number}" for number in range(2, 9)
    ]


def test_port_in_use_is_told(railwatch, tmp_path):
    import socket

    open_database(tmp_path / "railwatch.db").close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = railwatch("serve", "--port", taken.getsockname()[1])
    assert ended.code == 1
    assert "cannot be used (Address already in use); try another --port or --host." in one_line(
        ended
    )


def test_where_there_is_nothing_to_show_that_is_told(railwatch, tmp_path):
    open_database(tmp_path / "railwatch.db").close()
    assert railwatch("status").out.startswith("no outlet has been crawled or imported yet\n")
    assert (railwatch("alerts").out, railwatch("alerts").err) == ("", "no message waits\n")
    assert (railwatch("events").out, railwatch("events").err) == ("", "0 events\n")


def test_program_runs_where_its_output_is_closed(tmp_path):
    open_database(tmp_path / "railwatch.db").close()
    command = f"{RAILWATCH} status >&- && {RAILWATCH} events 2>&-"
    ended = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_interrupt_is_how_the_server_ends(tmp_path):
    open_database(tmp_path / "railwatch.db").close()
    with serving(tmp_path / "railwatch.db") as (server, _):
        server.send_signal(signal.SIGINT)
        assert server.wait(SECONDS) == 0
        assert "Aborted" not in server.stderr.read()


@pytest.mark.parametrize("command", [[], ["outlets"]])
def test_help_says_of_each_command_in_whole_words_what_it_does(railwatch, command):
    commands = railwatch(*command, "--help").out.partition("Commands:")[2]
    assert len(commands.splitlines()) > 3
    assert "..." not in commands


@pytest.mark.parametrize("command", [[], ["events"], ["outlets", "list"], ["extract"]])
def test_help_is_there_at_once_and_has_an_example(railwatch, command):
    probe = "import sys; from railwatch.cli import main; sys.argv[1:] = sys.argv[1:]; main()"
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", probe, *command, "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Example: railwatch" in ended.stdout
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert not loaded & {"spacy", "scrapy", "datasette", "sqlite_utils", "rich"}
