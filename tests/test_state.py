"""The store: what it keeps, and what becomes of a file that is new, old, newer, damaged, locked or
unwritable."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from newscrawl.state import KnownStory, StateBusy, StateError, open_store
from newscrawl.state import sqlite as sqlite_module
from newscrawl.state.lock import CrawlLock
from newscrawl.state.migrations import VERSION
from newscrawl.state.schedule import Rates, chance, next_visit, worth_most
from newscrawl.state.sqlite import SqliteStore
from newscrawl.state.store import Batch, FeedMark, NewRequest, Variant, as_hex, as_int

STORY = KnownStory(
    id="ff00000000000001",
    site="news.example",
    url="https://news.example/a",
    revision=3,
    text_digest="ab" * 32,
    marks=b"\x01marks",
    last_update="2026-05-01",
    etag='"x"',
    published=100,
    visited=200,
    changed=150,
    visits=2,
    changes=1,
    due=300,
)


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "state" / "state.sqlite3")


def _write(store: SqliteStore, **parts: object) -> int:
    run = store.begin_run("crawl", 1000, fresh=True).id
    store.write("crawl", run, 1000, Batch(**parts))  # type: ignore[arg-type]
    return run


def test_a_story_comes_back_as_it_was_put(store: SqliteStore) -> None:
    _write(store, stories={STORY.id: STORY}, variants={"0" * 16: Variant("0" * 16, STORY.id)})
    assert store.story(STORY.id) == STORY
    assert store.story("0" * 15 + "9") is None
    assert store.variant("0" * 16) == Variant("0" * 16, STORY.id, None)
    assert store.count(["news.example"]) == 1
    assert store.due(["news.example"], 299, 10) == []
    assert store.due(["news.example", "other.example"], 300, 10) == [STORY]


@pytest.mark.parametrize("digits", ["0" * 16, "f" * 16, "7" + "f" * 15, "8" + "0" * 15])
def test_ids_as_integers(digits: str) -> None:
    assert as_hex(as_int(digits)) == digits
    assert -(2**63) <= as_int(digits) < 2**63


def test_facts_of_a_site_are_merged(store: SqliteStore) -> None:
    run = _write(store, sites={"news.example": {"order": {"DMY": 1}}})
    store.write("crawl", run, 1001, Batch(sites={"news.example": {"rates": {}}}))
    assert store.site("news.example") == {"order": {"DMY": 1}, "rates": {}}
    assert store.site("other.example") == {}


def _requests(*priorities: int) -> list[NewRequest]:
    return [NewRequest(b"%d" % n, f"https://a.example/{n}", p, n) for n, p in enumerate(priorities)]


def test_the_frontier_leases_by_priority_and_keeps_what_is_not_done(store: SqliteStore) -> None:
    run = _write(store, requests=_requests(0, 5, 5, -1))
    leased = store.lease("crawl", run, 3)
    assert [entry.request for entry in leased] == [b"1", b"2", b"0"]
    assert store.pending("crawl") == 1
    store.write("crawl", run, 1001, Batch(done=[leased[0].id], failed=[leased[1].id]))
    assert store.give_back("crawl") == 1
    assert [entry.request for entry in store.lease("crawl", run, 9)] == [b"0", b"3"]
    assert store.seen("crawl", 1), "a request that is done is still known"
    assert not store.seen("other crawl", 1)


def test_the_same_request_is_taken_once(store: SqliteStore) -> None:
    run = _write(
        store,
        requests=[
            *_requests(0),
            *_requests(0),
            NewRequest(b"x", "u", 0, None),
            NewRequest(b"x", "u", 0, None),
        ],
    )
    assert len(store.lease("crawl", run, 9)) == 3


def test_a_request_that_keeps_failing_is_given_up_after_three_runs(store: SqliteStore) -> None:
    run = _write(store, requests=_requests(0))
    for again in (1, 1, 0):
        (leased,) = store.lease("crawl", run, 9)
        store.write("crawl", run, 1001, Batch(failed=[leased.id]))
        store.clear("crawl", done_only=False)
        assert store.retry_failed("crawl") == again


def test_clearing_keeps_what_waits_where_asked(store: SqliteStore) -> None:
    run = _write(store, requests=_requests(1, 0))
    (leased,) = store.lease("crawl", run, 1)
    store.write("crawl", run, 1001, Batch(done=[leased.id]))
    store.clear("crawl", done_only=True)
    assert not store.seen("crawl", 0)
    assert store.pending("crawl") == 1
    store.clear("crawl", done_only=False)
    assert store.pending("crawl") == 0


def test_runs_and_their_feeds(store: SqliteStore) -> None:
    run = _write(store, feeds=[FeedMark("a.part", "a", 7)])
    assert [row.id for row in store.open_runs("crawl")] == [run]
    assert store.feeds(run) == [FeedMark("a.part", "a", 7)]
    store.end_run(run, 2000, "finished")
    assert store.open_runs("crawl") == []
    assert store.last_run("crawl") == (run, "finished")
    again = store.begin_run("crawl", 3000, fresh=False)
    assert again.since == 1000, "a crawl that goes on began when it began"
    assert store.feeds(run) == []


def test_a_batch_is_written_whole_or_not_at_all(store: SqliteStore) -> None:
    broken = KnownStory("0" * 16, "news.example", "u", 1, "no digest")
    run = store.begin_run("crawl", 1000, fresh=True).id
    with pytest.raises(ValueError, match="non-hexadecimal"):
        store.write(
            "crawl", run, 1000, Batch(requests=_requests(0), stories={STORY.id: STORY, "0" * 16: broken})
        )
    assert store.pending("crawl") == 0
    _write(store, stories={STORY.id: STORY})
    assert store.story(STORY.id) == STORY


# --- the file -----------------------------------------------------------------------------------------------


def test_it_is_in_wal_mode_and_says_its_version(store: SqliteStore) -> None:
    with sqlite3.connect(store.path) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    db.close()


def test_missing_steps_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state.sqlite3"
    store = SqliteStore(path)
    _write(store, stories={STORY.id: STORY})
    store.close()
    from newscrawl.state import migrations

    steps = (
        *migrations.STEPS,
        ("ALTER TABLE stories ADD COLUMN mood TEXT", "CREATE TABLE moods (mood TEXT)"),
    )
    monkeypatch.setattr(migrations, "STEPS", steps)
    for module in (migrations, sqlite_module):
        monkeypatch.setattr(module, "VERSION", len(steps))
    store = SqliteStore(path)
    assert store.story(STORY.id) == STORY
    assert store._db.execute("SELECT mood FROM stories").fetchall() == [(None,)]
    store.close()


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    SqliteStore(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StateError, match="was written by a newer newscrawl"):
        SqliteStore(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["text", "middle", "cut"])
def test_a_damaged_file_is_set_aside_and_told(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "state.sqlite3"
    store = SqliteStore(path)
    run = _write(store, stories={STORY.id: STORY})
    for start in range(0, 2000, 100):
        stories = {
            as_hex(n): KnownStory(as_hex(n), "s", "https://a.example/" + "x" * 300, 1, "00" * 32)
            for n in range(start, start + 100)
        }
        store.write("crawl", run, 1, Batch(stories=stories))
    store.close()
    content = path.read_bytes()
    if damage == "text":
        spoiled = b"this is no database at all"
    elif damage == "cut":
        spoiled = content[: len(content) // 2]
    else:
        spoiled = content[:40_000] + os.urandom(400_000) + content[440_000:]
    path.write_bytes(spoiled)
    store = SqliteStore(path)
    assert store.set_aside is not None
    assert Path(store.set_aside).read_bytes() == spoiled, "nothing is thrown away"
    assert store.story(STORY.id) is None
    _write(store, stories={STORY.id: STORY})
    store.close()
    (record,) = caplog.records
    assert "is damaged" in record.message
    assert store.set_aside in record.message
    assert SqliteStore(path).set_aside is None


def test_a_file_that_another_program_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_module, "WAIT", 0.2)
    path = tmp_path / "state.sqlite3"
    store = SqliteStore(path)
    run = store.begin_run("crawl", 1, fresh=True).id
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateBusy, match="locked by another program"):
        store.write("crawl", run, 1, Batch(stories={STORY.id: STORY}))
    # Readers are not kept waiting.
    assert store.story(STORY.id) is None
    other.execute("ROLLBACK")
    store.write("crawl", run, 1, Batch(stories={STORY.id: STORY}))
    assert store.story(STORY.id) == STORY
    other.close()


def test_two_processes_write_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    SqliteStore(path).close()
    errors = []

    def write(name: str) -> None:
        try:
            store = SqliteStore(path)
            run = store.begin_run(name, 1, fresh=True).id
            for number in range(40):
                key = as_hex(hash((name, number)))
                store.write(name, run, 1, Batch(stories={key: KnownStory(key, name, "u", 1, "")}))
            store.close()
        except StateError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(f"crawl {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert SqliteStore(path).count([f"crawl {n}" for n in range(4)]) == 160


NOBODY = "import os\nif os.geteuid() == 0:\n    os.setgid(65534); os.setuid(65534)\n"


def _as_nobody(script: str) -> str:
    """Run a script without the rights of root, who may write everywhere."""
    head = "from pathlib import Path; from newscrawl.state import *; from newscrawl.state.sqlite import *\n"
    done = subprocess.run(
        [sys.executable, "-c", head + NOBODY + script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for parent in list(tmp_path.parents)[:2]:
        parent.chmod(0o755)
    path = tmp_path / "state.sqlite3"
    SqliteStore(path).close()
    path.chmod(0o444)
    for place in (path, tmp_path / "new.sqlite3", tmp_path / "folder" / "new.sqlite3"):
        told = _as_nobody(
            f"try:\n    SqliteStore(Path({str(place)!r}))\nexcept StateError as error:\n    print(error)"
        )
        assert str(place) in told
        assert "set NEWSCRAWL_STATE to another place" in told
        assert told.count("\n") == 1


def test_a_full_disk_is_told_and_spoils_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    script = f"""
import resource, signal
from newscrawl.state.store import Batch, KnownStory, as_hex
store = SqliteStore(Path({str(path)!r}))
run = store.begin_run("crawl", 1, fresh=True).id
first = as_hex(1)
store.write("crawl", run, 1, Batch(stories={{first: KnownStory(first, "s", "u", 1, "")}}))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for n in range(2, 10_000):
        key = as_hex(n)
        store.write("crawl", run, 1, Batch(stories={{key: KnownStory(key, "s", "u" * 500, 1, "")}}))
