"""One walk over a page's tree: its text blocks, containers, links, pictures and times, in document order.

A *block* is a run of inline content inside one block-level element: a paragraph, a heading, a list item, a
caption, a bare text between two <br> groups. A *node* is a block-level element; it covers a contiguous range
of blocks. Everything that reads a page (body, stamps, related headlines, wire matter) reads from this one
`Layout`, so that the tree is walked once and each block is classified once.
"""

from __future__ import annotations

import re
from itertools import accumulate, islice
from typing import Any

from lxml.etree import XPath, iterwalk

from newscrawl.extract.names import (
    CAPTION,
    CLASS_FLAGS,
    DATE,
    FIGURE,
    FOOTER,
    HEADER,
    NAV,
    PROP_FLAGS,
    TAG_FLAGS,
    TELLING,
    TEST_NAMES,
    attribute_flags,
    name_flags,
)
from newscrawl.page import Page

SKIPPED = frozenset(
    "script style noscript template svg iframe object embed select option textarea head link meta canvas "
    "math "
    # rt and rp: the reading aid of East Asian text, printed over the line
    # libxml2 does not know that <source> is empty: in a <picture> the img stands inside it
    "audio video track param input progress map datalist amp-ad amp-analytics rt rp".split()
)
# Python's stack holds a thousand calls, and a level of a page takes up to three. Deeper is broken markup.
_DEEPEST = 200
# A <noscript> that was never closed swallows the page: one that holds a story, or more elements than this, is
# read. So is one that repeats for readers without script what a template holds for the others.
_NOSCRIPT = 60
_PARAGRAPHS: Any = XPath("count(p[string-length() > 80]) > 2")
# What browsers give a box of its own, and custom elements that hold such boxes; anything unknown is inline.
_BLOCK = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre "
    "search "
    "section summary table tbody td tfoot th thead tr ul".split()
)
# What is named navigation, header or footer and has more links than this is a menu, unless its name or its
# links say what else it is.
_MENU_LINKS = 12
_MENU_NAMES = NAV | FOOTER | HEADER
_OTHER_NAV = re.compile("crumb|pag(?:er|in)|stor(?:y|ies)|article|related|news-?list", re.IGNORECASE)
# Links as long as headlines; most are told by the first condition, at half the cost of the second.
_HEADLINES = XPath("count(descendant::a[string-length() > 31][string-length(normalize-space()) > 31])")
_LINKS = XPath("count(descendant::a)")
# A page's footer says a few words of its publisher.
_FEW_PARAGRAPHS = 2
_PROSE = XPath(f"count(descendant::p[string-length(normalize-space()) > 100]) > {_FEW_PARAGRAPHS}")
# No story has a longer address; what is longer carries data.
_LONGEST_HREF = 2048
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# <abbr title="2016-09-05T17:15:00Z">, <relative-time datetime=...>, <span data-timestamp="1473088500">.
# Ten digits in a title or a content are a number of another sort.
_DAY = r"(?:19[89]|20[0-4])\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d|$)"
_TIMED = dict.fromkeys(("title", "datetime", "content"), re.compile(_DAY)) | dict.fromkeys(
    (
        "data-timestamp data-time data-date data-datetime data-published data-utime data-epoch "
        "data-publish-date data-published-at data-timeago"
    ).split(),
    re.compile(rf"{_DAY}|1[0-9]{{9}}(?:\d{{3}})?$"),
)
_SAYS_TIME = re.compile(r"date|time|publi|posted|stamp|modif|creat|issued|epoch|dtstart|dtend", re.I)

# What the walk does at a tag.
_INLINE, _BOXED, _LINK, _BREAK, _PICTURE, _STRONG, _TIME, _PASSED = range(8)
_TAG_READERS: dict[str, int] = {
    **dict.fromkeys(SKIPPED, _PASSED),
    **dict.fromkeys(_BLOCK, _BOXED),
    "a": _LINK, "br": _BREAK, "img": _PICTURE, "b": _STRONG, "strong": _STRONG, "time": _TIME,
}  # fmt: skip


class Node:
    """A block-level element and the range of blocks it covers: `layout.blocks[first:last]`.

    It knows its parent, not its children: without cycles a page's objects go as soon as it is read, and the
    garbage collector, which would cost more than the reading, finds nothing to do.
    """

    __slots__ = (
        "depth",
        "el",
        "first",
        "flags",
        "index",
        "inherited",
        "last",
        "link",
        "names",
        "parent",
        "tag",
    )
    # The walk fills what it makes: an __init__ would cost as much again, hundreds of times a page.
    el: Any
    tag: str
    parent: Node | None
    names: str
    flags: int
    inherited: int
    link: Link | None
    first: int
    last: int
    index: int
    depth: int

    def __repr__(self) -> str:
        return f"<Node {self.tag}.{self.names!r} {self.first}:{self.last}>"


