"""Whether a plain page lacks what its scripts would draw: pure functions over what the plain HTML gave.

A reason is given only where something is missing *and* the page shows its place: an empty list under "More
from", a stamp's element without a stamp, a story announced by its metadata with no text, a demand to enable
JavaScript. What the plain page has is never fetched again by browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newscrawl.extract.names import ARTICLE, BODY, DATE, RELATED, name_flags
from newscrawl.items import NOT_A_STORY, Story
from newscrawl.page import Page
from newscrawl.render.more import find_more

__all__ = ["REASONS", "brought", "is_announced", "list_needs_script", "needs_script"]

REASONS = ("body", "stamp", "related", "list", "more")
"""What drawing may bring: a story's text, its stamp, its list of other stories; a section's stories, or more
of them."""

LITTLE = 200
"""Characters of body under which a story's text counts as missing, given a sign that script would bring
it."""

_CONTAINERS = ("div", "section", "ul", "ol", "aside", "article", "main")
_SHELLS = (*_CONTAINERS, "span", "time", "p")
_ROOTS = re.compile(
    r"(?:^|\s)(?:root|app|app-?root|react-?root|react-?app|__next|__nuxt|___gatsby|svelte|"
    r"main-?app|page-?root)(?:\s|$)",
    re.IGNORECASE,
)
_LOADING = re.compile(
    r"(?:^|[\s_-])(?:is-?loading|loading|loader|skeleton|placeholder|shimmer|spinner|"
    r"lazy-?load(?:ed|ing)?|async|hydrate)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Attributes that tell a script what to put there.
_SOURCES = frozenset(
    (
        "data-src data-source data-feed data-href data-component data-module data-widget data-props "
        "data-react-class data-vue data-controller data-ajax data-load data-lazy hx-get ng-controller "
        "ng-repeat v-for x-data"
    ).split()
)
# Recommendations of other sites' pages, comments, ornaments of a card: not what a record wants.
_FOREIGN = re.compile(
    r"taboola|outbrain|\bob-|dianomi|revcontent|mgid|plista|ligatus|strossle|sharethrough|zergnet|"
    r"adblade|\bad-?slot|"
    r"\bads?\b|\bads?[_-]|dfp|gpt|sponsor|promo|comment|disqus|newsletter|poll\b|weather|video|"
    r"player|share|social|cookie|"
    r"consent|modal|overlay|popup|track|sidebar|footer|divider|separator|spacer|icon|arrow|"
    r"read-?more(?:$|[\s_-])|-tag\b|\banchor\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:enable|activate|turn on|allow|requires?|needs?|without)\W+(?:\w+\W+){0,4}java\s?script|"
    r"java\s?script\W+(?:\w+\W+){0,5}(?:enabled?|disabled|required|turned|aktivier\w*|einschalten|"
    r"benötigt|deaktiviert|"
    r"activ\w*|désactiv\w*|habilit\w*|deshabilit\w*|desativ\w*|abilit\w*|disabilit\w*|nodig|"
    r"uitgeschakeld|inschakelen|"
    r"włącz\w*|wyłącz\w*|zapnut\w*|povol\w*|etkin\w*|включ\w*|отключ\w*|увімк\w*|vereist|krävs|"
    r"kreves|päälle)|"
    r"(?:aktivieren sie|activez|activer|habilite|active|ative|abilita\w*|attiva\w*|włącz|zapněte|"
    r"povolte|включите|увімкніть|"
    r"aktivera|aktiver|ota käyttöön|schakel|bật)\W+(?:\w+\W+){0,2}java\s?script|"
    r"java\s?script\s?(?:を有効|が無効|を使用|を활성|을 활성|를 활성)|(?:启用|开启|啟用|開啟|"
    r"打开)\s?java\s?script",
    re.IGNORECASE,
)
_LISTS = frozenset(("related", "section"))
_OTHER_MEDIA = frozenset(("video", "audio", "gallery", "live"))
_STATED_FOR_MACHINES = frozenset(("json-ld", "meta", "microdata", "time", "data"))


def needs_script(page: Page, story: Story) -> str | None:
    """What a story's page lacks that script would bring: "body", "stamp", "related", or None.

    :param page: the plain page.
    :param story: what `extract.read` made of it.
    """
    raw = story.raw
    characters = sum(map(len, raw.paragraphs))
    if characters < LITTLE and (reason := _lacks_body(page, story, characters)):
        return reason
    if not characters or story.story_type in NOT_A_STORY:
        return None
    lists = any(block.kind in _LISTS for block in raw.blocks)
    stamped = any(stamp.in_story for stamp in raw.stamps)
    if not _runs_scripts(page.root):
        return None
    if lists and _headed_shell(page.root):
        return "related"
    if lists and stamped:
        return None
    stated = any(time.source in _STATED_FOR_MACHINES for time in raw.machine_times)
    related = False
    for element, flags, marked in _shells(page.root, stamps=not stamped):
        # A stamp drawn over times stated for machines adds its wording only: that takes more of a sign.
        if not stamped and flags & DATE and (marked or not stated) and not _outside(element):
            return "stamp"
        # Where a page lists no other stories at all, a place that is named for them is sign enough.
        related = related or (not lists and flags & (RELATED | DATE) == RELATED and element.tag != "span")
    return "related" if related else None


def is_announced(page: Page) -> bool:
    """Whether the page's metadata call it a story."""
    return (
        bool(page.article)
        or (page.meta_first("og:type") or "").lower() == "article"
        or page.meta_first("article:published_time") is not None
    )


