"""What kind of page it is: a story and of which form, or what it is instead; free, paywalled, cut off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from newscrawl.extract import blocks as B
from newscrawl.extract.anchor import Anchor
from newscrawl.extract.blocks import Layout
from newscrawl.page import ARTICLE_TYPES, Page, types_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `classify` says of a page; the fields of `items.Story` of the same names."""

    story_type: str
    access: str | None
    truncated: bool | None


def classify(layout: Layout, page: Page, anchor: Anchor) -> Verdict:
    """Page type, access and truncation. `layout.body` has been set."""
    access = _access(page)
    return Verdict("article", access, None)


def _access(page: Page) -> str | None:
    stated: Any = page.article.get("isAccessibleForFree")
    if isinstance(stated, str):
        stated = {"true": True, "false": False}.get(stated.rsplit("/", 1)[-1].lower())
    if isinstance(stated, bool):
        return "free" if stated else "paywalled"
    return None
