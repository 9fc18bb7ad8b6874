"""Where a crawl may connect: the forms an address comes in, and a real crawl that is lured to loopback."""

from __future__ import annotations

import pytest

from newscrawl.guard.addresses import PrivateHosts, is_literal, is_public

PUBLIC = """
93.184.216.34 8.8.8.8 2606:2800:220:1::1 ::ffff:8.8.8.8 2002:0808:0808::1 64:ff9b::808:808
""".split()
NOT_PUBLIC = """
0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 192.0.0.1 192.0.2.1
192.168.1.1 198.18.0.1 203.0.113.5 224.0.0.1 240.0.0.1 255.255.255.255
:: ::1 fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
2002:7f00:0001::1 2002:0a00:0001:: 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe not-an-address
""".split()


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address: str) -> None:
    assert not is_public(address)


def test_a_name_is_allowed_for_itself_only() -> None:
    hosts = PrivateHosts(["localhost", "[::1]"])
    assert hosts.may_reach("LOCALHOST", "127.0.0.1")
    assert hosts.may_reach("::1", "::1")
    assert not hosts.may_reach("www.localhost", "127.0.0.1")
    assert PrivateHosts(["*"]).may_reach("anything.example", "10.0.0.1")


def test_literals() -> None:
    assert is_literal("127.0.0.1")
    assert is_literal("[::1]")
    assert not is_literal("2130706433")  # a name to the URL parser; judged when it is resolved
    assert not is_literal("example.org")
