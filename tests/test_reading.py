"""What holds for the reading of any page, whatever it says."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from newscrawl import Page
from newscrawl.demo import stories
from newscrawl.demo.storypage import render
from newscrawl.extract import read


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_reading_leaves_no_cycles() -> None:
    """The collector rests while a page is read: what a reading leaves must go by itself."""
    pages = [(render(story, "http://localhost"), story.path) for story in stories()]
    gc.collect()
    for html, path in pages:
        read(Page(html, f"http://localhost{path}"))
    assert gc.collect() == 0
    assert not gc.isenabled()


def test_the_collector_goes_on_after_a_page() -> None:
    read(Page("<p>A goat stood in the square.</p>", "https://courier.example/goat-in-the-square"))
    assert gc.isenabled()
