"""The log: a story, a drop or a failure in one line, and nothing a page says can steer a terminal."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

from newscrawl.items import Story

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure

__all__ = ["OneLineFormatter", "plain"]

# C0 and C1 controls (escape sequences), line and paragraph separators, and the marks that reorder text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


def plain(text: str | None, width: int = 200) -> str:
    """A page's text as one harmless line of at most `width` characters.

    >>> plain("Fire\\x1b[31m in\\n the hills")
    'Fire [31m in the hills'
    """
    text = " ".join(_CONTROL.sub(" ", (text or "")[: 4 * width]).split())
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


class OneLineFormatter(LogFormatter):
    """Stories by headline and address; other items as Scrapy shows them."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """A written item."""
        if not isinstance(item, Story):
            return super().scraped(item, response, spider)
        return {
            "level": logging.DEBUG,
            "msg": "Story %(id)s %(headline)s <%(url)s>",
            "args": {"id": item.id, "headline": plain(item.headline, 120), "url": plain(item.url)},
        }

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """An item that is not written, and why."""
        result = super().dropped(item, exception, response, spider)
        if isinstance(item, Story):
            result["msg"] = "Dropped (%(reason)s) <%(url)s>"
            result["args"] = {"reason": plain(str(exception)), "url": plain(item.url)}
        return result

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """An item that a pipeline failed on."""
        result = super().item_error(item, exception, response, spider)
        if isinstance(item, Story):
            result["msg"] = "Error processing <%(url)s>"
            result["args"] = {"url": plain(item.url)}
        return result
