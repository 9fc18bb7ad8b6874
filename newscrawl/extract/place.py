"""Where the story stands on its page: between which blocks a stamp can be its own."""

from __future__ import annotations

import re
from functools import lru_cache

from newscrawl.extract import names as N
from newscrawl.extract.blocks import HEADINGS, Block, Layout, Node
from newscrawl.page import Page

FAR = 24
"""Blocks after the body that may still hold its stamp."""


_ENDED = re.compile(r"[.!?…:。؟।][\"'”’»)]?$")


class StoryPlace:
    """Where the story stands on the page: the block of its headline, and the first and last of its body."""

    def __init__(self, layout: Layout, page: Page, headline: Block | None) -> None:
        blocks = layout.blocks
        self.layout = layout
        self.title = page.title
        body = [block.index for block in blocks if block.kind in ("body", "notes")]
        head = headline.index if headline is not None else None
        if head is None or (body and head > body[-1]):
            head = headline_index(layout, page)
        if not body:
            body = _prose(layout, head)
        while len(body) > 2 and body[1] - body[0] > 2 and body[0] - (head or 0) < 12:
            body = body[1:]  # a standfirst: byline and stamp follow it
        body = body[_header_lines(blocks, body) :]
        self.first = body[0] if body else (head + 6 if head is not None else len(blocks))
        self.last = body[-1] if body else self.first
        if head is None or (body and head > self.last):
            head = max(0, self.first - 6)
        head = _shown_before(blocks, head)
        self.head = head
        # Ancestors of the headline: what they are named says nothing of a stamp in particular.
        self.common: set[int] = set()
        for index in (head, self.first):
            node: Node | None = blocks[index].node if index < len(blocks) else None
            while node is not None:
                self.common.add(node.index)
                node = node.parent
        self.low = max(0, head - 6)
        self.high = min(len(blocks), self.last + FAR)

    def flags(self, block: Block) -> int:
        """Flags of the containers a block does not share with the headline or the body, and its own."""
        flags = block.flags
        node: Node | None = block.node
        while node is not None and node.index not in self.common:
            flags |= node.flags
            node = node.parent
        return flags

    def around(self, block: Block) -> int:
        """Flags of the containers around a block that it does not share with the headline or the body."""
        flags = 0
        node: Node | None = block.node.parent
        while node is not None and node.index not in self.common:
            flags |= node.flags
            node = node.parent
        return flags

    def boxes(self, block: Block) -> int:
        """Flags of a block's own element and of the containers `around` it, without those of what is inline
        in it."""
        return self.around(block) | block.node.flags

    def in_comments(self, block: Block) -> bool:
        """Whether a block below the story stands among comments, not only beside a link to them."""
        if block.index <= min(self.first, self.head + 12):
            return False
        return bool(self.boxes(block) & N.COMMENT)

    def own_footer(self, block: Block) -> bool:
        """Whether a block below the story stands in a footer of the story's container, not of the page."""
        footer = container(block, N.FOOTER)
        around = footer.parent if footer is not None else None
        return (
            around is not None
            and around.index in self.common
            and around.first >= self.head - 8
            and around.last <= self.last + 12
        )

    def of_header(self, block: Block, flag: int) -> bool:
        """Whether the aside or the like a block stands in is the story's own: author, date and buttons, and
        nothing of another story.
        """
        box = container(block, flag)
        if box is None or box.index in self.common or box.last - box.first > 8:
            return False
        if flag == N.RELATED and box.last - box.first < 2:
            return False
        buttons = N.SHARE | N.BUTTON
        for other in self.layout.blocks[box.first : box.last]:
            if other.tag in HEADINGS:
                own = bool(self.flags(other) & buttons)
            elif flag == N.RELATED and other.link_density > 0.5:
                own = bool(self.flags(other) & (buttons | N.BYLINE | N.NAV))
            else:
                own = other.link_density < 0.9 or other.length < 30
            if not own:
                return False
        return True

    def in_teaser(self, block: Block) -> bool:
        """Whether the box named for other stories that a block stands in links to one."""
        box = container(block, N.RELATED)
        return (
            box is not None
            and box.index not in self.common
            and 1 < box.last - box.first < 9
            and not self.of_header(block, N.RELATED)
        )

    def titled(self, block: Block) -> bool:
        """Whether a block shows the page's title: a headline can be a link to its own page."""
        return letters_of(block.text)[:30] in letters_of(self.title)

    def above(self, block: Block) -> bool:
        """Whether a block before the headline belongs to the story's header, not to the site's."""
        if self.head - block.index > 6:
            return False
        if self.by_byline(block):
            return True
        flags = self.flags(block)
        if flags & N.NAV:
            return False
        if flags & N.HEADER and not flags & (N.ARTICLE | N.DATE | N.BYLINE | N.HEADLINE):
            return self._second_header(block)
        node: Node | None = block.node.parent
        for level in range(6):
            if node is None or node.parent is None:
                return False
            if node.first <= self.head < node.last:
                # A node that holds the whole page holds its masthead too.
                return node.first >= self.head - 8 and (level < 3 or _in_article(node))
            node = node.parent
        return False

    def _second_header(self, block: Block) -> bool:
        """Whether the header a block stands in is the story's: in its container, below the site's own."""
        header = container(block, N.HEADER)
        around = header.parent if header is not None else None
        if around is None or not around.first <= self.head < around.last <= self.last + 4:
            return False
        before = self.layout.blocks[: around.first]
        return sum(1 for other in before if other.inherited & (N.HEADER | N.NAV)) > 2

    def by_byline(self, block: Block) -> bool:
        """Whether nothing but a byline, of its own container, stands between a block and the headline."""
        between = self.layout.blocks[block.index + 1 : self.head]
        around = block.node.parent
        return (
            0 < len(between) < 3
            and all(other.inherited & N.BYLINE for other in between)
            and around is not None
            and _holds(around, between[0].index, self.head)
        )


