"""Related headlines: the raw lists of other stories to clean entries.

One entry a story and block, never the page itself, never another site's. `story_id` is computed from the
address alone, so it is there whether or not that story is ever crawled: a line joins with the line whose
`id` it equals.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urljoin

from newscrawl.items import RawBlock, RawLink, RelatedHeadline, Story
from newscrawl.normalise.text import clean_paragraph
from newscrawl.normalise.urls import clean_url, story_id
from newscrawl.stamps.reader import read_stamps

__all__ = ["normalise_related", "shown_date"]

EXTERNAL = "external"
_STYLE = re.compile(
    r"(?:[.#@][\w-]+(?:[ ,>.:#-][\w .,>:#()-]*)?)\s*\{[^{}]*\}|<!--.*?-->|\[if [^\]]*\].*?\[endif\]", re.S
)
# What a picture or player is called, in front of or behind a headline and set apart from it.
_MEDIA_WORDS = frozenset(
    "image images photo photos picture video videos watch gallery audio podcast bild bilder fotostrecke "
    "foto fotos vidéo vídeo imagen imagem immagine видео фото 動画 写真".split()
)
_MEDIA = f"(?:{'|'.join(sorted(_MEDIA_WORDS, key=len, reverse=True))})"
_MEDIA_FIRST = re.compile(
    rf"^(?:{_MEDIA}\s*[:|•·–—-]\s*|\[{_MEDIA}\]\s*|\({_MEDIA}\)\s*|[▶►⏵🎥📷📹🎬]\s*)", re.I
)
_MEDIA_LAST = re.compile(rf"\s*(?:[|•·]\s*{_MEDIA}|\[{_MEDIA}\]|\({_MEDIA}\)|[▶►⏵🎥📷📹🎬])$", re.I)
_OPENING, _CLOSING = "[(▶►⏵🎥📷📹🎬", ")]▶►⏵🎥📷📹🎬"
# What points to the story, around its headline.
_ARROWS = "←→»›<>"
_POINTERS = "►▶→>» "
_RANK = re.compile(r"0?(\d{1,3})(?:[.):]\s+|\s+(?=[^\W\d_a-z])|(?=[^\W\d_a-zа-я]))")
# "3 min read" behind a headline, and how long a film runs glued before it: "1:12Ferry".
_LENGTH_LAST = re.compile(r"\s*[|•·-]?\s+\d{1,3}[ -]?min(?:ute)?s? (?:read|listen)$", re.I)
_RUNNING = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?=[^\W\d_])")
_COUNT_LAST = re.compile(r"\s*[(\[](?:\d{1,4}|\s*)[)\]]$")
_DOTS = r"(?:…|\.\s?\.\s?\.|&hellip;)"
_MORE = r"(?:[»>→]|read more|more|mehr|weiterlesen|lire la suite|leer más|leia mais)"
_ELLIPSIS = re.compile(rf"(?:{_DOTS}|\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\))\s*{_MORE}?\s*$", re.I)
_ISO = re.compile(r"((?:19|20)\d\d-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?)?$")


def normalise_related(story: Story) -> None:
    """Set `story.related_headlines` from `story.raw.blocks`, in page order."""
    own = {story_id(url) for url in (story.url, story.canonical_url) if url}
    if story.id:
        own.add(story.id)
    found: list[RelatedHeadline] = []
    repeated: set[tuple[str, str, str]] = set()
    positions: dict[tuple[str, str], int] = {}
    unnamed: set[frozenset[str]] = set()
    language = (story.language or "").partition("-")[0]
    for index, block in enumerate(story.raw.blocks):
        if block.kind == EXTERNAL:
            continue
        heading = clean_paragraph(block.heading or "").replace("\n", " ").lstrip(_POINTERS) or None
        if heading and heading[0] in "([" and not {")", "]"}.intersection(heading):
            heading = heading[1:]
        entries = _entries(block, story.raw.base_url, own, language)
        if heading is None:
            # The list for small screens repeats the one for large ones.
            ids = frozenset(entry.story_id or "" for entry in entries)
            if not ids or ids in unnamed:
                continue
            unnamed.add(ids)
        # Without a heading a list is itself alone; with one, its repetitions are the same block.
        name = (heading.casefold() if heading else f"\n{index}", block.kind)
        for entry in entries:
            key = (*name, entry.story_id or "")
            if key in repeated:
                continue
            repeated.add(key)
            positions[name] = positions.get(name, 0) + 1
            entry.block, entry.kind, entry.position = heading, block.kind, positions[name]
            found.append(entry)
    story.related_headlines = found


def _entries(block: RawBlock, base_url: str, own: set[str], language: str) -> list[RelatedHeadline]:
    entries = []
    for position, link in enumerate(block.links, 1):
        try:
            href = link.href
            if base_url and not href.startswith(("https://", "http://")):
                href = urljoin(base_url, href)
            url = clean_url(href)
        except ValueError:
            continue
        if not url.startswith(("http://", "https://")):
            continue
        identity = story_id(url)
        headline = _headline(link, position)
        if identity in own or not headline:
            continue
        entry = RelatedHeadline(
            headline=headline, url=url, story_id=identity, date=shown_date(link, language)
        )
        if teaser := _clean(link.teaser or ""):
            cut = _ELLIPSIS.search(teaser)
            if teaser.casefold() != headline.casefold() and len(teaser[: cut.start()] if cut else teaser) > 2:
                entry.teaser = teaser
                entry.teaser_truncated = bool(cut) or link.truncated_by_markup
        entries.append(entry)
    return entries


def _clean(text: str) -> str:
    text = clean_paragraph(text).replace("\n", " ")
    if "{" in text or "<!--" in text:
        text = " ".join(_STYLE.sub(" ", text).split())
    return text


def _headline(link: RawLink, position: int) -> str:
    text = _clean(link.headline or (max(link.texts, key=len) if link.texts else ""))
    if not text:
        return text
    # A look at the ends first: most headlines are one already.
    if text[0] in _OPENING or text.partition(" ")[0].rstrip(":").casefold() in _MEDIA_WORDS:
        text = _MEDIA_FIRST.sub("", text).strip() or text
    if text[0] == "«" and "»" not in text:
        text = text[1:].strip() or text
    if text[0] in _ARROWS or text[-1] in _ARROWS:
        marks = _ARROWS if "«" not in text and "‹" not in text else "←→<>"
        text = text.strip(f"{marks} ") or text
    if text[-1] in _CLOSING or "|" in text or "•" in text or "·" in text:
        text = _MEDIA_LAST.sub("", text).strip() or text
        text = _COUNT_LAST.sub("", text).strip() or text
    if text[-1:] in "dn" and (length := _LENGTH_LAST.search(text)):
        text = text[: length.start()] or text
    if not text[0].isdigit():
        return text
    if ":" in text[:6] and (running := _RUNNING.match(text)):
        return text[running.end() :]
    # A ranked list: "3. Headline", "3 Headline", "3Headline".
    rank = _RANK.match(text)
    if rank is None or int(rank[1]) != position or len(text) - rank.end() < 12:
        return text
    return text[rank.end() :].strip()


def shown_date(link: RawLink, language: str) -> str | None:
    """The date shown, ISO 8601, as far as it is sure: stated for machines, or one that can be read in one
    way only."""
    if link.machine and (stated := _ISO.match(link.machine.strip())):
        day, clock, _, offset = stated.groups()
        try:
            date.fromisoformat(day)
        except ValueError:
            return None
        if not clock or not offset:
            return day if not clock else f"{day}T{clock}"
        offset = "Z" if offset == "Z" else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
        return f"{day}T{clock}{offset}"
    if not link.date:
        return None
    readings = [reading for reading in read_stamps(link.date, language) if reading.dates and not reading.span]
    if len(readings) != 1:
        return None
    reading = readings[0]
    dates = {shown for _, shown in reading.dates}
    if reading.weekday and len(dates) > 1:
        dates = {d for d in dates if d[0] and date(d[0], d[1], d[2]).weekday() in reading.weekday}
    if len(dates) != 1:
        return None
    year, month, day_ = next(iter(dates))
    if year is None:
        return None
    shown = f"{year:04d}-{month:02d}-{day_:02d}"
    return (
        shown
        if reading.hour is None or reading.hour > 23
        else f"{shown}T{reading.hour:02d}:{reading.minute:02d}"
    )
