"""The body of a story: which blocks are its paragraphs and headings, and what each other block is.

Each block near the bulk of the prose gets a likelihood (`scorer`) from its looks and its place (`features`).
Rules then take out what is never body whatever its place ("Advertisement", "Read more: ...", the headline
again, teasers, pull quotes), keep an embedded post whole, and leave no heading without text under it.

A standfirst in markup of its own is the summary's, not the body's: the scorer has learned it so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml.cssselect import CSSSelector

from newscrawl.extract import labels as W
from newscrawl.extract import names as N
from newscrawl.extract.anchor import Anchor, squeeze
from newscrawl.extract.blocks import HEADINGS, Block, Layout
from newscrawl.extract.byline import BY
from newscrawl.extract.classify import Verdict, classify
from newscrawl.extract.features import author_names, features
from newscrawl.extract.furniture import is_date, is_loose_end
from newscrawl.extract.residue import residue
from newscrawl.extract.scorer import likelihoods
from newscrawl.extract.tables import FIRST, judged_alike, long_tables
from newscrawl.page import Page
from newscrawl.site import Site

_LIKELY = 0.5
_UNLIKELY = 0.05
_DOUBTFUL = 0.3
# Likelihood from which subheadings that stand over text are believed; that of such text, and its length.
_SUBHEADINGS = 0.25
_CERTAIN, _PARAGRAPH = 0.8, 80
# Letters of a paragraph that are enough to know the beginning of the stated body by.
_OPENING = 60
_BOXES = N.INFOBOX | N.RELATED | N.NEWSLETTER | N.POPULAR | N.LATEST
_MANY = 100
_SET_APART = N.QUOTE | N.INFOBOX | N.ASIDE
# Quotes and full stops around a pull quote, which the paragraph it was taken from may not have there.
_EDGES = "\"'„“”«»‚‘’.,!?…–—-"
# A byline stands so many blocks above the body at most.
_ABOVE = 20
# Lists and tables may say a thing twice.
_ROWS = frozenset(("li", "td", "th", "dd", "dt"))
# So many paragraphs of one markup are the story's own.
_ALIKE = 3
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
        _even(layout, likely)
        _open_as_stated(anchor, likely)
        chosen = [
            layout.blocks[index]
            for index, score in likely.items()
            if score >= _LIKELY and not _boxed(anchor, layout.blocks[index])
        ]
        chosen = _up_to_the_stated_end(anchor, chosen)
        layout.prose = _prose(layout, chosen)
        chosen = _without_pull_quotes(anchor, _once(_with_embeds(layout, chosen)))
        chosen = _without_teasers(layout, chosen)
    paragraphs: list[str] = []
    body: list[Block] = []
    told = {squeeze(headline.text)} if headline is not None else set()
    if stated := page.meta_first("og:title") or page.title:
        told.add(squeeze(stated))
    longest = 2 * max(map(len, told), default=0) + 20  # twice: with its white space
    ends = {text[-1] for text in told if text}.union("’”")
    authors = author_names(anchor) + _bylined(layout, chosen)
    for block in _with_text_under(chosen):
        if block is headline:
            continue
        parts = [
            part
            for part in block.text.split("\n\n")
            if part and (len(part) > longest or part[-1] not in ends or squeeze(part) not in told)
        ]
        kind = "headline"
        if not body and parts and is_date(parts[0]):
            parts = parts[1:]
            kind = "stamp"
        kept = [part for part in parts if not (kind := residue(part, block, authors))]
        if kept:
            body.append(block)
            paragraphs += kept
            block.kind = "heading" if block.tag in HEADINGS else "body"
        else:
            block.kind = kind
    while len(body) > 1 and is_loose_end(paragraphs[-1]) and body[-1].text.strip() == paragraphs[-1].strip():
        paragraphs.pop()
        body.pop().kind = "other"
    layout.body = body
    if sum(map(len, paragraphs)) < 0.1 * len(anchor.evidence.text):
        # Drawn by script: what the page states is all there is to read.
        paragraphs = anchor.evidence.paragraphs()
    _name_the_rest(layout, anchor)
    return Reading(paragraphs, classify(layout, page, anchor))


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


def _even(layout: Layout, likely: dict[int, float]) -> None:
    """Judge subheadings of one markup alike: a story has all of them or none; all in doubt if text follows
    most."""
    groups: dict[tuple[str, str, int], list[int]] = {}
    for index in likely:
        node = layout.blocks[index].node
        if node.tag in HEADINGS:
            groups.setdefault((node.tag, node.el.get("class") or "", node.depth), []).append(index)
    for group in groups.values():
        if len(group) > 2:
            inside = [index for index in group if likely[index] > _UNLIKELY]
            mean = sum(likely[index] for index in inside) / max(1, len(inside))
            if _SUBHEADINGS < mean < _LIKELY:
                over = sum(1 for index in inside if _text_follows(layout, likely, index))
                mean = _LIKELY if 2 * over > len(inside) else mean
            for index in inside:
                likely[index] = mean


def _text_follows(layout: Layout, likely: dict[int, float], index: int) -> bool:
    """Whether a paragraph that is body for certain follows a subheading, or a picture and its caption."""
    return any(
        likely.get(after, 0.0) > _CERTAIN and layout.blocks[after].length > _PARAGRAPH
        for after in range(index + 1, index + 4)
    )


def _open_as_stated(anchor: Anchor, likely: dict[int, float]) -> None:
    """Believe the page of the paragraph that it states its body begins with: the first looks like a
    standfirst."""
    stated = anchor.evidence.text
    if not stated:
        return
    for index, score in likely.items():
        if _DOUBTFUL < score < _LIKELY and anchor.share(index) == 1.0:
            text = squeeze(anchor.layout.blocks[index].text[:200])
            if len(text) > _OPENING and stated.startswith(text):
                likely[index] = _LIKELY


def _with_embeds(layout: Layout, chosen: list[Block]) -> list[Block]:
    """Posts embedded between paragraphs are quotations: all of their lines or none."""
    if not chosen:
        return chosen
    first, last = chosen[0].index, chosen[-1].index
    wanted = {block.index for block in chosen}
    added = False
    for node in layout.nodes:
        if (
            node.tag == "blockquote"
            and first < node.first
            and node.last <= last + 1
            and node.last - node.first < 12
        ):
            here = range(node.first, node.last)
            whole = node.names.startswith(N.EMBEDS) or not wanted.isdisjoint(here)
            if whole:
                wanted.update(here)
                added = True
    return [layout.blocks[index] for index in sorted(wanted)] if added else chosen


def _prose(layout: Layout, chosen: list[Block]) -> frozenset[int]:
    """Indices of the blocks that are paragraphs for certain: one markup, and most of them under no linked
    headline."""
    groups: dict[tuple[str, str, int], list[int]] = {}
    for block in chosen:
        node = block.node
        if node.tag not in HEADINGS and block.link_chars * 2 < block.length:
            # A class of their own makes them alike wherever they stand, else the element they stand in.
            place = -node.depth if node.names else node.parent.index if node.parent is not None else 0
            groups.setdefault((node.tag, node.names, place), []).append(block.index)
    found: list[int] = []
    for group in groups.values():
        under = sum(1 for index in group if index and _is_linked_headline(layout.blocks[index - 1]))
        if len(group) >= _ALIKE and 3 * under <= len(group):
            found += group
    return frozenset(found)


def _boxed(anchor: Anchor, block: Block) -> bool:
    """Whether a block stands in a box of facts, links or offers beside the text, and the page does not count
    it among the body's."""
    flags = anchor.scoped[block.node.index]
    return bool(flags & N.ASIDE and flags & _BOXES) and anchor.share(block.index) <= 0


