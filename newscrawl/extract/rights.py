"""What a page says of its reuse: recorded as stated, never read as permission.

Robots meta elements and the X-Robots-Tag header (REP extensions as search engines document them); TDM
Reservation Protocol (W3C community group report, 2024): header and meta element, the meta element winning;
Content-Usage header (IETF AIPREF); rel=license, as an element, a link or a Link header (RFC 8288), and the
schema.org properties license and usageInfo. What only the site knows (/.well-known/tdmrep.json, robots.txt)
is passed in by whoever fetched it: later signals win.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from newscrawl.items import Rights
from newscrawl.page import Page, types_of

# Crawlers whose names don't end in what they are.
_NAMES = frozenset(
    "robots googlebot-news google-extended applebot-extended slurp teoma msnbot-media baiduspider yandex "
    "anthropic-ai claude-web perplexity-user".split()
)
_KINDS = ("bot", "crawler", "spider")
# RFC 8288: <https://example.com/license.xml>; rel="license"; type="application/rsl+xml", <...>; ...
_LINK = re.compile(r"<([^<>]*)>([^<>]*)")
_REL = re.compile(r"\brel\s*=\s*\"?([^\";,]*)", re.IGNORECASE)
# "bingbot: noindex": a token for one crawler, unlike "max-snippet: 50" and "unavailable_after: ...".
_VALUED = ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after")
_WORKS = frozenset(("WebPage", "CreativeWork"))


def read_rights(page: Page, known: Rights | None = None) -> Rights:
    """Rights as this page and its headers state them.

    :param known: what the site's own files say (signal "well-known"); header and meta element override it.
    """
    rights = known or Rights()
    meta = page.meta
    for name in meta:
        if name in _NAMES or name.endswith(_KINDS):
            prefix = "" if name == "robots" else f"{name}: "
            for content in meta[name]:
                rights.robots_meta += [f"{prefix}{token}" for token in tokens(content)]
    # A line for each header of the name: a crawler's name speaks for the rest of its own.
    for line in page.headers.get("x-robots-tag", "").split("\n"):
        rights.x_robots_tag += tokens(line)
    rights.robots_meta = list(dict.fromkeys(rights.robots_meta))
    rights.x_robots_tag = list(dict.fromkeys(rights.x_robots_tag))
    for signal, reservation, policy in (
        ("header", page.headers.get("tdm-reservation"), page.headers.get("tdm-policy")),
        ("meta", page.meta_first("tdm-reservation"), page.meta_first("tdm-policy")),
    ):
        value = (reservation or "").strip()
        if value in ("0", "1"):
            # A policy belongs to the reservation it came with.
            rights.tdm_reservation, rights.tdm_policy, rights.signal = (
                int(value),
                (policy or "").strip() or None,
                signal,
            )
    if usage := (page.headers.get("content-usage") or page.meta_first("content-usage")):
        rights.content_usage = " ".join(usage.split())
    rights.license_url = _license(page) or rights.license_url
    rights.usage_info = _stated(page, "usageInfo") or rights.usage_info
    return rights


def tokens(value: str) -> list[str]:
    """Tokens of a robots value as written, white space folded; a crawler's name stays with its tokens.

    They mean the same in capitals and small letters: who compares them folds the case.

    >>> tokens("NoIndex, max-snippet: 50, unavailable_after: 25 Jun 2030 15:00:00 GMT")
    ['NoIndex', 'max-snippet: 50', 'unavailable_after: 25 Jun 2030 15:00:00 GMT']
    >>> tokens("onebot: noai, nosnippet")
    ['onebot: noai', 'onebot: nosnippet']
    """
    found: list[str] = []
    agent = ""
    for part in re.split(r"\s*,\s*(?!\d)", " ".join(value.split())):
        name, colon, rest = (piece.strip() for piece in part.partition(":"))
        if colon and name.lower() not in _VALUED and re.fullmatch(r"[\w.-]+", name):
            agent, part = name, rest
        if part:
            found.append(f"{agent}: {part}" if agent else part)
    return found


def _license(page: Page) -> str | None:
    if linked := page.linked("license"):
        return linked[0]
    if "license" in (header := page.headers.get("link", "")).lower():
        for match in _LINK.finditer(header[:10_000]):
            relation = _REL.search(match[2])
            if relation and "license" in relation[1].lower().split():
                return _join(page, match[1])
    if stated := _stated(page, "license"):
        return stated
    # Anywhere: the walk passes over a footer that is a menu.
    for link in page.anchors("license"):
        return _join(page, link.get("href") or "")
    return None


def _join(page: Page, href: str) -> str | None:
    try:
        return urljoin(page.base_url, href.strip()) if href.strip() else None
    except ValueError:
        return None


def _stated(page: Page, name: str) -> str | None:
    for item in (page.article, *page.json_ld):
        if (
            name in item
            and (item is page.article or types_of(item) & _WORKS)
            and (value := _address(item[name]))
        ):
            return value
    return None


def _address(value: Any) -> str | None:
    if isinstance(value, list):
        return next((found for item in value if (found := _address(item))), None)
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return value.strip() if isinstance(value, str) and value.strip() else None
