"""Requests to a host that asks to be left alone are not sent (see `newscrawl.extensions.pace`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from newscrawl.extensions.pace import HostBusy, Pace

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

__all__ = ["PaceMiddleware"]


class PaceMiddleware:
    """Stands on the engine's side of robots.txt: that is not asked for either."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.pace: Pace | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Hold back a request to a host that is left alone.

        :raises HostBusy: where it is.
        """
        if self.pace is None:
            self.pace = self.crawler.get_extension(Pace)
        if self.pace is not None and self.pace.left_alone(request):
            raise HostBusy(request.url)
