"""One walk over a page's tree: its text blocks, containers, links, pictures and times, in document order.

A *block* is a run of inline content inside one block-level element: a paragraph, a heading, a list item, a
caption, a bare text between two <br> groups. A *node* is a block-level element; it covers a contiguous range
of blocks. Everything that reads a page (body, stamps, related headlines, wire matter) reads from this one
`Layout`, so that the tree is walked once and each block is classified once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, islice
from operator import concat
from typing import Any

from lxml.etree import XPath, iterwalk

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
FIGURE = 1 << 34  # <figure> and what is named a picture: its text is mostly caption

# Words of class names, ids and such, by what they say. A name is split at punctuation and at camelCase, and
# single words and pairs of neighbours ("read-also", "readAlso" -> "readalso") are looked up, a plural "s" or
# none behind them.
_WORDS: tuple[tuple[int, str], ...] = (
    (
        NAV,
        "nav navbar navigation menu submenu breadcrumb pagination pager paginator sitemap toolbar topbar "
        "skiplink hamburger",
    ),
    (FOOTER, "footer foot colophon bottombar pagefooter sitefooter"),
    (ASIDE, "aside sidebar rightrail rightcol rightcolumn rail sidecol sidecolumn secondary leftrail"),
    (
        COMMENT,
        "comment disqus discussion respond reply replie talkback kommentar kommentare comentario commentaire "
        "opinionstage",
    ),
    (
        RELATED,
        "related relatednew relatedstory relatedstorie relatedarticle relatedcontent relatedpost relacionado "
        "relacionada verwandt "
        "recirc recirculation recommend recommended recommendation recomendado empfehlung morefrom morenew "
        "morestorie morestory moreon "
        "morearticle morein alsoread alsolike alsoon readalso readmore readnext readon seealso youmay "
        "youmight mightlike "
        "teaser promo outbrain taboola trc upnext nextarticle nextstory otherstorie otherarticle othernew "
        "otherpost similar "
        "inthisserie suggest suggested suggestion onward furtherreading relate crosslink internallink "
        "linkbox lireaussi "
        "leiatambem leermas weiterlesen mehrzum weitere",
    ),
    (
        SHARE,
        "share sharing sharebar sharetool sharebutton sharethi social socialmedia socialshare sns addthi "
        "addtoany whatsapp facebook "
        "twitter bookmark followu follow addthis",
    ),
    (
        AD,
        "ad advert advertisement advertorial advertising adslot adunit adbox adcontainer adwrapper dfp gpt "
        "sponsor sponsored banner "
        "werbung anzeige commercial publicidad publicite reklama",
    ),
    (
        CAPTION,
        "caption figcaption bildunterschrift legende cutline imagecaption photocaption imgcaption imagetext "
        "bildtext pictext "
        "wpcaption mediacaption captiontext",
    ),
    (
        CREDIT,
        "credit photographer fotograf imagecredit photocredit bildquelle imagesource photosource "
        "bildnachweis",
    ),
    (
        BYLINE,
        "byline author autor autore auteur writer contributor reporter columnist journalist articleauthor "
        "postauthor authorname "
        "authorinfo authorbox authorbio bio redakteur verfasser penuli editor",
    ),
    (
        DATE,
        "date datetime time timestamp publish published pubdate publishdate publishtime update updated "
        "lastupdate lastupdated modified "
        "datum fecha stamp dateline postdate articledate publicationdate publication posttime entrydate data "
        "tanggal tarih",
    ),
    (
        HEADLINE,
        "headline title heading articletitle entrytitle posttitle storytitle articleheadline pagetitle "
        "titulo titular titre ueberschrift",
    ),
    (
        SUMMARY,
        "summary standfirst lead lede intro introduction dek deck subtitle subheadline subhead subheading "
        "excerpt abstract chapo "
        "teasertext vorspann sapo bajada entradilla articlelead articleintro articlesummary ingress anriss "
        "lid manchet perex "
        "sommario occhiello bigode",
    ),
    (ARTICLE, "article story post entry artikel articulo noticia new"),
    (
        BODY,
        "articlebody articletext articlecontent articlecopy storybody storytext storycontent entrycontent "
        "entrybody entrytext postcontent postbody "
        "posttext postentry bodytext bodycopy bodycontent contentbody contenttext fieldbody namebody "
        "maintext richtext wysiwyg texto cuerpo "
        "detailtext detailbody detailcontent articlemain articlewrap textbody newsbody newstext newscontent "
        "newbody newtext newcontent "
        "bodyarticle contenuto inhalt artikeltext artikelinhalt brodtext storycopy articulocuerpo mainbody "
        "pagecontent singlecontent "
        "tdpostcontent prose",
    ),
    (
        PAYWALL,
        "paywall piano subscribe subscription subscriber premium metered regwall paid abo paygate "
        "registerwall",
    ),
    (NEWSLETTER, "newsletter signup mailing optin mailchimp emailsignup"),
    (
        TAGS,
        "tag taglist tagcloud topic keyword categorie category schlagwort schlagworte themen tema posttag "
        "articletag rubrik",
    ),
    (LEGAL, "copyright legal disclaimer term imprint impressum privacy"),
    (
        HIDDEN,
        "hidden hide visuallyhidden sronly screenreader screenreadertext dnone ishidden assistive offscreen "
        "invisible printonly "
        "elementinvisible",
    ),
    (
        GALLERY,
        "gallery slideshow slider carousel bildergalerie galleria lightbox swiper slick photogallery "
        "imagegallery galerie",
    ),
    (VIDEO, "video player jwplayer videoj videoplayer audio audioplayer podcast"),
    (LIVE, "liveblog liveticker liveupdate livefeed livepost liveentry"),
    (
        CONSENT,
        "cookie consent gdpr cmp onetrust didomi usercentric modal overlay popup cookiebanner cookiebar "
        "interstitial",
    ),
    (
        POPULAR,
        "popular mostread mostviewed mostpopular mostshared mostcommented mostwatched trending trend "
        "topstorie topstory topnew "
        "meistgelesen meistgelesene maisleida maislida maslista pluslu pluslue leplusl masvisto populer "
        "terpopuler",
    ),
    (
        LATEST,
        "latest newest recent recentpost breaking livenew ticker neueste ultimahora ultime lastnew latestnew "
        "terbaru senaste siste",
    ),
    (QUOTE, "pullquote blockquote quote quotation"),
    (
        INFOBOX,
        "infobox factbox factfile faktabox faktaruta infografik keypoint takeaway highlight toc "
        "tableofcontent infokasten",
    ),
    (KICKER, "kicker eyebrow overline overtitle topline dachzeile antetitulo flag label"),
    (BUTTON, "btn button cta"),
    (HEADER, "header masthead pageheader siteheader"),
)
# Words that begin the name of an embedded post, see EMBEDS.
_EMBED_WORDS = 1 << 35
_NAME_FLAGS: dict[str, int] = dict.fromkeys(
    "tweet instagram fb tiktok bluesky telegram".split(), _EMBED_WORDS
)
for _bit, _names in _WORDS:
    for _name in _names.split():
        for _form in (_name, f"{_name}s") if len(_name) > 2 else (_name,):
            _NAME_FLAGS[_form] = _NAME_FLAGS.get(_form, 0) | _bit
_KNOWN_NAMES = {name.encode(): flags for name, flags in _NAME_FLAGS.items()}
_KNOWN = frozenset(_KNOWN_NAMES)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Letters stay, in lower case; white space becomes a word of its own, so that words of two names are no pair;
# all else parts words.
_SPLIT_NAMES = bytes(
    ord(".")
    if chr(code).isspace()
    else ord(chr(code).lower())
    if chr(code).isalpha() and code < 128
    else ord(" ")
    for code in range(256)
)
_COMMENT_NAME = re.compile(r"(?:^|\s)[^a-zA-Z\s]*[Cc]omment")  # commentlist, commentbody, commentarea ...

_TAG_FLAGS = {
    "nav": NAV, "footer": FOOTER, "aside": ASIDE, "article": ARTICLE, "figcaption": CAPTION, "header": HEADER,
    "button": BUTTON, "form": FORM, "table": TABLE, "ul": LIST, "ol": LIST, "dl": LIST, "menu": NAV,
    "blockquote": QUOTE, "address": BYLINE, "figure": FIGURE, "dialog": CONSENT, "caption": CAPTION,
}  # fmt: skip
_ROLE_FLAGS = {
    "navigation": NAV, "contentinfo": FOOTER, "complementary": ASIDE, "banner": HEADER, "article": ARTICLE,
    "dialog": CONSENT, "alertdialog": CONSENT, "menu": NAV, "menubar": NAV, "search": FORM, "button": BUTTON,
    "tablist": NAV, "listbox": FORM,
}  # fmt: skip
_PROP_FLAGS = {
    "articlebody": BODY | ARTICLE, "headline": HEADLINE, "author": BYLINE, "datepublished": DATE,
    "datemodified": DATE,
    "description": SUMMARY, "caption": CAPTION, "comment": COMMENT, "articlesection": KICKER,
    "keywords": TAGS,
    "alternativeheadline": SUMMARY, "text": BODY,
}  # fmt: skip

_TELLING = frozenset(("role", "itemprop", "style", "hidden", "aria-hidden"))

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
# read.
_NOSCRIPT = 60
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
# Two links as long as headlines may be a menu's ("Terms of use and ..."), and so may one in five.
_HEADLINES = XPath(
    "count(.//a[string-length(normalize-space()) > 31]) > 2 and "
    "count(.//a[string-length(normalize-space()) > 31]) * 5 > count(.//a)"
)
# A page's footer says a few words of its publisher.
_PROSE = XPath("count(.//p[string-length(normalize-space()) > 100]) > 2")
# No story has a longer address; what is longer carries data.
_LONGEST_HREF = 2048
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# What the walk does at a tag.
_INLINE, _BOXED, _LINK, _BREAK, _PICTURE, _STRONG, _TIME, _PASSED = range(8)
_TAG_READERS: dict[str, int] = {
    **dict.fromkeys(SKIPPED, _PASSED),
    **dict.fromkeys(_BLOCK, _BOXED),
    "a": _LINK, "br": _BREAK, "img": _PICTURE, "b": _STRONG, "strong": _STRONG, "time": _TIME,
}  # fmt: skip


# Whole names whose words mislead: an embedded post is a quotation, not a share button.
EMBEDS = ("twitter-tweet", "instagram-media", "fb-post", "tiktok-embed", "bluesky-embed", "telegram-post")


@lru_cache(maxsize=16384)
def name_flags(names: str) -> int:
    """Flags that a class or id string stands for."""
    if not names.islower():
        names = _CAMEL.sub("-", names)
    # Bytes are split ten times as fast as a regular expression finds words; a page has some 150 such strings.
    parts = names.encode("ascii", "replace").translate(_SPLIT_NAMES).replace(b".", b" . ").split()
    flags = 0
    for word in _KNOWN.intersection(parts):
        flags |= _KNOWN_NAMES[word]
    for pair in _KNOWN.intersection(map(concat, parts, parts[1:])):
        flags |= _KNOWN_NAMES[pair]
    if "omment" in names and _COMMENT_NAME.search(names):
        flags |= COMMENT
    if flags & _EMBED_WORDS:
        flags &= ~_EMBED_WORDS
        tokens = names.split()
        others = [token for token in tokens if not token.startswith(EMBEDS)]
        if len(others) < len(tokens):
            flags = QUOTE | name_flags(" ".join(others))
    return flags


def _attribute_flags(name: str, value: str) -> int:
    if name == "role":
        return _ROLE_FLAGS.get(value.lower(), 0)
    if name == "itemprop":
        return _PROP_FLAGS.get(value.lower(), 0)
    if name == "style":
        return HIDDEN if "display" in value and "none" in value else 0
    return HIDDEN if name == "hidden" or value == "true" else 0


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

    def __init__(
        self,
        el: Any,
        tag: str,
        parent: Node | None,
        names: str,
        flags: int,
        link: Link | None,
        first: int,
        index: int,
    ) -> None:
        self.el = el
        self.tag = tag
        self.parent = parent
        self.names = names
        self.flags = flags
        self.link = link
        self.first = self.last = first
        self.index = index
        if parent is None:
            self.inherited, self.depth = flags, 0
        else:
            self.inherited, self.depth = flags | parent.inherited, parent.depth + 1

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

    def __init__(
        self, index: int, text: str, node: Node, flags: int, links: list[Link], link_chars: int, bold: int
    ) -> None:
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
        self.times: list[Any] | tuple[()] = ()
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
        self.chars_before = [0, *accumulate(block.length for block in self.blocks)]
        self.link_chars_before = [0, *accumulate(block.link_chars for block in self.blocks)]

    def chars(self, node: Node) -> int:
        """Characters of text under a node."""
        return self.chars_before[node.last] - self.chars_before[node.first]

    def link_chars(self, node: Node) -> int:
        """Characters of linked text under a node."""
        return self.link_chars_before[node.last] - self.link_chars_before[node.first]


def _is_menu(el: Any, node: Node) -> bool:
    """Whether an element is a site menu, which the walk passes over: half of a page's elements, never its
    matter.

    Breadcrumbs and pagination are read; a list of stories in a <nav> has headings or fewer links. What only a
    class name calls a menu must also look like one: short links, and nothing else to read.
    """
    if next(islice(el.iter("a"), _MENU_LINKS, None), None) is None or _OTHER_NAV.search(node.names):
        return False
    if node.tag == "nav":
        return el.find(".//h3") is None
    return (
        next(el.iter("h1", "article", "main", "time"), None) is None and not _HEADLINES(el) and not _PROSE(el)
    )


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
        self.depth = 0
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
        flags = _TAG_FLAGS.get(tag, 0)
        names = ""
        for name, value in el.items():
            if name == "class":
                flags |= name_flags(value)
                names = f"{value} {names}" if names else value
            elif name == "id":
                flags |= name_flags(value)
                names = f"{names} {value}" if names else value
            elif name in _TELLING:
                flags |= _attribute_flags(name, value)
        nodes = self.layout.nodes
        node = Node(el, tag, parent, names, flags, self.link, len(self.blocks), len(nodes))
        nodes.append(node)
        return node

    def _visit(self, el: Any, node: Node) -> None:
        pieces = self.pieces
        text = el.text
        # White space before a run's first word is markup's indentation: most text nodes of a page.
        if text and (pieces or not text.isspace()):
            pieces.append(text)
            if self.bold_depth:
                self.bold += len(text)
        if not len(el):
            return
        self.depth += 1
        if self.depth > _DEEPEST:
            self._flat(el, node)
            self.depth -= 1
            return
        blocks = self.blocks
        for child in el[:]:  # a slice costs a third of an iterator
            tag = child.tag
            what = _TAG_READERS.get(tag, _INLINE)
            if what == _BOXED:
                if pieces:
                    self._flush(node)
                inner = self._node(child, tag, node)
                if not len(child):  # a leaf, as most are
                    text = child.text
                    if text and not text.isspace():
                        pieces.append(text)
                elif inner.flags & _MENU_NAMES and _is_menu(child, inner):
                    pass
                elif self.bold_depth:
                    bold, self.bold_depth = self.bold_depth, 0
                    self._visit(child, inner)
                    self.bold_depth = bold
                else:
                    self._visit(child, inner)
                if pieces:
                    self._flush(inner)
                inner.last = len(blocks)
            elif what == _INLINE:
                if isinstance(tag, str):  # else a comment
                    self._inline(child, node)
            elif what == _LINK:
                self._anchor(child, node)
            elif what == _BREAK:
                if pieces:
                    pieces.append("\0")
            elif what == _PICTURE:
                self._image(child, node)
            elif what == _STRONG:
                self.bold_depth += 1
                self._inline(child, node)
                self.bold_depth -= 1
            elif what == _TIME:
                self.run_times.append(child)
                self.layout.times.append((child, len(blocks)))
                self.run_flags |= DATE
                self._inline(child, node)
            elif tag == "noscript" and (
                next(child.iter("h1", "article", "main"), None) is not None
                or next(islice(child.iter(), _NOSCRIPT, None), None) is not None
            ):
                self._inline(child, node)
            text = child.tail
            if text and (pieces or not text.isspace()):
                pieces.append(text)
                if self.bold_depth:
                    self.bold += len(text)
        self.depth -= 1

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

    def _inline(self, el: Any, node: Node) -> None:
        for name, value in el.items():
            if name == "class":
                self.run_flags |= name_flags(value)
            elif name == "itemprop":
                self.run_flags |= _PROP_FLAGS.get(value.lower(), 0)
        self._visit(el, node)

    def _image(self, el: Any, node: Node) -> None:
        if self.link is not None:
            self.link.has_image = True
        self.layout.images.append((el, node, self.link, len(self.layout.blocks)))

    def _anchor(self, el: Any, node: Node) -> None:
        href = el.get("href")
        if not href or self.link is not None or len(href) > _LONGEST_HREF:
            self._visit(el, node)
            return
        names = el.get("class")
        if names:
            self.run_flags |= name_flags(names)
        pieces = self.pieces
        link = self.link = Link(el, href, node, len(self.layout.links), len(self.blocks))
        self.layout.links.append(link)
        start = len(pieces)
        self.run_link = start
        self._visit(el, node)
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
        raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if "\0" in raw:
            text = "\n".join([" ".join(line.split()) for line in raw.split("\0")]).strip("\n")
        else:
            text = " ".join(raw.split())
        if text:
            index = len(self.blocks)
            links = []
            link_chars = 0
            for link, start, end in self.run_links:
                part = " ".join("".join(pieces[start:end]).replace("\0", " ").split())
                if part:
                    link.texts.append((index, part))
                    link_chars += len(part)
                    links.append(link)
            block = Block(index, text, node, self.run_flags | node.flags, links, link_chars, self.bold)
            if self.run_times:
                block.times = self.run_times
                self.run_times = []
            self.blocks.append(block)
        pieces.clear()
        self.run_flags = 0
        self.bold = 0
        if self.run_links:
            self.run_links = []
