"""Section pages in several markups and languages: which links lead to stories, which to the next page."""

# ruff: noqa: E501 (markup reads better whole)

from __future__ import annotations

import pytest
from minisite import section, story

from newscrawl.extract.links import date_in_url, is_section, is_trap, looks_like_story, next_page, story_links
from newscrawl.page import Page

BASE = "https://news.example.com"

NAV = """<header><a href="/">Example News</a><button>Menu</button><nav><ul><li><a href="/world/">World</a></li>
<li><a href="/politics/">Politics</a></li><li><a href="/science-and-environment/">Science and environment</a></li>
<li><a href="/in-pictures/">In pictures</a></li><li><a href="/login">Log in</a></li></ul></nav></header>"""
FOOTER = """<footer><ul><li><a href="/about-the-example-news-organisation/">About the Example News organisation</a></li>
<li><a href="/terms-of-use">Terms of use</a></li><li><a href="/how-we-correct-mistakes-in-our-stories">How we correct
mistakes in our stories</a></li></ul><a href="https://social.example.org/share?u=1">Share</a></footer>"""


def page(body: str, url: str = f"{BASE}/world/", head: str = "") -> Page:
    return Page(
        f"<!doctype html><html><head><title>World</title>{head}</head><body>{NAV}{body}{FOOTER}</body></html>",
        url,
    )


DRUPAL = (
    """<div id="content"><h1>World</h1><div class="view-content">"""
    + "".join(
        f"""<div class="views-row views-row-{n}"><div class="views-field-title"><span class="field-content">
        <a href="/news/{slug}">{text}</a></span></div><div class="views-field-body"><p>Opening lines of the story, cut
        off after a while so that ...</p></div><a href="/tags/harbour-and-ferries">Harbour and ferries</a></div>"""
        for n, (slug, text) in enumerate(
            [
                ("1043-harbour-wall-voted-down", "Harbour wall voted down"),
                ("1042-ferries-again", "Ferries run again"),
                ("1040-late-frost-costs-orchards", "Late frost costs orchards half their crop"),
            ]
        )
    )
    + """</div><ul class="pager"><li class="pager-current">1</li><li class="pager-item"><a href="/news/world?page=1"
    title="Go to page 2">2</a></li><li class="pager-next"><a href="/news/world?page=1">next ›</a></li>
    <li class="pager-last"><a href="/news/world?page=40">last »</a></li></ul></div>"""
)

DATED_CARDS = (
    """<main><div class="grid">"""
    + "".join(
        f"""<article class="card"><a href="/2016/09/{day:02}/{slug}/"><img src="/i.jpg" alt=""></a>
    <a class="kicker" href="/world/europe/">Europe</a><h3><a href="/2016/09/{day:02}/{slug}/">{text}</a></h3>
    <time datetime="2016-09-{day:02}T08:00:00+02:00">{day} Sep</time><a href="/author/jane-doe/">Jane Doe</a>
    <a href="/2016/09/{day:02}/{slug}/#comments">12 comments</a></article>"""
        for day, slug, text in [
            (5, "wall-voted-down", "Harbour wall voted down by one vote"),
            (4, "ferries", "Ferries run again to the outer islands"),
            (3, "frost", "Late frost costs orchards half their crop"),
        ]
    )
    + """</div><a class="more" href="/world/page/2/">Older stories</a></main>"""
)

GERMAN = (
    """<main><h1>Politik</h1>"""
    + "".join(
        f"""<div class="teaser"><a class="teaser__link" href="/politik/{slug}-{number}.html"><span class="teaser__kicker">Hafen</span>
    <span class="teaser__headline">{text}</span><p>Der Anfang der Meldung, nach einigen Worten abgeschnitten ...</p></a></div>"""
        for slug, number, text in [
            ("hafenmauer-abgelehnt", 8812345, "Rat lehnt neue Hafenmauer knapp ab"),
            ("faehren-fahren-wieder", 8812301, "Fähren zu den Inseln fahren wieder"),
            ("frost", 8812288, "Später Frost trifft die Obstbauern"),
        ]
    )
    + """<a href="/politik/?seite=2" rel="next">Weiter</a><a href="/politik/umfragen/">Umfragen</a>
<a href="/thema/hafen/">Alles zum Hafen und zur Hafenmauer</a></main>"""
)

JAPANESE = (
    """<main><ul class="newsList">"""
    + "".join(
        f"""<li><a href="/articles/AB{number}.html"><span>{text}</span><span class="time">9/5 17:15</span></a></li>"""
        for number, text in [
            ("20160905001", "港の防波堤案、一票差で否決 市議会"),
            ("20160905002", "離島行きフェリー、月曜から運航再開へ"),
            ("20160904003", "遅霜で果樹園に被害 収穫は半減の見込み"),
        ]
    )
    + """</ul><p class="pager"><a href="/world/?page=2">次へ</a></p></main>"""
)

