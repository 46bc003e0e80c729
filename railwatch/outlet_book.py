"""Which outlet an article from a file belongs to: by its name, or by its address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.outlets import OutletSpec
from crawler.sites import site


class OutletBook:
    """The outlets we know, found by id, name or address."""

    def __init__(self, specs: Iterable[OutletSpec]) -> None:
        self.by_name: dict[str, OutletSpec] = {}
        self.by_host: dict[str, OutletSpec] = {}
        self.by_site: dict[str, OutletSpec] = {}
        for spec in specs:
            self.by_name |= {spec.id.casefold(): spec, spec.name.casefold(): spec}
            addresses = [spec.homepage, *(url for url, _ in spec.sources())]
            for address in addresses:
                self.by_host.setdefault(urlsplit(address).netloc, spec)
            for key in [*map(whereabouts, addresses), *spec.sites]:
                self.by_site.setdefault(key, spec)

    def find(self, *, name: str | None = None, url: str | None = None) -> OutletSpec | None:
        """The outlet of this id or name, else the one on whose host or site this address lies.

        The host first: two editions of one agency share a site (`en.yna.co.kr`, `www.yna.co.kr`).
        """
        if name is not None:
            return self.by_name.get(name.casefold())
        return self._at(url) if url else None

    def _at(self, url: str) -> OutletSpec | None:
        try:
            return self.by_host.get(urlsplit(url).netloc) or self.by_site.get(whereabouts(url))
        except ValueError:  # http://[bad/, http://paper.example:99999/
            return None


def whereabouts(url: str) -> str:
    """The site of an address; on a machine's own number the port tells its outlets apart."""
    parts = urlsplit(url)
    return parts.netloc if parts.port else site(url)


def unknown_outlet(*, name: str | None, url: str) -> OutletSpec:
    """An outlet that nobody has declared, as far as its name and address tell."""
    label = name or site(url)
    parts = urlsplit(url)
    return OutletSpec(
        id=re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_") or whereabouts(url),
        name=label,
        kind="national",
        country="",
        languages=(),
        homepage=f"{parts.scheme}://{parts.netloc}/",
        timezone="UTC",
    )
