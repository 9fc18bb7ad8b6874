"""What is to be done with one page in the browser."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SCROLL", "Plan"]

SCROLL = "scroll"
"""Value of `Site.load_more` for lists that grow when scrolled to their end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Load the page, let its scripts come to rest, and what else to do before it is read."""

    reason: str = "asked"
    """Why the page is drawn: "asked", or a reason of `newscrawl.render.need`."""

    scroll: bool = False
    """Go down the page once, so that blocks drawn only when they come into view are drawn."""

    more: str | None = None
    """CSS selector of the button that shows more, "scroll", or "auto" for what looks like one."""

    times: int = 0
    """How often to ask for more, at most."""
