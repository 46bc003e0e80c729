"""Twenty imitated papers on as many addresses of this machine, served by a process of their own."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from typing import Protocol

from tests.sites.newsroom import Piece, json_ld_page, rss

HOSTS = [f"127.0.0.{number}" for number in range(11, 31)]
RAIL = (
    "A passenger train left the rails near {town} on {day} evening after it had struck a tree.",
    "The railway said that all {count} passengers had walked to the next station unhurt.",
    "Freight trains will be diverted by way of {other} until the line has been cleared.",
    "Two cranes were sent to {town}, where four carriages stand across both tracks of the line.",
    "The line between {town} and {other} was last renewed {count} years ago, the company said.",
)
OTHER = (
    "The bakery on the corner of the market in {town} has won a prize for its plum cake.",
    "The mayor of {other} opened the new swimming pool on {day} before some {count} guests.",
    "The choir of {town} will sing in the church of {other} at the end of the month.",
    "Farmers around {other} expect {count} per cent more apples than in the year before.",
    "A court in {town} heard {count} witnesses on {day} in the case of the forged paintings.",
)
TOWNS = ("Ostwald", "Kernau", "Ludden", "Brisk", "Havel", "Tarn", "Mirow", "Selby", "Onega", "Lund")
# Papers share no sentences: each of theirs ends in words of its own.
ENDINGS = """
about above after again along among apple arrow autumn basket before behind below bottle branch
bread bridge bright bring brown build butter candle carry castle chair cheese church circle clean
clock cloud coffee corner cotton country cousin cover dance daughter doctor dozen dream early
earth east empty evening every family father feather field finger flower follow forest friend
garden gentle glass golden grass green ground guest happy harbour heavy honest horse house hundred
island kettle kitchen ladder large laugh leave lemon letter little lucky market meadow middle
minute mirror money morning mother mountain music narrow neighbour never night north ocean office
often orange paint paper pencil people picture pillow plate pocket pretty quiet rabbit rather
river round sailor school season second seven shadow sharp shelf silver simple sister sleep slowly
smooth soft south spoon spring square stone story strong sudden sugar summer table teacher thick
thousand tower travel under uncle useful valley village visit water weather west window winter
woman wonder wooden yellow young
"""
WORDS = ENDINGS.split()
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def press(port: int, *, articles: int, rail_share: float) -> dict[str, dict[str, bytes]]:
    """By host the pages of each paper, feeds among them. `rail_share` of the articles is rail."""
    papers = {host: Paper(f"http://{host}:{port}", articles, rail_share) for host in HOSTS}
    return {host: {path: one.page(path) for path in one.paths()} for host, one in papers.items()}


@dataclass(frozen=True)
class Paper:
    """A paper of so many articles; `feeds` list them between them. Its pages never change."""

    base: str
    articles: int
    rail_share: float = 1.0
    feeds: int = 1

    def feed_paths(self) -> list[str]:
        return [f"/feed{number or ''}" for number in range(self.feeds)]

    def paths(self) -> list[str]:
        return [*(f"/2026/03/{number}" for number in range(self.articles)), *self.feed_paths()]

    def page(self, path: str) -> bytes:
        """The page at the path. Raises ValueError where there is none."""
        if path in self.feed_paths():
            own = range(self.feed_paths().index(path), self.articles, self.feeds)
            return rss(self.base, [self.piece(number)[0] for number in own], tag="").encode()
        piece, chance = self.piece(int(path.removeprefix("/2026/03/")))
        return page(piece, self.base, chance).encode()

    def piece(self, number: int) -> tuple[Piece, random.Random]:
        """An article, and what its page is made up by."""
        chance = random.Random(f"{self.base}/{number}")
        is_rail = number < self.articles * self.rail_share
        title = "Train derails near the town" if is_rail else "What the town did this week"
        paragraphs = told(RAIL if is_rail else OTHER, chance)
        path = f"/2026/03/{number}"
        return Piece(path, f"{title} ({number})", paragraphs=paragraphs), chance

    def get(self, path: str) -> bytes | None:
        """The page made when it is asked for: tens of thousands fill the memory."""
        try:
            return self.page(path)
        except ValueError:
            return None


def told(sentences: tuple[str, ...], chance: random.Random) -> tuple[str, ...]:
    """Twelve paragraphs of three sentences."""

    def sentence() -> str:
        town, other = chance.sample(TOWNS, 2)
        count, day = chance.randrange(2, 99), chance.choice(DAYS)
        said = chance.choice(sentences).format(town=town, other=other, day=day, count=count)
        return f"{said.rstrip('.')}, {' '.join(chance.choices(WORDS, k=14))}."

    return tuple(" ".join(sentence() for _ in range(3)) for _ in range(12))


def page(piece: Piece, base: str, chance: random.Random) -> str:
    """A page of some 70 kB, most of it scripts, menus and teasers, as papers have them."""
    teasers = "".join(
        f'<div class="teaser"><a href="/story/{number}"><img src="/i/{number}.jpg" alt="">'
        f"<h3>{chance.choice(OTHER).format(town='Tarn', other='Lund', day='Friday', count=7)}</h3>"
        "</a></div>"
        for number in range(60)
    )
    menu, script = around()
    return (
        json_ld_page(piece, base)
        .replace("</head>", f"<script>window.state={script}</script></head>")
        .replace("<article>", f'<header><ul class="menu">{menu}</ul></header><article>')
        .replace("</article>", f'</article><aside class="more">{teasers}</aside>')
    )


@cache
def around() -> tuple[str, str]:
    """The menu and the script that all pages have."""
    menu = "".join(
        f'<li class="item"><a class="link" href="/section/{number}">Section {number}</a></li>'
        for number in range(120)
    )
    script = json.dumps({f"key{number}": "value " * 8 for number in range(400)})
    return menu, script


class Pages(Protocol):
    """Pages by path."""

    def get(self, path: str, /) -> bytes | None: ...


@contextmanager
def served(port: int, pages: Mapping[str, Pages]) -> Iterator[Connection]:
    """Serve until the block ends. The line is for `visits`."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(port, pages, theirs), daemon=True)
    process.start()
    ours.recv()
    try:
        yield ours
    finally:
        process.kill()
        process.join()