ARABIC = (
    """<main dir="rtl"><div class="list">"""
    + "".join(
        f"""<div class="item"><h2><a href="/news/{number}">{text}</a></h2><span>منذ ساعة</span></div>"""
        for number, text in [
            (4412907, "مجلس المدينة يرفض بناء جدار جديد للميناء بفارق صوت واحد"),
            (4412883, "العبارات تعود إلى الجزر البعيدة ابتداء من صباح الاثنين"),
            (4412701, "الصقيع المتأخر يضرب البساتين ويقضي على نصف المحصول"),
        ]
    )
    + """</div><a href="/world/?p=2">التالي</a></main>"""
)

WORDPRESS = (
    """<main id="main" class="site-main">"""
    + "".join(
        f"""<article id="post-{n}" class="post-{n} post type-post status-publish format-standard hentry category-world
    tag-harbour comments-open"><header class="entry-header"><h2 class="entry-title"><a href="{BASE}/{slug}/" rel="bookmark">{text}</a></h2>
    <span class="cat-links"><a href="{BASE}/category/world/">World news of the day</a></span></header><div class="entry-summary"><p>Opening
    lines of the story, cut off after a while so that ... <a class="more-link" href="{BASE}/{slug}/">Continue reading</a></p></div>
    <footer><a href="{BASE}/tag/harbour-and-ferries/" rel="tag">Harbour and ferries</a></footer></article>"""
        for n, slug, text in [
            (12, "harbour-wall-voted-down", "Harbour wall voted down"),
            (11, "ferries-run-again", "Ferries run again to the islands"),
            (9, "frost", "Late frost costs orchards half their crop"),
        ]
    )
    + """<nav class="navigation posts-navigation"><div class="nav-previous"><a href="/world/page/2/">Older posts</a></div></nav></main>"""
)

BARE_TABLE = (
    """<table><tr><td>"""
    + "<br>".join(
        f"""<b>&raquo;</b> <a href="show.php?id={number}">{text}</a> (05.09.2016)"""
        for number, text in [
            (20417, "Council votes down new harbour wall by a single vote"),
            (20416, "Ferries to the outer islands run again from Monday"),
            (20411, "Late frost costs orchard keepers half of their crop"),
        ]
    )
    + """<br><a href="list.php?page=2">[2]</a> <a href="list.php?page=3">[3]</a></td></tr></table>"""
)


@pytest.mark.parametrize(
    ("markup", "url", "stories", "following"),
    [
        (DRUPAL, "/news/world", ["/news/1043-harbour-wall-voted-down", "/news/1042-ferries-again",
                                 "/news/1040-late-frost-costs-orchards"], "/news/world?page=1"),
        (DATED_CARDS, "/world/", ["/2016/09/05/wall-voted-down/", "/2016/09/04/ferries/", "/2016/09/03/frost/"],
         "/world/page/2/"),
        (GERMAN, "/politik/", ["/politik/hafenmauer-abgelehnt-8812345.html", "/politik/faehren-fahren-wieder-8812301.html",
                               "/politik/frost-8812288.html"], "/politik/?seite=2"),
        (JAPANESE, "/world/", ["/articles/AB20160905001.html", "/articles/AB20160905002.html",
                               "/articles/AB20160904003.html"], "/world/?page=2"),
        (ARABIC, "/world/", ["/news/4412907", "/news/4412883", "/news/4412701"], "/world/?p=2"),
        (WORDPRESS, "/category/world/", ["/harbour-wall-voted-down/", "/ferries-run-again/", "/frost/"], None),
        (WORDPRESS, "/world/", ["/harbour-wall-voted-down/", "/ferries-run-again/", "/frost/"], "/world/page/2/"),
        (BARE_TABLE, "/list.php", ["/show.php?id=20417", "/show.php?id=20416", "/show.php?id=20411"], "/list.php?page=2"),
    ],
    ids=["drupal", "dated cards", "german", "japanese", "arabic", "wordpress category", "wordpress", "bare table"],
)  # fmt: skip
def test_section_pages(markup: str, url: str, stories: list[str], following: str | None) -> None:
    front = page(markup, BASE + url)
    assert [link.url.removeprefix(BASE) for link in story_links(front)] == stories
    assert next_page(front) == (BASE + following if following else None)
    assert is_section(front)


def test_a_link_tells_its_text_and_date() -> None:
    links = story_links(page(DATED_CARDS))
    assert [link.date for link in links] == ["2016-09-05", "2016-09-04", "2016-09-03"]
    assert links[0].text == "Harbour wall voted down by one vote"
    assert [link.date for link in story_links(page(DRUPAL))] == [None, None, None]


