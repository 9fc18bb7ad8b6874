"""Bodies of small pages of our own writing, each showing one hard pattern; page types; access."""

# ruff: noqa: E501 (markup and texts read better whole)

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newscrawl import parse_story
from newscrawl.extract import company, features, names
from newscrawl.extract.anchor import Anchor
from newscrawl.extract.blocks import Layout
from newscrawl.extract.body import read_body
from newscrawl.extract.classify import Verdict
from newscrawl.extract.consistency import make_consistent
from newscrawl.extract.headline import find_headline
from newscrawl.extract.residue import residue
from newscrawl.extract.tables import FIRST, judged_alike, long_tables
from newscrawl.items import Story
from newscrawl.normalise.text import clean_paragraph, normalise_body
from newscrawl.page import Page
from newscrawl.site import Site

PAGES = Path(__file__).resolve().parent / "pages" / "body"
URL = "https://harbour.example/news/2024/03/ferry-line-to-reopen-after-eleven-years"


def read(html: bytes | str, url: str = URL, site: Site | None = None) -> tuple[str | None, Verdict, Layout]:
    page = Page(html, url)
    layout = Layout(page)
    _, layout.headline_block = find_headline(layout, page)
    reading = read_body(layout, page, site)
    story = Story(url=url)
    story.raw.paragraphs = reading.paragraphs
    normalise_body(story)
    return story.body, reading.verdict, layout


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.iterdir() if path.is_dir()))
def test_body(name: str) -> None:
    body, verdict, layout = read((PAGES / name / "page.html").read_bytes())
    wanted = (PAGES / name / "expected.txt").read_text("utf-8").rstrip("\n")
    assert (body or "").split("\n\n") == wanted.split("\n\n")
    assert verdict.story_type == "article"
    assert all(block.kind for block in layout.blocks)
    assert layout.body
    assert {block.kind for block in layout.body} <= {"body", "heading"}


def test_whole_numbers_are_whole() -> None:
    """The scorer compares the columns of WHOLE to whole limits, and the others to fractions."""
    seen: set[str] = set()
    for path in sorted(PAGES.iterdir()):
        page = Page((path / "page.html").read_bytes(), URL)
        layout = Layout(page)
        _, headline = find_headline(layout, page)
        rows = features.features(Anchor(layout), headline.index if headline is not None else None, every=True)
        likely = dict.fromkeys(rows, 0.6)
        for every, whole, found in (
            (features.NAMES, features.WHOLE | {"bits"}, rows),
            (company.NAMES, company.WHOLE, company.company(layout, likely)),
        ):
            for row in found.values():
                for name, number in zip(every, row, strict=True):
                    assert isinstance(number, int) == (name in whole), name
                    seen.add(name)
    assert seen == {*features.NAMES, *company.NAMES}


def test_there_are_enough_patterns() -> None:
    assert len(list(PAGES.iterdir())) >= 40


STORY = "".join(
    f"<p>Paragraph {number} tells, in a sentence or two, what the ferry did on that day. It was late, as ever.</p>"
    for number in range(1, 9)
)


def teasers(count: int) -> str:
    return "".join(
        f'<div class="card"><h3><a href="/news/{n}">Orchard keepers count a record harvest of pears {n}</a></h3>'
        f"<p>Growers in valley {n} brought in more this autumn than in any year since the frost.</p></div>"
        for n in range(count)
    )


def document(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang=en><head><title>Harbour News</title>{head}</head><body>{body}</body></html>"


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **fields})}</script>'


