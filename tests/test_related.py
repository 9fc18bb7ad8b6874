"""Related headlines: heading words, addresses, cards and the clean entries."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from minisite import MiniSite, serving, story

from newscrawl import parse_story
from newscrawl.extensions.edges import edges_of
from newscrawl.extract.block_kinds import heading_kind, is_ad_label, is_label
from newscrawl.extract.blocks import Layout
from newscrawl.extract.related import find_related, without_related
from newscrawl.extract.targets import Targets
from newscrawl.items import RawBlock, RawLink, RawStory, RelatedHeadline, Story
from newscrawl.normalise.related import normalise_related
from newscrawl.page import Page

# -- headings ------------------------------------------------------------------------------------------------

HEADINGS = {
    "related": """Related|You may also like|READ ALSO:|Lesen Sie auch|Mehr zum Thema
        |Das könnte Sie auch interessieren
        |À lire aussi|Sur le même thème|Noticias relacionadas|Te puede interesar|Leia também|Veja também
        |Leggi anche
        |Potrebbe interessarti|Lees ook|Läs också|Les også|Læs også|Lue myös|Czytaj także|Čtěte také
        |Čítajte aj
        |Kapcsolódó cikkek|Citește și|Pročitajte još|Preberite tudi|Читайте также|По теме|Читайте також
        |Прочетете още
        |Διαβάστε επίσης|İlgili haberler|اقرأ أيضاً|مقالات ذات صلة|بیشتر بخوانید|קראו גם|यह भी पढ़ें
        |আরও পড়ুন|இதையும் படிங்க
        |Baca juga|Tin liên quan|ข่าวที่เกี่ยวข้อง|関連記事|あわせて読みたい|相关新闻|延伸閱讀|관련기사|Loe ka
        |Lasi arī
        |Soma zaidi
        |Llegeix també|یہ بھی پڑھیں|हेही वाचा
        |Seguí leyendo|Per saperne di più|Articles en relation|Weiterführender|ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ|اقرا ایضا
        |موضوعات متعلقة|ये खबर भी पढ़ें|Ранее мы писали""",
    "section": """More from World|Mehr aus Politik|Plus de Culture|Más noticias|Mais de Economia
        |Altre notizie|Meer uit Sport
        |Fler nyheter|Mer fra Innenriks|Więcej z regionu|Другие новости|Інші новини|المزيد من العالم
        |अन्य खबरें|社会の新着
        |Berita lainnya|Tin cùng chuyên mục""",
    "popular": """Most read|Most read in Football|Meistgelesen|Les plus lus|Lo más leído|Mais lidas
        |I più letti|Meest gelezen
        |Mest läst|Mest lest|Luetuimmat|Najczęściej czytane|Nejčtenější|Самое читаемое|Популярне
        |En çok okunanlar
        |الأكثر قراءة|पॉपुलर|ニュースランキング|热门|많이 본 뉴스|Terpopuler|Đọc nhiều|Zilizosomwa zaidi
        |LO MAS LEIDO|НАЙ-СПОДЕЛЯНИ|اكثر قراءة|Πολυδιαβασμένα|Trending
        |많이 보는 기사|پربازدیدها|அதிகம் வாசிக்கப்பட்டவை""",
    "latest": """Latest|Latest news|Aktuelle News|Dernières infos|Últimas noticias|Últimas
        |Ultime notizie|Laatste nieuws
        |Senaste nytt – Sverige|Siste nytt|Uusimmat|Najnowsze|Nejnovější|Последние новости
        |Останні новини|Son dakika
        |آخر الأخبار|ताज़ा खबरें|最新|最新ニュース|최신뉴스|Terbaru
        |Noticias del día|Le fil du journal|Tuoreimmat|Frisch""",
    "other": "A la une|Primo piano|Pääuutiset|Destacados|Фото|頭條",
    "none": "Tags|Follow us|Jobs|Stellenmarkt|Commentaires|Etiquetas|Komentarze|タグ",
    "external": "From around the web|Sponsored|Contenu sponsorisé|Новости партнеров",
}


@pytest.mark.parametrize(
    ("heading", "kind"),
    [(heading.strip(), kind) for kind, headings in HEADINGS.items() for heading in headings.split("|")],
)
def test_heading_kind(heading: str, kind: str) -> None:
    assert heading_kind(heading) == kind


@pytest.mark.parametrize(
    "heading",
    [
        "Minister meets farmers in valley",
        "1",
        "",
        "大雨で川が増水",
        "Und so weiter",
        # Words that are a heading alone, and accents that part two words.
        "Frisch gewählt: die Ziege",
        "Un destacado político",
        "Vice president resigns",
    ],
)
def test_heading_that_says_nothing(heading: str) -> None:
    assert heading_kind(heading) is None


def test_labels_are_no_headlines() -> None:
    assert is_label("Read more")
    assert is_label("【関連記事】")
    assert not is_label("Latest storm leaves island without bread")
    assert is_ad_label("Advertisement - Continue Reading Below")
    assert not is_ad_label("Advertising industry looks for new ideas after a quiet year")


# -- addresses -----------------------------------------------------------------------------------------------


def targets(
    url: str = "https://www.courier.example/world/2024/goat-elected-mayor-of-the-island-48213",
) -> Targets:
    return Targets(url, url)


@pytest.mark.parametrize(
    "href", ["", "#top", "javascript:void(0)", "mailto:a@b.example", "tel:1", "{{url}}", "http://["]
)
def test_leads_nowhere(href: str) -> None:
    target = targets().read(href)
    assert target is None or targets().judge(target) < 1


def test_one_target_for_all_links_to_a_story() -> None:
    found = targets()
    hrefs = [
        "/world/2024/boat-finds-its-own-way-home-48214",
        "https://www.courier.example/world/2024/boat-finds-its-own-way-home-48214/?utm_source=x#comments",
        "//www.courier.example/world/2024/boat-finds-its-own-way-home-48214",
        "boat-finds-its-own-way-home-48214",
    ]
    assert len({found.read(href).key for href in hrefs}) == 1  # type: ignore[union-attr]


def test_query_that_names_the_page_stays() -> None:
    found = targets()
    one, other = found.read("/view.php?id=4711"), found.read("/view.php?id=4712")
    assert one is not None
    assert other is not None
    assert one.key != other.key


@pytest.mark.parametrize(
    ("href", "internal"),
    [
        ("https://sport.courier.example/a-story-of-four-words", True),
        ("https://m.courier.example/a-story-of-four-words", True),
        ("https://www.courier-news.example/a-story-of-four-words", False),
        ("https://click.adnet.example/r?c=1", False),
        ("https://shop.courier.example/kitchen-things-for-the-whole-island?item=760", False),
    ],
)
def test_same_site(href: str, internal: bool) -> None:
    target = targets().read(href)
    assert target is not None
    assert target.internal is internal


@pytest.mark.parametrize(
    ("href", "story_like"),
    [
        ("/world/2024/boat-finds-its-own-way-home-48214", True),
        ("/world/boat-finds-its-own-way-home", True),
        ("/articles/c0rxk4q0pj0o", True),
        ("/view.php?id=4711", True),
        ("/world/europe/", False),
        ("/tag/goats-and-other-mayors-of-the-island", False),
        ("/author/ada-quill-and-her-sister-and-brother", False),
        ("/topics/war-and-peace", False),
        ("/serial/list.html?id=798", False),
        ("/preisvergleich/2685109", False),
        ("/deals/redirect?id=84933410", False),
        ("/sports/goat-racing/standings/standings-teams.html", False),
        ("/", False),
        # Comments, pictures and print views of the page itself.
        ("/forum/goat-elected-mayor-of-the-island-48213/", False),
    ],
)
def test_shape(href: str, story_like: bool) -> None:
    found = targets()
    target = found.read(href)
    assert target is not None
    assert (found.judge(target) >= 1) is story_like


def test_one_word_below_the_front_page_is_a_section() -> None:
    found = targets()
    target = found.read("/schlagzeilen/")
    assert target is not None
    assert found.judge(target) == -1


@pytest.mark.parametrize(
    "between", ["", "<br>", "<p>", "<li>", "</div><div>", "<p>Advertisement</p>", "<h2>Latest</h2>"]
)
def test_thousands_of_links_take_no_time(between: str) -> None:
    anchors = (
        f'<a href="/world/story-of-five-words-{n}">Story of five words number {n}</a>' for n in range(10000)
    )
    page = Page(
        f"<h1>A headline of the page</h1><div>{between.join(anchors)}</div>", "https://courier.example/own-1"
    )
    layout = Layout(page)
    start = time.process_time()
    find_related(layout, page)
    assert time.process_time() - start < 10


# -- clean entries -------------------------------------------------------------------------------------------


def normalised(
    *blocks: RawBlock, url: str = "https://www.courier.example/world/own-story-48213"
) -> list[RelatedHeadline]:
    record = Story(url=url)
    record.raw = RawStory(base_url=url, blocks=list(blocks))
    normalise_related(record)
    return record.related_headlines


def one(**fields: Any) -> RelatedHeadline:
    link = RawLink(
        href="/world/other-story-48214", texts=[], **{"headline": "Boat finds its own way home", **fields}
    )
    [entry] = normalised(RawBlock("More from World", "section", [link]))
    return entry


def test_entry() -> None:
    entry = one(teaser="The boat had been missing since spring, its...", date="5 May 2021")
    assert entry.headline == "Boat finds its own way home"
    assert entry.url == "https://www.courier.example/world/other-story-48214"
    assert (entry.block, entry.kind, entry.position) == ("More from World", "section", 1)
    assert entry.teaser_truncated is True
    assert entry.date == "2021-05-05"
    assert entry.story_id == parse_story("<p>x", entry.url).id


@pytest.mark.parametrize(
    ("shown", "headline"),
    [
        ("Video: Boat finds its own way home", "Boat finds its own way home"),
        ("▶ Boat finds its own way home", "Boat finds its own way home"),
        ("Boat finds its own way home | Video", "Boat finds its own way home"),
        ("Boat finds its own way home (12)", "Boat finds its own way home"),
        (".css-1a{color:red} Boat finds its own way home", "Boat finds its own way home"),
        ("1. Boat finds its own way home", "Boat finds its own way home"),
        ("1Boat finds its own way home", "Boat finds its own way home"),
        ("Video shows boat on its way home", "Video shows boat on its way home"),
        ("12 boats find their own way home", "12 boats find their own way home"),
        ("1 in 3 boats finds its way home", "1 in 3 boats finds its way home"),
        ("Boat\u200b finds\u00a0its own way home", "Boat finds its own way home"),
        ("\ue00a Boat finds its own way home( )", "Boat finds its own way home"),
    ],
)
def test_headline_alone(shown: str, headline: str) -> None:
    assert one(headline=shown).headline == headline


@pytest.mark.parametrize(
    ("teaser", "markup", "truncated"),
    [
        ("The boat had been missing since", False, False),
        ("The boat had been missing since", True, True),
        ("The boat had been missing since...", False, True),
        ("The boat had been missing since…", False, True),
        ("The boat had been missing since [...]", False, True),
        ("The boat had been missing since [&hellip;]", False, True),
        ("The boat had been missing since ... Read more", False, True),
        ("The boat had been missing since spring.", False, False),
    ],
)
def test_truncated(teaser: str, markup: bool, truncated: bool) -> None:
    assert one(teaser=teaser, truncated_by_markup=markup).teaser_truncated is truncated


def test_no_teaser_no_truth_about_it() -> None:
    assert one().teaser is None
    assert one().teaser_truncated is None


@pytest.mark.parametrize(
    ("shown", "machine", "expected"),
    [
        ("05/09/2016", None, None),
        ("22/01/2017", None, "2017-01-22"),
        ("Mon, 05/09/2016", None, None),
        ("Tue, 06/09/2016", None, "2016-09-06"),
        ("3 hours ago", None, None),
        ("3 hours ago", "2021-05-05T10:00:00+02:00", "2021-05-05T10:00+02:00"),
        ("05/09/2016", "2016-09-05", "2016-09-05"),
        (None, "soon", None),
        (None, "2021-13-45", None),
    ],
)
def test_date_never_guessed(shown: str | None, machine: str | None, expected: str | None) -> None:
    assert one(date=shown, machine=machine).date == expected


def links(*slugs: str) -> list[RawLink]:
    return [
        RawLink(href=f"/world/{slug}", texts=[], headline=f"Headline of the story {slug}") for slug in slugs
    ]


def test_the_page_itself_is_no_entry() -> None:
    found = normalised(
        RawBlock(
            "Latest", "latest", links("own-story-48213", "own-story-48213?utm_source=x", "other-story-1")
        )
    )
    assert [(entry.url.rpartition("/")[2], entry.position) for entry in found] == [("other-story-1", 1)]


def test_repeated_list_is_one_block() -> None:
    block = RawBlock("Most read", "popular", links("a-story-1", "b-story-2"))
    unnamed = RawBlock(None, "related", links("c-story-3", "d-story-4"))
    found = normalised(block, unnamed, block, unnamed)
    assert [(entry.block, entry.position) for entry in found] == [
        ("Most read", 1),
        ("Most read", 2),
        (None, 1),
        (None, 2),
    ]


def test_a_story_in_two_blocks_is_two_entries() -> None:
    found = normalised(
        RawBlock("Most read", "popular", links("a-story-1")), RawBlock("Latest", "latest", links("a-story-1"))
    )
    assert [entry.kind for entry in found] == ["popular", "latest"]
    assert found[0].story_id == found[1].story_id


def test_other_sites_are_never_entries() -> None:
    assert normalised(RawBlock("Sponsored", "external", links("a-story-1"))) == []


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=60), st.text(max_size=60))
def test_any_text_passes(headline: str, teaser: str, shown: str, href: str) -> None:
    for entry in normalised(RawBlock("x", "related", [RawLink(href, [], headline, teaser, shown, shown)])):
        assert entry.headline
        assert "\n" not in entry.headline


# -- the body ------------------------------------------------------------------------------------------------


def test_body_goes_without_what_a_list_shows() -> None:
    block = RawBlock(
        "More",
        "section",
        [RawLink("/a", [], "Boat finds its own way home", "It had been missing since spring.")],
    )
    paragraphs = [
        "“Boat finds its own way home”",
        "He said: Boat finds its own way home.",
        "It had been missing since spring",
        "No.",
    ]
    assert without_related(paragraphs, [block]) == ["He said: Boat finds its own way home.", "No."]


# -- edges ---------------------------------------------------------------------------------------------------


def test_edges_of_a_story() -> None:
    record = Story(id="a" * 16, fetched_at="2026-01-01T00:00:00Z")
    record.related_headlines = [
        RelatedHeadline("Headline", "https://x.example/a", None, None, "More", "section", 1, "b" * 16)
    ]
    assert list(edges_of(record)) == [
        {
            "source": "a" * 16,
            "target": "b" * 16,
            "block": "More",
            "kind": "section",
            "position": 1,
            "seen_at": "2026-01-01T00:00:00Z",
        }
    ]


Scrapy = Callable[..., CompletedProcess[str]]


def two_stories(site: MiniSite) -> str:
    slugs = ["ferries-run-again-after-storm-on-outer-islands", "council-votes-on-new-harbour-wall-in-spring"]
    for slug, other in (slugs, slugs[::-1]):
        title = other.replace("-", " ").capitalize()
        site.pages[f"/news/world/{slug}"] = story(
            slug.replace("-", " ").capitalize(), [(f"/news/world/{other}", title)]
        )
    return f"{site.url}/news/world/{slugs[0]}"


def crawl(scrapy: Scrapy, url: str, feed: Path, *settings: str) -> CompletedProcess[str]:
    options = [part for setting in settings for part in ("-s", setting)]
    return scrapy(
        "crawl", "wire", "-a", f"url={url}", "-O", str(feed), *options, "-s", "AUTOTHROTTLE_ENABLED=False",
        "-s", "NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1", "-s", "NEWSCRAWL_STATE=",
    )  # fmt: skip


def test_edges_of_a_crawl(scrapy: Scrapy, tmp_path: Path) -> None:
    edges, feed = tmp_path / "graph" / "wire.jsonl", tmp_path / "feed.jsonl"
    edges.parent.mkdir()
    # What a killed run left behind: a whole line and a torn one.
    edges.write_text('{"source": "0", "target": "1"}\n{"source": "torn')
    with serving() as site:
        process = crawl(scrapy, two_stories(site), feed, f"NEWSCRAWL_EDGES={tmp_path}/graph/%(name)s.jsonl")
    assert process.returncode == 0, process.stderr
    stories = {record["id"]: record for record in map(json.loads, feed.read_text().splitlines())}
    first, *lines = map(json.loads, edges.read_text().splitlines())
    assert first == {"source": "0", "target": "1"}
    assert len(stories) == len(lines) == 2
    for line in lines:
        assert {line["source"], line["target"]} == set(stories)
        assert line["seen_at"] == stories[line["source"]]["fetched_at"]


def test_edges_are_off_by_default(scrapy: Scrapy, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    with serving() as site:
        assert crawl(scrapy, two_stories(site), feed).returncode == 0
    assert [path.name for path in tmp_path.glob("*.jsonl")] == ["feed.jsonl"]


def test_edges_that_cannot_be_written_end_the_crawl_in_one_line(scrapy: Scrapy, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with serving() as site:
        process = crawl(
            scrapy, two_stories(site), tmp_path / "feed.jsonl", f"NEWSCRAWL_EDGES={tmp_path}/file/x.jsonl"
        )
        assert site.fetched() == []
    assert "NEWSCRAWL_EDGES: cannot write" in process.stderr
    assert "Traceback" not in process.stderr


def test_a_parameter_that_one_site_tracks_by_stays_in_the_address_but_not_in_the_id() -> None:
    url = "https://www.courier.example/world/goats-elected-again-48214"
    links = [RawLink(f"{url}{query}", [], "Goats elected again, by a nose") for query in ("?mod=top", "")]
    tracked, plain = (normalised(RawBlock("More", "section", [link]))[0] for link in links)
    assert tracked.url == f"{url}?mod=top"
    assert tracked.story_id == plain.story_id


def test_the_story_goes_on_between_two_promos() -> None:
    promo = '<div class="promo"><a href="/local/{}"><span>{}</span></a></div>'
    said = [
        "The goat crossed the square at noon, watched by the whole of the market and two of its dogs.",
        '"Let it pass," the mayor said. "It has the right of way."',
        "Then it stopped in front of the baker's, as goats do, and looked at the bread for an hour.",
        "Nobody dared to speak until the bell rang and the animal went home by itself in the evening.",
    ]
    first = promo.format("ferry-turns-back-for-a-forgotten-hat-4711", "Ferry turns back for a forgotten hat")
    second = promo.format(
        "choir-sings-in-the-rain-until-it-stops-4712", "Choir sings in the rain until it stops"
    )
    html = f"""<!doctype html><html lang="en"><head><title>Goat crosses the square</title></head><body>
