# ruff: noqa: E501
"""Whole pages of our own writing: which times are the story's, and which only stand near it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl import Site, Story, parse_story

LEAD = (
    "The harbour of the little town lay quiet in the morning, and nobody there expected what the tide would bring. "
    "By noon the water stood in the market square, as it had in the winter of the great storm."
)
BODY = f"<p>{LEAD}</p><p>Fishermen carried their nets to the upper floors. {LEAD}</p><p>In the end it was a goat that saved the bakery. {LEAD}</p>"
TITLE = "Goat saves bakery from the tide"


def read(inner: str, head: str = "", url: str = "https://wire.example/news/goat-saves-bakery", fetched: str | None = None, site: Site | None = None) -> Story:  # fmt: skip
    html = (
        f'<!doctype html><html lang="en"><head><title>{TITLE}</title>{head}</head><body>{inner}</body></html>'
    )
    return parse_story(html, url, site=site, fetched_at=datetime.fromisoformat(fetched) if fetched else None)


def times(story: Story) -> tuple[str | None, str | None, str | None, str | None]:
    return story.published, story.published_raw, story.last_update, story.last_update_raw


def test_stamp_in_the_byline() -> None:
    story = read(
        f'<header class="masthead"><div class="today">Monday, 12 December 2022</div></header><main><article><h1>{TITLE}</h1>'
        f'<div class="byline">By Jane Roe | 5 September 2016 17:15 | Updated 6 September 2016 08:20</div>{BODY}</article></main>'
    )
    assert times(story) == (
        "2016-09-05T17:15",
        "5 September 2016 17:15",
        "2016-09-06T08:20",
        "Updated 6 September 2016 08:20",
    )


def test_stamp_after_the_body() -> None:
    story = read(
        f"<article><h1>{TITLE}</h1>{BODY}<p><em>Last modified: 6 September 2016, 08:20</em></p></article>"
    )
    assert times(story) == (None, None, "2016-09-06T08:20", "Last modified: 6 September 2016, 08:20")


def test_stamp_in_a_button_and_in_separate_elements() -> None:
    story = read(
        f"<article><h1>{TITLE}</h1><button>Published September 5, 2016 at 5:15 p.m.</button>"
        f"<div><div>Last updated</div><div>September 6, 2016</div><div>8:20 a.m.</div></div>{BODY}</article>"
    )
    assert story.published == "2016-09-05T17:15"
    assert story.last_update == "2016-09-06T08:20"
    assert story.last_update_raw == "Last updated September 6, 2016 8:20 a.m."


def test_time_element_gives_the_zone() -> None:
    story = read(
        f'<article><h1>{TITLE}</h1><p>Updated <time datetime="2016-09-06T06:20:31Z">6 September 2016 at 08:20</time></p>{BODY}</article>'
    )
    assert (story.last_update, story.last_update_basis) == (
        "2016-09-06T08:20:31+02:00",
        "visible+time,zone:time",
    )


def test_relative_stamp_with_its_time_element() -> None:
    story = read(
        f'<article><h1>{TITLE}</h1><p>Updated <time datetime="2016-09-06T06:20:31Z">2 hours ago</time></p>{BODY}</article>',
        fetched="2016-09-06T08:30:00+00:00",
    )
    assert (story.last_update, story.last_update_raw) == ("2016-09-06T06:20:31+00:00", "Updated 2 hours ago")
    assert story.last_update_basis == "visible+time,relative"


@pytest.mark.parametrize(
    "noise",
    [
        '<header class="site-header"><span>Monday, 5 September 2016</span><nav><a href="/">Home</a></nav></header>{story}',
        "{story}<footer>© 2016 Wire Example. Page updated 5 September 2016</footer>",
        '{story}<section class="related"><h2>More from World</h2><ul><li><a href="/a">Ship found</a> <span>5 September 2016</span></li>'
        '<li><a href="/b">Ship lost</a> <span>Updated 4 September 2016 17:15</span></li></ul></section>',
        '{story}<div id="comments"><h3>2 comments</h3><div class="comment">Ann, 5 September 2016 17:15: Well done, goat.</div></div>',
        '<aside class="sidebar"><h3>Latest</h3><p>5 September 2016 17:15 Storm warning</p></aside>{story}',
        '{story}<div class="event-calendar"><h3>Events</h3><p>5 September 2016, 10:00 - 12:00: Goat parade</p></div>',
        '<div class="newsletter">Our newsletter of 5 September 2016</div>{story}',
    ],
)
def test_what_is_not_the_storys_stamp(noise: str) -> None:
    story = read(noise.replace("{story}", f"<article><h1>{TITLE}</h1>{BODY}</article>"))
    assert times(story) == (None, None, None, None)


def test_dates_told_in_the_story() -> None:
    told = "<p>The law was updated on 5 September 2016 at 17:15, says the mayor, and nobody in the little town took any notice of it at all.</p>"
    story = read(f"<article><h1>{TITLE}</h1>{BODY}{told}{BODY}</article>")
    assert times(story) == (None, None, None, None)


def ld(**properties: str) -> str:
    pairs = "".join(f',"{name}":"{value}"' for name, value in properties.items())
    return f'<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{TITLE}"{pairs}}}</script>'


def test_machine_data_alone() -> None:
    story = read(
        f"<article><h1>{TITLE}</h1>{BODY}</article>",
        ld(datePublished="2016-09-05T15:15:00+00:00", dateModified="2016-09-06T06:20:31+00:00"),
    )
    assert times(story) == ("2016-09-05T15:15:00+00:00", None, "2016-09-06T06:20:31+00:00", None)
    assert (story.published_basis, story.last_update_basis) == ("json-ld,zone:stated", "json-ld,zone:stated")


def test_last_modified_header_is_the_weakest() -> None:
    from newscrawl.extract.blocks import Layout
    from newscrawl.extract.stamps import find_stamps
    from newscrawl.page import Page

    html = f"<html><head>{ld(dateModified='2016-09-06T06:20:31Z')}</head><body><h1>{TITLE}</h1>{BODY}</body></html>"
    page = Page(html, "https://wire.example/x", {"Last-Modified": "Wed, 07 Sep 2016 10:00:00 GMT"})
    assert [(time.source, time.role) for time in find_stamps(Layout(page), page)[1]] == [
        ("json-ld", "updated"),
        ("header", "updated"),
    ]


def test_other_articles_of_the_page_do_not_date_the_story() -> None:
    other = '<script type="application/ld+json">{"@type":"Event","startDate":"2016-09-05T10:00","name":"Goat parade"}</script>'
    assert times(read(f"<article><h1>{TITLE}</h1>{BODY}</article>", other)) == (None, None, None, None)


SEED_MARKUPS = [
    "<div class='node'><h1 class='title'>{title}</h1><div class='field-body'>{body}</div><div class='submitted'>{stamp}</div></div>",
    "<table><tr><td><h1>{title}</h1>{body}<p><small>{stamp}</small></p></td></tr></table>",
]


@pytest.mark.parametrize("markup", SEED_MARKUPS)
def test_seed(markup: str) -> None:
    """A stamp whose weekday settles nothing: null, or by declaration."""
    stamp = "Last update: Mon, 05/09/2016 - 17:15"

    inner = markup.format(title=TITLE, body=BODY, stamp=stamp)
    story = read(inner)
    assert (story.last_update, story.last_update_raw) == (None, stamp)
    assert story.last_update_candidates == ["2016-09-05T17:15", "2016-05-09T17:15"]
    story = read(inner, site=Site(date_order="DMY", zone="Europe/Brussels"))
    assert (story.last_update, story.last_update_basis) == (
        "2016-09-05T17:15+02:00",
        "visible,order:site,zone:site",
    )
    assert story.last_update_raw == stamp


def test_nothing_after_the_fetch() -> None:
    inner = f"<article><h1>{TITLE}</h1><p>Updated 5 September 2026 17:15</p>{BODY}</article>"
    assert read(inner, fetched=datetime(2016, 9, 6, tzinfo=UTC).isoformat()).last_update is None


def test_a_site_says_where_its_stamp_is() -> None:
    inner = (
        f"<article><h1>{TITLE}</h1><p>Updated 1 March 2015 10:00</p>{BODY}</article>"
        '<div class="foot"><span class="changed">5 September 2016, 17:15</span></div>'
    )
    story = read(inner, site=Site(selectors={"last_update": "span.changed"}))
    assert (story.last_update, story.last_update_raw) == ("2016-09-05T17:15", "5 September 2016, 17:15")


def test_words_that_only_styles_set_apart() -> None:
    """A byline whose pieces run into each other in the text."""
    story = read(
        f"<article><h1>{TITLE}</h1><div><span>Jane Roe</span><span>Sep 5, 2016 5:15 PM</span><span>Sep 6, 2016 8:20 AM</span>"
        f"<span>2 Shares</span></div>{BODY}</article>"
    )
    assert times(story)[:2] == ("2016-09-05T17:15", "Sep 5, 2016 5:15 PM")
    story = read(
        f"<article><h1>{TITLE}</h1><div><span>Jane Roe</span><span>Sep 15, 2016</span><span>5757 Shares</span></div>{BODY}</article>"
    )
    assert times(story)[:2] == ("2016-09-15", "Sep 15, 2016")


def test_header_whose_names_mislead() -> None:
    """Hidden on small screens, named a teaser, a comment and a sidebar: the page's own machine data says whose it is."""
    stamp = '<div class="teaser-module-side comment-meta hidden-xs aside"><time datetime="2016-09-05T17:15:00+02:00">5 September 2016, 17:15</time></div>'
    head = ld(datePublished="2016-09-05T15:15:00Z")
    aired = "<p class='teaser-source'>Heard on Harbour Radio on 4 September 2016 at 09:00.</p>"
    story = read(
        f"<article><header>{stamp}<h1>{TITLE}</h1><p>Short lead.</p>{aired}</header>{BODY}</article>", head
    )
    assert times(story)[:2] == ("2016-09-05T17:15:00+02:00", "5 September 2016, 17:15")