def container(block: Block, flag: int) -> Node | None:
    """The innermost container of a block that is named for something."""
    node: Node | None = block.node
    while node is not None and not node.flags & flag:
        node = node.parent
    return node


def _holds(node: Node, index: int, end: int) -> bool:
    """Whether a node, or one of the three around it, holds a block, and nothing from another on."""
    around: Node | None = node
    for _ in range(4):
        if around is None or around.last > end:
            return False
        if around.first <= index < around.last:
            return True
        around = around.parent
    return False


def _in_article(node: Node | None) -> bool:
    """Whether a node stands in an <article>."""
    while node is not None and node.tag != "article":
        node = node.parent
    return node is not None


def _shown_before(blocks: list[Block], head: int) -> int:
    """Index of the headline where a page first shows it: some show one to wide screens, one to narrow ones,
    the stamp beside the first.
    """
    if head < len(blocks) and blocks[head].tag in ("h1", "h2"):
        tag, text = blocks[head].tag, blocks[head].text
        for block in blocks[max(0, head - 24) : head]:
            if block.tag == tag and block.text == text and block.link_density < 0.5:
                return block.index
    return head


def _header_lines(blocks: list[Block], body: list[int]) -> int:
    """How many of the body's first blocks are lines of the header, bylines and dates, read as the body's."""
    lines = 0
    for index in body[:3]:
        block = blocks[index]
        if block.length > 60 or block.tag in HEADINGS or _ENDED.search(block.text):
            break
        lines += 1
    return lines if lines < len(body) else 0


def headline_index(layout: Layout, page: Page) -> int | None:
    """Index of the block that shows the headline, as the page's own statements tell it."""
    stated = (
        letters_of(str(page.article.get("headline") or ""))
        or letters_of(page.meta_first("og:title") or "")
        or letters_of(page.title)
    )
    title = letters_of(page.title)
    first_h1 = None
    for block in layout.blocks:
        if block.tag == "h1" or (block.node.parent is not None and block.node.parent.tag == "h1"):
            text = letters_of(block.text)
            if len(text) > 8 and (text in title or text in stated or (stated and stated in text)):
                return block.index
            if first_h1 is None and not block.inherited & (N.NAV | N.FOOTER):
                first_h1 = block.index
    if stated:
        probe = stated[:40]
        for block in layout.blocks:
            if (
                15 < block.length < 300
                and (block.tag in HEADINGS or block.flags & N.HEADLINE)
                and letters_of(block.text).startswith(probe)
            ):
                return block.index
    return first_h1


@lru_cache(maxsize=256)
def letters_of(text: str) -> str:
    """A text's letters and digits in lower case: what two spellings of a headline agree in."""
    return "".join(char for char in text.lower() if char.isalnum())


def _prose(layout: Layout, head: int | None) -> list[int]:
    """Indexes of the long paragraphs that hang together most: where the body stands, roughly."""
    weights: dict[int, int] = {}
    for block in layout.blocks:
        if block.length >= 80 and block.link_density < 0.4 and not block.flags & (N.CAPTION | N.COMMENT):
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
