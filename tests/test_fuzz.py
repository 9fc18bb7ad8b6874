"""parse_story takes any input: what fuzzing found, drawn inputs, runs that lure loops into quadratic time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from baits import PLACES, baits
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl import Page, memory, parse_story
from newscrawl.page import Limits

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
FOUND = sorted((Path(__file__).parent / "fuzz").glob("*.*"))
PAGES = sorted((Path(__file__).parent / "pages").rglob("*.html"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_fuzzing_found(path: Path) -> None:
    url, _, data = path.read_bytes().partition(b"\n")
    html = data if path.suffix == ".bytes" else data.decode("utf-8", "surrogatepass")
    begin = time.process_time()
    parse_story(html, url.decode("utf-8", "surrogatepass"), fetched_at=WHEN)
    assert time.process_time() - begin < 5


def test_deep_links() -> None:
    card = '<li><a href="/world/2016/a-story-of-a-river">' + "<span class=x>a " * 1500 + "</a></li>"
    parse_story(
        f"<h1>River</h1><p>It rose.</p><h2>More from World</h2><ul>{card * 4}</ul>", "https://news.example/a"
    )


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.binary(max_size=2000), st.text(max_size=2000)), st.text(max_size=60))
def test_any_input(html: bytes | str, url: str) -> None:
    parse_story(html, url, fetched_at=WHEN)


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PAGES), st.data())
def test_changed_pages(path: Path, data: st.DataObject) -> None:
    page = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(page)))
        page[at : at + data.draw(st.integers(0, 200))] = data.draw(st.binary(max_size=40))
    parse_story(bytes(page), "https://news.example/world/story", fetched_at=WHEN)


@pytest.mark.parametrize("place", PLACES)
def test_time_is_bounded(place: str) -> None:
    """At this size what is quadratic takes minutes."""
    for name, html, url in baits(60_000, (place,)):
        begin = time.process_time()
        parse_story(html, url, fetched_at=WHEN)
        assert time.process_time() - begin < 5, name


def test_limits() -> None:
    small = Limits(elements=10, depth=5, links=2, text=100)
    # <html> and <body> are elements too.
    assert Page("<p>a</p>" * 9, "", limits=small).exceeded == {"elements": 11}
    assert Page("<a href=x>a</a>" * 3, "", limits=small).exceeded == {"links": 3}
    assert Page("<p>" + "a" * 101, "", limits=small).exceeded == {"text": 101}
    deep = Page("<div>" * 8 + "text", "", limits=small)
    assert set(deep.exceeded) == {"depth"}
    assert "text" in "".join(deep.root.itertext())
    assert Page("<p>a</p>", "", limits=small).exceeded == {}


def test_what_is_remembered_is_forgotten() -> None:
    from newscrawl.extract import names
    from newscrawl.extract.labels import labels

    labels("Read more")
    assert names.name_flags("story-body") & names.BODY
    assert labels.cache_info().currsize
    assert names._FLAGS
    memory.account(memory.KEPT + 1)
    assert not labels.cache_info().currsize
    assert not names._FLAGS


def test_what_is_remembered_is_bounded() -> None:
    from newscrawl.extract.names import Remembered

    lengths = Remembered(len, 2)
    assert [lengths[text] for text in ("a", "bb", "ccc")] == [1, 2, 3]
    assert len(lengths) == 1


@pytest.mark.parametrize("after", ["", "<p>The end of the page.</p>"])
def test_a_lower_limit_of_depth_holds_wherever_the_deep_elements_stand(after: str) -> None:
    html = f"<html><body>{'<div>' * 60}Deep.{'</div>' * 60}{after}</body></html>"
    assert Page(html, "https://example.com/", limits=Limits(depth=50)).exceeded == {"depth": 61}
    assert Page(html, "https://example.com/", limits=Limits(depth=61)).exceeded == {}
