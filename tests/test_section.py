"""The section by breadcrumb, statement and address."""

from __future__ import annotations

import pytest

from newscrawl.extract.blocks import Layout
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
        (crumb_list("Quaypost", "News"), "", "/a/b", None),
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
