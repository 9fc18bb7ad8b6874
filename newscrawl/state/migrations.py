"""The tables of the SQLite store, as the steps that lead to them.

A state file carries the number of the last step it went through (`PRAGMA user_version`). A newer newscrawl
takes the steps that are missing, in one transaction; an older one refuses the file. A step is never changed
once released: a new one follows it.

Sizes matter (a million stories stay under 1 GB): ids and keys are 64-bit integers, digests are bytes, and a
request that is done keeps only its fingerprint.
"""

from __future__ import annotations

import sqlite3

__all__ = ["VERSION", "migrate"]

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE sites (
            id INTEGER PRIMARY KEY,
            domain TEXT NOT NULL UNIQUE,
            facts TEXT NOT NULL DEFAULT '{}'
        )""",
        """CREATE TABLE stories (
            id INTEGER PRIMARY KEY,
            site INTEGER NOT NULL REFERENCES sites,
            url TEXT NOT NULL,
            revision INTEGER NOT NULL,
            text_digest BLOB NOT NULL,
            status TEXT NOT NULL,
            marks BLOB NOT NULL,
            last_update TEXT,
            etag TEXT,
            modified TEXT,
            published INTEGER,
            visited INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            visits INTEGER NOT NULL,
            changes INTEGER NOT NULL,
            due INTEGER
        )""",
        "CREATE INDEX stories_due ON stories (site, due) WHERE due IS NOT NULL",
        "CREATE TABLE variants (key INTEGER PRIMARY KEY, story INTEGER, until INTEGER)",
        # since: when the crawl that is not finished yet began, over all its runs
        "CREATE TABLE crawls (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, since INTEGER)",
        """CREATE TABLE runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            crawl INTEGER NOT NULL REFERENCES crawls,
            started INTEGER NOT NULL,
            pid INTEGER NOT NULL,
            host TEXT NOT NULL,
            beat INTEGER NOT NULL,
            ended INTEGER,
            reason TEXT
        )""",
        "CREATE INDEX runs_open ON runs (crawl) WHERE ended IS NULL",
        """CREATE TABLE feeds (
            run INTEGER NOT NULL REFERENCES runs,
            path TEXT NOT NULL,
            final TEXT NOT NULL,
            offset INTEGER NOT NULL,
            PRIMARY KEY (run, path)
        ) WITHOUT ROWID""",
        # state: 0 waiting, 1 leased, 2 done, 3 given up for now
        """CREATE TABLE frontier (
            id INTEGER PRIMARY KEY,
            crawl INTEGER NOT NULL REFERENCES crawls,
            fingerprint INTEGER,
            priority INTEGER NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,
            run INTEGER,
            tries INTEGER NOT NULL DEFAULT 0,
            url TEXT,
            request BLOB
        )""",
        "CREATE UNIQUE INDEX frontier_seen ON frontier (crawl, fingerprint) WHERE fingerprint IS NOT NULL",
        "CREATE INDEX frontier_next ON frontier (crawl, priority DESC, id) WHERE state = 0",
        "CREATE INDEX frontier_open ON frontier (crawl, state) WHERE state IN (1, 3)",
    ),
    (
        # Revisions that a run is about to write, so that no other run does.
        """CREATE TABLE claims (
            story INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            run INTEGER NOT NULL,
            PRIMARY KEY (story, revision)
        ) WITHOUT ROWID""",
    ),
)

VERSION = len(STEPS)


def migrate(db: sqlite3.Connection, found: int) -> None:
    """Take the steps a file of version `found` is missing.

    Called within a transaction: the connection is in autocommit mode and the caller has begun one.
    """
    for step in STEPS[found:]:
        for statement in step:
            db.execute(statement)
    db.execute(f"PRAGMA user_version = {VERSION}")
