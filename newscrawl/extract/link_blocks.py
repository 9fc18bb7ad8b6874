"""The lists of links on a page: cards of one story each, gathered into lists, each list with its heading.

A *card* is everything that belongs to one link target at one place: picture, title, teaser, date and "read
more". It is the largest box that leads to one story only. Cards that stand together are a *list*. Whether
a list is one of stories at all, and which, is not decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort

from newscrawl.extract.block_kinds import LONGEST_HEADING, NONE, heading_kind, is_ad_label, is_label
from newscrawl.extract.blocks import (
    BUTTON,
    CAPTION,
    FOOTER,
    HEADINGS,
    HEADLINE,
    HIDDEN,
    NAV,
    SHARE,
    Block,
    Layout,
    Link,
    Node,
)
from newscrawl.extract.targets import Target, Targets

# Ideographs and Hangul say about two and a half Latin letters each.
_WIDE = re.compile("[\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff]")
_TIME_ONLY = re.compile(r"[\d\s:.,/|–-]*(?:\w{1,9}\W*){0,2}[\d\s:.,/–-]*").fullmatch
MANY = ""  # a box that leads to several stories


def width(text: str) -> int:
    """Length of a text in Latin letters."""
    return len(text) if text.isascii() else len(text) + (3 * len(_WIDE.findall(text)) >> 1)


class Card:
    """What a page shows of one other story at one place."""

    __slots__ = ("box", "first", "last", "links", "node", "target", "text", "width")

    def __init__(self, target: Target, link: Link, node: Node | None, text: str) -> None:
        self.target = target
        self.links = [link]
        self.node = node
        """Its box; None where the bare link stands among others."""
        self.box: Node = link.node if node is None or node.parent is None else node.parent
        """What it stands in."""
        if node is not None:
            self.first, self.last = node.first, node.last
        else:
            # A link may open while the text before it is still gathered: then it starts in its first own
            # block.
            self.first, self.last = link.texts[0][0] if link.texts else link.first, link.last
        self.text = text
        """Longest text linked."""
        self.width = width(text)

    @property
    def top(self) -> Node:
        return self.box if self.node is None else self.node

    def __repr__(self) -> str:
        return f"<Card {self.text[:50]!r} {self.first}:{self.last} {self.target.url[-40:]}>"


class LinkList:
    """Cards that stand together."""

    __slots__ = ("box", "cards", "flags", "heading", "heading_block", "heading_target", "internal", "kind")

    def __init__(self, card: Card) -> None:
        self.cards = [card]
        self.box = card.box
        self.heading: str | None = None
        self.heading_block: Block | None = None
        self.heading_target: Target | None = None
        self.flags = 0
        """What its surroundings are called."""
        self.kind: str | None = None
        """What its heading says it is."""
        self.internal = 1.0
        """Share of its cards that stay on the site."""

    @property
    def first(self) -> int:
        return self.cards[0].first

    @property
    def last(self) -> int:
        return max(card.last for card in self.cards)

    def __repr__(self) -> str:
        return f"<LinkList {self.heading!r} {self.cards!r}>"


class Measures:
    """Which boxes hold most of a page's own text: what they are called says nothing of a list inside."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._tab_headings: dict[str, str] | None = None
        self._own = [
            all_ - linked for all_, linked in zip(layout.chars_before, layout.link_chars_before, strict=True)
        ]
        self._limit = max(300, 0.4 * self._own[-1])

    @property
    def tabs(self) -> dict[str, str]:
        """Headings of tab panes by the id of the pane."""
        if self._tab_headings is None:
            self._tab_headings = _tabs(self._layout)
        return self._tab_headings

    def tab_of(self, node: Node) -> str | None:
        """The heading of the tab whose pane a node is."""
        name = node.el.get("id")
        if name and (heading := self.tabs.get(name)):
            return heading
        by = node.el.get("aria-labelledby")
        return self.tabs.get(f"#{by}") if by else None

    def text(self, node: Node) -> int:
        """Characters under a node that are not linked."""
        return self._own[node.last] - self._own[node.first]

    def between(self, first: int, last: int) -> int:
        """Characters of a range of blocks that are not linked."""
        return self._own[last] - self._own[first] if last > first else 0

    def wide(self, node: Node) -> bool:
        return self._own[node.last] - self._own[node.first] >= self._limit

    def flags(self, node: Node | None) -> int:
        """Flags of a node and its ancestors below the boxes that hold the story too."""
        flags = 0
        while node is not None and not self.wide(node):
            flags |= node.flags
            node = node.parent
        return flags