@pytest.mark.parametrize(
    ("html", "url", "wanted"),
    [
        (document(f"<h1>World</h1>{teasers(12)}"), "https://harbour.example/world", "section"),
        (document(teasers(9)), "https://harbour.example/", "section"),
        (
            document("<h1>Results for ferry</h1>" + teasers(5)),
            "https://harbour.example/search?q=ferry",
            "search",
        ),
        (document("<h1>Page not found</h1><p>We looked.</p>"), "https://harbour.example/x", "error"),
        (document("<p>x</p>", "<title>404</title>").replace("Harbour News", "404 Not Found"), URL, "error"),
        (document(""), URL, "empty"),
        (
            document(
                '<div class="cookie-consent">'
                + "<p>We and our partners keep cookies on your device and read what they say about you.</p>"
                * 6
                + "</div>"
            ).replace("Harbour News", "Before you continue"),
            URL,
            "consent",
        ),
        (
            document(f"<h1>Ferry</h1>{STORY}", json_ld(**{"@type": "LiveBlogPosting", "headline": "Ferry"})),
            URL,
            "live",
        ),
        (
            document(
                "<h1>Ferries in pictures</h1>"
                + "".join(f"<img src={n}.jpg>" for n in range(9))
                + STORY[:220],
                '<meta property="og:type" content="article">',
            ),
            "https://harbour.example/gallery/ferries-in-pictures",
            "gallery",
        ),
        (
            document(
                "<article><h1>Ferries in pictures</h1><p>The ferry returned on Monday, and the town came.</p>"
                + "".join(
                    f"<figure><img src={n}.jpg><figcaption>Boat {n}</figcaption></figure>" for n in range(9)
                )
                + "</article>"
            ),
            "https://harbour.example/photo-gallery/ferries-in-pictures",
            "gallery",
        ),
        (
            document(
                "<h1>Ferry leaves the harbour</h1><p>A boat sails out on Monday, and the town looks on.</p>",
                '<meta property="og:type" content="video.other">',
            ),
            "https://harbour.example/video/ferry-leaves-the-harbour",
            "video",
        ),
        # A story under a long list of others stays a story, and so does a short one.
        (document(f"<article><h1>Ferry</h1>{STORY}</article>{teasers(40)}"), URL, "article"),
        (
            document(
                f"<article><h1>Ferry back</h1><p>The ferry is back.</p></article>{teasers(20)}",
                json_ld(**{"@type": "NewsArticle", "headline": "Ferry back"}),
            ),
            URL,
            "article",
        ),
    ],
)
def test_page_type(html: str, url: str, wanted: str) -> None:
    assert read(html, url)[1].story_type == wanted


@pytest.mark.parametrize(
    ("head", "tail", "access", "truncated"),
    [
        ("", "", None, None),
        (
            json_ld(**{"@type": "NewsArticle", "headline": "Ferry", "isAccessibleForFree": "True"}),
            "",
            "free",
            False,
        ),
        (
            json_ld(**{"@type": "NewsArticle", "headline": "Ferry", "isAccessibleForFree": False}),
            "",
            "paywalled",
            None,
        ),
        (
            json_ld(
                **{
                    "@type": "NewsArticle",
                    "headline": "Ferry",
                    "isAccessibleForFree": False,
                    "wordCount": 900,
                }
            ),
            "",
            "paywalled",
            True,
        ),
        ('<meta property="article:content_tier" content="locked">', "", "paywalled", None),
        (
            "",
            '<div class="paywall"><p>Subscribe to read on. Already a subscriber? Log in.</p></div>',
            "paywalled",
            True,
        ),
        # A wall without a name, told by what it says; a door that every page has.
        ("", "<div><p>This story is available exclusively to subscribers.</p></div>", "paywalled", True),
        ("", "<div><p>Already a subscriber? Log in here.</p></div>", None, None),
    ],
)
def test_access(head: str, tail: str, access: str | None, truncated: bool | None) -> None:
    verdict = read(document(f"<article><h1>Ferry</h1>{STORY}</article>{tail}", head))[1]
    assert (verdict.access, verdict.truncated) == (access, truncated)


def test_a_known_site_names_its_body() -> None:
    html = document(
        f'<h1>Ferry</h1>{STORY}<div class="odd"><p>Nine boats sail on, and nobody minds.</p></div>'
    )
    body, _, _ = read(html, site=Site(selectors={"body": ".odd p"}))
    assert body == "Nine boats sail on, and nobody minds."


def test_a_paragraph_under_an_inline_story_is_no_teaser_of_it() -> None:
    paragraphs = STORY.replace("<p>", '<p class="text">').split("</p>")[:-1]
    inline = (
        '<aside class="related-teaser"><h3><a href="/news/2024/03/old-pier-sold-to-a-circus-for-one-coin">'
        "Old pier sold to a circus for one coin</a></h3></aside>"
    )
    article = "</p>".join([*paragraphs[:7], f"{inline}{paragraphs[7]}"]) + "</p>"
    story = parse_story(document(f"<article><h1>Ferry returns to the bay</h1>{article}</article>"), URL)
    assert (story.body or "").count("Paragraph") == 8
    assert all("Paragraph" not in (link.teaser or "") for link in story.related_headlines)


