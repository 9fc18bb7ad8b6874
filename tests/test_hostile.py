"""Pages made to harm: the crawl goes on, memory stays small, one story is lost at most, one line says why.

Each case is a real crawl of a real local server in a process of its own, whose peak memory and time are
measured. `python tests/test_hostile.py` prints them as a table.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import brotli
import pytest
from misbehaving import Answer, endless, gzip_bomb, head, redirect, send, serving, story

PROJECT = Path(__file__).resolve().parent.parent
MEMORY = 500
"""Megabytes of peak resident memory that no case may exceed."""
SECONDS = 30
"""Seconds of computing that no case may take, whatever else the machine does; the largest take five."""
LIMIT = 150
"""Seconds after which a crawl is killed."""

CHUNKED = head(headers={"Content-Type": "text/html", "Transfer-Encoding": "chunked"})
CHUNK = b"10000\r\n" + b"<p>more and more</p>"[:20].ljust(0x10000, b"x") + b"\r\n"
STORY = story(9).decode()


class Outcome(NamedTuple):
    """How a crawl went."""

    seconds: float
    computing: float
    """Seconds of processor time."""
    megabytes: float
    status: int
    stories: list[dict[str, Any]]
    stats: dict[str, Any]
    log: str


class Case(NamedTuple):
    """What the bad page does, and what is to become of it."""

    answer: Callable[[], Answer]
    stat: str | None
    """Stat that counts it (a regular expression); None where the page is a story like any other."""
    line: str = ""
    """What the log says of it (a regular expression)."""
    link: str = '<a href="/world/2026/bad-story-of-the-day">'


def inside(text: str, place: str = "</article>") -> bytes:
    """A good story with this in it."""
    return STORY.replace(place, text + place, 1).encode()


def packed(body: bytes, times: int) -> bytes:
    """A body packed over and over."""
    for _ in range(times):
        body = gzip.compress(body)
    return body


@cache
def brotli_bomb() -> bytes:
    squeeze = brotli.Compressor(quality=5)
    return b"".join([*(squeeze.process(bytes(1 << 24)) for _ in range(640)), squeeze.finish()])


@cache
def zstd_bomb() -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    squeeze = zstd.ZstdCompressor(level=1)
    return b"".join([*(squeeze.compress(bytes(1 << 24)) for _ in range(640)), squeeze.flush()])


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><rss><channel><item><title>&a11;</title></item></channel></rss>"
).encode()
TOO_LARGE = r"newscrawl/failed/too_large", r"is too large \(DOWNLOAD_MAXSIZE"
TIMEOUT = r"newscrawl/failed/timeout", r"did not answer in time \(DOWNLOAD_TIMEOUT"

CASES: dict[str, Case] = {
    "300 MB announced": Case(
        lambda: endless(head(headers={"Content-Type": "text/html", "Content-Length": "300000000"}), CHUNK),
        *TOO_LARGE,
    ),
    "300 MB page": Case(
        lambda: endless(head(headers={"Content-Type": "text/html"}), b"<p>page</p>" * 10_000), *TOO_LARGE
    ),
    "endless chunked body": Case(lambda: endless(CHUNKED, CHUNK), *TOO_LARGE),
    "one byte a second": Case(lambda: endless(head(), b"<", 1.0), *TIMEOUT),
    "no answer": Case(lambda: endless(b"", b"", 1.0), *TIMEOUT),
    "10 GB gzip": Case(lambda: send(gzip_bomb(10), {"Content-Encoding": "gzip"}), *TOO_LARGE),
    # Some kilobytes: the ratio is exceeded before the size is.
    "10 GB br": Case(
        lambda: send(brotli_bomb(), {"Content-Encoding": "br"}),
        r"newscrawl/failed/ratio",
        r"NEWSCRAWL_MAX_RATIO",
    ),
    "10 GB zstd": Case(lambda: send(zstd_bomb(), {"Content-Encoding": "zstd"}), *TOO_LARGE),
    "16 MB gzip of 16 KB": Case(
        lambda: send(gzip.compress(bytes(16_000_000)), {"Content-Encoding": "gzip"}),
        r"newscrawl/limits/ratio",
        r"NEWSCRAWL_MAX_RATIO",
    ),
    "16 MB br of 16 B": Case(
        lambda: send(brotli.compress(bytes(16_000_000)), {"Content-Encoding": "br"}),
        r"newscrawl/limits/ratio",
        r"NEWSCRAWL_MAX_RATIO",
    ),
    "gzip in gzip in gzip in gzip": Case(
        lambda: send(packed(story(9), 4), {"Content-Encoding": ", ".join(["gzip"] * 4)}),
        r"newscrawl/limits/ratio",
        r"packed more than 3 times",
    ),
    "story of much white space, packed": Case(
        lambda: send(gzip.compress(inside("<p>a" + " " * 800_000 + "b</p>")), {"Content-Encoding": "gzip"}),
        None,
    ),
    "gzip that is none": Case(lambda: send(b"\x1f\x8b\x08 nothing of it", {"Content-Encoding": "gzip"}), "."),
    "million nested tags": Case(
        lambda: send(inside("<div>" * 1_000_000)), r"newscrawl/limits/elements", r"NEWSCRAWL_MAX_ELEMENTS"
    ),
    "nested tags": Case(
        lambda: send(inside("<div>" * 50_000)), r"newscrawl/limits/depth", "NEWSCRAWL_MAX_DEPTH"
    ),
    "million links": Case(
        lambda: send(inside('<a href="/x">x</a> ' * 800_000)),
        r"newscrawl/limits/elements",
        r"NEWSCRAWL_MAX_ELEMENTS",
    ),
    "40,000 links": Case(
        lambda: send(inside('<a href="/x">x</a> ' * 40_000)), r"newscrawl/limits/links", "NEWSCRAWL_MAX_LINKS"
    ),
    "19,000 links": Case(lambda: send(inside('<a href="/x">x</a> ' * 19_000)), None),
    "long addresses": Case(lambda: send(inside(f'<a href="/{"a" * 2000}-%20">x</a> ' * 5_000)), None),
    "15 MB of text": Case(
        lambda: send(inside("<p>" + "word and " * 1_700_000 + "</p>")),
        r"newscrawl/limits/text",
        r"NEWSCRAWL_MAX_TEXT",
    ),
    "15 MB of script": Case(lambda: send(inside("<script>" + "word " * 3_000_000 + "</script>")), None),
    "hostile charset": Case(
        lambda: send(story(9), {"Content-Type": "text/html; charset=../../etc/passwd\x1b[31m%s{}"}), None
    ),
    "charset of a codec": Case(
        lambda: send(story(9), {"Content-Type": "text/html; charset=zlib_codec"}), None
    ),
    "charset idna": Case(
        lambda: send(story(9) + b"\xff" * 100_000, {"Content-Type": "text/html; charset=idna"}), None
    ),
    "NUL bytes": Case(lambda: send(inside("<p>a\0b</p>").replace(b"<p>", b"<p>\0")), None),
    "nothing but NUL bytes": Case(lambda: send(bytes(10_000_000)), "."),
    "billion laughs": Case(
        lambda: send(LAUGHS, {"Content-Type": "application/rss+xml"}),
        r"newscrawl/failed/not_html",
        "is no HTML",
    ),
    "billion laughs as HTML": Case(lambda: send(LAUGHS), "."),
    "billion laughs in XHTML": Case(lambda: send(LAUGHS, {"Content-Type": "application/xhtml+xml"}), "."),
    "JSON nested": Case(
        lambda: send(inside('<script type="application/ld+json">' + "[" * 1_000_000 + "</script>")), None
    ),
    "JSON number": Case(
        lambda: send(inside('<script type="application/ld+json">{"a":' + "9" * 1_000_000 + "}</script>")),
        None,
    ),
    "spaces": Case(lambda: send(inside("<p>a" + " " * 1_500_000 + "b</p>")), None),
    "brackets": Case(lambda: send(inside("<p>" + "(" * 800_000 + ")" * 800_000 + "</p>")), None),
    "digits": Case(lambda: send(inside("<p>" + "1" * 1_000_000 + "</p>")), None),
    "dates": Case(lambda: send(inside("<p class=date>" + "05/09/2016 " * 90_000 + "</p>")), None),
    "dashes": Case(lambda: send(inside("<p>" + "- " * 500_000 + "</p>")), None),
    "meta refresh to file:": Case(
        lambda: send(inside('<meta http-equiv="refresh" content="0; url=file:///etc/passwd">', "</head>")),
        None,
    ),
    "meta refresh to data:": Case(
        lambda: send(inside('<meta http-equiv="refresh" content="0; url=data:text/html,x">', "</head>")), None
    ),
    "endless redirects": Case(
        lambda: redirect(lambda site, n: f"{site}/world/2026/bad-{n}"),
        r"newscrawl/failed/redirects",
        r"REDIRECT_MAX_TIMES",
    ),
    "redirect to itself": Case(
        lambda: redirect(lambda site, n: f"{site}/world/2026/bad-story-of-the-day"),
        r"newscrawl/failed/redirects",
        r"redirects in a circle",
    ),
    "redirect to file:": Case(lambda: redirect(lambda site, n: "file:///etc/passwd"), "."),
    "redirect to ftp:": Case(lambda: redirect(lambda site, n: "ftp://127.0.0.1/x"), "."),
    "redirect to data:": Case(
        lambda: redirect(lambda site, n: "data:text/html,<h1>Secret</h1><p>text</p>"), "."
    ),
    "redirect to metadata": Case(
        lambda: redirect(lambda site, n: "http://169.254.169.254/latest/meta-data"), "."
    ),
    "redirect with broken address": Case(lambda: redirect(lambda site, n: "http://[::1"), "."),
    "long address in redirect": Case(
        lambda: redirect(lambda site, n: f"{site}/world/2026/" + "a" * 15_000),
        r"newscrawl/(guard|failed)/url_length",
        r"NEWSCRAWL_MAX_URL",
    ),
    "long address in link": Case(
        lambda: send(story(9)), ".", link='<a href="/world/2026/' + "bad-story-" * 100_000 + '">'
    ),
    "giant header": Case(lambda: send(story(9), {"X-Giant": "a" * 10_000_000}), r"newscrawl/failed/.*"),
    "endless headers": Case(
        lambda: endless(b"HTTP/1.1 200 OK\r\n", (b"X-More: " + b"a" * 1000 + b"\r\n") * 1000),
        r"newscrawl/limits/headers",
        r"NEWSCRAWL_MAX_HEADERS",
    ),
    "endless status line": Case(lambda: endless(b"HTTP/1.1 200 ", b"OK" * 50_000), r"newscrawl/failed/.*"),
    "endless 1xx": Case(
        lambda: endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000), r"newscrawl/failed/.*"
    ),
    "no HTTP": Case(
        lambda: endless(b"\0\xff\0\xff" * 1000, b"\x1b]0;owned\x07" * 1000), r"newscrawl/failed/.*"
    ),
    "terminal codes in a type": Case(
        lambda: send(b"x", {"Content-Type": "application/x\x1b[31;1m\x1b]0;owned\x07\x9b31m"}),
        r"newscrawl/failed/not_html",
        "is no HTML page",
    ),
    "terminal codes in a redirect": Case(
        lambda: redirect(lambda site, n: "http://\x1b[31mother\x07\x9b31m.example/\x1b]0;owned\x07"), "."
    ),
    "terminal codes": Case(
        lambda: send(story(9).replace(b"Valley", b"\x1b[31;1m\x1b]0;owned\x07Valley\r\nERROR: forged")), None
    ),
}


def crawl(case: Case, folder: Path) -> Outcome:
    """Crawl the section page of a site that has this bad story, and measure."""
    feed, log, stats = folder / "feed.jsonl", folder / "log", folder / "stats.json"
    settings = {
        "NEWSCRAWL_ALLOW_PRIVATE_HOSTS": "127.0.0.1",
        "NEWSCRAWL_STATE": "",
        "AUTOTHROTTLE_ENABLED": "0",
        "DOWNLOAD_TIMEOUT": "6",
        "RETRY_TIMES": "1",
        "STATS_CLASS": "hostile_stats.Kept",
        "HOSTILE_STATS": str(stats),
    }
    # A proxy of the machine must not stand between a test and its server.
    env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    env |= {
        "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'tests'}",
        "SCRAPY_SETTINGS_MODULE": "newscrawl.settings",
    }
    with serving(case.answer(), case.link) as site:
        command = [
            sys.executable, "-W", "error", "-m", "scrapy", "crawl", "wire", "-a", f"url={site}/world",
            "-a", "render=never", "-O", str(feed), "--logfile", str(log),
            *(part for name, value in settings.items() for part in ("-s", f"{name}={value}")),
        ]  # fmt: skip
        begin, peak = time.monotonic(), 0.0
        with (folder / "stderr").open("w") as errors:
            process = subprocess.Popen(
                command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors
            )
        # A last resort, so that a failure of ours doesn't take the machine with it.
        resource.prlimit(process.pid, resource.RLIMIT_AS, (4 << 30, 4 << 30))
        while True:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            if time.monotonic() - begin > LIMIT:
                process.kill()
                _, status, usage = os.wait4(process.pid, 0)
                break
            peak = max(peak, _peak(process.pid))
            time.sleep(0.05)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - begin
    return Outcome(
        seconds,
        usage.ru_utime + usage.ru_stime,
        peak,
        process.returncode,
        [json.loads(line) for line in feed.read_text().split("\n")[:-1]] if feed.exists() else [],
        json.loads(stats.read_text()) if stats.exists() else {},
        (folder / "stderr").read_text() + (log.read_text() if log.exists() else ""),
    )


def _peak(pid: int) -> float:
    """Peak resident megabytes of a running process (getrusage would count the parent's before exec, too)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_page_costs_itself_at_most(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    outcome = crawl(case, tmp_path)
    assert problems(case, outcome) == [], outcome.log[-3000:]


def problems(case: Case, outcome: Outcome) -> list[str]:
    """All that is not as it should be."""
    headlines = " ".join(story["headline"] for story in outcome.stories)
    wrong = []
    for good in ("number 1", "number 2"):
        if good not in headlines:
            wrong.append(f"the good story {good} is lost")
    if outcome.status not in (0, 3):
        wrong.append(f"exit status {outcome.status}")
    if outcome.megabytes > MEMORY:
        wrong.append(f"{outcome.megabytes:.0f} MB")
    if outcome.computing > SECONDS:
        wrong.append(f"{outcome.computing:.0f} s of computing")
    if "Traceback" in outcome.log:
        wrong.append("traceback")
    if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", outcome.log):
        wrong.append("control characters in the log")
    if (case.stat is None or "depth" in case.stat) and len(outcome.stories) != 3:
        wrong.append("the bad page's story is lost")
    if case.stat is not None:
        if not any(re.fullmatch(case.stat, key) for key in outcome.stats) and case.stat != ".":
            wrong.append(f"no stat {case.stat}")
        if not re.search(case.line, outcome.log):
            wrong.append(f"no line {case.line!r}")
    return wrong


if __name__ == "__main__":
    for name, case in CASES.items():
        if len(sys.argv) > 1 and not any(part in name for part in sys.argv[1:]):
            continue
        with tempfile.TemporaryDirectory() as folder:
            outcome = crawl(case, Path(folder))
        wrong = "; ".join(problems(case, outcome)) or "ok"
        counted = {
            key.removeprefix("newscrawl/"): value
            for key, value in outcome.stats.items()
            if re.match(r"newscrawl/(failed/|limits|guard|dropped)", key)
        }
        print(
            f"| {name} | {wrong} | {len(outcome.stories)} | {outcome.seconds:.1f} s "
            f"({outcome.computing:.1f}) | {outcome.megabytes:.0f} MB "
            f"| {counted} |",
            flush=True,
        )
        if wrong != "ok" or "-v" in sys.argv:
            print(
                "\n".join(
                    "      " + line[:220]
                    for line in outcome.log.splitlines()
                    if "bad" in line or "rror" in line
                )[:1800]
            )
