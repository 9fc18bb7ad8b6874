"""How large a page may be, from the settings, and what to say of one that is larger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.page import Limits

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from newscrawl.page import Page

__all__ = ["limits_of", "too_much"]


def limits_of(settings: BaseSettings) -> Limits:
    """The limits that NEWSCRAWL_MAX_ELEMENTS, _DEPTH, _LINKS and _TEXT set."""
    own = Limits()
    return Limits(
        elements=settings.getint("NEWSCRAWL_MAX_ELEMENTS", own.elements),
        depth=settings.getint("NEWSCRAWL_MAX_DEPTH", own.depth),
        links=settings.getint("NEWSCRAWL_MAX_LINKS", own.links),
        text=settings.getint("NEWSCRAWL_MAX_TEXT", own.text),
    )


def too_much(page: Page, limits: Limits) -> str | None:
    """Why a page is not read, in words that follow its address; None for one that is.

    A page that is only too deep is read flat.
    """
    for name, found in page.exceeded.items():
        if name != "depth":
            what = "characters of text" if name == "text" else name
            limit: int = getattr(limits, name)
            return f"is not read: {found:,} {what}, more than {limit:,} (NEWSCRAWL_MAX_{name.upper()})"
    return None
