"""What `render=auto` decides on real pages, served from this machine, and what drawing them does.

    python benchmarks/render_corpus.py CORPUS [COUNT]

CORPUS is a corpus (see corpus.py) of pages whose lists of other stories are labelled by hand. Each page is
served from a loopback address of its own (so each is a site of its own) and read by the wire spider. Right is

- to draw a page for its body where the plain page was read to less than 70 % of the labelled body's words;
- to draw a page for its related headlines where none are labelled in the plain page (whether it has a place
  named for them is for a person to judge: those are printed);
- to leave a page alone whose body was read, or whose body stands in the plain page although it was not read.

Scripts of other hosts are not there, so drawing can add little here; what it may not do is harm.
"""

from __future__ import annotations

import sys
import threading
import zlib
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus import load
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from w3lib.url import safe_url_string

from newscrawl.page import Page
from newscrawl.render.rendering import Rendering
from newscrawl.spiders.wire import WireSpider

Server = ThreadingHTTPServer


def chosen(corpus: Path, count: int) -> list[tuple[dict[str, Any], bytes]]:
    """Labelled story pages and their HTML: `count` of them, always the same."""
    found = [(gold, html) for gold, html in load(corpus) if gold["page_type"] == "article"]
    return sorted(found, key=lambda pair: zlib.crc32(pair[0]["id"].encode()))[:count]


def serve(number: int, path: str, html: bytes) -> tuple[Server, str]:
    """Serve one page, and nothing else, on a loopback address of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = html if self.path == path else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer((f"127.0.1.{number + 1}", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.1.{number + 1}:{server.server_port}{path}"


def covered(body: str, read: str) -> float:
    """Share of the words of a labelled body that was read."""
    wanted = Counter(body.split())
    return sum((wanted & Counter(read.split())).values()) / max(1, sum(wanted.values()))


def main(corpus: Path, count: int) -> None:
    """Serve, crawl, judge."""
    pages = chosen(corpus, count)
    servers, entries = [], {}
    for number, (entry, html) in enumerate(pages):
        parts = urlsplit(entry["url"])
        query = f"?{parts.query}" if parts.query else ""
        server, url = serve(number, safe_url_string(f"{parts.path or '/'}{query}"), html)
        servers.append(server)
        entries[url] = entry
    decided: dict[str, tuple[str | None, bool, Page, Any]] = {}

    class Watched(Rendering):
        async def better(self, response: Any, page: Page, story: Any, section: bool) -> Any:
            plan = self._needed(page, story, section)
            drawn = await super().better(response, page, story, section)
            decided[response.url] = (plan.reason if plan else None, drawn is not None, page, story)
            return drawn

    class Pages(WireSpider):
        name = "pages"

        @classmethod
        def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Any:
            spider = super().from_crawler(crawler, *args, **kwargs)
            spider.rendering = Watched(crawler, spider.site, "auto")
            return spider

    settings = Settings()
    settings.setmodule("newscrawl.settings")
    settings.setdict(
        {
            "NEWSCRAWL_ALLOW_PRIVATE_HOSTS": ["*"], "NEWSCRAWL_STATE": "",
            "NEWSCRAWL_SUMMARY": False, "FEEDS": {},
            "AUTOTHROTTLE_ENABLED": False, "LOG_LEVEL": "ERROR", "NEWSCRAWL_RENDER_TIMEOUT": 20,
            # Scripts of other hosts are looked for in vain, and only once.
            "DNS_TIMEOUT": 1, "RETRY_ENABLED": False, "DOWNLOAD_TIMEOUT": 3,
        }
    )  # fmt: skip
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Pages)
    process.crawl(crawler, url=" ".join(entries), max_depth=0, follow="none")
    process.start()
    judge(entries, decided)
    assert crawler.stats is not None
    print({key: value for key, value in crawler.stats.get_stats().items() if "newscrawl/render" in key})
    for server in servers:
        server.shutdown()


def judge(entries: dict[str, Any], decided: dict[str, tuple[str | None, bool, Page, Any]]) -> None:
    """Print decisions, those that are wrong or for a person to judge, and the sums."""
    sums: Counter[str] = Counter()
    for url, entry in entries.items():
        if url not in decided:
            sums["not fetched"] += 1
            print("not fetched", entry["id"])
            continue
        reason, kept, page, plain = decided[url]
        labelled = [block for block in entry.get("related") or () if block["kind"] in ("related", "section")]
        body = entry.get("body") or ""
        share = covered(body, " ".join(plain.raw.paragraphs)) if body else 1.0
        read_lists = any(block.kind in ("related", "section") for block in plain.raw.blocks)
        if reason == "body":
            right = share < 0.7
        elif reason == "related":
            right = not labelled
        else:
            # What the reading misses although the plain page shows it, no browser brings.
            right = share >= 0.7 or covered(body, " ".join(map(str, page.root.itertext()))) >= 0.9
        sums[f"{reason or 'plain'}: {'right' if right else 'wrong'}"] += 1
        sums["drawn page kept"] += kept
        if not right or reason:
            print(
                f"{'right' if right else 'WRONG'} {reason or 'plain':8} body {share:.2f} "
                f"labelled lists {len(labelled)} "
                f"read {read_lists} kept {kept} {entry['id'][:40]}"
            )
    print(dict(sums))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50)