def _up_to_the_stated_end(anchor: Anchor, chosen: list[Block]) -> list[Block]:
    """Leave out what follows the last words of the body as the page states it, where these are shown."""
    stated = anchor.evidence.text
    if not stated or stated.endswith(("...", "…")):
        return chosen
    held = sum(block.length for block in chosen if anchor.share(block.index) > 0.5)
    if held < 0.6 * sum(block.length for block in chosen):
        return chosen
    end = next((block.index for block in chosen if squeeze(block.text).endswith(stated[-30:])), None)
    return [block for block in chosen if end is None or block.index <= end or anchor.share(block.index) > 0]


def _without_teasers(layout: Layout, chosen: list[Block]) -> list[Block]:
    """Leave out the teasers of other stories: lines right under a linked headline, in a part of the page
    where most are. A paragraph that happens to follow an inline "Read more" stands among others that don't.
    """
    inside = {block.index for block in chosen}
    under = [
        block
        for block in chosen
        if block.index
        and block.index - 1 not in inside
        and _is_linked_headline(layout.blocks[block.index - 1])
    ]
    if not under:
        return chosen
    alike = Counter(map(_markup, chosen)) - Counter(map(_markup, under))
    dropped: set[int] = set()
    for block in under:
        if alike[_markup(block)] >= _ALIKE:
            continue
        above = layout.blocks[block.index - 1]
        node = block.node
        while node.parent is not None and not node.first <= above.index < node.last:
            node = node.parent
        here = [index for index in range(node.first, node.last) if index in inside]
        teasers = sum(1 for other in under if node.first <= other.index < node.last)
        if 3 * teasers >= 2 * len(here) and 2 * len(here) <= len(chosen):
            dropped.add(block.index)
            block.kind = "related"
    return [block for block in chosen if block.index not in dropped]


