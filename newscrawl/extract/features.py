"""What the scorer is told of each block that may be body: its looks, and its place among the others.

A row is a list of numbers in the order of `NAMES`; its first element holds bits (flags of names, labels of
words), which the scorer tests one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from math import log

from newscrawl.extract import labels as W
from newscrawl.extract import names as N
from newscrawl.extract.anchor import STRONG, Anchor, squeeze
from newscrawl.extract.block_kinds import OTHER, heading_kind
from newscrawl.extract.blocks import Node
from newscrawl.extract.labels import labels

_ENDS = frozenset(".!?…。！？।۔؟:;»”\"'’)]")
# Share of the prose that a paragraph's likes hold, and its length, from which it is body beyond doubt: of
# 4,914 such paragraphs on real pages the trees doubted two, and were wrong.
_ALIKE, _PARAGRAPH = 0.4, 80
_STOPS = frozenset(".!?。।۔؟")
_NEVER = frozenset(("button", "figcaption"))
_QUOTES = frozenset("“”’")
# Names that say more of an element than that it holds the story or a list.
_OWN = ~(N.ARTICLE | N.BODY | N.LIST)
_LEVEL = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_TAG = {
    "p": 0, "div": 1, "li": 2, "h1": 3, "h2": 4, "h3": 5, "h4": 6, "h5": 7, "h6": 7, "blockquote": 8,
    "td": 9, "th": 9,
    "figcaption": 10, "section": 11, "article": 12, "dd": 14, "dt": 14, "pre": 15, "aside": 16, "header": 17,
    "footer": 18, "button": 19,
}  # fmt: skip
_TAG_OTHER = 20

# Blocks before and after the bulk of the prose that may be body too, and the most of them.
_NEAR, _FAR = 12, 60
# What the last words of a caption name.
_CREDITS = W.PHOTO | W.SOURCE

# What a heading or a line names that no story stands under.
_HEADS = (
    W.SHARE | W.NEWSLETTER | W.MORE | W.AD | W.LEGAL | W.COMMENT | W.BYLINE | W.TAGS | W.PAYWALL | W.CONTACT
    | W.COOKIE | W.SPONSOR | W.REFERENCES | W.CONTENTS | W.SUPPORT
)  # fmt: skip
_LED, _LINE = 0.3, 60
# "[3]", "(iv)", "^", "₁": before a note or a reference.
_NOTE_MARKS = frozenset("[(^*†‡¹²³₁₂₃₄₅₆₇₈₉")
_NOTE = re.compile(r"[\[(](?:\d{1,3}|[ivx]{1,5})[\])]|[^\[(]").match

LABEL_SHIFT = 40
"""Where the labels of a block's words stand in its bits, above the flags of its names."""

NAMES = (
    "bits", "length", "words", "link_density", "bold", "tag", "ends", "label_share", "own_names", "in_main",
    "depth", "position", "since_h1", "before_first", "after_last", "to_previous", "to_next", "same_parent",
    "same_signature", "same_depth", "parent_links", "parent_blocks", "previous_length", "next_length",
    "next_links", "next_tag", "heading_level", "since_heading", "after_heading_links", "evidence",
    "evidence_found", "repeated", "is_description", "list_size", "siblings_after",
    "italic", "names_author", "is_summary", "before_byline", "group_blocks", "group_linked",
    "since_image", "lead_colon", "credit", "at_sign", "in_byline", "under", "line",
    "since_line", "note_mark", "page_position", "image_box",
)  # fmt: skip
WHOLE = frozenset(
    "words tag ends own_names in_main depth since_h1 before_first after_last to_previous to_next "
    "parent_blocks next_tag heading_level since_heading repeated is_description list_size siblings_after "
    "italic names_author is_summary before_byline group_blocks since_image lead_colon credit at_sign "
    "in_byline since_line note_mark image_box".split()
)
"""Those of `NAMES` that are whole numbers, which are compared twice as fast to whole limits."""