def common(a: Node, b: Node) -> Node:
    """The smallest node around both."""
    while a is not b:
        if a.depth >= b.depth and a.parent is not None:
            a = a.parent
        elif b.parent is not None:
            b = b.parent
        else:
            break
    return a


def _child_below(node: Node, ancestor: Node) -> Node:
    """The child of `ancestor` that holds `node`."""
    while node.parent is not None and node.parent is not ancestor:
        node = node.parent
    return node


def in_prose(layout: Layout, link: Link) -> bool:
    """Whether a link is part of a sentence."""
    if len(link.texts) != 1:
        return False
    index, text = link.texts[0]
    block = layout.blocks[index]
    rest = block.length - len(text)
    if rest < 12 or block.tag in HEADINGS:
        return False
    if len(block.links) > 30:  # no sentence: looking for each link's place in it would take for ever
        return block.link_chars < 0.5 * block.length
    if len(block.links) > 1 and block.link_chars > 0.75 * block.length and rest < 60:
        return False
    if "\n" in block.text:
        lines = block.text.split("\n")
        if any(line.strip(" •·-–▪►»") == text for line in lines):
            return False
    at = block.text.find(text)
    before, after = block.text[:at].strip(), block.text[at + len(text) :].strip()
    if before and is_label(before) and len(after) < 30:
        return False
    if not before and rest < 60 and not block.text.rstrip().endswith((".", "।", "。")):
        return False
    return rest > 30 or block.tag == "p"


def _is_caption(layout: Layout, link: Link) -> bool:
    """Whether a link is the caption of a picture: it enlarges that, or leads into its gallery."""
    for index, _ in link.texts:
        block = layout.blocks[index]
        if block.tag == "figcaption" or (
            block.inherited & CAPTION and block.tag not in HEADINGS and not link.has_image
        ):
            return block.tag != "figcaption" or block.length > len(link.text) or not link.has_image
    return False


def _story_links(layout: Layout, targets: Targets) -> list[tuple[Link, Target]]:
    """The links that may be to stories, outside of sentences.

    Most links of a page are navigation: short texts without a picture. They go before anything is looked up.
    """
    longest: dict[str, str] = {}
    pictured: set[str] = set()
    for link in layout.links:
        if link.has_image:
            pictured.add(link.href)
        known = longest.get(link.href, "")
        for _, text in link.texts:
            if len(text) > len(known):
                known = longest[link.href] = text
    # Navigation proper, where the page as a whole is not called that.
    headline = layout.headline_block
    outside = (NAV | FOOTER) & ~(headline.inherited if headline is not None else 0)
    texts: dict[str, str] = {}
    found: list[tuple[Link, Target]] = []
    shown: set[str] = set()
    for link in layout.links:
        href = link.href
        if href not in pictured:
            text = longest.get(href, "")
            if not text:
                continue
            if len(text) < 22 and text.isascii() and link.node.inherited & outside:
                continue
            if len(text) < 16 and not _worth(layout, link, text):
                continue
        else:
            text = longest.get(href, "")
        target = targets.read(href)
        if target is None:
            continue
        found.append((link, target))
        if href in pictured:
            shown.add(target.key)
        if len(text) > len(texts.get(target.key, "")):
            texts[target.key] = text
    judged: dict[str, bool] = {}
    occurrences: list[tuple[Link, Target]] = []
    for link, target in found:
        key = target.key
        verdict = judged.get(key)
        if verdict is None:
            verdict = judged[key] = _may_be_story(
                layout, targets, target, link, texts.get(key, ""), key in shown
            )
        if verdict and not in_prose(layout, link) and not _is_caption(layout, link):
            occurrences.append((link, target))
    return occurrences


def _worth(layout: Layout, link: Link, text: str) -> bool:
    """Whether a short text may still be a headline: in a script that needs few characters, or in a
    heading."""
    if not text.isascii() and width(text) >= 16:
        return True
    if len(text) < 4:
        return False
    if is_label(text) and heading_kind(text) == "related":
        return True
    return len(text) >= 8 and any(layout.blocks[i].tag in HEADINGS for i, _ in link.texts)


