"""Times a page states for machines: JSON-LD, meta elements, microdata, <time>, its address, the header."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from newscrawl.extract import names as N
from newscrawl.extract.blocks import Layout
from newscrawl.extract.place import StoryPlace, letters_of
from newscrawl.items import MachineTime
from newscrawl.page import ARTICLE_TYPES, Page, types_of

# Dates in these stand for other stories, comments and the like.
NEVER = N.COMMENT | N.RELATED | N.AD | N.CONSENT | N.POPULAR | N.LATEST
ISO = re.compile(r"\d{4}-?\d\d")
ISO_DAY = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
EPOCH = re.compile(r"\d{10}(?:\d{3})?$")
_UPDATED_NAME = re.compile(r"updat|modif|aktualis|actuali|aggiorn|atualiz|revis", re.I)
_PUBLISHED_NAME = re.compile(r"publi|created|posted|pubdate|entry-date", re.I)
_EVENT_PROP = re.compile(r"start|end|birth|death|valid|door|expire|founding|availab", re.I)
_EVENT_CLASS = re.compile(
    r"\b(?:dt-?start|dt-?end|bday|clock)\b|(?:start|end|event|current)[-_]?(?:date|time)|today", re.I
)
_NO_LETTERS = re.compile(r"[\W\d_]+")
_DIGIT = re.compile(r"\d")
# meta names, letters only.
_META_PUBLISHED = re.compile(
    r"publish|pubdate|pubtime|^date$|^dcdate$|^dctermsdate|issued|created|^ptime$|sailthrudate|^articledate|"
    r"contentdate|filingdate|^datepub|originalpub|firstpub|^pdate$|releasedate|displaydate|postdate|"
    r"articledate|publicationdate|^citation(?:online)?date$|uploaddate|uploaded$"
)
_META_UPDATED = re.compile(r"modif|updat|lastmod|moddate|revis")
_META_NEVER = re.compile(
    r"publisher|build|expir|version|birth|event|until|unpublish|videoupload|copyright|checked|crawl|state|status|"
    r"type|url|image|author|revisit|recsid|end|^ogvideo|cookie"
)


def element_time(element: Any) -> str | None:
    """What an element states for machines: its datetime, content or a data attribute that looks like a
    time."""
    value = element.get("datetime") or element.get("content") or ""
    if ISO.search(value) or EPOCH.match(value):
        return str(value)
    for name, data in element.attrib.items():
        if len(data) < 40 and (
            (name.startswith("data-") and (EPOCH.match(data) or ISO.match(data)))
            or (name == "title" and ISO_DAY.match(data))
        ):
            return str(data)
    return str(value) or None


def of_event(element: Any) -> bool:
    """Whether an element's property or class says that its time is of something else, such as a startDate."""
    prop, names = element.get("itemprop") or element.get("property"), element.get("class")
    return bool(
        (prop and _EVENT_PROP.search(prop) is not None) or (names and _EVENT_CLASS.search(names) is not None)
    )


@lru_cache(maxsize=4096)
def _meta_role(name: str) -> str:
    """published, updated or "" by the name of a meta element."""
    letters = _NO_LETTERS.sub("", name)
    role = (
        "updated" if _META_UPDATED.search(letters) else "published" if _META_PUBLISHED.search(letters) else ""
    )
    return role if role and not _META_NEVER.search(letters) else ""


