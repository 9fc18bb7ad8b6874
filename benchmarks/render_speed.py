"""What drawing pages costs, and what it costs where none is drawn.

    python benchmarks/render_speed.py plain    pages a second without a drawn page: Scrapy's handler without
                                               and with newscrawl's middleware, scrapy-playwright's handler,
                                               the wire spider with render=never and render=auto
    python benchmarks/render_speed.py drawn    memory and processes over 300 drawn pages

Every crawl is a process of its own; the site is served on loopback by another.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from newscrawl.demo import Answer, DemoServer

PAGES = 300
SENTENCES = "the harbour office counted every boat twice before the ferry left. " + "The gulls went on. " * 9
TEXT = "".join(f"<p>Paragraph {n}: {SENTENCES}</p>" for n in range(24))
FILLING = "<div class='rail'>" + "<a href='/about'>About the harbour</a> " * 900 + "</div>"
SHELL = (
    '<section class="more-from" data-src="/x"><h2>More from World</h2><ul class="is-loading"></ul></section>'
)
SCRIPT = """<script src="/app.js"></script><script>
fetch("/api?" + location.pathname).then(a => a.json()).then(items => {
document.querySelector(".more-from ul").innerHTML = items.map(n =>
  `<li><a href="/news/story-${n}-of-the-harbour-was-told">Story ${n} of the harbour, again</a></li>`
).join("")
})</script>"""


def page(path: str, drawn: bool) -> str:
    """A story of about 60 KB."""
    published = '<meta property="article:published_time" content="2017-01-22T10:00:00Z">'
    title = path.rsplit("/", 1)[1].replace("-", " ").capitalize()
    return f"""<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:type" content="article">{published}</head><body><main><article><h1>{title}</h1>
<p class="stamp">Updated: 22 January 2017, 10:00</p><div class="article-body">{TEXT}</div></article>
{SHELL + SCRIPT if drawn else ""}</main>{FILLING}</body></html>"""


def respond(target: str, url: str) -> Answer:
    """The benchmark's site: plain stories, drawn ones, and what their scripts ask for."""
    path, _, query = target.partition("?")
    if path == "/robots.txt":
        return Answer(200, b"", "text/plain")
    if path == "/app.js":
        return Answer(200, b"window.app = " + b"0 + " * 20000 + b"0;", "text/javascript")
    if path == "/api":
        return Answer(200, json.dumps([len(query), 2, 3, 4]).encode(), "application/json")
    return Answer(200, page(path, drawn=path.startswith("/drawn/")).encode())


def crawl(kind: str, url: str) -> None:
    """One crawl, in this process; prints what it measured as a line of JSON."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("newscrawl.settings")
    settings.setdict(
        {
            "NEWSCRAWL_ALLOW_PRIVATE_HOSTS": ["127.0.0.1"],
            "NEWSCRAWL_STATE": "",
            "NEWSCRAWL_SUMMARY": False,
            "FEEDS": {},
            "AUTOTHROTTLE_ENABLED": False,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        }
    )
    if kind == "stock":
        middlewares = dict(settings.getdict("DOWNLOADER_MIDDLEWARES"))
        middlewares["newscrawl.middlewares.render.RenderMiddleware"] = None
        settings.set("DOWNLOADER_MIDDLEWARES", middlewares)
    if kind == "scrapy-playwright":
        handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
        settings.set("DOWNLOAD_HANDLERS", {"http": handler, "https": handler})
        options = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}
        settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", options)
    folder = "drawn" if kind == "drawn" else "news"
    measured: dict[str, Any] = {"pages": 0, "memory": [], "processes": []}

    class Pages(Spider):
        name = "pages"

        async def start(self) -> Any:
            meta = {"playwright": True} if kind == "drawn" else {}
            for number in range(PAGES):
                yield Request(f"{url}/{folder}/story-{number}-of-the-harbour-was-told", meta=dict(meta))

        def parse(self, response: Any) -> None:
            measured["pages"] += 1
            if kind == "drawn":
                assert b"Story 2 of the harbour" in response.body
                if measured["pages"] % 25 == 0:
                    processes, megabytes = below(os.getpid())
                    measured["processes"].append(processes)
                    measured["memory"].append((own_megabytes(), megabytes))

    if kind.startswith("wire"):
        from newscrawl.spiders.wire import WireSpider

        spider: Any = WireSpider
        arguments = {
            "url": ",".join(
                f"{url}/{folder}/story-{number}-of-the-harbour-was-told" for number in range(PAGES)
            ),
            "max_depth": 0,
            "render": "never" if kind == "wire-never" else "auto",
        }
    else:
        spider, arguments = Pages, {}
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    begun = time.perf_counter()
    process.crawl(crawler, **arguments)
    process.start()
    assert crawler.stats is not None
    ended = time.perf_counter()
    stats = crawler.stats.get_stats()
    measured |= {
        "seconds": ended - begun,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "stats": {key: value for key, value in stats.items() if "render" in key},
    }
    measured["pages"] = measured["pages"] or stats.get("item_scraped_count", 0)
    print(json.dumps(measured))


def own_megabytes() -> int:
    """Resident memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() >> 20


def below(pid: int) -> tuple[int, int]:
    """How many processes a process has below it, and their memory in MB (shared pages divided among them)."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, queue, total = 0, [pid], 0
    while queue:
        for child in children.get(queue.pop(), ()):
            queue.append(child)
            found += 1
            try:
                lines = Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return found, total // 1024


def run(kind: str, url: str) -> dict[str, Any]:
    """The same crawl in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).resolve()), "crawl", kind, url],
            cwd=folder, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def serve() -> None:
    """Serve until standard input ends; the address on standard output."""
    with DemoServer(respond=respond) as site:
        print(site.url, flush=True)
        sys.stdin.read()


def main(what: str) -> None:
    """Serve the site in a process of its own, and crawl it."""
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).resolve()), "serve"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
    )  # fmt: skip
    assert server.stdout is not None
    assert server.stdin is not None
    url = server.stdout.readline().strip()
    try:
        if what == "plain":
            best: dict[str, tuple[float, int]] = {}
            for _ in range(3):
                for kind in ("stock", "newscrawl", "scrapy-playwright", "wire-never", "wire"):
                    got = run(kind, url)
                    rate = got["pages"] / got["seconds"]
                    best[kind] = max(best.get(kind, (0.0, 0)), (rate, got["peak"]))
            for kind, (rate, peak) in best.items():
                print(f"{kind:18} {rate:6.1f} pages/s, start included; {peak} MB")
        else:
            got = run("drawn", url)
            rate = got["pages"] / got["seconds"]
            print(f"{got['pages']} pages drawn in {got['seconds']:.1f} s: {rate:.2f} pages/s")
            for number, ((own, browser), count) in enumerate(
                zip(got["memory"], got["processes"], strict=True), 1
            ):
                print(f"after {25 * number:3}: crawler {own} MB, browser {browser} MB in {count} processes")
            print(json.dumps(got["stats"], indent=1))
    finally:
        server.stdin.close()
        server.wait()


if __name__ == "__main__":
    if sys.argv[1:2] == ["crawl"]:
        crawl(*sys.argv[2:4])
    elif sys.argv[1:2] == ["serve"]:
        serve()
    elif sys.argv[1:] in (["plain"], ["drawn"]):
        main(sys.argv[1])
    else:
        raise SystemExit(__doc__)