def find_cards(layout: Layout, targets: Targets, measures: Measures) -> list[Card]:
    """The cards of a page in document order."""
    occurrences = _story_links(layout, targets)
    leads: dict[int, str] = {}
    for link, target in occurrences:
        node: Node | None = link.node
        key = target.key
        while node is not None:
            known = leads.get(node.index)
            if known is None:
                leads[node.index] = key
            elif known == key or known is MANY:
                break
            else:
                leads[node.index] = MANY
            node = node.parent
    cards: list[Card] = []
    by_node: dict[int, Card] = {}
    for link, target in occurrences:
        text = max((t for _, t in link.texts), key=len, default="")
        top: Node | None = None
        if leads[link.node.index] is not MANY:
            top = _climb(layout, measures, link, leads, target.key)
        if top is not None:
            card = by_node.get(top.index)
            if card is None:
                card = by_node[top.index] = Card(target, link, top, text)
                cards.append(card)
                continue
        elif cards and cards[-1].node is None and cards[-1].target is target and cards[-1].box is link.node:
            card = cards[-1]
            card.last = max(card.last, link.last)
        else:
            cards.append(Card(target, link, None, text))
            continue
        card.links.append(link)
        if len(text) > len(card.text):
            card.text, card.width = text, width(text)
    for card in cards:
        if card.width < 12 and card.node is not None:
            _find_title(layout, card)
    return cards


def _find_title(layout: Layout, card: Card) -> None:
    """The headline of a card whose links are a picture or "read more": its heading, else its first line."""
    blocks = [
        block
        for block in layout.blocks[card.first : card.last]
        if 16 <= block.length <= 250 and not is_label(block.text)
    ]
    best = next(
        (block for block in blocks if block.tag in HEADINGS or block.flags & HEADLINE),
        blocks[0] if blocks else None,
    )
    if best is not None:
        card.text, card.width = best.text, width(best.text)
        return
    for link in card.links:
        for el in (link.el, *link.el.iter("img")):
            stated = " ".join((el.get("aria-label") or el.get("title") or el.get("alt") or "").split())
            if 16 <= len(stated) <= 250:
                card.text, card.width = stated, width(stated)
                return


def _may_be_story(
    layout: Layout, targets: Targets, target: Target, link: Link, text: str, pictured: bool
) -> bool:
    wide = width(text)
    if not text or (wide < 45 and is_label(text)):
        # A picture or "read more" alone: the headline stands beside it.
        return (pictured or bool(text)) and targets.judge(target) == 2 and target.internal
    if wide < 8:
        return False
    shape = targets.judge(target)
    if shape == 2 and target.internal:
        return wide >= 16 or pictured or any(layout.blocks[i].tag in HEADINGS for i, _ in link.texts)
    if shape >= 1:
        return wide >= 18
    return wide >= 25 if shape == 0 else shape == -1 and wide >= 40


def _climb(layout: Layout, measures: Measures, link: Link, leads: dict[int, str], key: str) -> Node:
    node = link.node
    titled = any(len(text) >= 16 for _, text in link.texts)
    rank = min(
        (layout.blocks[i].tag for i, _ in link.texts if layout.blocks[i].tag in HEADINGS), default="h7"
    )
    while (parent := node.parent) is not None and leads.get(parent.index) == key:
        if parent.last - parent.first > 16 or measures.text(parent) > 700 or measures.wide(parent):
            break
        if parent.first < node.first and titled and _announces(layout, parent.first, node.first, rank):
            break
        node = parent
    return node


def _announces(layout: Layout, first: int, last: int, rank: str) -> bool:
    """Whether a range of blocks before a card holds the heading of a list: one of higher rank or of known
    words."""
    for block in layout.blocks[first:last]:
        if block.tag in HEADINGS and block.tag < rank:
            return True
        if (
            block.length <= LONGEST_HEADING
            and heading_kind(block.text) is not None
            and not is_ad_label(block.text)
            and not block.text.casefold().startswith(("share ", "skip to "))
        ):
            return True
    return False


