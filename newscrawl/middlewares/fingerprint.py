"""One fingerprint for all variants of a page, so that Scrapy's own duplicate filter (and JOBDIR) sees one."""

from __future__ import annotations

from hashlib import sha1
from typing import TYPE_CHECKING

from scrapy.utils.request import RequestFingerprinter

from newscrawl.middlewares.budget import ROLE
from newscrawl.normalise.urls import fetch_key

if TYPE_CHECKING:
    from scrapy.http import Request

__all__ = ["PageFingerprinter"]


class PageFingerprinter(RequestFingerprinter):
    """`fetch_key` decides for the crawl's own page requests; all others (robots.txt, yours) as in Scrapy."""

    def fingerprint(self, request: Request) -> bytes:
        """Fingerprint of a request."""
        if ROLE not in request.meta or request.method != "GET":
            return super().fingerprint(request)
        key = fetch_key(request.url)
        before = request.meta.get("redirect_urls", ())
        if any(fetch_key(url) == key for url in before):
            # http -> https, /story -> /story/: the same page by its key, and yet it has to be fetched.
            return super().fingerprint(request)
        return sha1(key.encode("utf-8", "surrogatepass")).digest()
