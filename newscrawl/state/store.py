"""What any store of the state has to do. SQLite is the one there is; a server such as Redis can follow.

A store remembers; it decides nothing. All writing of a crawl goes through `Store.write`, one `Batch` in one
transaction, so that whatever moment a process is killed at, the store shows the crawl as it was at some
earlier moment, never half of one. `newscrawl.state.run` says why that is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

__all__ = [
    "Batch",
    "FeedMark",
    "KnownStory",
    "NewRequest",
    "Pending",
    "RunRow",
    "Store",
    "Variant",
    "as_hex",
    "as_int",
]

_SIGN = 1 << 63
_ALL = (1 << 64) - 1


def as_int(digits: str) -> int:
    """16 hex digits as the signed 64-bit integer a database keys best.

    >>> as_hex(as_int("ff00000000000001")), as_int("0000000000000010")
    ('ff00000000000001', 16)
    """
    number = int(digits, 16)
    return number - (_ALL + 1) if number >= _SIGN else number


def as_hex(number: int) -> str:
    """The 16 hex digits of such an integer."""
    return f"{number & _ALL:016x}"


@dataclass(slots=True)
class KnownStory:
    """What is remembered of a story. Times are whole seconds since 1970 (UTC) by the clock of the machine."""

    id: str
    """The record's `id`."""

    site: str
    """Registrable domain."""

    url: str
    """Where it was read last."""

    revision: int
    """Revision of the line written last."""

    text_digest: str
    """`text_digest` of that line."""

    status: str = "usable"
    """`status` of that line."""

    marks: bytes = b""
    """What `newscrawl.revisions` compares with: digests of headline, stamp and paragraphs; opaque here."""

    last_update: str | None = None
    """`last_update` of that line."""

    etag: str | None = None
    """Validator of the page read last (RFC 9110), for a conditional request."""

    modified: str | None = None
    """Its Last-Modified header."""

    published: int | None = None
    """When the story was published, or first seen: its age counts from here."""

    visited: int = 0
    """When its page was looked at last."""

    changed: int = 0
    """When it was first seen as it now is."""

    visits: int = 0
    """How often it was looked at after the first time."""

    changes: int = 0
    """How often it had changed then."""

    due: int | None = None
    """When to look again; null for never."""


@dataclass(slots=True)
class Variant:
    """An address that leads to a story (or to none) under another key than the story's own id."""

    key: str
    """`story_id` of the address alone."""

    story: str | None
    """The story's id; null for an address that gave no story."""

    until: int | None = None
    """Where it gave no story: not to be fetched before this time."""


@dataclass(slots=True)
class Pending:
    """A request of an unfinished crawl."""

    id: int
    request: bytes
    url: str
    priority: int
    tries: int = 0


@dataclass(slots=True)
class NewRequest:
    """A request to be remembered; `fingerprint` is None for one that is never taken for a repetition."""

    request: bytes
    url: str
    priority: int
    fingerprint: int | None


@dataclass(slots=True)
class FeedMark:
    """How far into a feed's file the state has caught up."""

    path: str
    """The file that is being written (with .part at its end where it has one)."""

    final: str
    """Its name once it is complete."""

    offset: int
    """Bytes from the start whose lines are all in the state."""


@dataclass(slots=True)
class RunRow:
    """One run of a crawl."""

    id: int
    crawl: str
    started: int
    pid: int
    host: str
    beat: int
    since: int = 0
    """When the crawl began that this run is part of: earlier than `started` where it goes on with an
    unfinished one."""


@dataclass(slots=True)
class Batch:
    """Everything that changed since the last batch; written whole or not at all."""

    requests: list[NewRequest] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    """Requests given up for now: kept for the crawl's next run, three times at most."""

    stories: dict[str, KnownStory] = field(default_factory=dict)
    variants: dict[str, Variant] = field(default_factory=dict)
    feeds: list[FeedMark] = field(default_factory=list)
    sites: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is known of a site: its date-order evidence and how often its stories change."""

    def __len__(self) -> int:
        return len(self.requests) + len(self.done) + len(self.failed) + len(self.stories) + len(self.variants)


class Store(Protocol):
    """A place for the state. Methods raise `StateError` (`StateBusy` where it is worth trying again)."""

    url: str
    """Where it is, without secrets, for messages."""

    set_aside: str | None
    """Where a damaged predecessor was put when this one was opened; None where there was none."""

    def story(self, story_id: str) -> KnownStory | None:
        """The story with this id."""

    def variant(self, key: str) -> Variant | None:
        """What is known of an address by its key."""

    def due(self, sites: Sequence[str], now: int, limit: int) -> list[KnownStory]:
        """Stories of these sites that should be looked at again, those due longest first."""

    def count(self, sites: Sequence[str]) -> int:
        """How many stories of these sites are known."""

    def site(self, domain: str) -> dict[str, Any]:
        """What was remembered of a site under `Batch.sites`."""

    def seen(self, crawl: str, fingerprint: int) -> bool:
        """Whether a request with this fingerprint is or was in the crawl's frontier."""

    def lease(self, crawl: str, run: int, count: int) -> list[Pending]:
        """Take up to `count` requests, most urgent first; they stay remembered until a batch has them
        done."""

    def give_back(self, crawl: str, requests: Iterable[int] | None = None) -> int:
        """Return leased requests (all of the crawl's without a list) to the frontier; how many."""

    def pending(self, crawl: str) -> int:
        """How many requests wait, leased ones not counted."""

    def clear(self, crawl: str, *, done_only: bool) -> None:
        """Forget the crawl's finished requests, or the whole frontier but for requests given up for now."""

    def retry_failed(self, crawl: str) -> int:
        """Put requests given up by the run before back into the frontier; how many."""

    def begin_run(self, crawl: str, now: int, *, fresh: bool) -> RunRow:
        """Note that a run begins; `fresh` where it begins a crawl rather than going on with one."""

    def open_runs(self, crawl: str) -> list[RunRow]:
        """Runs of the crawl that never ended: killed ones, once the crawl's lock is ours."""

    def feeds(self, run: int) -> list[FeedMark]:
        """Feed files the run was writing."""

    def claim(self, run: int, story_id: str, revision: int) -> str | None:
        """Claim a revision before its line is written; the crawl that has it already, or None.

        The claim ends with the batch that holds the story, or with the run.
        """

    def release(self, crawl: str) -> None:
        """Forget what runs of a crawl had claimed: it was killed."""

    def last_run(self, crawl: str) -> tuple[int, str | None] | None:
        """Number of the crawl's last run and why it ended (None: it was killed or is running)."""

    def end_run(self, run: int, now: int, reason: str) -> None:
        """Note that a run ended; its feeds are closed."""

    def write(self, crawl: str, run: int, now: int, batch: Batch) -> None:
        """Write a batch in one transaction."""

    def close(self) -> None:
        """Let go of the store."""
