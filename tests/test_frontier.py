"""The scheduler on the state, and what of Scrapy's inside it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from killing import environment, finish, kill_site
from scrapy import FormRequest, Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newscrawl.frontier import Scheduler
from newscrawl.state.lock import CrawlLock
from newscrawl.state.run import RUNS, Run
from newscrawl.state.sqlite import SqliteStore


class Engine:
    """As much of an engine as the scheduler asks."""

    class _Slot:
        def __init__(self) -> None:
            self.inprogress: set[Request] = set()

    class _Downloader:
        active: set[Request] = set()  # noqa: RUF012
        slots: dict[str, Any] = {}  # noqa: RUF012

        def get_slot_key(self, request: Request) -> str:
            return "host"

    def __init__(self) -> None:
        self._slot = self._Slot()
        self.downloader = self._Downloader()


class Frontier:
    """A scheduler over a state in a folder, as a run has it."""

    def __init__(self, folder: Path) -> None:
        self.crawler = get_crawler(settings_dict={"SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue"})
        self.engine = Engine()
        self.crawler.engine = self.engine
        self.spider = Spider.from_crawler(self.crawler, name="any")
        lock = CrawlLock(folder / "locks", "crawl")
        assert lock.acquire()
        self.run = Run(SqliteStore(folder / "state.sqlite3"), lock, "crawl", [])
        self.run.begin()
        RUNS[self.crawler] = self.run
        self.scheduler = Scheduler.from_crawler(self.crawler)
        self.scheduler.open(self.spider)

    def take(self) -> Request | None:
        request = self.scheduler.next_request()
        if request is not None:
            self.engine._slot.inprogress.add(request)
        return request

    def end(self, request: Request) -> None:
        self.engine._slot.inprogress.remove(request)

    def die(self) -> None:
        """What a kill leaves: nothing more is written, the kernel lets go of the lock."""
        self.run.store.close()
        self.run.lock.release()

    def close(self, reason: str = "finished") -> None:
        self.scheduler.close(reason)
        self.run.end(reason)


def _urls(frontier: Frontier) -> list[str]:
    urls = []
    while (request := frontier.take()) is not None:
        urls.append(request.url.rsplit("/", 1)[1])
        frontier.end(request)
    return urls


def test_urgent_requests_come_first_and_each_once(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path)
    for name, priority in (("a", 0), ("b", 10), ("c", 10), ("d", -5)):
        assert frontier.scheduler.enqueue_request(Request(f"http://h/{name}", priority=priority))
    assert not frontier.scheduler.enqueue_request(Request("http://h/a"))
    assert frontier.scheduler.enqueue_request(Request("http://h/a", dont_filter=True, priority=-9))
    assert frontier.scheduler.has_pending_requests()
    assert _urls(frontier) == ["b", "c", "a", "d", "a"]
    assert not frontier.scheduler.has_pending_requests()
    frontier.close()


def test_what_a_dead_run_had_in_hand_is_fetched_again(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path)
    for name in "abcd":
        frontier.scheduler.enqueue_request(Request(f"http://h/{name}", meta={"depth": 2}, cb_kwargs={"x": 1}))
    done, under_way = frontier.take(), frontier.take()
    assert done is not None
    assert under_way is not None
    frontier.end(done)
    frontier.take()
    frontier.run.flush()
    frontier.die()
    again = Frontier(tmp_path)
    assert again.run.killed_runs == 1
    assert again.run.resumed == 3
    assert not again.scheduler.enqueue_request(Request("http://h/a")), "what is done stays done"
    request = again.take()
    assert request is not None
    assert (request.url, request.meta["depth"], request.cb_kwargs) == ("http://h/b", 2, {"x": 1})
    again.end(request)
    assert _urls(again) == ["c", "d"]
    again.close()
    fresh = Frontier(tmp_path)
    assert fresh.scheduler.enqueue_request(Request("http://h/a")), "a crawl that finished is forgotten"
    fresh.close()


def test_nothing_is_done_after_a_failure(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path)
    frontier.scheduler.enqueue_request(Request("http://h/a"))
    request = frontier.take()
    assert request is not None
    frontier.run.freeze("disk full")
    frontier.end(request)
    frontier.close("feed_failed")
    again = Frontier(tmp_path)
    assert _urls(again) == ["a"]
    again.close()


def test_start_pages_are_read_by_a_run_that_goes_on(tmp_path: Path) -> None:
    start = {"is_start_request": True}
    frontier = Frontier(tmp_path)
    frontier.scheduler.enqueue_request(Request("http://h/start", meta=dict(start)))
    frontier.scheduler.enqueue_request(Request("http://h/a"))
    # (Scrapy takes other requests before start pages.)
    frontier.take()
    request = frontier.take()
    assert request is not None
    frontier.end(request)
    assert frontier.take() is None
    frontier.run.flush()
    frontier.die()
    again = Frontier(tmp_path)
    assert again.scheduler.enqueue_request(Request("http://h/start", meta=dict(start)))
    assert not again.scheduler.enqueue_request(Request("http://h/start", meta=dict(start)))
    assert sorted(_urls(again)) == ["a", "start"]
    again.close()


def test_a_request_that_cannot_be_stored_is_kept_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    frontier = Frontier(tmp_path)
    assert frontier.scheduler.enqueue_request(Request("http://h/a", meta={"x": lambda: None}))
    assert frontier.scheduler.enqueue_request(Request("http://h/b", meta={"x": lambda: None}))
    assert len(caplog.records) == 1
    assert "cannot be stored" in caplog.text
    assert _urls(frontier) == ["a", "b"]
    frontier.close()


def test_a_request_of_another_version_is_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    frontier = Frontier(tmp_path)
    frontier.scheduler.enqueue_request(Request("http://h/a"))
    frontier.run.batch.requests[0].request = b"no pickle"
    assert _urls(frontier) == ["a"]
    assert "is made anew" in caplog.text
    frontier.close()


def test_thousands_of_requests_are_not_kept_in_memory(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path)
    for number in range(3000):
        frontier.scheduler.enqueue_request(Request(f"http://h/{number}"))
    assert frontier.take() is not None
    assert len(frontier.scheduler) <= 32
    assert len(frontier.run.batch) < 600
    assert len(_urls(frontier)) == 2999
    frontier.close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with kill_site(12, padding=2) as url:
        yield url


class Watching(Spider):
    """Looks from each callback, and when its item is written, at what the engine still holds."""

    name = "watching"
    custom_settings = {"NEWSCRAWL_STATE": "", "FEEDS": {}, "ROBOTSTXT_OBEY": False}  # noqa: RUF012

    def parse(self, response: Response) -> Any:
        assert response.request in self.crawler.engine._slot.inprogress  # type: ignore[union-attr]
        yield {"url": response.url}


def test_the_engine_holds_a_request_until_its_items_are_written(site: str, tmp_path: Path) -> None:
    """`Scheduler._in_progress` reads a private set. Should Scrapy change it, requests would be done too
    early."""
    import subprocess
    import sys

    script = f"""
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
from test_frontier import Watching
settings = get_project_settings()
settings.set("NEWSCRAWL_ALLOW_PRIVATE_HOSTS", ["127.0.0.1"])
process = AsyncCrawlerProcess(settings)
crawler = process.create_crawler(Watching)
seen = []
def scraped(item, response):
    seen.append(response.request in crawler.engine._slot.inprogress)
