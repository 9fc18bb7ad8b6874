"""The displayed heading of a list of links: above it, in its first line, on its tab, or in its markup."""

from __future__ import annotations

import re
from bisect import bisect_right, insort

from newscrawl.extract.block_kinds import LONGEST_HEADING, NONE, heading_kind, is_ad_label
from newscrawl.extract.blocks import BUTTON, HEADINGS, HIDDEN, SHARE, Block, Layout, Node
from newscrawl.extract.link_lists import Card, LinkList, Measures, common
from newscrawl.extract.targets import Targets

_TIME_ONLY = re.compile(r"[\d\s:.,/|–-]*(?:\w{1,9}\W*){0,2}[\d\s:.,/–-]*").fullmatch


def heading_like(block: Block) -> bool:
    return is_heading(block) and (block.tag in HEADINGS or heading_kind(block.text) is not None)


def is_heading(block: Block) -> bool:
    """Whether a block could head a list: short, no sentence, no button of the share bar."""
    return (
        block.length <= LONGEST_HEADING
        and not block.flags & SHARE
        and not (block.flags & BUTTON and heading_kind(block.text) is None)
        and (
            not block.text.endswith((".", "…"))
            or (block.tag in HEADINGS and block.text.endswith(("…", "...")))
        )
        and not is_ad_label(block.text)
        and not block.text.casefold().startswith(("share ", "skip to "))
    )


def set_headings(
    layout: Layout, lists: list[LinkList], targets: Targets, measures: Measures, headline: int
) -> None:
    """Find the displayed heading of every list.

    :param headline: index of the page's headline; nothing above it heads a list below it. -1 if unknown.
    """
    ends = [0]
    for item in lists:
        end = ends[bisect_right(ends, item.first) - 1]
        _heading_of_tab(item, measures)
        if item.heading is None:
            _heading_inside(layout, item)
        if item.heading is None:
            _heading_among(item, layout)
        if item.heading is None:
            _heading_before(layout, item, end, measures, headline)
        insort(ends, item.last)
        if item.heading is None:
            _heading_named(item, measures)
        if item.heading_block is not None and item.heading_block.links:
            item.heading_target = targets.read(item.heading_block.links[0].href)


def _heading_before(layout: Layout, item: LinkList, end: int, measures: Measures, headline: int) -> None:
    spare: Block | None = None
    steps = 0
    for index in range(item.first - 1, max(end, item.first - 14) - 1, -1):
        block = layout.blocks[index]
        fits = is_heading(block)
        known = fits and heading_kind(block.text) is not None
        if is_ad_label(block.text) or (block.inherited & HIDDEN and not known):
            continue
        meet = common(block.node, item.box)
        up = item.box.depth - meet.depth
        wide = measures.wide(meet)
        # What the list's own box holds above its first card may be an entry that was not taken for one.
        if up or wide or known:
            steps += 1
        if index == headline or steps > 6 or up > 6 or (up > 2 and wide and not (known and steps <= 2)):
            break
        if known or (fits and block.tag in HEADINGS):
            item.heading, item.heading_block = block.text.replace("\n", " "), block
            return
        if block.length > LONGEST_HEADING and (up or wide):
            break
        # Without a heading's element or words: what stands right above the list, in a box with it alone.
        if index == item.first - 1 or (spare is None and steps == 1):
            short = fits and 3 <= block.length <= 50 and not _TIME_ONLY(block.text)
            if short and up <= 4 and not wide and (up or block.tag != item.cards[0].top.tag):
                spare = block
    if spare is not None:
        item.heading, item.heading_block = spare.text.replace("\n", " "), spare


def _heading_inside(layout: Layout, item: LinkList) -> None:
    """A label in front of the first link, in its own line: "Read also: ..."."""
    for link in item.cards[0].links:
        for index, text in link.texts:
            before = layout.blocks[index].text.partition(text)[0].strip()
            if 3 <= len(before) <= 40 and heading_kind(before) is not None:
                item.heading = before.rstrip(" |–-")
                return


def _heading_among(item: LinkList, layout: Layout) -> None:
    """A linked heading that looks like a story's link itself: alone in a heading element, before cards of
    another make."""
    if len(item.cards) < 3:
        return
    first, second, third = item.cards[:3]
    block = layout.blocks[first.links[0].texts[0][0]] if first.links[0].texts else None
    if block is None or block.tag not in HEADINGS or first.last - first.first > 1 or block.length > 45:
        return
    if (
        any(link.has_image for link in first.links)
        or _make(second) != _make(third)
        or _make(first) == _make(second)
    ):
        return
    if not any(layout.blocks[i].tag in HEADINGS for i in range(second.first, second.last)):
        item.heading, item.heading_block = block.text, block
        del item.cards[0]


def _make(card: Card) -> tuple[str, str]:
    """What a card is made of: cards of one list are made alike."""
    if card.node is not None:
        return card.node.tag, card.node.names
    return "a", card.links[0].el.get("class") or ""


def _heading_named(item: LinkList, measures: Measures) -> None:
    node: Node | None = item.box
    for _ in range(4):
        if node is None or measures.wide(node):
            return
        for name in ("aria-label", "data-title", "data-heading", "title"):
            stated = node.el.get(name)
            if (
                stated
                and 2 < len(stated.strip()) <= LONGEST_HEADING
                and heading_kind(stated) not in (None, NONE)
            ):
                item.heading = " ".join(stated.split())
                return
        node = node.parent


def _heading_of_tab(item: LinkList, measures: Measures) -> None:
    node: Node | None = item.box
    for _ in range(4):
        if node is None or measures.wide(node):
            return
        heading = measures.tab_of(node)
        if heading and len(heading) <= LONGEST_HEADING:
            item.heading = " ".join(heading.split())
            return
        node = node.parent
