"""One line, once, where a crawl asks other people's sites without saying who asks."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

__all__ = ["Contact"]

logger = logging.getLogger(__name__)


class Contact:
    """Warns at the first answer of a site that is not this machine's, while NEWSCRAWL_CONTACT is not set."""

    def __init__(self, crawler: Crawler) -> None:
        if (crawler.settings.get("NEWSCRAWL_CONTACT") or "").strip():
            raise NotConfigured
        self.crawler = crawler
        crawler.signals.connect(self._answered, signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def _answered(self, response: Response, request: Request) -> None:
        host = (urlsplit(request.url).hostname or "").rstrip(".")
        if not host or host == "::1" or host.startswith("127.") or host.split(".")[-1] == "localhost":
            return
        self.crawler.signals.disconnect(self._answered, signals.response_downloaded)
        logger.warning(
            "The sites cannot tell who asks: set NEWSCRAWL_CONTACT to an address or URL of yours "
            "(-s NEWSCRAWL_CONTACT=you@example.com)"
        )
