"""Whoever asks to be told is told of each event once, however often the target is down."""

from __future__ import annotations

import json
import shutil
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import standardwebhooks
from aiosmtpd.controller import Controller
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from railwatch.alerts.delivery import send_again, tell_alerts
from railwatch.alerts.rules import Alert, parse_alerts
from railwatch.alerts.secrets import MessageRefused, TargetDown
from railwatch.runs import Run
from storage.alerts import MOST_REFUSALS, AlertRule
from storage.database import open_database
from storage.merge import merge_events
from storage.periods import utc_text
from tests.sites.server import held_port
from tests.storage_samples import NOW, quantity, report, rows, tell

MINUTE = timedelta(minutes=1)
SECRET = "whsec_" + "c2VjcmV0IG9mIHRoZSB0ZXN0cw=="


@contextmanager
def receiver(answers):
    """A webhook receiver that answers so first, then with 204; its address and what it took.

    An answer is a status, with the pause asked for behind it if there is one.
    """
    taken, left = [], list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = left.pop(0) if left else 204
            status, pause = answer if isinstance(answer, tuple) else (answer, None)
            if status == 204:
                taken.append((dict(self.headers), body))
            if status is not None:
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                if pause is not None:
                    self.send_header("Retry-After", pause)
                self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook", taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def mail_server(port, answers):
    """An SMTP server that answers letters so first, then takes them; what it took."""
    taken, left = [], list(answers)

    class Handler:
        async def handle_DATA(self, server, session, envelope):
            if left:
                return left.pop(0)
            taken.append(envelope)
            return "250 taken"

    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield taken
    finally:
        controller.stop()


@pytest.fixture
def port():
    with held_port() as held:
        yield held


def alerts_of(path, smtp=None, **tables):
    """The alerts of these `[alerts.NAME]` tables, configured beside `path`."""
    return parse_alerts({"alerts": tables, **({"smtp": smtp} if smtp else {})}, path)


def told(db, alerts, now=NOW):
    """One run's delivery; how many targets failed."""
    run = Run(db, None)
    tell_alerts(run, alerts, now=now)
    return run.failures


def test_webhook_that_is_down_at_first_gets_each_event_once_in_order_and_signed(
    news, tmp_path, monkeypatch
):
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    with receiver([503, None, 302, 429]) as (url, taken):
        hook = alerts_of(tmp_path / "t", hook={"webhook": url, "secret_env": "HOOK_SECRET"})
        failed = [told(news, hook, NOW + MINUTE * at) for at in (0, 1, 2, 6, 10, 20, 30, 60)]
    # Down at 0, 1, 6 and 20 minutes; the runs between leave it alone; at 60 it takes all.
    assert failed == [1, 1, 0, 1, 0, 1, 0, 0]
    told_of = [json.loads(body) for _, body in taken]
    assert [message["event"]["type"] for message in told_of] == ["derailment", "service_resumption"]
    assert told_of[0]["event"]["figures"][0]["value"] == 3
    assert told_of[1]["event"]["reports"][0]["url"] == "https://amur-wire.example/story"
    for headers, body in taken:
        moment = NOW + MINUTE * 60
        signed = standardwebhooks.Webhook(SECRET).sign(headers["webhook-id"], moment, body.decode())
        assert headers["webhook-signature"] == signed
        assert headers["webhook-timestamp"] == str(int(moment.timestamp()))


@pytest.mark.parametrize("poison", [400, 413, 500, 301])
def test_message_that_is_never_taken_lets_the_next_pass_and_can_be_sent_again(
    news, tmp_path, poison
):
    with receiver([poison] * MOST_REFUSALS) as (url, taken):
        hook = alerts_of(tmp_path / "t", hook={"webhook": url})
        days = [told(news, hook, NOW + timedelta(days=at)) for at in range(MOST_REFUSALS + 5)]
        assert days == [1] * MOST_REFUSALS + [0] * 5
        assert [kind_of(body) for _, body in taken] == ["service_resumption"]
        [aside] = [row for row in rows(news, "alerts") if row["set_aside_at"]]
        [failure] = [row for row in rows(news, "failures") if not row["resolved_at"]]
        assert failure["url"] == f"alert hook, message {aside['message_id']}"
        assert failure["reason"].startswith(f"the webhook answered {poison} {MOST_REFUSALS} times")
        assert send_again(news, "hook", now=NOW) == 1
        assert told(news, hook, NOW + timedelta(days=30)) == 0
        assert told(news, hook, NOW + timedelta(days=31)) == 0
    assert [kind_of(body) for _, body in taken] == ["service_resumption", "derailment"]
    assert not [row for row in rows(news, "failures") if not row["resolved_at"]]