@pytest.mark.parametrize(("over_text", "believed"), [(True, True), (False, False)])
def test_subheadings_over_text_are_believed_together(over_text: bool, believed: bool) -> None:
    text = "<p>Two sentences of the story stand here, and both of them are long. They tell of the ferry.</p>"
    under = text if over_text else "<p>A teaser.</p>"
    parts = "".join(f"<h3>The ferry in its year {n}</h3>{under}" for n in range(4))
    layout = Layout(Page(document(f"<article>{parts}</article>"), URL))
    of_text = 0.95 if over_text else 0.2
    likely = {block.index: 0.35 if block.tag == "h3" else of_text for block in layout.blocks}
    make_consistent(layout, likely)
    assert all((likely[block.index] >= 0.5) is believed for block in layout.blocks if block.tag == "h3")


@pytest.mark.parametrize(("likely", "believed"), [(0.8, 400), (0.2, 0)])
def test_cells_of_long_tables_are_judged_by_the_first(likely: float, believed: int) -> None:
    heat = "".join(f"<tr><td>{n}.</td><td>Ann Lee</td><td>3:{n}</td><td>Harbour</td></tr>" for n in range(50))
    layout = Layout(Page(document(f"<p>Results.</p><table>{heat}</table><table>{heat}</table>"), URL))
    tables = long_tables(layout)
    assert [len(cells) for cells in tables] == [400]
    found = judged_alike(tables, {0: 0.5} | dict.fromkeys(tables[0][:FIRST], likely))
    assert list(found) == list(range(401))
    assert sum(found[index] > 0.5 for index in found) == believed
    assert not long_tables(Layout(Page(document(f"<table>{heat}</table>"), URL)))


def test_a_paragraph_under_a_linked_credit_is_no_teaser() -> None:
    def slide(number: int, credit: str) -> str:
        return (
            f"<div class=columns><h2>The ferry in its year {number}</h2><div class=image-holder>{credit}</div>"
            f"<p>Slide {number} shows the ferry at the pier, where it lay for most of that long year.</p></div>"
        )

    slides = [slide(n, "Harbour Archive") for n in range(1, 7)]
    slides.insert(3, slide(9, '<a href="https://pictures.example/4">Harbour Picture Archive</a>'))
    body, _, _ = read(document(f"<article><h1>Ferry returns to the bay</h1>{''.join(slides)}</article>"))
    assert (body or "").count("Slide") == 7


def test_lists_and_posts_may_say_a_thing_twice() -> None:
    post = "<blockquote class=twitter-tweet><p>{}</p><p>— The Harbour Board (@harbour) March 4, 2024</p></blockquote>"
    posts = post.format("Boats leave at nine.") + post.format("Boats leave at ten, too.")
    lists = "".join(
        f"<p>Boat {n}, which the board bought in the year of the frost, comes with more than a hull:</p>"
        "<ul><li>Dry seats for all who come aboard, rain or shine, and no fee for dogs.</li>"
        f"<li>A deck with {n} masts, sails on each of them, and {n} men who know the ropes.</li>"
        f"<li>A cook who, in {n} years at sea, has never once burnt the soup of the day.</li></ul>"
        for n in (2, 3)
    )
    body, _, _ = read(document(f"<article><h1>Ferry returns</h1>{STORY}{posts}{lists}</article>"))
    assert (body or "").count("Harbour Board") == 2
    assert (body or "").count("Dry seats") == 2


