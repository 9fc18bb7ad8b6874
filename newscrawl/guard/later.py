"""Requests that are put off rather than refused."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

__all__ = ["NotNow"]


class NotNow(IgnoreRequest):
    """A request that is not made in this run; nothing was decided about its page."""
