"""The standfirst shown between headline and body, else the page's own description."""

from __future__ import annotations

import re

from newscrawl.extract.blocks import HEADINGS, Block, Layout, Node
from newscrawl.extract.names import (
    ASIDE,
    BYLINE,
    CAPTION,
    COMMENT,
    CREDIT,
    DATE,
    FOOTER,
    INFOBOX,
    LATEST,
    NAV,
    NEWSLETTER,
    PAYWALL,
    POPULAR,
    RELATED,
    SHARE,
    SUMMARY,
    TAGS,
)
from newscrawl.page import Page

_OTHER = (
    NAV
    | FOOTER
    | ASIDE
    | COMMENT
    | RELATED
    | POPULAR
    | LATEST
    | NEWSLETTER
    | CAPTION
    | CREDIT
    | SHARE
    | TAGS
    | INFOBOX
)
_WORD = re.compile(r"\w+")
_SENTENCE_END = ".!?…。！？।\"”»'’)؟"
_CUT = re.compile(r"(?:\.\.\.|…|\[[^\w\[\]]{0,5}\])\s*(?:read more)?$", re.I)
# A standfirst stands so near the headline, in blocks.
_REACH = 18


def find_summary(layout: Layout, page: Page, headline: Block | None, body: list[Block]) -> str | None:
    """The standfirst as shown; else the description, unless cut off or the body's own beginning."""
    description = _description(page)
    said = _words(description or "")
    if headline is not None:
        shown = _shown(layout, headline, body, said)
        if shown is not None:
            return shown
    if description is None or _CUT.search(description) or len(said) < 4:
        return None
    words = " ".join(said)
    # "Read here: <headline>" and the headline itself say nothing of their own.
    if headline is not None and " ".join(_words(headline.text)) in words:
        return None
    # A description cut from the body is no summary of it; nor is one cut off without saying so.
    longest = max(said, key=len)
    for block in body[:3]:
        if longest in block.text.casefold() and words in " ".join(_words(block.text)):
            return None
    if description[-1] not in _SENTENCE_END and len(description) > 100:
        return None
    return description


def _shown(layout: Layout, headline: Block, body: list[Block], description: list[str]) -> str | None:
    other = _OTHER & ~headline.node.inherited
    inside = {block.index for block in body}
    first = body[0].index if body else headline.index + _REACH
    parts: list[str] = []
    last = -1
    # Where the classification took the standfirst into the body, it is no summary apart from it.
    for block in layout.blocks[headline.index + 1 : min(headline.index + _REACH, first + 1)]:
        if block.index in inside:
            break
        # What follows the headline at once is its standfirst even in an element named an aside.
        named_else = block.inherited & other & ~SHARE & (~ASIDE if block.index == headline.index + 1 else ~0)
        if named_else or (block.flags & (SHARE | BYLINE | DATE | PAYWALL) and not block.flags & SUMMARY):
            continue
        if block.link_density > 0.5 or not 20 <= block.length <= 700:
            continue
        words = _words(block.text)
        if len(words) < 4:
            continue
        named = _named(block)
        same = description and (
            words == description or (len(description) > 8 and words[:8] == description[:8])
        )
        heading = (
            block.tag in HEADINGS
            and block.tag != "h1"
            and block.index <= headline.index + 3
            and block.length > 40
        )
        # A sentence of its own right under the headline, before the byline, whatever it is named.
        near = block.index <= headline.index + 2 or block.node.parent is headline.node.parent
        plain = near and block.length > 60 and block.text[-1] in _SENTENCE_END
        if not (named or same or heading or plain or block.kind == "summary"):
            continue
        if parts and block.index > last + 1:
            break
        text = block.text.replace("\n", " ")
        if text not in parts:  # a second copy for small screens
            parts.append(text)
        last = block.index
        if len(parts) == 3:
            break
    return " ".join(parts) or None


def _named(block: Block) -> bool:
    node: Node | None = block.node
    if block.flags & SUMMARY:
        return True
    for _ in range(2):
        if node is None or node.last - node.first > 4:
            return False
        if node.flags & SUMMARY:
            return True
        node = node.parent
    return False


def _description(page: Page) -> str | None:
    stated = page.article.get("description")
    for text in (
        stated if isinstance(stated, str) else None,
        page.meta_first("og:description"),
        page.meta_first("description", "twitter:description", "dc.description"),
    ):
        if text and text.strip():
            folded = " ".join(text.split())
            if "<" not in folded:
                return folded
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
