# ruff: noqa: E501 (tables and pages as data)
"""Rights that a site states as a whole, in real crawls: what is recorded, what is dropped, what is asked."""

from __future__ import annotations

import json
import sqlite3
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


def crawl(
    scrapy: Scrapy, site: MiniSite, folder: Path, mode: str, state: str = "", *more: str
) -> dict[str, dict[str, Any]]:
    feed = folder / f"{mode}.jsonl"
    settings = {
        "NEWSCRAWL_ALLOW_PRIVATE_HOSTS": "127.0.0.1", "AUTOTHROTTLE_ENABLED": "0", "RETRY_TIMES": "0",
        "NEWSCRAWL_STATE": state, "NEWSCRAWL_RIGHTS": mode,
    }  # fmt: skip
    process = scrapy(
        "crawl", "wire", "-a", f"url={site.url}/world", "-a", "render=never", "-O", str(feed), *more,
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


def test_the_other_signals(scrapy: Scrapy, site: MiniSite, tmp_path: Path) -> None:
    """Those that a page has besides: headers, crawlers' own elements, JSON-LD; Content-Signal of robots.txt."""
    stated = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLES[0],
              "license": "https://example.com/stated", "usageInfo": "https://example.com/usage"}  # fmt: skip
    site.pages["/robots.txt"] = (
        200, {"Content-Type": "text/plain"},
        "User-agent: bot\nContent-Signal: ai-train=yes\n\nUser-agent: *\nContent-Signal: search=yes,ai-train=no\n",
    )  # fmt: skip
    site.pages[PATHS[0]] = (
        200,
        {"Content-Usage": "train-ai=y", "TDM-Reservation": "0", "X-Robots-Tag": "gptbot: noai, nosnippet"},
        story(TITLES[0]).replace(
            "<head>",
            '<head><meta name="GPTBot" content="noarchive"><script type="application/ld+json">'
            f"{json.dumps(stated)}</script>",
        ),
    )
    site.pages[PATHS[1]] = (
        200,
        {"Link": '</l.xml>; rel="license"; type="application/rsl+xml"'},
        story(TITLES[1]),
    )
    found = crawl(scrapy, site, tmp_path, "record")
    first, second, _ = (found[path] for path in PATHS)
    assert first == {
        "robots_meta": ["gptbot: noarchive"],
        "x_robots_tag": ["gptbot: noai", "gptbot: nosnippet"],
        "tdm_reservation": 0,
        "tdm_policy": None,
        "content_usage": "train-ai=y",
        "license_url": "https://example.com/stated",
        "usage_info": "https://example.com/usage",
        "signal": "header",
    }
    assert second["license_url"] == f"{site.url}/l.xml"
    assert second["content_usage"] == "search=yes,ai-train=no"
    assert crawl(scrapy, site, tmp_path, "skip") == {}


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
                     "newscrawl")  # fmt: skip
    rights = Rights()
    merge(rights, site, "https://example.com/a")
    assert rights.content_usage == "train-ai=y"
    assert granted(rights)
    assert not reserved(rights)
    assert reserved(Rights(robots_meta=["gptbot: NoAI"]))


@pytest.mark.parametrize(
    ("usage", "says"),
    [
        ("train-ai=n", "no"),
        ("bots=y, train-ai=n;exp=1", "no"),
        ("train-genai = N", "no"),
        ("search=yes,ai-train=no", "no"),
        ("train-ai=y", "yes"),
        ("ai-train=yes", "yes"),
        ("search=n", None),
        ("not-tdm=n, xtdm=n, tdm=none", None),
        ("", None),
    ],
)
def test_what_a_usage_says_of_mining(usage: str, says: str | None) -> None:
    rights = Rights(content_usage=usage)
    assert (reserved(rights), granted(rights)) == (says == "no", says == "yes")


# -- kept between runs ---------------------------------------------------------------------------------------

RULES = json.dumps([{"location": "/closed/", "tdm-reservation": 1}])
CLOSED = "User-agent: *\nDisallow: /closed/\nContent-Usage: train-ai=n\n"


def aged(path: Path, hours: float) -> None:
    """Make what the state knows of sites older."""
    with sqlite3.connect(path) as db:
        for number, text in db.execute("SELECT id, facts FROM sites").fetchall():
            facts = json.loads(text)
            for name in {"robots", "tdmrep"} & set(facts):
                facts[name]["fetched"] -= round(hours * 3600)
            db.execute("UPDATE sites SET facts = ? WHERE id = ?", (json.dumps(facts), number))
    db.close()


def test_what_a_site_states_is_kept_for_a_day(scrapy: Scrapy, site: MiniSite, tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    state = f"sqlite:///{path}"
    files = ("/robots.txt", "/.well-known/tdmrep.json")
    site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, CLOSED)
    site.pages["/.well-known/tdmrep.json"] = (200, {"Content-Type": "application/json"}, RULES)

    def run() -> tuple[dict[str, dict[str, Any]], list[int]]:
        site.log.clear()
        found = crawl(scrapy, site, tmp_path, "record", state, "-a", "mode=all")
        return found, [site.log.count(name) for name in files]

    allowed = {PATHS[0], PATHS[2]}
    first, asked = run()
    assert set(first) == allowed
    assert asked == [1, 1]
    assert run() == (first, [0, 0])
    aged(path, 25)
    assert run() == (first, [1, 1])
    # A file that cannot be had today: yesterday's stands in, and is asked for again each time.
    site.pages["/robots.txt"] = (503, {}, "")
    assert run() == (first, [0, 0])
    aged(path, 25)
    assert run() == (first, [3, 1])
    assert run() == (first, [3, 0])
    # After a month nobody knows.
    aged(path, 31 * 24)
    assert run()[0] == {}
    # A file that is gone allows, and that is kept too.
    del site.pages["/robots.txt"]
    found, asked = run()
    assert (set(found), asked[0]) == (set(PATHS), 1)
    assert found[PATHS[0]]["content_usage"] is None
    assert run()[1][0] == 0