@pytest.mark.parametrize(
    ("likely", "length", "found"), [(0.4, 400, True), (0.2, 400, False), (0.4, 200, False)]
)
def test_a_long_text_in_doubt_is_read_where_there_is_no_other(
    likely: float, length: int, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "newscrawl.extract.body.likelihoods", lambda layout, rows: dict.fromkeys(rows, likely)
    )
    text = "The ferry lay at the pier. " * (length // 27 + 1)
    body, _, _ = read(document(f"<h1>Ferry</h1><p>{text[:length]}.</p>"))
    assert (body is not None) is found


@pytest.mark.parametrize("name", ["elementor-widget-text-editor", "editor--content", "ck-editor"])
def test_what_was_typed_into_an_editor_is_no_editor(name: str) -> None:
    assert not names.name_flags(name) & names.BYLINE
    assert names.name_flags("editor") & names.name_flags("article-editor") & names.BYLINE


@pytest.mark.parametrize(
    ("name", "misleading"),
    [
        ("field field--name-body field--type-text-long field--label-hidden", names.HIDDEN | names.KICKER),
        ("field-name-body field-type-text-with-summary field-label-above", names.SUMMARY | names.KICKER),
        (
            "post-9 type-post status-publish format-audio category-top-stories tag-social-media hentry",
            names.DATE | names.TAGS | names.SHARE | names.VIDEO | names.POPULAR,
        ),
    ],
)
def test_what_a_system_notes_of_an_element_says_nothing_of_it(name: str, misleading: int) -> None:
    assert not names.name_flags(name) & misleading
    assert names.name_flags("category-list") & names.TAGS
    assert not any(
        names.name_flags(name) & names.HIDDEN
        for name in (
            "u-overflow-hidden",
            "hidden-xs",
            "hide-on-mobile",
            "hidden md:block",
            "mw-hide-empty-elt",
        )
    )
    assert names.name_flags("hidden") & names.name_flags("is-hidden") & names.HIDDEN
    assert names.name_flags("adv-box") & names.AD
    assert not names.name_flags("advice") & names.AD
    assert names.name_flags("field-type-datetime") & names.DATE


def test_a_cookie_box_of_a_thousand_words_is_no_story() -> None:
    services = "".join(
        f"<h4>Service {n}</h4><p>This service remembers which of {n} harbours you looked at last, and for how "
        "long. It is kept for a year and read by our partners, who may ask you again.</p>"
        for n in range(40)
    )
    box = f'<div class="cookie-consent"><div>{services}</div></div>'
    body, _, _ = read(document(f"<main><article><h1>Ferry</h1>{STORY}</article></main>{box}"))
    assert (body or "").count("Paragraph") == 8
    assert "Service" not in (body or "")


def test_a_cookie_box_weighs_nothing_against_a_short_story() -> None:
    services = "".join(
        f"<h4>Service {n}</h4><p>Purpose: this service remembers which of {n} harbours you looked at last, and "
        f"for how long.</p><div>{'QmFzZTY0IGlzIG5vIHByb3Nl' * 300}</div>"
        for n in range(12)
    )
    short = "".join(
        f"<p>Paragraph {n} tells that the ferry left the harbour late again.</p>" for n in range(3)
    )
    box = f'<div class="gdpr-popup"><div>{services}</div></div>'
    body, _, _ = read(document(f"<main><article><h1>Ferry</h1>{short}</article></main>{box}"))
    assert (body or "").count("Paragraph") == 3
    assert "Service" not in (body or "")


def test_what_stands_for_readers_without_script_is_read() -> None:
    story = f"<script type='text/template'>{STORY}</script><noscript>{STORY}</noscript>"
    asks = "<noscript><p>Please turn on <b>script</b> to see this page.</p><p>It is worth it.</p></noscript>"
    body, _, _ = read(document(f"{asks}<main><article><h1>Ferry</h1>{story}</article></main>"))
    assert (body or "").count("Paragraph") == 8
    assert "turn on" not in (body or "")


@pytest.mark.parametrize("likely", [[0.9, 0.9, 0.3], [0.9, 0.2, 0.2]])
def test_a_list_that_is_mostly_body_is_read_whole(likely: list[float]) -> None:
    items = "<ul><li>Oars for two</li><li>Sails for three</li><li>Ropes for all</li></ul>"
    layout = Layout(Page(document(f"<p>What is on board:</p>{items}"), URL))
    scores = dict(zip([block.index for block in layout.blocks if block.tag == "li"], likely, strict=True))
    make_consistent(layout, scores)
    assert (min(scores.values()) >= 0.5) is (sum(likely) > 1.5)


@pytest.mark.parametrize(
    ("middle", "believed"),
    [
        (f"<p>{'The board published its report on the boats. ' * 2}</p>", True),
        ("<p>The board published its report, and nine boats of it</p>", False),
        ("<p>Published by the board on Friday.</p>", False),
        (f"<div>{'The board published its report on the boats. ' * 2}</div>", False),
        (f"<p><a href='/r'>The board</a> {'published its report on the boats. ' * 2}</p>", False),
    ],
)
def test_a_sentence_in_doubt_is_read_among_its_like(middle: str, believed: bool) -> None:
    layout = Layout(Page(document(f"<p>Nine boats sail.</p>{middle}<p>It takes an hour.</p>"), URL))
    scores = {0: 0.9, 1: 0.4, 2: 0.9}
    make_consistent(layout, scores)
    assert (scores[1] >= 0.5) is believed


@pytest.mark.parametrize(("under", "believed"), [(0.9, True), (0.2, False)])
def test_a_heading_in_doubt_is_read_over_text(under: float, believed: bool) -> None:
    layout = Layout(Page(document("<p>Nine boats sail.</p><h3>A long way</h3><p>It takes an hour.</p>"), URL))
    scores = {0: 0.9, 1: 0.4, 2: under}
    make_consistent(layout, scores)
    assert (scores[1] >= 0.5) is believed


@pytest.mark.parametrize(
    ("above", "end"),
    [
        (
            "",
            "<h3>Literature</h3><p>Kent, Ida (2012): Boats of the bay. Harbour Press.</p><p>www.boats.example</p>",
        ),
        ("", "<p>Quellenangaben:</p><p>Hafen, Klara: Boote der Bucht, Hafenverlag 1998, S. 12.</p>"),
        (" [1]", "<p>[1] So she said to the board in March.</p><p>[2] Mayor of the bay.</p>"),
    ],
)
def test_literature_and_notes_are_not_told(above: str, end: str) -> None:
    story = STORY.replace("Paragraph 3", f"Paragraph{above} 3")
    body, _, _ = read(document(f"<article><h1>Ferry</h1>{story}{end}</article>"))
    assert (body or "").count("Paragraph") == 8
    assert not any(word in (body or "") for word in ("Literature", "Kent", "Quellen", "Klara", "[2]"))


def test_a_numbered_end_that_nothing_refers_to_is_text() -> None:
    end = "<p>(1) Boats that leave the bay keep to the right of all others, whatever the wind.</p>"
    body, _, _ = read(document(f"<article><h1>Ferry</h1>{STORY}{end}</article>"))
    assert (body or "").endswith("whatever the wind.")


def test_a_place_alone_over_the_text_is_its_dateline() -> None:
    story = parse_story(document(f"<article><h1>Ferry</h1><div>Harbour City -</div>{STORY}</article>"), URL)
    assert (story.body or "").startswith("Harbour City - Paragraph")


@pytest.mark.parametrize("line", ["Ida KENT", "Ida Kent, journalist at the bay", "海湾记者 李小海"])
def test_a_name_at_an_edge_signs_the_text(line: str) -> None:
    for inside in (f"<p>{line}</p>{STORY}", f"{STORY}<p>{line}</p>"):
        body, _, _ = read(document(f"<article><h1>Ferry</h1>{inside}</article>"))
        assert line not in (body or "")
        assert (body or "").count("Paragraph") == 8


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Ana Ruiz is a reporter in our harbour office, where she has written of boats since 2009.", False),
        ("Ana Ruiz covers fishing for the Harbour News.", False),
        ("Ana Ruiz was a fisher before she bought the ferry, and still mends nets.", True),
        ("Ole Brandt is a reporter for the paper of the island, and was on board.", True),
    ],
)
def test_who_wrote_it_is_told_at_the_end(line: str, kept: bool) -> None:
    said = "<p>“It was late again,” said Ole Brandt, who had been waiting at the pier with his two dogs.</p>"
    body, _, _ = read(document(f"<main><article><h1>Ferry</h1>{said}{STORY}<p>{line}</p></article></main>"))
    assert (body or "").endswith(line) is kept