def zone(anchor: Anchor, h1: int | None) -> tuple[int, int]:
    """Range of blocks that can be body: from the headline (or a little before `main`) to a little after
    it, or after further paragraphs of its markup: some pages part a story into boxes."""
    main = anchor.main
    blocks, weights = anchor.layout.blocks, anchor.weights
    start = main.first
    if h1 is not None and 0 < start - h1 < 60:
        start = h1
    markup = {(block.tag, block.node.depth) for block in blocks[main.first : main.last]}
    end = main.last + _NEAR
    for block in blocks[main.last : main.last + _FAR]:
        if block.index >= end:
            break
        if weights[block.index] > STRONG and (block.tag, block.node.depth) in markup:
            end = block.index + 1 + _NEAR
    return max(0, start - _NEAR), min(len(blocks), end)


def features(
    anchor: Anchor, h1: int | None, *, every: bool = False, but: Collection[int] = ()
) -> dict[int, list[float]]:
    """Rows of numbers by block index, of the blocks that may be body; an empty row for a block that is body
    beyond doubt: a long paragraph of the markup that most of the prose has, in its midst.

    :param h1: index of the block that shows the headline, where it is known.
    :param every: describe what is beyond doubt too.
    :param but: blocks that are judged otherwise.
    """
    start, end = zone(anchor, h1)
    return _Description(anchor, h1, start, end).rows(every, but) if start < end else {}


