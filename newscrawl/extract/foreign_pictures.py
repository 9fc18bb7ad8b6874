"""Pictures that stand in the story and show something else: its author, a newsletter, a film to watch.

Only pictures without caption and credit are asked: those with one are the story's.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from newscrawl.extract.blocks import Block, Layout, Link, Node
from newscrawl.extract.byline import is_person

# The folder that portraits of authors are kept in.
_OF_AUTHORS = ("/authors/", "/author/", "/autoren/", "/autores/", "/auteurs/")
_NEAR = 4
_MOST_LINKS = 12
# A box that asks to subscribe says no more than this.
_LONGEST_BOX = 600


def of_another_matter(
    layout: Layout, picture: tuple[Any, Node, int], url: str, headline: Block | None, body: list[Block]
) -> bool:
    """Whether a picture is another matter's by the box it stands in or by what it says it shows.

    :param picture: its element, its node and the index of the block that follows.
    """
    element, node, index = picture
    if _of_author(layout, element.get("alt") or "", url, index):
        return True
    box = _box_outside(node, headline, body)
    if box is None:
        return False
    # What stands over the text may be the lead picture beside a bar of links.
    return _in_aside(node, box) or (bool(body) and index > body[0].index and _of_newsletter(layout, box))


def _box_outside(node: Node, headline: Block | None, body: list[Block]) -> Node | None:
    """The largest element around a picture that neither headline nor body stand in."""
    box: Node | None = None
    around: Node | None = node
    while around is not None:
        if headline is not None and around.first <= headline.index < around.last:
            break
        place = bisect_left(body, around.first, key=_index)
        if place < len(body) and body[place].index < around.last:
            break
        box, around = around, around.parent
    return box


def _in_aside(node: Node, box: Node) -> bool:
    around: Node | None = node
    while around is not None and around.depth >= box.depth:
        if around.tag == "aside":
            return True
        around = around.parent
    return False


def _of_author(layout: Layout, shown: str, url: str, index: int) -> bool:
    """Whether a picture is kept among those of authors, or a link beside it leads to the author it shows."""
    if any(folder in url for folder in _OF_AUTHORS):
        return True
    return bool(shown) and any(
        " " in name and name in shown
        for link in _links(layout, index - _NEAR, index + _NEAR)
        if len(link.texts) == 1 and is_person(link) and (name := link.text)
    )


def _of_newsletter(layout: Layout, box: Node) -> bool:
    if layout.chars(box) > _LONGEST_BOX:
        return False
    return any("newsletter" in link.href.lower() for link in _links(layout, box.first, box.last))


def _links(layout: Layout, first: int, last: int) -> list[Link]:
    """The first few links between two blocks."""
    start = bisect_left(layout.links, first, key=_first_block)
    found: list[Link] = []
    for link in layout.links[start : start + _MOST_LINKS]:
        if link.first >= last:
            break
        found.append(link)
    return found


def _index(block: Block) -> int:
    return block.index


def _first_block(link: Link) -> int:
    return link.first
