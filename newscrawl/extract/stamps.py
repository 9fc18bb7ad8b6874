"""Finds the times of a page's story: the stamps readers see and the times the page states for machines.

What is not this story's stamp must not be taken: today's date in the header, dates of other stories,
comments and
events, copyright years. A text is taken for a stamp by its words (a label, a whole date and nothing else),
its
element (<time>, a class that says date) and its place (with the headline, or at the end of the body).
"""

from __future__ import annotations

import re
from typing import Any

from newscrawl.extract import blocks as B
from newscrawl.extract.blocks import Block, Layout
from newscrawl.extract.machine_times import EPOCH, ISO, NEVER, element_time, machine_times
from newscrawl.extract.place import StoryPlace
from newscrawl.extract.selected import selected, texts
from newscrawl.items import MachineTime, RawStamp
from newscrawl.page import Page
from newscrawl.site import Site
from newscrawl.stamps import Reading, read_stamps
from newscrawl.stamps.lexicon import labelled

# Containers whose dates are of something else, where the headline does not stand in them too.
_ELSEWHERE = (
    B.COMMENT | B.RELATED | B.AD | B.CONSENT | B.POPULAR | B.LATEST | B.NEWSLETTER | B.NAV | B.FOOTER
    | B.ASIDE | B.FORM | B.CAPTION | B.CREDIT | B.HIDDEN | B.LEGAL
)  # fmt: skip
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
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[.!?]\s+[A-ZÄÖÜ]")
# "This entry was posted on ... and is filed under ...": blog software says so below the story.
_OF_ITSELF = re.compile(
    r"\s*(?:this|dieser|dieses|cet|cette|este|esta|questo|dit|deze)\s+"
    r"(?:entry|post|article|story|page|beitrag|artikel|eintrag|billet|entrada|artículo|artigo|articolo|bericht|item)\b",
    re.I,
)


def find_stamps(
    layout: Layout, page: Page, headline: Block | None = None, site: Site | None = None
) -> tuple[list[RawStamp], list[MachineTime]]:
    """Visible stamps of the story, the likeliest first, and what the page states for machines, best first.

    :param headline: the block that shows the headline, where it is known already.
    :param site: its selectors `published` and `last_update` say where the stamps are, in place of the search.
    """
    stamps, times = _find(layout, page, headline)
    for name, role in (("published", "published"), ("last_update", "updated")):
        if site is not None and site.selectors.get(name):
            stamps = [stamp for stamp in stamps if stamp.role not in (role, "unknown", "stand")]
            elements = selected(page, site, name)[:1]
            stamps[:0] = [RawStamp(text, role, element_time(elements[0])) for text in texts(elements)]
    return stamps, times


def _find(layout: Layout, page: Page, headline: Block | None) -> tuple[list[RawStamp], list[MachineTime]]:
    if not layout.blocks:
        return [], machine_times(page)
    place = StoryPlace(layout, page, headline)
    language = _language(page)
    found: list[tuple[float, int, RawStamp]] = []
    shown_already: set[str] = set()
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
            if flags & NEVER:
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
                if shown in shown_already:
                    continue
                shown_already.add(shown)
                role, machine = _element(block, reading, line)
                stamp = RawStamp(shown, role, machine, True, index)
                found.append((-score, index * 10 + number, stamp))
    found.sort(key=lambda entry: entry[:2])
    times = machine_times(page, layout, place)
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
    place: StoryPlace, block: Block, flags: int, line: str, reading: Reading, readings: tuple[Reading, ...]
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
            return role, element_time(element)
    if len(block.times) == 1 and not block.times[0].text:
        return role, element_time(block.times[0])
    node: Any = block.el
    for _ in range(2):
        if node is None:
            break
        for name, value in node.attrib.items():
            if name.startswith("data-") and (EPOCH.match(value) or ISO.match(value)) and len(value) < 40:
                return role, value
        node = node.getparent()
    return role, None


def _language(page: Page) -> str:
    return (page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[
        :2
    ].lower()
