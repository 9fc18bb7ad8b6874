"""The wire spider against real small sites: what it fetches, in which order, and what comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from minisite import MiniSite, section, serving, story

Scrapy = Callable[..., CompletedProcess[str]]

SLUGS = [
    "ferries-run-again-after-storm-on-outer-islands",
    "council-votes-on-new-harbour-wall-in-spring",
    "orchard-keepers-count-losses-after-late-frost",
    "night-train-returns-to-the-northern-line-at-last",
    "museum-finds-lost-map-behind-a-cupboard-door",
    "bakers-guild-opens-its-archive-to-the-public",
    "lighthouse-lamp-sold-to-collector-from-inland",
    "river-gauge-shows-lowest-water-in-forty-years",
    "choir-sings-for-a-full-day-to-save-its-hall",
]


def title(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def link(slug: str, suffix: str = "", host: str = "") -> tuple[str, str]:
    return f"{host}/news/world/{slug}{suffix}", title(slug)


@dataclass
class Run:
    process: CompletedProcess[str]
    stories: list[dict[str, Any]]
    stats: dict[str, int]
    slugs: list[str] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[MiniSite]:
    with serving() as running:
        yield running


@pytest.fixture
def crawl(scrapy: Scrapy, tmp_path: Path) -> Callable[..., Run]:
    """Crawl with arguments as -a takes them; AutoThrottle off, since the site is our own."""

    def run(url: str, *options: str, spider: str = "wire", **arguments: Any) -> Run:
        feed, log = tmp_path / "feed.jsonl", tmp_path / "run.log"
        log.unlink(missing_ok=True)
        given = [
            part for name, value in {"url": url, **arguments}.items() for part in ("-a", f"{name}={value}")
        ]
        process = scrapy(
            "crawl", spider, *given, "-O", str(feed), "--logfile", str(log), "-s", "AUTOTHROTTLE_ENABLED=0",
            "-s", "NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1,localhost", "-s", "NEWSCRAWL_STATE=", *options,
        )  # fmt: skip
        text = log.read_text() if log.exists() else ""
        assert "Traceback" not in text + process.stderr, text + process.stderr
        stats = {name: int(value) for name, value in re.findall(r"'([\w/.-]+)': (\d+)[,}]", text)}
        stories = [json.loads(line) for line in feed.read_text().splitlines()] if feed.exists() else []
        slugs = [record["url"].partition("?")[0].rstrip("/").rsplit("/", 1)[1] for record in stories]
        return Run(process, stories, stats, slugs)

    return run


def stories_of(site: MiniSite, links: dict[str, list[str]], **options: Any) -> None:
    """Put stories on a site, each with the related headlines named."""
    for slug, related in links.items():
        site.pages[f"/news/world/{slug}"] = story(title(slug), [link(to) for to in related], **options)


def test_a_section_page_gives_its_stories_and_nothing_else(site: MiniSite, crawl: Callable[..., Run]) -> None:
    a, b, c = SLUGS[:3]
    stories_of(site, {a: [], b: [], c: []})
    traps = [
        ("/tag/ferries", "All stories about the ferries to the outer islands"),
        ("/news/world?sort=oldest", "Show the oldest stories of this section first"),
        ("/2017/01/", "Stories of the month of January in the year 2017"),
        ("/author/jane-doe-of-the-harbour-desk", "Jane Doe reports from the harbour and beyond"),
        ("/video/ferries-run-again-a-film-in-three-parts", "Film: ferries run again after the storm"),
        (
            "/news/world/council-votes-on-new-harbour-wall-in-spring/print",
            "Print this story about the harbour",
        ),
        ("/login?return=/news/world", "Log in to read more stories of this kind"),
        ("mailto:desk@example.com", "Write to the desk about this section"),
    ]
    site.pages["/news/world"] = section(
        "World", [link(a, "?utm_source=front"), link(b), link(c), link(a, "#x"), *traps]
    )
    run = crawl(f"{site.url}/news/world")
    assert run.process.returncode == 0
    assert sorted(run.slugs) == sorted([a, b, c])
    assert site.log[:2] == ["/robots.txt", "/news/world"]
    assert sorted(site.fetched()[1:]) == sorted(f"/news/world/{slug}" for slug in (a, b, c))
    record = run.stories[0]
    assert record["headline"] == title(run.slugs[0])
    assert record["body"].count("\n\n") == 2
    assert record["source"] == "http"
    assert record["site"] == "127.0.0.1"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", record["fetched_at"])
    assert run.stats["newscrawl/stories"] == 3


def test_follows_related_headlines_breadth_first(site: MiniSite, crawl: Callable[..., Run]) -> None:
    a, b, c, d, e, f = SLUGS[:6]
    stories_of(site, {a: [b, c], b: [a, d], c: [e, b], d: [f], e: [a], f: [c]})
    run = crawl(f"{site.url}/news/world/{a}", "-s", "CONCURRENT_REQUESTS=1")
    assert [path.rsplit("/", 1)[1] for path in site.fetched()] == [a, b, c, d, e, f]
    assert sorted(run.slugs) == sorted([a, b, c, d, e, f])
    assert run.stories[run.slugs.index(a)]["related_headlines"][0]["headline"] == title(b)
    assert run.stats["newscrawl/links/followed"] == 5


@pytest.mark.parametrize(
    ("follow", "read"),
    [
        (None, [0, 1, 2]),
        ("none", [0]),
        ("popular", [0, 3]),
        ("all", [0, 1, 2, 3]),
        ("section,popular", [0, 1, 3]),
    ],
)
def test_follow_chooses_kinds(
    site: MiniSite, crawl: Callable[..., Run], follow: str | None, read: list[int]
) -> None:
    stories_of(site, {slug: [] for slug in SLUGS[1:4]})
    page = story(title(SLUGS[0]), [link(SLUGS[1]), link(SLUGS[4]), link(SLUGS[5])])
    for slug in SLUGS[4:6]:
        site.pages[f"/news/world/{slug}"] = (404, {}, "")

    def block(heading: str, slug: str) -> str:
        items = "".join(
            f'<li><a href="{href}">{text}</a></li>'
            for href, text in (link(slug), link(SLUGS[4]), link(SLUGS[5]))
        )
        return f"<section><h2>{heading}</h2><ul>{items}</ul></section>"

    extra = block("Related stories", SLUGS[2]) + block("Most read", SLUGS[3])
    site.pages[f"/news/world/{SLUGS[0]}"] = page.replace("</main>", extra + "</main>")
    run = crawl(f"{site.url}/news/world/{SLUGS[0]}", **({"follow": follow} if follow else {}))
    assert sorted(run.slugs) == sorted(SLUGS[i] for i in read)


def test_variants_are_fetched_once(site: MiniSite, crawl: Callable[..., Run]) -> None:
    a, b = SLUGS[:2]
    variants = [
        "",
        "/",
        "?utm_source=x",
        "#part",
        "/amp",
        "?outputType=amp",
        "?print=1",
        "/index.html",
        "?ref=home",
    ]
    site.pages[f"/news/world/{a}"] = story(title(a), [link(b, suffix) for suffix in variants])
    site.pages[f"/news/world/{b}"] = story(title(b), [link(a, suffix) for suffix in variants])
    run = crawl(f"{site.url}/news/world/{a}")
    assert site.fetched() == [f"/news/world/{a}", f"/news/world/{b}"]
    assert run.slugs == [a, b]


def test_redirects_and_canonicals_give_no_second_line(site: MiniSite, crawl: Callable[..., Run]) -> None:
    a, b, c, d = SLUGS[:4]
    site.pages["/news/world"] = section("World", [link(slug) for slug in (a, b, c, d)])
    stories_of(site, {a: []})
    site.pages[f"/news/world/{b}"] = (301, {"Location": f"/news/world/{a}"}, "")
    site.pages[f"/news/world/{c}"] = story(title(c), canonical=f"/news/world/{a}")
    # A redirect to a variant of the very same page has to be followed, though its key was seen.
    site.pages[f"/news/world/{d}"] = (301, {"Location": f"/news/world/{d}/"}, "")
    site.pages[f"/news/world/{d}/"] = story(title(d))
    run = crawl(f"{site.url}/news/world", "-s", "CONCURRENT_REQUESTS=1")
    assert run.slugs == [a, d]
    assert site.fetched().count(f"/news/world/{a}") == 1
    assert run.stats["newscrawl/duplicates"] == 1
    assert len({record["id"] for record in run.stories}) == 2


def test_stays_on_the_site_also_after_redirects(site: MiniSite, crawl: Callable[..., Run]) -> None:
    a, b, c, d = SLUGS[:4]
    with serving() as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        stories_of(other, {b: [], c: []})
        stories_of(site, {d: []})
        stories_of(site, {a: []})
        site.pages["/news/world"] = section("World", [link(a), link(b, host=elsewhere), link(c), link(d)])
        site.pages[f"/news/world/{c}"] = (302, {"Location": f"{elsewhere}/news/world/{c}"}, "")
        run = crawl(f"{site.url}/news/world")
        assert sorted(run.slugs) == sorted([a, d])
        assert other.log == []
        run = crawl(f"{site.url}/news/world", allowed="localhost")
        assert sorted(run.slugs) == sorted([a, b, c, d])
        assert sorted(other.fetched()) == sorted(f"/news/world/{slug}" for slug in (b, c))


def test_max_stories_is_exact(site: MiniSite, crawl: Callable[..., Run]) -> None:
    slugs = [f"harbour-report-of-the-day-number-{n}-by-the-office" for n in range(1, 41)]
    stories_of(site, dict.fromkeys(slugs, slugs))
    # Some of the pages first asked for bring no story: their places go to others.
    for slug in slugs[2:5]:
        site.pages[f"/news/world/{slug}"] = (404, {}, "")
    site.pages[f"/news/world/{slugs[5]}"] = (301, {"Location": f"/news/world/{slugs[0]}"}, "")
    site.pages["/news/world"] = section("World", [link(slug) for slug in slugs])
    run = crawl(f"{site.url}/news/world", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8", max_stories=11)
    assert len(run.stories) == len(set(run.slugs)) == 11
    assert run.process.returncode == 0
    # One section page, eleven stories, three that are missing and a redirect: not one page more.
    assert len(site.fetched()) == 1 + 11 + 3 + 1
    assert "max_stories reached" in run.process.stderr


def test_max_depth(site: MiniSite, crawl: Callable[..., Run]) -> None:
    a, b, c, d = SLUGS[:4]
    stories_of(site, {a: [b], b: [c], c: [d], d: []})
    # A block of one link is no list: give each some company that is known already.
    for slug, to in ((a, b), (b, c), (c, d)):
        site.pages[f"/news/world/{slug}"] = story(title(slug), [link(to), link(a), link(b)])
    assert crawl(f"{site.url}/news/world/{a}", max_depth=0).slugs == [a]
    assert crawl(f"{site.url}/news/world/{a}", max_depth=2).slugs == [a, b, c]


def test_since_leaves_old_stories_and_what_they_lead_to(site: MiniSite, crawl: Callable[..., Run]) -> None:
    a, old, c, d, e, f = SLUGS[:6]
    site.pages[f"/news/world/{a}"] = story(title(a), [link(old), link(c), link(a)])
    site.pages[f"/news/world/{old}"] = story(
        title(old), [link(e), link(f), link(a)], published="2012-03-01T10:00:00Z"
    )
    site.pages[f"/news/world/{c}"] = story(title(c), [link(old), link(d), link(a)])
    stories_of(site, {d: [], e: [], f: []})
    run = crawl(f"{site.url}/news/world/{a}", since="2017-01-01")
    # The old one among them stops nothing but itself.
    assert sorted(run.slugs) == sorted([a, c, d])
    assert run.stats["newscrawl/dropped/older_than_since"] == 1
    assert f"/news/world/{e}" not in site.fetched()


def test_pages_of_a_section(site: MiniSite, crawl: Callable[..., Run]) -> None:
    stories_of(site, {slug: [] for slug in SLUGS})
    for number in range(3):
        suffix = f"?page={number}" if number else ""
        more = f'<a class="pager-next" href="/news/world?page={number + 1}">next ›</a>' if number < 2 else ""
        site.pages[f"/news/world{suffix}"] = section(
            "World", [link(slug) for slug in SLUGS[3 * number : 3 * number + 3]], more
        )
    assert len(crawl(f"{site.url}/news/world").stories) == 3
    assert len(crawl(f"{site.url}/news/world", pages=2).stories) == 6
    site.log.clear()
    run = crawl(f"{site.url}/news/world", pages=99)
    assert sorted(run.slugs) == sorted(SLUGS)
    assert len(site.fetched()) == 3 + 9


def test_since_ends_the_paging_at_nothing_but_older(site: MiniSite, crawl: Callable[..., Run]) -> None:
    def dated(number: int, days: list[str]) -> str:
        cards = "".join(
            '<div class="card"><h2>'
            f'<a href="/{day.replace("-", "/")}/harbour-report-{number}-{n}-of-the-office">'
            f"Harbour report {number}-{n} of the office in full</a></h2></div>"
            for n, day in enumerate(days)
        )
        more = f'<link rel="next" href="/news?page={number + 1}">'
        for n, day in enumerate(days):
            path = f"/{day.replace('-', '/')}/harbour-report-{number}-{n}-of-the-office"
            site.pages[path] = story(f"Harbour report {number}-{n}", published=f"{day}T08:00:00Z")
        return section("News", [], cards).replace("</head>", more + "</head>")

    site.pages["/news"] = dated(1, ["2015-05-05", "2017-01-09", "2017-01-08"])  # an old one pinned to the top
    site.pages["/news?page=2"] = dated(2, ["2017-01-07", "2016-12-30"])
    site.pages["/news?page=3"] = dated(3, ["2016-12-29", "2016-12-28"])
    site.pages["/news?page=4"] = dated(4, ["2016-12-27", "2016-12-26"])
    run = crawl(f"{site.url}/news", since="2017-01-01", pages=50)
    assert sorted(record["published"][:10] for record in run.stories) == [
        "2017-01-07",
        "2017-01-08",
        "2017-01-09",
    ]
    assert "/news?page=4" not in site.fetched()
    assert len(site.fetched()) == 3 + 3  # section pages and stories, no older one asked for


def test_newer_first_where_teasers_are_dated(site: MiniSite, crawl: Callable[..., Run]) -> None:
    today = date.today()
    cards = []
    for slug, age in zip(SLUGS[:4], (30, 2, 400, 10), strict=True):
        day = (today - timedelta(days=age)).isoformat()
        href, text = link(slug)
        cards.append(
            f'<li class="card"><h3><a href="{href}">{text}</a></h3>'
            f'<time datetime="{day}T10:00:00Z"></time></li>'
        )
    site.pages["/news/world"] = section("World", [], f"<ul>{''.join(cards)}</ul>")
    stories_of(site, {slug: [] for slug in SLUGS[:4]})
    crawl(f"{site.url}/news/world", "-s", "CONCURRENT_REQUESTS=1")
    asked = [path.rsplit("/", 1)[1] for path in site.fetched()[1:]]
    assert asked == [SLUGS[1], SLUGS[3], SLUGS[0], SLUGS[2]]


def test_newer_first_where_related_headlines_are_dated(site: MiniSite, crawl: Callable[..., Run]) -> None:
    today = date.today()
    page = story(title(SLUGS[0]), [link(to) for to in SLUGS[1:5]])
    for slug, age in zip(SLUGS[1:5], (30, 2, 400, 10), strict=True):
        href, text = link(slug)
        day = (today - timedelta(days=age)).isoformat()
        head = f'<h3><a href="{href}">{text}</a></h3>'
        assert head in page
        page = page.replace(head, f'{head}<time datetime="{day}T10:00:00Z">{day}</time>')
    stories_of(site, {slug: [] for slug in SLUGS[1:5]})
    site.pages[f"/news/world/{SLUGS[0]}"] = page
    since = (today - timedelta(days=100)).isoformat()
    crawl(f"{site.url}/news/world/{SLUGS[0]}", "-s", "CONCURRENT_REQUESTS=1", since=since)
    asked = [path.rsplit("/", 1)[1] for path in site.fetched()[1:]]
    assert asked == [SLUGS[2], SLUGS[4], SLUGS[1]]  # and the oldest is not asked for at all


def test_several_start_pages(site: MiniSite, crawl: Callable[..., Run]) -> None:
    a, b, c = SLUGS[:3]
    stories_of(site, {a: [], b: [], c: []})
    site.pages["/news/sport"] = section("Sport", [link(b), link(c), link(a)])
    run = crawl(f"{site.url}/news/world/{a},{site.url}/news/sport")
    assert sorted(run.slugs) == sorted([a, b, c])
    assert len(site.fetched()) == 4


def test_a_job_folder_remembers_what_was_read(
    site: MiniSite, crawl: Callable[..., Run], tmp_path: Path
) -> None:
    slugs = SLUGS[:6]
    stories_of(site, {slug: [] for slug in slugs})
    site.pages["/news/world"] = section("World", [link(slug) for slug in slugs])
    job = ("-s", f"JOBDIR={tmp_path / 'job'}")
    first = crawl(f"{site.url}/news/world", *job, max_stories=2)
    second = crawl(f"{site.url}/news/world", *job)
    assert len(first.slugs) == 2
    assert sorted(first.slugs + second.slugs) == sorted(slugs)


def test_listed(scrapy: Scrapy) -> None:
    assert {"wire", "eblnews", "archive"} <= set(scrapy("list").stdout.split())


def test_a_known_site_is_data() -> None:
    from newscrawl.spiders.eblnews import EblNewsSpider

    spider = EblNewsSpider()
    assert spider.start_urls == ["https://eblnews.com/news/world"]
    assert (spider.site.date_order, spider.site.zone) == ("DMY", "Europe/Brussels")
    assert spider.allowed_domains == ["eblnews.com"]
    assert spider.on_site("https://m.eblnews.com/news/world/1")
    assert not spider.on_site("https://eblnews.com.example.org/news")
    assert EblNewsSpider(url="https://eblnews.com/news/1-a").start_urls == ["https://eblnews.com/news/1-a"]


def test_the_demo_site_is_read_once_and_nothing_else_of_it(
    crawl: Callable[..., Run],
) -> None:
    from newscrawl.demo import DemoServer, stories

    with DemoServer() as demo:
        sections = ",".join(f"{demo.url}/{name}" for name in ("world", "politics", "business", "sport"))
        run = crawl(sections, pages=20, render="never")  # a browser asks for style sheets too
        asked, statuses = list(demo.requests), list(demo.statuses)
    assert run.process.returncode == 0
    assert len(run.stories) == len({record["id"] for record in run.stories}) == len(stories())
    assert len(asked) == len(set(asked)), "a page was fetched twice"
    # robots.txt, the sections' pages and the stories, among them a redirect and a dead link: nothing else.
    pages = [path for path in asked if re.fullmatch(r"/(world|politics|business|sport)(\?page=\d+)?", path)]
    ways = [path for path, status in zip(asked, statuses, strict=True) if status in (301, 302, 404)]
    assert len(asked) == 1 + len(pages) + len(stories()) + len(ways)
    assert len(pages) < 12
    assert len(ways) < 4
