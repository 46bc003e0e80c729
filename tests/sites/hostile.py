"""A site on which every article is a trap of another kind."""

from __future__ import annotations

import gzip
from functools import cache

import brotli

from tests.sites.newsroom import Piece, as_xml, json_ld_page, rss
from tests.sites.server import Reply

GZIP = {"Content-Encoding": "gzip"}
CHUNKED = "Transfer-Encoding: chunked"
BROTLI = {"Content-Encoding": "br"}
THAI = "รถไฟโดยสารตกรางใกล้สถานีในเย็นวันจันทร์หลังจากชนต้นไม้ที่ล้มลง ผู้โดยสารทั้งหมดปลอดภัยดี " * 4
RUSSIAN = (
    "Пассажирский поезд сошёл с рельсов у станции Остров вечером в понедельник, сообщила дорога.",
    "Все пассажиры дошли до станции пешком, никто из них не пострадал, уточнили в пресс-службе.",
    "Грузовые поезда идут в обход, движение обещают восстановить к утру вторника.",
)
# Addresses that a feed may hold and that must never be followed.
FOREIGN = (
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://elsewhere.example/train",
    "http://127.0.0.1:99999/train",
    "http://127.0.0.1:80 80/train",
)
LONG = "/train" + "-and-train" * 900
# A trap: the reply, the outcome it must come to, and words of the reason told.
Trap = tuple[Reply, str, str | None]


@cache
def traps(base: str) -> dict[str, Trap]:
    """All traps, by path."""
    return {
        **refusals(),
        **broken_transfers(base),
        **choking_pages(),
        **odd_articles(base),
        **redirects(base),
    }


def refusals() -> dict[str, Trap]:
    """Answers that bring no article."""
    bare = "<html><body><h1>Train</h1><div>railway</div></body></html>"
    return {
        "/missing": (Reply("no", status=404), "gone", "404"),
        "/error": (Reply("no", status=500), "failed", "500"),
        "/refused": (Reply("no", status=403), "failed", "access refused"),
        "/empty": (Reply(""), "failed", "without a page"),
        "/later": (Reply("<p>Train</p>", status=202), "failed", "HTTP 202 without a page"),
        "/unasked": (Reply(status=304), "failed", "HTTP 304 without a page"),
        LONG: (Reply(), "unreadable", "too long"),
        "/no-article": (Reply(bare), "unreadable", "no article text"),
    }


