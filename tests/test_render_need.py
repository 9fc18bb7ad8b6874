"""When a page needs its scripts, what is learnt of a site, and which browser is taken: pure functions."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from newscrawl.demo import answer, expected, stories
from newscrawl.extract import read
from newscrawl.page import Page
from newscrawl.render.browser import BrowserMissing, candidates, launch_options
from newscrawl.render.drawing import is_tracker
from newscrawl.render.learner import FORGOTTEN_AFTER, Learner
from newscrawl.render.more import find_more
from newscrawl.render.need import brought, list_needs_script, needs_script

URL = "https://example.com/news/world/boats-of-the-harbour-counted"
TEXT = "".join(
    f"<p>{n} the harbour office counted every boat, and the gulls on them, before the first ferry left.</p>"
    for n in ("Once", "Twice", "A third time", "At last")
)
STAMP = '<p class="stamp">Updated: 22 January 2017, 10:00</p>'
LISTED = '<section class="related"><h2>More from World</h2><ul>{}</ul></section>'.format(
    "".join(
        f'<li><a href="/news/world/{name}-of-the-harbour-counted">{name} of the harbour counted</a></li>'
        for name in ("Gulls", "Ropes", "Lamps", "Nets")
    )
)
SCRIPT = '<script src="/app.js"></script>'


def document(body: str = TEXT, stamp: str = STAMP, after: str = LISTED, script: str = SCRIPT) -> str:
    return f"""<!doctype html><html lang="en"><head><title>Boats of the harbour counted</title>