def find_lists(layout: Layout, cards: list[Card], measures: Measures) -> list[LinkList]:
    """Cards gathered into lists, in document order, with their headings."""
    lists: list[LinkList] = []
    for card in cards:
        if lists and _joins(layout, lists[-1], card, measures):
            lists[-1].cards.append(card)
            lists[-1].box = common(lists[-1].box, card.box)
        else:
            lists.append(LinkList(card))
    for item in lists:
        _drop_sections(item)
    return lists


def _drop_sections(item: LinkList) -> None:
    """Take links to sections out of a list of stories: "More on ..." at its end, a kicker in a box of its
    own."""
    if 2 * sum(card.target.shape == 2 for card in item.cards) > len(item.cards):
        pictured = 2 * sum(any(link.has_image for link in card.links) for card in item.cards) > len(
            item.cards
        )
        item.cards = [
            card
            for card in item.cards
            if card.target.shape >= 0 or (pictured and any(link.has_image for link in card.links))
        ]


def _heading_like(block: Block) -> bool:
    return is_heading(block) and (block.tag in HEADINGS or heading_kind(block.text) is not None)


def _joins(layout: Layout, before: LinkList, card: Card, measures: Measures) -> bool:
    last = before.cards[-1]
    gap = layout.blocks[last.last : card.first] if card.first > last.last else []
    if card.target is last.target and (
        card.box is last.box
        or (measures.between(last.last, card.first) < 100 and not any(_heading_like(block) for block in gap))
    ):
        return True
    if gap and any(is_ad_label(block.text) for block in gap):
        gap = [block for block in gap if not is_ad_label(block.text)]
    if len(gap) > 14 or measures.between(last.last, card.first) > 450:
        return False
    meet = common(last.top, card.top)
    if meet is last.top or meet is card.top:
        meet = common(last.box, card.box)
    ups = (last.top.depth - meet.depth, card.top.depth - meet.depth)
    headed = any(_heading_like(block) for block in gap)
    if ups[0] <= 1 and ups[1] <= 1:
        if measures.wide(meet) and any(block.length - block.link_chars > 100 for block in gap):
            return False
        # A heading before every card is a label of the card; one before some of them parts lists.
        return not headed or (len(before.cards) == 1 and _labelled(layout, before, card))
    if max(ups) > 5 or measures.wide(meet):
        return False
    one, other = _child_below(last.top, meet), _child_below(card.top, meet)
    if one.el.get("id") and other.el.get("id") and measures.tab_of(one) != measures.tab_of(other):
        return False
    alike = one.tag == other.tag and (one.names == other.names or one.flags == other.flags)
    lead = card.first > other.first
    if not headed and not (lead and not alike):
        return not lead or alike
    single = sum(1 for c in before.cards if c.first >= one.first) == 1
    return (
        alike and single and lead and last.first > one.first and _same_label(layout, one, last, other, card)
    )


def _labelled(layout: Layout, before: LinkList, card: Card) -> bool:
    """Whether the first card of a list has its own label just like the next."""
    first = before.cards[0]
    if first.first == 0 or card.first == 0:
        return False
    one, other = layout.blocks[first.first - 1], layout.blocks[card.first - 1]
    return (
        one.tag == other.tag and one.node.names == other.node.names and one.node.parent is other.node.parent
    )


def _same_label(layout: Layout, one: Node, last: Card, other: Node, card: Card) -> bool:
    first, second = layout.blocks[one.first], layout.blocks[other.first]
    return (
        first.tag == second.tag
        and first.node.names == second.node.names
        and last.first - one.first == card.first - other.first
    )


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


def _tabs(layout: Layout) -> dict[str, str]:
    found: dict[str, str] = {}
    for link in layout.links:
        if link.href[0] == "#" and len(link.href) > 1 and link.texts:
            found.setdefault(link.href[1:], link.text)
            if name := link.el.get("id"):
                found.setdefault(f"#{name}", link.text)
    for block in layout.blocks:
        node = block.node
        if not (
            block.flags & BUTTON
            or "tab" in node.names
            or (node.parent is not None and node.parent.flags & NAV)
        ):
            continue
        for name in ("aria-controls", "data-target", "data-bs-target", "data-tab"):
            if pane := node.el.get(name):
                found.setdefault(pane.lstrip("#"), block.text)
        if name := node.el.get("id"):
            found.setdefault(f"#{name}", block.text)
    return found


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
