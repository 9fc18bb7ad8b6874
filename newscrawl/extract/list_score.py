"""Is a list of links one of stories? A logistic score of what its links, texts, heading and place show.

The weights (list_score.json) are learned by benchmarks/train_related.py from annotated pages,
cross-validated by site; the features are plain enough to be read.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from importlib.resources import files

from newscrawl.extract.block_kinds import EXTERNAL, NONE, OTHER, heading_kind
from newscrawl.extract.blocks import HEADINGS, Block, Layout
from newscrawl.extract.link_lists import LinkList, Measures
from newscrawl.extract.names import (
    AD,
    BYLINE,
    COMMENT,
    CONSENT,
    FOOTER,
    GALLERY,
    LATEST,
    NAV,
    POPULAR,
    RELATED,
    TAGS,
)
from newscrawl.extract.targets import Targets

_MEDIANS = (16, 22, 30, 38, 50)
# Features of the median, by how many of these it reaches.
_WIDTHS = [
    {f"width{least}": place < reached for place, least in enumerate(_MEDIANS)}
    for reached in range(len(_MEDIANS) + 1)
]
_FLAGS = {
    "ad": AD,
    "tags": TAGS,
    "comment": COMMENT,
    "consent": CONSENT,
    "nav": NAV,
    "footer": FOOTER,
    "gallery": GALLERY,
    "byline": BYLINE,
}
_FLAGGED = AD | TAGS | COMMENT | CONSENT | NAV | FOOTER | GALLERY | BYLINE
_UNFLAGGED = dict.fromkeys(_FLAGS, False)


class Place:
    """Where the story stands on the page: its headline and the range of its body, as block indexes."""

    def __init__(self, layout: Layout) -> None:
        headline: Block | None = getattr(layout, "headline_block", None)
        if headline is None:
            headline = next(
                (block for block in layout.blocks if block.tag == "h1" and block.length > 12), None
            )
        self.headline = headline.index if headline is not None else -1
        body: list[Block] | None = getattr(layout, "body", None)
        if body:
            prose = [block.index for block in body]
        else:
            start = max(0, self.headline)
            prose = [block.index for block in layout.blocks[start:] if block.length - block.link_chars > 120]
        self.first = prose[0] if prose else self.headline
        self.last = prose[-1] if prose else self.headline
        self.body = frozenset(prose)

    def before(self, item: LinkList) -> bool:
        """Whether a list ends above the headline."""
        return item.first <= self.headline and item.last <= self.headline

    def inside(self, item: LinkList) -> bool:
        """Whether a list stands between paragraphs of the body."""
        return self.first < item.first and item.last <= self.last


def features(
    item: LinkList, layout: Layout, targets: Targets, measures: Measures, place: Place
) -> dict[str, float]:
    """What is known of a list, by name; 0 or 1 or a share of its cards."""
    cards = [card for card in item.cards if card.target.key not in targets.own] or item.cards
    n = len(cards)
    host = form = images = titled = 0
    blocks, own_host = layout.blocks, targets.host
    shapes = [card.target.shape for card in cards]
    shape2 = shapes.count(2)
    shape1 = shapes.count(1) + shape2
    for card in cards:
        target = card.target
        if target.host == own_host:
            host += 1
        if targets.alike(target) if target.alike is None else target.alike:
            form += 1
        for link in card.links:
            if link.has_image:
                images += 1
                break
        for block in blocks[card.first : card.last]:
            if block.tag in HEADINGS:
                titled += 1
                break
    median = cards[0].width if n == 1 else sorted([card.width for card in cards])[n // 2]
    # What the first and the last card stand in: the box around all may be as wide as the page.
    flags = measures.flags(item.cards[0].top)
    if n > 1:
        flags &= measures.flags(item.cards[-1].top)
    kind = item.stated or (heading_kind(item.heading) if item.heading else None)
    known = kind is not None and kind != NONE
    before, inside = place.before(item), place.inside(item)
    nav = bool(flags & (NAV | FOOTER))
    named = bool(flags & (RELATED | POPULAR | LATEST))
    evident = known or named or 2 * images >= n or 2 * titled >= n
    distinct = len({card.target.key for card in cards}) if n < 4 else n
    hosts = {card.target.host for card in cards} if host < n else ()
    found: dict[str, float] = {
        "shape2": shape2 / n,
        "shape1": shape1 / n,
        "host": host / n,
        "form": form / n,
        "images": images / n,
        "titled": titled / n,
        "known": known and not (before and nav),
        "known_nav": known and before and nav,
        "known_other": kind in (OTHER, EXTERNAL),
        "none": kind == NONE,
        "heading": item.heading_block is not None and item.heading_block.tag in HEADINGS,
        "pictured_stories": n >= 3 and shape2 >= 0.9 * n and images >= 0.8 * n,
        "worded_stories": n >= 3 and shape2 >= 0.9 * n and median >= 38,
        "before": before,
        "inside": inside,
        "before_nav": before and nav,
        "single": distinct == 1,
        "few": 1 < distinct <= 3,
        "mixed": len(hosts) > max(1, n // 4),
        "index": n > 30 and 2 * images < n,
        "many": n > 15,
        "plain_small": not evident and distinct <= 3,
        "plain_inside": not evident and inside,
        "plain_inside_single": not evident and inside and distinct == 1,
        "named": named,
    }
    found |= _WIDTHS[bisect_right(_MEDIANS, median)]
    if flags & _FLAGGED:
        for name, bit in _FLAGS.items():
            found[name] = bool(flags & bit)
    else:
        found |= _UNFLAGGED
    item.flags = flags
    item.kind = kind
    item.internal = sum([card.target.internal for card in cards]) / n
    return found


_MODEL = json.loads(files("newscrawl.extract").joinpath("list_score.json").read_text("utf-8"))
_WEIGHTS: dict[str, float] = _MODEL["weights"]
_INTERCEPT: float = _MODEL["intercept"]


def score(found: dict[str, float]) -> float:
    """Log odds that a list is one of stories."""
    total = _INTERCEPT
    for name, value in found.items():
        if value:
            total += _WEIGHTS[name] * value
    return total
