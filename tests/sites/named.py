"""The process that crawls, on a machine that knows three hosts by name, of the new kind of address.

Started as `crawler.process` is, with the same job.
"""

from __future__ import annotations

import socket

NAMES = {"here.example": "::1", "inside.example": "fd00::7", "linked.example": "fe80::1%lo"}
asked_of_the_system = socket.getaddrinfo


def from_names(host, port, family=0, type=0, proto=0, flags=0):
    """What `socket.getaddrinfo` tells on such a machine."""
    if not host.endswith(".example"):
        return asked_of_the_system(host, port, family, type, proto, flags)
    if host not in NAMES:
        raise socket.gaierror(socket.EAI_NONAME, "not known")
    address = (NAMES[host], port, 0, 0)
    return [(socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address)]


socket.getaddrinfo = from_names  # before Twisted takes it up


def main() -> None:
    from crawler.process import main as crawl

    crawl()
