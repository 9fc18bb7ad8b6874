"""The demo site as a server on this machine: threads, an ephemeral port, a log of what was asked for."""

from __future__ import annotations

import hashlib
import socket
import sys
import threading
import time
from collections.abc import Callable
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from .site import Answer, answer

IDLE_SECONDS = 30

Respond = Callable[[str, str], Answer]


class DemoServer:
    """The demo site on a port of its own; a context manager that serves from entry to exit.

    >>> with DemoServer() as site:
    ...     site.url.startswith("http://127.0.0.1:")
    True

    :param host: address to listen on.
    :param port: 0 takes any free port.
    :param latency: seconds every answer is held back, to stand in for a distant site.
    :param respond: gives the answer to a path and query; a test may wrap `newscrawl.demo.answer`.
    :raises OSError: when the port cannot be listened on.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = 0, latency: float = 0.0, respond: Respond = answer
    ) -> None:
        self.respond = respond
        self.latency = latency
        self.requests: list[str] = []
        """Path and query of every request, in order."""
        self.statuses: list[int] = []
        """Status each of `requests` was answered with."""
        self.started = int(time.time())
        self._lock = threading.Lock()
        self._http = _Server((host, port), self)
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        return self._http.server_port

    @property
    def url(self) -> str:
        """Address of the site, without a slash at its end."""
        return f"http://{self._http.server_address[0]!s}:{self.port}"

    def start(self) -> DemoServer:
        """Serve from a daemon thread."""
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop, closing connections that clients keep open."""
        if self._thread is not None:
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()
        self._http.hang_up()

    def log(self, target: str, status: int) -> None:
        with self._lock:
            self.requests.append(target)
            self.statuses.append(status)

    def __enter__(self) -> DemoServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # The default of 5 refuses connections of a crawl that opens many at once.
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], demo: DemoServer) -> None:
        self.demo = demo
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # HTTPServer's own looks its host name up in the DNS.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for request in list(self._open):
            self.shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that hangs up in the middle of an answer is no error of the site's.
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "OrreryWire/1.0"
    sys_version = ""
    # One write an answer: headers and body in two packets wait for a delayed acknowledgement, 40 ms each.
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS

    def do_GET(self) -> None:
        demo = self.server.demo
        if demo.latency:
            time.sleep(demo.latency)
        found = demo.respond(self.path, demo.url)
        etag = f'"{hashlib.sha256(found.body).hexdigest()[:16]}"'
        status = 304 if found.status == 200 and self._unchanged(etag, demo.started) else found.status
        demo.log(self.path, status)
        self.send_response(status)
        if found.location:
            self.send_header("Location", demo.url + found.location)
        if found.status == 200:
            self.send_header("ETag", etag)
            # When the page was generated, as content management systems send it: no time of the story's.
            self.send_header("Last-Modified", formatdate(demo.started, usegmt=True))
            self.send_header("Cache-Control", "public, max-age=0")
        if status != 304:
            self.send_header("Content-Type", found.type)
            self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        if status != 304 and self.command != "HEAD":
            self.wfile.write(found.body)

    do_HEAD = do_GET

    def _unchanged(self, etag: str, started: int) -> bool:
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return parsedate_to_datetime(since).timestamp() >= started
        except ValueError:
            return False

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the server keeps `requests`, and a terminal is the crawl's."""
