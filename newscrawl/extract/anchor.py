"""Where on a page the bulk of the prose stands: by weight of text alone, before any block is judged."""

from __future__ import annotations

import re
from bisect import bisect_left
from html import unescape

from newscrawl.extract import names as N
from newscrawl.extract.blocks import HEADINGS, Layout, Node

# What stands under such a name is no prose of the story, unless the name is that of most of the page.
_NOT_PROSE = (
    N.NAV | N.FOOTER | N.COMMENT | N.CONSENT | N.FORM | N.BUTTON | N.HIDDEN | N.SHARE | N.AD | N.POPULAR
    | N.LATEST
    | N.CAPTION | N.FIGURE | N.NEWSLETTER | N.LEGAL
)  # fmt: skip
_DOUBTFUL = N.RELATED | N.TABLE | N.LIST | N.BYLINE | N.INFOBOX | N.GALLERY | N.VIDEO | N.TAGS | N.CREDIT
# What a box without the headline is named is believed, though it holds most of the page's text.
_APART = N.CONSENT | N.COMMENT | N.FOOTER
# Boxes that ask for consent, not what merely lies over the page.
_COOKIES = re.compile(r"cookie|consent|gdpr|dsgvo|onetrust|didomi|usercentrics|borlabs", re.I).search

STOP = re.compile(r"[.!?…。！？।۔؟](?:[\s»”\"'’)\]」』]|$)")
"""End of a sentence, in any script."""
IDEOGRAPHS = re.compile("[぀-ヿ㐀-鿿가-힯]")
"""A letter of a script that says in one what takes others three or four."""
STRONG = 60.0
"""Weight from which a block counts as a paragraph for certain."""

# Of a longer text only its probes are squeezed.
_PROBED = 240

# Of the boxes around the prose, so many may be one of several.
_BOXES_DEEP = 4

# A teaser stands this near to its headline, in blocks.
_REACH = 5

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote)\b[^>]*>", re.I)


def squeeze(text: str) -> str:
    """Text without white space and with plain quotes: the form two versions of one paragraph agree in."""
    text = "".join(text.split())
    return text if text.isascii() else text.replace("’", "'").replace("“", '"').replace("”", '"')


