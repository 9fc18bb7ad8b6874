"""A scheduler that keeps requests in the state until they and all they led to are done.

A request is taken from the state a few dozen at a time, into Scrapy's own priority queue, which looks after
order and fairness between hosts. It is done once the engine has let go of it: then its items are written and
its requests are in the state (or in the same batch). A retry or redirect is a request of its own, stored
before the one it comes from is done.

Without a state, and with Scrapy's JOBDIR, this is Scrapy's scheduler.
"""

from __future__ import annotations

import logging
import pickle
from typing import TYPE_CHECKING, Any

from scrapy import Request as ScrapyRequest
from scrapy.core.scheduler import Scheduler as ScrapyScheduler
from scrapy.utils.request import request_from_dict

from newscrawl.middlewares.fingerprint import REQUEUED
from newscrawl.state.run import Run, run_of
from newscrawl.state.store import NewRequest, Pending

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from twisted.internet.defer import Deferred

__all__ = ["Scheduler"]

logger = logging.getLogger(__name__)

WINDOW = 32
"""Requests taken from the state at a time: few enough that an urgent one found later is not long in
coming."""

LOW = 8
"""Left in memory when more are taken."""


class Scheduler(ScrapyScheduler):
    """Scrapy's scheduler over a durable frontier."""

    def open(self, spider: Spider) -> Deferred[None] | None:
        """Open the queues; the frontier itself is there once the run has its lock, before the first
        request."""
        self._run: Run | None = None
        self._leased: dict[Request, int] = {}
        self._out: dict[Request, int] = {}
        self._failed: set[Request] = set()
        self._unserializable = 0
        return super().open(spider)

    @property
    def run(self) -> Run | None:
        """The run whose frontier this is; None where Scrapy's own queues are used."""
        if self._run is None and not self.dqdir:
            self._run = run_of(self.crawler)
        return self._run

    # -- the engine's side -----------------------------------------------------------------------------------

    def has_pending_requests(self) -> bool:
        """Whether anything is left to hand out."""
        run = self.run
        return super().has_pending_requests() or (run is not None and run.frozen is None and run.waiting > 0)

    def enqueue_request(self, request: Request) -> bool:
        """Store a request; False where the crawl had it before."""
        run = self.run
        if run is None:
            return super().enqueue_request(request)
        assert self.stats is not None
        fingerprint = None
        if not request.meta.pop(REQUEUED, False) and not request.dont_filter:
            fingerprint = self._fingerprint(request)
            # A start page is read by every run, also by one that goes on with an unfinished crawl: it may
            # show stories by now that it did not show then.
            start = bool(request.meta.get("is_start_request"))
            if fingerprint in run.seen if start else run.was_requested(fingerprint):
                self.df.log(request, self.spider)
                return False
            if start:
                run.seen.add(fingerprint)
                fingerprint = None
        self.stats.inc_value("scheduler/enqueued")
        try:
            packed = _packed(request, self.spider)
        except Exception as error:
            self._keep_in_memory(request, error)
            return True
        run.add_request(NewRequest(packed, request.url, request.priority, fingerprint))
        self.stats.inc_value("scheduler/enqueued/state")
        return True

    def next_request(self) -> Request | None:
        """The most urgent request; the ones before it that are finished are noted as done."""
        run = self.run
        if run is None:
            return super().next_request()
        self._note_done()
        run.flush_if_due()
        if len(self.mqs) < LOW:
            self._take(run)
        request: Request | None = self.mqs.pop()
        if request is None:
            return None
        number = self._leased.pop(request, None)
        if number is not None:
            self._out[request] = number
        assert self.stats is not None
        self.stats.inc_value("scheduler/dequeued")
        return request

    def close(self, reason: str) -> Deferred[None] | None:
        """Note what is done and give back what was not begun."""
        run = self.run
        if run is not None:
            self._note_done()
            if run.flush() and self._leased:
                run.store.give_back(run.crawl, self._leased.values())
        return super().close(reason)

    # -- the crawl's side ------------------------------------------------------------------------------------

    def give_up(self, request: Request) -> None:
        """A request failed for good in this run, through no fault of its own: the next run tries it again."""
        self._failed.add(request)

    # -- inside ----------------------------------------------------------------------------------------------

    def _fingerprint(self, request: Request) -> int:
        assert self.crawler is not None
        digest = self.crawler.request_fingerprinter.fingerprint(request)
        # 64 of 160 bits: two of a million requests are taken for one with a chance of 3 in 10^8.
        return int.from_bytes(digest[:8], "big", signed=True)

    def _keep_in_memory(self, request: Request, error: Exception) -> None:
        assert self.stats is not None
        self._mqpush(request)
        self.stats.inc_value("scheduler/enqueued/memory")
        self.stats.inc_value("scheduler/unserializable")
        if not self._unserializable:
            logger.warning(
                "%r cannot be stored (%s): it is lost if the run is killed; further ones are counted only",
                request,
                error,
            )
        self._unserializable += 1

    def _take(self, run: Run) -> None:
        for pending in run.lease(WINDOW):
            request = self._unpacked(pending)
            self._leased[request] = pending.id
            self._mqpush(request)

    def _unpacked(self, pending: Pending) -> Request:
        try:
            return request_from_dict(pickle.loads(pending.request), spider=self.spider)
        except Exception as error:
            # Stored by another version of the spider: its address is still good.
            logger.warning("a stored request for %s cannot be read (%s): it is made anew", pending.url, error)
            return ScrapyRequest(pending.url, priority=pending.priority, dont_filter=True)

    def _note_done(self) -> None:
        run = self._run
        if run is None or not self._out:
            return
        live = self._in_progress()
        done = [request for request in self._out if request not in live]
        if not done:
            return
        if run.frozen is not None:
            # What became of these is not known to be on disk.
            for request in done:
                del self._out[request]
            return
        for request in done:
            number = self._out.pop(request)
            if request in self._failed:
                self._failed.discard(request)
                run.batch.failed.append(number)
            else:
                run.batch.done.append(number)

    def _in_progress(self) -> Any:
        # The engine tells nobody when it has let go of a request, but it keeps those it has not in a set.
        # That set is private, hence the test that holds its meaning.
        assert self.crawler is not None
        slot = self.crawler.engine._slot
        return slot.inprogress if slot is not None else ()


