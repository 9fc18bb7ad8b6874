"""Crawls that come again: what is written, asked for and left alone the second time, and who may run at
once."""

from __future__ import annotations

import gzip
import json
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from killing import finish, judge, kill_site, start
from minisite import MiniSite, section, serving, story

Scrapy = Callable[..., CompletedProcess[str]]

SLUGS = [
    "ferries-run-again-after-the-storm",
    "council-votes-on-new-harbour-wall",
    "night-train-returns-to-the-north",
]


def title(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def path(slug: str) -> str:
    return f"/news/world/{slug}"


@pytest.fixture
def site() -> Iterator[MiniSite]:
    with serving() as running:
        running.pages["/"] = section("World", [(path(slug), title(slug)) for slug in SLUGS])
        for slug in SLUGS:
            running.pages[path(slug)] = story(title(slug))
        yield running


@pytest.fixture
def crawl(scrapy: Scrapy, tmp_path: Path, site: MiniSite) -> Callable[..., list[dict[str, Any]]]:
    """Crawl the site once more with the default feed; the lines of that run."""

    def run(*options: str, status: int = 0) -> list[dict[str, Any]]:
        before = {file: file.read_bytes() for file in tmp_path.rglob("*.jsonl")}
        site.log.clear()
        done = scrapy(
            "crawl", "wire", "-a", f"url={site.url}/", "--logfile", "run.log", "-s", "AUTOTHROTTLE_ENABLED=0",
            "-s", "NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1", *options,
        )  # fmt: skip
        log = (tmp_path / "run.log").read_text()
        assert done.returncode == status, done.stderr + log
        assert "Traceback" not in log
        new = [file for file in tmp_path.rglob("*.jsonl") if file not in before]
        assert all(file.read_bytes() == text for file, text in before.items()), (
            "a complete file is left alone"
        )
        return [json.loads(line) for file in new for line in file.read_text().splitlines()]

    return run


def _make_due(folder: Path, seconds: int = 3 * 3600) -> None:
    """Let time pass for the stories known: they were seen some hours earlier."""
    with sqlite3.connect(folder / ".newscrawl" / "state.sqlite3") as db:
        db.execute(
            "UPDATE stories SET visited = visited - ?, changed = changed - ?, due = 0", (seconds, seconds)
        )
        # Published when first seen, else the stories are years old and hardly ever change.
        db.execute("UPDATE stories SET published = visited")
    db.close()


def test_a_second_run_asks_for_nothing_that_is_known(crawl: Any, site: MiniSite, tmp_path: Path) -> None:
    first = crawl()
    assert sorted(line["revision"] for line in first) == [1, 1, 1]
    assert crawl() == []
    assert site.fetched() == ["/"]
    site.pages["/"] = section("World", [(path(s), title(s)) for s in [*SLUGS, "choir-sings-for-a-full-day"]])
    site.pages[path("choir-sings-for-a-full-day")] = story("Choir sings for a full day")
    (line,) = crawl()
    assert line["headline"] == "Choir sings for a full day"
    assert site.fetched() == ["/", path("choir-sings-for-a-full-day")]
    assert not list(tmp_path.rglob("*.part"))


def test_a_changed_story_is_a_revision_that_says_what_changed(
    crawl: Any, site: MiniSite, tmp_path: Path
) -> None:
    first = {line["headline"]: line for line in crawl()}
    _make_due(tmp_path)
    changed = story(title(SLUGS[0])).replace("<p>Second. ", "<p>Ten boats are back at sea by now. ")
    assert changed != site.pages[path(SLUGS[0])]
    site.pages[path(SLUGS[0])] = changed
    (line,) = crawl()
    old = first[title(SLUGS[0])]
    assert line["id"] == old["id"]
    assert (line["revision"], line["previous_digest"], line["changes"]) == (2, old["text_digest"], ["body"])
    assert line["text_digest"] != old["text_digest"]
    assert [entry[:10] for entry in line["changed_paragraphs"]] == ["- Second. ", "+ Ten boat"]
    assert sorted(site.fetched()) == ["/", *sorted(path(slug) for slug in SLUGS)]
    assert crawl() == []
    assert site.fetched() == ["/"], "what was just looked at is not due"


def test_second_looks_are_conditional_and_within_the_budget(
    crawl: Any, site: MiniSite, tmp_path: Path
) -> None:
    asked: list[str] = []

    def with_validator(slug: str) -> Callable[[], Any]:
        def answer() -> Any:
            return (
                200,
                {"ETag": f'"{slug}"', "Last-Modified": "Sat, 21 Jan 2017 10:00:00 GMT"},
                story(title(slug)),
            )

        return answer

    for slug in SLUGS:
        site.pages[path(slug)] = with_validator(slug)
    assert len(crawl()) == 3
    handler = site.server.RequestHandlerClass
    get = handler.do_GET  # type: ignore[attr-defined]

    def conditional(self: Any) -> None:
        if self.headers.get("If-None-Match"):
            site.log.append(self.path)
            asked.append(f"{self.path} {self.headers['If-None-Match']} {self.headers['If-Modified-Since']}")
            self.send_response(304)
            self.end_headers()
        else:
            get(self)

    handler.do_GET = conditional  # type: ignore[attr-defined]
    _make_due(tmp_path)
    assert crawl("-s", "NEWSCRAWL_REVISITS=2") == []
    assert len(asked) == 2
    assert all(entry.endswith('" Sat, 21 Jan 2017 10:00:00 GMT') for entry in asked)
    assert "newscrawl/revisits/not_modified': 2" in (tmp_path / "run.log").read_text()
    asked.clear()
    crawl("-a", "mode=new")
    assert asked == []
    crawl("-s", "NEWSCRAWL_REVISITS=2")
    assert len(asked) == 1, "the one that was left over"


GONE: list[Any] = [
    (410, {}, "gone"),
    (404, {}, "not found"),
    (301, {"Location": "/"}, ""),
]


@pytest.mark.parametrize("answer", GONE, ids=["410", "404", "front page"])
def test_a_withdrawn_story_leaves_a_tombstone(
    crawl: Any, site: MiniSite, tmp_path: Path, answer: Any
) -> None:
    (old,) = [line for line in crawl() if line["headline"] == title(SLUGS[1])]
    page = site.pages[path(SLUGS[1])]
    site.pages[path(SLUGS[1])] = answer
    _make_due(tmp_path)
    (line,) = crawl()
    assert (line["id"], line["status"], line["revision"], line["changes"]) == (
        old["id"],
        "canceled",
        2,
        ["status"],
    )
    assert line["previous_digest"] == old["text_digest"]
    assert line["headline"] is None
    assert line["body"] is None
    assert line["text_digest"] is None
    _make_due(tmp_path)
    assert crawl() == [], "it is told once"
    site.pages[path(SLUGS[1])] = page
    _make_due(tmp_path)
    (back,) = crawl()
    assert (back["id"], back["status"], back["revision"], back["changes"]) == (
        old["id"],
        "usable",
        3,
        ["status"],
    )
    assert back["text_digest"] == old["text_digest"]


def test_an_error_of_the_server_is_no_withdrawal(crawl: Any, site: MiniSite, tmp_path: Path) -> None:
    crawl()
    _make_due(tmp_path)
    for slug in SLUGS:
        site.pages[path(slug)] = (503, {}, "busy")
    assert crawl("-s", "RETRY_TIMES=0") == []


def test_a_story_that_could_not_be_fetched_is_tried_by_the_next_run(
    crawl: Any, site: MiniSite, tmp_path: Path
) -> None:
    page = site.pages[path(SLUGS[2])]
    site.pages[path(SLUGS[2])] = (503, {}, "busy")
    assert len(crawl("-s", "RETRY_TIMES=0")) == 2
    site.pages[path(SLUGS[2])] = page
    # The front page shows it no more.
    site.pages["/"] = section("World", [(path(slug), title(slug)) for slug in SLUGS[:2]])
    (line,) = crawl()
    assert line["headline"] == title(SLUGS[2])


def test_mode_all_writes_unchanged_stories_again(crawl: Any, site: MiniSite) -> None:
    assert len(crawl()) == 3
    time.sleep(1.1)
    lines = crawl("-a", "mode=all")
    assert [(line["revision"], line["changes"]) for line in lines] == [(1, [])] * 3


def test_a_page_that_is_no_story_is_not_asked_for_again_at_once(crawl: Any, site: MiniSite) -> None:
    site.pages[path(SLUGS[0])] = story(title(SLUGS[0]), body="<p></p>")
    assert len(crawl()) == 2
    assert crawl() == []
    assert site.fetched() == ["/"]


def test_one_story_under_two_addresses_is_one(crawl: Any, site: MiniSite) -> None:
    print_view = f"{path(SLUGS[0])}-in-print"
    site.pages[print_view] = story(title(SLUGS[0]), canonical="{base}" + path(SLUGS[0])).replace(
        "{base}", site.url
    )
    links = [(print_view, title(SLUGS[0])), (path(SLUGS[1]), title(SLUGS[1]))]
    site.pages["/"] = section("World", links)
    assert len(crawl()) == 2
    assert crawl() == []
    assert site.fetched() == ["/"], "the other address is known too"


def test_a_clock_that_is_set_back_loses_nothing(crawl: Any, site: MiniSite, tmp_path: Path) -> None:
    crawl()
    with sqlite3.connect(tmp_path / ".newscrawl" / "state.sqlite3") as db:
        # What was written a moment ago was written a year from now.
        for column in ("visited", "changed", "due", "published"):
            db.execute(f"UPDATE stories SET {column} = {column} + 31536000")
        db.execute("UPDATE runs SET started = started + 31536000, beat = beat + 31536000")
    db.close()
    site.pages["/"] = section("World", [(path(s), title(s)) for s in [*SLUGS, "choir-sings-for-a-full-day"]])
    site.pages[path("choir-sings-for-a-full-day")] = story("Choir sings for a full day")
    assert [line["headline"] for line in crawl()] == ["Choir sings for a full day"]


# --- the record and the feed --------------------------------------------------------------------------------


def test_the_run_s_record_stands_beside_the_feed(crawl: Any, site: MiniSite, tmp_path: Path) -> None:
    crawl()
    (feed,) = tmp_path.rglob("*.jsonl")
    record = json.loads(feed.with_name(feed.stem + ".run.json").read_text())
    assert (record["spider"], record["finish_reason"], record["exit_status"]) == ("wire", "finished", 0)
    assert record["counts"]["stories"] == record["counts"]["new"] == 3
    assert record["fields"]["headline"] == record["fields"]["body"] == 3
    assert record["fields"]["editor_note"] == 0
    assert record["feeds"] == [{"path": str(feed), "lines": 3, "bytes": feed.stat().st_size}]
    crawl()
    quiet = [
        json.loads(file.read_text()) for file in tmp_path.rglob("*.run.json") if file.stem[:-4] != feed.stem
    ]
    assert [(entry["counts"]["stories"], entry["exit_status"]) for entry in quiet] == [(0, 0)]


def test_a_closed_feed_is_packed(crawl: Any, tmp_path: Path) -> None:
    assert crawl("-s", "NEWSCRAWL_COMPRESS=gzip") == []
    (packed,) = tmp_path.rglob("*.jsonl.gz")
    assert len(gzip.decompress(packed.read_bytes()).splitlines()) == 3
    assert crawl("-s", "NEWSCRAWL_COMPRESS=gzip") == []
    assert len(list(tmp_path.rglob("*.gz"))) == 1
    for _ in range(2):
        # The second time nothing is new: what is packed stays.
        crawl("-O", "mine.jsonl", "-s", "NEWSCRAWL_COMPRESS=gzip", "-s", "NEWSCRAWL_STATE=sqlite:///own.db")
        assert len(gzip.decompress((tmp_path / "mine.jsonl.gz").read_bytes()).splitlines()) == 3
        assert not (tmp_path / "mine.jsonl").exists()
    assert "; feed mine.jsonl.gz\n" in (tmp_path / "run.log").read_text()
    crawl("-s", "NEWSCRAWL_COMPRESS=rar", status=4)
    assert "NEWSCRAWL_COMPRESS must be gzip, zstd or empty" in (tmp_path / "run.log").read_text()


def test_a_file_named_with_big_o_stays_when_nothing_is_new(crawl: Any, tmp_path: Path) -> None:
    crawl("-O", "mine.jsonl")
    text = (tmp_path / "mine.jsonl").read_text()
    assert len(text.splitlines()) == 3
    crawl("-O", "mine.jsonl")
    assert (tmp_path / "mine.jsonl").read_text() == text
    assert not list(tmp_path.rglob("*.part"))


# --- the state's file ---------------------------------------------------------------------------------------


def test_a_damaged_state_is_set_aside_and_the_crawl_goes_on(crawl: Any, tmp_path: Path) -> None:
    crawl()
    state = tmp_path / ".newscrawl" / "state.sqlite3"
    state.write_bytes(b"spoiled")
    assert len(crawl()) == 3
    assert "is damaged" in (tmp_path / "run.log").read_text()
    assert [file.read_bytes() for file in state.parent.glob("*.damaged-*")] == [b"spoiled"]


@pytest.mark.parametrize("url", ["sqlite:////proc/none/state.sqlite3", "redis://localhost"])
def test_a_state_that_cannot_be_used_ends_the_crawl_before_it_begins(
    crawl: Any, site: MiniSite, tmp_path: Path, url: str
) -> None:
    assert crawl("-s", f"NEWSCRAWL_STATE={url}", status=4) == []
    assert site.log == []
    assert "NEWSCRAWL_STATE" in (tmp_path / "run.log").read_text()


def test_a_state_locked_by_another_program_ends_the_crawl_or_is_waited_for(
    crawl: Any, site: MiniSite, tmp_path: Path
) -> None:
    crawl()
    other = sqlite3.connect(tmp_path / ".newscrawl" / "state.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    crawl(status=4)
    assert "is locked by another program" in (tmp_path / "run.log").read_text()
    other.execute("ROLLBACK")
    other.close()
    assert crawl() == []


@pytest.fixture(scope="module")
def big_site() -> Iterator[str]:
    with kill_site(400) as url:
        yield url


def test_a_disk_that_fills_up_ends_the_crawl_and_the_next_run_goes_on(big_site: str, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    # A file system of its own that is really full: writes fail in the middle of a line or of a transaction.
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(small)], check=False)
    if mounted.returncode:
        pytest.fail("this test needs the right to mount a small tmpfs: run it as root")
    try:
        status = finish(small, big_site, "-o", "out.jsonl", "-s", "LOG_FILE=../run.log")
        assert status == 4
        assert 10 < judge(small).lines < 400
        log = (small / "run.log").read_text() + (small / "stderr.log").read_text()
        assert "Traceback" not in log
        subprocess.run(["mount", "-o", "remount,size=20m", str(small)], check=True)
        assert finish(small, big_site, "-o", "out.jsonl") == 0
        assert judge(small).of(400) == (0, 0, 0, 0)
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_an_output_that_may_not_be_written_ends_the_crawl_and_loses_nothing(
    big_site: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    assert finish(tmp_path, big_site, "-O", "file/out.jsonl") == 4
    assert "cannot write the feed" in (tmp_path / "run.log").read_text()
    assert finish(tmp_path, big_site, "-O", "out.jsonl") == 0
    assert judge(tmp_path).of(400) == (0, 0, 0, 0)


# --- one at a time ------------------------------------------------------------------------------------------


def _wait_for_feed(folder: Path) -> None:
    end = time.monotonic() + 60
    while not list(folder.rglob("*.jsonl.part")) and time.monotonic() < end:
        time.sleep(0.01)


def test_a_crawl_that_is_running_is_not_run_twice(big_site: str, tmp_path: Path) -> None:
    first = start(tmp_path, big_site, "-O", "out.jsonl", "-s", "DOWNLOAD_DELAY=0.05")
    _wait_for_feed(tmp_path)
    try:
        begun = time.monotonic()
        assert finish(tmp_path, big_site, "-O", "out.jsonl", "-s", "LOG_FILE=second.log") == 7
        assert time.monotonic() - begun < 30
        assert f"this crawl is running already (process {first.pid} on " in (tmp_path / "run.log").read_text()
        # Another crawl goes its way on the same state.
        assert finish(tmp_path, f"{big_site}story-400", "-O", "other.jsonl") == 0
        assert (tmp_path / "other.jsonl").exists()
        # And one that is asked to wait does.
        waiting = start(tmp_path, big_site, "-o", "waited.jsonl", "-s", "NEWSCRAWL_LOCK_WAIT=120")
        time.sleep(2)
        assert waiting.poll() is None
        first.send_signal(signal.SIGKILL)
        first.wait(20)
        assert waiting.wait(120) == 0
    finally:
        first.kill()
        first.wait()
    assert judge(tmp_path).of(400) == (0, 0, 0, 0)


def test_two_crawls_that_meet_the_same_stories_write_each_once(big_site: str, tmp_path: Path) -> None:
    starts = [big_site, f"{big_site}story-1", f"{big_site}story-2"]
    crawls = [
        # Slow enough that the last one to begin finds the first at work.
        start(tmp_path, url, "-O", f"{number}.jsonl", "-s", "DOWNLOAD_DELAY=0.03")
        for number, url in enumerate(starts)
    ]
    assert [crawl.wait(180) for crawl in crawls] == [0, 0, 0]
    verdict = judge(tmp_path)
    assert verdict.duplicates == []
    assert verdict.of(400) == (0, 0, 0, 0)
    lines = [len((tmp_path / f"{number}.jsonl").read_bytes().splitlines()) for number in range(3)]
    assert sorted(lines)[1] > 0, f"they did not run at the same time: {lines}"


def test_a_feed_that_a_kill_would_cost_lines_is_told(crawl: Any, tmp_path: Path) -> None:
    crawl("-O", "out.csv")
    assert (
        "out.csv has its lines for good only when the run ends in order" in (tmp_path / "run.log").read_text()
    )
