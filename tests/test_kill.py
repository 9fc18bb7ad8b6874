"""Crawls that are really killed: whatever moment it happens at, nothing is lost, repeated or torn."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from killing import FEEDS, finish, judge, kill_site, one_round, start, written

PAGES = 310
FEW = 40


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with kill_site(PAGES) as url:
        yield url


@pytest.fixture(scope="module")
def small_site() -> Iterator[str]:
    with kill_site(FEW, padding=4) as url:
        yield url


def test_thirty_random_kills_lose_and_repeat_nothing(site: str, tmp_path: Path) -> None:
    # Two at a time, each with a folder, a state and a seed of its own; `benchmarks/kill_rounds.py` does more.
    with ThreadPoolExecutor(2) as pool:
        rounds = list(
            pool.map(lambda seed: one_round(tmp_path / str(seed), site, PAGES, seed, kills=4), range(8))
        )
    table = [(seed, killed, *verdict.of(PAGES)) for seed, (killed, verdict) in enumerate(rounds)]
    assert sum(killed for _, killed, *_ in table) >= 30, table
    assert [row[2:] for row in table] == [(0, 0, 0, 0)] * len(table), table


POINTS = [
    "before line:17", "half line:1", "half line:23", "after line:1", "after line:20", "within batch:2",
    "within batch:3", "after batch:2", "after lease:1", "before rename:1", "after rename:1", "before end:1",
    "after end:1",
]  # fmt: skip
# While the next run mends what a kill in the middle of a line left behind.
AGAIN = ["recovered:1", "before rename:1", "before end:1", "after end:1"]
# The feed gets its name, then its archive, then the run's record; the next run takes the archive apart.
PACKING = [
    ["pack before line:17"], ["pack after rename:1"], ["pack before rename:2"], ["pack after rename:2"],
    ["pack half line:23", "before rename:2"], ["pack half line:23", "after rename:2", "before rename:1"],
]  # fmt: skip


def test_a_kill_within_a_write(small_site: str, tmp_path: Path) -> None:
    def one(case: tuple[int, list[str]]) -> tuple[int, int, int, int]:
        number, points = case
        folder = tmp_path / str(number)
        folder.mkdir()
        packing = points[0].startswith("pack ")
        feed = FEEDS["packed" if packing else "default" if number % 2 else "overwrite"]
        for point in points:
            point = point.removeprefix("pack ")
            assert finish(folder, small_site, *feed, KILL_AT=point) == -signal.SIGKILL, point
        for _ in range(1 + packing):
            assert finish(folder, small_site, *feed) == 0, points
        return judge(folder).of(FEW)

    cases = [*([point] for point in POINTS), *(["half line:25", point] for point in AGAIN), *PACKING]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(one, enumerate(cases)))
    assert dict(zip(map(" ".join, cases), results, strict=True)) == {
        " ".join(case): (0, 0, 0, 0) for case in cases
    }


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("twice", [False, True])
def test_signals_stop_a_crawl_and_the_next_run_goes_on(
    site: str, tmp_path: Path, name: str, twice: bool
) -> None:
    process = start(tmp_path, site)
    end = time.monotonic() + 60
    while written(tmp_path) < 400_000 and time.monotonic() < end and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(getattr(signal, name))
    if twice:
        time.sleep(0.01)
        process.send_signal(getattr(signal, name))
    status = process.wait(60)
    assert status in ((130, 1, 0) if twice else (130,))
    (feed,) = tmp_path.rglob("*.jsonl*")
    assert 0 < feed.read_bytes().count(b"\n") < PAGES
    assert twice or feed.suffix == ".jsonl"
    assert finish(tmp_path, site) == 0
    assert judge(tmp_path).of(PAGES) == (0, 0, 0, 0)


def test_every_run_after_that_finds_nothing_new(small_site: str, tmp_path: Path) -> None:
    for _ in range(3):
        assert finish(tmp_path, small_site) == 0
    verdict = judge(tmp_path)
    assert verdict.of(FEW) == (0, 0, 0, 0)
    assert verdict.lines == FEW
    assert len(list(tmp_path.rglob("*.jsonl"))) == 1, "a run that wrote nothing leaves no file"


def test_without_a_state_every_run_begins_anew(small_site: str, tmp_path: Path) -> None:
    for feed in ("a.jsonl", "b.jsonl"):
        assert finish(tmp_path, small_site, "-O", feed, "-s", "NEWSCRAWL_STATE=") == 0
    assert judge(tmp_path).lines == 2 * FEW
    assert not list(tmp_path.rglob("*.sqlite3"))


def test_mode_all_writes_everything_once_a_crawl(small_site: str, tmp_path: Path) -> None:
    assert finish(tmp_path, small_site, "-o", "one.jsonl") == 0
    assert (
        finish(tmp_path, small_site, "-a", "mode=all", "-o", "two.jsonl", KILL_AT="after line:20")
        == -signal.SIGKILL
    )
    assert finish(tmp_path, small_site, "-a", "mode=all", "-o", "two.jsonl") == 0
    lines = (tmp_path / "two.jsonl").read_text().splitlines()
    assert len(lines) == FEW
    assert len(set(lines)) == FEW
