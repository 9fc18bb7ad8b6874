# ruff: noqa: E501 (tables and pages as data)
"""Mutates pages of our own and reads them: no exception, and no more than a bounded time.

    python benchmarks/fuzz.py --seconds 600 --seed 1

Seeds are the demo site's pages and the bodies under tests/pages. What fails is kept under tests/fuzz/, where
tests/test_fuzz.py reads it ever after; the numbers tried are printed at the end.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import sys
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from newscrawl import parse_story
from newscrawl.demo.site import answer
from newscrawl.demo.story import load

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / "tests" / "fuzz"
SECONDS = 5.0
"""Time an input of at most a megabyte may take; the slowest honest ones take a tenth."""
WHEN = datetime(2026, 1, 1, tzinfo=UTC)

_TAG = re.compile(rb"<[^>]*>")
_TEXT = re.compile(rb">[^<]+<")
_VALUE = re.compile(rb'="[^"]*"')
_NUMBER = re.compile(rb"\d+")
TOKENS = [
    b"\0", b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"&#0;", b"&#xD800;", b"&#x110000;", b"&amp;" * 9,
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</script>", b"<noscript>", b"<template>", b"<svg><title>",
    b"<table><tr><td>", b"<p>", b"</p>", b"<br><br>", b"<div hidden>", b"<h1>", b"<time datetime=>", b"<a href='http://[::1'>",
    b"<a href='//'>", b"<a href=''>", b"<base href='http://['>", b"<base href='data:,'>", b"<link rel=canonical href='http://['>",
    b"<meta charset=idna>", b"<meta charset=utf-16>", b"<meta charset=utf-7>", b"99999999999999999999", b"0000-00-00", b"32/13/2016",
    b"2016-02-30T25:61:61+99:99", b"9999-12-31T23:59:59Z", b"0001-01-01T00:00:00+14:00", b"12:60 pm", b"Mon, 05/09/2016 - 17:15",
    b"\xe2\x80\x94", b"(AP) \xe2\x80\x94", b"(Reporting by ; Editing by )", b"\xd9\xa1\xd9\xa2/\xd9\xa0\xd9\xa9/\xd9\xa2\xd9\xa0\xd9\xa1\xd9\xa6",
    "二〇一六年九月五日".encode(), "昭和91年9月5日".encode(), "²³¹".encode(), "१२ सितंबर".encode(), "\u202e\u2028\ufeff".encode(),
    b'{"@type":"NewsArticle","datePublished":[[]],"author":{"name":{}}}', b'{"@graph":[{"@graph":[]}]}', b"null", b"[[[[",
    b'<script type="application/ld+json">', b"1e999", b"-1", b"NaN", b"\\ud800", b"http://a:b@c:99999/", b"http://\xe2\x84\xa2.com:port/",
]  # fmt: skip


class TooSlow(BaseException):
    """An input takes longer than SECONDS."""


def seeds() -> list[bytes]:
    """Pages of our own, in the shapes of real ones."""
    pages = [path.read_bytes() for path in sorted((ROOT / "tests" / "pages").rglob("*.html"))]
    site = "http://127.0.0.1:8000"
    pages += [answer(path, site).body for path in ("/", "/world", *(story.path for story in load()))]
    return [page for page in pages if page]


def mutate(page: bytes, other: bytes, random: random.Random) -> bytes:
    """A page changed in some places: spans moved, doubled, cut, swapped with another page's, tokens put in."""
    data = bytearray(page)
    for _ in range(random.choice((1, 1, 2, 3, 5, 8, 20))):
        kind = random.randrange(10)
        if kind < 2 or not data:
            at = random.randrange(len(data) + 1)
            data[at:at] = random.choice(TOKENS) * random.choice((1, 1, 1, 2, 50))
            continue
        if kind == 2:
            at = random.randrange(len(data))
            del data[at : at + random.choice((1, 5, 50, 500, 5000))]
        elif kind == 3:
            data[random.randrange(len(data))] = random.randrange(256)
        elif kind == 4 and other:
            a, b = random.randrange(len(other)), random.randrange(len(data))
            data[b:b] = other[a : a + random.choice((10, 100, 1000, 10000))]
        elif kind == 5:
            a, n = random.randrange(len(data)), random.choice((1, 10, 100, 1000))
            data[a:a] = data[a : a + n] * random.choice((1, 2, 10, 100, 1000 if n < 100 else 10))
        else:
            pattern = (_TAG, _TEXT, _VALUE, _NUMBER)[kind - 6]
            start = random.randrange(len(data))
            if match := pattern.search(data, start):
                inner = slice(match.start() + (kind != 6), match.end() - (kind == 7))
                token = random.choice(TOKENS)
                replacement = b'="' + token + b'"' if kind == 8 else token
                data[inner] = replacement if random.random() < 0.8 else b""
        if len(data) > 1_000_000:
            del data[1_000_000:]
    return bytes(data)


def mutate_text(page: bytes, random: random.Random) -> str:
    """A page as text, with lone surrogates and other characters no bytes give."""
    text = list(page.decode("utf-8", "surrogateescape"))
    for _ in range(random.randrange(1, 10)):
        text[random.randrange(len(text))] = chr(
            random.choice((0, 0xD800, 0xDFFF, 0xFFFF, 0x10FFFF, 0x85, 0xAD, 0x130))
        )
    return "".join(text)


URLS = [
    "https://news.example/world/2016/09/05/story-of-a-river", "http://[", "", "news.example", "http://news.example:port/",
    "https://news.example/?p=1&p=2#x", "file:///etc/passwd", "https://例え.jp/%E0%A4%A", "https://news.example/%", "//x",
]  # fmt: skip


def attempt(data: bytes | str, url: str) -> str | None:
    """What goes wrong with this input: an error's place, or None."""

    def late(signum: int, frame: FrameType | None) -> None:
        raise TooSlow

    # Time of this process: a busy machine is no fault of the input's.
    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        parse_story(data, url, fetched_at=WHEN)
    except (Exception, TooSlow) as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "newscrawl" in f.filename]
        last = frames[-1] if frames else None
        return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}" if last else repr(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def main() -> int:
    """Run for a while; exit status 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1 << 32)
    chance = random.Random(seed)
    pages = seeds()
    end, tried, known, slowest = time.monotonic() + arguments.seconds, 0, set[str](), 0.0
    while time.monotonic() < end:
        data: bytes | str = mutate(chance.choice(pages), chance.choice(pages), chance)
        if chance.random() < 0.1 and data:
            data = mutate_text(bytes(data), chance) if isinstance(data, bytes) else data
        url = URLS[0] if chance.random() < 0.7 else chance.choice(URLS)
        begin = time.process_time()
        wrong = attempt(data, url)
        slowest = max(slowest, time.process_time() - begin)
        tried += 1
        if wrong and wrong not in known:
            known.add(wrong)
            FOUND.mkdir(exist_ok=True)
            raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
            name = re.sub(r"[^\w]+", "-", wrong).strip("-").lower()
            (FOUND / f"{name}.{'bytes' if isinstance(data, bytes) else 'text'}").write_bytes(
                url.encode("utf-8", "surrogatepass") + b"\n" + raw
            )
            print(f"{wrong}  (input {tried}, {len(raw):,} bytes)", flush=True)
    print(
        f"{tried:,} inputs from {len(pages)} pages, seed {seed}: {len(known)} failures, slowest {slowest:.2f} s"
    )
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main())
