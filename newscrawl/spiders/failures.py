"""What went wrong with a request, as a stat's name and a few words for a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from newscrawl.extensions.pace import HostBusy
from newscrawl.middlewares.budget import BudgetSpent
from newscrawl.middlewares.guard import AddressRefused, TooLarge
from newscrawl.middlewares.revisit import NotModified
from newscrawl.middlewares.robots import RobotsUnreachable
from newscrawl.normalise.urls import host_of

if TYPE_CHECKING:
    from scrapy import Request
    from twisted.python.failure import Failure

__all__ = ["reason_of"]

_MEANING = {
    401: "asks for a login",
    403: "is refused",
    404: "does not exist",
    410: "is gone",
    429: "is refused: too many requests",
    451: "is withheld for legal reasons",
}


def reason_of(failure: Failure, request: Request) -> tuple[str, str]:
    """-> (name for the stats, words that follow the address)"""
    error = failure.value
    if isinstance(error, RobotsUnreachable) and error.cause is not None:
        # robots.txt is asked for first: what stopped it would have stopped the page.
        error = error.cause
    host = host_of(request.url)
    if isinstance(error, BudgetSpent | NotModified):
        return "budget", "is not needed any more"
    if isinstance(error, HttpError):
        status = error.response.status
        meaning = _MEANING.get(status) or (
            "fails on the server's side" if status >= 500 else "was not given out"
        )
        return f"http_{status}", f"{meaning} (HTTP {status})"
    if isinstance(error, CannotResolveHostError):
        return "unknown_host", f"cannot be reached: there is no host {host!r}"
    if isinstance(error, DownloadConnectionRefusedError):
        return "refused", f"cannot be reached: {host} refuses the connection"
    if isinstance(error, DownloadTimeoutError):
        return (
            "timeout",
            f"did not answer in time (DOWNLOAD_TIMEOUT, {request.meta.get('download_timeout', 0):.0f} s)",
        )
    if isinstance(error, DownloadCancelledError):
        return "too_large", "is too large (DOWNLOAD_MAXSIZE)"
    if isinstance(error, ResponseDataLossError):
        return "cut_off", "was cut off on its way"
    if isinstance(error, HostBusy):
        return "busy", f"is left alone: {host} asks for a longer pause (Retry-After, NEWSCRAWL_MAX_PAUSE)"
    if isinstance(error, RobotsUnreachable):
        return "robots_unreachable", f"is left alone: its {error}"
    if isinstance(error, AddressRefused):
        private = error.kind == "private_address"
        hint = " (NEWSCRAWL_ALLOW_PRIVATE_HOSTS names hosts to allow)" if private else ""
        return error.kind, f"is not fetched: {error}{hint}"
    if isinstance(error, TooLarge):
        return error.kind, str(error)
    if isinstance(error, IgnoreRequest):
        if "max redirections" in str(error):  # RedirectMiddleware's message
            return "redirects", "redirects too often (REDIRECT_MAX_TIMES)"
        if "robots.txt" in str(error):  # RobotsTxtMiddleware's message is the only mark its refusals carry
            return "robots", "is forbidden by the site's robots.txt"
        return "ignored", f"was left out: {error}" if str(error) else "was left out"
    return "connection", f"cannot be fetched: {_one_line(str(error)) or type(error).__name__}"


# A failure inside a failure, as Twisted prints it.
_WRAPPED = re.compile(r"\[?<twisted\.python\.failure\.Failure [\w.]+: ([^<>]*)>\]?")


def _one_line(text: str) -> str:
    return " ".join(_WRAPPED.sub(r"\1", text).split())[:200]
