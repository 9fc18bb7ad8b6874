"""The section by breadcrumb, statement and address."""

from __future__ import annotations

import pytest

from newscrawl.extract.blocks import Layout
from newscrawl.extract.headline import find_headline
from newscrawl.extract.section import find_section
from newscrawl.page import Page

CRUMBS = '<ol class="breadcrumb"><li><a href="/">Home</a></li>{}</ol>'


def crumb_list(*names: str) -> str:
    items = ",".join(f'{{"@type":"ListItem","item":{{"@id":"/x","name":"{name}"}}}}' for name in names)
    listed = f'{{"@type":"BreadcrumbList","itemListElement":[{items}]}}'
    return f'<script type="application/ld+json">{listed}</script>'


@pytest.mark.parametrize(
    ("head", "body", "path", "want"),
    [
        (crumb_list("Home", "World", "Europe"), "", "/a/b", "World"),
        (crumb_list("Startseite", "Nachrichten", "Panorama"), "", "/a/b", "Panorama"),
        (crumb_list("Quaypost", "News"), "", "/a/b", "News"),
        ("", CRUMBS.format('<li><a href="/sport">Sport</a></li>'), "/a/b", "Sport"),
        ("", '<div class="breadcrumbs">Home › Business › Ports</div>', "/a/b", "Business"),
        # A breadcrumb inside a menu, which is not read as one.
        (
            "",
            "<nav>" + "<a>Item</a>" * 40 + CRUMBS.format('<li><a href="/sport">Sport</a></li>') + "</nav>",
            "/a/b",
            "Sport",
        ),
        ('<meta property="article:section" content="Politik">', "", "/a/b", "Politik"),
        ('<meta property="article:section" content="Quaypost">', "", "/world/b", "world"),
        ("", "", "/culture/film/the-quay", "culture"),
        ("", "", "/eng/politics/the-quay", "politics"),
        (crumb_list("Home", "2022", "September", "The quay reopens"), "", "/a/b", "The quay reopens"),
        (crumb_list("Hindi News", "Ports"), "", "/a/b", "Ports"),
        ("", "", "/2024/05/the-quay", None),
        ("", "", "/article/the-quay", None),
        ("", "", "/the-quay-reopens", None),
        ("", "", "", None),
    ],
)
def test_section(head: str, body: str, path: str, want: str | None) -> None:
    page = Page(
        f"<html><head>{head}</head><body>{body}<p>Text.</p></body></html>", f"https://quaypost.example{path}"
    )
    assert find_section(Layout(page), page) == want


HEADLINE = "<h1>The quay reopens after nine days of storm</h1>"
MENU = (
    "<nav><a href='/'>Home</a><a href='/gesundheit-soziales/'>Gesundheit &amp; Soziales</a>"
    "<a href='/meteo/'>Météo</a><a href='/ports/'>Häfen</a><a href='/ana-ruiz/'>Ana Ruiz</a></nav>"
)


def near(body: str, path: str, head: str = "", people: tuple[str, ...] = ()) -> str | None:
    page = Page(
        f"<html><head><title>The quay reopens after nine days of storm</title>{head}</head>"
        f"<body>{body}<p>Text.</p></body></html>",
        f"https://quaypost.example{path}",
    )
    layout = Layout(page)
    layout.headline_block = find_headline(layout, page)[1]
    return find_section(layout, page, people)


@pytest.mark.parametrize(
    ("path", "want"),
    [
        # What the page calls the section of its address.
        ("/gesundheit-soziales/the-quay", "Gesundheit & Soziales"),
        ("/meteo/the-quay", "Météo"),
        ("/ports/the-quay", "Häfen"),
        ("/themen/meteo/the-quay", "Météo"),
        # A common name of a section stays, the machinery's words don't.
        ("/politics/the-quay", "politics"),
        ("/service/the-quay", None),
        ("/jxz/detail/the-quay", None),
        # An author's folder.
        ("/ana-ruiz/the-quay", None),
    ],
)
def test_label_of_address(path: str, want: str | None) -> None:
    assert near(MENU + HEADLINE, path, people=("Ana Ruiz",)) == want


@pytest.mark.parametrize(
    "beside",
    [
        "<div><a href='/category/harbour/'>Harbour</a></div>" + HEADLINE,
        "<div><a href='/harbour'>Harbour</a></div>" + HEADLINE,
        "<p class='rubric'>Harbour</p><p>3 May 2024</p>" + HEADLINE,
        HEADLINE + "<p>By Ana Ruiz on 3 May in <a rel='category tag' href='/c/1'>Harbour</a></p>",
        "<p><a href='/'>Home</a> » <a href='/x'>Harbour</a> » The quay</p>" + HEADLINE,
        "<ul><li><a href='/'>Quaypost</a></li><li><a href='/x'>Harbour</a></li>"
        "<li>The quay reopens after nine days of storm</li></ul>" + HEADLINE,
    ],
)
def test_beside_the_headline(beside: str) -> None:
    assert near(beside, "/harbour/a/b.html") == "Harbour"


@pytest.mark.parametrize(
    "beside",
    [
        "<p class='kicker'>Storm damage</p>" + HEADLINE,
        "<div class='category'><a href='#'>Close</a></div>" + HEADLINE,
        "<div class='related'><a href='/category/harbour/'>Harbour</a></div>" + HEADLINE,
        HEADLINE + "<p><a href='/@ana-ruiz'>Ana Ruiz</a></p>",
        "<ul><li><a href='/'>Home</a></li><li><a href='/about'>About us</a></li></ul>" + HEADLINE,
    ],
)
def test_no_label(beside: str) -> None:
    assert near(beside, "/@ana-ruiz/the-quay", people=("Ana Ruiz",)) is None


@pytest.mark.parametrize(
    ("crumbs", "want"),
    [
        # The front page, whatever it is called; the headline, however short; an issue's number.
        ([("QP Start", "/"), ("Ports", "/x")], "Ports"),
        ([("Начало", "/bg/"), ("Ports", "/x")], "Ports"),
        ([("Back to Homepage", "/y"), ("Ports", "/x")], "Ports"),
        ([("Home", "/"), ("Blog", "/blog"), ("The quay reopens after nine days of storm", "/x")], "Blog"),
        ([("2023/43", "/x"), ("Ports", "/y")], "Ports"),
        ([("Archive 2023", "/x"), ("Issue: 43", "/y")], None),
    ],
)
def test_crumbs(crumbs: list[tuple[str, str]], want: str | None) -> None:
    links = "".join(f'<a href="{address}">{name}</a>' for name, address in crumbs)
    assert near(f"<div class='breadcrumbs'>{links}</div>{HEADLINE}", "/a/b") == want


def test_statement_that_is_a_slug() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","articleSection":"howard"}</script>'
        '<meta property="article:section" content="Howard County, Latest">'
    )
    assert near(HEADLINE, "/a/b", head) == "Howard County"
    stated = '<meta property="article:section" content="meteo">'
    assert near(MENU + HEADLINE, "/a/b", stated) == "Météo"
    assert near(HEADLINE, "/a/b", '<meta itemprop="articleSection" content="Ports">') == "Ports"
