"""Addresses: clean, as one key for all variants of a page, and as the site they belong to."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Story
from newscrawl.normalise.urls import (
    clean_url,
    fetch_key,
    host_of,
    normalise_urls,
    registrable_domain,
    same_site,
    story_id,
)

STORY = "https://www.example.com/world/2016/09/05/harbour-wall-voted-down"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("HTTPS://WWW.Example.COM/World/Story", "https://www.example.com/World/Story"),
        ("http://example.com:80/a", "http://example.com/a"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com/a#comments", "https://example.com/a"),
        ("  https://example.com/a\n", "https://example.com/a"),
        ("https://example.com/a?utm_source=x&utm_medium=y", "https://example.com/a"),
        ("https://example.com/a?fbclid=1&id=7", "https://example.com/a?id=7"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?b=2&a=1"),
        ("https://example.com/a?id=7&amp;utm_source=x", "https://example.com/a?id=7"),
        ("https://example.com/a?at_medium=RSS&at_campaign=x", "https://example.com/a"),
        # Without a path that names the page these may be what names it.
        ("https://example.com/?cid=7", "https://example.com/?cid=7"),
        ("https://example.com/story-of-a-bridge?cid=7", "https://example.com/story-of-a-bridge"),
        ("https://example.com/news.php?from=7", "https://example.com/news.php?from=7"),
        ("https://bücher.example/ä?q=ö", "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6"),
        ("http://[::1]:80/a", "http://[::1]/a"),
        ("mailto:desk@example.com", "mailto:desk@example.com"),
        ("http://[broken", "http://[broken"),
        ("http://example.com:99999/a", "http://example.com:99999/a"),
    ],
)
def test_clean_url(url: str, clean: str) -> None:
    assert clean_url(url) == clean


@pytest.mark.parametrize(
    "variant",
    [
        "http://www.example.com/world/2016/09/05/harbour-wall-voted-down",
        "https://example.com/world/2016/09/05/harbour-wall-voted-down",
        "https://m.example.com/world/2016/09/05/harbour-wall-voted-down",
        "https://amp.example.com/world/2016/09/05/harbour-wall-voted-down",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down/",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down/amp",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down/amp/",
        "https://www.example.com/amp/world/2016/09/05/harbour-wall-voted-down",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down.amp",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down?amp",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down?amp=1",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down?outputType=amp",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down?print=1",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down/print",
        "https://www.example.com/print/world/2016/09/05/harbour-wall-voted-down",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down/index.html",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down#top",
        "https://www.example.com/world/2016/09/05/harbour-wall-voted-down?utm_source=feed&ref=home",
        "https://www.example.com:443/world//2016/09/05/harbour%2Dwall-voted-down",
    ],
)
def test_variants_are_one_story(variant: str) -> None:
    assert fetch_key(variant) == fetch_key(STORY)
    assert story_id(variant) == story_id(STORY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY, STORY + "-again"),
        ("https://example.com/world?page=1", "https://example.com/world"),  # Drupal counts from 0
        ("https://example.com/world?page=2", "https://example.com/world"),
        ("https://example.com/?p=12", "https://example.com/?p=13"),
        ("https://example.com/Story", "https://example.com/story"),
        ("https://a.example.com/x", "https://b.example.com/x"),
        ("https://example.com/x", "https://example.org/x"),
        ("https://example.com:8000/x", "https://example.com:8001/x"),
        ("https://m.news/x", "https://www.news/x"),
        ("https://example.com/guitar-amp", "https://example.com/guitar"),
        ("https://example.com/amplifiers", "https://example.com/lifiers"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert fetch_key(one) != fetch_key(other)


def test_story_id_is_a_constant_of_the_dataset() -> None:
    # Published datasets carry these: a change of the key would break every join.
    assert story_id(STORY) == "20a961008d1ae509"
    assert story_id("https://example.com/?p=12") == "29464258e87bf19e"


def test_story_id_believes_a_plausible_canonical_only() -> None:
    elsewhere = "https://www.example.com/world/other-address"
    assert story_id(elsewhere, STORY) == story_id(STORY)
    assert story_id(elsewhere, "https://agency.example.org/copy") == story_id(elsewhere)
    assert story_id(elsewhere, "https://www.example.com/") == story_id(elsewhere)
    assert story_id(elsewhere, "http://[broken") == story_id(elsewhere)


def test_normalise_urls() -> None:
    story = Story(url=STORY + "?utm_source=x", canonical_url="https://other.example.org/x")
    normalise_urls(story)
    assert (story.url, story.canonical_url, story.site) == (STORY, None, "example.com")
    assert story.id == story_id(STORY)
    story = Story(url="http://m.example.com/x", canonical_url=STORY + "#top")
    normalise_urls(story)
    assert (story.canonical_url, story.id) == (STORY, story_id(STORY))


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.example.co.uk/a", "example.co.uk"),
        ("https://alice.blogspot.com/", "alice.blogspot.com"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("http://localhost/a", "localhost"),
        ("http://[::1]/a", "[::1]"),
        ("not an address", ""),
        ("http://[broken", ""),
    ],
)
def test_registrable_domain(url: str, domain: str) -> None:
    assert registrable_domain(url) == domain


def test_same_site() -> None:
    assert same_site("https://a.example.com/1", "http://b.example.com/2")
    assert not same_site("https://alice.blogspot.com", "https://bob.blogspot.com")
    assert not same_site("mailto:x", "mailto:x")


segment = st.text(string.ascii_letters + string.digits + "-_.~äß漢 %", min_size=1, max_size=12)
host = st.from_regex(r"(www\.|m\.)?[a-z]{1,8}(\.[a-z]{2,8}){1,2}", fullmatch=True)
pairs = st.lists(
    st.tuples(st.sampled_from(["id", "p", "page", "utm_source", "fbclid", "amp", "q"]), segment), max_size=4
)


@st.composite
def urls(draw: st.DrawFn) -> str:
    path = "/".join(draw(st.lists(segment, max_size=5)))
    query = "&".join(f"{name}={value}" for name, value in draw(pairs))
    return f"{draw(st.sampled_from(['http', 'https']))}://{draw(host)}/{path}{'?' + query if query else ''}"


@given(urls())
def test_cleaning_twice_changes_nothing(url: str) -> None:
    once = clean_url(url)
    assert clean_url(once) == once
    assert fetch_key(once) == fetch_key(url)
    assert story_id(once) == story_id(url)


@given(urls(), st.sampled_from(["utm_source=x", "fbclid=abc", "gclid=1", "at_medium=x", "mc_cid=1"]))
def test_tracking_never_changes_the_story(url: str, tracking: str) -> None:
    url = url.strip()  # white space around an address is none of it
    joint = "&" if "?" in url else "?"
    assert story_id(f"{url}{joint}{tracking}") == story_id(url)
    assert story_id(f"{url}#part") == story_id(url)


@given(urls())
def test_scheme_never_changes_the_story(url: str) -> None:
    swapped = (
        url.replace("http://", "https://", 1)
        if url.startswith("http://")
        else url.replace("https://", "http://", 1)
    )
    assert story_id(swapped) == story_id(url)


@given(st.text(max_size=80))
def test_any_text_is_taken(text: str) -> None:
    for url in (text, "http://" + text, "https://example.com/" + text):
        assert isinstance(clean_url(url), str)
        assert len(story_id(url, text)) == 16
        assert isinstance(registrable_domain(url), str)
        assert isinstance(host_of(url), str)


@pytest.mark.parametrize("url", ["http://[broken/story-1#top", "https://]/story-1/?print=1"])
def test_an_address_that_cannot_be_taken_apart_is_its_own_key(url: str) -> None:
    assert fetch_key(url) == url
