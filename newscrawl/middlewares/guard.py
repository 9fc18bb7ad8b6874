"""Downloader middleware: only http and https, only public addresses; a refusal is one line, never retried."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import TextResponse
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

from newscrawl.encoding import is_charset
from newscrawl.guard.addresses import PrivateHosts, is_literal

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)


class AddressRefused(IgnoreRequest):
    """The request would reach something that a crawl must not reach."""


class AddressGuardMiddleware:
    """Refuses what must not be fetched before it leaves.

    Names are judged where they are resolved (`newscrawl.guard.resolver`); here schemes and addresses written
    as such are, which also holds where a proxy resolves names for us. Stands next to the downloader, so that
    it sees redirects, robots.txt and every retry, and so that a refusal is not retried.
    """

    def __init__(self, hosts: PrivateHosts, stats: StatsCollector | None, longest: int = 4096) -> None:
        self.hosts = hosts
        self.stats = stats
        self.longest = longest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        return cls(
            PrivateHosts(settings.getlist("NEWSCRAWL_ALLOW_PRIVATE_HOSTS")),
            crawler.stats,
            settings.getint("NEWSCRAWL_MAX_URL", 4096),
        )

    def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme == "data":  # holds its own bytes, reaches nothing
            return
        if parts.scheme not in ("http", "https"):
            raise self._refusal("scheme", f"{parts.scheme}: is not fetched, only http and https")
        if len(request.url) > self.longest:
            raise self._refusal(
                "url_length", f"an address of {len(request.url):,} characters (NEWSCRAWL_MAX_URL)"
            )
        host = parts.hostname or ""
        if is_literal(host) and not self.hosts.may_reach(host, host):
            raise self._refusal("address", f"{host} is not a public address")

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        if isinstance(exception, CannotResolveHostError):
            from twisted.internet import reactor  # only now: importing it installs it

            host = urlsplit(request.url).hostname or ""
            refused = getattr(getattr(reactor, "resolver", None), "refused", {}).get(host)
            if refused:
                raise self._refusal("address", f"{host} resolves to {refused}, which is not a public address")
        return None

    def _refusal(self, kind: str, why: str) -> AddressRefused:
        if self.stats is not None:
            self.stats.inc_value(f"newscrawl/guard/{kind}")
        hint = "; NEWSCRAWL_ALLOW_PRIVATE_HOSTS names hosts to allow" if kind == "address" else ""
        # Whoever asked for the page tells why it is missing: one line for a person is enough.
        logger.info("Not fetched: %s%s", why, hint)
        return AddressRefused(why)


class CharsetGuardMiddleware:
    """Answers whose label names no encoding ("zlib", "idna") are read as UTF-8.

    Python has codecs that are no encodings of pages, and some raise on any input; Scrapy and its middlewares
    decode with whatever the label names. Stands behind decompression and before all that reads text.
    """

    def __init__(self, stats: StatsCollector | None) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.stats)

    def process_response(self, request: Request, response: Response) -> Response:
        if not isinstance(response, TextResponse):
            return response
        stated = (response.headers.get("Content-Type") or b"").decode("latin-1")
        label = http_content_type_encoding(stated) or html_body_declared_encoding(response.body)
        if label is None or is_charset(label):
            return response
        if self.stats is not None:
            self.stats.inc_value("newscrawl/guard/charset")
        return response.replace(encoding="utf-8")
