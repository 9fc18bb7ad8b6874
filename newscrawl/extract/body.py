"""The body of a story: which blocks are its paragraphs and headings, and what each other block is.

Each block near the bulk of the prose gets a likelihood (`scorer`) from its looks and its place (`features`). Rules
then take out what is never body whatever its place ("Advertisement", "Read more: ...", the headline again), keep
the standfirst apart, and leave no heading without text under it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.cssselect import CSSSelector

from newscrawl.extract import blocks as B
from newscrawl.extract import labels as W
from newscrawl.extract.anchor import Anchor, squeeze
from newscrawl.extract.blocks import HEADINGS, Block, Layout
from newscrawl.extract.classify import Verdict, classify
from newscrawl.extract.features import features
from newscrawl.extract.residue import residue
from newscrawl.extract.scorer import probability
from newscrawl.page import Page
from newscrawl.site import Site

_LIKELY = 0.5
# Names that tell a block's kind where nothing else does, the more certain first.
_KINDS = (
    (B.COMMENT, "comment"),
    (B.CONSENT, "consent"),
    (B.CAPTION, "caption"),
    (B.CREDIT, "credit"),
    (B.NEWSLETTER, "newsletter"),
    (B.PAYWALL, "paywall"),
    (B.SHARE, "share"),
    (B.TAGS, "tags"),
    (B.BYLINE, "byline"),
    (B.DATE, "stamp"),
    (B.KICKER, "kicker"),
    (B.FIGURE, "caption"),
    (B.AD, "promo"),
    (B.LEGAL, "legal"),
    (B.NAV | B.FOOTER, "nav"),
)
_LABEL_KINDS = (
    (W.LEGAL, "legal"),
    (W.PAYWALL, "paywall"),
    (W.NEWSLETTER, "newsletter"),
    (W.COMMENT, "comment"),
    (W.MORE | W.AD | W.SPONSOR, "promo"),
    (W.SHARE, "share"),
    (W.TAGS, "tags"),
    (W.PHOTO, "credit"),
    (W.BYLINE, "byline"),
    (W.STAMP, "stamp"),
)


@dataclass(slots=True)
class Reading:
    """The body as read."""

    paragraphs: list[str]
    verdict: Verdict


def read_body(layout: Layout, page: Page, site: Site | None = None) -> Reading:
    """Classify every block (`block.kind`), set `layout.body` and `layout.main`; give paragraphs and page type."""
    anchor = Anchor(layout)
    layout.main = anchor.main
    headline = layout.headline_block
    likely = _scores(layout, anchor, headline)
    chosen = _stated(layout, site)
    if chosen is None:
        chosen = [layout.blocks[index] for index, score in likely.items() if score >= _LIKELY]
        chosen = _without_standfirst(layout, anchor, chosen, headline)
    paragraphs: list[str] = []
    body: list[Block] = []
    told = squeeze(headline.text) if headline is not None else ""
    for block in _with_text_under(chosen):
        if block is headline or (told and squeeze(block.text) == told):
            continue
        parts = [part for part in block.text.split("\n\n") if part]
        kept = [part for part in parts if not (kind := residue(part, block))]
        if kept:
            body.append(block)
            paragraphs += kept
            block.kind = "heading" if block.tag in HEADINGS else "body"
        else:
            block.kind = kind
    layout.body = body
    _name_the_rest(layout, anchor)
    return Reading(paragraphs, classify(layout, page, anchor))


def _scores(layout: Layout, anchor: Anchor, headline: Block | None) -> dict[int, float]:
    place = headline.index if headline is not None else None
    return {index: probability(row) for index, row in features(anchor, place).items()}


def _stated(layout: Layout, site: Site | None) -> list[Block] | None:
    """Blocks a known site's selectors name as the body; None where it has none, or they find nothing."""
    if site is None or not site.selectors.get("body"):
        return None
    wanted = set(CSSSelector(site.selectors["body"])(layout.page.root))
    inside: list[bool] = []
    for node in layout.nodes:
        inside.append(node.el in wanted or (node.parent is not None and inside[node.parent.index]))
    return [block for block in layout.blocks if inside[block.node.index]] or None


def _without_standfirst(
    layout: Layout, anchor: Anchor, chosen: list[Block], headline: Block | None
) -> list[Block]:
    """Leave the standfirst to the summary: what stands before the first paragraph, in markup of its own, and is
    named a summary or repeats the page's description."""
    page = layout.page
    description = squeeze((page.meta_first("og:description", "description") or "")[:120])[:60]
    lead = 0
    for block in chosen[:4]:
        later = chosen[lead + 1 : lead + 8]
        alike = sum(
            other.node.tag == block.node.tag and other.node.names == block.node.names for other in later
        )
        named = (block.flags | (block.node.parent.flags if block.node.parent else 0)) & B.SUMMARY
        repeats = description and squeeze(block.text[:120])[:60] == description
        if not later or alike or not (named or repeats):
            break
        block.kind = "summary"
        lead += 1
    return chosen[lead:]


def _with_text_under(chosen: list[Block]) -> list[Block]:
    """Drop headings that no text follows."""
    kept: list[Block] = []
    text_follows = False
    for block in reversed(chosen):
        if block.tag in HEADINGS and not text_follows:
            continue
        text_follows = text_follows or block.tag not in HEADINGS
        kept.append(block)
    return kept[::-1]


def _name_the_rest(layout: Layout, anchor: Anchor) -> None:
    """Kinds of the blocks that are not body, as names and words tell."""
    scoped = anchor.scoped
    for block in layout.blocks:
        if block.kind:
            continue
        if block is layout.headline_block:
            block.kind = "headline"
            continue
        flags = scoped[block.node.index] | block.flags
        block.kind = next((kind for flag, kind in _KINDS if flags & flag), "")
        if not block.kind and block.length < 300:
            first = W.labels(block.text)[0]
            block.kind = next((kind for label, kind in _LABEL_KINDS if first & label), "")
        block.kind = block.kind or "other"
