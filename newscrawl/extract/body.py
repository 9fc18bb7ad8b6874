"""The body of a story: which blocks are its paragraphs and headings, and what each other block is.

Each block near the bulk of the prose gets a likelihood (`scorer`) from its looks and its place (`features`).
Rules then take out what is never body whatever its place ("Advertisement", "Read more: ...", the headline
again, teasers, pull quotes), keep an embedded post whole, and leave no heading without text under it.

A standfirst in markup of its own is the summary's, not the body's: the scorer has learned it so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml.cssselect import CSSSelector

from newscrawl.extract import labels as W
from newscrawl.extract import names as N
from newscrawl.extract.anchor import Anchor, squeeze
from newscrawl.extract.asks import without_asks
from newscrawl.extract.blocks import HEADINGS, Block, Layout
from newscrawl.extract.byline import BY
from newscrawl.extract.chosen import (
    prose_of,
    told_once,
    up_to_the_next_story,
    up_to_the_stated_end,
    with_embeds,
    with_text_under,
    without_pull_quotes,
    without_references,
    without_teasers,
    without_unseen,
)
from newscrawl.extract.classify import Verdict, classify
from newscrawl.extract.consistency import DOUBTFUL, LIKELY, make_consistent
from newscrawl.extract.features import author_names, features
from newscrawl.extract.furniture import is_date, is_loose_end, is_stamp
from newscrawl.extract.residue import residue
from newscrawl.extract.scorer import likelihoods
from newscrawl.extract.tables import FIRST, judged_alike, long_tables
from newscrawl.extract.unmarked import is_signature, told_of
from newscrawl.page import Page
from newscrawl.site import Site

# So long a text is a story's where nothing else on the page is.
_TEXT = 300
# A line about the writer is no longer than this.
_BIOGRAPHY = 400
# Letters of a paragraph that are enough to know the beginning of the stated body by.
_OPENING = 60
_BOXES = N.INFOBOX | N.RELATED | N.NEWSLETTER | N.POPULAR | N.LATEST
# A byline stands so many blocks above the body at most.
_ABOVE = 20
# Elements a byline stands in where nothing marks it.
_PLAIN = frozenset(("p", "div", "span", "section", "em", "strong"))
# "Berlin -", "Berlin/Potsdam (dpa) –": a place in markup of its own, right over the text.
_DATELINE = re.compile(r"[^\W\d_a-z][^\d.!?]{1,40}?(?: ?\([^\W\d_/]{2,12}\))? ?[-–—]$").match
# Names that tell a block's kind where nothing else does, the more certain first.
_KINDS = (
    (N.COMMENT, "comment"),
    (N.CONSENT, "consent"),
    (N.CAPTION, "caption"),
    (N.CREDIT, "credit"),
    (N.NEWSLETTER, "newsletter"),
    (N.PAYWALL, "paywall"),
    (N.SHARE, "share"),
    (N.TAGS, "tags"),
    (N.BYLINE, "byline"),
    (N.DATE, "stamp"),
    (N.KICKER, "kicker"),
    (N.FIGURE, "caption"),
    (N.AD, "promo"),
    (N.LEGAL, "legal"),
    (N.NAV | N.FOOTER, "nav"),
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


_NAMED = 0
for _flag, _ in _KINDS:
    _NAMED |= _flag
# Words are read of the blocks this near to the story: further off, names tell enough.
_NEAR = 20


@dataclass(slots=True)
class Reading:
    """The body as read."""

    paragraphs: list[str]
    verdict: Verdict


def read_body(layout: Layout, page: Page, site: Site | None = None) -> Reading:
    """Classify every block (`block.kind`), set `layout.body` and `layout.main`; give paragraphs and page
    type."""
    anchor = Anchor(layout)
    layout.main = anchor.main
    headline = layout.headline_block
    likely = _scores(layout, anchor, headline)
    chosen = _stated(layout, site)
    if chosen is None:
        make_consistent(layout, likely)
        _open_as_stated(anchor, likely)
        chosen = _chosen(anchor, likely, LIKELY)
        if not chosen and any(
            score >= DOUBTFUL and layout.blocks[index].length > _TEXT for index, score in likely.items()
        ):
            # All of the text in one element looks like no other page's: better in doubt than lost.
            chosen = _chosen(anchor, likely, DOUBTFUL)
        chosen = up_to_the_stated_end(anchor, _with_dateline(layout, without_unseen(chosen)))
        chosen = up_to_the_next_story(anchor, chosen)
        layout.prose = prose_of(layout, chosen)
        chosen = without_pull_quotes(anchor, told_once(with_embeds(layout, chosen)))
        chosen = without_references(layout, without_teasers(layout, without_asks(layout, chosen)))
    paragraphs: list[str] = []
    body: list[Block] = []
    told = {squeeze(headline.text)} if headline is not None else set()
    if stated := page.meta_first("og:title") or page.title:
        told.add(squeeze(stated))
    longest = 2 * max(map(len, told), default=0) + 20  # twice: with its white space
    ends = {text[-1] for text in told if text}.union("’”")
    authors = author_names(anchor) + _bylined(layout, chosen)
    for block in with_text_under(chosen):
        if block is headline:
            continue
        parts = [
            part
            for part in block.text.split("\n\n")
            if part and (len(part) > longest or part[-1] not in ends or squeeze(part) not in told)
        ]
        kind = "headline"
        if not body and parts and (is_date(parts[0]) or is_stamp(parts[0])):
            parts = parts[1:]
            kind = "stamp"
        kept = [part for part in parts if not (kind := residue(part, block, authors))]
        if kept:
            body.append(block)
            paragraphs += kept
            block.kind = "heading" if block.tag in HEADINGS else "body"
        else:
            block.kind = kind
    _trim(paragraphs, body)
    if len(paragraphs) > 1 and _DATELINE(paragraphs[0]):
        paragraphs[:2] = [f"{paragraphs[0]} {paragraphs[1]}"]
    layout.body = body
    if sum(map(len, paragraphs)) < 0.1 * len(anchor.evidence.text):
        # Drawn by script: what the page states is all there is to read.
        paragraphs = anchor.evidence.paragraphs()
    _name_the_rest(layout, anchor)
    return Reading(paragraphs, classify(layout, page, anchor))


def _trim(paragraphs: list[str], body: list[Block]) -> None:
    """Take loose ends and names that sign the text off its edges."""
    while len(body) > 1 and body[-1].text.strip() == paragraphs[-1].strip():
        if is_loose_end(paragraphs[-1]):
            body[-1].kind = "other"
        elif body[-1].tag in _PLAIN and (is_signature(paragraphs[-1]) or _introduces_its_writer(paragraphs)):
            body[-1].kind = "byline"
        else:
            break
        paragraphs.pop()
        body.pop()
    if (
        len(body) > 1
        and body[0].tag in _PLAIN
        and body[0].text.strip() == paragraphs[0].strip()
        and is_signature(paragraphs[0])
    ):
        body[0].kind = "byline"
        del paragraphs[0], body[0]


def _introduces_its_writer(paragraphs: list[str]) -> bool:
    """Whether the last paragraph says who somebody is that the text above it does not speak of."""
    if len(paragraphs[-1]) > _BIOGRAPHY or (name := told_of(paragraphs[-1])) is None:
        return False
    last = name.rsplit(" ", 1)[-1]
    return not any(last in paragraph for paragraph in paragraphs[:-1])


def _chosen(anchor: Anchor, likely: dict[int, float], least: float) -> list[Block]:
    """The blocks that are so likely body, but for those in boxes beside it."""
    blocks = anchor.layout.blocks
    return [
        blocks[index]
        for index, score in likely.items()
        if score >= least and not _boxed(anchor, blocks[index])
    ]


def _with_dateline(layout: Layout, chosen: list[Block]) -> list[Block]:
    """Take in the place that stands alone right over the first paragraph."""
    above = chosen[0].index - 1 if chosen else -1
    if above < 0 or chosen[0].tag in HEADINGS:
        return chosen
    block = layout.blocks[above]
    is_place = block.tag not in HEADINGS and not block.links and _DATELINE(block.text)
    return [block, *chosen] if is_place else chosen


def _bylined(layout: Layout, chosen: list[Block]) -> list[str]:
    """Names in the lines above the body that are named bylines: the first two words in capitals of each."""
    names = []
    for block in layout.blocks[max(0, chosen[0].index - _ABOVE) : chosen[0].index] if chosen else ():
        if block.length < 100 and (block.flags | block.node.flags) & N.BYLINE:
            found = BY.match(block.text)
            words = block.text[found.end() if found else 0 :].split(None, 2)[:2]
            if len(words) == 2 and all(word[0].isupper() and word.strip(".,|").isalpha() for word in words):
                names.append(" ".join(words).strip(".,|"))
    return names


def _scores(layout: Layout, anchor: Anchor, headline: Block | None) -> dict[int, float]:
    place = headline.index if headline is not None else None
    tables = long_tables(layout)
    rest = frozenset(index for cells in tables for index in cells[FIRST:])
    return judged_alike(tables, likelihoods(layout, features(anchor, place, but=rest)))


def _stated(layout: Layout, site: Site | None) -> list[Block] | None:
    """Blocks a known site's selectors name as the body; None where it has none, or they find nothing."""
    if site is None or not site.selectors.get("body"):
        return None
    found: Any = CSSSelector(site.selectors["body"])(layout.page.root)
    wanted = set(found)
    inside: list[bool] = []
    for node in layout.nodes:
        inside.append(node.el in wanted or (node.parent is not None and inside[node.parent.index]))
    return [block for block in layout.blocks if inside[block.node.index]] or None


