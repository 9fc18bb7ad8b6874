"""Crawls that share a state: each revision is written by one of them, whenever the other begins or dies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest

from newscrawl.state import KnownStory, StateBusy
from newscrawl.state import run as run_module
from newscrawl.state import sqlite as sqlite_module
from newscrawl.state.lock import CrawlLock
from newscrawl.state.run import Run
from newscrawl.state.sqlite import SqliteStore


def _known(number: int) -> KnownStory:
    return KnownStory(f"{number:016x}", "news.example", f"https://news.example/{number}", 1, "")


TOLD = _known(9)


@contextmanager
def _running(folder: Path, crawl: str) -> Iterator[Run]:
    """A run of a crawl on the state in a folder; closed as a kill closes it, where it has not ended."""
    lock = CrawlLock(folder / "locks", crawl)
    assert lock.acquire()
    run = Run(SqliteStore(folder / "state.sqlite3"), lock, crawl, [])
    run.begin()
    try:
        yield run
    finally:
        if not run.ended:
            run.store.close()
            lock.release()


def test_a_crawl_that_begins_beside_another_finds_all_that_this_one_took_on(tmp_path: Path) -> None:
    on_its_way, written, stored = (_known(number) for number in range(3))
    with _running(tmp_path, "one") as one:
        # It was alone until now: nothing told it that another would come.
        for story in (on_its_way, written, stored):
            assert one.claim(story)
        one.limbo[on_its_way.id] = on_its_way
        one.save(stored)
        assert one.flush()
        one.save(written)
        with _running(tmp_path, "two") as two:
            assert not any(map(two.claim, (on_its_way, written, stored)))
            # What it gives up at its end without a line is free again.
            one.limbo.clear()
            one.end("finished")
            assert two.claim(on_its_way)
            assert not two.claim(written)


def test_a_killed_crawls_lines_are_read_back_before_another_takes_on_its_stories(tmp_path: Path) -> None:
    feed, unwritten = tmp_path / "one.jsonl.part", _known(1)
    line = {"id": TOLD.id, "url": TOLD.url, "site": TOLD.site, "fetched_at": "2016-09-05T15:20:00Z"}
    with _running(tmp_path, "one") as one, feed.open("wb", buffering=0) as file:
        one.feed_opened(str(feed), str(tmp_path / "one.jsonl"), file.fileno())
        assert one.claim(TOLD)
        assert one.claim(unwritten)
        file.write(json.dumps(line).encode() + b"\n")
    with _running(tmp_path, "two") as two:
        assert not two.claim(TOLD), "its line stands in the killed run's feed"
        assert two.claim(unwritten)
        assert (tmp_path / "one.jsonl").read_text() == json.dumps(line) + "\n"
        with _running(tmp_path, "one") as one:
            assert one.story(TOLD.id) is not None
            assert not one.claim(unwritten)


def test_feeds_of_the_run_that_settles_stay_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _running(tmp_path, "one") as one:
        assert one.claim(TOLD)
    own = tmp_path / "two.jsonl.part"
    with _running(tmp_path, "two") as two, own.open("wb", buffering=0) as file:
        two.feed_opened(str(own), str(tmp_path / "two.jsonl"), file.fileno())
        file.write(b"{}\n")
        write, busy = two.store.write, [StateBusy("locked")]

        def busy_once(*batch: object) -> None:
            if busy:
                raise busy.pop()
            write(*batch)  # type: ignore[arg-type]

        monkeypatch.setattr(two.store, "write", busy_once)
        assert two.claim(TOLD)
        assert two.store.feeds(one.row.id) == []
        assert [mark.offset for mark in two.store.feeds(two.row.id)] == [3]


def test_a_claim_waits_for_a_state_that_is_locked_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_module, "WAIT", 0.05)
    monkeypatch.setattr(run_module, "PATIENCE", 0.3)
    with _running(tmp_path, "one") as one:
        other = sqlite3.connect(tmp_path / "state.sqlite3", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        Timer(0.12, other.execute, ["ROLLBACK"]).start()
        assert one.claim(TOLD)
        other.execute("BEGIN IMMEDIATE")
        assert not one.claim(_known(1))
        assert "locked by another program" in (one.frozen or "")
        other.close()
