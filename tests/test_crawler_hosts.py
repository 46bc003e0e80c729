"""What hosts do, and that none holds up the others."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from OpenSSL.SSL import Error as TLSError
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, ResponseDataLossError
from scrapy.http import Response
from service_identity import VerificationError
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, ResponseNeverReceived

from crawler.download import check_host, note_answer
from crawler.pauses import Pauses, parse_retry_after
from crawler.process import start_by_turns
from crawler.refusals import PrivateAddress
from crawler.run import CrawlBroke, in_own_process
from crawler.verdicts import tells_of_host, verdict
from crawler.worker import ParsingFailed, ParsingHung, ParsingLost, Worker, Workers
from tests.sites.outlets import crawl, rss_site, spec
from tests.sites.server import serve


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Mon, 02 Mar 2026 12:10:00 GMT", 600),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0),
        ("9" * 4_400, 10**8),
        ("²", None),
        ("later", None),
        ("", None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(value, seconds):
    span = parse_retry_after(value, now=datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert span == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (ConnectionDone(), "the host closed the connection"),
        (ParseError("wrong number of parts", b"HELLO"), "the answer is no HTTP"),
        (ValueError("Value contains non-decimal digits: b'-5'"), "the answer is no HTTP"),
        (VerificationError(errors=[]), "the host's certificate is for another name"),
        (TLSError([("SSL routines", "", "wrong version number")]), "the host speaks no TLS"),
        (
            TLSError([("SSL routines", "", "certificate verify failed")]),
            "the host's certificate cannot be trusted",
        ),
    ],
)
def test_what_a_host_did_is_told_in_words(cause, told):
    failed = DownloadFailedError("[<twisted.python.failure.Failure ...>]")
    failed.__cause__ = ResponseNeverReceived([Failure(cause)])
    assert verdict(failed).reason == told


def test_a_host_is_left_alone_after_four_failures_in_a_row():
    pauses = Pauses()
    for _ in range(3):
        pauses.strike("a.example", "timeout")
    pauses.answered("a.example")
    for _ in range(3):
        pauses.strike("a.example", "timeout")
    assert not pauses.reasons
    pauses.strike("a.example", "timeout")
    assert pauses.reasons == {"a.example": "4 requests in a row failed (timeout)"}


def test_a_pause_that_one_outlet_is_asked_for_holds_for_all():
    one, other = Pauses(), Pauses()
    one.ask("busy.example", timedelta(hours=1), "it asks for a pause")
    assert other.reason("busy.example") == "it asks for a pause"
    assert other.longest == timedelta(hours=1)
    assert other.reason("idle.example") is None


@pytest.mark.parametrize(
    ("status", "is_left_alone"), [(403, False), (451, False), (500, False), (503, True)]
)
def test_refused_or_broken_pages_do_not_end_a_hosts_run_but_a_host_in_trouble_is_left_alone(
    status, is_left_alone
):
    pauses = Pauses()
    for _ in range(9):
        note_answer(pauses, "a.example", Response("https://a.example/x", status=status))
    assert bool(pauses.reasons) is is_left_alone


def test_a_pause_that_is_over_when_it_is_asked_for_is_none():
    pauses = Pauses()
    over = Response("https://over.example/x", status=503, headers={"Retry-After": "0"})
    note_answer(pauses, "over.example", over)
    assert pauses.longest is None
    assert not pauses.reasons


@pytest.mark.parametrize(
    ("error", "is_again", "is_told"),
    [
        (DownloadTimeoutError(), False, True),
        (DownloadTimeoutError(), True, False),  # of the same page
        (ResponseDataLossError(), False, False),
        (ConnectionDone(), False, False),  # a connection that was kept
        (ConnectionDone(), True, True),
    ],
)
def test_pages_tell_of_their_host_once_and_only_where_it_does_not_answer(error, is_again, is_told):
    assert tells_of_host(error, is_again=is_again) is is_told


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "100.64.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",
    ],
)
def test_private_addresses_are_refused(host):
    with pytest.raises(PrivateAddress, match="private address"):
        asyncio.run(check_host(host, seconds=5))


def test_a_public_address_passes():
    asyncio.run(check_host("93.184.215.14", seconds=5))


def test_hosts_of_new_addresses_are_found_asked_and_guarded(tmp_path, monkeypatch):
    """Of three that have IPv6 addresses alone one is ours; a fourth has none at all."""

    def there(_, job, *, seconds):
        return in_own_process("tests.sites.named", job, seconds=seconds)

    monkeypatch.setattr("crawler.run.in_own_process", there)
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no address of the new kind")
    with serve(lambda base: {}, address="::1") as site:
        base = f"http://here.example:{urlsplit(site.base).port}"
        site.pages.update(rss_site(base))
        specs = [spec("here", site, homepage=f"{base}/", feeds=(f"{base}/feed",))]
        for name in ("inside", "linked", "nowhere"):
            feeds = (f"http://{name}.example/feed",)
            specs.append(spec(name, site, feeds=feeds, homepage="", local=False))
        result = crawl(specs, tmp_path / "a.db", contact="desk@paper.example", delay=0)
    told = {name: [why for _, why in one.failures] for name, one in result.outlets.items()}
    assert result.outlets["here"].outcomes["stored"] == 3, told
    assert told["inside"] == ["inside.example has the private address fd00::7"]
    assert told["linked"] == ["linked.example has the private address fe80::1%lo"]
    [unknown] = told["nowhere"]
    assert "the host's name is not known" in unknown


def test_parsing_that_hangs_leaves_a_way_for_other_pages():
    async def calls():
        workers = Workers(2)
        began = asyncio.Event()

        async def hang():
            async with workers.turn() as worker:
                await worker.call(abs, -2)
                began.set()
                await worker.call(time.sleep, 3_000)

        hanging = asyncio.create_task(hang())
        await began.wait()
        async with workers.turn() as worker:
            found = await worker.call(abs, -1)
        assert not hanging.done()
        workers.stop()
        with pytest.raises(ParsingFailed):
            await hanging
        return found

    assert asyncio.run(calls()) == 1


def test_a_parser_that_starts_slowly_holds_up_nothing_else(monkeypatch):
    may_start, start = threading.Event(), Worker._start

    def start_slowly(worker):
        assert may_start.wait(60), "nothing else ran meanwhile"
        return start(worker)

    async def calls():
        worker = Worker()
        call = asyncio.create_task(worker.call(abs, -1))
        await asyncio.sleep(0)
        may_start.set()
        found = await call
        worker.stop()
        return found

    monkeypatch.setattr(Worker, "_start", start_slowly)
    assert asyncio.run(calls()) == 1


def test_what_workers_need_is_loaded_for_all_of_them_before_they_are_asked():
    script = """
