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
    return merge(names_in(text) for text in read_bylines(layout, headline, first, first)[0])


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
        "<p><time>1 March 2024</time> <span class='list-category'>Harbours</span> "
        "<span class='list-author' itemprop='author'><span itemprop='name'>By Ana Ruiz</span></span></p>",
        "<p>Photos and Story By Ana Ruiz</p>",
        "<p>---- by Ana Ruiz</p>",
        "<p>Publié par Ana Ruiz</p>",
        "<p>Interview: Ana Ruiz</p>",
        "<p>Text von Ana Ruiz Illustration von Tom Falk</p>",
        "<div>Auteur(s) :</div><div>Ana Ruiz</div>",
        "<p>World | 1 March 2024 | 17:15 by Ana Ruiz in Harbours</p>",
        "<p class='meta'>Home | <span class='author'>By Ana Ruiz</span> | <time>1 March 2024</time></p>",
        "<p class='post-meta'><a href='/author/ana'>Ana Ruiz</a> <span class='comments'>0</span></p>",
        "<p class='byline'>By <a href='/author/ana'>Ana Ruiz</a></p>"
        "<p class='byline'>Reviewed by <a href='/author/tom'>Tom Falk</a></p>",
    ],
)
@pytest.mark.parametrize("body_class", ["", "nav-open has-sidebar related"])
def test_found(between: str, body_class: str) -> None:
    assert names(between, body_class=body_class) == ["Ana Ruiz"]


@pytest.mark.parametrize(
    "label",
    ["Scritto da", "Geschrieben von", "Écrit par", "Skrevet af", "Escrit per", "Γράφτηκε από τον", "By"],
)
@pytest.mark.parametrize("name", ["Ana Ruiz", "Ana"])
def test_a_label_before_a_name_in_an_element_of_its_own_is_no_author(label: str, name: str) -> None:
    inner = f"<dl class='article-info'><dd itemprop='author'>{label} <span>{name}</span></dd></dl>"
    story = parse_story(
        f"<article><h1>Harbour reopens after storm</h1>{inner}<p>{TEXT}</p><p>{TEXT} {TEXT}</p></article>",
        "https://quaypost.example/world/harbour",
    )
    assert story.authors == [name]


@pytest.mark.parametrize(
    "between",
    [
        "<p class='byline'>By <a href='/author/ana'>Ana Ruiz</a> and Tom Falk</p>",
        "<p class='byline'>By <span><a href='/author/ana'>Ana Ruiz</a></span> and <span>Tom Falk</span></p>",
    ],
)
def test_a_second_author_without_a_link(between: str) -> None:
    assert names(between) == ["Ana Ruiz", "Tom Falk"]


