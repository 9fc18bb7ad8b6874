"""Headline, byline, wire matter, language, section, pictures and rights on whole pages of our own writing."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newscrawl
from newscrawl import Page, Site, Story
from newscrawl.extract.blocks import Layout
from newscrawl.extract.headline import find_headline
from newscrawl.extract.meta import read_meta
from newscrawl.normalise.wire import normalise_wire

PAGES = Path(__file__).parent / "pages" / "meta"


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("page_*.html")))
def test_page(name: str) -> None:
    """Every field the answers name is read so; fields of several pages stand side by side in one report."""
    want = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    url = want.pop("url")
    story = asdict(newscrawl.parse_story((PAGES / f"{name}.html").read_bytes(), url))
    assert {field: story[field] for field in want} == want


def test_what_moves_to_fields_leaves_the_body() -> None:
    story = newscrawl.parse_story((PAGES / "page_wire.html").read_bytes(), "https://quaypost.example/w/h")
    assert story.body is not None
    assert "Reporting by" not in story.body
    assert "has been corrected" not in story.body
    assert story.body.startswith("PORT ELLA, Nov 18 (Reuters) - The harbour"), "the dateline stays"


def test_a_known_site_goes_before_what_is_read() -> None:
    site = Site(
        language="de-LI",
        selectors={"headline": ".true-headline", "authors": ".true-author", "section": ".true-section"},
    )
    html = (
        "<html lang='en'><h1>Wrong</h1><div class='true-headline'>Right <b>headline</b></div>"
        "<p class='byline'>By Tom Falk</p>"
        "<i class='true-author'>Ana Ruiz</i><i class='true-section'>Ports</i><p>It is open.</p></html>"
    )
    story = newscrawl.parse_story(html, "https://quaypost.example/world/a", site)
    assert (story.headline, story.authors, story.section, story.language) == (
        "Right headline",
        ["Ana Ruiz"],
        "Ports",
        "de-LI",
    )


# Pieces that pages are made of, so that random pages reach the readers and not only the parser.
_JSON_LD = '<script type="application/ld+json">{{"@type":%s}}</script>'
_PIECES = st.sampled_from(
    [
        '<h1 class="{}">',
        "<h2>",
        "</h1>",
        "</h2>",
        '<p class="byline">By {}</p>',
        '<a rel="author" href="{}">{}</a>',
        '<figure><img srcset="{}" src="{}"><figcaption>{}</figcaption></figure>',
        "<p>{}</p>",
        "<time datetime='{}'>{}</time>",
        _JSON_LD % '"NewsArticle","headline":"{}","author":{{"name":"{}"}},"image":["{}"]',
        _JSON_LD % '"BreadcrumbList","itemListElement":[{{"name":"{}"}}, "{}", null]',
        '<meta property="og:title" content="{}">',
        '<meta name="robots" content="{}">',
        '<link rel="license" href="{}">',
        '<nav class="breadcrumb"><a href="{}">{}</a></nav>',
        '<html lang="{}">',
        '<base href="{}">',
        "(Reporting by {}; {})",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(_PIECES, st.text(max_size=40), st.text(max_size=40), st.text(max_size=40)), max_size=12
    )
)
def test_any_page_is_read(pieces: list[tuple[str, str, str, str]]) -> None:
    html = "".join(piece.format(*texts) for piece, *texts in pieces)
    story = newscrawl.parse_story(html, "https://example.com/a/b")
    assert story.status in ("usable", "withheld", "canceled")


# What patterns with a nested repeat choke on: an unclosed bracket, words that could end anywhere, separators.
_BAIT = ["A", "a ", "A ", "A,", "[", "(", "- ", "| ", "and ", "A and ", "By ", "&amp;", "漢", "Reuters ", "/"]


@pytest.mark.parametrize("bait", _BAIT)
def test_cost_grows_no_faster_than_the_page(bait: str) -> None:
    """20,000 characters in every place that is read: a quadratic pattern takes several seconds."""
    text = bait * (20_000 // len(bait))
    html = (
        f'<html lang="{text}"><title>{text}</title><meta property="og:title" content="{text}">'
        f'<meta name="description" content="{text}"><meta name="author" content="{text}">'
        f'<meta name="robots" content="{text}"><meta property="article:section" content="{text}">'
        f'<nav class="breadcrumb">{text}</nav><h1><span>{text}</span> {text}</h1>'
        f'<p class="byline">By {text}</p>'
        f'<figure><img srcset="{text}" src="{text}"><figcaption>{text}</figcaption></figure>'
        f"<p>{text}</p><p>Text. {text}</p>"
    )
    page = Page(html, "https://example.com/a/b", {"X-Robots-Tag": text, "Content-Usage": text})
    layout = Layout(page)
    story = Story(url=page.url)
    start = time.process_time()
    story.headline, layout.headline_block = find_headline(layout, page)
    body = [block for block in layout.blocks if block.tag == "p"]
    story.body = "\n\n".join(block.text for block in body)
    read_meta(story, layout, page, body)
    normalise_wire(story)
    assert time.process_time() - start < 2
