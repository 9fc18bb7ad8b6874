"""A local site for kill tests and benchmarks, and a spider that reads it as fast as Scrapy can.

Run as a program it serves the site on a free port, prints its address, and answers until its standard input
is closed. Every story links to a few others, so a lost link would show as missing stories.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from newscrawl.items import Story
from newscrawl.middlewares.budget import ROLE
from newscrawl.normalise.check import text_digest
from newscrawl.normalise.urls import normalise_urls

TEXT = "The harbour office said that ferries to the outer islands would run again from Monday morning. "


def links_of(number: int, size: int) -> list[int]:
    """Stories that a story links to: a tree that reaches all, and some shortcuts."""
    return [n for n in (2 * number, 2 * number + 1, number + 7, (number * 13) % size + 1) if 1 <= n <= size]


def headline(number: int) -> str:
    """A story's headline, on its page and wherever it is linked."""
    return f"Ferries of harbour number {number} run again after the storm"


def page(number: int, size: int, version: int = 1, padding: int = 20, filler: int = 0) -> str:
    """A story's page; 0 is the start page. `filler` elements stand for a real page's menus and boxes."""
    links = "".join(
        f'<li><h3><a href="/story-{n}">{headline(n)}</a></h3><p>{TEXT}</p></li>'
        for n in links_of(number, size) or [1, 2, 3]
    )
    body = "".join(
        f"<p>Paragraph {p} of story {number}, version {version}. {TEXT * 2}</p>" for p in range(padding)
    )
    menu = '<div class="menu-item"><span class="label">All the rest of a page</span></div>' * filler
    return (
        f"<html><head><title>{headline(number)}</title></head><body><nav>{menu}</nav><main><article>"
        f'<h1>{headline(number)}</h1><div class="article-body">{body}</div></article>'
        f'<section class="related"><h2>More from World</h2><ul>{links}</ul></section></main></body></html>'
    )


class KillSpider(Spider):
    """Reads the site with two regular expressions: what is left of a crawl's cost is Scrapy's and the
    state's."""

    name = "kill"
    _link = re.compile(r'href="(/story-(\d+))"').findall
    _text = re.compile(r"<p>(.*?)</p>").findall

    def __init__(self, url: str = "", mode: str = "update", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [url]
        self.mode = mode
        self.allowed_domains = ["127.0.0.1"]
        self.seen: set[str] = set()

    async def start(self) -> Any:
        yield Request(self.start_urls[0], meta={ROLE: "start"})

    def parse(self, response: Response) -> Iterator[Any]:
        """A story and its links."""
        text = response.body.decode()
        if not response.url.endswith("/"):
            story = Story(url=response.url, headline=re.search("<h1>(.*?)</h1>", text)[1])  # type: ignore[index]
            story.body = "\n\n".join(self._text(text.partition("</article>")[0]))
            story.fetched_at = "2026-01-01T00:00:00Z"
            story.source = "http"
            normalise_urls(story)
            story.text_digest = text_digest(story)
            yield story
        for path, number in self._link(text):
            if number not in self.seen:
                self.seen.add(number)
                yield Request(
                    response.urljoin(path), callback=self.parse, errback=self.failed, meta={ROLE: "story"}
                )

    def failed(self, failure: Any) -> None:
        """Nothing: a test looks at what is missing."""


def _die_at(point: str) -> None:
    """Have this process kill itself (SIGKILL) the n-th time it comes to a point within a write:
    "commit:3"."""
    name, _, nth = point.partition(":")
    left = int(nth)

    def here(passed: str) -> None:
        nonlocal left
        if passed == name:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    from newscrawl import feeds
    from newscrawl.pipelines.state import StatePipeline
    from newscrawl.state import recover
    from newscrawl.state.sqlite import SqliteStore

    write, scraped = feeds._LineFile.write, StatePipeline.item_scraped
    lease, replace, end_run = SqliteStore.lease, os.replace, SqliteStore.end_run
    batch, finish, give_back = SqliteStore.write, recover._finish, SqliteStore.give_back

    def line(self: Any, data: bytes) -> int:
        here("before line")
        if name == "half line" and left == 1:
            write(self, bytes(data)[: len(data) // 2])
        here("half line")
        return write(self, data)

    def after_line(self: Any, item: Any, response: Any) -> None:
        here("after line")
        scraped(self, item, response)

    def in_batch(self: Any, *arguments: Any) -> None:
        if name == "within batch":
            # The last statement of a batch fails to come: everything before it is in the log, not committed.
            connection = self._db

            class Dying:
                def __getattr__(self, attribute: str) -> Any:
                    return getattr(connection, attribute)

                def execute(self, sql: str, *rest: Any) -> Any:
                    if sql == "COMMIT":
                        here("within batch")
                    return connection.execute(sql, *rest)

            self._db = Dying()
            try:
                batch(self, *arguments)
            finally:
                self._db = connection
        else:
            batch(self, *arguments)
        here("after batch")

    def leased(self: Any, *arguments: Any) -> Any:
        result = lease(self, *arguments)
        here("after lease")
        return result

    def renamed(source: Any, target: Any) -> None:
        here("before rename")
        replace(source, target)
        here("after rename")

    def ended(self: Any, *arguments: Any) -> None:
        here("before end")
        end_run(self, *arguments)
        here("after end")

    def finishing(*arguments: Any) -> None:
        here("recovered")
        finish(*arguments)
        here("finished")

    def given_back(self: Any, *arguments: Any) -> Any:
        here("before give back")
        return give_back(self, *arguments)

    patches: list[tuple[Any, str, Any]] = [
        (feeds._LineFile, "write", line), (StatePipeline, "item_scraped", after_line),
        (SqliteStore, "write", in_batch), (SqliteStore, "lease", leased), (os, "replace", renamed),
        (SqliteStore, "end_run", ended),
        (recover, "_finish", finishing), (SqliteStore, "give_back", given_back),
    ]  # fmt: skip
    for owner, attribute, patch in patches:
        setattr(owner, attribute, patch)


if "KILL_AT" in os.environ:
    _die_at(os.environ["KILL_AT"])

OPTIONS = {
    "SPIDER_MODULES": "kill_site",
    "ITEM_PIPELINES": '{"newscrawl.pipelines.StatePipeline": 800}',
    "AUTOTHROTTLE_ENABLED": "0",
    "ROBOTSTXT_OBEY": "0",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "NEWSCRAWL_ALLOW_PRIVATE_HOSTS": "127.0.0.1",
    "NEWSCRAWL_PROGRESS": "0",
}
"""Settings of a crawl with `KillSpider`."""


def serve(size: int, padding: int, filler: int) -> None:
    """Serve the site until standard input ends. Written on asyncio streams: faster than http.server."""
    import asyncio

    pages = {
        f"/story-{n}": page(n, size, padding=padding, filler=filler).encode() for n in range(1, size + 1)
    }
    pages["/"] = page(0, size).encode()

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                body = pages.get(head.split(b" ", 2)[1].decode())
                status = b"200 OK" if body is not None else b"404 Not Found"
                body = body or b""
                writer.write(
                    b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"
                    % (status, len(body), body)
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(client, "127.0.0.1", 0)
        print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        server.close()

    asyncio.run(main())


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:4]))
