"""Downloader middlewares that keep pages from doing harm: where they may lead, how far they unpack, how they
are decoded. A refusal is one line, and never retried."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, NotConfigured
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

_SMALL = 1 << 20
"""Bytes that may be unpacked from however little."""

_LAYERS = 3
"""Content codings over each other that are undone."""


class AddressRefused(IgnoreRequest):
    """The request would reach something that a crawl must not reach.

    :param kind: name for the stats: "private_address", "scheme" or "url_length".
    """

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(why)
        self.kind = kind


class TooLarge(IgnoreRequest):
    """A packed answer that unpacks to more than is taken.

    :param kind: name for the stats: "too_large" or "ratio".
    """

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(why)
        self.kind = kind


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
        private = kind == "address"
        hint = "; NEWSCRAWL_ALLOW_PRIVATE_HOSTS names hosts to allow" if private else ""
        # Whoever asked for the page tells why it is missing: one line for a person is enough.
        logger.info("Not fetched: %s%s", why, hint)
        return AddressRefused("private_address" if private else kind, why)


class CompressionMiddleware(HttpCompressionMiddleware):
    """Unpacks gzip, deflate, br and zstd, and stops where that gives more than a page's worth.

    Scrapy bounds the size alone (DOWNLOAD_MAXSIZE): twenty kilobytes may become sixteen megabytes. Here what
    is unpacked may be NEWSCRAWL_MAX_RATIO times what came, too. Real pages come to thirty at most.
    """

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._ratio = crawler.settings.getfloat("NEWSCRAWL_MAX_RATIO", 200.0)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("COMPRESSION_ENABLED"):
            raise NotConfigured
        return cls(crawler=crawler)

    def _handle_encoding(
        self, body: bytes, content_encoding: list[bytes], max_size: int
    ) -> tuple[bytes, list[bytes]]:
        """Unpack a body.

        :raises TooLarge: where it goes beyond a limit.
        """
        # robots.txt is cut by its own reader, not refused: its request knows no limit.
        largest = min(max_size or self._max_size, self._max_size or max_size)
        # What is small is harmless, and a page of spaces packs to nothing.
        bearable = int(max(self._ratio * len(body), _SMALL)) if self._ratio else largest
        most = min(filter(None, (largest, bearable)), default=0)
        if len(b",".join(content_encoding).split(b",")) > _LAYERS:
            raise self._too_large("ratio", f"is packed more than {_LAYERS} times over")
        try:
            return super()._handle_encoding(body, content_encoding, most)
        except ValueError as error:
            # Its class is private; no other error has this.
            if not hasattr(error, "decompressed_size"):
                raise
        if most == largest:
            raise self._too_large("too_large", "is too large (DOWNLOAD_MAXSIZE, unpacked)")
        raise self._too_large(
            "ratio", f"unpacks to more than {self._ratio:g} times its size (NEWSCRAWL_MAX_RATIO)"
        )

    def _too_large(self, kind: str, why: str) -> TooLarge:
        if self.stats is not None:
            self.stats.inc_value(f"newscrawl/limits/{'ratio' if kind == 'ratio' else 'unpacked'}")
        return TooLarge(kind, why)


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
