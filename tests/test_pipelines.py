"""The pipelines: one job each, counted; drops with a reason; stories that wait for their dates' order."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace
from typing import Any

import pytest
from minisite import MiniSite, section, serving, story
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from newscrawl.extensions.log import OneLineFormatter, plain
from newscrawl.items import RelatedHeadline, Story
from newscrawl.normalise.check import is_older, problem, text_digest
from newscrawl.pipelines.address import AddressPipeline
from newscrawl.pipelines.base import Dropped
from newscrawl.pipelines.check import CheckPipeline
from newscrawl.pipelines.since import SincePipeline
from newscrawl.pipelines.times import TimesPipeline

Scrapy = Callable[..., CompletedProcess[str]]


def crawler(**spider: Any) -> Any:
    """As much of a crawler as the pipelines look at: settings, real stats, a spider."""
    built = SimpleNamespace(settings=Settings(), spider=SimpleNamespace(**spider))
    built.stats = MemoryStatsCollector(built)
    return built


def good() -> Story:
    made = Story(
        url="https://example.com/world/wall?utm_source=x",
        headline="Harbour wall voted down",
        body="It was.\n\nAll of it.",
    )
    AddressPipeline(crawler()).process_item(made)
    return made


def test_address() -> None:
    running = crawler()
    made = Story(
        url="https://example.com/world/wall?utm_source=x", canonical_url="https://other.example.org/x"
    )
    assert AddressPipeline(running).process_item(made) is made
    assert (made.url, made.site, made.canonical_url) == (
        "https://example.com/world/wall",
        "example.com",
        None,
    )
    assert running.stats.get_value("newscrawl/canonical/not_plausible") == 1


def test_other_items_pass_untouched() -> None:
    item = {"anything": 1}
    for pipeline in (AddressPipeline, CheckPipeline, SincePipeline):
        assert pipeline(crawler()).process_item(item) is item
    assert asyncio.run(TimesPipeline(crawler()).process_item(item)) is item


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"story_type": "section"}, "section"),
        ({"story_type": "error"}, "error"),
        ({"headline": None}, "no headline"),
        ({"body": None}, "no body"),
        ({"body": None, "summary": "A short text."}, "no body"),
        ({"body": None, "summary": "A short text.", "access": "paywalled"}, None),
        ({"body": None, "summary": "A short text.", "story_type": "gallery"}, None),
        ({}, None),
    ],
)
def test_problem(changes: dict[str, Any], reason: str | None) -> None:
    made = good()
    for name, value in changes.items():
        setattr(made, name, value)
    assert problem(made) == reason
    running = crawler()
    if reason is None:
        CheckPipeline(running).process_item(made)
        assert made.text_digest == text_digest(made)
        assert len(made.text_digest) == 64
    else:
        with pytest.raises(Dropped, match=reason):
            CheckPipeline(running).process_item(made)
        assert running.stats.get_value(f"newscrawl/dropped/{reason.replace(' ', '_')}") == 1


def test_what_breaks_the_schema_is_dropped_as_an_error() -> None:
    made = good()
    made.related_headlines = [RelatedHeadline("Ferries", url="ferries.html")]
    running = crawler()
    with pytest.raises(Dropped, match="schema: related_headlines") as caught:
        CheckPipeline(running).process_item(made)
    assert caught.value.log_level == "ERROR"
    assert running.stats.get_value("newscrawl/dropped/schema") == 1


def test_digest_follows_headline_and_body_only() -> None:
    one, other = good(), good()
    other.fetched_at, other.section = "2026-01-01T00:00:00Z", "World"
    assert text_digest(one) == text_digest(other)
    other.body = "It was not."
    assert text_digest(one) != text_digest(other)


def test_since() -> None:
    day = date(2017, 1, 1)
    for published, updated, older in [
        ("2016-12-31T23:00:00Z", None, True),
        ("2016-12-31", "2017-01-01T08:00:00Z", False),
        ("2017-01-01", None, False),
        (None, None, False),  # never guessed
        (None, "2016-01-01", True),
    ]:
        made = Story(published=published, last_update=updated)
        assert is_older(made, day) is older
        running = crawler(since=day)
        if older:
            with pytest.raises(Dropped, match="older than since"):
                SincePipeline(running).process_item(made)
        else:
            SincePipeline(running).process_item(made)
    SincePipeline(crawler(since=None)).process_item(Story(published="1999-01-01"))


def test_a_log_line_is_one_harmless_line() -> None:
    assert plain("a\x1b[2Jb\r\nc\u202ed\u2028e") == "a [2Jb c d e"
    assert plain("x" * 500, 10) == "x" * 9 + "…"
    assert plain(None) == ""
    made = good()
    made.headline = "Red\x1b[31m alert\nin two lines"
    spider: Any = SimpleNamespace(crawler=crawler())
    spider.crawler.settings.set("DEFAULT_DROPITEM_LOG_LEVEL", "INFO")
    formatter = OneLineFormatter()
    for result in (
        formatter.scraped(made, None, spider),
        formatter.dropped(made, Dropped("no\x07 body"), None, spider),
        formatter.item_error(made, ValueError(), None, spider),
    ):
        assert result is not None
        line = result["msg"] % result["args"]
        assert line.isprintable()
        assert made.url in line
    assert formatter.dropped(made, Dropped("x"), None, spider)["level"] == logging.INFO  # type: ignore[index]


# -- stories that wait for evidence --------------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[MiniSite]:
    with serving() as running:
        yield running


def stamped(headline: str, stamp: str) -> str:
    """A story that shows an update stamp and states no time for machines."""
    page = story(headline, published=None)
    return page.replace("</article>", f'<div class="updated">Last update: {stamp}</div></article>')


@pytest.mark.parametrize(
    ("last", "update", "candidates", "options"),
    [
        ("Sun, 22/01/2017 - 10:05", "2016-09-05T17:15", 0, []),
        ("Sun, 01/22/2017 - 10:05", "2016-05-09T17:15", 0, []),
        # Nothing settles it: null, both readings, and the crawl ends all the same, also where its budget is
        # held by stories that wait.
        ("Mon, 05/09/2016 - 18:20", None, 2, []),
        ("Mon, 05/09/2016 - 18:20", None, 2, ["-a", "max_stories=4"]),
    ],
)
def test_order_of_day_and_month_from_later_pages(
    scrapy: Scrapy,
    site: MiniSite,
    tmp_path: Path,
    last: str,
    update: str | None,
    candidates: int,
    options: list[str],
) -> None:
    slugs = [f"harbour-report-number-{n}-by-the-office-in-full" for n in range(6)]
    for slug in slugs:
        # 5 September and 9 May 2016 are both Mondays.
        site.pages[f"/news/{slug}"] = stamped(slug.replace("-", " "), "Mon, 05/09/2016 - 17:15")
    site.pages[f"/news/{slugs[-1]}"] = stamped("The last one asked for", last)
    site.pages["/news"] = section("News", [(f"/news/{slug}", slug.replace("-", " ")) for slug in slugs])
    feed = tmp_path / "out.jsonl"
    process = scrapy(
        "crawl", "wire", "-a", f"url={site.url}/news", "-O", str(feed), *options,
        "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1",
        "-s", "CONCURRENT_REQUESTS=2",
        "-s", "NEWSCRAWL_STATE=", "-a", "render=never",
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    records = [json.loads(line) for line in feed.read_text().splitlines()]
    assert len(records) == (4 if options else 6)
    first = next(r for r in records if r["url"].endswith(slugs[0]))
    assert first["last_update_raw"] == "Last update: Mon, 05/09/2016 - 17:15"
    assert first["last_update"] == update
    assert len(first["last_update_candidates"]) == candidates
