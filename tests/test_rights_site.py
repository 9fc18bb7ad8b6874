# ruff: noqa: E501 (tables and pages as data)
"""Rights that a site states as a whole, in real crawls: what is recorded, what is dropped, what is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from minisite import MiniSite, section, serving, story

from newscrawl.guard.rights import SiteRights, granted, merge, reserved
from newscrawl.items import Rights

Scrapy = Callable[..., CompletedProcess[str]]
TITLES = ("Harbour ferries run again", "Harbour wall is to be raised", "Harbour town elects its mayor")
PATHS = (
    "/world/2016/ferries-run-again-in-harbour",
    "/closed/2016/harbour-wall-to-be-raised",
    "/world/2016/harbour-elects-mayor",
)


@pytest.fixture
def site() -> Iterator[MiniSite]:
    with serving() as running:
        running.pages["/world"] = section("World", list(zip(PATHS, TITLES, strict=True)))
        for path, title in zip(PATHS, TITLES, strict=True):
            running.pages[path] = story(title)
        yield running


def crawl(scrapy: Scrapy, site: MiniSite, folder: Path, mode: str) -> dict[str, dict[str, Any]]:
    feed = folder / f"{mode}.jsonl"
    settings = {
        "NEWSCRAWL_ALLOW_PRIVATE_HOSTS": "127.0.0.1", "AUTOTHROTTLE_ENABLED": "0", "RETRY_TIMES": "0",
        "NEWSCRAWL_STATE": "", "NEWSCRAWL_RIGHTS": mode,
    }  # fmt: skip
    process = scrapy(
        "crawl", "wire", "-a", f"url={site.url}/world", "-a", "render=never", "-O", str(feed),
        *(part for name, value in settings.items() for part in ("-s", f"{name}={value}")),
    )  # fmt: skip
    assert "Traceback" not in process.stderr
    lines = feed.read_text().splitlines() if feed.exists() else []
    return {(record := json.loads(line))["url"].removeprefix(site.url): record["rights"] for line in lines}


def test_every_kind_of_signal(scrapy: Scrapy, site: MiniSite, tmp_path: Path) -> None:
    rules = [
        {"location": "/closed/", "tdm-reservation": 1, "tdm-policy": "https://example.com/closed"},
        {"location": "/", "tdm-reservation": 0},
    ]
    site.pages["/.well-known/tdmrep.json"] = (200, {"Content-Type": "application/json"}, json.dumps(rules))
    site.pages["/robots.txt"] = (
        200, {"Content-Type": "text/plain"},
        "License: https://example.com/license.xml\nUser-agent: *\nContent-Usage: train-ai=n\n"
        "Content-Usage: /world/ train-ai=y\nAllow: /\n",
    )  # fmt: skip
    page = story(TITLES[2]).replace(
        "<head>",
        '<head><meta name="robots" content="noarchive, noai"><meta name="tdm-reservation" content="1">'
        '<link rel="license" href="https://example.com/own">',
    )
    site.pages[PATHS[2]] = (200, {"TDM-Reservation": "0", "X-Robots-Tag": "noimageai"}, page)
    found = crawl(scrapy, site, tmp_path, "record")
    assert set(found) == set(PATHS)
    first, second, third = (found[path] for path in PATHS)
    assert (first["tdm_reservation"], first["signal"]) == (0, "well-known")
    assert (first["content_usage"], first["license_url"]) == ("train-ai=y", "https://example.com/license.xml")
    assert (second["tdm_reservation"], second["tdm_policy"]) == (1, "https://example.com/closed")
    assert second["content_usage"] == "train-ai=n"
    assert (third["tdm_reservation"], third["signal"]) == (1, "meta")
    assert third["license_url"] == "https://example.com/own"
    assert third["robots_meta"] == ["noarchive", "noai"]
    assert third["x_robots_tag"] == ["noimageai"]
    assert site.log.count("/.well-known/tdmrep.json") == 1
    assert set(crawl(scrapy, site, tmp_path, "skip")) == {PATHS[0]}
    assert set(crawl(scrapy, site, tmp_path, "require")) == {PATHS[0]}


def test_a_site_that_says_nothing(scrapy: Scrapy, site: MiniSite, tmp_path: Path) -> None:
    assert set(crawl(scrapy, site, tmp_path, "skip")) == set(PATHS)
    assert crawl(scrapy, site, tmp_path, "require") == {}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"null", b"[1]", b'[{"tdm-reservation": []}]', b"\xff"]
)
def test_what_is_no_tdmrep_says_nothing(body: bytes) -> None:
    site = SiteRights()
    site.read_tdmrep(body)
    assert site.tdm == []


def test_robots_rules_of_our_own_group_go_before_those_of_all() -> None:
    site = SiteRights()
    site.read_robots(b"User-agent: *\nContent-Usage: train-ai=n\n\nUser-agent: newscrawl\nContent-Usage: train-ai=y\n",
                     "newscrawl/0.1 (+x)")  # fmt: skip
    rights = Rights()
    merge(rights, site, "https://example.com/a")
    assert rights.content_usage == "train-ai=y"
    assert granted(rights)
    assert not reserved(rights)
    assert reserved(Rights(robots_meta=["gptbot: noai"]))
