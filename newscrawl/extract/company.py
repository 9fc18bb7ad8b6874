"""What the scorer is told of a doubtful block's company: the likelihoods of its neighbours and its likes.

A subheading, a list item or a short line says little by itself. Whether the others of its markup are body,
and whether text that is body for certain stands before and behind it, says much.
"""

from __future__ import annotations

from newscrawl.extract.blocks import Layout

NAMES = (
    "likely", "previous", "next", "previous_but_one", "next_but_one", "alike", "alike_count", "beside",
    "certain_after", "certain_before", "around", "certain_share", "certain", "to_certain", "from_certain",
)  # fmt: skip
WHOLE = frozenset("alike_count certain_after certain_before certain to_certain from_certain".split())
"""Those of `NAMES` that are whole numbers."""
DOUBTFUL = (0.1, 0.9)
"""Likelihoods between which a block is looked at again."""
# A block that is likelier and longer than this is body for certain.
_CERTAIN, _LONG = 0.5, 80
_FAR = 21


def company(layout: Layout, likely: dict[int, float]) -> dict[int, list[float]]:
    """Numbers in the order of `NAMES` for the blocks that are doubtful, by block index.

    :param likely: likelihood of each block that may be body, in page order.
    """
    low, high = DOUBTFUL
    blocks = layout.blocks
    alike: dict[tuple[str, str], list[float]] = {}
    beside: dict[int, list[float]] = {}
    groups: list[tuple[list[float], list[float]]] = []
    certain = [0]
    places: list[int] = []  # of what is certain, among the blocks that may be body
    for at, (index, value) in enumerate(likely.items()):
        block = blocks[index]
        node = block.node
        same = alike.setdefault((node.tag, node.el.get("class") or ""), [0.0, 0])
        near = beside.setdefault(node.parent.index if node.parent is not None else 0, [0.0, 0])
        for group in (same, near):
            group[0] += value
            group[1] += 1
        groups.append((same, near))
        if value > _CERTAIN and block.length > _LONG:
            places.append(at)
        certain.append(len(places))
    total = len(places)
    if not total:  # a page of hardly any text: its blocks have no company to be judged by
        return {}
    padded = [0.0, 0.0, 0.0, *likely.values(), 0.0, 0.0, 0.0]
    found: dict[int, list[float]] = {}
    for at, (index, value) in enumerate(likely.items()):
        if not low < value < high:
            continue
        (same_sum, same_count), (near_sum, near_count) = groups[at]
        a, b, c, _, d, e, f = padded[at : at + 7]
        before, up_to = certain[at], certain[at + 1]
        found[index] = [
            value, c, d, b, e,
            (same_sum - value) / (same_count - 1) if same_count > 1 else -1.0, min(30, same_count),
            (near_sum - value) / (near_count - 1) if near_count > 1 else -1.0,
            total - up_to, before, (a + b + c + d + e + f) / 6, before / (total or 1), total,
            min(_FAR - 1, places[up_to] - at) if up_to < total else _FAR,
            min(_FAR - 1, at - places[before - 1]) if before else _FAR,
        ]  # fmt: skip
    return found
