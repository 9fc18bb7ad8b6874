"""What is put right about the blocks that were chosen as the body: embedded posts whole or not at all, no
text twice, no teasers, no pull quotes, no list of references, no heading without text under it."""

from __future__ import annotations

import re
from collections import Counter

from newscrawl.extract import labels as W
from newscrawl.extract import names as N
from newscrawl.extract.anchor import Anchor, squeeze
from newscrawl.extract.blocks import HEADINGS, Block, Layout, Node

# A paragraph is longer than this; so many of one markup are the story's own.
_PARAGRAPH, _ALIKE = 80, 3
_MANY = 100
# What is read aloud and not shown, by the names of widely used frameworks; its letters at most.
_UNSEEN = re.compile(r"(?:^|[\s_-])(?:sr-?only|screen-?reader|visually-?hidden)", re.I).search
_UNSEEN_LINE = 100
# The headline of another story: one of its first blocks, of so many letters.
_OPENING, _HEADLINE = 4, 16
# Letters that a pull quote has at least: one that is named so, one that is not; and its lines at most.
_SHORT_QUOTE, _QUOTE = 8, 25
_QUOTE_LINES = 4
_PULLED = re.compile("pull-?_?quote", re.I).search
_SET_APART = N.QUOTE | N.INFOBOX | N.ASIDE
# Quotes and full stops around a pull quote, which the paragraph it was taken from may not have there.
_EDGES = "\"'„“”«»‚‘’.,!?…–—-"
# "Literature", "Notes:": a line no longer than this, over what tells its year, its address or its number.
_LINE = 45
_REFERENCE = re.compile(r"(?:^|\D)(?:1[89]|20)\d\d(?:\D|$)|https?://|www\.|\bdoi\b").search
_NOTE = re.compile(r"(?:\[(\d{1,3}|[ivx]{1,5})\]|\((\d{1,2})\)|[\^₁₂₃₄₅₆₇₈₉¹²³])").match
# Lists and tables may say a thing twice.
_ROWS = frozenset(("li", "td", "th", "dd", "dt"))


def with_embeds(layout: Layout, chosen: list[Block]) -> list[Block]:
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


def prose_of(layout: Layout, chosen: list[Block]) -> frozenset[int]:
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


def up_to_the_stated_end(anchor: Anchor, chosen: list[Block]) -> list[Block]:
    """Leave out what follows the last words of the body as the page states it, where these are shown."""
    stated = anchor.evidence.text
    if not stated or stated.endswith(("...", "…")):
        return chosen
    held = sum(block.length for block in chosen if anchor.share(block.index) > 0.5)
    if held < 0.6 * sum(block.length for block in chosen):
        return chosen
    end = next((block.index for block in chosen if squeeze(block.text).endswith(stated[-30:])), None)
    return [block for block in chosen if end is None or block.index <= end or anchor.share(block.index) > 0]


def without_unseen(chosen: list[Block]) -> list[Block]:
    """Leave out lines that only screen readers read aloud: "list of 3 items", "End of article"."""
    return [
        block
        for block in chosen
        if not (
            block.node.flags & N.HIDDEN
            and block.length < _UNSEEN_LINE
            and _UNSEEN(block.node.names) is not None
        )
    ]


def up_to_the_next_story(anchor: Anchor, chosen: list[Block]) -> list[Block]:
    """Leave out whole stories that follow on one page, each under a headline of its own: one in the markup of
    the page's headline, or one that opens an <article> beside its own."""
    layout = anchor.layout
    headline = layout.headline_block
    if headline is None or len(chosen) < 2 * _ALIKE:
        return chosen
    node, last = headline.node, chosen[-1].index
    enough = chosen[_ALIKE - 1].index
    end = next(
        (
            block.index
            for block in layout.blocks[max(headline.index, enough) + 1 : last]
            if block.tag == headline.tag
            and block.node.depth == node.depth
            and block.node.names == node.names
            and block.text != headline.text
            and _is_signed(layout, block.index)
        ),
        last,
    )
    own = _article(node)
    if own is not None:
        for other in layout.nodes[own.index + 1 : chosen[-1].node.index + 1]:
            if other.first >= end:
                break
            if (
                other.tag == "article"
                and other.first >= own.last > enough
                and _opens_with_headline(layout, other)
            ):
                end = other.first - 1
                break
    if end == last:
        return chosen
    return [block for block in chosen if block.index <= end or anchor.share(block.index) > 0]


