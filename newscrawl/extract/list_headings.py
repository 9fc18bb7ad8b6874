"""The displayed heading of a list of links: above it, in its first line, on its tab, or in its markup."""

from __future__ import annotations

import re
from bisect import bisect_right, insort

from newscrawl.extract.block_kinds import (
    LATEST,
    LONGEST_HEADING,
    NONE,
    OTHER,
    POPULAR,
    RELATED,
    SECTION,
    heading_kind,
    is_ad_label,
    is_label,
    is_more,
    is_neighbour,
    is_order,
)
from newscrawl.extract.blocks import HEADINGS, Block, Layout, Node
from newscrawl.extract.link_lists import Card, LinkList, Measures, child_below, common
from newscrawl.extract.names import (
    BUTTON,
    BYLINE,
    COMMENT,
    HEADLINE,
    HIDDEN,
    KICKER,
    SHARE,
    TAGS,
)
from newscrawl.extract.names import LATEST as LATEST_FLAG
from newscrawl.extract.names import POPULAR as POPULAR_FLAG
from newscrawl.extract.names import RELATED as RELATED_FLAG
from newscrawl.extract.targets import Targets

_TIME_ONLY = re.compile(r"[\d\s:.,/|–-]*(?:\w{1,9}\W*){0,2}[\d\s:.,/–-]*").fullmatch


def heading_like(block: Block) -> bool:
    # In this order, as most blocks fail the second.
    return (
        block.length <= LONGEST_HEADING
        and (block.tag in HEADINGS or heading_kind(block.text) is not None)
        and is_heading(block)
    )


# How buttons begin that stand before lists, in headings' clothes.
BUTTONS = ("share ", "skip to ", "toggle ", "like this", "gefällt mir", "j’aime ça", "me gusta esto")

# Blocks called by one of these are buttons, names and labels of cards, unless their words say otherwise.
_OWN_KIND = RELATED_FLAG | POPULAR_FLAG | LATEST_FLAG
_DOUBTFUL = SHARE | BUTTON | BYLINE | KICKER | TAGS


def is_heading(block: Block) -> bool:
    """Whether a block could head a list: short, no sentence, no button or byline, no label of a card."""
    return block.length <= LONGEST_HEADING and not is_ad_label(block.text) and _could_head(block)


def _could_head(block: Block) -> bool:
    """Whether a short block that is no advertisement's label could head a list."""
    text = block.text
    if text.endswith((".", "…")) and not (block.tag in HEADINGS and text.endswith(("…", "..."))):
        return False
    flags = block.flags
    if flags & _DOUBTFUL:
        kind, own = heading_kind(text), block.node.flags
        named = flags & BYLINE if block.tag not in HEADINGS else own & BYLINE
        if kind in (None, NONE) and (named or flags & (SHARE | BUTTON)):
            return False
        if flags & SHARE and kind == RELATED and " " not in text:  # "Recommend" is a button among others
            return False
        if (
            own & (KICKER | TAGS)
            and (kind is None or (kind in (SECTION, OTHER) and is_label(text)))
            and block.tag not in HEADINGS
            and not flags & HEADLINE
        ):
            return False
    return not text.casefold().startswith(BUTTONS)


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
        if item.heading is not None and len(item.cards) < 3 and is_neighbour(item.heading):
            # "Previous article" labels a card: its like stands before the other one.
            item.heading, item.stated = None, OTHER
        if item.heading_block is not None and item.heading_block.links:
            item.heading_target = targets.read(item.heading_block.links[0].href)


def _heading_before(layout: Layout, item: LinkList, end: int, measures: Measures, headline: int) -> None:
    spare: Block | None = None
    steps = 0
    for index in range(item.first - 1, max(end, item.first - 14) - 1, -1):
        block = layout.blocks[index]
        if is_ad_label(block.text):
            continue
        fits = block.length <= LONGEST_HEADING and _could_head(block)
        known = fits and heading_kind(block.text) is not None
        if block.inherited & HIDDEN and not known:
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
            if up and _heads_another(layout, block, meet):
                return
            if _labels_cards(layout, item, block):
                continue
            item.heading, item.heading_block = _shown(layout, block), block
            return
        if block.length > LONGEST_HEADING and (up or wide):
            break
        # Without a heading's element or words: what stands right above the list, in a box with it alone.
        if index == item.first - 1 or (spare is None and steps == 1):
            short = fits and 3 <= block.length <= 50 and not _TIME_ONLY(block.text)
            if short and up <= 4 and not wide and (up or block.tag != item.cards[0].top.tag):
                spare = block
    if spare is not None and not _labels_cards(layout, item, spare):
        item.heading, item.heading_block = _shown(layout, spare), spare


