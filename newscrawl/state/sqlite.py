"""The embedded store: one SQLite file for all crawls of a project, in WAL mode.

A commit in WAL mode with `synchronous = NORMAL` survives the death of the process at any moment; only a power
cut can take the last commits back (the file stays whole). Writers of other crawls are waited for, each batch
is short.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from newscrawl.state.errors import StateBusy, StateError
from newscrawl.state.migrations import VERSION, migrate
from newscrawl.state.store import Batch, FeedMark, KnownStory, Pending, RunRow, Variant, as_hex, as_int

__all__ = ["SqliteStore"]

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

WAIT = 5.0
"""Seconds to wait for another process's batch."""

MAX_TRIES = 3
"""How many runs try a request that keeps failing."""

CHECKED_SIZE = 64 * 1024 * 1024
"""Up to this size a file is checked throughout when it is opened (about 0.2 s); beyond it only after
trouble."""

STORY = (
    "SELECT s.id, d.domain, url, revision, text_digest, status, marks, last_update, etag, modified, "
    "published, visited, changed, visits, changes, due FROM stories s JOIN sites d ON d.id = s.site "
)


def _guarded(method: Callable[P, R]) -> Callable[P, R]:
    """Tell SQLite's errors in the words of `StateError`."""

    @wraps(method)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except sqlite3.Error as error:
            raise args[0]._told(error) from error  # type: ignore[attr-defined]

    return guarded