@pytest.mark.parametrize(
    "box",
    [
        "<div><h3>The quay in your inbox</h3><p>Our letter brings the best of the bay.</p><form><input></form></div>",
        "<form><p>Stay in the loop with our weekly news.</p><input type=email></form>",
        '<div><h3>Keep the quay honest</h3><p>Our readers pay for it.</p><a href="/donate">Give five crowns</a></div>',
        '<p><em>It is free since readers chip in. <a href="https://harbour.example/membership">Join them.</a></em></p>',
        "<div><h3>Will you sail?</h3><ul><li><label><input type=radio> Yes, weekly</label></li>"
        "<li><label><input type=radio> No, I am sick</label></li></ul></div>",
    ],
)
def test_what_asks_the_reader_for_something_is_not_told(box: str) -> None:
    text = STORY.replace("<p>Paragraph 5", f"{box}<p>Paragraph 5")
    body, _, _ = read(document(f"<main><article><h1>Ferry</h1><div>{text}</div></article></main>"))
    assert [line[:9] for line in (body or "").split("\n\n")] == ["Paragraph"] * 8


def test_a_form_around_a_page_and_gifts_to_others_are_told() -> None:
    gift = '<p>For the crew, <a href="https://gifts.example/donate/ferry-crew">gifts are collected.</a></p>'
    text = STORY.replace("<p>Paragraph 5", f"{gift}<p>Paragraph 5")
    body, _, _ = read(document(f"<form><main><article><h1>Ferry</h1>{text}</article></main></form>"))
    assert (body or "").count("Paragraph") == 8
    assert "gifts are collected" in (body or "")


