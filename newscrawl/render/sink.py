"""Where everything ends that the browser tries to reach by itself: a proxy that refuses, on a port of its
own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

__all__ = ["Sink"]

logger = logging.getLogger(__name__)

_ANSWER = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Sink:
    """Chromium's only proxy. Pages get what they need from Scrapy's downloader, so nothing rightly comes
    here.

    WebSockets, prefetching, the browser's own services and whatever a later version thinks of: none of them
    is looked up, connected or sent on.

    :param refused: called with the host of each refused request.
    """

    def __init__(self, refused: Callable[[str], None]) -> None:
        self.refused = refused
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Its address, once it listens."""
        assert self._server is not None
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    async def start(self) -> None:
        """Listen on loopback."""
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)

    async def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ValueError, asyncio.IncompleteReadError, TimeoutError):
            line = (await asyncio.wait_for(reader.readline(), 5)).decode("latin-1").split()
            target = line[1] if len(line) > 1 else ""
            host = target.partition("://")[2].partition("/")[0] or target
            logger.debug("the browser's own request for %s is refused", host)
            self.refused(host)
            writer.write(_ANSWER)
            await writer.drain()
        with suppress(OSError):
            writer.close()
