"""Who we say we are: one polite name for every request, with a way to reach whoever runs it."""

from __future__ import annotations

from importlib.metadata import version

# What robots.txt calls us. Outlets that bar Scrapy by its own name mean us too.
ROBOTS_NAME = "Railwatch"
FRAMEWORK_NAME = "Scrapy"


class ContactMissing(Exception):
    """The web is not crawled without a contact; the message is one plain sentence."""


def user_agent(contact: str | None) -> str:
    """`Railwatch/0.1 (+you@example.org)`; without a contact only for outlets of this machine."""
    name = f"{ROBOTS_NAME}/{version('railwatch')}"
    return f"{name} (+{contact})" if contact else name


def require_contact(contact: str | None, *, outlet: str) -> None:
    """Raises ContactMissing where there is none."""
    if not contact:
        raise ContactMissing(
            f"{outlet} is not crawled without a contact: set contact to an address "
            "where its publisher can reach you."
        )