<article><h1>Goat crosses the square</h1><div class="article-body"><p>{said[0]}</p>
{first}<p>{said[1]}</p>{second}
<p>{said[2]}</p><p>{said[3]}</p></div></article></body></html>"""
    record = parse_story(html, "https://courier.example/local/goat-crosses-the-square-4713")
    assert record.body == "\n\n".join(said)
    assert [(entry.kind, entry.teaser) for entry in record.related_headlines] == [("inline", None)] * 2


def test_lines_of_promos_in_one_paragraph_are_a_link_each() -> None:
    story = "The goat crossed the square at noon, watched by the whole of the market and two of its dogs. "
    promos = {
        "/local/ferry-turns-back-for-a-forgotten-hat-4711": "Ferry turns back for a forgotten hat",
        "/local/choir-sings-in-the-rain-until-it-stops-4712": "Choir sings in the rain until it stops",
    }
    lines = "<br>".join(f'[Read also] <a href="{href}">{text}</a>' for href, text in promos.items())
    html = f"""<!doctype html><html lang="en"><head><title>Goat crosses the square</title></head><body>
<article><h1>Goat crosses the square</h1><div class="article-body"><p>{story * 2}</p><p>{story * 3}</p>
<p>{lines}</p></div></article></body></html>"""
    record = parse_story(html, "https://courier.example/local/goat-crosses-the-square-4713")
    assert [entry.headline for entry in record.related_headlines] == list(promos.values())
    assert record.body == f"{(story * 2).strip()}\n\n{(story * 3).strip()}"


GOAT = "The goat crossed the square at noon, watched by the whole of the market and two of its dogs. "


def goat_story(inside: str = "", below: str = "", language: str = "en") -> Story:
    """A story with something between its paragraphs and something below it."""
    return parse_story(
        f"""<!doctype html><html lang="{language}"><head><title>Goat crosses the square</title></head><body>
