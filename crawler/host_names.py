"""The addresses of a host's name, of the old kind (IPv4) and of the new (IPv6)."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Any

from scrapy.exceptions import CannotResolveHostError
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # it ships no types

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@implementer(IResolutionReceiver)
class Addresses:
    """Takes what is found; `complete` is set at the end."""

    def __init__(self) -> None:
        self.found: list[Address] = []
        self.complete = asyncio.Event()

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        """Nothing is to be done at the beginning."""

    def addressResolved(self, address: IAddress) -> None:
        known: Any = address
        self.found.append(ipaddress.ip_address(known.host))

    def resolutionComplete(self) -> None:
        self.complete.set()


async def host_addresses(host: str, *, seconds: float) -> list[Address]:
    """All addresses of a host, one at least. Raises CannotResolveHostError."""
    from twisted.internet import reactor

    looking: Any = reactor
    addresses = Addresses()
    try:
        async with asyncio.timeout(seconds):
            looking.nameResolver.resolveHostName(addresses, host)
            await addresses.complete.wait()
    except TimeoutError as error:
        raise CannotResolveHostError(f"the name {host} was not found in time") from error
    if not addresses.found:
        raise CannotResolveHostError(f"there is no host {host}")
    return addresses.found