def test_stamp_named_a_teasers_for_its_looks() -> None:
    inner = f"<article><h1>{TITLE}</h1>{BODY}</article><p class='teaser__meta'>Published <time datetime='2016-09-05'>5 Sept 2016</time> in News</p>"
    assert times(read(inner))[:2] == ("2016-09-05", "Published 5 Sept 2016")
    teasers = f"<article><h1>{TITLE}</h1>{BODY}</article><div class='teaser'><h3><a href='/a'>Ship found</a></h3><p class='teaser__meta'>Published 5 Sept 2016</p></div>"
    assert times(read(teasers))[:2] == (None, None)


def test_byline_in_the_storys_own_footer() -> None:
    inner = f"<div class='entry'><h1>{TITLE}</h1><div class='entry-body'>{BODY}</div><div class='entry-footer'><div>By Jane Roe on 15.09.2016, 11:51 | 0 Views | Harbour</div></div></div>"
    assert times(read(inner))[:2] == ("2016-09-15T11:51", "15.09.2016, 11:51")


@pytest.mark.parametrize(
    ("opening", "want"),
    [
        ("27.1.2022 - ", "2022-01-27"),
        ("Lisbon, (27.01.2022). ", "2022-01-27"),
        ("LISBON, Jan. 27, 2022 /Harbour Wire/ -- ", "2022-01-27"),
        ("27 January 2022. ", None),  # may tell of that day
        ("On 27 January 2022 - a Thursday - ", None),
        ("Since 27.1.2022 - ", None),
    ],
)
def test_story_that_opens_with_its_date(opening: str, want: str | None) -> None:
    """Where nothing else dates it."""
    inner = f"<article><h1>{TITLE}</h1><p>{opening}{LEAD} {LEAD}</p>{BODY}</article>"
    assert read(inner).published == want
    dated = f"<article><h1>{TITLE}</h1><p class='date'>28 January 2022</p><p>{opening}{LEAD} {LEAD}</p>{BODY}</article>"
    assert read(dated).published == "2022-01-28"