def _open_as_stated(anchor: Anchor, likely: dict[int, float]) -> None:
    """Believe the page of the paragraph that it states its body begins with: the first looks like a
    standfirst."""
    stated = anchor.evidence.text
    if not stated:
        return
    for index, score in likely.items():
        if DOUBTFUL < score < LIKELY and anchor.share(index) == 1.0:
            text = squeeze(anchor.layout.blocks[index].text[:200])
            if len(text) > _OPENING and stated.startswith(text):
                likely[index] = LIKELY


def _boxed(anchor: Anchor, block: Block) -> bool:
    """Whether a block stands in a box of facts, links or offers beside the text, or of cookies, and the page
    does not count it among the body's."""
    flags = anchor.scoped[block.node.index]
    beside = flags & N.ASIDE and flags & _BOXES
    return bool(beside or block.index in anchor.apart) and anchor.share(block.index) <= 0


@lru_cache(maxsize=1024)
def _named(flags: int) -> str:
    return next(kind for flag, kind in _KINDS if flags & flag)


def _name_the_rest(layout: Layout, anchor: Anchor) -> None:
    """Kinds of the blocks that are not body, as names and, near the story, words tell."""
    scoped = anchor.scoped
    near = range(anchor.main.first - _NEAR, anchor.main.last + _NEAR)
    for block in layout.blocks:
        if block.kind:
            continue
        if block is layout.headline_block:
            block.kind = "headline"
            continue
        kind = ""
        flags = scoped[block.node.index] | block.flags
        if flags & _NAMED:
            kind = _named(flags & _NAMED)
        elif block.length < 200 and block.index in near and (first := W.labels(block.text)[0]):
            kind = next((kind for label, kind in _LABEL_KINDS if first & label), "")
        block.kind = kind or "other"