def broken_transfers(base: str) -> dict[str, Trap]:
    """Bodies that are cut off, or not what their headers say."""
    good = article(base, "/x").encode()
    packed = gzip.compress(good)
    bomb = gzip.compress(b"<p>train</p>" * 2_000_000)
    unasked = brotli.compress(article(base, "/brotli").encode())
    unasked_bomb = brotli.compress(b"<p>train</p>" * 2_000_000, quality=5)
    headers = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
    short = f"{headers}Content-Length: {len(good) + 5000}\r\n\r\n".encode() + good
    return {
        "/bomb": (Reply(bomb, headers=GZIP), "failed", "size limit"),
        "/brotli": (Reply(unasked, headers=BROTLI), "stored", None),
        "/brotli-bomb": (Reply(unasked_bomb, headers=BROTLI), "failed", "size limit"),
        "/brotli-cut": (Reply(unasked[:200], headers=BROTLI), "failed", "cut off"),
        "/cut": (Reply(packed[: len(packed) // 2], headers=GZIP), "failed", "cut off"),
        "/not-gzip": (Reply(good, headers=GZIP), "failed", "labelled gzip"),
        "/short": (Reply(raw=short), "failed", "cut off"),
        "/closed": (Reply(raw=b""), "failed", "closed the connection"),
        "/no-http": (Reply(raw=b"ICY 200 OK\r\n\r\n"), "failed", "no HTTP"),
        "/two-lengths": (
            Reply(raw=sent("Content-Length: 9\r\nContent-Length: 10")),
            "failed",
            "HTTP",
        ),
        "/bad-chunk": (Reply(raw=sent(f"{CHUNKED}\r\n\r\nZZ")), "failed", "cut off"),
        "/open-chunk": (Reply(raw=sent(f"{CHUNKED}\r\n\r\n3\r\n<p>")), "failed", "cut off"),
        "/hints": (Reply(raw=b"HTTP/1.1 103 Early Hints\r\n\r\n" + sent("", good)), "stored", None),
    }


def sent(headers: str, body: bytes = b"") -> bytes:
    """An answer with these headers, to the letter."""
    return f"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n".encode() + body


def choking_pages() -> dict[str, Trap]:
    """Pages that parsers take too long or too much memory for."""
    attributes = " ".join(f"a{number}=1" for number in range(200_000))
    deep = "<div>" * 20_000 + "railway train derailed" + "</div>" * 20_000
    return {
        "/large": (Reply(b"<p>train</p>" * 500_000), "unreadable", "larger than 4 MB"),
        "/attributes": (Reply(f"<p {attributes}>train</p>"), "unreadable", "1,000 attributes"),
        "/deep": (Reply(deep), "unreadable", "nested"),
        "/tags": (Reply("<b>train</b>" * 200_000), "unreadable", "50,000 tags"),
    }


def odd_articles(base: str) -> dict[str, Trap]:
    """Articles in a language we do not read, of another time, in other characters than they say."""
    future = article(base, "/future", published="2099-01-01T00:00:00Z")
    surrogate = article(base, "/surrogate").replace('"headline": "', '"headline": "\\ud800')
    russian = article(base, "/charset-lie", paragraphs=RUSSIAN).encode("cp1251")
    return {
        "/thai": (Reply(f"<p>{THAI}</p>"), "unread_language", "(th)"),
        "/future": (Reply(future), "stored", "dated in the future"),
        "/surrogate": (Reply(surrogate), "stored", None),
        "/charset-lie": (Reply(russian), "stored", None),  # served as UTF-8
    }


def redirects(base: str) -> dict[str, Trap]:
    """Redirects that lead nowhere, to a file, to another site."""
    elsewhere = base.replace("127.0.0.1", "localhost") + "/surrogate"
    with_password = base.replace("//", "//reader:secret@") + "/opened"
    foreign = "localhost has the private address 127.0.0.1"
    return {
        "/loop": (redirect("/loop?again"), "unreadable", "more than 5 times"),
        "/loop?again": (redirect("/loop"), "unlisted", None),
        "/to-file": (redirect("file:///etc/passwd"), "failed", "302: leads to no web address"),
        "/to-script": (redirect("javascript:alert(1)"), "failed", "302: leads to no web address"),
        "/to-nowhere": (redirect("http://[bad/"), "failed", "302: leads to no web address"),
        "/elsewhere": (redirect(elsewhere), "foreign", foreign),
        "/with-password": (redirect(with_password), "stored", None),
        "/opened": (Reply(article(base, "/opened")), "unlisted", None),
    }


def redirect(to: str) -> Reply:
    return Reply(status=302, headers={"Location": to})


def article(base: str, path: str, **fields: object) -> str:
    return json_ld_page(Piece(path, f"Train derails near Ostwald ({path})", **fields), base)


def hostile_site(base: str) -> dict[str, Reply]:
    found = traps(base)
    listed = [
        Piece(path, f"Train story {number}")
        for number, (path, (_, outcome, _)) in enumerate(found.items())
        if outcome != "unlisted"
    ]
    foreign = "".join(f"<item><title>t</title><link>{url}</link></item>" for url in FOREIGN)
    pages = {path: reply for path, (reply, _, _) in found.items()}
    return pages | {"/feed": as_xml(rss(base, listed, extra=foreign, tag=""))}


def laughing_feed() -> str:
    """Entities that grow to a billion."""
    entities = "".join(
        f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]>'
        "<rss version='2.0'><channel><item><title>&l9;</title></item></channel></rss>"
    )


def reading_feed(base: str) -> str:
    """An entity that stands for a file of the machine."""
    return (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<rss version='2.0'><channel><item><title>Train &x;</title><link>{base}/a</link>"
        "</item></channel></rss>"
    )


def huge_json_page(piece: Piece, base: str) -> str:
    """JSON-LD that is nested beyond all measure."""
    return json_ld_page(piece, base).replace(
        "</head>", f'<script type="application/ld+json">{"[" * 100_000}</script></head>'
    )
