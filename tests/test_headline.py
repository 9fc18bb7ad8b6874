"""The displayed headline among all the places a page states one."""

from __future__ import annotations

import pytest

from newscrawl import parse_story
from newscrawl.extract.blocks import Layout
from newscrawl.extract.headline import find_headline
from newscrawl.extract.site_name import without_site
from newscrawl.page import Page

URL = "https://www.quaypost.example/world/harbour-reopens-after-storm"
BODY = "<p>The harbour reopened on Friday after nine days of storm, and two ferries left at noon.</p>" * 3


def headline(body: str, head: str = "") -> tuple[str | None, str | None]:
    page = Page(f"<html><head>{head}</head><body>{body}</body></html>", URL)
    text, block = find_headline(Layout(page), page)
    return text, block.tag if block is not None else None


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{text}"}}</script>'


WANT = "Harbour reopens after storm"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"<h1>{WANT}</h1>{BODY}", ""),
        (f"<h1>The Quay Post</h1><h1>{WANT}</h1>{BODY}", og(WANT)),
        (f"<h1>The Quay Post</h1><h2>{WANT}</h2>{BODY}", og(WANT)),
        (f"<h1 class='logo'><a href='/'>Quaypost</a></h1><h1 class='title'>{WANT}</h1>{BODY}", ""),
        # Kickers: by name, by what the page states, in a child of the heading, with a hidden dash.
        (f"<h1><span class='kicker'>Shipping</span> {WANT}</h1>{BODY}", ""),
        (f"<h1>{WANT} <span class='stage__subline'>Ferries wait for a calmer day</span></h1>{BODY}", ""),
        (f"<h1><small>Shipping</small> {WANT}</h1>{BODY}", og(WANT)),
        (f"<h1><div class='topline'>Shipping</div><div>{WANT}</div></h1>{BODY}", og(WANT)),
        (f"<h1><b class='titleheader'>Shipping</b><span> – </span><b>{WANT}</b></h1>{BODY}", og(WANT)),
        # A subtitle or a number of comments glued on, the site's name behind it.
        (f"<h1>{WANT}<small>Ferries wait for a calmer day</small></h1>{BODY}", og(WANT)),
        (f"<h1>{WANT} <a href='#comments'>12</a></h1>{BODY}", og(WANT)),
        (f"<h1>{WANT} | The Quay Post</h1>{BODY}", og(WANT) + "<title>" + WANT + " | The Quay Post</title>"),
        # A search engine's h1 above the headline that readers see.
        (f"<nav class='breadcrumb'><h1>Storm news</h1></nav><h2 class='title'>{WANT}</h2>{BODY}", og(WANT)),
        (f"<h1>Harbour reopens after storm: what to know</h1><p>Port</p><h2>{WANT}</h2>{BODY}", og(WANT)),
        (
            "<div><div><a href='/'>News</a> | <a href='/world'>World</a> | </div><h1>Port storm: news</h1>"
            f"</div><p>Friday, 9:00</p><h2>{WANT}</h2>{BODY}",
            og("Guess which port is open")
            + '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Port storm: news",'
            f'"alternativeHeadline":"{WANT}"}}</script>',
        ),
        # Another wording for social networks and search engines: the displayed one counts.
        (f"<h1>{WANT}</h1>{BODY}", og("Guess which harbour is open") + ld("Storm live updates")),
        (
            f"<h1>{WANT}</h1><h2>All you need to know</h2>{BODY}",
            og("Guess which port is open")
            + '<script type="application/ld+json">{"@type":"NewsArticle","headline":"' f'{WANT}",'
            '"alternativeHeadline":"All you need to know"}</script>',
        ),
        # Headlines of other stories around it.
        (f"<aside class='related'><h2>Ferry sinks</h2></aside><h1>{WANT}</h1>{BODY}", og(WANT)),
        (f"<h1>{WANT}</h1>{BODY}<h1><a href='/x'>Mayor resigns over bridge</a></h1>", ""),
        # No heading at all.
        (f"<div class='item-title'>{WANT}</div>{BODY}", og(f"{WANT} | The Quay Post")),
        (f"<div>{WANT}</div>{BODY}", ld(WANT)),
        # A title that ends in a name nothing tells; the title again in a window that is not shown.
        (
            f"<div style='display:none'><div class='share-title'>{WANT}-Dockside</div></div>"
            f"<div class='h-title'>{WANT}</div>{BODY}",
            f"<title>{WANT} - Dockside</title>",
        ),
        # Text as it should be.
        (f"<h1>Harbour re­opens&nbsp;after\n storm</h1>{BODY}", ""),
    ],
)  # fmt: skip
def test_displayed(body: str, head: str) -> None:
    text, tag = headline(body, head)
    assert text == WANT
    assert tag is not None


@pytest.mark.parametrize(
    ("head", "want"),
    [
        (og(f"{WANT} | The Quay Post") + '<meta property="og:site_name" content="The Quay Post">', WANT),
        (f"<title>{WANT} - Quaypost</title>", WANT),
        (f"<title>{WANT} | World | quaypost.example</title>", WANT),
        (f"<title>Quaypost: {WANT}</title>", f"Quaypost: {WANT}"),
        (og("Pilots&amp;#039; boots"), "Pilots' boots"),
        (og("Storm - and calm"), "Storm - and calm"),
        # An attribute cut off at a quotation mark.
        (
            og('Mayor calls pier "a start"') + '<title>Mayor calls pier "a start" | Quaypost</title>',
            'Mayor calls pier "a start"',
        ),
    ],
)
def test_stated_where_none_is_displayed(head: str, want: str) -> None:
    assert headline(BODY, head) == (want, None)


def test_a_short_headline_before_the_blogs_own_name() -> None:
    name = "The Seal of the Bay – Web Comic"
    assert headline(f"<h1>{name}</h1><h1>Seal lore</h1>{BODY}", f"<title>Seal lore | {name}</title>") == (
        "Seal lore",
        "h1",
    )


def test_a_kicker_that_belongs_to_the_headline_is_parted_from_it() -> None:
    body = f"<h1><em>Shipping</em> <span>{WANT}</span></h1>{BODY}"
    assert headline(body, og(f"Shipping: {WANT}"))[0] == f"Shipping: {WANT}"


def test_nothing_at_all() -> None:
    page = Page("", "https://example.com/")
    assert find_headline(Layout(page), page) == (None, None)


@pytest.mark.parametrize(
    ("title", "want"),
    [
        ("Storm nears | The Example", "Storm nears"),
        ("The Example | Storm nears", "Storm nears"),
        ("Storm nears - Sport - The Example", "Storm nears - Sport"),
        ("Storm nears | Sport | The Example", "Storm nears"),
        ("Storm nears – for now", "Storm nears – for now"),
        ("港が再開 - 岬新聞", "港が再開"),
        ("The Example", "The Example"),
    ],
)
def test_without_site(title: str, want: str) -> None:
    assert without_site(title, {"the example", "example", "岬 新 聞"}) == want


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_joiners_that_shape_words_stay_in_a_headline(joiner: str) -> None:
    shaped, stray = f"سرخ{joiner}دره به دریا رسید", f"Ferry{joiner} returns to the bay"
    for headline, shown in ((shaped, shaped), (stray, "Ferry returns to the bay")):
        text = "<p>It was late, as ever, and nobody minded it.</p>" * 5
        page = f"<article><h1>{headline}</h1>{text}</article>"
        assert parse_story(page, "https://harbour.example/2024/03/ferry").headline == shown