def kind_of(body):
    return json.loads(body)["event"]["type"]


@pytest.mark.parametrize("moment", [408, 425, 429, 502, 503, 504, None])
def test_target_that_is_down_for_weeks_loses_nothing(news, tmp_path, moment):
    with receiver([moment] * 40) as (url, taken):
        hook = alerts_of(tmp_path / "t", hook={"webhook": url})
        for day in range(41):
            told(news, hook, NOW + timedelta(days=day))
    assert [kind_of(body) for _, body in taken] == ["derailment", "service_resumption"]


@pytest.mark.parametrize(
    ("asked", "left_alone"),
    [("7200", 120), ("Fri, 20 Dec 2024 11:00:00 GMT", 120), ("9" * 20, 24 * 60), ("soon", 0)],
)
def test_webhook_that_asks_to_be_left_alone_is_for_so_long(news, tmp_path, asked, left_alone):
    with receiver([(429, asked)]) as (url, taken):
        hook = alerts_of(tmp_path / "t", hook={"webhook": url})
        minutes = (0, left_alone - 1, left_alone)
        assert [told(news, hook, NOW + MINUTE * at) for at in minutes] == [1, 0, 0]
        assert len(taken) == 2
        [asked_at] = {row["delivered_at"] for row in rows(news, "alerts")}
    assert asked_at == utc_text(NOW + MINUTE * left_alone)


def test_letter_that_is_refused_for_good_lets_the_next_pass(news, tmp_path, port):
    smtp = {"host": "127.0.0.1", "port": port, "sender": "railwatch@example.org"}
    desk = alerts_of(tmp_path / "t", smtp, desk={"email": "desk@example.org"})
    with mail_server(port, ["552 too long"] * MOST_REFUSALS) as taken:
        for day in range(MOST_REFUSALS):
            told(news, desk, NOW + timedelta(days=day))
    assert len(taken) == 1


@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        ({"security": "starttls"}, "STARTTLS"),
        ({"user": "desk", "security": "none"}, "SMTP AUTH"),
    ],
)
def test_mail_server_that_cannot_do_what_is_asked_is_told_with_what(
    news, tmp_path, port, asked, missing
):
    smtp = {"host": "127.0.0.1", "port": port, "sender": "railwatch@example.org"}
    desk = alerts_of(tmp_path / "t", smtp | asked, desk={"email": "desk@example.org"})
    with mail_server(port, []) as taken:
        assert told(news, desk) == 1
    assert taken == []
    [failure] = rows(news, "failures")
    assert failure["reason"].startswith(
        f"the mail server cannot do what [smtp] asks ({missing} extension not supported by server)"
    )


def test_command_lists_what_is_set_aside_and_sends_it_again(railwatch, news, tmp_path):
    refuse = [sys.executable, "-c", "raise SystemExit(1)"]
    tool = alerts_of(tmp_path / "t", tool={"command": refuse, "types": ["derailment"]})
    for day in range(MOST_REFUSALS):
        told(news, tool, NOW + timedelta(days=day))
    listed = railwatch("alerts").out.splitlines()[-1].split()
    assert listed[:3] == ["tool", "0", "1"]
    assert railwatch("alerts", "--again", "tool").code == 0
    assert railwatch("alerts").out.splitlines()[-1].split()[:3] == ["tool", "1", "0"]
    assert railwatch("alerts", "--again", "tool").code == 2


def test_mail_server_that_is_down_at_first_takes_each_letter_once(news, tmp_path, port):
    smtp = {"host": "127.0.0.1", "port": port, "sender": "railwatch@example.org"}
    desk = alerts_of(tmp_path / "t", smtp, desk={"email": "desk@example.org"})
    failed = [told(news, desk, NOW)]
    with mail_server(port, ["451 later", "554 no"]) as taken:
        failed += [told(news, desk, NOW + MINUTE * at) for at in (1, 10, 60, 61)]
    assert failed == [1, 1, 1, 0, 0]
    letters = [message_from_bytes(one.content, policy=policy.default) for one in taken]
    assert [one["subject"] for one in letters] == [
        "[desk] Derailment: Patna, 2 November 2024",
        "[desk] Service resumed: Khasan – Tumangang, 16 December 2024",
    ]
    assert [one.rcpt_tos for one in taken] == [["desk@example.org"]] * 2
    assert "killed 3" in letters[0].get_content()
    assert "https://patna-post.example/story" in letters[0].get_content()
    assert len({one["message-id"] for one in letters}) == 2


