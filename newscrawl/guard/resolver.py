"""DNS resolver that judges the very address a connection is made to.

A check of the host name before the request can be undone by a second answer of the name server (DNS
rebinding); here the address that is judged is the one handed to the socket. Host names written as numbers
("2130706433", "0x7f.1") come through here too, and are judged as what they resolve to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from newscrawl.guard.addresses import PrivateHosts

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred


class RefusedAddress(DNSLookupError):
    """The host resolves to an address that a crawl must not reach."""


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's caching resolver, with every answer judged (setting TWISTED_DNS_RESOLVER)."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.hosts = PrivateHosts()
        self.refused: dict[str, str] = {}
        """Address by host name, of the hosts refused so far."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        resolver.hosts = PrivateHosts(crawler.settings.getlist("NEWSCRAWL_ALLOW_PRIVATE_HOSTS"))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        return super().getHostByName(name, timeout).addCallback(self._judge, name)

    def _judge(self, address: Any, name: str) -> Any:
        if not self.hosts.may_reach(name, str(address)):
            self.refused[name] = str(address)
            raise RefusedAddress(f"{name} resolves to {address}, which is not a public address")
        return address