def visits(line: Connection) -> list[tuple[float, str, str]]:
    """The visits since the last asking: seconds of a clock that only runs forward, host, path."""
    line.send("visits")
    found: list[tuple[float, str, str]] = line.recv()
    return found


def _serve(port: int, pages: Mapping[str, Pages], line: Connection) -> None:
    asyncio.run(_serving(port, pages, line))


async def _serving(port: int, pages: Mapping[str, Pages], line: Connection) -> None:
    log: list[tuple[float, str, str]] = []
    loop = asyncio.get_running_loop()
    for host, own in pages.items():
        await loop.create_server(lambda own=own, host=host: Answers(host, own, log), host, port)
    line.send("ready")
    loop.add_reader(line.fileno(), _tell, line, log)
    await asyncio.Event().wait()


def _tell(line: Connection, log: list[tuple[float, str, str]]) -> None:
    try:
        line.recv()
    except EOFError:  # whoever asked was ended
        os._exit(0)
    line.send(list(log))
    log.clear()


class Answers(asyncio.Protocol):
    """Answers GET and HEAD over a connection that stays open."""

    def __init__(self, host: str, pages: Pages, log: list[tuple[float, str, str]]) -> None:
        self.host, self.pages, self.log = host, pages, log
        self.pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.pending += data
        while b"\r\n\r\n" in self.pending:
            head, _, self.pending = self.pending.partition(b"\r\n\r\n")
            method, path, _ = head.decode().split(" ", 2)
            self.log.append((time.monotonic(), self.host, path))
            body = self.pages.get(path)
            status = "404 Not Found" if body is None else "200 OK"
            kind = "application/rss+xml" if path.startswith("/feed") else "text/html; charset=utf-8"
            self.transport.write(
                f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n"
                f"Content-Length: {len(body or b'')}\r\n\r\n".encode()
                + (body or b"" if method == "GET" else b"")
            )
