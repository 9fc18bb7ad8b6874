"""A local news site whose every wish for a page can be answered with anything: raw bytes over a socket."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Answer = Callable[[socket.socket, str], None]
"""Writes what it likes to the connection; the address of the site is its second argument."""

HTML = {"Content-Type": "text/html; charset=utf-8"}
PARAGRAPHS = "".join(
    f"<p>The valley's mayor said on day {n} that the river had left {n} houses without water or power.</p>"
    for n in range(1, 7)
)


def story(number: int) -> bytes:
    """A good story."""
    title = f"Valley counts its losses after flood number {number}"
    return (
        f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p class=date>Last update: Mon, 05/09/2016 - 17:15</p>{PARAGRAPHS}</article></body></html>"
    ).encode()


def head(status: str = "200 OK", headers: dict[str, str] | None = None) -> bytes:
    """Status line and headers."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in (headers or HTML).items())]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")


def send(body: bytes, headers: dict[str, str] | None = None, status: str = "200 OK") -> Answer:
    """An answer of these bytes."""

    def answer(connection: socket.socket, site: str) -> None:
        connection.sendall(head(status, {**HTML, **(headers or {}), "Content-Length": str(len(body))}))
        connection.sendall(body)

    return answer


def redirect(target: Callable[[str, int], str]) -> Answer:
    """A redirect to what `target(site, count)` names, another one each time."""
    count = 0

    def answer(connection: socket.socket, site: str) -> None:
        nonlocal count
        count += 1
        connection.sendall(head("302 Found", {"Location": target(site, count), "Content-Length": "0"}))

    return answer


def endless(start: bytes, more: bytes, pause: float = 0.0) -> Answer:
    """Bytes without end, as long as anybody listens."""

    def answer(connection: socket.socket, site: str) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(more)
            time.sleep(pause)

    return answer


def gzip_bomb(gigabytes: int) -> bytes:
    """Gzip data that unpacks to this much nothing: one block of 64 MB, repeated after full flushes."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeeze.compress(bytes(1 << 26)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + block * (16 * gigabytes) + squeeze.flush()


@contextmanager
def serving(answer: Answer, links: str = '<a href="/world/2026/bad-story-of-the-day">') -> Iterator[str]:
    """Address of a site: /world lists two good stories and a bad one, which `answer` answers."""
    listed = "".join(
        f"<li>{link}<h3>Valley counts its losses after flood number {n}</h3></a></li>"
        for n, link in enumerate(
            [
                '<a href="/world/2026/good-story-number-1">',
                links,
                '<a href="/world/2026/good-story-number-2">',
            ],
            1,
        )
    )
    front = f"<html><body><h1>World</h1><ul>{listed}</ul></body></html>".encode()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connection: socket.socket = self.request
            data = b""
            while b"\r\n\r\n" not in data:
                got = connection.recv(1 << 16)
                if not got:
                    return
                data += got
            path = data.split(b" ", 2)[1].decode("latin-1")
            host, port = self.server.server_address[:2]
            site = f"http://{host}:{port}"
            try:
                if path == "/robots.txt":
                    connection.sendall(head("404 Not Found", {"Content-Length": "0"}))
                elif path == "/world":
                    send(front)(connection, site)
                elif "good-story" in path:
                    send(story(int(path[-1])))(connection, site)
                else:
                    answer(connection, site)
            except OSError:  # nobody listens any more
                return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
