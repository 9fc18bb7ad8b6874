"""A small real site for tests: pages by path, and a log of what was asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = str | tuple[int, dict[str, str], bytes | str]


class MiniSite:
    """`pages` maps a path (with query, else without) to HTML or (status, headers, body); else 404."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Callable[[], Answer]] = {
            "/robots.txt": (200, {"Content-Type": "text/plain"}, "")
        }
        self.log: list[str] = []
        self.agents: set[str] = set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.log.append(self.path)
                site.agents.add(self.headers.get("User-Agent", ""))
                answer: Any = site.pages.get(self.path) or site.pages.get(self.path.partition("?")[0])
                if callable(answer):
                    answer = answer()
                if answer is None:
                    answer = (404, {}, "<h1>Not found</h1>")
                status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
                data = body.encode() if isinstance(body, str) else body
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value.replace("{base}", site.url))
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}"

    def fetched(self, but: tuple[str, ...] = ("/robots.txt", "/.well-known/tdmrep.json")) -> list[str]:
        """Paths asked for, in order."""
        return [path for path in self.log if path not in but]


@contextmanager
def serving() -> Iterator[MiniSite]:
    """A running site."""
    site = MiniSite()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join()


SENTENCE = "The harbour office said that ferries to the outer islands would run again from Monday morning. "


def story(
    headline: str,
    related: list[tuple[str, str]] | tuple[()] = (),
    *,
    canonical: str | None = None,
    published: str | None = "2017-01-22T10:00:00+00:00",
    heading: str = "More from World",
    body: str | None = None,
) -> str:
    """A story's page of our own making: headline, three paragraphs, a block of related headlines."""
    text = body or "".join(f"<p>{n}. {headline}. {SENTENCE * 3}</p>" for n in ("First", "Second", "Third"))
    links = "".join(
        f'<li><h3><a href="{href}">{title}</a></h3><p>{SENTENCE[:70]}...</p></li>' for href, title in related
    )
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    if published:
        head += f'<meta property="article:published_time" content="{published}">'
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{headline}</title>{head}
<meta property="og:type" content="article"><meta property="og:title" content="{headline}"></head><body>
<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/news/world">World</a></li>
<li><a href="/news/business">Business</a></li><li><a href="/news/sport">Sport</a></li></ul></nav>
<main><article><h1>{headline}</h1><div class="article-body">{text}</div></article>
<section class="related"><h2>{heading}</h2><ul>{links}</ul></section></main>
<footer><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer></body></html>"""


def section(title: str, links: list[tuple[str, str]], extra: str = "") -> str:
    """A section page: cards with headline and teaser, between a navigation and a footer."""
    cards = "".join(
        f'<div class="teaser"><h2 class="title"><a href="{href}">{text}</a></h2><p>{SENTENCE}</p></div>'
        for href, text in links
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>
<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/news/world">World</a></li>
<li><a href="/news/business">Business</a></li><li><a href="/news/sport">Sport</a></li></ul></nav>
<main><h1>{title}</h1>{cards}{extra}</main>
<footer><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer></body></html>"""