except StateError as error:
    print(error)
    print(store.story(first) is not None)
"""
    done = subprocess.run(
        [sys.executable, "-c", "from pathlib import Path; from newscrawl.state import *\n"
         "from newscrawl.state.sqlite import SqliteStore\n" + script],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    told, known = done.stdout.splitlines()
    assert "cannot write the state" in told
    assert "free some space" in told
    assert known == "True"
    store = SqliteStore(path)
    assert store.set_aside is None
    assert store.count(["s"]) > 10


# --- the URL and the lock -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["redis://u:secret@host/0", "sqlite://state", "sqlite:///", "state.sqlite3", "sqlite:///a?b=1"]
)
def test_other_urls_are_refused_without_telling_a_secret(url: str, tmp_path: Path) -> None:
    with pytest.raises(StateError, match="NEWSCRAWL_STATE must be empty or like sqlite:///") as caught:
        open_store(url, tmp_path)
    assert "secret" not in str(caught.value)


def test_an_empty_url_is_no_state(tmp_path: Path) -> None:
    assert open_store(" ", tmp_path) is None


def test_a_lock_is_held_once_and_let_go_by_the_dead(tmp_path: Path) -> None:
    script = f"""
import sys, time
from pathlib import Path
from newscrawl.state.lock import CrawlLock
assert CrawlLock(Path({str(tmp_path)!r}), "crawl").acquire()
print("held", flush=True)
time.sleep(60)
"""
    holder = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    lock = CrawlLock(tmp_path, "crawl")
    assert not lock.acquire()
    assert f"process {holder.pid} on " in lock.holder()
    assert CrawlLock(tmp_path, "another crawl").acquire()
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert lock.acquire(), "the kernel lets go of a dead process's lock"
    assert not CrawlLock(tmp_path, "crawl").acquire()
    lock.release()
    assert CrawlLock(tmp_path, "crawl").acquire()


# --- the schedule -------------------------------------------------------------------------------------------

HOUR = 3600


def _story(published: int, visited: int, **fields: int) -> KnownStory:
    return KnownStory(
        f"{published:016x}", "s", "u", 1, "", published=published, visited=visited, changed=visited, **fields
    )


def test_young_stories_are_due_sooner() -> None:
    rates = Rates()
    waits = []
    for age in (0, 2 * HOUR, 10 * HOUR, 48 * HOUR, 20 * 24 * HOUR):
        due = next_visit(_story(0, age), rates)
        waits.append(due - age if due is not None else None)
    assert waits[:4] == sorted(waits[:4])  # type: ignore[type-var]
    assert waits[0] is not None
    assert waits[0] < HOUR
    assert next_visit(_story(0, 3 * 365 * 24 * HOUR), rates) is None


def test_a_site_s_habits_are_learned() -> None:
    busy, quiet = Rates(), Rates()
    for _ in range(30):
        busy.learn(0, HOUR / 2, changed=True)
        quiet.learn(0, 24 * HOUR, changed=False)
    story = _story(0, HOUR // 4)
    assert chance(story, busy, HOUR) > chance(story, Rates(), HOUR) > chance(story, quiet, HOUR)
    again = Rates.from_dict(busy.to_dict())
    assert chance(story, again, HOUR) == pytest.approx(chance(story, busy, HOUR), rel=0.01)
    assert Rates.from_dict({"changes": [1], "hours": "x"}).changes == Rates().changes


def test_a_lively_story_is_looked_at_before_a_quiet_one() -> None:
    lively, quiet = _story(0, 4 * HOUR, visits=6, changes=5), _story(1, 4 * HOUR, visits=6, changes=0)
    assert worth_most([quiet, lively], {}, 5 * HOUR, 1) == [lively]


def test_a_clock_that_was_set_back_does_no_harm() -> None:
    story = _story(100 * HOUR, 110 * HOUR)
    assert chance(story, Rates(), 50 * HOUR) == 0
    due = next_visit(story, Rates())
    assert due is not None
    assert due > 110 * HOUR


def test_a_revision_is_claimed_by_one_run_until_it_is_stored_or_the_run_is_over(store: SqliteStore) -> None:
    one, two = (store.begin_run(crawl, 1, fresh=True).id for crawl in ("one", "two"))
    assert store.claim(one, STORY.id, 1) is None
    assert store.claim(one, STORY.id, 1) is None
    assert store.claim(two, STORY.id, 1) == "one"
    assert store.claim(two, STORY.id, 2) is None
    store.release("one")
    assert store.claim(two, STORY.id, 1) is None
    store.write("two", two, 1, Batch(stories={STORY.id: STORY}))
    assert store.claim(one, STORY.id, 3) == "", "it is written"
    assert store.claim(one, STORY.id, 4) is None
    store.end_run(one, 2, "finished")
    assert store.claim(two, STORY.id, 4) is None
