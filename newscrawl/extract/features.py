"""What the scorer is told of each block that may be body: its looks, and its place among the others.

A row is a list of numbers in the order of `NAMES`; its first element holds bits (flags of names, labels of words),
which the scorer tests one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from math import log

from newscrawl.extract import blocks as B
from newscrawl.extract.anchor import IDEOGRAPHS, STOP, STRONG, Anchor, squeeze
from newscrawl.extract.blocks import Node
from newscrawl.extract.labels import labels

_END = re.compile(r"[.!?…。！？।۔؟:;»”\"'’)\]]\s*$")
_LEVEL = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_TAG = {
    "p": 0, "div": 1, "li": 2, "h1": 3, "h2": 4, "h3": 5, "h4": 6, "h5": 7, "h6": 7, "blockquote": 8, "td": 9, "th": 9,
    "figcaption": 10, "section": 11, "article": 12, "dd": 14, "dt": 14, "pre": 15, "aside": 16, "header": 17,
    "footer": 18, "button": 19,
}  # fmt: skip
_TAG_OTHER = 20

LABEL_SHIFT = 40
"""Where the labels of a block's words stand in its bits, above the flags of its names."""

NAMES = (
    "bits", "length", "words", "link_density", "links", "bold", "tag", "ends", "stops", "lines", "digits", "upper",
    "label_share", "own_names", "in_main", "depth", "position", "since_h1", "before_first", "after_last",
    "to_previous", "to_next", "same_parent", "same_signature", "same_depth", "parent_links", "parent_blocks",
    "previous_length", "next_length", "previous_links", "next_links", "previous_tag", "next_tag", "after_colon",
    "heading_level", "since_heading", "heading_labels", "heading_links", "after_heading_links", "evidence",
    "evidence_found", "repeated", "is_description", "list_size", "main_share", "main_prose", "in_title", "siblings_after",
    "after_image", "italic", "names_author", "is_summary", "before_byline", "group_blocks", "group_linked", "in_figure_gap",
)  # fmt: skip


def zone(anchor: Anchor, h1: int | None) -> tuple[int, int]:
    """Range of blocks that can be body: from the headline (or a little before `main`) to a little after it."""
    main = anchor.main
    start = main.first
    if h1 is not None and 0 < start - h1 < 60:
        start = h1
    return max(0, start - 12), min(len(anchor.layout.blocks), main.last + 12)