from crawler.worker import Worker, load_ahead
load_ahead("crawler.reading")
is_loaded = "'crawler.reading' in __import__('sys').modules"
print([Worker().ask(eval, is_loaded) for _ in range(2)])
"""
    asked = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True)
    assert asked.stdout.split(b"\n")[0] == b"[True, True]"


def test_parsing_that_hangs_is_ended_and_the_next_call_served():
    async def calls():
        worker = Worker(seconds=0.3)
        try:
            assert await worker.call(abs, -1) == 1
            with pytest.raises(ParsingFailed, match=r"more than 0\.3 seconds"):
                await worker.call(sum, range(10**13))
            with pytest.raises(ParsingFailed, match="ZeroDivisionError"):
                await worker.call(divmod, 1, 0)
            return await worker.call(abs, -2)
        finally:
            worker.stop()

    assert asyncio.run(calls()) == 2


def test_an_answer_that_nobody_waits_for_any_more_is_not_taken_for_the_next():
    async def calls():
        worker = Worker()
        try:
            assert await worker.call(abs, -1) == 1
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(worker.call(sum, range(10**9)), 0.01)
            return await worker.call(abs, -2)
        finally:
            worker.stop()

    assert asyncio.run(calls()) == 2


def test_a_worker_that_is_killed_is_told_and_replaced():
    worker = Worker()
    with pytest.raises(ParsingLost):
        worker.ask(os._exit, 1)
    assert worker.ask(len, "train") == 5
    worker.stop()


def test_a_worker_whose_caller_is_gone_ends_quietly(capfd):
    worker = Worker()
    worker.ask(len, "")
    process, line = worker._process, worker._line
    line.send((len, ("",), {}))
    assert line.poll(60)
    line.close()  # with an answer that nobody has taken
    process.join()
    assert process.exitcode == 0
    assert capfd.readouterr().err == ""


def test_interrupt_is_left_to_whoever_asks_and_costs_no_page():
    worker = Worker()
    try:
        assert worker.ask(signal.raise_signal, signal.SIGINT) is None
        assert worker.ask(abs, -1) == 1
    finally:
        worker.stop()


def test_interrupt_ends_the_crawling_process_without_a_word(tmp_path, monkeypatch, capfd):
    (tmp_path / "interrupted.py").write_text("import signal; signal.raise_signal(signal.SIGINT)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(CrawlBroke, match="ended with code -2"):
        in_own_process("interrupted", {}, seconds=60)
    assert capfd.readouterr().err == ""


def test_parsing_that_waits_without_working_is_ended_too(monkeypatch):
    monkeypatch.setattr("crawler.worker.PATIENCE", 0.1)

    async def call():
        worker = Worker()
        try:
            await worker.call(time.sleep, 3_000)
        finally:
            worker.stop()

    with pytest.raises(ParsingHung):
        asyncio.run(call())


def test_other_work_has_its_turns_while_many_outlets_are_started():
    turns = []

    class Process:
        def crawl(self, crawler):
            turns.append(crawler)

    async def answers():
        while len(turns) < 6:
            turns.append("an answer is looked at")
            await asyncio.sleep(0)

    async def both():
        await asyncio.gather(start_by_turns(Process(), ["one", "two", "three"]), answers())

    asyncio.run(both())
    assert turns[:5:2] == ["one", "two", "three"]
