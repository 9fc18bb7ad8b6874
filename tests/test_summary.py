"""The standfirst as shown, else the page's own description."""

from __future__ import annotations

import pytest

from newscrawl.extract.blocks import Layout
from newscrawl.extract.headline import find_headline
from newscrawl.extract.summary import find_summary
from newscrawl.page import Page

TEXT = (
    "The harbour reopened on Friday after nine days of storm, and two ferries left at noon, its master said."
)
LEAD = "Two ferries sailed at noon, and the pilots of the north quay were back at work for the first time."


def summary(between: str, description: str = "") -> str | None:
    head = f'<meta name="description" content="{description}">'
    body = (
        f"<article><h1>Harbour reopens after storm</h1>{between}<p>{TEXT}</p><p>{TEXT} Really.</p></article>"
    )
    page = Page(
        f"<html><head>{head}</head><body>{body}</body></html>", "https://quaypost.example/world/harbour"
    )
    layout = Layout(page)
    headline = find_headline(layout, page)[1]
    return find_summary(layout, page, headline, [block for block in layout.blocks if TEXT in block.text])


@pytest.mark.parametrize(
    "between",
    [
        f"<p class='standfirst'>{LEAD}</p>",
        f"<div class='article__lead'><p>{LEAD}</p></div>",
        f"<h2>{LEAD}</h2>",
        f"<div>{LEAD}</div>",
        f"<p class='byline'>By Ana Ruiz</p><p class='intro'>{LEAD}</p>",
        f"<p class='intro small-screen'>{LEAD}</p><p class='intro large-screen'>{LEAD}</p>",
    ],
)
@pytest.mark.parametrize("description", ["", "Another description of the same story, for search engines."])
def test_shown(between: str, description: str) -> None:
    assert summary(between, description) == LEAD


@pytest.mark.parametrize(
    ("description", "want"),
    [
        (LEAD, LEAD),
        ("", None),
        ("Two ferries sailed at noon, and the pilots of the north quay were ...", None),
        ("Two ferries sailed at noon, and the pilots of the north…", None),
        (TEXT, None),
        (TEXT[:60], None),
        ("Harbour reopens after storm", None),
        ("Read here: Harbour reopens after storm", None),
        ("News", None),
    ],
)
def test_described(description: str, want: str | None) -> None:
    assert summary("", description) == want


@pytest.mark.parametrize(
    "between",
    [
        "<p class='byline'>By Ana Ruiz</p>",
        "<figure><img src='/a.jpg'><figcaption>The north quay after the storm.</figcaption></figure>",
        "<div class='share'>Share this story with your friends on all the networks there are.</div>",
        "<p class='teaser'><a href='/b'>Another story altogether, to whom it may concern.</a></p>",
        "<ul class='related'><li>Mayor resigns over bridge that nobody had ever wanted to build.</li></ul>",
    ],
)
def test_not_a_standfirst(between: str) -> None:
    assert summary(between) is None