class Link:
    """An <a href>: the blocks it touches and the text it carries in each."""

    __slots__ = ("el", "first", "has_image", "href", "index", "last", "node", "texts")
    el: Any
    href: str
    node: Node
    index: int
    first: int
    last: int
    has_image: bool
    texts: list[tuple[int, str]]
    """(block index, text of the link in that block)."""

    @property
    def text(self) -> str:
        return " ".join(text for _, text in self.texts)

    def __repr__(self) -> str:
        return f"<Link {self.href!r} {self.text[:60]!r}>"


class Block:
    """A run of inline content."""

    __slots__ = (
        "bold",
        "el",
        "flags",
        "index",
        "inherited",
        "kind",
        "length",
        "link_chars",
        "links",
        "node",
        "tag",
        "text",
        "times",
    )
    index: int
    text: str
    """White space folded; a <br> is a line break."""
    length: int
    node: Node
    el: Any
    tag: str
    flags: int
    """Flags of the inline elements in it and of its own node."""
    inherited: int
    links: list[Link]
    link_chars: int
    """Characters inside links."""
    bold: int
    """Characters inside <b> or <strong>."""
    times: list[Any] | tuple[()]
    """<time> elements (and others with a machine-readable time) in it."""
    kind: str
    """What the block is, once classified; see `extract.body`."""

    @property
    def link_density(self) -> float:
        return min(1.0, self.link_chars / self.length) if self.length else 0.0

    def __repr__(self) -> str:
        return f"<Block {self.index} {self.tag} {self.kind} {self.text[:60]!r}>"


class Layout:
    """A page's blocks, nodes, links, pictures and times in document order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.blocks: list[Block] = []
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self.images: list[tuple[Any, Node, Link | None, int]] = []
        """(img element, its node, its link, index of the block that follows)."""
        self.times: list[tuple[Any, int]] = []
        """(<time> or [datetime] element, index of the block it stands in or before)."""
        self.headline_block: Block | None = None
        """The block that shows the headline, once `find_headline` has run."""
        self.body: list[Block] = []
        """The body's blocks in order, once `read_body` has run."""
        self.prose: frozenset[int] = frozenset()
        """Indices of the body's blocks that are paragraphs for certain, once `read_body` has run."""
        self.main: Node | None = None
        """The node that holds the bulk of the page's prose, once `read_body` has run."""
        _Walk(self).walk(page.root)
        # Prefix sums: the text and link characters of a node are a difference of two of them.
        self.chars_before = [0, *accumulate([block.length for block in self.blocks])]
        self.link_chars_before = [0, *accumulate([block.link_chars for block in self.blocks])]

    def chars(self, node: Node) -> int:
        """Characters of text under a node."""
        return self.chars_before[node.last] - self.chars_before[node.first]

    def link_chars(self, node: Node) -> int:
        """Characters of linked text under a node."""
        return self.link_chars_before[node.last] - self.link_chars_before[node.first]


def _begins_word(el: Any, tag: str) -> bool:
    """Whether an inline element behind a small letter begins with a capital, right behind another element, or
    is a <small>: a subtitle in a heading."""
    text = el.text
    if not text or not text[0].isupper():
        return False
    if tag == "small":
        return True
    before = el.getprevious()
    # A comment parts no words; an empty element does: an icon, a line's end made by styles.
    if before is None or before.tail or not isinstance(before.tag, str):
        return False
    return _TAG_READERS.get(before.tag, _INLINE) in (_INLINE, _STRONG)