def test_date_under_a_signature() -> None:
    inner = f"<article><h1>{TITLE}</h1>{BODY}<p>Jane<br>10 September 2016</p></article>"
    assert times(read(inner))[:2] == ("2016-09-10", "10 September 2016")


def test_microdata_of_any_element() -> None:
    inner = f"<article><h1>{TITLE}</h1><p class='date' itemprop='datePublished' content='2016-09-05 10:31:00'>September 2016</p>{BODY}</article>"
    story = read(inner)
    assert (story.published, story.published_basis) == ("2016-09-05T10:31:00", "microdata")


def test_meta_of_unclear_name_against_the_address() -> None:
    """A page made anew for every reader: the date in its address is older than its unclear "filing date"."""
    head = '<meta name="filing-date" content="2016-12-24 00:40:00">'
    story = read(
        f"<article><h1>{TITLE}</h1>{BODY}</article>", head, url="https://wire.example/2016/09/05/goat.html"
    )
    assert (story.published, story.published_basis) == ("2016-09-05", "url")
    plain = head.replace("filing-date", "article:published_time")
    story = read(
        f"<article><h1>{TITLE}</h1>{BODY}</article>", plain, url="https://wire.example/2016/09/05/goat.html"
    )
    assert (story.published, story.published_basis) == ("2016-12-24T00:40:00", "meta")


