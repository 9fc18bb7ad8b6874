"""One walk over a page's tree: its text blocks, containers, links, pictures and times, in document order.

A *block* is a run of inline content inside one block-level element: a paragraph, a heading, a list item, a
caption, a bare text between two <br> groups. A *node* is a block-level element; it covers a contiguous range
of blocks. Everything that reads a page (body, stamps, related headlines, wire matter) reads from this one
`Layout`, so that the tree is walked once and each block is classified once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Any

from newscrawl.page import Page

# What a class, id, role or itemprop says an element is. Bits, because every node carries its own and, in
# `inherited`, those of all its ancestors.
NAV = 1 << 0
FOOTER = 1 << 1
ASIDE = 1 << 2
COMMENT = 1 << 3
RELATED = 1 << 4
SHARE = 1 << 5
AD = 1 << 6
CAPTION = 1 << 7
BYLINE = 1 << 8
DATE = 1 << 9
HEADLINE = 1 << 10
SUMMARY = 1 << 11
ARTICLE = 1 << 12  # the story's container: <article>, itemprop=articleBody, "story-body" ...
PAYWALL = 1 << 13
NEWSLETTER = 1 << 14
TAGS = 1 << 15
LEGAL = 1 << 16
HIDDEN = 1 << 17
GALLERY = 1 << 18
VIDEO = 1 << 19
LIVE = 1 << 20
CONSENT = 1 << 21
POPULAR = 1 << 22
LATEST = 1 << 23
QUOTE = 1 << 24  # pull quotes and quote boxes
INFOBOX = 1 << 25
TABLE = 1 << 26
LIST = 1 << 27
HEADER = 1 << 28
CREDIT = 1 << 29
BUTTON = 1 << 30
FORM = 1 << 31
BODY = 1 << 32  # names the body text itself: itemprop=articleBody, "article-body", "entry-content"
KICKER = 1 << 33

# Each word is matched at the start of a token of the class or id ("related" in "block-relatedStories").
_WORDS: tuple[tuple[int, str], ...] = (
    (NAV, r"nav(?!arr)|navbar|navigation|menu|breadcrumbs?|pagination|pager|sitemap|toolbar|topbar|skip|offcanvas"),
    (FOOTER, r"footer|colophon|bottom-?bar"),
    (ASIDE, r"aside|side-?bar|right-?(?:rail|col|column)|rail|sidecol"),
    (COMMENT, r"comments?(?!-(?:count|number))|disqus|discussion|respond|replies|talkback|kommentar"),
    (RELATED, r"related|relacionad|verwandt|recirc|recommend|recommended|more-?(?:from|news|stories|on|articles|in)|"
              r"also-?(?:read|like|on)|read-?(?:also|more|next|on)|see-?also|you-?may|further|teasers?|promo|outbrain|"
              r"taboola|recomm?end|up-?next|next-?(?:article|story|up)|other-?(?:news|stories|articles)|similar|"
              r"in-?this-?(?:series|section)|suggest|onward|trc"),
    (SHARE, r"shar(?:e|es|ing|e-?bar|e-?tools)|social|follow|sns|addthis|addtoany|whatsapp|facebook|twitter|bookmark"),
    (AD, r"ads?|advert|advertisement|advertorial|adslot|adunit|adbox|dfp|gpt|sponsor(?:ed)?|banner|werbung|anzeige|commercial"),
    (CAPTION, r"caption|figcaption|bildunterschrift|legend|legende|photo-?(?:text|info|desc)|img-?(?:text|desc)|cutline"),
    (CREDIT, r"credits?|copyright|photographer|fotograf|source-?(?:image|photo)|bildquelle"),
    (BYLINE, r"byline|author|authors|autor|autores|auteur|writer|contributor|reporter|columnist|journalist"),
    (DATE, r"date|dates|datetime|dateline|time|timestamp|timeline-?date|publish(?:ed)?|pubdate|published|updated?|modified|datum|fecha|stamp"),
    (HEADLINE, r"headline|title|heading"),
    (SUMMARY, r"summary|standfirst|lead|lede|intro|introduction|dek|deck|subtitle|sub-?head(?:line|ing)?|sub-?title|excerpt|abstract|chapo|teaser-?text|vorspann|sapo|bajada|entradilla"),
    (ARTICLE, r"article|story|post|entry|artikel|articulo|noticia"),
    (BODY, r"article-?(?:body|text|content|copy|main)|story-?(?:body|text|content)|articlebody|storybody|entry-?content|post-?(?:content|body|text|entry)|"
           r"body-?(?:text|copy|content)|content-?(?:body|text)|field-?(?:name-)?(?:field-)?body|main-?text|articletext|rich-?text|wysiwyg|texto|cuerpo|detail-?(?:text|body|content)"),
    (PAYWALL, r"paywall|piano|subscri(?:be|ption|ber)|premium|metered|regwall|gate|abo"),
    (NEWSLETTER, r"newsletter|sign-?up|mailing|opt-?in"),
    (TAGS, r"tags?|tag-?(?:list|cloud)|topics?|keywords?|categories|schlagwort|labels?"),
    (LEGAL, r"copyright|legal|disclaimer|terms|imprint|impressum|privacy"),
    (HIDDEN, r"hidden|hide|visually-?hidden|sr-?only|screen-?reader(?:-text)?|d-none|is-?hidden|a11y|assistive|offscreen|invisible|print-?only"),
    (GALLERY, r"gallery|slideshow|slider|carousel|photos|bildergalerie|galleria|lightbox"),
    (VIDEO, r"video|player|jwplayer|videojs|audio|podcast"),
    (LIVE, r"live-?blog|liveticker|live-?(?:updates|feed|post)"),
    (CONSENT, r"cookies?|consent|gdpr|cmp|onetrust|didomi|usercentrics|privacy-?(?:banner|notice)|modal|overlay|popup"),
    (POPULAR, r"popular|most-?(?:read|viewed|popular|shared|commented|watched)|trending|top-?(?:stories|news|articles)|meistgelesen|mas-?(?:leid|vist)"),
    (LATEST, r"latest|newest|recent|breaking|live-?news|ticker|neueste|ultim"),
    (QUOTE, r"pull-?quotes?|blockquote|quote"),
    (INFOBOX, r"info-?box|fact-?box|factfile|faktabox|box|infografik|key-?points|takeaways|highlights|toc|table-of-contents"),
    (KICKER, r"kicker|eyebrow|overline|overtitle|topline|dachzeile|antetitulo|flag|label"),
    (BUTTON, r"btn|button|cta"),
    (HEADER, r"header|masthead"),
)
_WORD_RE = re.compile("|".join(f"(?P<g{bit.bit_length() - 1}>(?:(?<=^)|(?<=[-_ .:/])){'(?:' + words + ')'}(?![a-z]))" for bit, words in _WORDS))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_TAG_FLAGS = {
    "nav": NAV, "footer": FOOTER, "aside": ASIDE, "article": ARTICLE, "figcaption": CAPTION, "header": HEADER,
    "button": BUTTON, "form": FORM, "table": TABLE, "ul": LIST, "ol": LIST, "dl": LIST, "menu": NAV,
    "blockquote": QUOTE, "address": BYLINE, "dialog": CONSENT, "caption": CAPTION,
}  # fmt: skip
_ROLE_FLAGS = {
    "navigation": NAV, "contentinfo": FOOTER, "complementary": ASIDE, "banner": HEADER, "article": ARTICLE,
    "dialog": CONSENT, "alertdialog": CONSENT, "menu": NAV, "menubar": NAV, "search": FORM, "button": BUTTON,
    "tablist": NAV, "listbox": FORM,
}  # fmt: skip
_PROP_FLAGS = {
    "articlebody": BODY | ARTICLE, "headline": HEADLINE, "author": BYLINE, "datepublished": DATE, "datemodified": DATE,
    "description": SUMMARY, "caption": CAPTION, "comment": COMMENT, "articlesection": KICKER, "keywords": TAGS,
    "alternativeheadline": SUMMARY, "text": BODY,
}  # fmt: skip

SKIPPED = frozenset(
    "script style noscript template svg iframe object embed select option textarea head link meta canvas math "
    "audio video source track param input progress map datalist amp-ad amp-analytics".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr amp-link picture img br hl tt emphasis".split()
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD = frozenset(("b", "strong"))


@lru_cache(maxsize=8192)
def name_flags(names: str) -> int:
    """Flags that a class and id string stand for."""
    flags = 0
    for match in _WORD_RE.finditer(_CAMEL.sub("-", names).lower()):
        flags |= 1 << int(match.lastgroup[1:])  # type: ignore[index]
    return flags


class Node:
    """A block-level element and the range of blocks it covers: `layout.blocks[first:last]`."""

    __slots__ = ("children", "depth", "el", "first", "flags", "index", "inherited", "last", "link", "names", "parent", "tag")

    def __init__(self, el: Any, tag: str, parent: Node | None, names: str, flags: int, link: Link | None, first: int) -> None:
        self.el = el
        self.tag = tag
        self.parent = parent
        self.names = names
        self.flags = flags
        self.link = link
        self.first = self.last = first
        self.index = 0
        self.children: list[Node] = []
        if parent is None:
            self.inherited, self.depth = flags, 0
        else:
            self.inherited, self.depth = flags | parent.inherited, parent.depth + 1
            parent.children.append(self)

    def __repr__(self) -> str:
        return f"<Node {self.tag}.{self.names!r} {self.first}:{self.last}>"


class Link:
    """An <a href>: the blocks it touches and the text it carries in each."""

    __slots__ = ("el", "first", "has_image", "href", "index", "last", "node", "texts")

    def __init__(self, el: Any, href: str, node: Node, index: int, first: int) -> None:
        self.el = el
        self.href = href
        self.node = node
        self.index = index
        self.first = self.last = first
        self.has_image = False
        self.texts: list[tuple[int, str]] = []
        """(block index, text of the link in that block)."""

    @property
    def text(self) -> str:
        return " ".join(text for _, text in self.texts)

    def __repr__(self) -> str:
        return f"<Link {self.href!r} {self.text[:60]!r}>"


class Block:
    """A run of inline content."""

    __slots__ = ("bold", "el", "flags", "index", "inherited", "kind", "length", "link_chars", "links", "node", "tag", "text", "times")

    def __init__(self, index: int, text: str, node: Node, flags: int, links: list[Link], link_chars: int, bold: int) -> None:
        self.index = index
        self.text = text
        """White space folded; a <br> is a line break."""
        self.node = node
        self.el = node.el
        self.tag = node.tag
        self.flags = flags
        """Flags of the inline elements in it and of its own node."""
        self.inherited = flags | node.inherited
        self.links = links
        self.link_chars = link_chars
        """Characters inside links."""
        self.bold = bold
        """Characters inside <b> or <strong>."""
        self.length = len(text)
        self.times: list[Any] = []
        """<time> elements (and others with a machine-readable time) in it."""
        self.kind = ""
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
        _Walk(self).walk(page.root)
        # Prefix sums: the text and link characters of a node are a difference of two of them.
        self.chars_before = [0, *accumulate(block.length for block in self.blocks)]
        self.link_chars_before = [0, *accumulate(block.link_chars for block in self.blocks)]

    def chars(self, node: Node) -> int:
        """Characters of text under a node."""
        return self.chars_before[node.last] - self.chars_before[node.first]

    def link_chars(self, node: Node) -> int:
        """Characters of linked text under a node."""
        return self.link_chars_before[node.last] - self.link_chars_before[node.first]


class _Walk:
    """The walk's state: the run of inline content that is being gathered."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.pieces: list[str] = []
        self.run_flags = 0
        self.run_links: list[tuple[Link, int]] = []  # (link, index of its first piece)
        self.run_ends: list[int] = []
        self.run_times: list[Any] = []
        self.bold = 0
        self.bold_depth = 0
        self.link: Link | None = None

    def walk(self, root: Any) -> None:
        body = root.find("body") if root.tag == "html" else root
        if body is None:
            body = root
        node = self._node(body, body.tag if isinstance(body.tag, str) else "body", None)
        self._visit(body, node)
        self._flush(node)
        node.last = len(self.layout.blocks)

    def _node(self, el: Any, tag: str, parent: Node | None) -> Node:
        attributes = el.attrib
        flags = _TAG_FLAGS.get(tag, 0)
        names = ""
        if attributes:
            get = attributes.get
            names = get("class") or ""
            if identifier := get("id"):
                names = f"{names} {identifier}"
            if names:
                flags |= name_flags(names)
            if role := get("role"):
                flags |= _ROLE_FLAGS.get(role.lower(), 0)
            if prop := get("itemprop"):
                flags |= _PROP_FLAGS.get(prop.lower(), 0)
            if get("hidden") is not None or get("aria-hidden") == "true":
                flags |= HIDDEN
            elif (style := get("style")) and "display" in style and "none" in style:
                flags |= HIDDEN
        node = Node(el, tag, parent, names, flags, self.link, len(self.layout.blocks))
        node.index = len(self.layout.nodes)
        self.layout.nodes.append(node)
        return node

    def _visit(self, el: Any, node: Node) -> None:
        pieces = self.pieces
        text = el.text
        if text:
            pieces.append(text)
            if self.bold_depth:
                self.bold += len(text)
        for child in el:
            tag = child.tag
            if tag in INLINE:
                if tag == "br":
                    pieces.append("\0")
                elif tag == "img":
                    self._image(child, node)
                elif tag == "a":
                    self._anchor(child, node)
                elif tag in _BOLD:
                    self.bold_depth += 1
                    self._inline(child, node)
                    self.bold_depth -= 1
                elif tag == "time":
                    self.run_times.append(child)
                    self.layout.times.append((child, len(self.layout.blocks)))
                    self.run_flags |= DATE
                    self._inline(child, node)
                else:
                    self._inline(child, node)
            elif tag in SKIPPED:
                pass
            elif isinstance(tag, str):
                if pieces:
                    self._flush(node)
                inner = self._node(child, tag, node)
                bold, self.bold_depth = self.bold_depth, 0
                self._visit(child, inner)
                if pieces:
                    self._flush(inner)
                self.bold_depth = bold
                inner.last = len(self.layout.blocks)
            tail = child.tail
            if tail:
                pieces.append(tail)
                if self.bold_depth:
                    self.bold += len(tail)

    def _inline(self, el: Any, node: Node) -> None:
        attributes = el.attrib
        if attributes:
            names = attributes.get("class")
            if names:
                self.run_flags |= name_flags(names)
            if prop := attributes.get("itemprop"):
                self.run_flags |= _PROP_FLAGS.get(prop.lower(), 0)
        self._visit(el, node)

    def _image(self, el: Any, node: Node) -> None:
        if self.link is not None:
            self.link.has_image = True
        self.layout.images.append((el, node, self.link, len(self.layout.blocks)))

    def _anchor(self, el: Any, node: Node) -> None:
        attributes = el.attrib
        href = attributes.get("href")
        if not href or self.link is not None:
            self._visit(el, node)
            return
        names = attributes.get("class")
        if names:
            self.run_flags |= name_flags(names)
        link = self.link = Link(el, href, node, len(self.layout.links), len(self.layout.blocks))
        self.layout.links.append(link)
        self.run_links.append((link, len(self.pieces)))
        self.run_ends.append(-1)
        self._visit(el, node)
        self.link = None
        if self.run_ends and self.run_ends[-1] == -1:
            self.run_ends[-1] = len(self.pieces)
        link.last = len(self.layout.blocks) + (1 if self.pieces else 0)

    def _flush(self, node: Node) -> None:
        pieces = self.pieces
        raw = "".join(pieces)
        if "\0" in raw:
            lines = [" ".join(line.split()) for line in raw.split("\0")]
            text = "\n".join(lines).strip("\n")
        else:
            text = " ".join(raw.split())
        if text:
            index = len(self.layout.blocks)
            links = []
            link_chars = 0
            for (link, start), end in zip(self.run_links, self.run_ends, strict=True):
                part = " ".join("".join(pieces[start : end if end >= 0 else None]).replace("\0", " ").split())
                if part:
                    link.texts.append((index, part))
                    link_chars += len(part)
                    links.append(link)
                elif link.has_image:
                    links.append(link)
            block = Block(index, text, node, self.run_flags | node.flags, links, link_chars, self.bold)
            block.times = self.run_times
            self.layout.blocks.append(block)
            self.run_times = []
        pieces.clear()
        self.run_flags = 0
        self.bold = 0
        self.run_links.clear()
        self.run_ends.clear()
        if self.link is not None:  # the link goes on into the next block
            self.run_links.append((self.link, 0))
            self.run_ends.append(-1)
