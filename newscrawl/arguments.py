"""Spider arguments (`-a name=value`) read into what they mean; an error says what to write instead."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

__all__ = ["BadArgument", "as_choices", "as_count", "as_day", "as_hosts", "as_one", "as_urls"]


class BadArgument(ValueError):
    """A spider argument that cannot be used; the text is one line for the person who wrote it."""


def as_count(name: str, value: str | int | None, default: int | None = None, least: int = 1) -> int | None:
    """A whole number of at least `least`; `default` where nothing is given.

    >>> as_count("max_stories", "20"), as_count("max_stories", None)
    (20, None)
    """
    if value is None or value == "":
        return default
    try:
        number = int(str(value).strip().replace("_", ""))
    except ValueError:
        number = least - 1
    if number < least:
        bound = f"above {least - 1}" if least else "of 0 or more"
        raise BadArgument(f"{name} must be a whole number {bound}, not {value!r}")
    return number


def as_day(name: str, value: str | date | None) -> date | None:
    """A calendar day written as ISO 8601 has it: 2017-01-22."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
            raise ValueError
        return date.fromisoformat(value.strip())
    except ValueError:
        raise BadArgument(f"{name} must be a day written as 2017-01-22, not {value!r}") from None


def as_choices(name: str, value: str | None, known: tuple[str, ...], default: str) -> frozenset[str]:
    """Some of the known words, separated by commas; "all" and "none" for what they say."""
    words = {word.strip().lower() for word in (default if value is None else value).split(",")} - {""}
    if words == {"all"}:
        return frozenset(known)
    if words == {"none"}:
        return frozenset()
    if not words or words - set(known):
        wrong = ", ".join(sorted(words - set(known))) or (value or "")
        raise BadArgument(f"{name} must be all, none or some of {', '.join(known)}, not {wrong!r}")
    return frozenset(words)


def as_one(name: str, value: str | None, known: tuple[str, ...]) -> str:
    """One of the known words; the first where nothing is given.

    >>> as_one("mode", None, ("update", "all")), as_one("mode", " All", ("update", "all"))
    ('update', 'all')
    """
    word = (value or known[0]).strip().lower()
    if word not in known:
        raise BadArgument(f"{name} must be one of {', '.join(known)}, not {value!r}")
    return word


def as_urls(name: str, value: str | None) -> list[str]:
    """Addresses separated by commas or white space; https where no scheme is given.

    A comma inside an address is kept.
    """
    urls = []
    for part in re.split(r",?\s+|,(?=https?://)", (value or "").strip()):
        url = part.strip().strip(",")
        if not url:
            continue
        if "://" not in url and re.match(r"[^/\s:]+\.[^/\s:.]{2,}(?:[:/?].*)?$|localhost\b", url):
            url = f"https://{url}"
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            usable = False
        if not usable:
            raise BadArgument(f"{name} must be an address such as https://example.com/world, not {url!r}")
        urls.append(url)
    return urls


def as_hosts(name: str, value: str | None) -> list[str]:
    """Host names separated by commas; addresses are taken for their hosts."""
    hosts = []
    for part in re.split(r"[,\s]+", (value or "").strip()):
        if not part:
            continue
        host = (urlsplit(part).hostname if "://" in part else part.partition("/")[0].partition(":")[0]) or ""
        if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.?", host):
            raise BadArgument(f"{name} must be host names such as news.example.com, not {part!r}")
        hosts.append(host.lower().rstrip("."))
    return hosts
