"""What a page and its headers say of reuse, and which of them wins."""

from __future__ import annotations

import pytest

from newscrawl.extract.rights import read_rights, tokens
from newscrawl.items import Rights
from newscrawl.page import Page

URL = "https://quaypost.example/world/harbour"


def rights(head: str = "", body: str = "", known: Rights | None = None, **headers: str) -> Rights:
    page = Page(
        f"<html><head>{head}</head><body>{body}</body></html>",
        URL,
        {name.replace("_", "-"): value for name, value in headers.items()},
    )
    return read_rights(page, known)


def test_nothing_said_is_nothing_recorded() -> None:
    assert rights() == Rights()


@pytest.mark.parametrize(
    ("value", "want"),
    [
        ("NOINDEX,NoFollow", ["NOINDEX", "NoFollow"]),
        ("max-snippet: 50, noai , noimageai", ["max-snippet: 50", "noai", "noimageai"]),
        ("unavailable_after: 25 Jun 2030 15:00:00 GMT", ["unavailable_after: 25 Jun 2030 15:00:00 GMT"]),
        ("otherbot: noindex, nofollow", ["otherbot: noindex", "otherbot: nofollow"]),
        ("", []),
        (",,", []),
    ],
)
def test_tokens(value: str, want: list[str]) -> None:
    assert tokens(value) == want


def test_robots_meta_and_header() -> None:
    found = rights(
        '<meta name="robots" content="noarchive, noai"><meta name="googlebot" content="noindex">',
        X_Robots_Tag="noimageai",
    )
    assert found.robots_meta == ["noarchive", "noai", "googlebot: noindex"]
    assert found.x_robots_tag == ["noimageai"]
    assert found.signal is None, "robots tokens do not speak of the reservation"


def test_crawlers_are_named_in_many_ways() -> None:
    names = ("GPTBot", "googlebot-news", "Google-Extended", "anthropic-ai", "nicecrawler", "slurp")
    found = rights("".join(f'<meta name="{name}" content="noai">' for name in (*names, "robotics", "author")))
    assert found.robots_meta == [f"{name.lower()}: noai" for name in names]


def test_a_header_line_names_its_own_crawler_only() -> None:
    found = rights(
        X_Robots_Tag="otherbot: noindex, nofollow\nnoarchive\nunavailable_after: 25 Jun 2030 15:00:00 GMT"
    )
    assert found.x_robots_tag == [
        "otherbot: noindex",
        "otherbot: nofollow",
        "noarchive",
        "unavailable_after: 25 Jun 2030 15:00:00 GMT",
    ]


META = '<meta name="tdm-reservation" content="{}">'


@pytest.mark.parametrize(
    ("known", "header", "meta", "want"),
    [
        (None, "1", None, (1, "header")),
        (None, None, "1", (1, "meta")),
        (None, "1", "0", (0, "meta")),
        (None, "0", "1", (1, "meta")),
        (Rights(tdm_reservation=1, signal="well-known"), None, None, (1, "well-known")),
        (Rights(tdm_reservation=1, signal="well-known"), "0", None, (0, "header")),
        (None, "yes", None, (None, None)),
        (None, "1", "", (1, "header")),
    ],
)
def test_later_signal_wins(
    known: Rights | None, header: str | None, meta: str | None, want: tuple[int | None, str | None]
) -> None:
    headers = {} if header is None else {"TDM_Reservation": header}
    found = rights("" if meta is None else META.format(meta), known=known, **headers)
    assert (found.tdm_reservation, found.signal) == want


def test_policy_goes_with_its_reservation() -> None:
    found = rights(META.format("0"), TDM_Reservation="1", TDM_Policy="https://quaypost.example/p.json")
    assert (found.tdm_reservation, found.tdm_policy) == (0, None)


def test_content_usage_is_verbatim() -> None:
    assert rights(Content_Usage="train-ai=n, search=y").content_usage == "train-ai=n, search=y"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">', ""),
        ("", '<a rel="license nofollow" href="https://creativecommons.org/licenses/by/4.0/">CC</a>'),
        # In a footer that is a menu.
        (
            "",
            "<p>Text.</p><footer><nav>"
            + '<a href="/a">Item</a>' * 60
            + "</nav><div class='footer'>"
            + '<a href="/a">Item</a>' * 60
            + '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC</a></div></footer>',
        ),
        ("", "<a href=https://creativecommons.org/licenses/by/4.0/ rel=license>CC</a>"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","license":{"url":"https://creativecommons.org/licenses/by/4.0/"}}</script>',
            "",
        ),
    ],
)
def test_license(head: str, body: str) -> None:
    assert rights(head, body).license_url == "https://creativecommons.org/licenses/by/4.0/"


def test_license_in_the_link_header() -> None:
    value = '</feed>; rel=alternate, </terms, of use>; title="a"; rel="license nofollow"; type="x/y"'
    assert rights(Link=value).license_url == "https://quaypost.example/terms, of use"
    assert rights(Link="</license>; rel=next, <//[>; rel=license").license_url is None
    assert (
        rights("", '<a rel="license" href="/republish">Use it</a>').license_url
        == "https://quaypost.example/republish"
    )


def test_usage_info() -> None:
    head = '<script type="application/ld+json">{"@type":"WebPage","usageInfo":"https://quaypost.example/usage"}</script>'
    assert rights(head).usage_info == "https://quaypost.example/usage"