class _Description:
    """What the rows of one page share, and the rows."""

    def __init__(self, anchor: Anchor, h1: int | None, start: int, end: int) -> None:
        self.anchor = anchor
        self.h1 = h1
        self.start = start
        self.end = end
        layout = anchor.layout
        blocks = self.blocks = layout.blocks
        weights = anchor.weights
        main = anchor.main
        # Long paragraphs: the stretch they span.
        strong = [i for i in range(main.first, main.last) if weights[i] > STRONG]
        if not strong:
            strong = [i for i in range(start, end) if weights[i] > 0]
        self.first = strong[0] if strong else main.first
        self.last = strong[-1] if strong else main.last
        # The markup they share: by holder, by tag and class in one holder, by tag and depth.
        self.by_parent: dict[int, float] = defaultdict(float)
        self.by_signature: dict[tuple[str, str, int], float] = defaultdict(float)
        self.by_depth: dict[tuple[str, int], float] = defaultdict(float)
        # Blocks of one markup in one holder, and how many are mostly link: a list of teasers, or a story's
        # list.
        self.groups: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])
        self.signatures: list[tuple[str, str, int]] = []
        self.group_of: list[list[int]] = []
        self.seen: dict[str, int] = defaultdict(int)
        self.bylines = ""  # the lines above the prose that a name calls one
        self.main_weight = 1e-9
        found = 0.0
        stated = bool(anchor.evidence.text)
        for i in range(start, end):
            block = blocks[i]
            node = block.node
            holder = _holder(node)
            name = node.el.get("class") or ""
            signature = (node.tag, name, holder)
            self.signatures.append(signature)
            group = self.groups[signature]
            group[0] += 1
            group[1] += block.link_chars * 2 > block.length
            self.group_of.append(group)
            self.seen[block.text] += 1
            weight = weights[i]
            if weight and main.first <= i < main.last:
                self.main_weight += weight
                self.by_parent[holder] += weight
                self.by_signature[signature] += weight
                self.by_depth[node.tag, node.depth] += weight
                if stated and anchor.share(i) > 0.5:
                    found += weight
        self.stated = stated
        self.evidence_found = found / self.main_weight if stated else -1.0
        self.next_strong = [0] * (end - start)
        self.before_byline = [0] * (end - start)
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Index of the next long paragraph of every block, and whether a byline or a date stands before
        it."""
        following = 10**6
        byline = 0
        for i in range(self.end - 1, self.start - 1, -1):
            self.next_strong[i - self.start] = following
            self.before_byline[i - self.start] = byline
            if self.anchor.weights[i] > STRONG:
                following = i
                byline = 0
            elif (self.blocks[i].flags | self.blocks[i].node.flags) & (N.BYLINE | N.DATE):
                byline = 1
                if i < self.first and self.blocks[i].length < 120:
                    self.bylines += self.blocks[i].text + "\n"

    def _image_boxes(self) -> frozenset[int]:
        """Indices of the nodes that hold a picture and two blocks at most: one may be its caption."""
        boxes: set[int] = set()
        for _, holder, _, index in self.anchor.layout.images:
            node: Node | None = holder if self.start <= index <= self.end else None
            while node is not None and node.last - node.first <= 2 and node.index not in boxes:
                boxes.add(node.index)
                node = node.parent
        return frozenset(boxes)

    def rows(self, every_row: bool, but: Collection[int]) -> dict[int, list[float]]:
        anchor = self.anchor
        layout = anchor.layout
        page = layout.page
        blocks, scoped, weights, main = self.blocks, anchor.scoped, anchor.weights, anchor.main
        start, first, last, h1 = self.start, self.first, self.last, self.h1
        main_first, main_last, main_depth = main.first, main.last, main.depth
        parents, signatures, depths = self.by_parent.get, self.by_signature.get, self.by_depth.get
        chars, link_chars = layout.chars_before, layout.link_chars_before
        tags, levels = _TAG.get, _LEVEL.get
        stated, found, seen = self.stated, self.evidence_found, self.seen
        span = max(1, last - first)
        main_weight = self.main_weight
        description = squeeze((page.meta_first("og:description", "description") or "")[:120])[:60]
        opening = description[:1]
        authors = author_names(anchor)
        count = len(blocks)
        lengths = [log(1 + blocks[i].length) for i in range(max(0, start - 1), min(count, self.end + 1))]
        shift = max(0, start - 1)
        previous_strong = -(10**6)
        heading_level = 0
        heading_index = -100
        after_heading_links = 0.0
        rows: dict[int, list[float]] = {}
        pictured = {index for _, _, _, index in layout.images}
        since_image = 20
        bylines = self.bylines
        boxes = self._image_boxes()
        under = line = 0.0
        since_line = 20
        for i in range(start, self.end):
            since_image = 0 if i in pictured else since_image + 1
            block = blocks[i]
            node = block.node
            tag = node.tag
            length = block.length
            links = block.link_chars / length
            level = levels(tag, 0)
            evidence = anchor.share(i) if stated else -1.0
            at = i - start
            same = signatures(self.signatures[at], 0.0) / main_weight
            parent = node.parent or node
            if tag in _NEVER or parent.tag in _NEVER or i in but:
                continue
            if evidence <= 0 and (
                (links > 0.85 and not level and (same < _ALIKE or block.text[-1] not in _STOPS))
                or (not weights[i] and not main_first <= i < main_last)
            ):
                continue  # a bare link that is no sentence, a short line far from the text: never body
            text = block.text
            flags = node.flags | block.flags
            told = (
                description != ""
                and (text[0] == opening or text[0] in _QUOTES)
                and squeeze(text[:120])[:60] == description
            )
            named = authors and _names_any(text[:80], authors)
            if (
                not every_row
                and same > _ALIKE
                and length > _PARAGRAPH
                and tag == "p"
                and first < i < last
                and links < 0.25
                and evidence
                and not (flags & _OWN or told or named)
                and seen[text] == 1
                and under < _LED
                and not _italic(node)
            ):
                rows[i] = []
                since_line += 1
                if weights[i] > STRONG:
                    previous_strong = i
                continue
            starts, every, labelled, words = labels(text[:140] if length > 240 else text)
            bits = starts | (every if words < 25 else 0)
            after = blocks[i + 1] if i + 1 < count else block
            after_links = after.link_chars / after.length
            if level:
                heading_level, heading_index, after_heading_links = level, i, after_links
            holder = parent if tag == "li" else node
            group = self.group_of[at]
            parent_first, parent_last = parent.first, parent.last
            item = node if tag == "li" else parent if parent.tag == "li" else None
            above = (item.parent.first if item is not None and item.parent is not None else i) - 1
            lead = blocks[above if above > 0 else 0].text
            # Of a long text the beginning was read: its end tells something where a picture is near.
            ending = since_image < 4 if length > 240 else every & _CREDITS
            since = i - previous_strong
            before = first - i
            rows[i] = [
                scoped[node.index] | block.flags | bits << LABEL_SHIFT,
                lengths[i - shift], words, links, block.bold / length, tags(tag, _TAG_OTHER),
                1 if text[-1] in _ENDS else 0, labelled / (words or 1), 1 if flags & _OWN else 0,
                1 if main_first <= i < main_last else 0, min(8, node.depth - main_depth), -before / span,
                min(60, i - h1) if h1 is not None else -5,
                before if -20 < before < 20 else 20 if before > 0 else -20, min(20, max(-20, i - last)),
                since if since < 20 else 20, min(20, self.next_strong[at] - i),
                parents(self.signatures[at][2], 0.0) / main_weight, same,
                depths((tag, node.depth), 0.0) / main_weight,
                (link_chars[parent_last] - link_chars[parent_first])
                / ((chars[parent_last] - chars[parent_first]) or 1),
                min(50, parent_last - parent_first),
                lengths[i - 1 - shift] if i else lengths[0],
                lengths[i + 1 - shift] if i + 1 < count else lengths[i - shift],
                after_links, tags(after.tag, _TAG_OTHER),
                heading_level, min(20, i - heading_index), after_heading_links,
                evidence, found, min(3, seen[text]),
                1 if told else 0,
                min(30, holder.last - holder.first), min(10, parent_last - i),
                1 if _italic(node) else 0, 1 if named else 0,
                1 if (flags | parent.flags) & N.SUMMARY else 0, self.before_byline[at],
                min(30, group[0]), group[1] / group[0],
                since_image if since_image < 20 else 20, 1 if lead[-1] in ":：" else 0,
                1 if ending and labels(text[-40:])[1] & _CREDITS else 0, 1 if "@" in text else 0,
                1 if bylines and " ".join(text.split(None, 2)[:2]) in bylines else 0,
                under, line, since_line if since_line < 20 else 20,
                1 if text[0] in _NOTE_MARKS and _NOTE(text) else 0,
                i / count,
                0 if not boxes else 1 if node.index in boxes else 2 if parent.index in boxes
                else 3 if parent.parent is not None and parent.parent.index in boxes else 0,
            ]  # fmt: skip
            since_line += 1
            if level:
                under = (
                    1.0
                    if (kind := heading_kind(text)) and kind != OTHER
                    else _telling(starts, labelled, words)
                )
                line, since_line = 0.0, 20
            elif length < _LINE and tag != "li" and (share := _telling(starts, labelled, words)) >= _LED:
                line, since_line = share, 0
            if weights[i] > STRONG:
                previous_strong = i
        return rows


def _telling(bits: int, labelled: int, words: int) -> float:
    """Share of a line's words that say that what stands below is not the story."""
    return labelled / words if bits & _HEADS and words else 0.0


