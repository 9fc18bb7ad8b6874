"""A real scrapyd through a bad day: the feeds hold every story of the demo site once in the end."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from test_scrapyd import Scrapyd, _deploy, scrapyd

from newscrawl.demo import DemoServer

__all__ = ["scrapyd"]

SETTINGS = ["NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1", "AUTOTHROTTLE_ENABLED=False", "DOWNLOAD_DELAY=0.05"]


def _lines(folder: Path, pattern: str = "*.jsonl*") -> list[bytes]:
    feeds = (folder / "output" / "wire").glob(pattern)
    return [line for feed in feeds for line in feed.read_bytes().splitlines(keepends=True)]


def _until(condition: Callable[[], Any], what: str, timeout: float = 90) -> None:
    end = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)


def test_a_bad_day_loses_and_repeats_nothing(
    scrapyd: Scrapyd,
    project_copy: Path,
    scrapy: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
) -> None:
    _deploy(project_copy, scrapyd.url)
    with DemoServer() as site:
        start = f"{site.url}/world"

        def schedule() -> str:
            job: str = scrapyd.call(
                "schedule", project="newscrawl", spider="wire", url=start, setting=SETTINGS
            )["jobid"]
            return job

        def ended(*jobs: str) -> bool:
            listed = scrapyd.call("listjobs", project="newscrawl", get=True)["finished"]
            return set(jobs) <= {entry["id"] for entry in listed}

        # Twice at once: one works, the other sees that and ends.
        twins = [schedule(), schedule()]
        _until(lambda: any(ended(job) for job in twins), "one of two jobs to give way")
        logs = {job: scrapyd.job_log("wire", job) for job in twins if ended(job)}
        assert any("this crawl is running already" in log for log in logs.values()), logs

        # Cancelled in the middle.
        _until(lambda: len(_lines(scrapyd.folder)) >= 5, "some stories")
        for job in twins:
            if not ended(job):
                scrapyd.call("cancel", project="newscrawl", job=job)
        _until(lambda: ended(*twins), "the cancelled job")
        before = len(_lines(scrapyd.folder))
        assert not list((scrapyd.folder / "output" / "wire").glob("*.part"))

        # Killed in the middle.
        job = schedule()
        _until(lambda: len(_lines(scrapyd.folder)) >= before + 5, "more stories")
        scrapyd.call("cancel", project="newscrawl", job=job, signal="KILL")
        _until(lambda: ended(job), "the killed job")
        assert len(list((scrapyd.folder / "output" / "wire").glob("*.part"))) == 1

        # scrapyd itself goes down with a job running and one just scheduled, and comes back.
        running = schedule()
        lines = len(_lines(scrapyd.folder))
        _until(lambda: len(_lines(scrapyd.folder)) >= lines + 3, "the job to go on")
        schedule()
        scrapyd.process.send_signal(signal.SIGTERM)
        scrapyd.process.wait(30)
        scrapyd.process = scrapyd._start()
        assert scrapyd._is_up()

        # Whatever of these ran, ended or gave way: the next jobs bring the crawl to its end.
        for _ in range(6):
            job = schedule()
            scrapyd.wait(job)
            if "Spider closed (finished)" in scrapyd.job_log("wire", job):
                break
            time.sleep(1)
        log = scrapyd.job_log("wire", job)
        assert "Spider closed (finished)" in log, log
        assert running

        reference = scrapy(
            "crawl", "wire", "-a", f"url={start}", "-O", str(tmp_path / "reference.jsonl"),
            *(part for setting in SETTINGS[:2] for part in ("-s", setting)),
        )  # fmt: skip
        assert reference.returncode == 0, reference.stderr

    feeds = _lines(scrapyd.folder)
    assert all(line.endswith(b"\n") for line in feeds)
    assert not list((scrapyd.folder / "output" / "wire").glob("*.part"))
    written = Counter((record["id"], record["revision"]) for record in map(json.loads, feeds))
    expected = [json.loads(line) for line in (tmp_path / "reference.jsonl").read_bytes().splitlines()]
    assert set(written) == {(record["id"], 1) for record in expected}
    assert set(written.values()) == {1}
    records = list((scrapyd.folder / "output" / "wire").glob("*.run.json"))
    assert {json.loads(file.read_text())["finish_reason"] for file in records} >= {"shutdown", "finished"}
