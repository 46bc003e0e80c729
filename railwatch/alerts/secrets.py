"""Secrets: named in the configuration, read when they are needed, never stored or told."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


class TargetDown(Exception):
    """The target did not take a message; the message says why, without any secret.

    `pause` is how long it asks to be left alone.
    """

    def __init__(self, reason: str, pause: timedelta | None = None) -> None:
        super().__init__(reason)
        self.pause = pause or timedelta()


class MessageRefused(TargetDown):
    """The target is up and turned this message down; it may take the next."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value in an environment variable, or in a file of its own."""

    variable: str | None
    file: Path | None

    def read(self) -> str:
        """The value, without the newline at its end. Raises TargetDown where there is none."""
        if self.file is None:
            value = os.environ.get(self.variable or "", "")
            if not value:
                raise TargetDown(f"the environment variable {self.variable} is not set")
            return value
        try:
            value = self.file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise TargetDown(f"the file {self.file.name} cannot be read ({reason})") from error
        if not value:
            raise TargetDown(f"the file {self.file.name} is empty")
        return value