<meta property="og:type" content="article"></head><body><header><a href="/">Home</a></header><main><article>
<h1>Boats of the harbour counted</h1>{stamp}<div class="article-body">{body}</div></article>
{after}</main>{script}
<noscript>Comments need JavaScript to be enabled.</noscript></body></html>"""


def need(html: str) -> str | None:
    page = Page(html, URL)
    return needs_script(page, read(page))


ASKS = "<noscript>Please enable JavaScript to read this story.</noscript>"
SHORT = "<p>The harbour is closed today, the office said, and will open again tomorrow.</p>"
SHELL = '<section class="related"><h2>More from World</h2><ul class="is-loading"></ul></section>'
ANOTHER = '<div class="more-from" data-src="/m"><h3>More from Sport</h3><ul></ul></div>'
FOREIGN = '<div class="OUTBRAIN related" data-src="https://example.com" data-widget-id="AR_1"></div>'


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (document(), None),
        (document(body=""), "body"),
        # No script, nothing that could bring it.
        (document(after=SHELL, script='<script type="application/ld+json">{}</script>'), None),
        (document(body="", script="").replace("noscript", "footer"), None),
        (document(body=ASKS), "body"),
        (document(body="<p>Bitte aktivieren Sie JavaScript, um diesen Text zu lesen.</p>"), "body"),
        # A short story is a story, whatever the comments need.
        (document(body=SHORT), None),
        (document(body=SHORT + ASKS), "body"),
        (document(after=SHELL), "related"),
        (document(after='<div class="more-stories" data-wf-url="/api/more"></div>'), "related"),
        (document(after='<div class="related-articles"></div>'), "related"),
        # Other sites' recommendations, advertisements, comments.
        (document(after=FOREIGN), None),
        (document(after='<div id="taboola-related-below" class="related"></div>'), None),
        (document(after='<div class="related-comments is-loading"></div>'), None),
        # One list is there already; another stands empty under its own heading.
        (document(after=LISTED + '<div class="related-more is-loading"></div>'), None),
        (document(after=LISTED + ANOTHER), "related"),
        (document(stamp='<span class="updated-time is-loading" data-src="/api/stamp"></span>'), "stamp"),
        (document(stamp='<p class="share-count is-loading"></p>'), None),
    ],
)
def test_what_a_story_lacks(html: str, reason: str | None) -> None:
    assert need(html) == reason


def test_an_empty_application_needs_its_scripts() -> None:
    html = f'<html><head><title>x</title></head><body><div id="root"></div>{SCRIPT}</body></html>'
    assert need(html) == "body"
    assert list_needs_script(Page(html, URL), 0, more=False) == "list"


def test_every_demo_story_is_judged_rightly() -> None:
    judged = Counter[bool]()
    for story in stories():
        found = answer(story.path, "http://127.0.0.1")
        page = Page(found.body, f"http://127.0.0.1{story.path}", headers={"content-type": found.type})
        reason, due = needs_script(page, read(page)), expected(story).drawn_by_script
        assert (reason in due) if reason else not due, story.path
        judged[reason is not None] += 1
    assert judged[True] >= 10
    assert judged[False] >= 40


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<button class="btn">Load more</button>', "button"),
        ("<button>Mehr laden</button>", "button"),
        ('<a href="#" role="button">Voir plus</a>', "button"),
        ('<a class="x">さらに表示</a>', "button"),
        ('<div role="button">Показать ещё</div>', "button"),
        ('<button class="js-load-more"><svg></svg></button>', "button"),
        ('<a href="/news/world?page=2">More stories</a>', None),
        ("<button>Read more</button>", None),
        ('<div class="cookie-banner"><button>Show more</button></div>', None),
        ('<ul class="infinite-scroll"></ul>', "scroll"),
        ('<div data-infinite-url="/more"></div>', "scroll"),
        ("<p>Nothing of the kind</p>", None),
    ],
)
def test_what_asks_a_list_for_more(markup: str, found: str | None) -> None:
    page = Page(f"<html><body><main>{markup}</main>{SCRIPT}</body></html>", URL)
    assert find_more(page.root) == found
    assert list_needs_script(page, 12, more=True) == ("more" if found else None)
    assert list_needs_script(page, 12, more=False) is None


def test_what_drawing_brought() -> None:
    plain, drawn = (read(Page(html, URL)) for html in (document(body=""), document()))
    assert brought("body", plain, drawn)
    assert not brought("body", drawn, drawn)
    # Scripts that put something else in the text's place bring nothing, whatever they bring.
    assert not brought("related", read(Page(document(after=""), URL)), read(Page(document(body=""), URL)))
    assert brought("related", read(Page(document(after=""), URL)), drawn)


def test_a_site_is_probed_a_few_times() -> None:
    learner = Learner()
    for _ in range(3):
        assert learner.verdict("example.com", "related", 100) is None
        learner.learn("example.com", "related", False, 100)
    assert learner.verdict("example.com", "related", 101) is False
    assert learner.verdict("example.com", "body", 101) is None
    assert learner.verdict("example.org", "related", 101) is None
    # A site that was rebuilt since may draw by now.
    later = 101 + FORGOTTEN_AFTER
    assert learner.verdict("example.com", "related", later) is None
    learner.learn("example.com", "related", True, later)
    assert learner.verdict("example.com", "related", later) is True


def test_what_was_learnt_is_kept_and_damage_ignored() -> None:
    learner, again = Learner(), Learner()
    for brought_it in (True, False, True):
        learner.learn("example.com", "list", brought_it, 100)
    again.load("example.com", learner.to_dict("example.com"))
    assert again.verdict("example.com", "list", 101) is True
    for damaged in (None, 5, [], {"list": "x"}, {"list": [1, 2]}, {"list": [1, None, 3]}):
        again.load("example.com", damaged)
        assert again.verdict("example.com", "list", 101) is None


def test_a_site_that_stops_bringing_is_given_up() -> None:
    learner = Learner()
    learner.learn("example.com", "related", True, 0)
    drawn = 0
    while learner.verdict("example.com", "related", drawn) and drawn < 100:
        learner.learn("example.com", "related", False, drawn)
        drawn += 1
    assert drawn <= 5


def test_which_browser_is_taken(tmp_path: Path) -> None:
    for name in ("google-chrome", "chromium"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    path = str(tmp_path)
    assert [os.path.basename(found) for found in candidates(path=path)][:2] == ["chromium", "google-chrome"]
    assert list(candidates("google-chrome", path=path)) == [str(tmp_path / "google-chrome")]
    with pytest.raises(BrowserMissing, match=re.escape("NEWSCRAWL_BROWSER names '/no/such/browser'")):
        next(candidates("/no/such/browser"))


def test_the_browser_is_offline_whatever_options_are_given() -> None:
    own = {
        "proxy": {"server": "http://proxy.example"},
        "args": ["--lang=de"],
        "chromium_sandbox": True,
        "slow_mo": 5,
    }
    options = launch_options("http://127.0.0.1:9", False, own)
    assert options["proxy"] == {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"}
    assert options["chromium_sandbox"] is False
    assert "--lang=de" in options["args"]
    assert options["slow_mo"] == 5
    assert is_tracker("stats.g.doubleclick.net")
    assert not is_tracker("doubleclick.net.example.com")
