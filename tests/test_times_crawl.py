# ruff: noqa: E501
"""A real crawl whose first stories cannot be settled by themselves, and whose last one shows the site's order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from minisite import section, serving

Scrapy = Callable[..., CompletedProcess[str]]
PROSE = "<p>The harbour of the little town lay quiet that morning, and nobody there expected what the tide would bring. It came late.</p>"


def page(number: int, stamp: str, padding: int) -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>The tide rises for the {number}th time</title></head><body><article>'
        f"<h1>The tide rises for the {number}th time</h1>{PROSE * 5}<p>Last update: {stamp} - 17:15</p></article>"
        f"<!--{'x' * padding}--></body></html>"
    )


def crawl(
    scrapy: Scrapy, folder: Path, count: int, padding: int, revealing: str | None
) -> list[dict[str, object]]:
    with serving() as site:
        links = [
            (f"/world/the-tide-rises-again-and-again-{n}", f"The tide rises for the {n}th time")
            for n in range(count)
        ]
        site.pages["/world"] = section("World", links)
        for n, (href, _) in enumerate(links):
            stamp = revealing if revealing and n == count - 1 else f"0{1 + n % 9}/{10 + n % 3}/2016"
            site.pages[href] = page(n, stamp, padding)
        feed = folder / "stories.jsonl"
        done = scrapy(
            "crawl", "wire", "-a", f"url={site.url}/world", "-O", str(feed), "-s", "NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1",
            "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "ROBOTSTXT_OBEY=False",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("padding", [0, 500_000], ids=["small", "pages that fill the scraper"])
def test_earlier_stories_are_settled_by_a_later_one(scrapy: Scrapy, tmp_path: Path, padding: int) -> None:
    stories = crawl(scrapy, tmp_path, 24, padding, "22/11/2016")
    assert len(stories) == 24
    assert {story["last_update"] is None for story in stories} == {False}
    assert {str(story["last_update_basis"]) for story in stories} == {
        "visible,order:siblings",
        "visible,order:day",
    }


def test_without_evidence_all_are_written_with_both_readings(scrapy: Scrapy, tmp_path: Path) -> None:
    stories = crawl(scrapy, tmp_path, 8, 0, None)
    assert len(stories) == 8
    for story in stories:
        assert story["last_update"] is None
        assert str(story["last_update_raw"]).startswith("Last update: 0")
        assert len(story["last_update_candidates"]) == 2  # type: ignore[arg-type]


def test_stories_that_wait_are_written_when_the_crawl_is_stopped(tmp_path: Path) -> None:
    """Ctrl-C while stories wait for evidence: they are written as they are, none is lost."""
    asked = threading.Event()

    def slow() -> str:
        asked.set()
        time.sleep(3)
        return page(9, "22/11/2016", 0)

    with serving() as site:
        links = [
            (f"/world/the-tide-rises-again-and-again-{n}", f"The tide rises for the {n}th time")
            for n in range(6)
        ]
        site.pages["/world"] = section("World", links)
        for n, (href, _) in enumerate(links):
            site.pages[href] = slow if n == 5 else page(n, f"0{1 + n}/10/2016", 0)
        feed = tmp_path / "stories.jsonl"
        environment = {
            name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
        }
        process = subprocess.Popen(
            [
                sys.executable, "-m", "scrapy", "crawl", "wire", "-a", f"url={site.url}/world", "-O", str(feed),
                "-s", "NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "ROBOTSTXT_OBEY=False",
            ],
            cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env=environment | {"SCRAPY_SETTINGS_MODULE": "newscrawl.settings", "PYTHONPATH": str(Path(__file__).parent.parent)},
        )  # fmt: skip
        try:
            assert asked.wait(60)
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    lines = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    assert {line["url"][-1] for line in lines} >= set("01234"), errors.decode()