class SqliteStore:
    """The state in one file.

    :param path: the file; made with its folder where there is none.
    :raises StateError: where it cannot be made, read or written, or belongs to a newer newscrawl. A file that
        is damaged is no error: it is moved aside (see `set_aside`) and a new one is begun.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"
        self.set_aside: str | None = None
        self._crawls: dict[str, int] = {}
        self._sites: dict[str, int] = {}
        self._suspect = path.with_name(f"{path.name}.suspect")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StateError(
                f"cannot make the folder of the state {path}: {error.strerror}; set NEWSCRAWL_STATE to "
                "another place"
            ) from None
        try:
            self._db = self._open()
        except sqlite3.OperationalError as error:
            raise self._told(error) from error
        except sqlite3.DatabaseError as error:
            self._put_aside(error)
            try:
                self._db = self._open()
            except sqlite3.Error as again:
                raise self._told(again) from again

    # -- the file --------------------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, cached_statements=256)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA cache_size = -16000")
            db.execute("PRAGMA temp_store = MEMORY")
            if self.path.stat().st_size <= CHECKED_SIZE or self._suspect.exists():
                (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
                if verdict != "ok":
                    raise sqlite3.DatabaseError(verdict.replace("\n", " "))
                self._suspect.unlink(missing_ok=True)
            self._migrate(db)
        except BaseException:
            db.close()
            raise
        return db

    def _migrate(self, db: sqlite3.Connection) -> None:
        (found,) = db.execute("PRAGMA user_version").fetchone()
        if found == VERSION:
            return
        db.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been faster.
            (found,) = db.execute("PRAGMA user_version").fetchone()
            if found > VERSION:
                raise StateError(
                    f"the state {self.path} was written by a newer newscrawl (schema {found}, this one "
                    f"knows {VERSION}): update newscrawl, or set NEWSCRAWL_STATE to another file"
                )
            if found < VERSION:
                migrate(db, found)
                if found:
                    logger.info("state %s: schema %d brought to %d", self.path, found, VERSION)
            db.execute("COMMIT")
        except BaseException:
            # A full disk ends the transaction by itself.
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise

    def _put_aside(self, error: sqlite3.Error) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        target = self.path.with_name(f"{self.path.name}.damaged-{stamp}")
        try:
            for suffix in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    os.rename(f"{self.path}{suffix}", f"{target}{suffix}")
        except OSError as failure:
            raise StateError(
                f"the state {self.path} is damaged ({error}) and cannot be moved aside: {failure.strerror}"
            ) from None
        self._suspect.unlink(missing_ok=True)
        self.set_aside = str(target)
        logger.error(
            "the state %s is damaged (%s): it was moved to %s and a new one begun; stories written "
            "before will be written again as revision 1",
            self.path,
            error,
            target,
        )

    def _told(self, error: sqlite3.Error) -> StateError:
        text = str(error)
        if "locked" in text or "busy" in text:
            return StateBusy(
                f"the state {self.path} is locked by another program (a backup, an open database shell?): "
                "end it and run the crawl again"
            )
        if "readonly" in text or "unable to open" in text:
            return StateError(
                f"cannot write the state {self.path}: {text}; give write permission or set NEWSCRAWL_STATE "
                "to another place"
            )
        if "full" in text or "disk I/O" in text:
            return StateError(
                f"cannot write the state {self.path}: {text}; free some space and run the crawl again"
            )
        if isinstance(error, sqlite3.DatabaseError) and ("malformed" in text or "not a database" in text):
            with contextlib.suppress(OSError):
                self._suspect.touch()
            return StateError(
                f"the state {self.path} is damaged ({text}): the next run will check it and move it aside"
            )
        return StateError(f"the state {self.path} fails: {text}")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
            self._db.execute("COMMIT")
        except BaseException:
            # A full disk ends the transaction by itself.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            # Ids given out in it are void.
            self._crawls.clear()
            self._sites.clear()
            raise

    def close(self) -> None:
        """Let go of the file; SQLite folds the write-ahead log into it where no other process has it open."""
        with contextlib.suppress(sqlite3.Error):
            self._db.close()

    # -- names -----------------------------------------------------------------------------------------------

    def _crawl(self, name: str) -> int:
        if name not in self._crawls:
            self._db.execute("INSERT OR IGNORE INTO crawls (name) VALUES (?)", (name,))
            self._crawls[name] = self._db.execute("SELECT id FROM crawls WHERE name = ?", (name,)).fetchone()[
                0
            ]
        return self._crawls[name]

    def _site(self, domain: str) -> int:
        if domain not in self._sites:
            self._db.execute("INSERT OR IGNORE INTO sites (domain) VALUES (?)", (domain,))
            self._sites[domain] = self._db.execute(
                "SELECT id FROM sites WHERE domain = ?", (domain,)
            ).fetchone()[0]
        return self._sites[domain]

    # -- stories ---------------------------------------------------------------------------------------------

    @_guarded
    def story(self, story_id: str) -> KnownStory | None:
        row = self._db.execute(STORY + "WHERE s.id = ?", (as_int(story_id),)).fetchone()
        return _story(row) if row else None

    @_guarded
    def variant(self, key: str) -> Variant | None:
        row = self._db.execute("SELECT story, until FROM variants WHERE key = ?", (as_int(key),)).fetchone()
        return Variant(key, None if row[0] is None else as_hex(row[0]), row[1]) if row else None

    @_guarded
    def due(self, sites: Sequence[str], now: int, limit: int) -> list[KnownStory]:
        marks = ",".join("?" * len(sites))
        rows = self._db.execute(
            f"{STORY} WHERE s.site IN (SELECT id FROM sites WHERE domain IN ({marks})) AND due <= ? "
            "ORDER BY due LIMIT ?",
            (*sites, now, limit),
        )
        return [_story(row) for row in rows]

    @_guarded
    def count(self, sites: Sequence[str]) -> int:
        marks = ",".join("?" * len(sites))
        query = f"SELECT count(*) FROM stories WHERE site IN (SELECT id FROM sites WHERE domain IN ({marks}))"
        return int(self._db.execute(query, tuple(sites)).fetchone()[0])

    @_guarded
    def site(self, domain: str) -> dict[str, Any]:
        row = self._db.execute("SELECT facts FROM sites WHERE domain = ?", (domain,)).fetchone()
        return dict(json.loads(row[0])) if row else {}

    # -- the frontier ----------------------------------------------------------------------------------------

    @_guarded
    def seen(self, crawl: str, fingerprint: int) -> bool:
        query = "SELECT 1 FROM frontier WHERE crawl = ? AND fingerprint = ?"
        return self._db.execute(query, (self._crawl(crawl), fingerprint)).fetchone() is not None

    @_guarded
    def lease(self, crawl: str, run: int, count: int) -> list[Pending]:
        with self._transaction() as db:
            key = self._crawl(crawl)
            rows = db.execute(
                "SELECT id, request, url, priority, tries FROM frontier WHERE crawl = ? AND state = 0 "
                "ORDER BY priority DESC, id LIMIT ?",
                (key, count),
            ).fetchall()
            db.executemany(
                "UPDATE frontier SET state = 1, run = ? WHERE id = ?", [(run, row[0]) for row in rows]
            )
        return [Pending(*row) for row in rows]

    @_guarded
    def give_back(self, crawl: str, requests: Iterable[int] | None = None) -> int:
        with self._transaction() as db:
            key = self._crawl(crawl)
            if requests is None:
                return db.execute(
                    "UPDATE frontier SET state = 0 WHERE crawl = ? AND state = 1", (key,)
                ).rowcount
            update = "UPDATE frontier SET state = 0 WHERE id = ? AND crawl = ? AND state = 1"
            return db.executemany(update, [(number, key) for number in requests]).rowcount

    @_guarded
    def pending(self, crawl: str) -> int:
        query = "SELECT count(*) FROM frontier WHERE crawl = ? AND state = 0"
        return int(self._db.execute(query, (self._crawl(crawl),)).fetchone()[0])

    @_guarded
    def clear(self, crawl: str, *, done_only: bool) -> None:
        state = "= 2" if done_only else "<> 3"
        with self._transaction() as db:
            db.execute(f"DELETE FROM frontier WHERE crawl = ? AND state {state}", (self._crawl(crawl),))

    @_guarded
    def retry_failed(self, crawl: str) -> int:
        with self._transaction() as db:
            key = self._crawl(crawl)
            db.execute("DELETE FROM frontier WHERE crawl = ? AND state = 3 AND tries >= ?", (key, MAX_TRIES))
            return db.execute("UPDATE frontier SET state = 0 WHERE crawl = ? AND state = 3", (key,)).rowcount

    # -- runs ------------------------------------------------------------------------------------------------

    @_guarded
    def begin_run(self, crawl: str, now: int, *, fresh: bool) -> RunRow:
        with self._transaction() as db:
            key = self._crawl(crawl)
            row = (key, now, os.getpid(), socket.gethostname(), now)
            cursor = db.execute(
                "INSERT INTO runs (crawl, started, pid, host, beat) VALUES (?, ?, ?, ?, ?)", row
            )
            run = int(cursor.lastrowid or 0)
            # A year of runs every ten minutes is 50,000 rows: the last thousand are plenty.
            db.execute("DELETE FROM runs WHERE ended IS NOT NULL AND id < ?", (run - 1000,))
            db.execute(
                "DELETE FROM feeds WHERE run IN (SELECT id FROM runs WHERE crawl = ? AND ended IS NOT NULL)",
                (key,),
            )
            if fresh:
                db.execute("UPDATE crawls SET since = ? WHERE id = ?", (now, key))
            (since,) = db.execute("SELECT since FROM crawls WHERE id = ?", (key,)).fetchone()
        return RunRow(run, crawl, now, row[2], row[3], now, since or now)

    @_guarded
    def open_runs(self, crawl: str) -> list[RunRow]:
        query = "SELECT id, started, pid, host, beat FROM runs WHERE crawl = ? AND ended IS NULL ORDER BY id"
        return [RunRow(row[0], crawl, *row[1:]) for row in self._db.execute(query, (self._crawl(crawl),))]

    @_guarded
    def feeds(self, run: int) -> list[FeedMark]:
        query = "SELECT path, final, offset FROM feeds WHERE run = ? ORDER BY path"
        return [FeedMark(*row) for row in self._db.execute(query, (run,))]

    @_guarded
    def claim(self, run: int, story_id: str, revision: int) -> str | None:
        number = as_int(story_id)
        with self._transaction() as db:
            row = db.execute(
                "SELECT claims.run, name FROM claims LEFT JOIN runs ON runs.id = claims.run "
                "LEFT JOIN crawls c ON c.id = crawl WHERE story = ? AND revision = ?",
                (number, revision),
            ).fetchone()
            if row is not None and row[0] != run:
                return row[1] or ""
            query = "SELECT 1 FROM stories WHERE id = ? AND revision >= ?"
            if db.execute(query, (number, revision)).fetchone() is not None:
                # Written by a run beside this one since it was looked up.
                return ""
            db.execute("INSERT OR REPLACE INTO claims VALUES (?, ?, ?)", (number, revision, run))
        return None

    @_guarded
    def release(self, crawl: str) -> None:
        with self._transaction() as db:
            db.execute(
                "DELETE FROM claims WHERE run IN (SELECT id FROM runs WHERE crawl = ?)", (self._crawl(crawl),)
            )

    @_guarded
    def last_run(self, crawl: str) -> tuple[int, str | None] | None:
        query = "SELECT id, reason FROM runs WHERE crawl = ? ORDER BY id DESC LIMIT 1"
        row = self._db.execute(query, (self._crawl(crawl),)).fetchone()
        return (row[0], row[1]) if row else None

    @_guarded
    def end_run(self, run: int, now: int, reason: str) -> None:
        with self._transaction() as db:
            db.execute("UPDATE runs SET ended = ?, reason = ? WHERE id = ?", (now, reason, run))
            db.execute("DELETE FROM claims WHERE run = ?", (run,))

    # -- writing ---------------------------------------------------------------------------------------------

    @_guarded
    def write(self, crawl: str, run: int, now: int, batch: Batch) -> None:
        with self._transaction() as db:
            key = self._crawl(crawl)
            if batch.requests:
                db.executemany(
                    "INSERT OR IGNORE INTO frontier (crawl, fingerprint, priority, url, request) "
                    "VALUES (?, ?, ?, ?, ?)",
                    [(key, r.fingerprint, r.priority, r.url, r.request) for r in batch.requests],
                )
            if batch.done:
                db.executemany(
                    "UPDATE frontier SET state = 2, url = NULL, request = NULL WHERE id = ?",
                    [(number,) for number in batch.done],
                )
            if batch.failed:
                db.executemany(
                    "UPDATE frontier SET state = 3, tries = tries + 1 WHERE id = ?",
                    [(number,) for number in batch.failed],
                )
            if batch.stories:
                db.executemany(
                    "INSERT OR REPLACE INTO stories VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [self._story_row(story) for story in batch.stories.values()],
                )
                db.executemany(
                    "DELETE FROM claims WHERE story = ? AND revision <= ?",
                    [(as_int(story.id), story.revision) for story in batch.stories.values()],
                )
            if batch.variants:
                db.executemany(
                    "INSERT OR REPLACE INTO variants VALUES (?, ?, ?)",
                    [
                        (as_int(v.key), None if v.story is None else as_int(v.story), v.until)
                        for v in batch.variants.values()
                    ],
                )
            for domain, facts in batch.sites.items():
                self._merge_facts(domain, facts)
            if batch.feeds:
                db.executemany(
                    "INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?)",
                    [(run, mark.path, mark.final, mark.offset) for mark in batch.feeds],
                )
            db.execute("UPDATE runs SET beat = ? WHERE id = ?", (now, run))

    def _merge_facts(self, domain: str, facts: dict[str, Any]) -> None:
        number = self._site(domain)
        (text,) = self._db.execute("SELECT facts FROM sites WHERE id = ?", (number,)).fetchone()
        merged = {**json.loads(text), **facts}
        self._db.execute("UPDATE sites SET facts = ? WHERE id = ?", (json.dumps(merged), number))

    def _story_row(self, story: KnownStory) -> tuple[Any, ...]:
        return (
            as_int(story.id),
            self._site(story.site),
            story.url,
            story.revision,
            bytes.fromhex(story.text_digest),
            story.status,
            story.marks,
            story.last_update,
            story.etag,
            story.modified,
            story.published,
            story.visited,
            story.changed,
            story.visits,
            story.changes,
            story.due,
        )


def _story(row: tuple[Any, ...]) -> KnownStory:
    number, site, url, revision, digest, *rest = row
    return KnownStory(as_hex(number), site, url, revision, digest.hex(), *rest)
