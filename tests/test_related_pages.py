"""Related headlines on whole pages: the public benchmark's own, invented ones, one hard markup each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newscrawl import parse_story
from newscrawl.demo import DemoStory, expected, stories
from newscrawl.demo.storypage import render

PAGES = Path(__file__).resolve().parent.parent / "benchmarks" / "related"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


@pytest.fixture(scope="module", params=NAMES)
def page(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Any]:
    answer = json.loads((PAGES / f"{request.param}.json").read_text("utf-8"))
    html = (PAGES / f"{request.param}.html").read_bytes()
    return answer, parse_story(html, answer["url"])


def blocks(story: Any) -> list[tuple[str | None, str, list[str]]]:
    found: list[tuple[str | None, str, list[str]]] = []
    for entry in story.related_headlines:
        if entry.position == 1:
            found.append((entry.block, entry.kind, []))
        found[-1][2].append(entry.url)
    return found


def test_there_are_pages() -> None:
    assert len(NAMES) >= 12


def test_blocks(page: tuple[dict[str, Any], Any]) -> None:
    answer, story = page
    want = [(b["heading"], b["kind"], [link["url"] for link in b["links"]]) for b in answer["related"]]
    assert blocks(story) == want


def test_entries(page: tuple[dict[str, Any], Any]) -> None:
    answer, story = page
    want = [link for block in answer["related"] for link in block["links"]]
    assert [entry.headline for entry in story.related_headlines] == [link["headline"] for link in want]
    assert [entry.teaser for entry in story.related_headlines] == [link["teaser"] for link in want]
    truncated = [entry.teaser_truncated for entry in story.related_headlines]
    assert truncated == [link["teaser_truncated"] for link in want]
    assert [entry.date for entry in story.related_headlines] == [link["date"] for link in want]


def test_positions_and_ids(page: tuple[dict[str, Any], Any]) -> None:
    _, story = page
    expected = 0
    for entry in story.related_headlines:
        expected = 1 if entry.position == 1 else expected + 1
        assert entry.position == expected
        assert entry.story_id is not None
        assert len(entry.story_id) == 16
        assert entry.story_id != story.id


def test_body_is_free_of_them(page: tuple[dict[str, Any], Any]) -> None:
    _, story = page
    paragraphs = set((story.body or "").split("\n\n"))
    for entry in story.related_headlines:
        assert entry.headline not in paragraphs
        assert entry.teaser not in paragraphs


@pytest.mark.parametrize("story", stories(), ids=lambda story: str(story.slug))
def test_demo_site(story: DemoStory) -> None:
    """Every list of every story of the demo site, but for what only script draws."""
    site = "http://127.0.0.1:8000"
    truth = expected(story, site)
    want = [
        entry
        for entry in truth.related_headlines(site)
        if not ("related" in truth.drawn_by_script and entry["kind"] == "section")
    ]
    found = parse_story(render(story, site), site + story.path).related_headlines
    assert [{name: getattr(entry, name) for name in want[0]} for entry in found] == want