class Evidence:
    """The body as the page states it for machines (JSON-LD articleBody): tells where on the page it stands.

    It is copied only where the page shows no text at all: it is often cut off, without paragraphs, or of an
    older revision.
    """

    def __init__(self, layout: Layout) -> None:
        article = layout.page.article
        stated = article.get("articleBody") or article.get("text")
        self._stated = ""
        if isinstance(stated, str) and len(stated) > 200:
            stated = stated[:200_000]
            if "<" in stated:
                stated = _TAG.sub("", _BREAK.sub("\n", stated))
            self._stated = unescape(stated) if "&" in stated else stated
        self.text = squeeze(self._stated)
        """Squeezed; empty where the page states none."""

    def paragraphs(self) -> list[str]:
        """The stated body, a text a paragraph as far as its line breaks tell."""
        return [line for line in map(str.strip, self._stated.split("\n")) if line]

    def share(self, text: str) -> float:
        """Share of three probes of a block that the stated body holds; -1 where the page states none."""
        if not self.text:
            return -1.0
        stated = self.text
        n = len(text)
        if n <= _PROBED:
            text = squeeze(text)
            n = len(text)
            if n <= 60:
                return 1.0 if text in stated else 0.0
            start, middle, end = text[:40], text[n // 2 - 20 : n // 2 + 20], text[-40:]
        else:
            start, end = squeeze(text[:80])[:40], squeeze(text[-80:])[-40:]
            middle = squeeze(text[n // 2 - 40 : n // 2 + 40])[:40]
        return ((start in stated) + (middle in stated) + (end in stated)) / 3


class Anchor:
    """Weight of every block, and the node (`main`) that holds the bulk of it."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.evidence = Evidence(layout)
        self.scoped, self.apart = _scoped_flags(layout)
        """Flags of every node with its ancestors', by node index; and the blocks of a cookie box that holds
        most of the text."""
        self.shares: dict[int, float] = {}
        """Share of evidence of the blocks that have been held against it, by block index."""
        self.weights = self._weigh()
        self._before = self._sums()
        self.main = self._with_the_like(self._descend())

    def share(self, index: int) -> float:
        if index not in self.shares:
            self.shares[index] = self.evidence.share(self.layout.blocks[index].text)
        return self.shares[index]

    def _sums(self) -> list[float]:
        """Weight of all blocks before each; a text right under a linked headline counts a third: a teaser."""
        sums = [0.0]
        total = 0.0
        headline = -_REACH
        for block, weight in zip(self.layout.blocks, self.weights, strict=True):
            if block.tag in HEADINGS and block.link_chars > 0.8 * block.length:
                headline = block.index
            total += weight / 3 if weight and block.index - headline < _REACH else weight
            sums.append(total)
        return sums

    def _weigh(self) -> list[float]:
        stated, scoped, apart = bool(self.evidence.text), self.scoped, self.apart
        weights: list[float] = []
        for block in self.layout.blocks:
            if block.index in apart and self.share(block.index) <= 0:
                weights.append(0.0)  # a tenth of a list of a hundred cookies is still more than a short story
                continue
            weight = float(block.length - block.link_chars)
            text = block.text
            dense = weight > 10 and not text.isascii() and IDEOGRAPHS.search(text, 0, 20) is not None
            if weight <= 30 and not dense:
                weights.append(0.0)
                continue
            if weight < 80 and not STOP.search(text):
                weight *= 0.3
            if dense:
                weight *= 2.5
            flags = scoped[block.node.index] | block.flags
            if flags & _NOT_PROSE:
                weight *= 0.1
            elif flags & N.ASIDE:
                weight *= 0.25
            elif flags & _DOUBTFUL:
                weight *= 0.5
            if flags & N.BODY:
                weight *= 1.5
            if block.link_chars * 2 > block.length:
                weight *= 0.2
            if stated and self.share(block.index) > 0.5:
                weight *= 3
            weights.append(weight)
        return weights

    def _descend(self) -> Node:
        """From the root towards the text, as long as one child holds most of what its parent holds."""
        node = self.layout.nodes[0]
        before = self._before
        held = before[node.last] - before[node.first]
        # Nodes stand in document order: a node's children follow it, and none of theirs has it for a parent.
        for child in self.layout.nodes:
            if child.parent is node:
                weight = before[child.last] - before[child.first]
                if weight > 0 and weight >= 0.6 * held:
                    node, held = child, weight
        # A story of one paragraph: the container it stands in is meant.
        if node.parent is not None and node.last - node.first <= 1:
            node = node.parent
        return node

    def _with_the_like(self, main: Node) -> Node:
        """The smallest node around the box of the prose and its like: page builders, and pages with pictures
        or boxes between paragraphs, part a story into boxes of one name.
        """
        before = self._before
        boxes: dict[int, Node] = {}  # by depth, the innermost first
        box: Node | None = main
        for _ in range(_BOXES_DEEP):
            if box is None or box.tag in ("article", "body"):
                break  # whole stories are alike, too
            if box.names:
                boxes[box.depth] = box
            box = box.parent
        alike: dict[int, list[Node]] = {depth: [] for depth in boxes}
        for node in self.layout.nodes:
            like = boxes.get(node.depth)
            if (
                like is not None
                and node.names == like.names
                and node.tag == like.tag
                and before[node.last] - before[node.first] >= STRONG
            ):
                alike[node.depth].append(node)
        for depth, found in alike.items():
            if len(found) > 1:
                first, last = found[0].first, found[-1].last
                around = boxes[depth]
                while around.parent is not None and not (around.first <= first and last <= around.last):
                    around = around.parent
                return around
        return main


def _scoped_flags(layout: Layout) -> tuple[list[int], range]:
    """Flags of every node with its ancestors', without the names of nodes that hold most of the page's text.

    <body class="no-sidebar has-comments"> says nothing of the story inside it. A box without the headline,
    though, may hold most of the text and still be what its name says: a cookie banner of a thousand lines.
    """
    before = layout.chars_before
    wide = 0.5 * before[-1]
    headings = [block.index for block in layout.blocks if block.tag == "h1"]
    if (headline := layout.headline_block) is not None:
        headings = sorted({*headings, headline.index})
    scoped: list[int] = []
    apart = range(0)
    around: Node | None = None  # the smallest so far that holds most of the text: what holds it does, too
    for node in layout.nodes:
        flags, parent = node.flags, node.parent
        if parent is around and before[node.last] - before[node.first] > wide:
            around = node
            if headings and bisect_left(headings, node.first) == bisect_left(headings, node.last):
                if flags & N.CONSENT and _COOKIES(f"{node.names} {node.el.get('id')}"):
                    apart = range(node.first, node.last)
                flags &= N.ARTICLE | N.BODY | _APART
            else:
                flags &= N.ARTICLE | N.BODY
        scoped.append(flags if parent is None else flags | scoped[parent.index])
    return scoped, apart
