"""The demo site's lists: front page, sections, tags, the archive's calendar, feed and site map."""

from __future__ import annotations

import calendar
from datetime import date
from email.utils import format_datetime
from html import escape

from . import markup
from .links import most_read
from .story import SECTIONS, DemoStory, load
from .storypage import SITE_NAME, tag_slug

PER_PAGE = 8
LOAD_MORE_SECTION = "sport"
LOAD_MORE_STEP = 4
MARKETS = "markets"
"""A desk whose list is drawn by script: the business stories tagged Markets."""


def in_section(section: str) -> list[DemoStory]:
    return [story for story in load() if story.section == section]


def markets() -> list[DemoStory]:
    return [story for story in load() if "Markets" in story.tags]


def teasers(stories: list[DemoStory]) -> str:
    return "\n".join(markup.teaser(story) for story in stories)


def front() -> str:
    hero, *rest = (story for story in load() if story.section == "world" and story.language == "en")
    cards = "".join(
        f'<article class="front-card"><a href="{escape(story.path)}">'
        f'<img src="{story.picture.path}" alt=""></a>'
        f"<h3>{markup.link(story.path, story.headline)}</h3><p>{escape(story.teaser(90))}</p></article>"
        for story in rest[:6]
    )
    columns = "".join(
        f'<section class="front-column"><h2>{markup.link(f"/{key}", SECTIONS[key])}</h2><ul>'
        + "".join(f"<li>{markup.link(story.path, story.headline)}</li>" for story in in_section(key)[:4])
        + "</ul></section>"
        for key in ("politics", "business", "sport")
    )
    latest = "".join(
        f"<li>{markup.clock(story)} {markup.link(story.path, story.headline)}</li>"
        for story in [story for story in load() if story.language == "en"][:6]
    )
    content = markup.template("front").substitute(
        hero=f'<article class="hero"><a href="{escape(hero.path)}"><img src="{hero.picture.path}" alt=""></a>'
        f"<h2>{markup.link(hero.path, hero.headline)}</h2><p>{escape(hero.teaser(160))}</p></article>",
        grid=cards,
        columns=f'<div class="front-columns">{columns}</div>',
        latest=f'<section class="box latest"><h3>Latest</h3><ol>{latest}</ol></section>',
        rail=markup.rail(most_read()),
    )
    return markup.page(f"{SITE_NAME} | Front page", content, active="", body_class="page front-page")


def section(name: str, number: int, sort: str) -> str | None:
    """A section's page, from 1; None past its end."""
    stories = in_section(name)
    if sort == "oldest":
        stories.reverse()
    elif sort == "popular":
        stories.sort(key=lambda story: story.id * 7 % 31)
    if name == LOAD_MORE_SECTION:
        listing = f'<div class="teaser-list">{teasers(stories[:LOAD_MORE_STEP])}</div>'
        pager = (
            f'<button type="button" class="load-more" data-src="/api/list/{name}" '
            f'data-offset="{LOAD_MORE_STEP}">Load more</button>'
        )
        return _listing(SECTIONS[name], listing, pager, name)
    last = -(-len(stories) // PER_PAGE)
    if not 1 <= number <= last:
        return None
    shown = stories[(number - 1) * PER_PAGE : number * PER_PAGE]
    order = f"&sort={sort}" if sort else ""
    pages = [
        f'<span class="current">{n}</span>'
        if n == number
        else markup.link(f"/{name}?page={n}{order}", str(n))
        for n in range(1, last + 1)
    ]
    if number < last:
        pages.append(markup.link(f"/{name}?page={number + 1}{order}", "Next ›", ' rel="next"'))
    pager = f'<nav class="pager" aria-label="Pages">{"".join(pages)}</nav>'
    return _listing(SECTIONS[name], f'<div class="teaser-list">{teasers(shown)}</div>', pager, name)


def markets_page() -> str:
    shell = (
        f'<div class="teaser-list is-loading" data-src="/api/list/{MARKETS}">'
        "<noscript>Please enable JavaScript to see the stories of this section.</noscript></div>"
    )
    return _listing("Markets", shell, "", MARKETS)


def tag(slug: str) -> str | None:
    found = [story for story in load() if slug in map(tag_slug, story.tags)]
    if not found:
        return None
    name = next(tag for tag in found[0].tags if tag_slug(tag) == slug)
    return _listing(f"Tag: {name}", f'<div class="teaser-list">{teasers(found)}</div>', "", None)


def plain(title: str, text: str) -> str:
    content = (
        f'<main class="main plain"><h1 class="section-title">{escape(title)}</h1><p>{escape(text)}</p></main>'
    )
    return markup.page(f"{title} | {SITE_NAME}", content)


def month(year: int, number: int) -> str:
    """One month of the archive's calendar; there is always one before and one after it."""
    days = {
        story.published.day
        for story in load()
        if (story.published.year, story.published.month) == (year, number)
    }
    address = f"/archive/{year}/{number:02}"
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{markup.link(f'{address}/{day:02}', str(day)) if day in days else day or ''}</td>"
            for day in week
        )
        + "</tr>"
        for week in calendar.Calendar().monthdayscalendar(year, number)
    )
    head = "".join(f"<th>{day}</th>" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
    months = year * 12 + number - 1
    before, after = ((months - 1) // 12, (months - 1) % 12 + 1), ((months + 1) // 12, (months + 1) % 12 + 1)
    name = f"{date(2000, number, 1):%B} {year}"
    table = f'<table class="calendar"><caption></caption><tr>{head}</tr>{rows}</table>'
    pager = (
        '<nav class="pager">'
        + markup.link("/archive/{}/{:02}".format(*before), "‹ Previous month", ' rel="prev"')
        + markup.link("/archive/{}/{:02}".format(*after), "Next month ›", ' rel="next"')
        + "</nav>"
    )
    return _listing(f"Archive: {name}", table, pager, None)


def day(year: int, number: int, day_of_month: int) -> str | None:
    wanted = (year, number, day_of_month)
    found = [s for s in load() if (s.published.year, s.published.month, s.published.day) == wanted]
    if not found:
        return None
    items = f'<div class="teaser-list">{teasers(found)}</div>'
    return _listing(f"Archive: {day_of_month} {date(2000, number, 1):%B} {year}", items, "", None)


def rss(site_url: str) -> str:
    items = "".join(
        f"<item><title>{escape(story.headline)}</title><link>{site_url}{escape(story.path)}</link>"
        f'<guid isPermaLink="false">orrery-{story.id}</guid><category>{story.section_name}</category>'
        f"<pubDate>{format_datetime(story.published)}</pubDate>"
        f"<description>{escape(story.teaser())}</description></item>"
        for story in load()[:30]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{SITE_NAME}</title><link>{site_url}/</link><description>Latest stories</description>"
        f"<language>en</language>{items}</channel></rss>\n"
    )


def sitemap(site_url: str) -> str:
    entries = "".join(
        f"<url><loc>{site_url}{escape(story.canonical_path or story.path)}</loc>"
        f"<lastmod>{(story.updated or story.published).isoformat()}</lastmod></url>"
        for story in load()
        if story.machine_times
    ) + "".join(
        f"<url><loc>{site_url}{escape(story.canonical_path or story.path)}</loc></url>"
        for story in load()
        if not story.machine_times
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>\n'
    )


def _listing(name: str, listing: str, pager: str, active: str | None) -> str:
    content = markup.template("section").substitute(
        name=escape(name), list=listing, pager=pager, rail=markup.rail(most_read())
    )
    return markup.page(f"{name} | {SITE_NAME}", content, active=active, body_class="page page-section")