def machine_times(
    page: Page, layout: Layout | None = None, place: StoryPlace | None = None
) -> list[MachineTime]:
    """Everything the page states for machines of its story's times, the best source of each role first."""
    found: list[MachineTime] = []
    seen: set[tuple[str, str]] = set()

    def add(value: Any, role: str, source: str, name: str) -> None:
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if (
            isinstance(value, str)
            and 6 <= len(value := value.strip()) <= 60
            and (role + source, value) not in seen
        ):
            seen.add((role + source, value))
            found.append(MachineTime(value, role, source, name))

    for item in _articles(page):
        add(item.get("datePublished"), "published", "json-ld", "datePublished")
        add(item.get("dateModified"), "updated", "json-ld", "dateModified")
        if "datePublished" not in item:
            add(item.get("dateCreated") or item.get("uploadDate"), "published", "json-ld", "dateCreated")
    for name, contents in page.meta.items():
        role = _meta_role(name)
        if role and contents and _DIGIT.search(contents[0]):
            source = (
                "microdata"
                if name in ("datepublished", "datemodified", "datecreated", "uploaddate")
                else "meta"
            )
            add(contents[0], role, source, name)
    if layout is not None and place is not None:
        # Reviews and answers below a page have their dates, too.
        several = len({element_time(e) for e, _ in layout.times if e.get("itemprop") == "datePublished"}) > 1
        for element, index in layout.times:
            if not place.low <= index <= place.high:
                continue
            prop = element.get("itemprop") or element.get("property") or ""
            names = f"{element.get('class') or ''} {prop}"
            if of_event(element):
                continue
            value = element_time(element)
            if not value or not _DIGIT.search(value):
                continue
            if place.last < index < len(layout.blocks):
                block = layout.blocks[index]
                if several or place.boxes(block) & NEVER:
                    continue
            if "dateModified" in prop or "dateupdated" in prop.lower():
                add(value, "updated", "microdata", prop)
            elif "datePublished" in prop or "dateCreated" in prop:
                add(value, "published", "microdata", prop)
            elif place.head - 3 <= index <= place.first + 1 and index < len(layout.blocks):
                if place.flags(layout.blocks[index]) & NEVER:
                    continue
                updated, published = _UPDATED_NAME.search(names), _PUBLISHED_NAME.search(names)
                add(value, "updated" if updated and not published else "published", "time", "datetime")
        for block in layout.blocks[max(0, place.head - 3) : place.first + 2]:
            prop = block.el.get("itemprop") if block.flags & N.DATE else None
            if prop and block.el.tag != "time" and (value := element_time(block.el)):
                role = "updated" if "Modified" in prop else "published" if "Published" in prop else ""
                if role:
                    add(value, role, "microdata", prop)
    if (path := _URL_DATE.search(page.url) or _URL_RUN.search(page.url)) is not None:
        add("-".join(part.zfill(2) for part in path.groups()), "published", "url", "path")
    elif (path := _URL_DAY_FIRST.search(page.url)) is not None:
        add("-".join(reversed(path.groups())), "published", "url", "path")
    if modified := page.headers.get("last-modified"):
        add(modified, "updated", "header", "Last-Modified")
    return found


# 20160905, 2016-09/05, 201609/05, 2016/0905, behind a letter or two at most: t20160905_1.html
_URL_RUN = re.compile(
    r"/[a-z]{0,2}((?:19[89]|20[0-4])\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)
# Day first only where it can be nothing else.
_URL_DAY_FIRST = re.compile(r"[/-](1[3-9]|2\d|3[01])-(0[1-9]|1[0-2])-(20\d\d)(?=[/.-]|$)")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|$)")


def _own_article(page: Page) -> dict[str, Any]:
    """The JSON-LD object of the story, told by headline or address where several articles are stated."""
    own, items = page.article, page.json_ld
    if len(items) < 2:
        return own
    dated = [item for item in items if item.get("datePublished") and types_of(item) & ARTICLE_TYPES]
    if len({str(item["datePublished"])[:10] for item in dated}) < 2:
        return own
    shown = letters_of(page.title) + "|" + letters_of(page.meta_first("og:title") or "")
    here = urlsplit(page.url).path.rstrip("/")
    named = [
        item
        for item in dated
        if (headline := letters_of(str(item.get("headline") or item.get("name") or ""))[:30])
        and headline in shown
    ]
    if not named and len(here) > 1:
        named = [item for item in dated if _path_of(item) == here]
    return own if any(item is own for item in named) else named[0] if named else {}


def _path_of(item: dict[str, Any]) -> str:
    """Path of the address an object states as its own."""
    for name in ("url", "mainEntityOfPage", "@id"):
        stated = item.get(name)
        if isinstance(stated, dict):
            stated = stated.get("@id")
        if isinstance(stated, str) and "/" in stated:
            try:
                return urlsplit(stated).path.rstrip("/")
            except ValueError:
                return ""
    return ""


_PAGE_TYPES = frozenset("WebPage ItemPage Recipe HowTo VideoObject FAQPage Review".split())


def _articles(page: Page) -> list[dict[str, Any]]:
    """JSON-LD objects that can date the story: its article, else the page itself."""
    if own := _own_article(page):
        return [own]
    for item in page.json_ld:
        if ("datePublished" in item or "dateModified" in item) and types_of(item) & _PAGE_TYPES:
            return [item]
    return []