def features(anchor: Anchor, h1: int | None) -> dict[int, list[float]]:
    """Rows of numbers by block index, of the blocks that may be body."""
    layout = anchor.layout
    blocks = layout.blocks
    scoped = anchor.scoped
    weights = anchor.weights
    main = anchor.main
    start, end = zone(anchor, h1)
    page = layout.page

    # Long paragraphs: the stretch they span, and the markup they share.
    strong = [i for i in range(main.first, main.last) if weights[i] > STRONG]
    if not strong:
        strong = [i for i in range(start, end) if weights[i] > 0]
    first = strong[0] if strong else main.first
    last = strong[-1] if strong else main.last
    span = max(1, last - first)
    by_parent: dict[int, float] = defaultdict(float)
    by_signature: dict[tuple[str, str, int], float] = defaultdict(float)
    by_depth: dict[tuple[str, int], float] = defaultdict(float)
    # Blocks of one markup in one parent, and how many of them are mostly link: a list of teasers, or a story's list.
    groups: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for i in range(start, end):
        node = blocks[i].node
        group = groups[node.tag, _class(node), _holder(node)]
        group[0] += 1
        group[1] += blocks[i].link_chars * 2 > blocks[i].length
    main_weight = 1e-9
    found = 0.0
    for i in range(main.first, main.last):
        weight = weights[i]
        if weight:
            node = blocks[i].node
            parent = node.parent.index if node.parent is not None else 0
            main_weight += weight
            by_parent[parent] += weight
            by_signature[node.tag, _class(node), parent] += weight
            by_depth[node.tag, node.depth] += weight
            if anchor.evidence.text and anchor.share(i) > 0.5:
                found += weight
    has_evidence = bool(anchor.evidence.text)
    evidence_found = found / main_weight if has_evidence else -1.0
    main_share = main_weight / (anchor.total or 1.0)
    main_prose = log(1 + main_weight)
    description = squeeze((page.meta_first("og:description", "description") or "")[:120])[:60]
    title = squeeze(page.meta_first("og:title") or page.title)
    authors = author_names(anchor)
    image_before = {index for _, _, _, index in layout.images}
    next_strong: list[int] = [0] * (end - start)
    before_byline: list[int] = [0] * (end - start)
    following = 10**6
    byline = 0
    for i in range(end - 1, start - 1, -1):
        next_strong[i - start] = following
        before_byline[i - start] = byline
        if weights[i] > STRONG:
            following = i
            byline = 0
        elif (blocks[i].flags | blocks[i].node.flags) & (B.BYLINE | B.DATE):
            byline = 1
    previous_strong = -(10**6)
    heading_level = heading_labels = 0
    heading_index = -100
    heading_links = after_heading_links = 0.0
    seen: dict[str, int] = defaultdict(int)
    for i in range(start, end):
        seen[blocks[i].text] += 1

    rows: dict[int, list[float]] = {}
    for i in range(start, end):
        block = blocks[i]
        node = block.node
        tag = node.tag
        links = block.link_chars / block.length
        level = _LEVEL.get(tag, 0)
        evidence = anchor.share(i) if has_evidence else -1.0
        if links > 0.85 and not level and evidence <= 0:
            continue  # a bare link: never body
        text = block.text
        length = block.length
        starts, every, count, words = labels(text[:300] if length > 400 else text)
        bits = starts | (every if words < 25 else 0)
        parent = node.parent or node
        before = blocks[i - 1] if i else block
        after = blocks[i + 1] if i + 1 < len(blocks) else block
        if level:
            heading_level, heading_index, heading_labels = level, i, 1 if bits else 0
            heading_links, after_heading_links = links, after.link_chars / after.length
        holder = parent if tag == "li" else node
        parent_chars = layout.chars(parent) or 1
        squeezed = squeeze(text[:120])
        group = groups[tag, _class(node), _holder(node)]
        rows[i] = [
            scoped[node.index] | block.flags | bits << LABEL_SHIFT,
            log(1 + length), words, links, len(block.links), block.bold / length, _TAG.get(tag, _TAG_OTHER),
            1 if _END.search(text) else 0, len(STOP.findall(text)), text.count("\n"),
            sum(map(str.isdigit, text[:60])) / min(60, length), 1 if text.isupper() else 0, count / (words or 1),
            1 if (node.flags | block.flags) & ~(B.ARTICLE | B.BODY | B.LIST) else 0,
            1 if main.first <= i < main.last else 0, min(8, node.depth - main.depth), (i - first) / span,
            min(60, i - h1) if h1 is not None else -5, min(20, max(-20, first - i)), min(20, max(-20, i - last)),
            min(20, i - previous_strong), min(20, next_strong[i - start] - i),
            by_parent.get(parent.index, 0.0) / main_weight,
            by_signature.get((tag, _class(node), parent.index), 0.0) / main_weight,
            by_depth.get((tag, node.depth), 0.0) / main_weight,
            layout.link_chars(parent) / parent_chars, min(50, parent.last - parent.first),
            log(1 + before.length), log(1 + after.length), before.link_chars / before.length,
            after.link_chars / after.length, _TAG.get(before.tag, _TAG_OTHER), _TAG.get(after.tag, _TAG_OTHER),
            1 if before.text[-1] in ":：" else 0,
            heading_level, min(20, i - heading_index), heading_labels, heading_links, after_heading_links,
            evidence, evidence_found, min(3, seen[text]), 1 if description and squeezed[:60] == description else 0,
            min(30, holder.last - holder.first), main_share, main_prose, 1 if length > 15 and squeezed in title else 0,
            min(10, parent.last - i), 1 if i in image_before else 0, 1 if _italic(node) else 0,
            1 if authors and any(name in text[:80] for name in authors) else 0,
            1 if (node.flags | block.flags | parent.flags) & B.SUMMARY else 0, before_byline[i - start],
            min(30, group[0]), group[1] / group[0],
            1 if i + 1 in image_before or i in image_before or i - 1 in image_before else 0,
        ]  # fmt: skip
        if weights[i] > STRONG:
            previous_strong = i
    return rows


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
    """Index of the node whose children are alike: cells and cards stand one or two levels deeper than paragraphs."""
    parent = node.parent
    if parent is not None and parent.last - parent.first <= 1 and parent.parent is not None:
        parent = parent.parent
    return parent.index if parent is not None else 0


def _class(node: Node) -> str:
    return node.el.get("class") or ""


def _italic(node: Node) -> bool:
    """Whether all of a paragraph stands in one <em> or <i>: editor's notes and authors' lines do."""
    element = node.el
    return (
        len(element) > 0
        and element[0].tag in ("em", "i")
        and not (element.text or "").strip()
        and not (element[0].tail or "").strip()
    )
