"""What the demo site answers to a request: a pure function from address to response."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qs, unquote, urlsplit

from . import listpage, storypage
from .story import SECTIONS, DemoStory, load

HTML = "text/html; charset=utf-8"
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}

ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /search
Allow: /

Sitemap: {site_url}/sitemap.xml
"""

PLAIN_PAGES = {
    "/about": (
        "About us",
        "Orrery Wire reports from places that may not exist. Founded to be crawled.",
    ),
    "/contact": ("Contact", "The newsdesk can be reached by pigeon, on working days before noon."),
    "/newsletter": ("Newsletter", "Sign up to our newsletter and get the day's best stories in one email."),
    "/subscribe": ("Subscribe", "Subscribers read every story to its end. The first one is always free."),
}


@dataclass(frozen=True)
class Answer:
    """One response: status, type, body, and the target of a redirect."""

    status: int
    body: bytes
    type: str = HTML
    location: str | None = None


def answer(target: str, site_url: str) -> Answer:
    """The response to `GET target` (path and query) of the site at site_url (no slash at its end)."""
    parts = urlsplit(target)
    path, query = parts.path, {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if len(path) > 1 and path.endswith("/") and path.rstrip("/").lstrip("/") in SECTIONS:
        return _moved(path.rstrip("/"))
    story = _story_at(path, query)
    if story:
        if query.get("print") == "1":
            return Answer(200, storypage.print_page(story, site_url).encode())
        encoding = "windows-1252" if story.template == "classic" else "utf-8"
        body = storypage.render(story, site_url).encode(encoding, "xmlcharrefreplace")
        return Answer(200, body, f"text/html; charset={encoding}")
    for pattern, handler in ROUTES:
        match = pattern.fullmatch(path)
        found = handler(match, query, site_url) if match else None
        if found:
            return found
    text = "There is nothing at this address. It may have been moved, or it never happened."
    return Answer(404, listpage.plain("Page not found", text).encode())


def _story_at(path: str, query: dict[str, str]) -> DemoStory | None:
    if path == "/archive/story.php":
        return _by_path().get(f"{path}?id={query.get('id')}")
    return _by_path().get(path)


@cache
def _by_path() -> dict[str, DemoStory]:
    return {address: story for story in load() for address in (story.path, story.canonical_path) if address}


def _by_id(number: str) -> DemoStory | None:
    return next((story for story in load() if str(story.id) == number), None)


def _html(text: str | None) -> Answer | None:
    return None if text is None else Answer(200, text.encode())


def _data(value: object) -> Answer:
    return Answer(200, json.dumps(value, ensure_ascii=False).encode(), "application/json; charset=utf-8")


def _moved(path: str) -> Answer:
    return Answer(301, b"", HTML, path)


def _section(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    number = query.get("page", "1")
    return _html(listpage.section(match[1], int(number) if number.isdigit() else 0, query.get("sort", "")))


def _month(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    year, number = int(match[1]), int(match[2])
    return _html(listpage.month(year, number)) if 1 <= year <= 9998 and 1 <= number <= 12 else None


def _day(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    return _html(listpage.day(int(match[1]), int(match[2]), int(match[3])))


def _node(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    """Addresses of the site's old system, which still lead to the stories."""
    story = _by_id(match[1])
    return _moved(story.path) if story else None


def _print(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    story = _by_id(match[1])
    return _html(storypage.print_page(story, site_url)) if story else None


def _api(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    """What the pages' script asks for."""
    story = _by_id(match[2])
    if story is None:
        return None
    if match[1] == "more":
        return _data(storypage.more_from_data(story))
    return _data(
        {"stamp": story.last_update_raw} if match[1] == "stamp" else {"html": storypage.body_html(story)}
    )


def _api_list(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    if match[1] == listpage.MARKETS:
        return _data({"html": listpage.teasers(listpage.markets()), "next": None})
    stories = listpage.in_section(match[1])
    offset = query.get("offset", "0")
    start = int(offset) if offset.isdigit() else 0
    end = start + listpage.LOAD_MORE_STEP
    return _data({"html": listpage.teasers(stories[start:end]), "next": end if end < len(stories) else None})


def _static(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    file = files(__package__) / "static"
    for name in match[1].split("/"):
        file = file / name
    return Answer(200, file.read_bytes(), TYPES[match[2]]) if file.is_file() else None


def _plain(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    return _html(listpage.plain(*PLAIN_PAGES[match[0]])) if match[0] in PLAIN_PAGES else None


def _robots(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    return Answer(200, ROBOTS.format(site_url=site_url).encode(), "text/plain; charset=utf-8")


def _rss(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    return Answer(200, listpage.rss(site_url).encode(), "application/rss+xml; charset=utf-8")


def _sitemap(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    return Answer(200, listpage.sitemap(site_url).encode(), "application/xml; charset=utf-8")


def _front(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    return _html(listpage.front())


def _markets(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    return _html(listpage.markets_page())


def _tag(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    return _html(listpage.tag(unquote(match[1])))


def _admin(match: re.Match[str], query: dict[str, str], site_url: str) -> Answer | None:
    return Answer(403, listpage.plain("Staff only", "Please use the other door.").encode())


Handler = Callable[[re.Match[str], dict[str, str], str], Answer | None]

ROUTES: list[tuple[re.Pattern[str], Handler]] = [
    (re.compile(pattern), handler)
    for pattern, handler in (
        (r"/", _front),
        (rf"/({'|'.join(SECTIONS)})", _section),
        (r"/markets", _markets),
        (r"/archive/(\d{4})/(\d{2})", _month),
        (r"/archive/(\d{4})/(\d{2})/(\d{2})", _day),
        (r"/node/(\d+)", _node),
        (r"/print/(\d+)", _print),
        (r"/tag/([^/]+)", _tag),
        (r"/api/(more|stamp|body)/(\d+)", _api),
        (rf"/api/list/({'|'.join(SECTIONS)}|markets)", _api_list),
        (r"/static/((?:art/)?[a-z]+\.(css|js|svg))", _static),
        (r"/robots\.txt", _robots),
        (r"/rss\.xml", _rss),
        (r"/sitemap\.xml", _sitemap),
        (r"/admin/.*", _admin),
        (r"/\w+", _plain),
    )
]