def _lacks_body(page: Page, story: Story, characters: int) -> str | None:
    if story.story_type in _OTHER_MEDIA or story.access == "paywalled":
        return None
    if not _runs_scripts(page.root) or story.story_type in ("error", "search", "consent"):
        return None
    if not characters and is_announced(page):
        return "body"
    if story.story_type == "section":
        return None
    if _asks_for_script(page, anywhere=not characters) or _is_app(page):
        return "body"
    if any(flags & (BODY | ARTICLE) and marked for _, flags, marked in _shells(page.root)):
        return "body"
    return None


def list_needs_script(page: Page, stories: int, more: bool) -> str | None:
    """What a section's page lacks: "list" where it shows no stories, "more" where a button or scrolling
    brings more.

    :param stories: how many stories' links the plain page shows.
    :param more: whether more than the first page of the section is wanted, and the page links to no second
        one.
    """
    if not _runs_scripts(page.root):
        return None
    if stories < 3:
        if not stories or _asks_for_script(page) or _is_app(page):
            return "list"
        if any(marked for _, _, marked in _shells(page.root)):
            return "list"
    if more and find_more(page.root):
        return "more"
    return None


def brought(reason: str, before: Story, after: Story) -> bool:
    """Whether a drawn story has what the plain one lacked, and lost none of its text.

    >>> plain, drawn = Story(), Story()
    >>> drawn.raw.paragraphs = ["A text that only script brings. " * 10]
    >>> brought("body", plain, drawn), brought("stamp", plain, drawn)
    (True, False)
    """
    had, has = (sum(map(len, story.raw.paragraphs)) for story in (before, after))
    if has < 0.8 * had or (after.story_type in NOT_A_STORY and before.story_type not in NOT_A_STORY):
        return False
    if reason == "body":
        return has >= had + LITTLE
    if reason == "stamp":
        return _stamps(after) > _stamps(before)
    if reason == "related":
        return _entries(after) > _entries(before)
    return has > had or _stamps(after) > _stamps(before) or _entries(after) > _entries(before)


def _stamps(story: Story) -> int:
    return sum(stamp.in_story for stamp in story.raw.stamps)


def _entries(story: Story) -> int:
    return sum(len(block.links) for block in story.raw.blocks if block.kind in _LISTS)


def _runs_scripts(root: Any) -> bool:
    """Whether there is a script at all that could bring anything; data in script elements is none."""
    return any("json" not in (script.get("type") or "") for script in root.iter("script"))


