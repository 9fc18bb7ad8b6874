"""What asks the reader for something between a story's paragraphs: boxes with a form or answers to choose
from, and buttons or lines that lead to the site's own gifts, memberships and newsletters."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newscrawl.extract.blocks import Block, Layout, Node
from newscrawl.extract.targets import site_name

__all__ = ["without_asks"]

# A box that asks has so many blocks and letters at most, and this share of the text that was chosen.
_BLOCKS, _LETTERS, _SHARE = 6, 400, 0.3
# What the reader may answer, beside a button.
_ANSWER, _ANSWERS = 80, frozenset(("li", "div", "label"))
# A line that asks is no longer.
_LINE = 220
_WANTED = (
    r"donat(?:e|ions?)|subscri(?:be|ptions?)|newsletters?|sign-?up|member(?:ship)?s?|support-us|contribute|"
    r"spenden?|abo|abonnements?|abonnieren|faire-un-don|soutenir|suscripci[oó]n(?:es)?|suscr[ií]bete|assine|"
    r"assinaturas?|abbonati|abbonamenti|doneren|prenumerera|wesprzyj|prenumerata"
)
# As a part of the path or as the host's first label.
_ASKS = re.compile(rf"(?://|/)(?:{_WANTED})(?:[/?#._-]|$)", re.IGNORECASE).search


def without_asks(layout: Layout, chosen: list[Block]) -> list[Block]:
    """Leave out boxes with a form and short lines whose link leads to what they ask for."""
    if not chosen:
        return chosen
    first, last = chosen[0].index, chosen[-1].index
    here = layout.nodes[chosen[0].node.index : chosen[-1].node.index + 1]
    boxes = [node for node in here if node.tag == "form" and first <= node.first and node.last <= last + 1]
    asking: set[int] = set()
    own = ""
    for block in layout.blocks[first : last + 1]:
        if block.length > _LINE:
            continue
        if block.links:
            own = own or site_name(urlsplit(layout.page.base_url).netloc)
            if _leads_to_an_ask(block, own):
                asking.add(block.index)
                if 2 * block.link_chars >= block.length:  # a button
                    boxes.append(block.node)
        elif block.length <= _ANSWER and block.tag in _ANSWERS and len(block.el) and _is_answer(block):
            boxes.append(block.node)
    if not boxes and not asking:
        return chosen
    sizes = {block.index: block.length for block in chosen}
    most = _SHARE * sum(sizes.values())
    for node in boxes:
        box = _box(layout, node)
        if box is not None and sum(sizes.get(index, 0) for index in range(box.first, box.last)) <= most:
            asking.update(range(box.first, box.last))
    for index in asking:
        layout.blocks[index].kind = layout.blocks[index].kind or "newsletter"
    return [block for block in chosen if block.index not in asking]


def _is_answer(block: Block) -> bool:
    """Whether a line is one of several answers to choose from; a recipe's ingredients are ticked off."""
    return any(field.get("type") == "radio" for field in block.el.iter("input"))


def _leads_to_an_ask(block: Block, own: str) -> bool:
    """Whether a line's last words are a link to a gift or a subscription of this site."""
    link = block.links[-1]
    href = link.href
    if not _ASKS(href) or (href.startswith(("http", "//")) and own not in href.split("/", 3)[2].lower()):
        return False
    words = next((text for index, text in link.texts if index == block.index), "")
    return block.text.rstrip(" .!»→>").endswith(words.rstrip(" .!»→>"))


def _box(layout: Layout, node: Node) -> Node | None:
    """The largest small box around a node that holds none of the story's paragraphs; None where it is large
    itself."""
    box: Node | None = None
    around: Node | None = node
    while (
        around is not None
        and around.last - around.first <= _BLOCKS
        and layout.chars(around) <= _LETTERS
        and around is not layout.main
        and not any(
            index in layout.prose or layout.blocks[index].length > _LINE
            for index in range(around.first, around.last)
        )
    ):
        box, around = around, around.parent
    return box
