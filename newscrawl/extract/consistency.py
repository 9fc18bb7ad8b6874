"""Likelihoods made consistent: subheadings of one markup, the items of a list and the cells of a table are a
story's all together, or none of them is."""

from __future__ import annotations

import re

from newscrawl.extract.blocks import HEADINGS, Layout, Node
from newscrawl.extract.tables import is_data

LIKELY = 0.5
"""Likelihood from which a block is read as body."""
DOUBTFUL = 0.3
"""Likelihood from which it may be, where nothing else is."""
_UNLIKELY = 0.05
# Likelihood from which subheadings that stand over text are believed; that of such text, and its length.
_SUBHEADINGS = 0.25
_CERTAIN, _PARAGRAPH = 0.8, 80
# Letters of a sentence at least, and its last.
_SENTENCE = 40
_STOPS = frozenset(".!?。！？۔।…”“」")
_NUMBERED = re.compile(r"\W*\d{1,3}\s?[.):]").match
# Likelihood of its cells from which a table is believed.
_TABLE = 0.4


def make_consistent(layout: Layout, likely: dict[int, float]) -> None:
    """Even out the likelihoods of blocks that belong together, in place."""
    blocks = layout.blocks
    headings: list[int] = []
    subheadings: dict[tuple[str, str, int], list[int]] = {}
    lists: dict[int, list[int]] = {}
    tables: dict[int, list[int]] = {}
    for index in likely:
        node = blocks[index].node
        tag = node.tag
        if tag in HEADINGS:
            headings.append(index)
            subheadings.setdefault((tag, node.el.get("class") or "", node.depth), []).append(index)
        elif tag == "li":
            if node.parent is not None:
                lists.setdefault(node.parent.index, []).append(index)
        elif tag in ("td", "th") and (table := _table(node)) is not None:
            tables.setdefault(table.index, []).append(index)
    _believe_among(layout, likely)
    for group in subheadings.values():
        if len(group) > 2:
            _even_subheadings(layout, likely, group)
    for items in lists.values():
        if len(items) > 2:
            _even_list(likely, items)
    for cells in tables.values():
        if is_data([blocks[index].length for index in cells]):
            _even_table(likely, cells)
    if headings:
        _believe_over_text(layout, likely, headings)


def _believe_among(layout: Layout, likely: dict[int, float]) -> None:
    """Believe a sentence in doubt that stands between two paragraphs of its own make: words of it mean else
    where what they label is shown ("published", "source")."""
    blocks = layout.blocks
    for index, score in likely.items():
        if not DOUBTFUL <= score < LIKELY or not (
            likely.get(index - 1, 0.0) >= _CERTAIN and likely.get(index + 1, 0.0) >= _CERTAIN
        ):
            continue
        block, node = blocks[index], blocks[index].node
        if block.links or block.length < _SENTENCE or block.text[-1] not in _STOPS:
            continue
        if all(
            other.parent is node.parent and other.tag == node.tag and other.names == node.names
            for other in (blocks[index - 1].node, blocks[index + 1].node)
        ):
            likely[index] = LIKELY


def _table(node: Node) -> Node | None:
    above: Node | None = node
    while above is not None and above.tag != "table":
        above = above.parent
    return above


def _even_subheadings(layout: Layout, likely: dict[int, float], group: list[int]) -> None:
    """A story has all subheadings of one markup or none; all that are in doubt, if text follows most."""
    inside = [index for index in group if likely[index] > _UNLIKELY]
    mean = sum(likely[index] for index in inside) / max(1, len(inside))
    if _SUBHEADINGS < mean < LIKELY:
        over = sum(1 for index in inside if _text_follows(layout, likely, index))
        mean = LIKELY if 2 * over > len(inside) else mean
    elif mean <= _SUBHEADINGS and inside and _counted(layout, likely, inside):
        mean = LIKELY
    for index in inside:
        likely[index] = mean


def _counted(layout: Layout, likely: dict[int, float], group: list[int]) -> bool:
    """Whether headings count: "30. A bookshelf", each over a text of its own."""
    return all(
        _NUMBERED(layout.blocks[index].text) and _text_follows(layout, likely, index) for index in group
    )


def _text_follows(layout: Layout, likely: dict[int, float], index: int) -> bool:
    """Whether a paragraph that is body for certain follows a subheading, or a picture and its caption."""
    return any(
        likely.get(after, 0.0) > _CERTAIN and layout.blocks[after].length > _PARAGRAPH
        for after in range(index + 1, index + 4)
    )


def _even_list(likely: dict[int, float], items: list[int]) -> None:
    """Believe all items of a list that is mostly body: of those in doubt in such a list, 33 of 34 are."""
    if sum(likely[index] for index in items) > LIKELY * len(items):
        for index in items:
            likely[index] = max(likely[index], LIKELY)


def _even_table(likely: dict[int, float], cells: list[int]) -> None:
    """Read a table of data whole or not at all."""
    whole = sum(likely[index] for index in cells) > _TABLE * len(cells)
    for index in cells:
        likely[index] = max(likely[index], LIKELY) if whole else min(likely[index], DOUBTFUL)


def _believe_over_text(layout: Layout, likely: dict[int, float], headings: list[int]) -> None:
    """Believe headings in doubt that stand between the text and a block of it."""
    blocks = layout.blocks
    opening = next((index for index, score in likely.items() if score >= LIKELY), len(blocks))
    for index in headings:
        if (
            index > opening
            and _SUBHEADINGS < likely[index] < LIKELY
            and likely.get(index + 1, 0.0) >= LIKELY
            and blocks[index + 1].tag not in HEADINGS
            and not blocks[index].links
        ):
            likely[index] = LIKELY
