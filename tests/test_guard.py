"""Where a crawl may connect: the forms an address comes in, and a real crawl that is lured to loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from minisite import serving

from newscrawl.guard.addresses import PrivateHosts, is_literal, is_public
from newscrawl.guard.resolver import GuardedResolver, RefusedAddress

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


# -- real requests -------------------------------------------------------------------------------------------

SPELLINGS = """
127.0.0.1 localhost 127.1 127.0.1 0 0.0.0.0 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 127.0.0.1.
localhost. LOCALHOST [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001] [::127.0.0.1]
[64:ff9b::127.0.0.1] [2002:7f00:1::] [fe80::1%25lo] 127。0。0。1 ①②⑦.0.0.1 127%2e0%2e0%2e1
example.com@127.0.0.1 user:example.com@localhost 127.0.0.1\\@example.com
""".split()

SPIDER = """
import json, socket, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

answers, asked = json.loads(sys.argv[2]), []
def resolve(name):
    # A name server of our own: each answer in turn, the last one for ever.
    asked.append(name)
    if name not in answers:
        return own(name)
    return answers[name].pop(0) if len(answers[name]) > 1 else answers[name][0]
own, socket.gethostbyname = socket.gethostbyname, resolve

class Lured(scrapy.Spider):
    name = "lured"
    async def start(self):
        for url in json.loads(sys.argv[1]):
            try:
                yield scrapy.Request(url, dont_filter=True, errback=self.failed, meta={"download_timeout": 2})
            except ValueError:
                self.crawler.stats.inc_value("no_url")
    def parse(self, response):
        yield {"url": response.url}
    def failed(self, failure):
        self.crawler.stats.inc_value("failed/" + type(failure.value).__name__)

process = AsyncCrawlerProcess({
    "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "RETRY_ENABLED": False,
    "ROBOTSTXT_OBEY": sys.argv[3] == "robots", "DNSCACHE_ENABLED": False,
    "TWISTED_DNS_RESOLVER": "newscrawl.guard.resolver.GuardedResolver",
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "newscrawl.middlewares.robots.RobotsMiddleware": 100,
        "newscrawl.middlewares.guard.AddressGuardMiddleware": 950,
    },
})
crawler = process.create_crawler(Lured)
process.crawl(crawler)
process.start()
stats = {k: v for k, v in crawler.stats.get_stats().items() if isinstance(v, int)}
print(json.dumps({"stats": stats, "asked": asked}))
"""


def lure(
    urls: list[str], tmp_path: Path, answers: dict[str, list[str]] | None = None, robots: bool = False
) -> dict[str, Any]:
    """Send a crawl to these addresses; its stats and the names that were looked up."""
    script = tmp_path / "lured.py"
    script.write_text(SPIDER)
    done = subprocess.run(
        [
            sys.executable, str(script), json.dumps(urls), json.dumps(answers or {}),
            "robots" if robots else "no",
        ],
        capture_output=True, text=True, timeout=90, check=False,
        env={"PYTHONPATH": str(Path(__file__).parent.parent), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("robots", [False, True], ids=["page", "robots.txt"])
def test_no_spelling_of_this_machine_is_reached(tmp_path: Path, robots: bool) -> None:
    with serving() as site:
        port = site.server.server_port
        urls = [f"http://{host}:{port}/{number}" for number, host in enumerate(SPELLINGS)]
        stats = lure(urls, tmp_path, robots=robots)["stats"]
        assert site.log == []
    assert "item_scraped_count" not in stats
    assert sum(count for name, count in stats.items() if name.startswith(("failed/", "no_url"))) == len(urls)
    assert stats["failed/AddressRefused"] >= 20


def test_a_name_that_changes_its_address_is_judged_where_it_is_connected_to(tmp_path: Path) -> None:
    with serving() as site:
        url = f"http://rebind.example:{site.server.server_port}/"
        # A cloud's metadata service first, this machine from then on: each answer is judged anew.
        found = lure([url, url, url], tmp_path, {"rebind.example": ["169.254.169.254", "127.0.0.1"]})
        assert site.log == []
    assert found["asked"].count("rebind.example") == 3
    assert found["stats"]["newscrawl/guard/address"] == 3
    assert found["stats"]["failed/AddressRefused"] == 3


def test_the_second_answer_of_a_name_server_is_judged_like_the_first() -> None:
    resolver = GuardedResolver(None, 0, 1.0)  # type: ignore[arg-type]
    assert resolver._judge("93.184.216.34", "rebind.example") == "93.184.216.34"
    with pytest.raises(RefusedAddress):
        resolver._judge("127.0.0.1", "rebind.example")


def test_no_other_scheme_is_fetched(tmp_path: Path) -> None:
    urls = ["file:///etc/passwd", "ftp://127.0.0.1/x", "s3://bucket/key", "gopher://127.0.0.1/"]
    stats = lure(urls, tmp_path)["stats"]
    assert stats["newscrawl/guard/scheme"] == len(urls)
    assert "item_scraped_count" not in stats