def _packed(request: Request, spider: Spider) -> bytes:
    """A request as bytes that `request_from_dict` reads back, without what it did not change from the usual.

    :raises Exception: whatever pickle or Scrapy has against it.
    """
    callback, errback = _method(request.callback, spider), _method(request.errback, spider)
    if type(request) is not ScrapyRequest or callback is None or errback is None:
        return pickle.dumps(request.to_dict(spider=spider), protocol=5)
    # Scrapy's `to_dict` looks through all the spider's methods for the callback: 60 to 300 microseconds.
    short: dict[str, Any] = {"url": request.url}
    short |= {name: method for name, method in (("callback", callback), ("errback", errback)) if method}
    for name, usual in _USUAL.items():
        value = getattr(request, name)
        if value != usual:
            short[name] = dict(value) if name == "headers" else value
    return pickle.dumps(short, protocol=5)


_USUAL: dict[str, Any] = {
    "method": "GET",
    "headers": {},
    "body": b"",
    "cookies": {},
    "meta": {},
    "encoding": "utf-8",
    "priority": 0,
    "dont_filter": False,
    "flags": [],
    "cb_kwargs": {},
}


def _method(function: Any, spider: Spider) -> str | None:
    """The name of a method of the spider; "" for none at all, None where it is something else."""
    if function is None:
        return ""
    name = getattr(function, "__name__", "")
    return name if name and getattr(spider, name, None) == function else None
