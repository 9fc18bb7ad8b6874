# ruff: noqa: E501 (tables and pages as data)
"""Reads changed pages of our own: no exception, and no more than a bounded time.

    python benchmarks/fuzz.py --seconds 600 --seed 1    changes at random, 300 inputs a second
    python benchmarks/fuzz.py --seconds 600 --coverage  guided by the code they reach: pip install '.[fuzz]'

Seeds are the demo site's pages and those under tests/pages and benchmarks/related. What fails is kept under
tests/fuzz/, where tests/test_fuzz.py reads it ever after; the numbers tried are printed at the end. Guided by
coverage (atheris, libFuzzer), changed pages that reach new code are changed further.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / "tests" / "fuzz"
SECONDS = 5.0
"""Time an input of at most a megabyte may take; the slowest honest ones take a tenth."""
LONGEST = 200_000
"""Bytes of an input where coverage guides; small ones say as much, and are tried more often."""
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
    from newscrawl.demo.site import answer
    from newscrawl.demo.story import load

    folders = (ROOT / "tests" / "pages", ROOT / "benchmarks" / "related")
    pages = [path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.html"))]
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
    from newscrawl import parse_story

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


def keep(wrong: str, data: bytes | str, url: str) -> int:
    """Keep an input that fails, for tests/test_fuzz.py; its size."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    name = re.sub(r"[^\w]+", "-", wrong).strip("-").lower()
    kind = "bytes" if isinstance(data, bytes) else "text"
    FOUND.mkdir(exist_ok=True)
    (FOUND / f"{name}.{kind}").write_bytes(url.encode("utf-8", "surrogatepass") + b"\n" + raw)
    return len(raw)


# -- guided by coverage --------------------------------------------------------------------------------------


def unpacked(data: bytes) -> tuple[bytes | str, str]:
    """(page, address) of libFuzzer's bytes: the first one chooses address, and bytes or text."""
    if not data:
        return b"", URLS[0]
    chosen, page = data[0], data[1:]
    url = URLS[chosen % 64] if chosen % 64 < len(URLS) else URLS[0]
    return (page.decode("utf-8", "surrogateescape") if chosen >= 224 else page), url


def guided(corpus: Path, arguments: list[str]) -> None:
    """Hand this process over to libFuzzer, which ends it."""
    import atheris

    with atheris.instrument_imports(include=["newscrawl"]):
        for room in ("newscrawl", "newscrawl.extract", "newscrawl.normalise", "newscrawl.stamps"):
            package = importlib.import_module(room)
            for module in pkgutil.iter_modules(package.__path__) if room != "newscrawl" else ():
                importlib.import_module(f"{room}.{module.name}")
    known: set[str] = set()
    pages = seeds()

    def one(data: bytes) -> None:
        page, url = unpacked(data)
        wrong = attempt(page, url)
        if wrong and wrong not in known:
            known.add(wrong)
            print(f"{wrong}  ({keep(wrong, page, url):,} bytes)", flush=True)

    def change(data: bytes, longest: int, seed: int) -> bytes:
        chance = random.Random(seed)
        # Its own small changes find what a comparison wants, ours what pages are made of.
        if not data or chance.random() < 0.4:
            return bytes(atheris.Mutate(data, longest))
        first = bytes([chance.randrange(256)]) if chance.random() < 0.05 else data[:1]
        return (first + mutate(data[1:], chance.choice(pages), chance))[:longest]

    for number, page in enumerate(pages):
        (corpus / f"seed-{number:03}").write_bytes(b"\xc0" + page[: LONGEST - 1])
    atheris.Setup([sys.argv[0], *arguments, str(corpus)], one, custom_mutator=change)
    atheris.Fuzz()


def run_guided(seconds: float, seed: int) -> int:
    """Run libFuzzer in a process of its own, and tell what it came to."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, words = Path(folder, "corpus"), Path(folder, "words")
        corpus.mkdir()
        words.write_text(
            "".join('"' + "".join(f"\\x{byte:02x}" for byte in token) + '"\n' for token in TOKENS)
        )
        command = [
            sys.executable, str(Path(__file__).resolve()), "--into", str(corpus), f"-max_total_time={seconds:.0f}",
            f"-seed={seed % (1 << 31) or 1}", f"-max_len={LONGEST}", f"-dict={words}", f"-timeout={4 * SECONDS:.0f}",
            "-rss_limit_mb=3000", "-print_final_stats=1", "-len_control=0", "-reload=0",
            f"-artifact_prefix={folder}/",
        ]  # fmt: skip
        known, log = 0, []
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace"
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                log.append(line)
                if re.search(r"  \([\d,]+ bytes\)$", line):
                    known += 1
                    print(line, end="", flush=True)
        ended = "".join(log[-200:])
        tried = re.search(r"number_of_executed_units: (\d+)", ended)
        reached = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", "".join(log))
        if tried is None or process.returncode:
            print(ended)
            return 1
        (first, _, _), (cov, features, size) = reached[0], reached[-1]
        print(
            f"{int(tried[1]):,} inputs in {seconds:.0f} s, seed {seed}: {known} failures; code reached {first} -> {cov}"
            f" branches ({features} features), {size} inputs that reach new code"
        )
    return 1 if known else 0


# -- at random -----------------------------------------------------------------------------------------------


def main() -> int:
    """Run for a while; exit status 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    arguments, rest = parser.parse_known_args()
    if arguments.into is not None:
        guided(arguments.into, rest)
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1 << 31)
    if arguments.coverage:
        return run_guided(arguments.seconds, seed)
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
            print(f"{wrong}  (input {tried}, {keep(wrong, data, url):,} bytes)", flush=True)
    print(
        f"{tried:,} inputs from {len(pages)} pages, seed {seed}: {len(known)} failures, slowest {slowest:.2f} s"
    )
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main())