<main><article><h1>Goat crosses the square</h1><div class="article-body"><p>{GOAT * 2}</p><p>{GOAT * 3}</p>
{inside}<p>{GOAT}It looked at the bread.</p><p>{GOAT}It went home.</p></div></article>{below}</main>
</body></html>""",
        "https://harbour.example/local/goat-crosses-the-square-4713",
    )


def headlines(record: Story) -> list[str | None]:
    return [entry.headline for entry in record.related_headlines]


def test_a_card_under_an_empty_link_is_headed_by_its_heading_or_by_the_line_the_link_is_labelled_with() -> (
    None
):
    shown = {
        "/local/ferry-turns-back-for-a-forgotten-hat-4711": "Ferry turns back for a forgotten hat",
        "/local/choir-sings-in-the-rain-until-it-stops-4712": "Choir sings in the rain until it stops",
        "/local/baker-opens-an-hour-late-twice-4714": "Baker opens an hour late, twice",
    }
    card = '<li><div><a href="{0}" class="x1"></a><div><{2}><span>{1}</span></{2}></div></div></li>'
    cards = "".join(card.format(href, text, "h3") for href, text in shown.items())
    record = goat_story(below=f"<section><h2>More on this story</h2><ul>{cards}</ul></section>")
    assert headlines(record) == list(shown.values())
    labelled = "".join(
        card.format(f'{href}" aria-label="{text}', text, "div") for href, text in shown.items()
    )
    record = goat_story(below=f"<section><h2>More on this story</h2><ul>{labelled}</ul></section>")
    assert headlines(record) == list(shown.values())


def test_empty_links_beside_each_other_are_icons_and_not_laid_over_the_heading_near_them() -> None:
    icons = "".join(f'<a href="/{name}/goat-47139-of-the-day"></a>' for name in ("print", "mail"))
    record = goat_story(below=f"<div><h3>Ferry turns back for a forgotten hat</h3>{icons}</div>")
    assert headlines(record) == []


FERRY = "/local/ferry-turns-back-for-a-forgotten-hat-4711"


@pytest.mark.parametrize(
    ("language", "heading", "promo"),
    [
        (
            "es",
            "Más información",
            f'<aside><h2>Más información</h2><div><figure><a href="{FERRY}"><img src="a.jpg"></a></figure>'
            f'<div><h3><a href="{FERRY}">{{0}}</a></h3></div></div></aside>',
        ),
        (
            "hu",
            "Kapcsolódó",
            f'<div class="box"><h4>Kapcsolódó</h4><a href="{FERRY}">{{0}}</a></div>',
        ),
        (
            "nl",
            "Lees ook",
            f'<div class="item"><a href="{FERRY}"><div class="item__label">Lees ook</div>'
            "<span>{0}</span></a></div>",
        ),
        (
            "fr",
            "Lire aussi",
            "<section><span>Lire aussi | </span><span><span>Article réservé à nos abonnés</span></span>"
            f'<a href="{FERRY}"><span>{{0}}</span></a></section>',
        ),
    ],
)
def test_a_promo_is_announced_above_its_picture_in_its_link_or_before_a_notice(
    language: str, heading: str, promo: str
) -> None:
    headline = "Ferry turns back for a forgotten hat"
    record = goat_story(promo.format(headline), language=language)
    assert [(entry.headline, entry.block) for entry in record.related_headlines] == [(headline, heading)]


def test_a_form_and_tags_above_a_list_head_themselves_and_not_the_list() -> None:
    shown = {
        FERRY: "Ferry turns back for a forgotten hat",
        "/local/choir-sings-in-rain-4712": "Choir sings on",
    }
    cards = "".join(
        f'<article class="post-card"><a href="{href}"><img src="a.jpg"></a>'
        f'<a href="{href}"><h2>{text}</h2></a></article>'
        for href, text in shown.items()
    )
    form = "<h2>Letters from the quay</h2><div>Your address</div><div>Subscribe</div>"
    record = goat_story(below=f'<section>{form}</section><aside class="read-more">{cards}</aside>')
    assert headlines(record) == list(shown.values())
    assert {entry.block for entry in record.related_headlines} == {None}


def test_a_links_title_tells_its_headline_from_the_kicker_before_it() -> None:
    shown = {
        FERRY: "Ferry turns back for a forgotten hat",
        "/local/choir-sings-in-rain-4712": "Choir sings in rain",
    }
    card = '<li><h3><a href="{0}" title="{1}"><span>Harbour</span>{2} <span>{1}</span></a></h3></li>'

    def listed(between: str) -> list[str | None]:
        cards = "".join(card.format(href, text, between) for href, text in shown.items())
        return headlines(goat_story(below=f"<section><h2>Read also</h2><ul>{cards}</ul></section>"))

    assert listed("") == listed(":") == list(shown.values())
    assert listed(" –") == [f"Harbour – {text}" for text in shown.values()]


def test_a_heading_in_two_elements_is_one() -> None:
    cards = f'<ul><li><a href="{FERRY}">Ferry turns back for a forgotten hat</a></li></ul>'
    heading = '<div class="flex"><h3 class="white">RELATED</h3> <h3 class="red">POSTS</h3></div>'
    record = goat_story(below=f"<section><div>{heading}</div>{cards}</section>")
    assert [(entry.block, entry.kind) for entry in record.related_headlines] == [("RELATED POSTS", "related")]


# Shaped otherwise than the page's own address, as far as that goes.
QUAY = "/2016/09/05/ferry-drops-winter-routes-to-islands"
QUAY_HEADLINE = "Ferry drops winter routes to islands"


@pytest.mark.parametrize(
    ("promo", "block"),
    [
        (f'<p><strong>Read:</strong> <a href="{QUAY}">{{}}</a></p>', "Read:"),
        (f'<p><strong>WATCH | </strong><a href="{QUAY}">{{}}</a></p>', "WATCH"),
        (f'<p><a href="{QUAY}"><strong>MORE: {{}}</strong></a></p>', "MORE"),
        (f'<div><b>Also Read</b> | <a href="{QUAY}">{{}}</a></div>', "Also Read"),
        (f'<section><h5>Also Read</h5><a href="{QUAY}">{{}}</a></section>', "Also Read"),
        (f'<p><em>(Read more: <a href="{QUAY}">{{}}</a>)</em></p>', "Read more:"),
        (f'<p>&gt;&gt; Read also: <a href="{QUAY}">{{}}</a></p>', "Read also:"),
        # Nothing names it; its address spells its headline.
        (f'<p><strong><a href="{QUAY}">{{}}</a></strong></p>', None),
        (f'<aside><a href="{QUAY}">{{}} »</a></aside>', None),
    ],
)
def test_a_promo_between_paragraphs(promo: str, block: str | None) -> None:
    record = goat_story(promo.format(QUAY_HEADLINE))
    assert [(entry.headline, entry.block, entry.kind) for entry in record.related_headlines] == [
        (QUAY_HEADLINE, block, "inline")
    ]
    assert QUAY_HEADLINE not in (record.body or "")


def test_a_link_whose_address_spells_something_else_is_no_promo() -> None:
    record = goat_story(f'<p><a href="{QUAY}">All the menus of the festival</a></p>')
    assert record.related_headlines == []
    many = "".join(
        f'<p><a href="/2016/09/05/goat-number-{n}-was-seen-at-{n}">Goat number {n} was seen at {n}</a></p>'
        f"<p>{GOAT}</p>"
        for n in range(7)
    )
    assert goat_story(many).related_headlines == []  # the text is about them


def test_stories_before_and_after_this_one_have_no_heading() -> None:
    record = goat_story(
        below=f'<div><div><span>Previous article</span><h4><a href="{QUAY}">{QUAY_HEADLINE}</a></h4></div>'
        '<div><span>Next article</span><h4><a href="/2016/09/07/choir-sings-in-the-rain-of-may">'
        "Choir sings in the rain of May</a></h4></div></div>"
    )
    assert [(entry.headline, entry.block, entry.kind) for entry in record.related_headlines] == [
        (QUAY_HEADLINE, None, "other"),
        ("Choir sings in the rain of May", None, "other"),
    ]


SHORT = {
    QUAY: QUAY_HEADLINE,
    "/2016/09/07/choir-sings-in-the-rain-of-may": "Choir sings in the rain of May",
    "/2016/09/08/baker-opens-an-hour-late-twice": "Baker opens an hour late, twice",
}


def test_cards_in_a_row_without_boxes_are_no_sentence() -> None:
    cards = "".join(f'<a class="card" href="{href}"><span>{text}</span></a>' for href, text in SHORT.items())
    record = goat_story(below=f"<section><div>Most read</div>{cards}</section>")
    assert headlines(record) == list(SHORT.values())
    assert {(entry.block, entry.kind) for entry in record.related_headlines} == {("Most read", "popular")}


@pytest.mark.parametrize(
    "above",
    [
        '<div class="top-comment"><h3>Top remark</h3><p>I like goats.</p></div>',
        '<div id="comments"><h3>Comments (5)</h3></div>',
        f"<div><h4>Who wrote this</h4><span>Ann Roe</span><p>{GOAT}</p></div>",
    ],
)
def test_a_heading_of_something_else_above_a_list(above: str) -> None:
    cards = "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in SHORT.items())
    record = goat_story(below=f'{above}<div data-title="Related stories"><ul>{cards}</ul></div>')
    assert headlines(record) == list(SHORT.values())
    assert {entry.block for entry in record.related_headlines} == {"Related stories"}


def test_related_news_is_no_section_on_a_site_with_a_section_of_news() -> None:
    cards = "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in SHORT.items())
    record = parse_story(
        f"""<!doctype html><html lang="hr"><head><title>Koza na trgu</title></head><body><main><article>