def test_what_is_told_is_no_more_certain_than_its_reports(db, tmp_path, port):
    hurt = [quantity("injured", 30, "at_least"), quantity("cars", 9, scope="this_train")]
    tell(db, "amur-wire", report("derailment", start="2024-12-16", quantities=hurt))
    merge_events(db, now=NOW)
    smtp = {"host": "127.0.0.1", "port": port, "sender": "railwatch@example.org"}
    alerts = alerts_of(
        tmp_path / "t", smtp, desk={"email": "desk@example.org"}, log={"file": "told.jsonl"}
    )
    with mail_server(port, []) as taken:
        assert told(db, alerts) == 0
    [letter] = [message_from_bytes(one.content, policy=policy.default) for one in taken]
    assert {"injured at least 30", "cars (this train) 9"} <= {*letter.get_content().splitlines()}
    [line] = (tmp_path / "told.jsonl").read_text().splitlines()
    event = json.loads(line)["event"]
    assert (event["pages_gone"], event["figures"][0]["conflicting"]) == (False, False)


def test_file_and_command_get_a_line_of_json_each(news, tmp_path):
    keep = "import sys; open('kept.jsonl', 'a').write(sys.stdin.read() + chr(10))"
    alerts = alerts_of(
        tmp_path / "railwatch.toml",
        desk={"file": "told.jsonl"},
        tool={"command": [sys.executable, "-c", keep.replace("kept", str(tmp_path / "kept"))]},
        broken={"command": [sys.executable, "-c", "raise SystemExit(3)"]},
        missing={"command": ["no-such-program"]},
        nowhere={"file": "no/such/folder/told.jsonl"},
    )
    assert (told(news, alerts), told(news, alerts)) == (3, 3)
    for name in ("told.jsonl", "kept.jsonl"):
        lines = [json.loads(line) for line in (tmp_path / name).read_text().splitlines()]
        assert [line["reason"] for line in lines] == ["new", "new"]
    reasons = {row["url"]: row["reason"].partition(";")[0] for row in rows(news, "failures")}
    assert reasons == {
        "alert broken": f"{sys.executable} ended with 3",
        "alert missing": "no-such-program cannot be started (No such file or directory)",
        "alert nowhere": f"{tmp_path}/no/such/folder/told.jsonl cannot be written "
        "(No such file or directory)",
    }


def test_command_that_leaves_a_child_running_has_taken_its_message(news, tmp_path):
    kept = tmp_path / "kept.jsonl"
    script = f"cat >> {kept}; echo >> {kept}; sleep 100 & exit 0"
    alerts = alerts_of(tmp_path / "railwatch.toml", tool={"command": ["sh", "-c", script]})
    assert (told(news, alerts), told(news, alerts)) == (0, 0)
    assert len(kept.read_text().splitlines()) == 2


def test_alert_that_fails_in_a_way_nobody_thought_of_holds_up_no_other(news, tmp_path, port):
    (tmp_path / "password").write_text("пароль")
    (tmp_path / "secret").write_text("whsec_ключ")
    (tmp_path / "empty").write_text("\n")
    server = {"host": "127.0.0.1", "port": port, "sender": "railwatch@example.org"}
    hook = {"webhook": f"http://127.0.0.1:{port}/"}
    with mail_server(port, []):
        alerts = alerts_of(
            tmp_path / "railwatch.toml",
            smtp=server | {"user": "me", "password_file": "password", "security": "none"},
            letter={"email": "desk@example.org"},
            hook=hook | {"secret_file": "secret"},
            unsigned=hook | {"secret_file": "empty"},
            desk={"file": "told.jsonl"},
        )
        assert told(news, alerts) == 3
    assert len((tmp_path / "told.jsonl").read_text().splitlines()) == 2
    reasons = {row["url"]: row["reason"].partition(";")[0] for row in rows(news, "failures")}
    assert "пароль" not in str(reasons)
    assert reasons["alert hook"] == "the secret begins with whsec_ but is no base64"
    assert reasons["alert unsigned"] == "the file empty is empty"


