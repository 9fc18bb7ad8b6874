"""What a card shows: the other story's own headline, its teaser, its date, and whether the teaser is cut
off."""

from __future__ import annotations

import re
from typing import Any

from newscrawl.extract.block_kinds import POPULAR, RELATED, heading_kind, is_label
from newscrawl.extract.blocks import HEADINGS, SKIPPED, Block, Layout, Node
from newscrawl.extract.link_lists import Card, LinkList, width
from newscrawl.extract.list_headings import label_of
from newscrawl.extract.names import (
    BUTTON,
    BYLINE,
    CLASS_FLAGS,
    COMMENT,
    DATE,
    HEADLINE,
    HIDDEN,
    KICKER,
    PAYWALL,
    SHARE,
    SUMMARY,
    TAGS,
)
from newscrawl.items import RawLink

_NOT_TEXT = DATE | BYLINE | COMMENT | KICKER | SHARE | TAGS | BUTTON
_ASIDE = KICKER | DATE | COMMENT | HIDDEN | BYLINE | SUMMARY | TAGS | PAYWALL
# Cut off by style: "-webkit-line-clamp", "text-overflow: ellipsis", and what class names say of them.
_CLAMP = re.compile(r"clamp|ellipsis|truncat|text-?overflow|dotdotdot|trunk8", re.I).search
_ENDED = re.compile(r"[.!?…。！？؟।।:;»”\"')\]]\s*$").search
_DIGIT = re.compile(r"\d").search
_GLUE = "\x1f"


def _is_time(text: str, dated: bool = False) -> bool:
    """Whether a text is a time or date and hardly anything else: a digit, few words."""
    if len(text) > 60 or not _DIGIT(text):
        return False
    words = [word for word in text.split() if word.isalpha()]
    if dated:
        return len(words) <= 6
    return len(words) <= 3 and sum(map(len, words)) <= 0.7 * len(text)


def read_cards(item: LinkList, layout: Layout, own: set[str]) -> tuple[list[RawLink], list[Block]]:
    """The entries of a list, one a target in page order, without the page itself; and the blocks they take
    up."""
    found: dict[str, RawLink] = {}
    titled: set[str] = set()
    taken: list[Block] = []
    ends = _ends(item, layout)
    prose = layout.prose
    for card, end in zip(item.cards, ends, strict=True):
        # A paragraph among others of its markup is no teaser of the story linked above it.
        blocks = [block for block in layout.blocks[card.first : end] if block.index not in prose]
        taken += blocks
        if card.target.key in own:
            continue
        key = card.target.key
        title = _title(card, blocks)
        link = _read(card, blocks, title)
        sure = title is not None and (_in_heading(title) or bool(title.flags & HEADLINE))
        known = found.get(key)
        if known is None:
            found[key] = link
            if sure:
                titled.add(key)
            continue
        # The same story again in one list: a picture's link, a second column.
        known.teaser = known.teaser or link.teaser
        known.date = known.date or link.date
        known.machine = known.machine or link.machine
        headline, other = known.headline or "", link.headline or ""
        if key in titled and width(headline) >= 16:
            if width(other) > 2 * width(headline) and not sure:  # a linked teaser below its headline
                known.teaser = known.teaser or other
        elif sure or width(other) > 2 * width(headline):
            known.headline = other or headline
    return [link for link in found.values() if link.headline], taken


def _ends(item: LinkList, layout: Layout) -> list[int]:
    """Where each card ends: what stands between it and the next belongs to it, and as much behind the
    last."""
    ends = []
    gap = 0
    for card, following in zip(item.cards, item.cards[1:], strict=False):
        between = layout.blocks[card.last : following.first]
        if following.box is card.box and (
            not between
            or (
                len(between) <= 5
                and not any(block.tag in HEADINGS or block.kind == "body" for block in between)
            )
        ):
            ends.append(max(card.last, following.first))
            gap = max(gap, len(between))
        else:
            ends.append(card.last)
    last = item.cards[-1]
    end = last.last
    while (
        gap
        and end < min(len(layout.blocks), last.last + gap, last.box.last)
        and layout.blocks[end].tag not in HEADINGS
        and layout.blocks[end].kind != "body"
    ):
        end += 1
    ends.append(end)
    return ends


