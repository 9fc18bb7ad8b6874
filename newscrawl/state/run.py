"""One run of a crawl on its state: what is written when, so that no kill loses or repeats anything.

A crawl changes three things that have to agree afterwards: the feed (lines for its reader), the state's
stories (what was written) and the frontier (what is left to do). For one page the order is

1. the spider's links and, for a story, its line: the exporter writes it with one write(2), which a killed
   process cannot take back;
2. then the story, its links and "this request is done" join the `Batch` in memory;
3. then, about twice a second, the batch is written in one transaction, together with how far into each feed
   file its lines reach.

So the state is always the crawl as it was at some earlier moment. Whatever the kill interrupts:

- before 1: the request is still in the frontier, leased to a run that is dead. It is given back and fetched
  again.
- within 1: the line is torn. `newscrawl.state.recover` takes the torn end away; the rest as above.
- between 1 and 3: the line is in the feed, but neither story nor request is in the state. Recovery reads each
  feed file on from where the state had caught up and notes the stories it finds. Their requests are fetched
  again, since their links may be missing, but come out as "unchanged" and are not written again.
- within 3: SQLite takes the half transaction back; as between 1 and 3.
- while a feed is closed: everything is written (3) before the file gets its final name, so recovery finds
  nothing to add; it only gives the file its name.
- within recovery: each step can be taken again.

A lease therefore costs nothing to keep: that a request is under way is the absence of "done", and only the
run that holds the crawl's lock may take requests. The clock plays no part in any of this.

Should a feed or the state fail (a full disk), the run is `frozen`: from then on nothing is noted as done, so
the next run does it again; lines that made it into the file are found by recovery.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from newscrawl import pack
from newscrawl.state.errors import StateBusy, StateError
from newscrawl.state.lock import CrawlLock
from newscrawl.state.schedule import Rates, next_visit
from newscrawl.state.store import Batch, FeedMark, KnownStory, NewRequest, Pending, Store, Variant

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["RUNS", "Run", "run_of"]

logger = logging.getLogger(__name__)

T = TypeVar("T")

EVERY = 0.4
"""Seconds between two batches."""

LARGEST = 500
"""Changes after which a batch is written before its time."""

PATIENCE = 60.0
"""Seconds that a state locked by another program is waited for before the run gives up."""

FORGET = 100_000
"""Fingerprints kept in memory to spare look-ups."""

UNFINISHED = frozenset({"shutdown", "cancelled", "start_error", "killed"})
"""Reasons of a run that was stopped in the middle: the next one goes on with its feeds too."""

NOT_AGAIN = 24 * 3600
"""Seconds that an address which gave no story is left alone."""


class Run:
    """The state as one run of a crawl sees it: what is stored, and what this run adds and has not stored yet.

    :param sites: registrable domains the crawl reads.
    :param on_failure: called once, with one line for people, when the state cannot be written any more.
    """

    def __init__(
        self,
        store: Store,
        lock: CrawlLock,
        crawl: str,
        sites: Sequence[str],
        on_failure: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.store = store
        self.lock = lock
        self.crawl = crawl
        self.sites = list(sites)
        self.on_failure = on_failure
        self.clock = clock
        self.batch = Batch()
        self.limbo: dict[str, KnownStory] = {}
        """Stories on their way from the state pipeline to the feed."""
        self.compress = ""
        """How the feeds of killed runs are packed once they are complete; empty for not at all."""
        self.frozen: str | None = None
        """Why nothing more is noted as done; None while all is well."""
        self.killed_runs = 0
        self.recovered_lines = 0
        self.resumed = 0
        self.seen: set[int] = set()
        self.waiting = 0
        self.rates: dict[str, Rates] = {}
        self._learned: set[str] = set()
        self._feeds: dict[str, tuple[FeedMark, int]] = {}
        self.continued: set[str] = set()
        """Final names of feeds the killed run was writing: to be gone on with, not begun anew."""
        self._written_at = time.monotonic()
        self._busy_since: float | None = None
        self._marked: dict[str, int] = {}
        self.ended = False

    # -- beginning and end -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Settle what killed runs left behind, then note that this one begins. The lock has to be held.

        :raises StateError: where the state cannot be used.
        """
        from newscrawl.state.recover import recover

        now = int(self.clock())
        for dead in self.store.open_runs(self.crawl):
            self.killed_runs += 1
            lines, feeds = recover(self, dead.id)
            self.recovered_lines += lines
            self.continued.update(feeds)
            self.store.end_run(dead.id, now, "killed")
            logger.warning(
                "the run of %s (process %d) did not come to its end: %d lines of its feed were read back "
                "into the state",
                _time(dead.started),
                dead.pid,
                lines,
            )
        last = self.store.last_run(self.crawl)
        if last is not None and last[1] in UNFINISHED:
            self.continued.update(mark.final for mark in self.store.feeds(last[0]))
        self.store.give_back(self.crawl)
        waiting = self.store.pending(self.crawl)
        self.resumed = waiting
        fresh = not (self.killed_runs or waiting)
        self.row = self.store.begin_run(self.crawl, now, fresh=fresh)
        if self.continued:
            # Should this run be killed before it opens a feed of its own, the next one has to know them too.
            marks = [
                FeedMark(final, final, os.path.getsize(final) if os.path.exists(final) else 0)
                for final in self.continued
                if os.path.exists(final) or pack.packed(Path(final))
            ]
            self.store.write(self.crawl, self.row.id, now, Batch(feeds=marks))
        self.store.release(self.crawl)
        again = self.store.retry_failed(self.crawl)
        self.waiting = waiting + again
        if waiting:
            logger.info("%s goes on where its last run stopped: %d requests are left", self.crawl, waiting)
        if again:
            logger.info("%d requests that failed in the last run are tried again", again)

    def end(self, reason: str) -> None:
        """Note that the run ended and why. What could not be finished stays for the next run."""
        if self.ended:
            return
        self.ended = True
        try:
            self.flush()
            if self.frozen is None:
                if reason == "finished":
                    self.store.clear(self.crawl, done_only=False)
                elif reason not in UNFINISHED:
                    # A budget was reached: the next run reads the section pages anew, and goes on with the
                    # rest.
                    self.store.clear(self.crawl, done_only=True)
                if not self._feeds:
                    self.store.end_run(self.row.id, int(self.clock()), reason)
        except StateError as error:
            self._fail(str(error))
        finally:
            self.store.close()
            self.lock.release()

    # -- stories ---------------------------------------------------------------------------------------------

    def story(self, story_id: str) -> KnownStory | None:
        """What is known of a story, this run's own changes included."""
        known = self.limbo.get(story_id) or self.batch.stories.get(story_id)
        return known or self._asked(lambda: self.store.story(story_id))

    def story_at(self, key: str) -> KnownStory | None:
        """The story an address leads to, by the address's key."""
        if (story := self.story(key)) is not None:
            return story
        variant = self.variant(key)
        return self.story(variant.story) if variant is not None and variant.story is not None else None

    def variant(self, key: str) -> Variant | None:
        """What is known of an address that is not its story's own."""
        return self.batch.variants.get(key) or self._asked(lambda: self.store.variant(key))

    def gave_nothing(self, key: str) -> bool:
        """Whether an address gave no story lately."""
        variant = self.variant(key)
        now = self.clock()
        return variant is not None and variant.until is not None and now < variant.until <= now + NOT_AGAIN

    def leads_to(self, key: str, story_id: str) -> None:
        """Note a variant: an address whose key is not the id of the story it shows."""
        if key != story_id:
            known = self.variant(key)
            if known is None or known.story != story_id:
                self.batch.variants[key] = Variant(key, story_id)

    def leads_nowhere(self, key: str) -> None:
        """Note an address that shows no story."""
        self.batch.variants[key] = Variant(key, None, int(self.clock()) + NOT_AGAIN)

    def looked_at(self, story: KnownStory, *, changed: bool) -> KnownStory:
        """Note a visit to a story: when, and what it tells about how often its site's stories change."""
        now = int(self.clock())
        if story.visited and now > story.visited:
            born = story.published if story.published is not None else story.changed
            self.rates_of(story.site).learn(story.visited - born, now - born, changed)
            self._learned.add(story.site)
        story.visits += 1
        story.changes += changed
        if changed:
            story.changed = now
        story.visited = now
        story.due = next_visit(story, self.rates_of(story.site))
        return story

    def rates_of(self, site: str) -> Rates:
        """How often the site's stories change."""
        if site not in self.rates:
            self.rates[site] = Rates.from_dict(self.facts(site).get("rates"))
        return self.rates[site]

    def save(self, story: KnownStory) -> None:
        """Put a story's row into the next batch."""
        self.batch.stories[story.id] = story
        self.limbo.pop(story.id, None)

    def claim(self, story: KnownStory) -> bool:
        """Take it on to write this revision; False where a crawl beside this one does or did.

        Two crawls of one site (two of its sections, say) meet the same new story now and then. The claim
        stands in the state before the line is written and until the batch with the story does: whenever
        another crawl begins, it finds one or the other.
        """
        while self.frozen is None:
            try:
                holder = self.store.claim(self.row.id, story.id, story.revision)
                if holder and self._settle(holder):
                    holder = self.store.claim(self.row.id, story.id, story.revision)
            except StateBusy as error:
                self._wait_for(error)  # the store has waited for some seconds already
            except StateError as error:
                self._fail(str(error))
            else:
                self._busy_since = None
                return holder is None
        return False

    def _settle(self, crawl: str) -> bool:
        """Settle what a killed run of a crawl left behind, its claims with it; False where it is at work.

        A line may stand in its feed that the state never learned of: the claim says so.
        """
        from newscrawl.state.recover import recover

        lock = CrawlLock(self.lock.path.parent, crawl)
        if not lock.acquire():
            return False
        try:
            # Else recovery would write what is this run's, its feeds among it, as the dead run's.
            while not self.flush():
                if self.frozen is not None:
                    return False
            for dead in self.store.open_runs(crawl):
                recover(self, dead.id)
            self.store.release(crawl)
        finally:
            lock.release()
        return True

    def facts(self, site: str) -> dict[str, Any]:
        """What is remembered of a site, its date-order evidence among it."""
        stored = self._asked(lambda: self.store.site(site)) or {}
        return {**stored, **self.batch.sites.get(site, {})}

    def remember(self, site: str, **facts: Any) -> None:
        """Remember plain data about a site, by name."""
        self.batch.sites.setdefault(site, {}).update(facts)

    # -- the frontier ----------------------------------------------------------------------------------------

    def was_requested(self, fingerprint: int) -> bool:
        """Whether this crawl has or had a request with this fingerprint."""
        if fingerprint in self.seen:
            return True
        if not self._asked(lambda: self.store.seen(self.crawl, fingerprint)):
            return False
        self._remember_seen(fingerprint)
        return True

    def add_request(self, request: NewRequest) -> None:
        """Put a request into the frontier."""
        if request.fingerprint is not None:
            # Those of the batch are in no table yet: forgetting happens right after one was written.
            self.seen.add(request.fingerprint)
        self.batch.requests.append(request)
        self.waiting += 1
        if len(self.batch) >= LARGEST:
            self.flush()

    def lease(self, count: int) -> list[Pending]:
        """Take the most urgent requests from the frontier."""
        if self.frozen is not None or not self.waiting:
            return []
        if self.batch.requests and not self.flush():
            return []
        try:
            leased = self.store.lease(self.crawl, self.row.id, count)
        except StateBusy as error:
            self._wait_for(error)
            return []
        except StateError as error:
            self._fail(str(error))
            return []
        self.waiting = self.waiting - len(leased) if leased else 0
        return leased

    def _remember_seen(self, fingerprint: int) -> None:
        if len(self.seen) >= FORGET and not self.batch.requests:
            self.seen.clear()
        self.seen.add(fingerprint)

    # -- feeds -----------------------------------------------------------------------------------------------

    def feed_opened(self, path: str, final: str, fileno: int) -> None:
        """A feed file is about to get its first line: its name has to be stored before that line is
        written."""
        self._feeds[path] = (FeedMark(path, final, os.fstat(fileno).st_size), fileno)
        self.flush()

    def feed_closing(self, path: str) -> None:
        """A feed file has its last line: store all that belongs to it before it gets its final name."""
        if path in self._feeds:
            self.flush()

    def feed_closed(self, path: str) -> None:
        """The file has its final name."""
        self._feeds.pop(path, None)

    @property
    def open_feeds(self) -> int:
        """How many feed files are still being written."""
        return len(self._feeds)

    # -- writing ---------------------------------------------------------------------------------------------

    def flush_if_due(self) -> None:
        """Write the batch if it is time."""
        if len(self.batch) >= LARGEST or time.monotonic() - self._written_at >= EVERY:
            self.flush()

    def flush(self) -> bool:
        """Write the batch; False where it could not be written and is kept."""
        self._written_at = time.monotonic()
        if self.frozen is not None:
            return False
        for site in self._learned:
            self.remember(site, rates=self.rates[site].to_dict())
        self._learned.clear()
        batch = self.batch
        if not self.limbo:
            # A story in limbo may have its line already: then the mark stays behind, and recovery reads more.
            for mark, fileno in self._feeds.values():
                mark.offset = os.fstat(fileno).st_size
        marks = [mark for mark, _ in self._feeds.values() if self._marked.get(mark.path) != mark.offset]
        if not len(batch) and not marks and not batch.sites:
            return True
        batch.feeds = marks
        try:
            self.store.write(self.crawl, self.row.id, int(self.clock()), batch)
        except StateBusy as error:
            self._wait_for(error)
            return False
        except StateError as error:
            self._fail(str(error))
            return False
        self._busy_since = None
        self._marked.update({mark.path: mark.offset for mark in marks})
        self.batch = Batch()
        if len(self.seen) > FORGET:
            self.seen.clear()
        return True

    def _asked(self, question: Callable[[], T]) -> T | None:
        try:
            return question()
        except StateError as error:
            self._fail(str(error))
            return None

    def _wait_for(self, error: StateBusy) -> None:
        now = time.monotonic()
        if self._busy_since is None:
            self._busy_since = now
            logger.warning("%s (waiting for it up to %d seconds)", error, PATIENCE)
        elif now - self._busy_since > PATIENCE:
            self._fail(str(error))

    def _fail(self, message: str) -> None:
        if self.frozen is None:
            self.freeze(message)
            if self.on_failure is not None:
                self.on_failure(message)

    def freeze(self, message: str) -> None:
        """Note nothing more as done: a feed or the state cannot be written."""
        if self.frozen is None:
            self.frozen = message


RUNS: WeakKeyDictionary[Crawler, Run] = WeakKeyDictionary()
"""The runs of this process, by crawler."""


def run_of(crawler: Crawler | None) -> Run | None:
    """The run of a crawler; None before its spider is opened and where it keeps no state."""
    return RUNS.get(crawler) if crawler is not None else None


def _time(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
