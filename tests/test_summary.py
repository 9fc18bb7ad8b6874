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
        "<div class='Carousel'><div class='SlideDescription'><p>The north quay after the storm, seen from a "
        "tower of the harbour master.</p></div><p>1 of 2</p></div>",
        "<div class='share'>Share this story with your friends on all the networks there are.</div>",
        "<p class='teaser'><a href='/b'>Another story altogether, to whom it may concern.</a></p>",
        "<ul class='related'><li>Mayor resigns over bridge that nobody had ever wanted to build.</li></ul>",
    ],
)
def test_not_a_standfirst(between: str) -> None:
    assert summary(between) is None


SITE = "Seile, Fender, Anker: Schiffsbedarf seit 1920, Versand weltweit, kompetente Beratung im Laden."
LONG = "<p>The pilots said that nobody had seen such waves since the lighthouse was built there.</p>" * 9


def described(
    head: str, headline: str = "Harbour reopens after storm", url: str = "/world/harbour"
) -> str | None:
    body = f"<article><h1>{headline}</h1><p>{TEXT}</p>{LONG}</article>"
    page = Page(
        f"<html><head><title>{headline}</title>{head}</head><body>{body}</body></html>",
        f"https://www.quaypost.example{url}",
    )
    layout = Layout(page)
    shown = find_headline(layout, page)[1]
    return find_summary(layout, page, shown, [block for block in layout.blocks if block.tag == "p"])


@pytest.mark.parametrize(
    ("head", "want"),
    [
        # The site's own description; the story's own one beside it.
        (f'<meta name="description" content="{SITE}">', None),
        (f'<meta name="og:description" content="{SITE}"><meta name="description" content="{LEAD}">', LEAD),
        ('<meta name="description" content="quaypost.example - ferries and pilots since 1920">', None),
        # What JSON-LD describes is the story, be it in other words.
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour"}</script>'
            f'<meta name="description" content="{SITE}">',
            SITE,
        ),
        ('<meta name="description" content="Two ferries sailed &amp;#8211; and the harbour&amp;amp;#39;s '
         'pilots were back at work.">', "Two ferries sailed – and the harbour's pilots were back at work."),
        ('<meta name="description" content="Written by Ana Ruiz for the Quaypost">', None),
        ('<meta name="description" content="Harbour notice of 02.05.2024 on all of the ferries">', None),
    ],
)  # fmt: skip
def test_of_the_story(head: str, want: str | None) -> None:
    assert described(head) == want


@pytest.mark.parametrize(
    "line",
    [
        "<h2>Quaypost, harbour and ferries • 02.05.2024</h2>",
        "<p class='intro'>© Quaypost/Ruiz The north quay as it was seen on Friday.</p>",
        "<p class='intro'>Ferries Harbour reopens after storm</p>",
        "<h4 class='mini-profile-title'>Pilot, writer and speaker on all matters of the sea</h4>",
    ],
)
def test_line_is_no_standfirst(line: str) -> None:
    assert summary(line) is None


def test_deck_is_one() -> None:
    assert (
        summary("<div class='article__subdeck'>Two ferries left at noon</div>") == "Two ferries left at noon"
    )


def test_script_without_spaces() -> None:
    japanese = (
        "強風のため、九日間運休していた、北岸壁の渡し船が、金曜日に運航を再開し、二隻が正午に出航した。"
    )
    assert described(f'<meta name="description" content="{japanese}">') == japanese


def test_a_standfirst_in_a_script_without_spaces_is_of_few_words() -> None:
    lead = "老渔港的改造工程将于今年九月动工并在三年内全部完成"
    assert summary(f"<p class='standfirst'>{lead}</p>") == lead
    assert summary("<p class='standfirst'>Read on</p>") is None
