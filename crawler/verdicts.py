"""What an error of a request means: for the entry, for the source, and in one line for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from OpenSSL.SSL import Error as TLSError
from scrapy import exceptions
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from service_identity import VerificationError
from twisted.internet.error import ConnectionDone, ConnectionLost

from crawler.outcomes import EntryOutcome
from crawler.refusals import Refusal
from crawler.worker import ParsingFailed
from storage.sources import SourceStatus

# The class of an error and what it is called; the first that fits.
ERRORS: tuple[tuple[type[BaseException], str], ...] = (
    (exceptions.CannotResolveHostError, "the host's name is not known"),
    (exceptions.DownloadConnectionRefusedError, "the host refuses the connection"),
    (exceptions.DownloadTimeoutError, "no answer in time"),
    (exceptions.ResponseDataLossError, CUT_OFF := "the answer was cut off"),
    (exceptions.DownloadCancelledError, "larger than the size limit"),
    (ConnectionDone, CLOSED := "the host closed the connection"),
    (ConnectionLost, BROKEN := "the host broke the connection"),
    (VerificationError, "the host's certificate is for another name"),
    (TLSError, "the host speaks no TLS"),
    (exceptions.DownloadFailedError, NO_HTTP := "the answer is no HTTP"),
)
# The host has answered: the page is broken, the next one may be whole.
OF_ONE_PAGE = {CUT_OFF, NO_HTTP}
# So ends a request on a connection that was kept and that the host has closed meanwhile.
OF_ONE_CONNECTION = {CLOSED, BROKEN}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a request that brought no page. `reason` is None where nothing is wrong."""

    outcome: EntryOutcome
    status: SourceStatus
    reason: str


def verdict(error: BaseException | None) -> Verdict:
    """The meaning of what a request ended in."""
    assert error is not None
    if isinstance(error, HttpError):
        return _http_verdict(error.response)
    if isinstance(error, Refusal):
        return Verdict(error.outcome, SourceStatus.TEMPORARY, str(error))
    if isinstance(error, exceptions.IgnoreRequest):  # too many redirects, a body that inflates
        return Verdict(EntryOutcome.UNREADABLE, SourceStatus.SOFT, _line(error))
    if isinstance(error, ParsingFailed):
        return Verdict(EntryOutcome.UNREADABLE, SourceStatus.SOFT, str(error))
    is_large = isinstance(error, exceptions.DownloadCancelledError)
    outcome = EntryOutcome.UNREADABLE if is_large else EntryOutcome.FAILED
    return Verdict(outcome, SourceStatus.TEMPORARY, error_name(error))


def failed_request(failure: Any) -> Request:
    """The request that came to nothing: Scrapy adds it to Twisted's Failure."""
    request: Request = failure.request
    return request


def error_name(error: BaseException) -> str:
    """What went wrong between us and the host, for people."""
    cause = _cause(error)
    if "certificate verify failed" in str(cause):
        return "the host's certificate cannot be trusted"
    for kind, name in ERRORS:
        if isinstance(cause, kind) or isinstance(error, kind):
            return name
    return _line(error)


def tells_of_host(error: BaseException, *, is_again: bool) -> bool:
    """Whether an error is the host's, not of one page or connection; each page counts once.

    `is_again` is true of a second request for a page, which goes over a connection of its own.
    """
    name = error_name(error)
    return name not in OF_ONE_PAGE and is_again == (name in OF_ONE_CONNECTION)


def _cause(error: BaseException) -> BaseException:
    """What a failed download goes back to: Scrapy wraps Twisted's error, and that another."""
    reasons = getattr(error.__cause__, "reasons", None)
    return reasons[0].value if reasons else error


def _http_verdict(response: Response) -> Verdict:
    status = response.status
    if status in (404, 410):
        return Verdict(EntryOutcome.GONE, SourceStatus.HARD, f"HTTP {status}: not there")
    if status in (401, 402, 403, 451):
        return Verdict(EntryOutcome.FAILED, SourceStatus.HARD, f"HTTP {status}: access refused")
    remark = ": leads to no web address" if "Location" in response.headers else ""
    return Verdict(EntryOutcome.FAILED, SourceStatus.TEMPORARY, f"HTTP {status}{remark}")


def _line(error: BaseException) -> str:
    """The error in one line that names it, without memory addresses and nested lists."""
    text = " ".join(str(error).split())
    if "max redirections" in text:
        return "redirected more than 5 times"
    if "during decompression" in text:
        return "inflates beyond the size limit"
    return f"{type(error).__name__}: {text}"[:200]