def test_a_story_is_no_section() -> None:
    related = [
        (f"/news/world/harbour-report-of-day-{n}-in-full", f"Harbour report of day {n} in full")
        for n in range(8)
    ]
    for url in ("/news/world/harbour-wall-voted-down-by-council", "/wall", "/?p=12"):
        assert not is_section(Page(story("Harbour wall voted down", related), BASE + url))
    # Without a word of its own about what it is.
    silent = story("Harbour wall voted down", related).replace(
        '<meta property="og:type" content="article">', ""
    )
    assert not is_section(Page(silent, f"{BASE}/wall"))
    assert is_section(Page(section("World", related), f"{BASE}/news/world"))
    assert is_section(Page(section("World", related[:2]), f"{BASE}/news/world"))


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/world/page/3">Next</a>',
        '<a href="/world?page=3">3</a><a href="/world?page=4">4</a>',
        '<a class="pagination__next" href="/world/page/3"><svg></svg></a>',
        '<a aria-label="Next page" href="/world/page/3"></a>',
        '<a href="/world/page/1">‹</a><a href="/world/page/3">›</a>',
        '<a href="/world/page/3">Page suivante</a>',
        '<a href="/world/page/3">Следующая</a>',
    ],
)
def test_the_page_after_the_second(markup: str) -> None:
    url = f"{BASE}/world?page=2" if "?page=" in markup else f"{BASE}/world/page/2"
    assert next_page(
        page(DATED_CARDS.replace('<a class="more" href="/world/page/2/">Older stories</a>', markup), url)
    ) in (
        f"{BASE}/world/page/3",
        f"{BASE}/world?page=3",
    )


@pytest.mark.parametrize(
    "markup",
    [
        "",
        '<a href="/world/page/1">Previous</a>',
        '<button class="next">Next</button>',
        '<a class="slick-next" href="#">Next</a>',
        '<a href="/world/other-section">Next section</a>',
        '<a class="next" href="https://other.example.org/world/page/3">Next</a>',
    ],
)
def test_no_page_after_the_last(markup: str) -> None:
    body = DATED_CARDS.replace('<a class="more" href="/world/page/2/">Older stories</a>', markup)
    assert next_page(page(body, f"{BASE}/world/page/2")) is None


@pytest.mark.parametrize(
    "path",
    [
        "/tag/harbour", "/tags/harbour-and-ferries-2016", "/2016/09/", "/2016/09/05", "/2016", "/world?sort=oldest",
        "/world?order=asc&page=2", "/author/jane-doe", "/autoren/jane-doe", "/search?q=harbour", "/?s=harbour",
        "/print/12345", "/world/harbour-wall-voted-down/print", "/login?return=/x", "/newsletter", "/feed",
        "/gallery/harbour-in-ten-pictures", "/video/2016/09/05/harbour-wall", "/photos/harbour", "/calendar/2016-09",
        "/archive", "/share?u=x", "/events?month=2016-09", "/a/b/a/b/a/b/", "/file.pdf", "/photo.JPG", "/wp-login.php",
        "/world/story-of-the-harbour?replytocom=12", "/x" * 1200,
    ],
)  # fmt: skip
def test_traps(path: str) -> None:
    assert is_trap(BASE + path)
    assert not looks_like_story(BASE + path)


@pytest.mark.parametrize(
    "path",
    [
        "/world/harbour-wall-voted-down-by-council", "/2016/09/05/ferries", "/world/europe/story/20417333",
        "/politik/frost-8812288.html", "/news/4412907", "/show.php?id=20417", "/articles/AB20160905001.html",
        "/archive/2016/09/05/harbour-wall-voted-down", "/a/4f1c2a3b-1c2d-4e5f-8a9b-0c1d2e3f4a5b", "/?p=20417",
        "/новости/стена-гавани-отклонена-советом", "/news/2016-09-05/harbour-wall", "/weather/storm-closes-harbour-for-days",
    ],
)  # fmt: skip
def test_story_addresses(path: str) -> None:
    assert not is_trap(BASE + path)
    assert looks_like_story(BASE + path)


@pytest.mark.parametrize(
    "path", ["/", "/world/", "/world/europe", "/science-and-environment/", "/about", "/world?page=2"]
)
def test_other_addresses(path: str) -> None:
    assert not looks_like_story(BASE + path)


def test_date_in_url() -> None:
    assert date_in_url(f"{BASE}/2016/9/5/x") == "2016-09-05"
    assert date_in_url(f"{BASE}/x-20160905-y") == "2016-09-05"
    assert date_in_url(f"{BASE}/x/20160905001.html") == "2016-09-05"
    assert date_in_url(f"{BASE}/2016/13/45/x") is None
    assert date_in_url(f"{BASE}/2016/02/30/x") is None
    assert date_in_url(f"{BASE}/x?date=2016-09-05") is None
