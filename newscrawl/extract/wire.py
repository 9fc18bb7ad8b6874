"""Lines around the body that may credit a source, sign off or note a correction; `normalise` judges them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newscrawl.extract.blocks import Block, Layout
from newscrawl.extract.names import (
    ASIDE,
    CAPTION,
    COMMENT,
    CONSENT,
    CREDIT,
    FOOTER,
    FORM,
    GALLERY,
    LATEST,
    NAV,
    NEWSLETTER,
    POPULAR,
    RELATED,
    VIDEO,
)
from newscrawl.page import Page

_ELSEWHERE = (
    NAV
    | FOOTER
    | ASIDE
    | COMMENT
    | RELATED
    | POPULAR
    | LATEST
    | NEWSLETTER
    | CONSENT
    | FORM
    | GALLERY
    | VIDEO
)
_PICTURE = CAPTION | CREDIT
# Blocks looked at after the headline and after the body, and the longest that is a line of credit or a
# note.
_HEAD, _TAIL, _LONGEST = 25, 14, 900
_MOST = 80


def read_credits(layout: Layout, headline: Block | None, body: list[Block]) -> list[str]:
    """Short blocks between headline and body and after the body, in page order."""
    blocks = layout.blocks
    # What headline or body stand in too says nothing of a block beside them.
    elsewhere = _ELSEWHERE
    for block in (headline, *body[:1], *body[-1:]):
        if block is not None:
            elsewhere &= ~block.node.inherited
    found: list[str] = []
    first = body[0].index if body else None
    if headline is not None:
        stop = min(
            headline.index + _HEAD,
            first if first is not None and first > headline.index else headline.index + _HEAD,
        )
        found += [
            block.text
            for block in blocks[headline.index + 1 : stop]
            if block.length < 160 and _fits(block, elsewhere)
        ]
    if body:
        last = body[-1].index
        for block in blocks[last + 1 : last + 1 + _TAIL]:
            if block.kind in ("related", "nav", "comment"):
                break
            if block.length < _LONGEST and _fits(block, elsewhere):
                found.append(block.text)
        inside = {block.index for block in body}
        # Notes and source lines that stand among the paragraphs but are classified as none of them.
        found += [
            block.text
            for block in blocks[body[0].index : last]
            if block.index not in inside
            and block.length < 300
            and block.kind in ("credit", "byline", "other", "legal")
            and _fits(block, elsewhere)
        ]
    return list(dict.fromkeys(line for text in found for line in text.split("\n") if line))[:_MOST]


def _fits(block: Block, elsewhere: int) -> bool:
    return not block.inherited & elsewhere and not block.flags & _PICTURE and block.link_density < 0.9


def stated_sources(page: Page) -> list[str]:
    """Organisations the page's data names as the source of the story."""
    found: list[str] = []
    for key in ("sourceOrganization", "provider", "copyrightHolder"):
        found += _names(page.article.get(key))
    for key in ("syndication-source", "news_source", "dc.source", "article:source", "agency", "source"):
        found += [content for content in page.meta.get(key, ()) if content and "://" not in content]
    return list(dict.fromkeys(found))


def _names(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str) and name and "://" not in name:
            yield name