class _Walk:
    """The walk's state: the run of inline content that is being gathered."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.blocks = layout.blocks
        self.pieces: list[str] = []
        self.run_flags = 0
        self.run_links: list[tuple[Link, int, int]] = []  # (link, its first piece, the piece after its last)
        self.run_link = 0  # first piece of the open link in this run
        self.run_times: list[Any] = []
        self.bold = 0
        self.bold_depth = 0
        self.link: Link | None = None
        self.no_menu = False
        """Whether what is walked has too few links to hold a menu."""

    def walk(self, root: Any) -> None:
        body = root.find("body") if root.tag == "html" else root
        if body is None:
            body = root
        node = self._node(body, body.tag if isinstance(body.tag, str) else "body", None)
        self._visit(body, node, 1)
        self._flush(node)
        node.last = len(self.layout.blocks)

    def _node(self, el: Any, tag: str, parent: Node | None) -> Node:
        flags = TAG_FLAGS.get(tag, 0)
        names = ""
        for name, value in el.items():
            if name == "class":
                flags |= CLASS_FLAGS[value]
                names = f"{value} {names}" if names else value
            elif name == "id":
                flags |= name_flags(value)
                names = f"{names} {value}" if names else value
            elif name in TELLING:
                flags |= attribute_flags(name, value)
        nodes = self.layout.nodes
        node = Node()
        node.el = el
        node.tag = tag
        node.parent = parent
        node.names = names
        node.flags = flags
        node.link = self.link
        node.first = node.last = len(self.blocks)
        node.index = len(nodes)
        if parent is None:
            node.inherited, node.depth = flags, 0
        else:
            node.inherited = flags | parent.inherited
            node.depth = parent.depth + 1
        nodes.append(node)
        return node

    def _visit(self, el: Any, node: Node, depth: int) -> None:
        pieces = self.pieces
        text = el.text
        # White space before a run's first word is markup's indentation: most text nodes of a page.
        if text and (pieces or not text.isspace()):
            pieces.append(text)
            if self.bold_depth:
                self.bold += len(text)
        if not len(el):
            return
        if depth > _DEEPEST:
            self._flat(el, node)
            return
        blocks = self.blocks
        depth += 1
        for child in el[:]:  # a slice costs a third of an iterator
            tag = child.tag
            what = _TAG_READERS.get(tag, _INLINE)
            if what == _BOXED:
                if pieces:
                    self._flush(node)
                if len(child):
                    inner = self._node(child, tag, node)
                    no_menu = self.no_menu
                    if no_menu or not inner.flags & _MENU_NAMES or not self._is_menu(child, inner):
                        bold, self.bold_depth = self.bold_depth, 0
                        self._visit(child, inner, depth)
                        self.bold_depth = bold
                    self.no_menu = no_menu
                    if pieces:
                        self._flush(inner)
                    inner.last = len(blocks)
                elif (text := child.text) and not text.isspace():  # an empty box is nothing to read
                    inner = self._node(child, tag, node)
                    pieces.append(text)
                    self._flush(inner)
                    inner.last = len(blocks)
            elif what == _INLINE:
                if isinstance(tag, str):  # else a comment
                    if pieces and pieces[-1][-1].islower() and _begins_word(child, tag):
                        pieces.append(" ")
                    self._inline(child, node, depth)
            elif what == _LINK:
                self._anchor(child, node, depth)
            elif what == _BREAK:
                if pieces:
                    pieces.append("\0")
            elif what == _PICTURE:
                self._image(child, node)
            elif what == _STRONG:
                self.bold_depth += 1
                self._inline(child, node, depth)
                self.bold_depth -= 1
            elif what == _TIME:
                self.run_times.append(child)
                self.layout.times.append((child, len(blocks)))
                self.run_flags |= DATE
                self._inline(child, node, depth)
            elif tag == "noscript" and (
                next(child.iter("h1", "article", "main"), None) is not None
                or next(islice(child.iter(), _NOSCRIPT, None), None) is not None
                or (len(child) > 1 and _PARAGRAPHS(child))
            ):
                self._inline(child, node, depth)
            text = child.tail
            if text and (pieces or not text.isspace()):
                pieces.append(text)
                if self.bold_depth:
                    self.bold += len(text)

    def _is_menu(self, el: Any, node: Node) -> bool:
        """Whether an element is a site menu, which the walk passes over: half of a page's elements, never its
        matter.

        Breadcrumbs and pagination are read; a list of stories in a <nav> has headings or fewer links. What
        only a class name calls a menu must also look like one: short links, and nothing else to read.
        """
        if next(islice(el.iter("a"), _MENU_LINKS, None), None) is None:
            self.no_menu = True
            return False
        if _OTHER_NAV.search(node.names):
            return False
        if node.tag == "nav":
            return el.find(".//h3") is None
        if next(el.iter("h1", "article", "main", "time"), None) is not None:
            return False
        # Two links as long as headlines may be a menu's ("Terms of use and ..."), and so may one in five.
        headlines: Any = _HEADLINES(el)
        if headlines > 2 and headlines * 5 > _LINKS(el):
            return False
        few = next(islice(el.iter("p"), _FEW_PARAGRAPHS, None), None) is None
        return few or not _PROSE(el)

    def _flat(self, el: Any, node: Node) -> None:
        """What lies too deep to be walked level by level: its blocks side by side, without links."""
        pieces, blocks = self.pieces, self.blocks
        current = node
        walk = iterwalk(el, events=("start", "end"))
        for event, child in walk:
            tag = child.tag
            if child is el:
                continue
            if tag in _BLOCK:
                self._flush(current)
                current.last = len(blocks)
                if event == "start":
                    current = self._node(child, tag, node)
            if event == "end":
                text = child.tail
            elif tag in SKIPPED or not isinstance(tag, str):
                walk.skip_subtree()
                continue
            else:
                text = "\0" if tag == "br" else child.text
            if text:
                pieces.append(text)
        self._flush(current)
        current.last = len(blocks)

    def _inline(self, el: Any, node: Node, depth: int) -> None:
        for name, value in el.items():
            if name == "class":
                flags = CLASS_FLAGS[value]
                if flags & CAPTION and el.tag == "em" and self._is_caption(el, node):
                    self._caption(el, node, depth)
                    return
                self.run_flags |= flags
            elif name == "itemprop":
                self.run_flags |= PROP_FLAGS.get(value.lower(), 0)
            elif name in TEST_NAMES:
                self.run_flags |= CLASS_FLAGS[value]
            elif name in _TIMED and _TIMED[name].match(value) is not None and self._is_time(el):
                self.run_times.append(el)
                self.layout.times.append((el, len(self.blocks)))
                self.run_flags |= DATE
        self._visit(el, node, depth)

    def _is_caption(self, el: Any, node: Node) -> bool:
        """Whether an inline element is the caption of the picture before it, and the text around it goes on:
        styles give it a box of its own."""
        images = self.layout.images
        if not images or self.link is not None or node.inherited & (CAPTION | FIGURE):
            return False
        picture, _, _, index = images[-1]
        if index != len(self.blocks) or " " not in "".join(el.itertext()).strip():
            return False
        above = el.getparent()
        return above is not None and above is not node.el and picture in islice(above.iter("img"), 3)

    def _caption(self, el: Any, node: Node, depth: int) -> None:
        if self.pieces:
            self._flush(node)
        inner = self._node(el, el.tag, node)
        self._visit(el, inner, depth)
        if self.pieces:
            self._flush(inner)
        inner.last = len(self.blocks)

    def _is_time(self, el: Any) -> bool:
        """Whether an element that holds an instant is as good as <time>, by its names; one that is not known
        already.
        """
        names = f"{el.tag} {el.get('class')} {el.get('itemprop')} {el.get('property')} {' '.join(el.keys())}"
        return _SAYS_TIME.search(names) is not None and not (self.run_times and self.run_times[-1] is el)

    def _image(self, el: Any, node: Node) -> None:
        if self.link is not None:
            self.link.has_image = True
        self.layout.images.append((el, node, self.link, len(self.layout.blocks)))

    def _anchor(self, el: Any, node: Node, depth: int) -> None:
        href = el.get("href")
        if not href or self.link is not None or len(href) > _LONGEST_HREF:
            self._visit(el, node, depth)
            return
        names = el.get("class")
        if names:
            self.run_flags |= CLASS_FLAGS[names]
        pieces = self.pieces
        links = self.layout.links
        link = self.link = Link()
        link.el = el
        link.href = href
        link.node = node
        link.index = len(links)
        link.first = len(self.blocks)
        link.has_image = False
        link.texts = []
        links.append(link)
        start = len(pieces)
        self.run_link = start
        self._visit(el, node, depth)
        if len(pieces) > self.run_link:
            self.run_links.append((link, self.run_link, len(pieces)))
        self.link = None
        link.last = len(self.blocks) + (1 if pieces else 0)

    def _flush(self, node: Node) -> None:
        pieces = self.pieces
        link = self.link
        if link is not None:  # it goes on into the next block
            if len(pieces) > self.run_link:
                self.run_links.append((link, self.run_link, len(pieces)))
            self.run_link = 0
        raw = (pieces[0] if len(pieces) == 1 else "".join(pieces)).strip()
        if raw.isprintable() and "  " not in raw:  # as most are: no look at each word
            text = raw
        elif "\0" in raw:
            text = "\n".join([" ".join(line.split()) for line in raw.split("\0")]).strip("\n")
        else:
            text = " ".join(raw.split())
        if text:
            index = len(self.blocks)
            links = []
            link_chars = 0
            for link, start, end in self.run_links:
                if end - start == len(pieces) and "\n" not in text:  # a link is all of it, as most are
                    part = text
                else:
                    part = " ".join("".join(pieces[start:end]).replace("\0", " ").split())
                if part:
                    link.texts.append((index, part))
                    link_chars += len(part)
                    links.append(link)
            block = Block()
            block.index = index
            block.text = text
            block.length = len(text)
            block.node = node
            block.el = node.el
            block.tag = node.tag
            block.flags = flags = self.run_flags | node.flags
            block.inherited = flags | node.inherited
            block.links = links
            block.link_chars = link_chars
            block.bold = self.bold
            block.kind = ""
            if self.run_times:
                block.times = self.run_times
                self.run_times = []
            else:
                block.times = ()
            self.blocks.append(block)
        pieces.clear()
        self.run_flags = 0
        self.bold = 0
        if self.run_links:
            self.run_links = []
