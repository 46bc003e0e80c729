"""Alerts as e-mail: one letter an event, in plain text."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from railwatch.alerts.secrets import MessageRefused, Secret, TargetDown
from railwatch.tables import one_line
from storage.alerts import Waiting
from storage.figures import amount, figure_name, number

SECONDS = 30


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `security` is `none`, `starttls` or `tls`."""

    host: str
    port: int
    security: str
    sender: str
    user: str | None = None
    password: Secret | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter to one address."""

    address: str
    server: MailServer

    def send(self, waiting: Waiting, *, now: datetime) -> None:
        password = self.server.password.read() if self.server.password else None
        mail = letter(waiting.message, sender=self.server.sender, to=self.address, now=now)
        try:
            smtp = self._connected()
            try:
                if self.server.security == "starttls":
                    smtp.starttls(context=ssl.create_default_context())
                if self.server.user is not None:
                    smtp.login(self.server.user, password or "")
                smtp.send_message(mail)
            finally:
                with suppress(OSError, smtplib.SMTPException):  # it has the letter, or has not
                    smtp.quit()
                smtp.close()
        except (OSError, smtplib.SMTPException) as error:
            kind = MessageRefused if is_final(error) else TargetDown
            raise kind(refusal(error)) from None

    def _connected(self) -> smtplib.SMTP:
        where = (self.server.host, self.server.port)
        if self.server.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(*where, timeout=SECONDS, context=context)
        return smtplib.SMTP(*where, timeout=SECONDS)


def is_final(error: Exception) -> bool:
    """Whether the server turned down this letter for good (5xx), not us or the moment."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return False


def refusal(error: Exception) -> str:
    """Why the server did not take the letter, without what it or we said."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
        return f"the mail server refused the address ({', '.join(map(str, sorted(codes)))})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server answered {error.smtp_code}"
    if isinstance(error, smtplib.SMTPNotSupportedError):  # in the words of smtplib, of no secret
        return f"the mail server cannot do what [smtp] asks ({str(error).rstrip('.')})"
    return f"the mail server cannot be reached ({type(error).__name__})"


def letter(message: dict[str, Any], *, sender: str, to: str, now: datetime) -> EmailMessage:
    """The letter that tells a message; its Message-ID is the same at each attempt."""
    mail = EmailMessage()
    again = "changed: " if message["reason"] == "changed" else ""
    mail["Subject"] = one_line(f"[{message['alert']}] {again}{message['event']['title']}")
    mail["From"] = sender
    mail["To"] = to
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message['id']}@railwatch>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join(body(message)) + "\n")
    return mail


def body(message: dict[str, Any]) -> Iterator[str]:
    """The lines of a letter: what happened, what changed, the figures, who tells of it."""
    event = message["event"]
    yield one_line(event["title"])
    yield f"{event['type'].replace('_', ' ')}, {event['factuality']}, event {event['id']}"
    for change in message["changes"]:
        old, new = (one_line(change[name] or "nothing") for name in ("old", "new"))
        yield f"changed: {change['field'].replace('_', ' ')} from {old} to {new}"
    for figure in event["figures"]:
        differ = f"(reports differ: {number(figure['low'])} to {number(figure['high'])})"
        told = [figure_name(figure), amount(figure), differ if figure["conflicting"] else ""]
        yield " ".join(filter(None, told))
    for report in event["reports"]:
        yield ""
        yield f"{one_line(report['outlet'])}, {report['published_at'] or 'no date'}:"
        sentence = one_line(report["sentence"])  # none where the outlet's terms allow no copy
        yield f"  “{sentence}”" if sentence else f"  {one_line(report['article_title'])}"
        yield f"  {report['url']}"
