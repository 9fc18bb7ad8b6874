"""Scrapy's download handler with an end to headers.

Twisted bounds the length of a line of the headers (16 KB), not their number: a server that sends headers for
ever fills the memory until DOWNLOAD_TIMEOUT.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from twisted.internet.error import ConnectionAborted
from twisted.python.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

__all__ = ["BoundedHeadersHandler", "HeadersTooLarge"]


class HeadersTooLarge(ConnectionAborted):
    """A response whose headers are larger than NEWSCRAWL_MAX_HEADERS."""

    def __str__(self) -> str:
        return "its headers are too large (NEWSCRAWL_MAX_HEADERS)"


class BoundedHeadersHandler(HTTP11DownloadHandler):
    """Gives up a response whose headers take more than NEWSCRAWL_MAX_HEADERS bytes (262,144)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        longest = crawler.settings.getint("NEWSCRAWL_MAX_HEADERS", 262_144)
        stats = crawler.stats

        def exceeded() -> None:
            if stats is not None:
                stats.inc_value("newscrawl/limits/headers")

        # The pool makes its connections with this factory: no public way leads there.
        made_by: Any = self._pool._factory

        class Factory(made_by):  # type: ignore[misc]
            def buildProtocol(self, addr: Any) -> Any:
                protocol = super().buildProtocol(addr)
                protocol.dataReceived = _bounded(protocol, longest, exceeded)
                return protocol

        self._pool._factory = Factory


def _bounded(protocol: Any, longest: int, exceeded: Callable[[], None]) -> Callable[[bytes], None]:
    """`protocol.dataReceived` that hangs up when more than this comes before the headers are complete."""
    receive: Callable[[bytes], None] = protocol.dataReceived
    seen, counted = 0, None

    def received(data: bytes) -> None:
        nonlocal seen, counted
        parser = protocol._parser
        if parser is not counted:
            # The next response of a connection that is kept; it has a parser of its own.
            seen, counted = 0, parser
        if parser is not None and parser.state in ("STATUS", "HEADER"):
            seen += len(data)
            if seen > longest:
                exceeded()
                protocol._giveUp(Failure(HeadersTooLarge()))  # type: ignore[no-untyped-call]
                protocol.transport.abortConnection()
                return
        receive(data)

    return received
