"""Pictures of the story: which, in what size, with which caption and credit."""

from __future__ import annotations

import pytest

from newscrawl.extract.blocks import Layout
from newscrawl.extract.headline import find_headline
from newscrawl.extract.images import find_images, split_credit
from newscrawl.page import Page

TEXT = "The harbour reopened on Friday after nine days of storm, and two ferries left at noon."


def images(markup: str, head: str = "", before: str = "") -> list[tuple[str, str | None, str | None]]:
    html = (
        f"<html><head>{head}</head><body>{before}<article><h1>Harbour reopens</h1><p>{TEXT}</p>{markup}"
        f"<p>{TEXT}</p></article>"
        f"<footer><img src='/foot.jpg'></footer></body></html>"
    )
    page = Page(html, "https://quaypost.example/world/harbour")
    layout = Layout(page)
    headline = find_headline(layout, page)[1]
    body = [block for block in layout.blocks if block.text == TEXT]
    return [(image.url, image.caption, image.credit) for image in find_images(layout, page, headline, body)]


BASE = "https://quaypost.example"


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ("<img src='/a-quay.jpg'>", "/a-quay.jpg"),
        ("<img src='data:image/gif;base64,R0' data-src='/a-quay.jpg'>", "/a-quay.jpg"),
        ("<img src='/placeholder.png' data-lazy-src='/a-quay.jpg'>", "/a-quay.jpg"),
        ("<img src='/s.jpg' srcset='/s.jpg 320w, /l.jpg 1280w, /m.jpg 640w'>", "/l.jpg"),
        ("<img src='/s.jpg' srcset='/s.jpg, /l.jpg 2x'>", "/l.jpg"),
        ("<img src='/s.jpg' srcset='/w,320/s.jpg 320w, /w,640/l.jpg 640w'>", "/w,640/l.jpg"),
        ("<picture><source srcset='/l.webp 1200w'><img src='/s.jpg'></picture>", "/l.webp"),
        ("<img src='/a-quay.jpg' data-src='/'>", "/a-quay.jpg"),
        ("<a href='/full/a-quay.jpg'><img src='/a-quay.jpg'></a>", "/a-quay.jpg"),
    ],
)
def test_largest(markup: str, url: str) -> None:
    assert images(markup) == [(BASE + url, None, None)]


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='/pixel.gif' width='1' height='1'>",
        "<img src='/icons/share.svg'>",
        "<img src='/logo.png'>",
        "<img src='javascript:void(0)'>",
        "<img src='//['>",
        "<img>",
        "<a href='/world/another-story'><img src='/other.jpg'></a>",
        "<div class='related-stories'><img src='/other.jpg'></div>",
        "<div class='author-box'><img class='avatar' src='/ana.jpg'></div>",
    ],
)
def test_not_of_the_story(markup: str) -> None:
    assert images(markup) == []


def test_sharing_image_only_where_nothing_is_shown() -> None:
    head = "<meta property='og:image' content='/lead.jpg'>"
    assert images("", head) == [(f"{BASE}/lead.jpg", None, None)]
    assert images("<img src='/a-quay.jpg'>", head) == [(f"{BASE}/a-quay.jpg", None, None)]
    assert images("", "<meta property='og:image' content='/logo.png'>") == []


@pytest.mark.parametrize(
    ("caption", "want"),
    [
        ("The quay. Photo: Ana Ruiz", ("The quay.", "Ana Ruiz")),
        ("The quay <span class='credit'>(Image: Ana Ruiz)</span>", ("The quay", "Ana Ruiz")),
        ("The quay on Friday. (AP Photo/Ana Ruiz)", ("The quay on Friday.", "AP Photo/Ana Ruiz")),
        ("Der Kai. Foto: dpa", ("Der Kai.", "dpa")),
        ("Der KaiQuelle: Ana Ruiz/dpa", ("Der Kai", "Ana Ruiz/dpa")),
        ("The quay © Ana Ruiz", ("The quay", "Ana Ruiz")),
        ("Getty Images", (None, "Getty Images")),
        ("All photos by Ana Ruiz", (None, "Ana Ruiz")),
        ("(The Quay Post)", (None, "The Quay Post")),
        ("The quay during the first ferry's call.AFP", ("The quay during the first ferry's call.", "AFP")),
        ("The quay. (Photo by Example Images) Example", ("The quay.", "Example Images")),
        ("The quay", ("The quay", None)),
    ],
)
def test_caption_and_credit(caption: str, want: tuple[str | None, str | None]) -> None:
    assert images(f"<figure><img src='/a-quay.jpg'><figcaption>{caption}</figcaption></figure>") == [
        (f"{BASE}/a-quay.jpg", *want)
    ]


def test_one_picture_in_several_sizes_is_one() -> None:
    assert len(images("<img src='/harbour-quay-640x360.jpg'><img src='/harbour-quay-1280x720.jpg'>")) == 1


def test_credit_is_not_found_in_a_word() -> None:
    assert split_credit("Gruppenfoto: alle Lotsen") == ("Gruppenfoto: alle Lotsen", None)


@pytest.mark.parametrize(
    ("before", "want"),
    [
        ("<p>Quaypost</p><div><img src='/masthead.png'></div>", []),
        ("<p>Quaypost</p><figure><img src='/chart.png'></figure>", ["/chart.png"]),
        ("<p>Quaypost</p><div><img src='/a-quay.jpg'></div>", ["/a-quay.jpg"]),
    ],
)
def test_above_the_headline(before: str, want: list[str]) -> None:
    assert [url for url, _, _ in images("", before=before)] == [BASE + path for path in want]
