"""The name under which robots.txt speaks to this crawler."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

__all__ = ["product_of", "robots_agent"]

_PRODUCT = re.compile(r"[A-Za-z_-]+")
_COMPATIBLE = re.compile(r"\(compatible; *([A-Za-z_-]+)")


def robots_agent(settings: BaseSettings) -> str:
    """ROBOTSTXT_USER_AGENT, else the product in USER_AGENT.

    Not the whole user agent: its contact may hold the name of somebody else's crawler ("/bot", "google").
    """
    return settings.get("ROBOTSTXT_USER_AGENT") or product_of(settings.get("USER_AGENT") or "")


def product_of(user_agent: str) -> str:
    """The product token (RFC 9309, section 2.2.1) of a user agent; "*" where it has none.

    >>> product_of("newscrawl/0.1 (+https://example.com/bot)"), product_of("Mozilla/5.0 (compatible; wire/2)")
    ('newscrawl', 'wire')
    """
    found = _COMPATIBLE.search(user_agent)
    if found is not None:
        return found[1]
    found = _PRODUCT.match(user_agent.strip())
    return found[0] if found is not None else "*"
