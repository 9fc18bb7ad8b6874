"""robots.txt and pace against real servers that misbehave: what was fetched, and when."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

Answer = tuple[int, dict[str, str], bytes]

SPIDER = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Three(scrapy.Spider):
    name = "three"
    async def start(self):
        for n in range(3):
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
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "newscrawl.middlewares.robots.RobotsMiddleware": 100,
        "newscrawl.middlewares.guard.AddressGuardMiddleware": 950,
    },
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
    url: str, tmp_path: Path, *, throttle: bool = False, allow: str = "127.0.0.1"
) -> tuple[dict[str, Any], str]:
    script = tmp_path / "three.py"
    script.write_text(SPIDER)
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script), url, "throttle" if throttle else "plain", allow],
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
        # a rule behind 500 KiB of comments is not read; one before it is
        ((200, {}, b"User-agent: *\nDisallow: /0\n" + b"# x\n" * 150_000 + b"Disallow: /1\n"), ["/1", "/2"]),
    ],
    ids=["rule", "all", "404", "403", "500", "503", "broken", "loop", "long"],
)
def test_robots_by_rfc_9309(serve: Any, tmp_path: Path, robots: Answer | None, pages: list[str]) -> None:
    site = serve(lambda path, count: robots if path == "/robots.txt" else PAGE)
    crawl(site.url, tmp_path)
    assert sorted(site.pages()) == pages


@pytest.mark.parametrize("throttle", [True, False])
def test_crawl_delay_is_a_lower_bound(serve: Any, tmp_path: Path, throttle: bool) -> None:
    robots = (200, {}, b"User-agent: *\nCrawl-delay: 0.6\n")
    site = serve(lambda path, count: robots if path == "/robots.txt" else PAGE)
    crawl(site.url, tmp_path, throttle=throttle)
    times = [at for at, path in site.requests if path != "/robots.txt"]
    assert len(times) == 3
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.5


def test_retry_after_is_obeyed(serve: Any, tmp_path: Path) -> None:
    def answer(path: str, count: int) -> Answer:
        if path == "/robots.txt":
            return 404, {}, b""
        return (429, {"Retry-After": "2"}, b"") if path == "/0" and count == 0 else PAGE

    site = serve(answer)
    stats, log = crawl(site.url, tmp_path)
    assert sorted(site.pages()) == ["/0", "/0", "/1", "/2"]
    times = [at for at, path in site.requests if path != "/robots.txt"]
    refused = site.pages().index("/0")
    assert times[refused + 1] - times[refused] > 1.8
    assert stats["newscrawl/pace/pauses"] == 1
    assert "waiting 2 seconds" in log


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