def _heads_another(layout: Layout, block: Block, meet: Node) -> bool:
    """Whether a heading that announces no stories stands below the story in a box of its own with what it
    heads, tags, a form or readers' comments, above the list it was found for."""
    if block.node is meet or not layout.body or block.index < layout.body[-1].index:
        return False
    box = child_below(block.node, meet)
    kind, size = heading_kind(block.text), box.last - box.first
    if size < 2:
        return kind is None and box.inherited & COMMENT != 0  # "Comments (5)" of those to come
    if kind is None:
        if (box.flags | block.inherited) & COMMENT:
            return True
        # What it heads is a text: who the author is, what the paper stands for.
        return any(
            other.length > LONGEST_HEADING and other.link_density < 0.5
            for other in layout.blocks[block.index + 1 : min(box.last, block.index + 4)]
        )
    if kind == NONE:
        return size > 2
    # "Read more on:" over tags.
    return kind == RELATED and box.flags & TAGS != 0 and box.flags & _OWN_KIND == 0


def _labels_cards(layout: Layout, item: LinkList, block: Block) -> bool:
    """Whether a block is the label of the first card alone: the others have one of the same make."""
    if len(item.cards) < 3 or heading_kind(block.text) in (RELATED, POPULAR, LATEST):
        return False
    names, tag, level = block.node.names, block.tag, block.node.depth
    alike = 0
    for before, card in zip(item.cards, item.cards[1:], strict=False):
        for other in layout.blocks[before.first : card.last]:
            node = other.node
            if other.tag == tag and node.names == names and node.depth == level:
                if any(link in card.links or link in before.links for link in other.links):
                    return False
                alike += 1
                break
    return alike + 1 >= len(item.cards) - 1


def _joined(layout: Layout, block: Block) -> str | None:
    """A heading in two elements, <h3>RELATED</h3> <h3>POSTS</h3>, which stand alone in their box; None where
    it is whole."""
    box, blocks = block.node.parent, layout.blocks
    if block.tag not in HEADINGS or box is None or box.last - box.first != 2 or block.node.first < box.first:
        return None
    one, two = blocks[box.first], blocks[box.first + 1]
    alike = one.tag == two.tag and not one.links and not two.links
    joined = f"{one.text} {two.text}"
    return joined if alike and heading_kind(joined) is not None else None


def _shown(layout: Layout, block: Block) -> str:
    """The heading alone, without the link to more of it: "Latest newsView all"."""
    text = block.text.replace("\n", " ")
    if not block.links or block.link_chars == 0:
        return _joined(layout, block) or text
    parts = [part for link in block.links for index, part in link.texts if index == block.index]
    if len(parts) > 1 and "".join(parts) == text and heading_kind(parts[0]) is not None:
        return parts[0]  # tabs without a space between them
    for part in parts:
        rest = text.removesuffix(part).rstrip(" |·•–—-›»>")
        if len(part) < len(text) and len(rest) > 2 and is_more(part) and not is_label(text):
            return rest
    return text


def _heading_inside(layout: Layout, item: LinkList) -> None:
    """A label in front of the first link, in its own line: "Read also: ..."; or in a line of its own, linked
    with the headline."""
    first = item.cards[0]
    for link in first.links:
        for index, text in link.texts:
            before = layout.blocks[index].text.partition(text)[0].strip()
            if 3 <= len(before) <= 40 and heading_kind(before) is not None:
                item.heading = before.rstrip(" |–-")
                return
            if is_order(before):
                item.heading, item.stated = before.rstrip(" |►▶»→"), RELATED
                return
            if label := label_of(text) or parted_label(before):
                item.heading = label
                if heading_kind(label) is None:
                    item.stated = RELATED
                return
        # A line of its own above a link without a box, in the card's.
        if len(item.cards) == 1 and link.texts and (index := link.texts[0][0]) > first.first:
            above = layout.blocks[index - 1]
            if not above.links and announces_related(above.text):
                item.heading, item.heading_block = above.text, above
                return
        # In a list of several, such a line labels each.
        if len(item.cards) == 1 and len(link.texts) > 1 and announces_related(link.texts[0][1]):
            item.heading = link.texts[0][1].rstrip(" :|–-")
            return


def announces_related(text: str) -> bool:
    """Whether a text is nothing but the heading of related stories."""
    return 3 <= len(text) <= 40 and is_label(text) and heading_kind(text) == RELATED


def parted_label(before: str) -> str | None:
    """The label that a line opens with before a notice and a link: "Read also | For subscribers".

    >>> parted_label("Lire aussi | Article réservé à nos abonnés"), parted_label("Goats | An article")
    ('Lire aussi', None)
    """
    label, bar, _ = before[:40].partition("|")
    label = label.strip()
    return label if bar and announces_related(label) else None


def label_of(text: str) -> str | None:
    """The label that a linked headline opens with, to read something else too.

    >>> label_of("READ MORE: Goat elected mayor of the island"), label_of("Sport: Goat wins the race")
    ('READ MORE', None)
    """
    label, colon, rest = text[:40].partition(":")
    if not colon or not rest or not 3 <= len(label) <= 30:
        return None
    if is_label(label) and heading_kind(label) == RELATED:
        return label
    # In capitals only: "Watch: ..." is a headline's own.
    return label if label.isupper() and is_order(label + colon) else None


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
        item.keep(item.cards[1:])


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
