"""The story it all began with, on pages of our own making: an agency story in Drupal 7's and in a modern
site's markup, with its stamp that reads two ways and its "More from World" block of cut-off teasers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newscrawl import Site, parse_story
from newscrawl.extract import read
from newscrawl.normalise.order import OrderEvidence
from newscrawl.normalise.times import normalise_times
from newscrawl.normalise.urls import normalise_urls
from newscrawl.page import Page

STAMP = "Last update: Mon, 05/09/2016 - 17:15"
"""5 September and 9 May 2016 are both Mondays: the weekday settles nothing."""

HEADLINE = "Ferry crews walk out as talks over island timetable stall"
PARAGRAPHS = [
    "Ferry crews on four lines stayed ashore on Monday, as the minister for the islands said that talks with "
    'their union had not yet "found the last hour" of a winter timetable.',
    "The longest of the stoppages left 380 passengers in the port of Larvos, the harbour office said.",
    "At least sixteen of them were teachers on their way to the first day of school, it added.",
    "Larvos, whose families have sent sailors to every line, also houses the union's reading room.",
    "The company said that it would run two boats on Tuesday, and that tickets of the day before would be "
    "taken on either of them.",
    'Both sides said that they would meet again on Wednesday to look for a "sensible, sailable" solution.',
]
RELATED = [
    (
        "Lighthouse keeper retires after counting every ship",
        "A keeper who wrote down each ship for forty years left his tower on Sunday, "
        "making way for a lamp that...",
    ),
    (
        "Mayor vows to read out complaints at Friday meeting",
        'The mayor of Osterby on Sunday vowed to read out any complaint he calls "unreadable"...',
    ),
    (
        "Twelve boats confirmed safe after storm in the sound",
        "Ten boats were towed from the sound where a storm had pinned them this week, bringing the...",
    ),
    (
        "Chess team arrives in capital ahead of long weekend",
        "A team of nine arrived in the capital for talks about the clocks with representatives of the...",
    ),
    (
        "Three held in harbour after anchor is sold twice",
        "Harbour police have held three people who are thought to have sold the same anchor twice in...",
    ),
]


def drupal(stamp: str) -> str:
    """Field divs, the stamp under the body, cards of a view."""
    body = "\n".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    rows = "\n".join(
        f'<div class="views-row views-row-{n}"><div class="views-field views-field-title"><span '
        f'class="field-content"><a href="/news/world/{4100 + n}?utm_source=more">{headline}</a></span></div>'
        f'<div class="views-field views-field-body"><div class="field-content"><p>{teaser}</p></div></div>'
        "</div>"
        for n, (headline, teaser) in enumerate(RELATED, 1)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE} | The Sound Gazette</title></head>
<body class="html not-front node-type-article"><div id="page"><div id="header"><a
href="/">The Sound Gazette</a>
<ul class="menu"><li><a href="/news/world">World</a></li><li><a href="/news/sport">Sport</a></li></ul></div>
<h1 class="title" id="page-title">{HEADLINE}</h1><div class="region region-content"><div class="node
node-article">
<div class="field field-name-field-image"><img src="/files/ferry.jpg" alt=""><div
class="caption">A ferry at rest
(Photo: T. Aune)</div></div><div class="field field-name-body"><div class="field-items">{body}</div></div>
<div class="field field-name-changed-date">{stamp}</div><div
class="social">Share this on your wall</div></div>
<div class="block block-views"><h2>More from World</h2><div class="view-content">{rows}</div></div></div>
<div id="footer">Copyright 2017 The Sound Gazette. All rights reserved.</div></div></body></html>"""


def modern(stamp: str) -> str:
    """Semantic elements, a promo between paragraphs, list items in an aside."""
    body = "\n".join(f'<p class="css-p">{text}</p>' for text in PARAGRAPHS[:3])
    rest = "\n".join(f'<p class="css-p">{text}</p>' for text in PARAGRAPHS[3:])
    items = "\n".join(
        f'<li><article><a href="/news/world/{4100 + n}"><img src="/t{n}.jpg" alt=""></a><h3><a '
        f'href="/news/world/{4100 + n}">{headline}</a></h3><p>{teaser}</p></article></li>'
        for n, (headline, teaser) in enumerate(RELATED, 1)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE} - The Sound Gazette</title>
<meta property="og:site_name" content="The Sound Gazette"></head><body><header><nav><a
href="/news/world">World</a>
<a href="/news/sport">Sport</a></nav></header><main><article><h1>{HEADLINE}</h1><div
class="story-body">{body}
<p class="promo"><a href="/newsletter">Sign up for our morning newsletter</a></p>{rest}</div>
<p class="updated">{stamp}</p></article><aside><h2>More from World</h2><ul>{items}</ul></aside></main>
<footer>Copyright 2017 The Sound Gazette</footer></body></html>"""


MARKUPS = pytest.mark.parametrize("markup", [drupal, modern])
URL = "https://sound-gazette.example/news/world/4100"


@MARKUPS
def test_the_story(markup: Callable[[str], str]) -> None:
    story = parse_story(markup(STAMP), URL)
    assert story.headline == HEADLINE
    assert story.body is not None
    assert story.body.split("\n\n") == PARAGRAPHS
    assert story.last_update_raw == STAMP


@MARKUPS
def test_the_block(markup: Callable[[str], str]) -> None:
    story = parse_story(markup(STAMP), URL)
    shown = [(entry.headline, entry.teaser) for entry in story.related_headlines]
    assert shown == RELATED
    for position, entry in enumerate(story.related_headlines, 1):
        assert entry.teaser_truncated is True
        assert (entry.block, entry.kind, entry.position) == ("More from World", "section", position)
        assert entry.url == f"https://sound-gazette.example/news/world/{4100 + position}"
        assert entry.story_id == parse_story(markup(STAMP), entry.url).id


@MARKUPS
def test_nothing_settles_the_stamp(markup: Callable[[str], str]) -> None:
    story = parse_story(markup(STAMP), URL)
    assert story.last_update is None
    assert sorted(story.last_update_candidates) == ["2016-05-09T17:15", "2016-09-05T17:15"]
    assert story.last_update_raw == STAMP


@MARKUPS
def test_the_declared_order_settles_it(markup: Callable[[str], str]) -> None:
    site = Site(domains=("sound-gazette.example",), zone="Europe/Brussels", date_order="DMY")
    story = parse_story(markup(STAMP), URL, site)
    assert story.last_update == "2016-09-05T17:15+02:00"
    assert story.last_update_basis == "visible,order:site,zone:site"
    assert story.last_update_precision == "minute"
    assert story.last_update_candidates == []


@MARKUPS
@pytest.mark.parametrize(
    ("sibling", "value"),
    [
        ("Last update: Sun, 22/01/2017 - 10:05", "2016-09-05T17:15"),
        ("Last update: Sun, 01/22/2017 - 10:05", "2016-05-09T17:15"),
        ("Last update: Mon, 09/05/2016 - 18:20", None),  # reads two ways as well
    ],
)
def test_siblings_settle_it(markup: Callable[[str], str], sibling: str, value: str | None) -> None:
    evidence = OrderEvidence()
    for url, stamp in ((URL + "1", sibling), (URL, STAMP)):
        story = read(Page(markup(stamp), url))
        normalise_urls(story)
        normalise_times(story, evidence=evidence)
    assert story.last_update == value
    assert story.last_update_raw == STAMP
    assert story.last_update_basis == ("visible,order:siblings" if value else None)
