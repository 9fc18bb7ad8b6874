"""What the state costs: throughput with and without it, memory of a long crawl, a file of a million stories.

    python benchmarks/state_cost.py speed [--pages 1500] [--repeats 5] [--spider wire|kill]
    python benchmarks/state_cost.py memory [--pages 20000]
    python benchmarks/state_cost.py million [--stories 1000000]

`speed` crawls a local site in turns with the state and with `NEWSCRAWL_STATE=` and compares the processor
time of the crawling process (user and system, start-up taken off) and the wall clock. The spider `wire` is
what is really run; `kill`, which reads a page with two regular expressions, shows the cost of the state
itself at its barest. Each ends with 1 where its limit is broken: 15 %, flat memory, 1 GB and 1 ms.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

from kill_site import OPTIONS  # type: ignore[import-not-found]  # noqa: E402
from killing import environment, kill_site  # type: ignore[import-not-found]  # noqa: E402

from newscrawl.state.recover import known_story  # noqa: E402
from newscrawl.state.sqlite import SqliteStore  # noqa: E402
from newscrawl.state.store import Batch, Variant  # noqa: E402

WIRE = {
    "AUTOTHROTTLE_ENABLED": "0",
    "ROBOTSTXT_OBEY": "0",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "NEWSCRAWL_ALLOW_PRIVATE_HOSTS": "127.0.0.1",
    "NEWSCRAWL_PROGRESS": "0",
}


def _command(spider: str, url: str, state: bool, *options: str) -> list[str]:
    settings = {**(OPTIONS if spider == "kill" else WIRE)}
    if not state:
        settings["NEWSCRAWL_STATE"] = ""
    given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    start = url if spider == "kill" else f"{url}story-1"
    return [sys.executable, "-m", "scrapy", "crawl", spider, "-a", f"url={start}", *given, *options]


def _crawl(spider: str, url: str, state: bool, *options: str) -> tuple[float, float, int]:
    """(processor seconds, wall seconds, lines written) of one crawl in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        subprocess.run(
            _command(spider, url, state, "-O", "out.jsonl", "--logfile", "run.log", *options),
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        wall = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        lines = (Path(folder) / "out.jsonl").read_bytes().count(b"\n")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, lines


def speed(pages: int, repeats: int, spider: str) -> bool:
    """Whether the state keeps within 15 % of throughput."""
    # 83 KB and 1,900 elements a page, some 4 KB of it the story.
    with kill_site(pages, filler=950) as url, kill_site(1) as nothing:
        start_up = {
            state: min(_crawl(spider, nothing, state)[0] for _ in range(2)) for state in (True, False)
        }
        cpu: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(repeats):
            for state in (True, False) if turn % 2 else (False, True):
                used, wall, lines = _crawl(spider, url, state)
                assert lines == pages, f"{lines} of {pages} stories"
                cpu[state].append(used - start_up[state])
                rate = pages / cpu[state][-1]
                print(f"state {'on ' if state else 'off'}: {used:6.2f} s of processor ({rate:5.0f} pages/s), "
                      f"{wall:6.2f} s in all", flush=True)  # fmt: skip
    # Each turn's two crawls ran one after the other: what else the machine did then weighs on both.
    turns = sorted(1 - off / on for on, off in zip(cpu[True], cpu[False], strict=True))
    cost = statistics.median(turns)
    spread = f"{turns[0]:.1%} to {turns[-1]:.1%}; best of all {1 - min(cpu[False]) / min(cpu[True]):.1%}"
    print(f"spider {spider}, {pages} pages of 83 KB: the state costs {cost:.1%} of throughput")
    print(f"(median of {repeats} turns, {spread})")
    return cost <= 0.15


def memory(pages: int) -> bool:
    """Whether the memory of a crawl stays flat: its second half may add a tenth of what it has at most."""
    with kill_site(pages, padding=40) as url, tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            _command("kill", url, True, "-O", "out.jsonl", "--logfile", "run.log"),
            cwd=folder,
            env=environment(),
        )
        samples: list[tuple[int, int]] = []
        feed = Path(folder) / "out.jsonl.part"
        size = None
        while process.poll() is None:
            time.sleep(0.5)
            try:
                resident = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * os.sysconf(
                    "SC_PAGE_SIZE"
                )
                size = feed.stat().st_size
            except (OSError, IndexError):
                continue
            if resident:
                samples.append((size, resident))
        lines = (Path(folder) / "out.jsonl").read_bytes().count(b"\n")
        assert lines == pages, f"{lines} of {pages} stories"
    end = samples[-1][0]
    for part in range(1, 11):
        near = min(samples, key=lambda sample: abs(sample[0] - end * part / 10))
        print(f"{part * pages // 10:7,} pages: {near[1] / 1e6:6.1f} MB")
    half = max(resident for size, resident in samples if size <= end / 2)
    return samples[-1][1] <= half * 1.1


