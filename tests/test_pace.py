"""robots.txt and pace against real servers that misbehave: what was fetched, and when."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newscrawl.extensions.pace import Pace, retry_after

Answer = tuple[int, dict[str, str], bytes]

SPIDER = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Three(scrapy.Spider):
    name = "three"
    async def start(self):
        for n in range(self.settings.getint("PAGES", 3)):
            yield scrapy.Request(f"{sys.argv[1]}/{n}", dont_filter=True)
    def parse(self, response):
        yield {"url": response.url}

process = AsyncCrawlerProcess({
    "ROBOTSTXT_OBEY": True, "LOG_LEVEL": "INFO",
    "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "AUTOTHROTTLE_ENABLED": sys.argv[2] == "throttle", "AUTOTHROTTLE_START_DELAY": 0.01, "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "RETRY_TIMES": 2, "DOWNLOAD_TIMEOUT": 5, "DOWNLOAD_DELAY_JITTER": 0,
    "TWISTED_DNS_RESOLVER": "newscrawl.guard.resolver.GuardedResolver",
    "NEWSCRAWL_ALLOW_PRIVATE_HOSTS": sys.argv[3].split(","),
    "EXTENSIONS": {"scrapy.extensions.throttle.AutoThrottle": None, "newscrawl.extensions.pace.Pace": 0},
    "USER_AGENT": "newscrawl/0.1 (+https://example.com/bot)",
    "DOWNLOADER_MIDDLEWARES": {
        "newscrawl.middlewares.pace.PaceMiddleware": 95,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "newscrawl.middlewares.robots.RobotsMiddleware": 100,
        "newscrawl.middlewares.guard.AddressGuardMiddleware": 950,
    },
    **json.loads(sys.argv[4]),
})
crawler = process.create_crawler(Three)
process.crawl(crawler)
process.start()
print(json.dumps({k: v for k, v in crawler.stats.get_stats().items() if isinstance(v, (int, str))}))
"""