@pytest.mark.parametrize(
    "between",
    [
        "",
        "<ul class='related'><li><span class='author'>Ana Ruiz</span></li></ul>",
        "<p class='caption'>Photo: Ana Ruiz</p>",
        "<div>FOTO:</div><div class='author'>Ana Ruiz</div>",
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


def authors(before: str, after: str = "", head: str = "", above: str = "") -> list[str]:
    """Authors of the record of a page that shows this under the headline, under the text and above them."""
    return parse_story(
        f"<html><head>{head}<title>Harbour reopens after storm</title></head><body>"
        f"<ul><li><a href='/w'>Top Stories</a></li></ul>{above}<article>"
        f"<h1>Harbour reopens after storm</h1>{before}"
        f"<p>{TEXT}</p><p>{TEXT.replace('Friday', 'Monday')}</p><p>{TEXT.replace('nine', 'ten')}</p>{after}"
        "</article></body></html>",
        "https://quaypost.example/world/harbour",
    ).authors


@pytest.mark.parametrize(
    ("before", "want"),
    [
        ("<p>1 March 2024 - Ana Ruiz</p>", ["Ana Ruiz"]),
        ("<p>Ana Ruiz | 1 March 2024, 17:15</p>", ["Ana Ruiz"]),
        ("<div><div>Ana Ruiz</div><div>1 March 2024</div></div>", ["Ana Ruiz"]),
        ("<p>1 March 2024, 17:15 by quayside</p>", ["quayside"]),
        ("<p>Erstellt von Fenna am Freitag 1. März 2024</p>", ["Fenna"]),
        ("<p class='meta'><a href='/author/f/'>fenna</a> — 1 March 2024</p>", ["fenna"]),
        ("<p class='author'>ana ruiz <span>01.03.2024 | 09:03</span></p>", ["Ana Ruiz"]),
        ("<p>半月港口记者 高木春</p>", ["高木春"]),
        ("<p>記者高木春／台北報導</p>", ["高木春"]),
        (f"<p>〔記者高木春／台北報導〕{TEXT}</p>", ["高木春"]),
        (f"<p>半月社海港3月1日电（记者高木春、林溪）{TEXT}</p>", ["高木春", "林溪"]),
        (f"<p>(부산=가나다) 임꺽정 기자 = {TEXT}</p>", ["임꺽정"]),
        ("<p>作者｜高木春</p>", ["高木春"]),
        ("<div class='post_info'>来源: <a href='/m'>海港观察</a> <a href='/r'>举报</a></div>", []),
        (
            "<section role='region'><ul><li><span>Автор, </span><span>Анна Руис</span></li>"
            "<li><span>Место работы, </span><span>Набережная</span></li></ul></section>",
            ["Анна Руис"],
        ),
        ("<ul><li>기자명 임꺽정 기자</li><li>입력 2024.03.01 09:10</li></ul>", ["임꺽정"]),
        # A section, a place, what the page is about, a list of tags.
        ("<p>1 March 2024 - Top Stories</p>", []),
        ("<p>Harbour Master | 1 March 2024</p>", []),
        ("<p>1 March 2024 21 Tides, Quay Walls, Fish, Nets, Boats</p>", []),
        ("<p>Im Wortlaut | 1 March 2024</p>", []),
        ("<p>1 March 2024 by the harbour master</p>", []),
    ],
)
def test_beside_the_stamp(before: str, want: list[str]) -> None:
    assert authors(before) == want


@pytest.mark.parametrize(
    ("after", "want"),
    [
        ("<footer>Von Fenna am 01.03.2024, 11:51 | 0 Meinungen</footer>", ["Fenna"]),
        ("<footer class='tags'>Ana Ruiz | 01.03.2024 um 14:26</footer>", ["Ana Ruiz"]),
        ("<p>It ended there. (Ana Ruiz) +++</p>", ["Ana Ruiz"]),
        (f"<p>{TEXT} 渡轮中午启航。（评论员 高木 春田）</p>", ["高木", "春田"]),
        ("<p>记者 高木春 林溪</p>", ["高木春", "林溪"]),
        ("<p>임꺽정 기자 <a href='mailto:l@example.com'>l@example.com</a></p>", ["임꺽정"]),
        ("<p>[가나다일보=임꺽정 기자]</p>", ["임꺽정"]),
        ("<p>기자 스무 명이 배를 기다렸다</p>", []),
        ("<p>Tom Falk, master of the harbour by Sluys Gate</p>", []),
        ("<div class='related'><p>By Ana Ruiz</p></div>", []),
    ],
)
def test_under_the_text(after: str, want: list[str]) -> None:
    assert authors("", after) == want


def test_what_is_stated_goes_before_a_name_no_markup_calls_a_byline() -> None:
    assert authors("<p>Tom Falk | 1 March 2024</p>", head="<meta name=author content='Ana Ruiz'>") == [
        "Ana Ruiz"
    ]


@pytest.mark.parametrize(
    ("before", "want"),
    [
        ("<p class='author'>Von Redaktion</p>", ["Redaktion"]),
        ("<p class='byline'>QP Correspondent</p>", ["QP Correspondent"]),
        ("<p class='byline'>By Harbour News Service</p>", ["Harbour News Service"]),
        ("<p class='byline'>Harbour News Service</p>", []),
        ("<p class='byline'>By Quay Post</p>", []),
        ("<p class='byline'>By Reuters Staff</p>", []),
        ("<p class='byline'>By Ana Ruiz</p><p class='byline'>Staff Reporter</p>", ["Ana Ruiz"]),
        ("<p class='byline'>Next Story ❯</p>", []),
    ],
)
def test_a_desk_signs_where_no_person_does(before: str, want: list[str]) -> None:
    assert authors(before, head="<meta property='og:site_name' content='Quay Post'>") == want


@pytest.mark.parametrize(
    "stated",
    [
        "Super User",
        "admin",
        "www.ruiz.example | Ana Ruiz",
        "Ana Ruiz und Tidal designed",
        "Feuerwehr Sluys, Abteilung Nord",
    ],
)
def test_accounts_makers_and_organisations_are_no_authors(stated: str) -> None:
    assert authors("", head=f"<meta name=author content='{stated}'>") == []


def test_the_byline_of_a_teaser_above_the_headline_is_not_the_storys() -> None:
    card = (
        "<ul><li><a href='/b'>Mayor resigns after long inquiry</a></li>"
        "<li class='author'><a href='/authors/tom'>Tom Falk</a></li></ul>"
    )
    assert authors("", above=card) == []
    assert authors("", above="<p class='author'>By <a href='/authors/ana'>Ana Ruiz</a></p>") == ["Ana Ruiz"]


def test_names_for_tests_say_what_machine_made_classes_hide() -> None:
    text = "".join(
        f"<p class=css-1k>Paragraph {n} tells of the ferry that came back, and of who waited for it.</p>"
        for n in range(8)
    )
    page = (
        "<main><h1>Ferry returns to the bay</h1>"
        "<div class=css-3 data-testid=subheadline>It was away for eleven years, to the surprise of all.</div>"
        f"<div class=css-4 data-testid=byline><span>Ann Lee</span></div><div class=css-7>{text}</div></main>"
    )
    story = parse_story(page, "https://harbour.example/2024/03/ferry-returns-to-the-bay")
    assert story.authors == ["Ann Lee"]
    assert story.summary == "It was away for eleven years, to the surprise of all."


def test_a_line_that_was_taken_for_a_byline_is_no_standfirst() -> None:
    line = "By Ana Ruiz, Edited By: Tom Falk, Updated: Friday, 1 March 2024, 05:05 PM (IST)"
    record = parse_story(
        f"<h1>Harbour reopens after storm</h1><div class='ArticleDetail'>{line}</div>"
        f"<p>{TEXT}</p><p>{TEXT.replace('Friday', 'Monday')}</p><p>{TEXT.replace('nine', 'ten')}</p>",
        "https://quaypost.example/world/harbour",
    )
    assert record.summary is None