def _read(card: Card, blocks: list[Block], title: Block | None) -> RawLink:
    link = RawLink(href=card.target.url, texts=[block.text for block in blocks])
    link.headline = _own_text(card, title) if title is not None else card.text
    headline = link.headline
    if (stated := _stated(card, headline)) is not None:
        headline = link.headline = stated
    if ":" in headline and (label := label_of(headline)):
        headline = link.headline = headline[len(label) + 1 :].strip()
    seen = title is None
    for block in blocks:
        if block is title:
            seen = True
            continue
        shown = block.times[0] if block.times else None
        if link.date is None and block.length <= 60:
            dated = shown is not None or bool(block.flags & DATE)
            if (dated or block.length <= 40) and _is_time(block.text, dated):
                link.date = block.text
        if shown is not None and link.machine is None:
            link.machine = shown.get("datetime") or shown.get("content")
            link.date = link.date or " ".join("".join(shown.itertext()).split()) or None
        if link.teaser is None and seen and _is_teaser(block, headline):
            link.teaser = block.text.replace("\n", " ")
            link.truncated_by_markup = not _ENDED(block.text) and _clamped(block.node, card)
    if title is not None and title.times and link.machine is None:
        link.machine = title.times[0].get("datetime")
        link.date = link.date or " ".join("".join(title.times[0].itertext()).split()) or None
    if title is None or not headline or title.length == len(headline):
        return link
    if link.date is None and headline in title.text:
        # Beside the headline in its own line: "Headline 5 May 2021".
        before, _, after = title.text.partition(headline)
        for beside in (after, before):
            beside = beside.strip(" |·•–—-()[]\n")
            if 3 <= len(beside) <= 40 and _is_time(beside):
                link.date = beside
                break
    if link.teaser is None and "\n" in title.text:
        rest = title.text.partition(headline)[2].strip().replace("\n", " ")
        if width(rest) >= 40:
            link.teaser = rest
    return link


def _stated(card: Card, shown: str) -> str | None:
    """The headline alone as a link's title states it, where the text shown is that behind a kicker."""
    for link in card.links:
        title: str = (link.el.get("title") or "").strip()
        if title and len(title) < len(shown) <= len(title) + 40 and shown.endswith(title):
            before = shown[: -len(title)]
            # A dash is the headline's own, and a word is not begun in its middle.
            if (
                width(title) >= 16
                and before[-1] in " :|"
                and before.rstrip()[-1:] not in ("–", "—", "-", ",")
            ):
                return title
    return None


def _title(card: Card, blocks: list[Block]) -> Block | None:
    """The block that holds the headline."""
    linked = {index for link in card.links for index, _ in link.texts}
    # Where a heading is shown, nothing else is.
    if headings := [
        block
        for block in blocks
        if _in_heading(block)
        and not block.node.flags & (KICKER | SHARE)
        and not block.inherited & HIDDEN
        and _says_something(block)
    ]:
        return _first_heading(headings, linked)
    shown = [block for block in blocks if _says_something(block)]
    if len(shown) == 1 and (shown[0].index in linked or not linked):
        return shown[0]
    candidates = [b for b in shown if not b.inherited & HIDDEN and not b.node.flags & SHARE]
    if headings := [
        block
        for block in shown
        if (not candidates or block.index in linked) and _in_heading(block) and not block.node.flags & KICKER
    ]:
        return _first_heading(headings, linked)
    candidates = candidates or shown
    plain = [block for block in candidates if not (block.flags & _NOT_TEXT and not block.flags & HEADLINE)]
    plain = [block for block in plain if not _is_time(block.text)] or plain or candidates
    named = [
        b for b in plain if b.flags & HEADLINE and not b.flags & SUMMARY and (b.index in linked or not linked)
    ]
    if named:
        named = [block for block in named if not block.flags & KICKER] or named
        return max(named, key=lambda block: block.length if block.length < 200 else 0)
    of_link = [block for block in plain if block.index in linked and not block.flags & SUMMARY]
    of_link = of_link or [block for block in plain if block.index in linked] or ([] if linked else plain)
    if not of_link:
        return plain[0] if plain and not linked else None
    # A kicker is shorter than a headline and stands first; a teaser is longer and stands behind.
    return next((block for block in of_link if 25 <= width(block.text) <= 220), None) or max(
        of_link, key=lambda b: b.length
    )


def _first_heading(headings: list[Block], linked: set[int]) -> Block:
    """The first heading that is linked and as long as a headline; else the longest, linked before others."""
    for block in headings:
        if block.index in linked and width(block.text) >= 16:
            return block
    return max(headings, key=lambda block: (block.index in linked, block.length))


def _says_something(block: Block) -> bool:
    """Whether a block may be a headline: it is neither too short nor a label of the card."""
    length = block.length
    if length > 60:
        return True
    return (length >= 8 or (length >= 3 and width(block.text) >= 8)) and not _is_read_also(block.text)


def _is_read_also(text: str) -> bool:
    """Whether a text is a label of a card ("Related story", "Read more"), not a headline."""
    return is_label(text) or (len(text) < 24 and heading_kind(text) in (RELATED, POPULAR))