@pytest.mark.parametrize(
    "box",
    [
        "<article><h2>Mayor resigns after school vote</h2><div>{}</div></article>",
        "<div class=story><h1 class=title>Mayor resigns after school vote</h1>"
        "<p class=byline>By Ana Ruiz</p><div>{}</div></div>",
    ],
)
def test_the_next_story_on_the_page_is_another(box: str) -> None:
    text = "".join(
        f"<p>The mayor said in her {number}. answer to the council that she would rather be a nurse again.</p>"
        for number in range(1, 7)
    )
    title = "Ferry runs again after the storm"
    first = box.replace("h2", "h1").replace("Mayor resigns after school vote", title).format(STORY)
    head = f'<meta property="og:title" content="{title}">'
    body, _, _ = read(document(f"<main>{first}{box.format(text)}</main>", head))
    assert (body or "").count("Paragraph") == 8
    assert "mayor" not in (body or "")


def test_parts_of_a_story_under_headings_of_one_markup_are_told() -> None:
    parts = (
        f"<h2>Ferry in the storm</h2>{STORY}<h2>What the crew says</h2>{STORY.replace('Paragraph', 'Answer')}"
    )
    body, _, _ = read(document(f"<main><article>{parts}</article></main>"))
    assert (body or "").count("Paragraph") == (body or "").count("Answer") == 8


@pytest.mark.parametrize("name", ["sr-only", "screen-reader-text", "visually-hidden", "u-visuallyHidden"])
def test_what_only_screen_readers_read_is_not_told(name: str) -> None:
    text = STORY.replace("<p>Paragraph 5", f'<p class="{name}">list of 3 items</p><p>Paragraph 5')
    body, _, _ = read(document(f"<main><article><h1>Ferry</h1>{text}</article></main>"))
    assert [line[:9] for line in (body or "").split("\n\n")] == ["Paragraph"] * 8


def test_a_text_that_stands_there_twice_is_told_once() -> None:
    body, _, _ = read(document(f"<article><h1>Ferry</h1><div>{STORY}</div><div>{STORY}</div></article>"))
    assert (body or "").count("Paragraph") == 8


@pytest.mark.parametrize(
    "line",
    [
        "By Ruth Amsel",
        "Ruth Amsel, Jon Field",
        "HN (Ruth Amsel)",
        "By Ida Kent, Harbour News, North Pier",
        "Von Klara Hafen und Jan Pier",
        "Autorin: Klara Hafen, Hafenblatt",
        "Ruth Amsel/Getty Images",
        "Harbour Trust via AFP",
        "The old ferry leaves the bay for the last time. IMAGO / Joe Roe",
        "Ruth Amsel is a senior reporter for the Harbour News and has crossed the bay 4,000 times.",
        "Jon Field, who lives on a boat, writes about tides.",
        "The old ferry leaves the bay for the last time. Foto: Joe Roe",
        "Passengers wait at the pier in the first snow of the year (Photo: Harbour Archive)",
        "By using this site, you consent to our User Agreement and our Privacy Policy.",
        "View this post on Instagram",
        "A post shared by Harbour Ferries (@harbour_ferries)",
        "A post shared by @harbour.ferries",
        "An dieser Stelle findest du einen externen Inhalt von Hafen-TV, der den Artikel ergänzt. "
        "Du kannst ihn dir mit einem Klick anzeigen lassen und wieder ausblenden.",
        "Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden.",
        "To view this video, please allow cookies in your settings.",
        "Ce contenu est bloqué car vous n’avez pas accepté les cookies.",
        "Para ver este contenido, acepta las cookies de Puerto TV.",
        "For å vise dette innholdet må du godta informasjonskapsler.",
        "Sign up for our newsletter and get the best of the bay in your inbox.",
        "For the latest stories from the bay and beyond, sign up for our newsletters.",
        "Like this story? Share it with a friend!",
    ],
)
def test_lines_that_are_no_prose(line: str) -> None:
    authors = json_ld(**{"@type": "NewsArticle", "author": [{"name": "Ruth Amsel"}, {"name": "Jon Field"}]})
    body, _, _ = read(document(f"<article><h1>Ferry</h1>{STORY}<p>{line}</p></article>", authors))
    assert body is not None
    assert line not in body
    assert body.count("Paragraph") == 8