class Server:
    """A local site: one function answers each path; times and paths of its requests are kept."""

    def __init__(self, answer: Callable[[str, int], Answer | None]) -> None:
        self.requests: list[tuple[float, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16  # an answer in one piece

            def do_GET(self) -> None:
                count = sum(path == self.path for _, path in server.requests)
                server.requests.append((time.monotonic(), self.path))
                result = answer(self.path, count)
                if result is None:  # the connection breaks
                    self.close_connection = True
                    return
                status, headers, body = result
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self._httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._httpd.server_port}"
        threading.Thread(target=self._httpd.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._httpd.shutdown()
        self._httpd.server_close()

    def pages(self) -> list[str]:
        return [path for _, path in self.requests if path != "/robots.txt"]


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[str, int], Answer | None]], Server]]:
    servers: list[Server] = []

    def start(answer: Callable[[str, int], Answer | None]) -> Server:
        servers.append(Server(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def crawl(
    url: str, tmp_path: Path, *, throttle: bool = False, allow: str = "127.0.0.1", **settings: Any
) -> tuple[dict[str, Any], str]:
    script = tmp_path / "three.py"
    script.write_text(SPIDER)
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            str(script),
            url,
            "throttle" if throttle else "plain",
            allow,
            json.dumps(settings),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parent.parent,
        env={"PYTHONPATH": str(Path(__file__).parent.parent), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


PAGE = (200, {"Content-Type": "text/html"}, b"<p>page</p>")


@pytest.mark.parametrize(
    ("robots", "pages"),
    [
        ((200, {}, b"User-agent: *\nDisallow: /1\n"), ["/0", "/2"]),
        ((200, {}, b"User-agent: *\nDisallow: /\n"), []),
        ((404, {}, b"User-agent: *\nDisallow: /\n"), ["/0", "/1", "/2"]),
        ((403, {}, b""), ["/0", "/1", "/2"]),
        ((500, {}, b""), []),
        ((503, {"Retry-After": "0"}, b"User-agent: *\nAllow: /\n"), []),
        (None, []),
        ((302, {"Location": "/robots.txt"}, b""), ["/0", "/1", "/2"]),
        ((200, {}, b"\xef\xbb\xbfUser-agent: *\nDisallow: /1\n"), ["/0", "/2"]),
        # our own group goes before that of all, however often it stands there and whatever its case
        (
            (
                200,
                {},
                b"User-agent: *\nDisallow: /\n\nUser-agent: NewsCrawl\nDisallow: /1\n\n"
                b"user-agent: newscrawl/9\nDisallow: /2\n",
            ),
            ["/0"],
        ),
        # others' groups: a part of our name, a word of our contact
        (
            (200, {}, b"User-agent: news\nUser-agent: bot\nUser-agent: example\nDisallow: /\n"),
            ["/0", "/1", "/2"],
        ),
        ((200, {}, b"User-agent: *\nDisallow: /*0$\nAllow: /\n"), ["/1", "/2"]),
        # a rule behind 500 KiB of comments is not read; one before it is
        ((200, {}, b"User-agent: *\nDisallow: /0\n" + b"# x\n" * 150_000 + b"Disallow: /1\n"), ["/1", "/2"]),
        ((200, {}, b"User-agent: *\nDisallow: /0\n" + b"# x\n" * 8_000_000), ["/1", "/2"]),
    ],
    ids="rule all 404 403 500 503 broken loop mark groups others wildcard long 32MB".split(),
)
def test_robots_by_rfc_9309(serve: Any, tmp_path: Path, robots: Answer | None, pages: list[str]) -> None:
    site = serve(lambda path, count: robots if path == "/robots.txt" else PAGE)
    crawl(site.url, tmp_path)
    assert sorted(site.pages()) == pages


@pytest.mark.parametrize(("redirects", "pages"), [(5, []), (6, ["/0", "/1", "/2"])])
def test_five_redirects_of_robots_are_followed_across_hosts(
    serve: Any, tmp_path: Path, redirects: int, pages: list[str]
) -> None:
    def answer(path: str, count: int) -> Answer:
        return (302, {"Location": f"{other.url}/1"}, b"") if path == "/robots.txt" else PAGE

    def elsewhere(path: str, count: int) -> Answer:
        step = int(path[1:])
        if step == redirects:
            return 200, {}, b"User-agent: *\nDisallow: /\n"
        return 302, {"Location": f"/{step + 1}"}, b""

    other, site = serve(elsewhere), serve(answer)
    crawl(site.url, tmp_path)
    assert sorted(site.pages()) == pages


def test_failures_of_robots_are_tried_again(serve: Any, tmp_path: Path) -> None:
    def answer(path: str, count: int) -> Answer:
        if path != "/robots.txt":
            return PAGE
        return (200, {}, b"User-agent: *\nDisallow: /1\n") if count == 2 else (500, {}, b"x" * 300_000)

    site = serve(answer)
    crawl(site.url, tmp_path)
    assert sorted(site.pages()) == ["/0", "/2"]


@pytest.mark.parametrize("throttle", [True, False])
def test_crawl_delay_is_a_lower_bound(serve: Any, tmp_path: Path, throttle: bool) -> None:
    robots = (200, {}, b"User-agent: *\nCrawl-delay: 1.2\n")
    site = serve(lambda path, count: robots if path == "/robots.txt" else PAGE)
    # Scrapy's own variation by half would make it 0.6 at times.
    crawl(site.url, tmp_path, throttle=throttle, DOWNLOAD_DELAY_JITTER=0.5)
    times = [at for at, path in site.requests if path != "/robots.txt"]
    assert len(times) == 3
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.9


@pytest.mark.parametrize("throttle", [True, False])
def test_no_more_at_once_than_agreed(serve: Any, tmp_path: Path, throttle: bool) -> None:
    under_way, most, lock = 0, 0, threading.Lock()

    def answer(path: str, count: int) -> Answer:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.02)
        with lock:
            under_way -= 1
        return PAGE if path != "/robots.txt" else (404, {}, b"")

    site = serve(answer)
    crawl(site.url, tmp_path, throttle=throttle, PAGES=30, CONCURRENT_REQUESTS_PER_DOMAIN=2)
    assert len(site.pages()) == 30
    assert most <= 2


def test_a_connection_is_kept_for_all_pages(serve: Any, tmp_path: Path) -> None:
    """The end to headers counts those of one answer, not all that comes over a connection."""
    page = (200, {"Content-Type": "text/html"}, b"<p>page</p>" * 1000)
    site = serve(lambda path, count: page)
    handlers = {"http": "newscrawl.guard.download.BoundedHeadersHandler"}
    stats, _ = crawl(site.url, tmp_path, PAGES=20, DOWNLOAD_HANDLERS=handlers, NEWSCRAWL_MAX_HEADERS=40_000)
    assert len(site.pages()) == 20
    assert "newscrawl/limits/headers" not in stats
    assert "retry/count" not in stats


def test_our_own_delay_is_kept_where_it_is_larger(serve: Any, tmp_path: Path) -> None:
    robots = (200, {}, b"User-agent: *\nCrawl-delay: 0.1\n")
    site = serve(lambda path, count: robots if path == "/robots.txt" else PAGE)
    crawl(site.url, tmp_path, DOWNLOAD_DELAY=1.2)
    times = [at for at, path in site.requests if path != "/robots.txt"]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.9


@pytest.mark.parametrize(("status", "form"), [(429, "seconds"), (503, "date")])
def test_retry_after_is_obeyed(serve: Any, tmp_path: Path, status: int, form: str) -> None:
    def answer(path: str, count: int) -> Answer:
        if path == "/robots.txt":
            return 404, {}, b""
        # Dates have whole seconds: four are three and a bit.
        wait = "3" if form == "seconds" else formatdate(time.time() + 4, usegmt=True)
        return (status, {"Retry-After": wait}, b"") if path == "/0" and count == 0 else PAGE

    site = serve(answer)
    stats, log = crawl(site.url, tmp_path)
    assert sorted(site.pages()) == ["/0", "/0", "/1", "/2"]
    times = [at for at, path in site.requests if path != "/robots.txt"]
    refused = site.pages().index("/0")
    assert times[refused + 1] - times[refused] > 2.5
    assert stats["newscrawl/pace/pauses"] == 1
    assert re.search(r"127\.0\.0\.1 answers \d+: waiting (3|[234](\.\d+)?) seconds", log)


def test_a_host_that_wants_an_hour_is_left_alone(serve: Any, tmp_path: Path) -> None:
    def answer(path: str, count: int) -> Answer:
        return (404, {}, b"") if path == "/robots.txt" else (503, {"Retry-After": "3600"}, b"")

    site = serve(answer)
    stats, log = crawl(site.url, tmp_path)
    assert len(site.pages()) == 1
    assert stats["newscrawl/pace/left_alone"] == 1
    assert "127.0.0.1 answers 503 and asks for 1:00:00 without requests: it is left alone" in log


def test_without_retry_after_the_pause_doubles() -> None:
    slot = Slot(concurrency=1, delay=0, jitter=0)
    crawler = get_crawler(settings_dict={"AUTOTHROTTLE_ENABLED": False, "NEWSCRAWL_MAX_PAUSE": 30})
    crawler.engine = SimpleNamespace(downloader=SimpleNamespace(slots={"example.com": slot}))
    pace, request = Pace(crawler), Request("https://example.com/", meta={"download_slot": "example.com"})
    pauses = []
    for status in (429, 503, 429, 429, 200, 503):
        slot.lastseen = 0
        pace._response_downloaded(Response(request.url, status=status), request, Spider("test"))
        pauses.append(round(max(0, slot.lastseen - time.monotonic())))
    assert pauses == [5, 10, 20, 30, 0, 5]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("Thu, 01 Jan 2026 00:01:00 GMT", 60),
        ("Thursday, 01-Jan-26 00:01:00 GMT", 60),
        ("Wed, 31 Dec 2025 00:00:00 GMT", 0),
        ("9" * 400, 366 * 24 * 3600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 366 * 24 * 3600),
        *((value, None) for value in ("soon", "-5", "", None, "²")),
    ],
)
def test_retry_after_values(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime(2026, 1, 1, tzinfo=UTC)) == seconds


def test_nothing_private_is_reached(serve: Any, tmp_path: Path) -> None:
    site = serve(lambda path, count: PAGE)
    for url in (
        site.url,
        site.url.replace("127.0.0.1", "localhost"),
        site.url.replace("127.0.0.1", "2130706433"),
    ):
        stats, log = crawl(url, tmp_path, allow="")
        assert site.requests == []
        assert stats["newscrawl/guard/address"] >= 3
        assert "is not a public address" in log


def test_redirect_into_the_machine_is_not_followed(serve: Any, tmp_path: Path) -> None:
    inner = serve(lambda path, count: PAGE)
    target = inner.url.replace("127.0.0.1", "localhost")
    site = serve(lambda path, count: (302, {"Location": f"{target}{path}"}, b""))
    crawl(site.url, tmp_path, allow="127.0.0.1")
    assert len(site.pages()) == 3
    assert inner.requests == []