def _asks_for_script(page: Page, anywhere: bool = True) -> bool:
    """Whether the page says that it needs JavaScript; asked only of pages that show little else.

    :param anywhere: also in a noscript outside the page's main part, where it is often about comments.
    """
    for element in page.root.iter("noscript", "p", "h1", "h2", "div"):
        text = element.text
        if text and "cript" in text and element.tag != "noscript" and _ASKS.search(text):
            return True
        told = element.tag == "noscript" and (anywhere or _inside_main(element))
        if told and _ASKS.search(" ".join(map(str, element.itertext()))):
            return True
    return False


def _inside_main(element: Any) -> bool:
    return any(parent.tag in ("article", "main") for parent in element.iterancestors())


def _is_app(page: Page) -> bool:
    """Whether the page is the empty frame of a script application."""
    for element in page.root.iter("div", "main"):
        if (name := element.get("id")) and _ROOTS.search(name) and _empty(element):
            return True
    # <news-app></news-app>
    body = page.root.find("body")
    return body is not None and any(
        isinstance(child.tag, str) and "-" in child.tag and _empty(child) for child in body
    )


def _shells(root: Any, stamps: bool = False) -> Iterator[tuple[Any, int, bool]]:
    """Empty elements that have a name.

    -> (element, flags of its name and of the frame around it, whether a script is to fill it)
    """
    for element in root.iter(*(_SHELLS if stamps else _CONTAINERS)):
        text = element.text
        if len(element) > 4 or (text and not text.isspace()):
            continue
        names = element.get("class") or element.get("id")
        if not names and element.tag not in ("ul", "ol"):
            continue
        names = _names(element)
        flags = name_flags(names)
        frame = _frame(element) if element.tag not in ("span", "time", "p") else None
        if frame is not None:
            above = _names(frame)
            flags |= name_flags(above) & RELATED
            names = f"{names} {above}"
        if not flags & (RELATED | DATE | BODY | ARTICLE):
            continue
        marked = _is_marked(element, names) or (frame is not None and _is_marked(frame, ""))
        if _empty(element) and not _FOREIGN.search(names):
            yield element, flags, marked


def _headed_shell(root: Any) -> bool:
    """Whether a heading stands over a list that a script is to fill."""
    for heading in root.iter("h2", "h3", "h4"):
        element = heading.getnext()
        if element is None or len(element) > 4 or element.tag not in _CONTAINERS:
            continue
        names, frame = _names(element), heading.getparent()
        above = _names(frame)
        if (
            name_flags(f"{names} {above}") & RELATED
            and (_is_marked(element, names) or _is_marked(frame, above))
            and _empty(element)
            and not _FOREIGN.search(f"{names} {above}")
            and "".join(heading.itertext()).strip()
        ):
            return True
    return False


def _frame(element: Any) -> Any | None:
    """What holds an empty element and, but for a heading, nothing else: a heading over an empty list."""
    parent = element.getparent()
    if parent is None or parent.tag in ("body", "main", "article", "html") or len(parent) > 3:
        return None
    return parent if next(parent.iter("a"), None) is None else None


def _names(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def _is_marked(element: Any, names: str) -> bool:
    if _LOADING.search(names):
        return True
    return any(
        name in _SOURCES or (name.startswith("data-") and name.endswith(("url", "src", "endpoint", "api")))
        for name in element.keys()  # noqa: SIM118 (an lxml element is no dict)
    )


def _empty(element: Any) -> bool:
    """No text, link, picture or frame inside; what noscript says does not count."""
    for inner in element.iter():
        tag = inner.tag
        if tag in ("a", "img", "iframe", "video", "picture", "svg", "input", "form", "amp-img"):
            return False
        if (
            inner.text
            and not inner.text.isspace()
            and isinstance(tag, str)
            and tag not in ("script", "style", "noscript", "template")
        ):
            parent = inner.getparent()
            if parent is None or parent.tag != "noscript":
                return False
        if inner is not element and inner.tail and not inner.tail.isspace():
            parent = inner.getparent()
            if parent is None or parent.tag != "noscript":
                return False
    return True


def _outside(element: Any) -> bool:
    """Whether it stands in what every page of the site shares, or on another story's card."""
    while element is not None:
        if element.tag in ("header", "footer", "nav", "aside", "li", "a"):
            return element.tag != "header" or element.getparent() is None or element.getparent().tag == "body"
        element = element.getparent()
    return False