def test_a_line_about_who_is_named_above_the_story() -> None:
    line = "Ida Kent covers the harbours of the north and has crossed the bay 4,000 times."
    body, _, _ = read(
        document(f"<article><h1>Ferry</h1><p class=byline>By Ida Kent</p>{STORY}<p>{line}</p></article>")
    )
    assert line not in (body or "")
    body, _, _ = read(document(f"<article><h1>Ferry</h1>{STORY}<p>{line}</p></article>"))
    assert line in (body or "")


@pytest.mark.parametrize(
    "line",
    [
        "Ruth Amselberg is the ferry's captain, and no relation of this reporter.",
        "The ferry carried 40/60 goats and sheep that day, said Joe Roe",
        "The board sent the papers a photo: nobody was on it.",
        "The cook says this film about cookies was baked, not acted.",
        "Der Kapitän hat den Inhalt der Kiste mit einem Klick öffnen lassen.",
    ],
)
def test_lines_that_look_like_residue(line: str) -> None:
    authors = json_ld(**{"@type": "NewsArticle", "author": [{"name": "Ruth Amsel"}]})
    body, _, _ = read(document(f"<article><h1>Ferry</h1><p>{line}</p>{STORY}</article>", authors))
    assert line in (body or "")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("<p>Von Klara Hafen</p>", "byline"),
        ("<h2>Von Klara Hafen</h2>", ""),
        ("<p>Von Hamburg nach Kiel im Schnee</p>", ""),
        ("<p>By Jove, said the Captain</p>", ""),
        ("<p>渡船停在码头。新华社记者 木森 摄</p>", "caption"),
        ("<p>船员在整理缆绳。新华社发（木森摄）</p>", "caption"),
        ("<p>渡船在码头停了九天，电视台的记者一直在拍摄</p>", ""),
        ("<p>부두에 선 여객선 /사진=항구시</p>", "caption"),
        ("<p>▲渡船停在碼頭。（圖／港務局提供）</p>", "caption"),
        ("<p>lim@harbour.example</p>", "byline"),
        ("<p>ขอบคุณภาพจาก เทศบาลเมืองท่าเรือ</p>", "promo"),
        ("<p>Ранее мы писали: <a href='/a'>Паром вернулся за шляпой</a></p>", "promo"),
        ("<p>קראו גם: <a href='/a'>המעבורת חזרה בגלל כובע</a></p>", "promo"),
        ("<p>Čtěte více: <a href='/a'>Přívoz se vrátil pro klobouk</a></p>", "promo"),
        ("<p>বিজ্ঞাপন</p>", "promo"),
    ],
)
def test_signed_lines(line: str, kind: str) -> None:
    (block,) = Layout(Page(document(line), URL)).blocks
    assert residue(block.text, block) == kind


def test_a_caption_inside_the_text_of_its_picture_is_none_of_it() -> None:
    picture = "<span><span><img src='/a.jpg'></span><em class='img_desc'>Two ferries at the quay</em></span>"
    lines = "<br><br>".join(
        f"Paragraph {n} of the ferry and what the board said of it at length." for n in range(9)
    )
    body, _, layout = read(document(f"<h1>Ferry</h1><article>{picture}{lines}</article>"))
    assert (body or "").startswith("Paragraph 0")
    assert next(block for block in layout.blocks if "quay" in block.text).kind == "caption"