def _is_signed(layout: Layout, index: int) -> bool:
    """Whether a date or a byline stands near a headline."""
    return any(
        block.times or (block.length < _PARAGRAPH and (block.flags | block.node.flags) & (N.DATE | N.BYLINE))
        for block in layout.blocks[max(0, index - 2) : index + 5]
    )


def _article(node: Node) -> Node | None:
    around: Node | None = node
    while around is not None and around.tag != "article":
        around = around.parent
    return around


def _opens_with_headline(layout: Layout, node: Node) -> bool:
    """Whether a heading stands at the beginning of an element, over text of some length."""
    opening = layout.blocks[node.first : min(node.last, node.first + _OPENING)]
    return node.last - node.first > len(opening) and any(
        block.tag in HEADINGS and block.length >= _HEADLINE for block in opening
    )


def without_teasers(layout: Layout, chosen: list[Block]) -> list[Block]:
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


def without_references(layout: Layout, chosen: list[Block]) -> list[Block]:
    """Leave out lists of literature under a line that announces them, and the notes at the end of a text that
    refers to them: "[1] ...". They are the story's own still: what follows them may be its stamp."""
    dropped: set[int] = set()
    blocks, last = layout.blocks, chosen[-1].index if chosen else -1
    for block in blocks[chosen[0].index : last] if chosen else ():
        if block.index in dropped:  # what follows it was looked at with it
            continue
        if block.length < _LINE and block.tag not in _ROWS and _announces_references(block.text):
            after = block.index + 1
            while after <= last and (_REFERENCE(blocks[after].text) or _NOTE(blocks[after].text)):
                dropped.update((block.index, after))
                after += 1
    kept = [block for block in chosen if block.index not in dropped] if dropped else chosen
    end = len(kept)
    while end > 1 and (note := _NOTE(kept[end - 1].text)) and note.group()[0] in "[(":
        end -= 1
    if end < len(kept):
        first = _NOTE(kept[end].text)
        if (
            first
            and (first[1] or first[2]) in ("1", "i")
            and any(first.group() in b.text for b in kept[:end])
        ):
            kept = kept[:end]
    inside = {block.index for block in kept}
    left = {block.index for block in chosen if block.index not in inside}
    if left:
        begin, end = min(left), max(left)
        for block in blocks[begin:]:
            if block.index in left or _NOTE(block.text):
                block.kind = "notes"
            elif block.index > end:
                break
    return kept


def _announces_references(text: str) -> bool:
    first, _, count, words = W.labels(text)
    return bool(first & W.REFERENCES) and 2 * count >= words


def told_once(chosen: list[Block]) -> list[Block]:
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


def without_pull_quotes(anchor: Anchor, chosen: list[Block]) -> list[Block]:
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
        least = _SHORT_QUOTE if _is_pulled(block) else _QUOTE
        if len(words) > least and whole.count(words) > 1:
            dropped.add(block.index)
            block.kind = "promo"
            if (speaker := _speaker(anchor.layout, block)) is not None:
                dropped.add(speaker.index)
                speaker.kind = "promo"
    return [block for block in chosen if block.index not in dropped]


def _is_pulled(block: Block) -> bool:
    """Whether a name two levels around a text at most calls it a pull quote."""
    node: Node | None = block.node
    for _ in range(3):
        if node is not None:
            if node.flags & N.QUOTE and _PULLED(node.names):
                return True
            node = node.parent
    return False


def _speaker(layout: Layout, quote: Block) -> Block | None:
    """The line under a pull quote that names whom it quotes."""
    after = layout.blocks[quote.index + 1] if quote.index + 1 < len(layout.blocks) else quote
    box: Node | None = quote.node
    while box is not None and not box.flags & N.QUOTE:
        box = box.parent
    inside = box is not None and quote.index < after.index < box.last and box.last - box.first <= _QUOTE_LINES
    return after if inside and after.length < _PARAGRAPH else None


def _is_embedded(block: Block) -> bool:
    """Whether a block is a line of an embedded post."""
    node = block.node
    return node.names.startswith(N.EMBEDS) or (
        node.parent is not None and node.parent.names.startswith(N.EMBEDS)
    )


def with_text_under(chosen: list[Block]) -> list[Block]:
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
