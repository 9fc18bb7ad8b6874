"""Where the byline stands, and what beside it is none."""

from __future__ import annotations

import pytest

from newscrawl import parse_story
from newscrawl.extract.blocks import Layout
from newscrawl.extract.byline import read_bylines, stated_authors, stated_organisations
from newscrawl.extract.headline import find_headline
from newscrawl.extract.meta import read_meta
from newscrawl.items import RawStory, Story
from newscrawl.normalise.people import merge, names_in
from newscrawl.page import Page

TEXT = (
    "The harbour reopened on Friday after nine days of storm, and two ferries left at noon, its master said."
)


def names(between: str, before: str = "", body_class: str = "") -> list[str]:
    page = Page(
        f"<html><body class='{body_class}'>{before}<article><h1>Harbour reopens after storm</h1>{between}"
        f"<p>{TEXT}</p></article></body></html>",
        "https://quaypost.example/world/harbour",
    )
    layout = Layout(page)
    headline = find_headline(layout, page)[1]
    first = next(block.index for block in layout.blocks if block.text == TEXT)
    return merge(names_in(text) for text in read_bylines(layout, headline, first, first))


@pytest.mark.parametrize(
    "between",
    [
        "<p class='byline'>By Ana Ruiz</p>",
        "<p>By Ana Ruiz</p>",
        "<p>Von Ana Ruiz</p>",
        "<div><a rel='author' href='/x'>Ana Ruiz</a></div>",
        "<div><a href='/authors/ana-ruiz/'>Ana Ruiz</a></div>",
        "<div class='author'>By</div><div>Ana Ruiz</div>",
        "<span class='author'><span>Ana Ruiz</span><span>Reporter</span></span>",
        "<p class='meta'><time>1 March 2024</time> by Ana Ruiz</p>",
        "<p class='byline'>By Ana Ruiz</p><p class='byline'>Photography by Tom Falk</p>",
        "<footer class='meta'><p class='byline'>By Ana Ruiz</p></footer>",
        "<p>Photos and Story By Ana Ruiz</p>",
        "<p class='byline'>By <a href='/author/ana'>Ana Ruiz</a></p>"
        "<p class='byline'>Reviewed by <a href='/author/tom'>Tom Falk</a></p>",
    ],
)
@pytest.mark.parametrize("body_class", ["", "nav-open has-sidebar related"])
def test_found(between: str, body_class: str) -> None:
    assert names(between, body_class=body_class) == ["Ana Ruiz"]


@pytest.mark.parametrize(
    "between",
    [
        "",
        "<ul class='related'><li><span class='author'>Ana Ruiz</span></li></ul>",
        "<p class='caption'>Photo: Ana Ruiz</p>",
        "<p>By the time the ferries left, the quay was dry again and nobody saw them go.</p>",
    ],
)
def test_none(between: str) -> None:
    assert names(between) == []


def test_other_stories_above() -> None:
    before = "<ul><li><a href='/b'>Mayor resigns</a> <span class='author'>Tom Falk</span></li></ul>"
    assert names("", before) == []


@pytest.mark.parametrize(
    ("head", "want"),
    [
        ('{"@type":"NewsArticle","author":{"name":"Ana Ruiz"}}', ["Ana Ruiz"]),
        ('{"@type":"NewsArticle","author":["Ana Ruiz",{"name":"Tom Falk"}]}', ["Ana Ruiz", "Tom Falk"]),
        ('{"@type":"NewsArticle","author":{"name":["Ana Ruiz"]}}', ["Ana Ruiz"]),
        (
            '{"@graph":[{"@type":"NewsArticle","author":{"@id":"#a"}},'
            '{"@type":"Person","@id":"#a","name":"Ana Ruiz"}]}',
            ["Ana Ruiz"],
        ),
        ('{"@type":"NewsArticle","author":"https://quaypost.example/ana"}', []),
        ('{"@type":"NewsArticle","author":{"@id":"#a"}}', []),
        ('{"@type":"NewsArticle","author":[[[[[["Ana Ruiz"]]]]]]}', []),
    ],
)
def test_stated(head: str, want: list[str]) -> None:
    page = Page(f'<script type="application/ld+json">{head}</script>', "https://quaypost.example/a")
    assert stated_authors(page) == want


def test_an_organisation_is_a_source_not_a_person() -> None:
    head = '{"@type":"NewsArticle","author":[{"@type":"Organization","name":"Reuters"},{"name":"Ana Ruiz"}]}'
    page = Page(f'<script type="application/ld+json">{head}</script>', "https://quaypost.example/a")
    assert (stated_authors(page), stated_organisations(page)) == (["Ana Ruiz"], ["Reuters"])


def test_stated_in_meta_where_json_ld_has_none() -> None:
    page = Page('<meta name="author" content="Ana Ruiz">', "https://quaypost.example/a")
    assert stated_authors(page) == ["Ana Ruiz"]


def test_text_in_an_element_named_for_who_wrote_it_is_no_byline() -> None:
    text = "「岸壁は朝には乾いていた」と港長は語り、「船は昼に出る、心配はない」と加えた。"
    story = parse_story(
        f"<article><h1>Harbour reopens after storm</h1><div class='editor'><p>高木春</p><p>{text}</p>"
        f"<p>{TEXT}</p><p>{TEXT} {TEXT}</p></div></article>",
        "https://quaypost.example/world/harbour",
    )
    assert story.authors == ["高木春"]
    assert text in (story.body or "")


def test_the_byline_is_sought_up_to_the_text_whatever_line_above_it_was_taken_for_body() -> None:
    events = "".join(
        f"<div class='event'>The tide rose again at {hour} and the quay was shut.</div>" for hour in range(5)
    )
    page = Page(
        f"<article><h1>Harbour reopens after storm</h1>{events}<div class='author'>Ana Ruiz</div>"
        f"<div class='author'>Tom Falk</div><p>{TEXT}</p><p>{TEXT}</p></article>",
        "https://quaypost.example/world/harbour",
    )
    layout = Layout(page)
    layout.headline_block = find_headline(layout, page)[1]
    paragraphs = [block for block in layout.blocks if block.tag == "p"]
    layout.prose = frozenset(block.index for block in paragraphs)
    story = Story(url=page.url)
    story.raw = RawStory(base_url=page.base_url)
    read_meta(story, layout, page, [layout.blocks[1], *paragraphs])
    assert story.raw.bylines == ["Ana Ruiz", "Tom Falk"]