def test_order_settled_by_the_other_machine_time() -> None:
    head = '<meta property="article:modified_time" content="2016/09/05 17:36:11">'
    story = read(f"<article><h1>{TITLE}</h1><p class='date'>05/09/2016 05:22 pm</p>{BODY}</article>", head)
    assert (story.published, story.published_basis) == ("2016-09-05T17:22", "visible,order:meta")


def test_update_from_before_the_publication_is_not_the_storys() -> None:
    inner = f"<article><h1>{TITLE}</h1><p class='date'>5 September 2016, 14:50</p>{BODY}<p>Update, 29 August 2016, 17:15: {LEAD}</p>{BODY}</article>"
    assert times(read(inner)) == ("2016-09-05T14:50", "5 September 2016, 14:50", None, None)


def test_stand_of_another_day_than_the_publication_is_an_update() -> None:
    inner = f"<article><h1>{TITLE}</h1><p>Stand: 6. September 2016, 14:57 Uhr</p>{BODY}</article>"
    story = read(inner, ld(datePublished="2016-09-01T10:00:00+02:00"))
    assert story.published == "2016-09-01T10:00:00+02:00"
    assert times(story)[2:] == ("2016-09-06T14:57", "Stand: 6. September 2016, 14:57 Uhr")
    story = read(inner, ld(datePublished="2016-09-06T14:57:10+02:00"))
    assert times(story)[:2] == ("2016-09-06T14:57:10+02:00", "Stand: 6. September 2016, 14:57 Uhr")


def test_machine_time_whose_label_contradicts_its_offset() -> None:
    """Its instant is not known: another source speaks, the visible stamp, or none."""
    inner = f"<article><h1>{TITLE}</h1>{BODY}</article>"
    story = read(inner, ld(dateModified="2016-09-06T06:20:31Z EST"))
    assert (story.last_update, story.last_update_basis) == (None, "rejected:json-ld:zone")
    assert read(inner, ld(datePublished="2016-09-06T06:20:31Z EST")).published is None
    story = read(inner, ld(datePublished="2016-09-06T08:20:31+02:00 CEST"))
    assert story.published == "2016-09-06T08:20:31+02:00"
    shown = f"<article><h1>{TITLE}</h1><p>Updated 6 September 2016, 08:20</p>{BODY}</article>"
    assert read(shown, ld(dateModified="2016-09-06T06:20:31Z EST")).last_update == "2016-09-06T08:20"


UPDATED_LATER = ld(datePublished="2016-09-01T10:00:00Z", dateModified="2016-09-05T15:15:10Z")


@pytest.mark.parametrize(
    ("stamp", "want"),
    [
        # Readers take the one date of a page for its publication's; the basis tells what it stands against.
        ("<p>5 September 2016 17:15</p>", ("2016-09-05T17:15:10+02:00", "5 September 2016 17:15")),
        ("<p>Updated 5 September 2016 17:15</p>", ("2016-09-01T10:00:00+00:00", None)),
        ("<p><time itemprop='dateModified' datetime='2016-09-05T15:15:10Z'>5 September 2016</time></p>", ("2016-09-01T10:00:00+00:00", None)),
        ("<p>5 September 2016 17:15</p><p>Updated 5 September 2016 17:15</p>", ("2016-09-01T10:00:00+00:00", None)),
        ("<p>1 September 2016</p><p>5 September 2016</p>", ("2016-09-01T10:00:00+00:00", "1 September 2016")),
        ("<p><time datetime='2016-09-05T15:15:10Z'>2 days ago</time></p>", ("2016-09-01T10:00:00+00:00", None)),
    ],
)  # fmt: skip
def test_stamp_without_a_label_that_shows_the_updates_day(stamp: str, want: tuple[str, str | None]) -> None:
    story = read(f"<article><h1>{TITLE}</h1>{stamp}{BODY}</article>", UPDATED_LATER)
    assert (story.published, story.published_raw) == want
    against = story.published_basis is not None and "rejected:json-ld:visible" in story.published_basis
    assert against == (story.published == "2016-09-05T17:15:10+02:00")


