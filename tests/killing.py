"""Crawls that are killed and started again, and what their feeds hold in the end."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kill_site import OPTIONS

TESTS = Path(__file__).parent
FEEDS = {
    "default": (),
    "append": ("-o", "out.jsonl"),
    "overwrite": ("-O", "out.jsonl"),
    "packed": ("-O", "out.jsonl", "-s", "NEWSCRAWL_COMPRESS=gzip"),
}


def environment(**more: str) -> dict[str, str]:
    """What a crawl of the test's own spider needs to find."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {
        **kept,
        "SCRAPY_SETTINGS_MODULE": "newscrawl.settings",
        "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}",
        **more,
    }


@contextmanager
def kill_site(size: int, padding: int = 20, filler: int = 0) -> Iterator[str]:
    """The site in a process of its own; gives its address."""
    server = subprocess.Popen(
        [sys.executable, str(TESTS / "kill_site.py"), str(size), str(padding), str(filler)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.stdin.close()
        server.stdout.close()
        server.wait(20)


def start(folder: Path, url: str, *options: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start a crawl in a folder; its log is added to run.log there."""
    settings = [part for name, value in OPTIONS.items() for part in ("-s", f"{name}={value}")]
    with (folder / "stderr.log").open("ab") as errors:
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "scrapy",
                "crawl",
                "kill",
                "-a",
                f"url={url}",
                "--logfile",
                "run.log",
                *settings,
                *options,
            ],
            cwd=folder,
            env=environment(**variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )


def finish(folder: Path, url: str, *options: str, **variables: str) -> int:
    """Run a crawl to its end; its exit status."""
    return start(folder, url, *options, **variables).wait(120)


def written(folder: Path) -> int:
    """Bytes in the feeds and in the state so far: how far the crawl got."""
    total = 0
    for path in [*folder.rglob("*.jsonl*"), *folder.rglob("*.sqlite3*")]:
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def kill_somewhere(folder: Path, url: str, rng: random.Random, size: int, *options: str) -> bool:
    """Kill a crawl with -9 once it wrote some random number of bytes; False where it ended before that."""
    before = written(folder)
    # About 5.7 KB of feed and 0.6 KB of state a story; beyond that the kill falls into the crawl's end.
    target = before + rng.uniform(0, size * 6200)
    process = start(folder, url, *options)
    give_up = time.monotonic() + 60
    while process.poll() is None and written(folder) < target and time.monotonic() < give_up:
        time.sleep(0.001)
    time.sleep(rng.uniform(0, 0.02))
    process.send_signal(signal.SIGKILL)
    return process.wait(20) == -signal.SIGKILL


@dataclass
class Verdict:
    """What the feeds of a folder hold, all together."""

    stories: int = 0
    lines: int = 0
    duplicates: list[tuple[str, int]] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    open_files: list[str] = field(default_factory=list)

    def of(self, size: int) -> tuple[int, int, int, int]:
        """(missing, duplicate, torn, files still called .part)"""
        return size - self.stories, len(self.duplicates), len(self.torn), len(self.open_files)


def judge(folder: Path) -> Verdict:
    """Read every feed file below a folder."""
    verdict = Verdict(open_files=[path.name for path in folder.rglob("*.part")])
    seen: Counter[tuple[str, int]] = Counter()
    for path in sorted([*folder.rglob("*.jsonl"), *folder.rglob("*.jsonl.gz")]):
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for line in text.splitlines(keepends=True):
            try:
                record = json.loads(line)
                if not line.endswith(b"\n"):
                    raise ValueError
            except ValueError:
                verdict.torn.append(f"{path.name}: {line[:60]!r}")
                continue
            verdict.lines += 1
            seen[record["id"], record["revision"]] += 1
    verdict.stories = len({story for story, _ in seen})
    verdict.duplicates = [key for key, count in seen.items() if count > 1]
    return verdict


def one_round(folder: Path, url: str, size: int, seed: int, kills: int = 3) -> tuple[int, Verdict]:
    """Kill a crawl some times, let it finish, and judge; how many kills there really were."""
    folder.mkdir(parents=True)
    rng = random.Random(seed)
    feed = FEEDS[list(FEEDS)[seed % len(FEEDS)]]
    killed = sum(kill_somewhere(folder, url, rng, size // 2, *feed) for _ in range(kills))
    status = finish(folder, url, *feed)
    assert status == 0, (folder / "stderr.log").read_text() + (folder / "run.log").read_text()[-3000:]
    return killed, judge(folder)