def _in_heading(block: Block) -> bool:
    """Whether a block stands in a heading element, be it in a box of its own there."""
    if block.tag in HEADINGS:
        return True
    parent = block.node.parent
    return parent is not None and parent.tag in HEADINGS


def _own_text(card: Card, block: Block) -> str:
    """The headline alone, of a block that may hold kicker, time, rank or the label of a picture too."""
    el = block.el
    text = block.text
    longest = None
    for link in card.links:
        for index, linked in link.texts:
            if index == block.index and (longest is None or len(linked) > len(text)):
                longest, text = link, linked
    # A link around several blocks holds more than this one.
    if longest is not None and (len(text) < block.length or len(longest.texts) == 1):
        el = longest.el
    while len(el) == 1 and not ((before := el.text) and before.strip()):
        inner = el[0]
        if not isinstance(inner.tag, str) or ((behind := inner.tail) and behind.strip()):
            break
        el = inner
    if not len(el):
        return text
    pieces: list[str] = []
    _gather(el, pieces)
    parts = [folded for part in "".join(pieces).split(_GLUE) if (folded := " ".join(part.split()))]
    while (
        len(parts) > 1
        and width(parts[0]) <= 30
        and width(" ".join(parts[1:])) >= 16
        and parts[1][0] not in ":,;.!?-–"
    ):
        # Nothing but style parts them ("PoliticsMinister resigns"): a kicker, a rank, the label of a picture.
        parts = parts[1:]
    while (
        len(parts) > 1
        and (_is_time(parts[-1]) or width(parts[-1]) <= 3)
        and width(" ".join(parts[:-1])) >= 16
    ):
        parts = parts[:-1]
    own = " ".join(parts)
    # The tree below may hold more than the block (a link around a whole card) or leave too little.
    return own if own and len(own) <= len(text) + 2 and 2 * len(own) >= min(len(text), 40) else text


_STYLED = frozenset(("span", "em", "strong", "b", "i", "small", "div", "label"))
# Deeper is no card, and would be too much for Python's stack.
_DEEPEST = 100


def _gather(el: Any, pieces: list[str], depth: int = 0) -> None:
    """Add the texts of an element without what stands apart in it; a glue mark where two parts touch without
    a space."""
    text = el.text
    if text:
        pieces.append(text)
    if depth > _DEEPEST or not len(el):
        return
    for child in el[:]:  # a slice costs a third of an iterator
        tag, tail = child.tag, child.tail
        if isinstance(tag, str) and tag not in SKIPPED and tag not in ("time", "sup", "svg"):
            names = child.get("class")
            flags = CLASS_FLAGS[names] if names else 0
            if flags & SUMMARY and child.getprevious() is None and not (text and text.strip()):
                flags &= ~SUMMARY  # what stands first belongs to the headline, whatever it is called
            if not flags & _ASIDE or flags & HEADLINE:
                # Without a class an element is set apart only from one right before it: <em>6m</em><span>...
                styled = tag in _STYLED and (names is not None or _follows(child))
                before = styled and _touches(child)
                if before:
                    pieces.append(_GLUE)
                _gather(child, pieces, depth + 1)
                if styled and tail and tail[0].isalnum():
                    pieces.append(_GLUE)
            else:
                pieces.append(" ")
        else:
            pieces.append(" ")
        if tail:
            pieces.append(tail)


def _follows(child: Any) -> bool:
    """Whether an element stands right behind another kind of element."""
    before = child.getprevious()
    return before is not None and not before.tail and isinstance(before.tag, str) and before.tag != child.tag


def _touches(child: Any) -> bool:
    """Whether an element follows another text without a space between."""
    before = child.getprevious()
    text = before.tail if before is not None else child.getparent().text
    if text and text.strip():
        return bool(text[-1].isalnum())
    if before is None or (text and text[-1:].isspace()):
        return False
    if not isinstance(before.tag, str):
        return False
    inner = "".join(before.itertext())
    return bool(inner) and not inner[-1].isspace()


def _is_teaser(block: Block, headline: str | None) -> bool:
    if block.length < 30 or (block.length < 40 and not block.flags & SUMMARY and width(block.text) < 40):
        return False
    if block.flags & _NOT_TEXT and not block.flags & SUMMARY:
        return False
    if block.inherited & HIDDEN or is_label(block.text) or block.text == headline:
        return False
    return block.tag != "figcaption"


def _clamped(node: Node | None, card: Card) -> bool:
    for _ in range(4):
        if node is None:
            return False
        if _CLAMP(node.names) or _CLAMP(node.el.get("style") or ""):
            return True
        if node is card.node:
            return False
        node = node.parent
    return False