def _markup(block: Block) -> tuple[str, str, int]:
    """What paragraphs of one story have alike."""
    return block.tag, block.node.names, block.node.depth


def _is_linked_headline(block: Block) -> bool:
    return block.length >= 16 and block.link_chars > 0.8 * block.length


def _once(chosen: list[Block]) -> list[Block]:
    """Leave out the second copy of a text that a page holds twice, for a narrow and a wide screen, say."""
    opening = {block.text for block in chosen[:_ALIKE]}
    told: set[str] = set()
    run: list[Block] = []  # the copies so far, which begin as the text does
    for block in chosen:
        if block.text in told and (run or block.text in opening):
            run.append(block)
            continue
        if _is_copy(run):
            break
        run = []
        told.add(block.text)
    if not _is_copy(run):
        return chosen
    for block in run:
        block.kind = "other"
    copies = {block.index for block in run}
    return [block for block in chosen if block.index not in copies]


def _is_copy(run: list[Block]) -> bool:
    return len(run) >= _ALIKE and sum(1 for block in run if block.length > _PARAGRAPH) >= _ALIKE


def _without_pull_quotes(anchor: Anchor, chosen: list[Block]) -> list[Block]:
    """Leave out a quotation set apart, by its name or its markup, that repeats what a paragraph says."""
    prose = anchor.layout.prose
    apart = {block.index for block in chosen if anchor.scoped[block.node.index] & _SET_APART}
    doubtful = [
        block
        for block in chosen
        if block.length < 400
        and block.tag not in HEADINGS
        and block.tag not in _ROWS
        and (block.index in apart or block.index not in prose)
        and not _is_embedded(block)
    ]
    if len(doubtful) > _MANY:  # each is sought in the whole text
        doubtful = [block for block in doubtful if block.index in apart][:_MANY]
    if not doubtful or len(doubtful) == len(chosen):
        return chosen
    shown = "\n".join([block.text for block in chosen])
    whole = ""
    dropped = set()
    for block in doubtful:
        middle = block.length // 2
        if shown.count(block.text[middle - 6 : middle + 6]) < 2:
            continue
        whole = whole or "\n".join([squeeze(block.text) for block in chosen])
        words = squeeze(block.text).strip(_EDGES)
        if len(words) > 25 and whole.count(words) > 1:
            dropped.add(block.index)
            block.kind = "promo"
    return [block for block in chosen if block.index not in dropped]


def _is_embedded(block: Block) -> bool:
    """Whether a block is a line of an embedded post."""
    node = block.node
    return node.names.startswith(N.EMBEDS) or (
        node.parent is not None and node.parent.names.startswith(N.EMBEDS)
    )


def _with_text_under(chosen: list[Block]) -> list[Block]:
    """Drop headings that no text follows: at the end, and in a box whose text was left out."""
    kept: list[Block] = []
    text_follows = False
    texts = {block.index for block in chosen if block.tag not in HEADINGS}
    for block in reversed(chosen):
        if block.tag not in HEADINGS:
            text_follows = True
        else:
            box = block.node.parent
            if not text_follows or (
                box is not None
                and box.last - box.first > 1
                and not any(index in texts for index in range(box.first, box.last))
            ):
                continue
        kept.append(block)
    return kept[::-1]


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