def test_a_body_drawn_by_script_is_read_from_what_the_page_states() -> None:
    lines = [
        f"Paragraph {number} tells what the ferry did on that day, which was little enough."
        for number in range(9)
    ]
    stated = json_ld(**{"@type": "NewsArticle", "headline": "Ferry", "articleBody": "\n".join(lines)})
    body, verdict, layout = read(document('<div id="app"></div>', stated))
    assert (body or "").split("\n\n") == lines
    assert verdict.story_type == "article"
    assert layout.body == []


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"\x00" * 50,
        bytes(range(256)) * 40,
        b"<p>" + b"word " * 200_000,
        b"<html><body>" + b"<span>" * 6000 + b"text " * 60,
        b"<a href=x>" * 3000 + b"text " * 60,
        "<p>\ud800 lone surrogate</p>" * 3,
        b"<table>" * 400 + b"<td>" + b"text " * 60,
        b"<html><frameset><frame></frameset></html>",
        b"<svg><title>x</title></svg>",
    ],
    ids=["empty", "nul", "binary", "long", "spans", "links", "surrogate", "tables", "frames", "svg"],
)
def test_no_page_is_too_odd(html: bytes | str) -> None:
    read(html)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  two   spaces\t ", "two spaces"),
        ("gov\u00adern\u00adment", "government"),
        ("a\u200bb\u2060c\ufeff", "abc"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("می\u200cرود", "می\u200cرود"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("plain\u200cword", "plainword"),
        ("\u202bשלום\u202c", "שלום"),
        ("It\u00e2\u20ac\u2122s", "It’s"),
        ("caf\u00c3\u00a9", "café"),
        ("NÃO, Â e Ê", "NÃO, Â e Ê"),
        ("one\u2028two", "one\ntwo"),
        ("bell\x07 and \x93quote\x94", "bell and quote"),
        ("\ue000icon", "icon"),
    ],
)
def test_clean_paragraph(raw: str, clean: str) -> None:
    assert clean_paragraph(raw) == clean
    assert clean_paragraph(clean) == clean


def test_blank_lines_part_paragraphs() -> None:
    story = Story()
    story.raw.paragraphs = ["One.\n\n Two.", " ", "Three.\u2029Four."]
    normalise_body(story)
    assert story.body == "One.\n\nTwo.\n\nThree.\n\nFour."
    story.raw.paragraphs = []
    normalise_body(story)
    assert story.body is None


@pytest.mark.parametrize("parted", range(1, 8))
@pytest.mark.parametrize("name", ["page__part", "cmp-text", "builder-widget"])
def test_a_story_in_several_boxes_of_one_name(name: str, parted: int) -> None:
    parts = [f"{part}</p>" for part in STORY.split("</p>")[:-1]]
    parts[6] = "<p>No one was hurt.</p>"
    between = '<div class="picture"><img src="/quay.jpg" alt=""></div>'
    boxes = "".join(
        f'<div class="{name}">{"".join(some)}</div>{between}'
        for some in (parts[:parted], ["<h2>Late as ever</h2>", *parts[parted:]])
    )
    body, _, _ = read(document(f"<main><h1>Ferry late again</h1>{boxes}</main>"))
    assert (body or "").count("Paragraph") == 7
    assert "No one was hurt." in (body or "")
    assert "Late as ever" in (body or "")


def test_a_short_pull_quote_goes_with_its_speaker() -> None:
    quote = (
        '<figure class="wp-block-pullquote"><blockquote><p>“It was late, as ever”</p>'
        "<cite>Ann Lee</cite></blockquote></figure>"
    )
    half = len(STORY) // 2
    cut = STORY.index("<p>", half)
    body, _, _ = read(document(f"<article><h1>Ferry</h1>{STORY[:cut]}{quote}{STORY[cut:]}</article>"))
    assert (body or "").count("Paragraph") == 8
    assert "“It was" not in (body or "")
    assert "Ann Lee" not in (body or "")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<cite><span>Tapachula, Mexico</span><span>QNN</span> — </cite>The boats left.",
            "Tapachula, Mexico QNN — The boats left.",
        ),
        ("<b>Ana Ruiz</b><span class='role'>Harbour master</span>", "Ana Ruiz Harbour master"),
        # One word: no element ends before the capital, or none begins with it.
        ("The Mac<b>Donald</b> boat", "The MacDonald boat"),
        ("The Mac<!-- --><b>Donald</b> boat", "The MacDonald boat"),
        ("<b>ferry</b><i class='icon'></i><span>Ferry: a boat</span>", "ferry Ferry: a boat"),
        ("<span>T</span><span>he boats</span> left", "The boats left"),
        ("<span>The</span> <span>Boats</span> left", "The Boats left"),
    ],
)
def test_inline_elements_without_white_space_between_them(markup: str, text: str) -> None:
    layout = Layout(Page(document(f"<p>{markup}</p>"), URL))
    assert text in [block.text for block in layout.blocks]