def test_alert_for_a_country_that_nobody_knows_is_a_failure_not_a_silence(news, tmp_path):
    table = {"file": "told.jsonl", "countries": ["RU", "North Korea", "Ruritania"]}
    assert told(news, alerts_of(tmp_path / "railwatch.toml", desk=table)) == 1
    [failure] = rows(news, "failures")
    assert failure["reason"] == "no country is known as 'Ruritania'"
    assert (tmp_path / "told.jsonl").exists()


def test_run_that_dies_between_sending_and_noting_it_repeats_no_line_of_a_file(news, tmp_path):
    alerts = alerts_of(tmp_path / "t", desk={"file": "told.jsonl"})
    told(news, alerts)
    news.execute("UPDATE alerts SET delivered_at = NULL")
    written = (tmp_path / "told.jsonl").read_bytes()
    (tmp_path / "told.jsonl").write_bytes(written[:-5])  # the last line was cut short
    told(news, alerts, NOW + MINUTE)
    lines = (tmp_path / "told.jsonl").read_text().splitlines()
    assert [lines[0], lines[2]] == written.decode().splitlines()


def test_no_secret_reaches_the_database_or_the_log(news, tmp_path, port, monkeypatch, caplog):
    monkeypatch.setenv("HOOK", f"http://127.0.0.1:{port}/services/T0PSECRET")
    (tmp_path / "mail.secret").write_text("T0PSECRET\n")
    smtp = {"host": "127.0.0.1", "port": port, "sender": "r@example.org", "user": "railwatch"}
    alerts = alerts_of(
        tmp_path / "t",
        smtp | {"password_file": "mail.secret", "security": "none"},
        hook={"webhook_env": "HOOK"},
        unset={"webhook_env": "NO_SUCH_HOOK"},
        desk={"email": "desk@example.org"},
    )
    assert told(news, alerts) == 3
    with receiver([]) as (url, taken):
        monkeypatch.setenv("HOOK", url + "/T0PSECRET")
        assert told(news, alerts, NOW + MINUTE) == 2
    assert len(taken) == 2
    assert "T0PSECRET" not in "\n".join([*news.conn.iterdump(), caplog.text])
    assert "the environment variable NO_SUCH_HOOK is not set" in caplog.text


def test_hostile_title_ends_no_header_of_a_letter(db, tmp_path, port):
    name = "Khasan\r\nBcc: all@example.org\u202e"
    tell(db, "amur-wire", report(start="2024-12-16", origin=name))
    merge_events(db, now=NOW)
    smtp = {"host": "127.0.0.1", "port": port, "sender": "railwatch@example.org"}
    with mail_server(port, []) as taken:
        told(db, alerts_of(tmp_path / "t", smtp, desk={"email": "desk@example.org"}))
    [letter] = [message_from_bytes(one.content, policy=policy.default) for one in taken]
    assert letter["bcc"] is None
    assert "Bcc: all@example.org" in letter["subject"]


FAULTS = (None, TargetDown, MessageRefused)


class Flaky:
    """Takes a message, or fails so, as told beforehand."""

    def __init__(self, works):
        self.works, self.taken = list(works), []

    def send(self, waiting, *, now):
        if self.works and (fault := self.works.pop(0)):
            raise fault("not now")
        self.taken.append(waiting.message["event"]["id"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    works=st.lists(st.sampled_from(FAULTS), max_size=30),
    minutes=st.lists(st.integers(0, 90), max_size=8),
)
def test_whatever_fails_and_whenever_runs_start_each_event_arrives_once(
    tmp_path_factory, empty_db, works, minutes
):
    db = open_database(shutil.copy(empty_db, tmp_path_factory.mktemp("any") / "railwatch.db"))
    target = Flaky(works)
    alerts = [Alert(AlertRule("any"), target)]
    now = NOW
    for at, pause in enumerate([*minutes, 0]):
        place = f"Halt {at}"
        tell(db, "wire", report("fire", start="2024-12-16", locations=[place]), path=place)
        merge_events(db, now=now)
        told(db, alerts, now)
        now += MINUTE * pause
    for _ in works:
        now += timedelta(days=1)
        told(db, alerts, now)
        send_again(db, "any", now=now)
    now += timedelta(days=1)
    told(db, alerts, now)
    assert len(target.taken) == len(set(target.taken))
    assert set(target.taken) == {row["id"] for row in rows(db, "events")}
    db.close()
