"""Finds the times of a page's story: the stamps readers see and the times the page states for machines.

What is not this story's stamp must not be taken: today's date in the header, dates of other stories,
comments and
events, copyright years. A text is taken for a stamp by its words (a label, a whole date and nothing else),
its
element (<time>, a class that says date) and its place (with the headline, or at the end of the body).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from newscrawl.extract import blocks as B
from newscrawl.extract.blocks import Block, Layout, Node
from newscrawl.items import MachineTime, RawStamp
from newscrawl.page import ARTICLE_TYPES, Page, types_of
from newscrawl.stamps import Reading, read_stamps
from newscrawl.stamps.lexicon import labelled

# Containers whose dates are of something else, where the headline does not stand in them too.
_ELSEWHERE = (
    B.COMMENT | B.RELATED | B.AD | B.CONSENT | B.POPULAR | B.LATEST | B.NEWSLETTER | B.NAV | B.FOOTER
    | B.ASIDE | B.FORM | B.CAPTION | B.CREDIT | B.HIDDEN | B.LEGAL
)  # fmt: skip
_NEVER = B.COMMENT | B.RELATED | B.AD | B.CONSENT | B.POPULAR | B.LATEST
_HEADER_HARMLESS = B.COMMENT | B.HIDDEN | B.FOOTER | B.NAV | B.FORM | B.CAPTION | B.LEGAL
# A text worth reading: a year, a time of day, a date's separators, a unit ...
_DATEISH = re.compile(r"\d(?:\d\d\d|\d?\s?[:.hH/年月日時时분시월일分]|\d?\s?[ap]\.?m|\d[-.]\d)")
# ... or with the headline any number at all, or a word that tells a time without one.
_RELATIVE = re.compile(
    r"\d|\bago\b|\bvor eine|\bil y a une?\b|\bhace una?\b|назад|önce|lalu|geleden|siden\b|sedan\b|sitten|"
    r"पहले|আগে|منذ|قبل|לפני|\b(?:[Hh]eute|[Tt]oday|[Yy]esterday|[Gg]estern|[Hh]oy|[Oo]ggi|[Hh]oje)\b"
)
_SURE, _POSSIBLE = 3.0, 1.9
_LONGEST_LINE = 220
_FAR = 40
_WORDS = re.compile(r"[^\W\d_]{2,}")
_UPDATED_NAME = re.compile(r"updat|modif|aktualis|actuali|aggiorn|atualiz|revis", re.I)
_PUBLISHED_NAME = re.compile(r"publi|created|posted|pubdate|entry-date", re.I)
_SENTENCE = re.compile(r"[.!?]\s+[A-ZÄÖÜ]")
# "This entry was posted on ... and is filed under ...": blog software says so below the story.
_OF_ITSELF = re.compile(
    r"\s*(?:this|dieser|dieses|cet|cette|este|esta|questo|dit|deze)\s+"
    r"(?:entry|post|article|story|page|beitrag|artikel|eintrag|billet|entrada|artículo|artigo|articolo|bericht|item)\b",
    re.I,
)
_ISO = re.compile(r"\d{4}-?\d\d")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?$")

# meta names, letters only.
_META_PUBLISHED = re.compile(
    r"publish|pubdate|pubtime|^date$|^dcdate$|^dctermsdate|issued|created|^ptime$|sailthrudate|^articledate|"
    r"contentdate|filingdate|^datepub|originalpub|firstpub|^pdate$|releasedate|displaydate|postdate|"
    r"articledate|^publicationdate|uploaddate"
)
_META_UPDATED = re.compile(r"modif|updat|lastmod|moddate|revis")
_META_NEVER = re.compile(
    r"publisher|build|expir|version|birth|event|until|unpublish|videoupload|copyright|checked|crawl|state|status|"
    r"type|url|image|author|recsid|end|^ogvideo|cookie"
)


class _Place:
    """Where the story stands on the page: the block of its headline, and the first and last of its body."""

    def __init__(self, layout: Layout, page: Page, headline: Block | None) -> None:
        blocks = layout.blocks
        self.layout = layout
        body = [block.index for block in blocks if block.kind == "body"]
        head = headline.index if headline is not None else None
        if head is None or (body and head > body[-1]):
            head = _headline(layout, page)
        if not body:
            body = _prose(layout, head)
        while len(body) > 2 and body[1] - body[0] > 2 and body[0] - (head or 0) < 12:
            body = body[1:]  # a standfirst: byline and stamp follow it
        self.first = body[0] if body else (head + 6 if head is not None else len(blocks))
        self.last = body[-1] if body else self.first
        if head is None or (body and head > self.last):
            head = max(0, self.first - 6)
        self.head = head
        # Ancestors of the headline: what they are named says nothing of a stamp in particular.
        self.common: set[int] = set()
        for index in (head, self.first):
            node: Node | None = blocks[index].node if index < len(blocks) else None
            while node is not None:
                self.common.add(node.index)
                node = node.parent
        self.low = max(0, head - 6)
        self.high = min(len(blocks), self.last + _FAR)

    def flags(self, block: Block) -> int:
        """Flags of the containers a block does not share with the headline or the body, and its own."""
        flags = block.flags
        node: Node | None = block.node
        while node is not None and node.index not in self.common:
            flags |= node.flags
            node = node.parent
        return flags

    def above(self, block: Block) -> bool:
        """Whether a block before the headline belongs to the story's header, not to the site's."""
        if self.head - block.index > 6:
            return False
        flags = self.flags(block)
        if flags & B.NAV or (flags & B.HEADER and not flags & (B.ARTICLE | B.DATE | B.BYLINE | B.HEADLINE)):
            return False
        node: Node | None = block.node.parent
        for _ in range(3):
            if node is None or node.parent is None:
                return False
            if node.first <= self.head < node.last:
                # A node that holds the whole page holds its masthead too.
                return node.first >= self.head - 8
            node = node.parent
        return False


def find_stamps(
    layout: Layout, page: Page, headline: Block | None = None
) -> tuple[list[RawStamp], list[MachineTime]]:
    """Visible stamps of the story, the likeliest first, and what the page states for machines, best source
    first.

    :param headline: the block that shows the headline, where it is known already.
    """
    if not layout.blocks:
        return [], _machine_times(page)
    place = _Place(layout, page, headline)
    language = _language(page)
    found: list[tuple[float, int, RawStamp]] = []
    texts: set[str] = set()
    blocks = layout.blocks
    for index in range(place.low, place.high):
        block = blocks[index]
        text = block.text
        if block.length > _LONGEST_LINE and ("\n" not in text or block.length > 900):
            # A stamp may open a paragraph: "[Updated 5 May 2016] ..."
            if _OF_ITSELF.match(text):
                text = text[:200]
            elif place.first <= index <= place.last and labelled(text[:30]):
                text = text[:110]
            else:
                continue
        near = place.head - 6 <= index <= place.first + 1
        if near and block.length < 120:
            if not _RELATIVE.search(text):
                continue
        elif not _DATEISH.search(text):
            continue
        if (
            not near
            and not block.times
            and not block.flags & B.DATE
            and not labelled(text)
            and not (
                block.length < 40
                and index
                and blocks[index - 1].length < 40
                and labelled(blocks[index - 1].text)
            )
        ):
            continue
        flags = block.inherited
        if flags & _ELSEWHERE:
            flags = place.flags(block)
            if place.head <= index <= place.first:
                # A header names its comment count and its share buttons, too.
                flags &= ~_HEADER_HARMLESS
                if flags & B.DATE and index < place.head + 9:
                    flags &= ~B.LATEST  # "latest" is a word of update stamps
                if block.flags & B.DATE and index < place.head + 5:
                    flags &= ~B.RELATED
            if flags & _NEVER:
                continue
        for line in text.split("\n") if "\n" in text else (text,):
            if not 4 <= len(line) <= _LONGEST_LINE:
                continue
            readings = read_stamps(line, language)
            if not readings:
                continue
            if len(readings) == 1 and len(line) < 60:
                line, readings = _joined(blocks, index, line, readings, language)
            for number, reading in enumerate(readings):
                score = _score(place, block, flags, line, reading, readings)
                if score < _POSSIBLE:
                    continue
                shown = line[reading.start : reading.end].strip(" :|-–—·•,;([")
                if shown.count("(") > shown.count(")"):
                    shown += ")"
                if shown in texts:
                    continue
                texts.add(shown)
                role, machine = _element(block, reading, line)
                stamp = RawStamp(shown, role, machine, True, index)
                found.append((-score, index * 10 + number, stamp))
    found.sort(key=lambda entry: entry[:2])
    times = _machine_times(page, layout, place)
    sure = [stamp for score, _, stamp in found[:8] if -score >= _SURE]
    dated = any(stamp.role != "updated" for stamp in sure) or any(
        time.role == "published" and time.source != "url" for time in times
    )
    if not dated:
        # An old or plain page: its likeliest date, where nothing else dates it.
        sure += [stamp for score, _, stamp in found if -score < _SURE and stamp.role != "updated"][:1]
    return sure, times


def _joined(
    blocks: list[Block], index: int, line: str, readings: tuple[Reading, ...], language: str
) -> tuple[str, tuple[Reading, ...]]:
    """The line with its label or time of day where markup sets them in blocks of their own."""
    reading = readings[0]
    if not reading.role and reading.start < 3 and index:
        before = blocks[index - 1].text
        if len(before) < 40 and "\n" not in before and not _DATEISH.search(before):
            both = read_stamps(f"{before} {line}", language)
            if len(both) == 1 and both[0].role and both[0].start < 3:
                line, readings, reading = f"{before} {line}", both, both[0]
    if reading.hour is None and reading.dates and reading.end > len(line) - 3 and index + 1 < len(blocks):
        after = blocks[index + 1].text
        if len(after) < 24 and "\n" not in after:
            alone = read_stamps(after, language)
            if (
                len(alone) == 1
                and alone[0].hour is not None
                and not alone[0].dates
                and not alone[0].role
                and alone[0].start < 4
            ):
                both = read_stamps(f"{line} {after}", language)
                if len(both) == 1 and both[0].hour is not None:
                    return f"{line} {after}", both
    return line, readings


def _score(
    place: _Place, block: Block, flags: int, line: str, reading: Reading, readings: tuple[Reading, ...]
) -> float:
    """How surely a reading is a stamp of the story; 3 is enough."""
    if reading.role == "other" or reading.span or "©" in line[: reading.start]:
        return 0.0
    index = block.index
    dated = bool(reading.dates)
    whole = dated and reading.dates[0][1][0] is not None
    rest = len("".join(_WORDS.findall(line[: reading.start] + " " + line[reading.end :])))
    if len(readings) > 1:
        for other in readings:
            if other is not reading:
                rest -= len("".join(_WORDS.findall(line[other.start : other.end])))
    named = reading.role != ""
    score = 0.0
    if named:
        score += 2.5
    if whole:
        score += 1.5
    elif dated:
        score += 0.8
    if reading.hour is not None:
        score += 0.7
    if reading.ago or reading.day_word is not None:
        score += 0.8
    if block.times:
        score += 1.5
    if flags & B.DATE:
        score += 1.0
    if flags & B.BYLINE:
        score += 0.5
    if rest == 0:
        score += 0.7
    elif named and _OF_ITSELF.match(line):
        score += 1.5
    elif rest > 60:
        score -= 2.5 if not named or reading.start > 2 else 1.0
    elif rest > 25:
        score -= 1.0 if not named else 0.4
    if rest > 30 and _SENTENCE.search(line) and not _OF_ITSELF.match(line):
        score -= 1.0
    if flags & _ELSEWHERE:
        score -= 3.0 if not named else 1.5
        if flags & B.FOOTER and index > place.last + 8:
            score -= 1.5
        elif flags & B.FOOTER and not flags & _ELSEWHERE & ~B.FOOTER:
            score += 1.5
    if block.tag in B.HEADINGS:
        score -= 1.0
    # Place.
    if index < place.head:
        if place.above(block):
            score += 1.0
        else:
            score -= 3.0
    elif index <= place.first:
        score += 1.7 - 0.04 * (index - place.head)
    elif index <= place.last:
        if block.kind == "body" and not named:
            score -= 2.0
        score -= 0.0 if named else 1.0
    else:
        distance = index - place.last
        score += (0.3 if distance <= 8 else -0.7) if named else (-0.8 if distance <= 3 else -2.0)
    if block.link_density > 0.8 and not named:
        score -= 0.5 if place.head <= index <= place.first else 2.5
    if not whole and not named and not block.times and not reading.ago and reading.hour is None:
        score -= 1.0
    return score


def _element(block: Block, reading: Reading, line: str) -> tuple[str, str | None]:
    """Role, and what the very element that shows the stamp states for machines."""
    role = {"stand": "stand", "": "unknown"}.get(reading.role, reading.role)
    shown = line[reading.start : reading.end]
    for element in block.times:
        text = " ".join("".join(element.itertext()).split())
        if text and (text in shown or shown in text):
            return role, _machine(element)
    if len(block.times) == 1 and not block.times[0].text:
        return role, _machine(block.times[0])
    node: Any = block.el
    for _ in range(2):
        if node is None:
            break
        for name, value in node.attrib.items():
            if name.startswith("data-") and (_EPOCH.match(value) or _ISO.match(value)) and len(value) < 40:
                return role, value
        node = node.getparent()
    return role, None


def _machine(element: Any) -> str | None:
    value = element.get("datetime") or element.get("content") or ""
    if _ISO.search(value) or _EPOCH.match(value):
        return str(value)
    for name, data in element.attrib.items():
        if name.startswith("data-") and (_EPOCH.match(data) or _ISO.match(data)) and len(data) < 40:
            return str(data)
    return str(value) or None


def _headline(layout: Layout, page: Page) -> int | None:
    """Index of the block that shows the headline, as the page's own statements tell it."""
    stated = (
        _letters(str(page.article.get("headline") or ""))
        or _letters(page.meta_first("og:title") or "")
        or _letters(page.title)
    )
    title = _letters(page.title)
    first_h1 = None
    for block in layout.blocks:
        if block.tag == "h1" or (block.node.parent is not None and block.node.parent.tag == "h1"):
            text = _letters(block.text)
            if len(text) > 8 and (text in title or text in stated or (stated and stated in text)):
                return block.index
            if first_h1 is None and not block.inherited & (B.NAV | B.FOOTER):
                first_h1 = block.index
    if stated:
        probe = stated[:40]
        for block in layout.blocks:
            if (
                15 < block.length < 300
                and (block.tag in B.HEADINGS or block.flags & B.HEADLINE)
                and _letters(block.text).startswith(probe)
            ):
                return block.index
    return first_h1