def million(stories: int) -> bool:
    """Whether so many stories fit into 1 GB and are found within a millisecond."""
    rng = random.Random(1)
    words = [f"word{n}" for n in range(3000)]
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "state.sqlite3")
        run = store.begin_run("crawl", 1, fresh=True).id
        # Texts are dear to make: a few hundred of them, each story with digests and validators of its own.
        bodies = [
            "\n\n".join(" ".join(rng.choices(words, k=45)) for _ in range(rng.randint(8, 30)))
            for _ in range(400)
        ]
        batch = Batch()
        ids = []
        for number in range(stories):
            digest = sha256(b"%d" % number).hexdigest()
            body = bodies[number % 400]
            record = {
                "id": digest[:16],
                "url": f"https://www.news.example/world/{number}/{'-'.join(words[number % 2990 :][:8])}",
                "site": "news.example",
                "headline": f"Headline {number} {body[:60]}",
                "body": body,
                "last_update_raw": f"Last update: {number}",
                "fetched_at": "2026-05-01T10:00:00Z",
                "published": "2026-05-01T09:00:00Z",
                "revision": 1,
                "text_digest": digest,
            }
            story = known_story(record)
            story.etag, story.modified = f'"{digest[:32]}"', "Sat, 21 Jan 2017 10:00:00 GMT"
            story.last_update, story.due = "2026-05-01T09:00:00+02:00", 1_777_000_000 + number
            batch.stories[story.id] = story
            if number % 4 == 0:
                batch.variants[digest[16:32]] = Variant(digest[16:32], story.id)
            if number % 1000 == 0:
                ids.append(story.id)
            if len(batch.stories) == 5000:
                store.write("crawl", run, 1, batch)
                batch = Batch()
        store.write("crawl", run, 1, batch)
        store.close()
        size = os.path.getsize(store.path)
        store = SqliteStore(store.path)
        rng.shuffle(ids)
        times = []
        for story_id in [*ids, *(sha256(i.encode()).hexdigest()[:16] for i in ids)]:
            began = time.perf_counter()
            store.story(story_id)
            times.append(time.perf_counter() - began)
        began = time.perf_counter()
        due = store.due(["news.example"], 1_777_000_000 + stories, 1000)
        planned = time.perf_counter() - began
        store.close()
    times.sort()
    worst = times[int(len(times) * 0.99)]
    print(f"{stories:,} stories: {size / 1e6:.0f} MB, {size / stories:.0f} bytes a story")
    print(f"look-up: median {statistics.median(times) * 1e3:.3f} ms, 99 % below {worst * 1e3:.3f} ms")
    print(f"{len(due)} due stories found in {planned * 1e3:.1f} ms")
    return size / stories * 1_000_000 < 1e9 and worst < 1e-3


def main() -> int:
    """Run one of the three."""
    parser = argparse.ArgumentParser(description="What the state costs.")
    parser.add_argument("what", choices=("speed", "memory", "million"))
    parser.add_argument("--pages", type=int)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--spider", choices=("wire", "kill"), default="wire")
    parser.add_argument("--stories", type=int, default=1_000_000)
    options = parser.parse_args()
    if options.what == "speed":
        kept = speed(options.pages or 1500, options.repeats, options.spider)
    elif options.what == "memory":
        kept = memory(options.pages or 20_000)
    else:
        kept = million(options.stories)
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