def _names_any(text: str, authors: list[str]) -> bool:
    for name in authors:  # noqa: SIM110 (a generator costs more than the looks)
        if name in text:
            return True
    return False


def author_names(anchor: Anchor) -> list[str]:
    """Names of the story's authors as the page states them for machines."""
    page = anchor.layout.page
    names: list[str] = []
    stated = page.article.get("author")
    for item in stated if isinstance(stated, list) else [stated]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str):
            names.append(name.strip())
    for key in ("author", "article:author", "byl", "parsely-author", "dc.creator"):
        names.extend(content.removeprefix("By ").strip() for content in page.meta.get(key, ()))
    return [name for name in names if 4 < len(name) < 50 and "/" not in name]


def _holder(node: Node) -> int:
    """Index of the node whose children are alike: cells and cards stand one or two levels deeper than
    paragraphs."""
    parent = node.parent
    if parent is not None and parent.last - parent.first <= 1 and parent.parent is not None:
        parent = parent.parent
    return parent.index if parent is not None else 0


def _italic(node: Node) -> bool:
    """Whether all of a paragraph stands in one <em> or <i>: editor's notes and authors' lines do."""
    element = node.el
    return (
        len(element) > 0
        and element[0].tag in ("em", "i")
        and not (element.text or "").strip()
        and not (element[0].tail or "").strip()
    )
