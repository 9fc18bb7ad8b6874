"""What lists of links are made of: cards, lists, and which boxes of a page say something of them.

A *card* is everything that belongs to one link target at one place: picture, title, teaser, date and "read
more". Cards that stand together are a *list*.
"""

from __future__ import annotations

import re
from operator import sub

from newscrawl.extract.block_kinds import LONGEST_HEADING
from newscrawl.extract.blocks import Block, Layout, Link, Node
from newscrawl.extract.names import BUTTON, NAV
from newscrawl.extract.targets import Target

# Ideographs and Hangul say about two and a half Latin letters each.
_WIDE = re.compile("[\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff]")
# No text is asked whether it is wider than this.
_LONG = 50
MANY = ""  # a box that leads to several stories


def width(text: str) -> int:
    """Length of a text in Latin letters."""
    return len(text) if text.isascii() else len(text) + (3 * len(_WIDE.findall(text)) >> 1)


def span(text: str) -> int:
    """Width of a text as far as it matters whether it is a headline's: long is long."""
    return len(text) if len(text) >= _LONG or text.isascii() else width(text)


class Card:
    """What a page shows of one other story at one place."""

    __slots__ = ("box", "first", "last", "links", "node", "target", "text", "top", "width")

    def __init__(self, target: Target, link: Link, node: Node | None, text: str) -> None:
        self.target = target
        self.links = [link]
        self.node = node
        """Its box; None where the bare link stands among others."""
        self.box: Node = link.node if node is None or node.parent is None else node.parent
        """What it stands in."""
        self.top: Node = self.box if node is None else node
        """Its box; what it stands in where it has none."""
        if node is not None:
            self.first, self.last = node.first, node.last
        else:
            # A link may open while the text before it is still gathered: then it starts in its first own
            # block.
            self.first, self.last = link.texts[0][0] if link.texts else link.first, link.last
        self.text = text
        """Longest text linked."""
        self.width = span(text)

    def __repr__(self) -> str:
        return f"<Card {self.text[:50]!r} {self.first}:{self.last} {self.target.url[-40:]}>"


class LinkList:
    """Cards that stand together."""

    __slots__ = (
        "box",
        "cards",
        "first",
        "flags",
        "heading",
        "heading_block",
        "heading_target",
        "internal",
        "kind",
        "last",
        "stated",
    )

    def __init__(self, card: Card) -> None:
        self.cards = [card]
        self.first, self.last = card.first, card.last
        self.box = card.box
        self.heading: str | None = None
        self.heading_block: Block | None = None
        self.heading_target: Target | None = None
        self.flags = 0
        """What its surroundings are called."""
        self.kind: str | None = None
        """What its heading says it is."""
        self.stated: str | None = None
        """The same, where that is told by what labels its cards."""
        self.internal = 1.0
        """Share of its cards that stay on the site."""

    def add(self, card: Card) -> None:
        self.cards.append(card)
        if card.last > self.last:
            self.last = card.last
        if self.box is not card.box:
            self.box = common(self.box, card.box)

    def keep(self, cards: list[Card]) -> None:
        """Leave it no more than these of its cards."""
        self.cards = cards
        self.first, self.last = cards[0].first, max([card.last for card in cards])

    def __repr__(self) -> str:
        return f"<LinkList {self.heading!r} {self.cards!r}>"


class Measures:
    """Which boxes hold most of a page's own text: what they are called says nothing of a list inside."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._tab_headings: dict[str, str] | None = None
        self._own: list[int] = list(map(sub, layout.chars_before, layout.link_chars_before))
        self._limit = max(300, 0.4 * self._own[-1])
        self._roomy: float = min(701, self._limit)

    @property
    def tabs(self) -> dict[str, str]:
        """Headings of tab panes by the id of the pane."""
        if self._tab_headings is None:
            self._tab_headings = _tabs(self._layout)
        return self._tab_headings

    def tab_of(self, node: Node) -> str | None:
        """The heading of the tab whose pane a node is."""
        get = node.el.get
        name = get("id")
        if name and (heading := self.tabs.get(name)):
            return heading
        by = get("aria-labelledby")
        return self.tabs.get(f"#{by}") if by else None

    def between(self, first: int, last: int) -> int:
        """Characters of a range of blocks that are not linked."""
        return self._own[last] - self._own[first] if last > first else 0

    def wide(self, node: Node) -> bool:
        return self._own[node.last] - self._own[node.first] >= self._limit

    def roomy(self, node: Node) -> bool:
        """Whether a node holds more blocks or text than a card does, or is wide."""
        first, last = node.first, node.last
        return last - first > 16 or self._own[last] - self._own[first] >= self._roomy

    def flags(self, node: Node | None) -> int:
        """Flags of a node and its ancestors below the boxes that hold the story too."""
        flags = 0
        own, limit = self._own, self._limit
        while node is not None and own[node.last] - own[node.first] < limit:
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


def child_below(node: Node, ancestor: Node) -> Node:
    """The child of `ancestor` that holds `node`."""
    while node.parent is not None and node.parent is not ancestor:
        node = node.parent
    return node


_PANES = frozenset(("aria-controls", "data-target", "data-bs-target", "data-tab"))


def _tabs(layout: Layout) -> dict[str, str]:
    found: dict[str, str] = {}
    for link in layout.links:
        if link.href.startswith("#") and len(link.href) > 1 and link.texts:
            found.setdefault(link.href[1:], link.text)
            if name := link.el.get("id"):
                found.setdefault(f"#{name}", link.text)
    for block in layout.blocks:
        node = block.node
        if block.length > LONGEST_HEADING or not (
            block.flags & BUTTON
            or "tab" in node.names
            or (node.parent is not None and node.parent.flags & NAV)
        ):
            continue
        for name, value in node.el.items():
            if name in _PANES and value:
                found.setdefault(value.lstrip("#"), block.text)
            elif name == "id" and value:
                found.setdefault(f"#{value}", block.text)
    return found
