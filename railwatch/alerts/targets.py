"""Where alerts go: a webhook, a file, a command; `mail.py` has the fourth.

A target takes a message once. Where it cannot be known whether it did, the message comes again
under the same id.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from crawler.pauses import parse_retry_after
from railwatch.alerts.secrets import MessageRefused, Secret, TargetDown
from storage.alerts import Waiting

WEBHOOK_SECONDS = 20
COMMAND_SECONDS = 60
# Answers that speak of the moment, not of the message (RFC 9110, 8470, 6585).
NOT_NOW = frozenset({408, 425, 429, 502, 503, 504})
# EX_TEMPFAIL of sysexits.h: "try again later".
TRY_LATER = 75
# As https://www.standardwebhooks.com has secrets that are no plain text.
ENCODED = "whsec_"


class Target(Protocol):
    """Something that takes messages."""

    def send(self, waiting: Waiting, *, now: datetime) -> None:
        """Hand it over. Raises TargetDown, or MessageRefused where the message itself is at fault.

        What cannot be told apart counts as a refusal: it may not hold up the rest for ever.
        """


@dataclass(frozen=True, slots=True)
class Webhook:
    """A POST of JSON, signed as Standard Webhooks has it where there is a secret."""

    url: str | Secret
    secret: Secret | None = None

    def send(self, waiting: Waiting, *, now: datetime) -> None:
        import requests

        url = self.url if isinstance(self.url, str) else self.url.read()
        body = json.dumps(waiting.message, ensure_ascii=False).encode()
        stamp = str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Railwatch",
            "webhook-id": waiting.message_id,
            "webhook-timestamp": stamp,
        }
        if self.secret is not None:
            signed = b".".join((waiting.message_id.encode(), stamp.encode(), body))
            headers["webhook-signature"] = signature(self.secret.read(), signed)
        try:
            answer = requests.post(
                url, data=body, headers=headers, timeout=WEBHOOK_SECONDS, allow_redirects=False
            )
        except requests.RequestException as error:  # its own words would tell the address
            raise TargetDown(f"the webhook cannot be reached ({type(error).__name__})") from None
        if not answer.ok or answer.is_redirect:
            refusal = TargetDown if answer.status_code in NOT_NOW else MessageRefused
            pause = parse_retry_after(answer.headers.get("Retry-After", ""), now=now)
            raise refusal(f"the webhook answered {answer.status_code}", pause)


def signature(secret: str, signed: bytes) -> str:
    """`v1,` and the HMAC-SHA256 in base64. A secret `whsec_…` is decoded, any other is the key."""
    try:
        encoded = secret.startswith(ENCODED)
        key = base64.b64decode(secret.removeprefix(ENCODED)) if encoded else secret.encode()
    except ValueError as error:
        raise TargetDown("the secret begins with whsec_ but is no base64") from error
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


@dataclass(frozen=True, slots=True)
class File:
    """A line of JSON at the end of a file."""

    path: Path

    def send(self, waiting: Waiting, *, now: datetime) -> None:
        line = json.dumps(waiting.message, ensure_ascii=False).encode() + b"\n"
        try:
            with self.path.open("ab+") as file:
                if waiting.attempts and self._has(waiting.message_id):
                    return
                if not self._ends_whole():
                    line = b"\n" + line
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise TargetDown(f"{self.path} cannot be written ({error.strerror})") from error

    def _has(self, message_id: str) -> bool:
        """Whether an attempt that broke off had written it after all."""
        with self.path.open("rb") as file:
            return any(f'"{message_id}"'.encode() in line and line[-1:] == b"\n" for line in file)

    def _ends_whole(self) -> bool:
        with self.path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            return size == 0 or (file.seek(-1, os.SEEK_END) >= 0 and file.read(1) == b"\n")


@dataclass(frozen=True, slots=True)
class Command:
    """A program that gets the message as JSON on its standard input, and ends with 0 to take it."""

    words: tuple[str, ...]

    def send(self, waiting: Waiting, *, now: datetime) -> None:
        body = json.dumps(waiting.message, ensure_ascii=False).encode()
        try:
            done = subprocess.run(
                self.words,
                input=body,
                # Nothing is read of it: a child that it leaves behind would hold the pipes open.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=COMMAND_SECONDS,
                check=False,
            )
        except OSError as error:
            raise TargetDown(f"{self.words[0]} cannot be started ({error.strerror})") from error
        except subprocess.TimeoutExpired as error:
            raise MessageRefused(
                f"{self.words[0]} did not end within {COMMAND_SECONDS} seconds"
            ) from error
        if done.returncode != 0:
            refusal = TargetDown if done.returncode == TRY_LATER else MessageRefused
            raise refusal(f"{self.words[0]} ended with {done.returncode}")
