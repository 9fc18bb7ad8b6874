"""Which addresses a crawl may connect to.

Pages name the addresses we fetch, so a page could point the crawler at the machine it runs on, its network or
a cloud's metadata service. Only globally routable unicast addresses are reached, whatever form they come in.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# RFC 6052: IPv4 addresses inside IPv6, for networks that translate.
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


def is_public(address: str | Address) -> bool:
    """Whether an IP address is globally routable unicast.

    IPv4 addresses wrapped in IPv6 (mapped, 6to4, Teredo, NAT64) are judged as what they lead to. Text that is
    no address is not public.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("ff02::1")
    (True, False, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0]) if isinstance(address, str) else address
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (inner := _inner(ip)):
        return all(is_public(address) for address in inner)
    # is_global alone says yes to multicast.
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _inner(ip: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip.sixtofour:
        return [ip.sixtofour]
    if ip.teredo:
        return list(ip.teredo)
    if any(ip in network for network in _NAT64):
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    return []


class PrivateHosts:
    """The hosts that may be reached although their address is not public: `NEWSCRAWL_ALLOW_PRIVATE_HOSTS`.

    :param allowed: host names or addresses; "*" allows all. A name allows itself only, not its subdomains.

    >>> hosts = PrivateHosts(["127.0.0.1"])
    >>> hosts.may_reach("127.0.0.1", "127.0.0.1"), hosts.may_reach("evil.example", "127.0.0.1")
    (True, False)
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = frozenset(host.strip().lower().strip("[]") for host in allowed if host.strip())

    def may_reach(self, host: str, address: str) -> bool:
        """Whether a connection for `host` may go to `address`, the one it resolved to."""
        return (
            "*" in self._allowed
            or host.lower().strip("[]").rstrip(".") in self._allowed
            or is_public(address)
        )


def is_literal(host: str) -> bool:
    """Whether a URL's host is an IP address written as such."""
    try:
        ipaddress.ip_address(host.strip("[]").split("%", 1)[0])
    except ValueError:
        return False
    return True