def idle():
    seen.append(len(crawler.engine._slot.inprogress))
crawler.signals.connect(scraped, signals.item_scraped)
crawler.signals.connect(idle, signals.spider_idle)
process.crawl(crawler, start_urls=[{site!r}])
process.start()
print(seen, crawler.stats.get_value("spider_exceptions/count"))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=environment(),
    )
    assert done.stdout == "[True, 0] None\n", done.stdout + done.stderr


def test_a_line_is_in_the_feed_before_the_state_hears_of_it(site: str, tmp_path: Path) -> None:
    """Handlers of one signal run in the order they were connected in: first the exporter, then the
    pipeline."""
    (tmp_path / "sitecustomize.py").write_text(
        """
import glob, sys
if any("scrapy" in part for part in sys.orig_argv):
    from newscrawl.pipelines.state import StatePipeline
    scraped = StatePipeline.item_scraped
    def checked(self, item, response):
        text = "".join(open(name).read() for name in glob.glob("*.jsonl*"))
        print(item.id in text, text.endswith("\\\\n"), flush=True)
        scraped(self, item, response)
    StatePipeline.item_scraped = checked
""".replace("\\\\n", "\\n")
    )
    import subprocess
    import sys

    from kill_site import OPTIONS

    env = environment()
    env["PYTHONPATH"] = f"{tmp_path}:{env['PYTHONPATH']}"
    settings = [part for name, value in OPTIONS.items() for part in ("-s", f"{name}={value}")]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "kill", "-a", f"url={site}", "-O", "out.jsonl", *settings],
        capture_output=True, text=True, check=True, cwd=tmp_path, env=env,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["True True"] * 12, done.stdout + done.stderr


def test_jobdir_works_as_in_scrapy_and_is_told_what_serves_better(site: str, tmp_path: Path) -> None:
    assert finish(tmp_path, site, "-O", "a.jsonl", "-s", "JOBDIR=job") == 0
    assert (tmp_path / "job" / "requests.queue" / "active.json").exists()
    assert "leave JOBDIR out" in (tmp_path / "run.log").read_text()
    lines = (tmp_path / "a.jsonl").read_text().splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == 12


class Reader(Spider):
    name = "reader"

    def page(self, response: Response) -> None:
        """A callback."""

    def failed(self, failure: Any) -> None:
        """An errback."""


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"callback": "page"},
        {
            "callback": "page",
            "errback": "failed",
            "meta": {"depth": 3, "day": date(2026, 5, 1)},
            "priority": -7,
        },
        {"method": "POST", "body": b"x=1", "headers": {"Referer": "http://h/"}, "cookies": {"a": "b"}},
        {"encoding": "latin-1", "dont_filter": True, "flags": ["f"], "cb_kwargs": {"n": 1}},
    ],
)
def test_a_request_comes_back_as_it_was(tmp_path: Path, options: dict[str, Any]) -> None:
    frontier = Frontier(tmp_path)
    spider = Reader.from_crawler(frontier.crawler)
    frontier.scheduler.spider = spider
    methods = {name: getattr(spider, options[name]) for name in ("callback", "errback") if name in options}
    request = Request("http://h/a?b=ü", **{**options, **methods})
    assert frontier.scheduler.enqueue_request(request)
    back = frontier.take()
    assert back is not None
    assert back is not request
    assert back.to_dict(spider=spider) == request.to_dict(spider=spider)
    frontier.close()


def test_a_form_comes_back_as_one(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path)
    frontier.scheduler.enqueue_request(FormRequest("http://h/a", formdata={"q": "x"}))
    assert isinstance(frontier.take(), FormRequest)
    frontier.close()
