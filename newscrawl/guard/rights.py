"""What a site's own files say of reuse: /.well-known/tdmrep.json and robots.txt.

TDM Reservation Protocol (W3C community group report): a list of {location, tdm-reservation, tdm-policy}, the
first location that fits an address counting. IETF AIPREF: `Content-Usage` rules of robots.txt, with or
without a path; where there are none, the `Content-Signal` rules of many sites ("search=yes,ai-train=no").
RSL: `License` lines of robots.txt. Recorded as stated, never read as permission.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from newscrawl.guard.agent import product_of
from newscrawl.items import Rights

__all__ = ["SiteRights", "granted", "merge", "reserved", "robots_read"]

robots_read = object()
"""Signal of a robots.txt as fetched: `site` ("https://host"), `body` (bytes)."""


@dataclass
class SiteRights:
    """Rules of one site, as (path pattern, value)."""

    tdm: list[tuple[str, int, str | None]] = field(default_factory=list)
    usage: list[tuple[str, str]] = field(default_factory=list)
    license_url: str | None = None

    def read_tdmrep(self, body: bytes) -> None:
        """Take over a tdmrep.json; what is none is ignored."""
        try:
            rules: Any = json.loads(body)
        except (ValueError, RecursionError):
            return
        for rule in rules if isinstance(rules, list) else [rules]:
            if isinstance(rule, dict) and rule.get("tdm-reservation") in (0, 1, "0", "1"):
                policy = rule.get("tdm-policy")
                self.tdm.append(
                    (
                        str(rule.get("location") or "/"),
                        int(rule["tdm-reservation"]),
                        policy if isinstance(policy, str) else None,
                    )
                )

    def read_robots(self, body: bytes, agent: str) -> None:
        """Take over Content-Usage (else Content-Signal) and License of a robots.txt.

        :param agent: the product token that its groups name us by.
        """
        self.usage = self._usage(body, agent, "content-usage") or self._usage(body, agent, "content-signal")

    def _usage(self, body: bytes, agent: str, directive: str) -> list[tuple[str, str]]:
        rules: dict[str, list[tuple[str, str]]] = {}
        for agents, name, value in _lines(body):
            if name == "license":
                self.license_url = self.license_url or value
            elif name == directive:
                path, _, rest = value.partition(" ")
                rule = (path, rest.strip()) if path.startswith("/") else ("/", value)
                for each in agents or ["*"]:
                    rules.setdefault(each, []).append(rule)
        return rules.get(agent.lower()) or rules.get("*", [])


def _lines(body: bytes) -> Iterator[tuple[list[str], str, str]]:
    agents: list[str] = []
    naming = False
    for line in body.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "license" and "#" in line:  # an address may have a fragment
            value = line.partition(":")[2].strip()
        if not colon or not value:
            continue
        if name == "user-agent":
            value = product_of(value).lower()
            agents = [*agents, value] if naming else [value]
        naming = name == "user-agent"
        yield agents, name, value


def merge(rights: Rights, site: SiteRights, url: str) -> None:
    """Add to what a page says what its site says, where the page says nothing of it: later signals win."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "") or "/"
    if rights.tdm_reservation is None:
        for pattern, reservation, policy in site.tdm:
            if _fits(pattern, path):
                rights.tdm_reservation, rights.tdm_policy, rights.signal = reservation, policy, "well-known"
                break
    fitting = [rule for rule in site.usage if _fits(rule[0], path)]
    if rights.content_usage is None and fitting:
        # As in robots.txt the most specific rule counts.
        rights.content_usage = max(fitting, key=lambda rule: len(rule[0]))[1]
    rights.license_url = rights.license_url or site.license_url


def _fits(pattern: str, path: str) -> bool:
    """RFC 9309: a prefix, `*` for anything, `$` for the end.

    >>> _fits("/world/*/x", "/world/2016/x.html"), _fits("/*.pdf$", "/a.pdf?x"), _fits("/news", "/newsroom")
    (True, False, True)
    """
    end = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not end or at == len(path) or (len(pieces) > 1 and path.endswith(pieces[-1]))


_USES = r"(?<![\w-])(?:train-(?:gen)?ai|ai-train|(?:gen)?ai|tdm|bots|all)\s*=\s*"
_NO = re.compile(_USES + r"no?(?![\w-])", re.I)
_YES = re.compile(_USES + r"y(?:es)?(?![\w-])", re.I)


def reserved(rights: Rights) -> bool:
    """Whether text and data mining is reserved: TDMRep 1, a token noai, Content-Usage that says no."""
    stated = (*rights.robots_meta, *rights.x_robots_tag)
    tokens = {token.rpartition(": ")[2].lower() for token in stated}
    return rights.tdm_reservation == 1 or "noai" in tokens or bool(_NO.search(rights.content_usage or ""))


def granted(rights: Rights) -> bool:
    """Whether the site says in so many words that it does not reserve text and data mining."""
    return not reserved(rights) and (
        rights.tdm_reservation == 0 or bool(_YES.search(rights.content_usage or ""))
    )
