"""The log: a story, a drop or a failure in one line, and nothing a page says can steer a terminal."""

from __future__ import annotations

import contextlib
import copy
import logging
import os
import re
import sys
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.logformatter import LogFormatter
from scrapy.utils.log import get_scrapy_root_handler

from newscrawl.items import Story

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure

__all__ = ["TOLD_AT_END", "OneLineFormatter", "leave_to_the_end", "log_trouble", "plain", "tell"]

TOLD_AT_END = {"newscrawl_told_at_end": True}
"""`extra` of a log record that `scrapy crawl` tells again as its last line: why the run ended."""

# C0 and C1 controls (escape sequences), line and paragraph separators, and the marks that reorder text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")

# The same but for what makes lines and columns: for text that is ours and quotes what is not.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def plain(text: str | None, width: int = 200) -> str:
    """A page's text as one harmless line of at most `width` characters.

    >>> plain("Fire\\x1b[31m in\\n the hills")
    'Fire [31m in the hills'
    """
    text = " ".join(_CONTROL.sub(" ", (text or "")[: 4 * width]).split())
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def tell(*lines: str) -> None:
    """Write lines to standard error, whatever becomes of it: it may lead to a file on a full disk, or to a
    program that has gone. The exit status tells all the same."""
    try:
        for line in lines:
            print(_STEERING.sub(" ", line), file=sys.stderr)
        sys.stderr.flush()
    except OSError:
        # What is left in its buffer would make Python itself fail at exit, with a status of its own.
        with contextlib.suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stderr.fileno())
            os.close(nowhere)


def leave_to_the_end() -> None:
    """Keep what is told at the end out of the log: where the log goes to standard error, once is enough."""
    for name in ("newscrawl.feeds", "newscrawl.extensions.lock", "newscrawl.extensions.edges"):
        logging.getLogger(name).addFilter(lambda record: "newscrawl_told_at_end" not in vars(record))


def log_trouble() -> str | None:
    """Why lines of the log are missing, in one line; None where all were written."""
    handler = get_scrapy_root_handler()
    try:
        if handler is not None:
            handler.flush()
    except OSError as error:
        name = getattr(handler, "baseFilename", None)
        return f"cannot write the log {name}: {error.strerror}" if name else None
    return None


class _Harmless(logging.Formatter):
    """Another formatter's lines without what steers a terminal.

    A header, an address or an exception that a line quotes may hold anything.
    """

    def __init__(self, own: logging.Formatter) -> None:
        super().__init__()
        self.own = own

    def format(self, record: logging.LogRecord) -> str:
        # A copy, and before it is formatted: colours are the formatter's own.
        record = copy.copy(record)
        record.msg, record.args = _STEERING.sub(" ", record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = self.own.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = _STEERING.sub(" ", record.exc_text)
        return self.own.format(record)


def make_harmless() -> None:
    """Let nothing that a line of the log quotes steer a terminal, whoever writes the line."""
    handler = get_scrapy_root_handler()
    if handler is not None and not isinstance(handler.formatter, _Harmless):
        handler.setFormatter(_Harmless(handler.formatter or logging.Formatter()))


class OneLineFormatter(LogFormatter):
    """Stories by headline and address; other items as Scrapy shows them; no line steers a terminal."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Look after the log's handler too; it is made once the settings are settled, a moment later."""
        crawler.signals.connect(make_harmless, signals.spider_opened)
        return cls()

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