def test_stamp_without_a_label_that_shows_the_updates_instant() -> None:
    """Of the same day as the publication: the instant it shows is stated, as the update's."""
    head = ld(datePublished="2016-09-05T06:55:04Z", dateModified="2016-09-05T07:33:10Z")
    story = read(f"<article><h1>{TITLE}</h1><p>Mon Sep 5 2016 - 09:33</p>{BODY}</article>", head)
    assert story.published == "2016-09-05T09:33:10+02:00"
    assert story.published_basis == "visible+json-ld,zone:json-ld,rejected:json-ld:visible"


@pytest.mark.parametrize(
    ("meta", "want"),
    [
        # Elements whose pieces run into each other in the text.
        ("<div class='entry-meta'><time class='published'>15/09/2016</time><time class='updated'>15/09/2016</time> ~ Ann</div>", "2016-09-15"),
        ("<div class='entry-meta'><span>15/09/2016</span><a href='#c'>0 Comments</a></div>", "2016-09-15"),
        ("<div class='when'><span>5 September 2016</span><span>10:43</span><b>News</b></div>", "2016-09-05T10:43"),
        # An element of its own among categories and tags.
        ("<div class='meta'><span class='post-date'>Monday, September 5, 2016</span> <a href='/c'>21</a> <a href='/cat'>Harbour towns</a>, <a href='/t1'>Goats and other beasts</a>, <a href='/t2'>Bakeries by the sea</a></div>", "2016-09-05"),
        ("<footer class='entry-meta'>This entry was posted in Harbour, Towns and tagged Goats, Bakeries, Storms of the winter on <time>September 5, 2016</time> by Ann.</footer>", "2016-09-05"),
        # The story's own aside; one with another story in it is not.
        ("<aside class='x1'><div>Ann Roe in Harbourtown</div><div>Mon 5 Sep 2016 12.42 CEST</div></aside>", "2016-09-05T12:42+02:00"),
        ("<aside><h3>Latest</h3><div>5 September 2016</div><div><a href='/ship'>Ship found on the beach after a storm</a></div></aside>", None),
        ("<h4>Sep 5, 2016 · 3 min read</h4>", "2016-09-05"),
        ("<p class='post-date'>5 Monday Sep 2016</p>", "2016-09-05"),
        ("<p>Created the day after Sunday-night by Ann on September 5th, 2016. Edited the day after Sunday-night on September 5th, 2016.</p>", "2016-09-05"),
        ("<p>Comment by Ann on 5 September 2016</p>", None),
        ("<p>3 comments by readers, from Ann at 17:15 on 5 September 2016</p>", None),
        ("<p>Comment by Ann Roe, 5 September 2016</p>", "2016-09-05"),  # an opinion's byline
    ],
)  # fmt: skip
def test_stamp_among_other_words_of_the_header(meta: str, want: str | None) -> None:
    story = read(f"<article><h1>{TITLE}</h1>{meta}{BODY}</article>")
    assert story.published == want


def test_date_in_the_headlines_element() -> None:
    inner = f"<article><h1><span><time>5 September 2016</time></span> <span>{TITLE} as the winter storm rages on</span></h1>{BODY}</article>"
    assert read(inner).published == "2016-09-05"


def test_log_of_updates_in_the_story() -> None:
    """The one that the page states for machines is the last."""
    log = f"<p>Update of 6 September 2016</p><p>{LEAD}</p><p>Last revised on 9 September 2016</p>"
    story = read(
        f"<article><h1>{TITLE}</h1>{BODY}{log}{BODY}</article>", ld(dateModified="2016-09-09T08:00:00Z")
    )
    assert (story.last_update, story.last_update_raw) == (
        "2016-09-09T08:00:00+00:00",
        "Last revised on 9 September 2016",
    )