@lru_cache(maxsize=256)
def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _prose(layout: Layout, head: int | None) -> list[int]:
    """Indexes of the long paragraphs that hang together most: where the body stands, roughly."""
    weights: dict[int, int] = {}
    for block in layout.blocks:
        if block.length >= 80 and block.link_density < 0.4 and not block.flags & (B.CAPTION | B.COMMENT):
            node: Node | None = block.node
            for level in range(4):
                node = node.parent if node is not None else None
                if node is None:
                    break
                weights[node.index] = weights.get(node.index, 0) + block.length // (1 + level)
    if not weights:
        return []
    best = max(weights, key=lambda index: weights[index])
    node = layout.nodes[best]
    return [
        block.index
        for block in layout.blocks[node.first : node.last]
        if block.length >= 60
        and block.link_density < 0.5
        and (head is None or block.index > head or node.last <= head)
    ]


def _language(page: Page) -> str:
    return (page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[
        :2
    ].lower()


# --- times for machines
# -----------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _meta_role(name: str) -> str:
    """published, updated or "" by the name of a meta element."""
    letters = "".join(char for char in name if char.isalpha())
    if _META_NEVER.search(letters):
        return ""
    return (
        "updated" if _META_UPDATED.search(letters) else "published" if _META_PUBLISHED.search(letters) else ""
    )


def _machine_times(
    page: Page, layout: Layout | None = None, place: _Place | None = None
) -> list[MachineTime]:
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
        if role and contents and any(char.isdigit() for char in contents[0]):
            source = (
                "microdata"
                if name in ("datepublished", "datemodified", "datecreated", "uploaddate")
                else "meta"
            )
            add(contents[0], role, source, name)
    if layout is not None and place is not None:
        for element, index in layout.times:
            if not place.low <= index <= place.high:
                continue
            names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
            prop = element.get("itemprop") or ""
            value = _machine(element)
            if not value or not any(char.isdigit() for char in value):
                continue
            if "dateModified" in prop or "dateupdated" in prop.lower():
                add(value, "updated", "microdata", prop)
            elif "datePublished" in prop or "dateCreated" in prop:
                add(value, "published", "microdata", prop)
            elif place.head - 3 <= index <= place.first + 1 and index < len(layout.blocks):
                if place.flags(layout.blocks[index]) & _NEVER:
                    continue
                updated, published = _UPDATED_NAME.search(names), _PUBLISHED_NAME.search(names)
                add(value, "updated" if updated and not published else "published", "time", "datetime")
    if (path := _URL_DATE.search(page.url)) is not None:
        add("-".join(part.zfill(2) for part in path.groups()), "published", "url", "path")
    elif (path := _URL_DAY_FIRST.search(page.url)) is not None:
        add("-".join(reversed(path.groups())), "published", "url", "path")
    if modified := page.headers.get("last-modified"):
        add(modified, "updated", "header", "Last-Modified")
    return found


# Day first only where it can be nothing else.
_URL_DAY_FIRST = re.compile(r"[/-](1[3-9]|2\d|3[01])-(0[1-9]|1[0-2])-(20\d\d)(?=[/.-]|$)")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|$)")


def _articles(page: Page) -> list[dict[str, Any]]:
    """JSON-LD objects that can date the story: its article first, then the page itself."""
    own = page.article
    rest = []
    if not own:
        for item in page.json_ld:
            if "datePublished" in item or "dateModified" in item:
                types = types_of(item)
                if types & ARTICLE_TYPES or types & {
                    "WebPage",
                    "ItemPage",
                    "Recipe",
                    "HowTo",
                    "VideoObject",
                    "FAQPage",
                    "Review",
                }:
                    rest.append(item)
                    break
    return [own] if own else rest