<h1>Koza na trgu</h1><div class="article-body"><p>{GOAT * 2}</p><p>{GOAT * 3}</p></div></article>
<section><h3>Povezane vijesti</h3><ul>{cards}</ul></section></main></body></html>""",
        "https://luka.example/vijesti/koza-na-trgu-4713",
    )
    assert {entry.kind for entry in record.related_headlines} == {"related"}


def test_post_navigation() -> None:
    record = goat_story(
        below='<nav class="post-navigation"><h2 class="screen-reader-text">Post navigation</h2>'
        f'<div><a href="{FERRY}" rel="prev"><span>Previous:</span> '
        "<span>« Ferry turns back for a forgotten hat</span></a></div>"
        '<div><a href="/local/choir-sings-in-the-rain-of-may-4712" rel="next"><span>Next Post</span> '
        "<span>Choir sings in the rain of May</span></a></div></nav>"
    )
    assert [(entry.headline, entry.block, entry.kind) for entry in record.related_headlines] == [
        ("Ferry turns back for a forgotten hat", "Post navigation", "other"),
        ("Choir sings in the rain of May", "Post navigation", "other"),
    ]


@pytest.mark.parametrize(
    "shown",
    [
        '<span class="d">1:12</span><span>{}</span>',
        "{} <span>3 min read</span>",
        '<span class="badge">LIVE</span> {}',
        '<span class="premium">Premium</span> {}',
    ],
)
def test_running_times_and_badges_are_no_part_of_a_headline(shown: str) -> None:
    cards = "".join(f'<li><a href="{href}">{shown.format(text)}</a></li>' for href, text in SHORT.items())
    record = goat_story(below=f"<section><h2>Related</h2><ul>{cards}</ul></section>")
    assert headlines(record) == list(SHORT.values())
