"""A site on which every article is a trap of another kind."""

from __future__ import annotations

import gzip
from functools import cache

from tests.sites.newsroom import Piece, as_xml, json_ld_page, rss
from tests.sites.server import Reply

GZIP = {"Content-Encoding": "gzip"}
THAI = "รถไฟโดยสารตกรางใกล้สถานีในเย็นวันจันทร์หลังจากชนต้นไม้ที่ล้มลง ผู้โดยสารทั้งหมดปลอดภัยดี " * 4


@cache
def traps(base: str) -> dict[str, tuple[Reply, str, str | None]]:
    """By path: the reply, the outcome it must come to, and words of the reason told."""

    def html(path: str, **fields: object) -> str:
        return json_ld_page(Piece(path, f"Train derails near Ostwald ({path})", **fields), base)

    good = html("/x").encode()
    packed = gzip.compress(good)
    headers = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
    short = f"{headers}Content-Length: {len(good) + 5000}\r\n\r\n".encode() + good
    attributes = " ".join(f"a{number}=1" for number in range(200_000))
    redirect = {
        "/loop": "/loop?again",
        "/to-file": "file:///etc/passwd",
        "/elsewhere": base.replace("127.0.0.1", "localhost") + "/surrogate",
    }
    surrogate = html("/surrogate").replace('"headline": "', '"headline": "\\ud800')
    return {
        "/missing": (Reply("no", status=404), "gone", "404"),
        "/error": (Reply("no", status=500), "failed", "500"),
        "/refused": (Reply("no", status=403), "failed", "access refused"),
        "/empty": (Reply(""), "unreadable", "empty"),
        "/no-article": (
            Reply("<html><body><h1>Train</h1><div>railway</div></body></html>"),
            "unreadable",
            "no article text",
        ),
        "/bomb": (
            Reply(gzip.compress(b"<p>train</p>" * 2_000_000), headers=GZIP),
            "failed",
            "size limit",
        ),
        "/large": (Reply(b"<p>train</p>" * 500_000), "unreadable", "larger than 4 MB"),
        "/cut": (Reply(packed[: len(packed) // 2], headers=GZIP), "failed", "cut off"),
        "/not-gzip": (Reply(good, headers=GZIP), "failed", "labelled gzip"),
        "/short": (Reply(raw=short), "failed", "cut off"),
        "/attributes": (Reply(f"<p {attributes}>train</p>"), "unreadable", "1,000 attributes"),
        "/deep": (
            Reply("<div>" * 20_000 + "railway train derailed" + "</div>" * 20_000),
            "unreadable",
            "nested",
        ),
        "/tags": (Reply("<b>train</b>" * 200_000), "unreadable", "50,000 tags"),
        "/thai": (Reply(f"<p>{THAI}</p>"), "unread_language", "(th)"),
        "/future": (
            Reply(html("/future", published="2099-01-01T00:00:00Z")),
            "stored",
            "dated in the future",
        ),
        "/surrogate": (Reply(surrogate), "stored", None),
        "/charset-lie": (
            Reply(
                html("/charset-lie", paragraphs=RUSSIAN).encode("cp1251"),
                content_type="text/html; charset=utf-8",
            ),
            "stored",
            None,
        ),
        **{
            path: (Reply(status=302, headers={"Location": to}), *wanted)
            for (path, to), wanted in zip(
                redirect.items(),
                [
                    ("unreadable", "more than 5 times"),
                    ("failed", "302"),
                    ("foreign", "redirected to another site (localhost)"),
                ],
                strict=True,
            )
        },
        "/loop?again": (Reply(status=302, headers={"Location": "/loop"}), "unlisted", None),
    }


RUSSIAN = (
    "Пассажирский поезд сошёл с рельсов у станции Остров вечером в понедельник, сообщила дорога.",
    "Все пассажиры дошли до станции пешком, никто из них не пострадал, уточнили в пресс-службе.",
    "Грузовые поезда идут в обход, движение обещают восстановить к утру вторника.",
)
# Addresses that a feed may hold and that must never be followed.
FOREIGN = ("file:///etc/passwd", "javascript:alert(1)", "https://elsewhere.example/train")


def hostile_site(base: str) -> dict[str, Reply]:
    found = traps(base)
    listed = [
        Piece(path, f"Train story {number}")
        for number, (path, (_, outcome, _)) in enumerate(found.items())
        if outcome != "unlisted"
    ]
    foreign = "".join(f"<item><title>t</title><link>{url}</link></item>" for url in FOREIGN)
    pages = {path: reply for path, (reply, _, _) in found.items()}
    return pages | {
        "/feed": as_xml(rss(base, listed, extra=foreign).replace("?utm_source=rss", ""))
    }


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
