"""What a site calls itself, and titles without that name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newscrawl.joiners import without_stray_joiners
from newscrawl.page import Page

# A word, or one character of a script written without spaces.
_WORD = re.compile(r"[぀-ヿ㐀-鿿฀-๿]|[^\W぀-ヿ㐀-鿿฀-๿]+")
# In ASCII text, what is no letter, digit or underscore parts words.
_ASCII_PARTS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.I)
# A mark with space around it, a bar with or without, a dash between letters of scripts without spaces. What
# they begin with stands first: most characters are passed over without a look at the rest.
_TITLE_PARTS = re.compile(
    r"[\s|｜－–—_-](?:(?<=\s)(?:\s*[|–—·•»«:~/\\-]+\s+|\s*[|｜]\s*)|(?<=[|｜])\s*|"
    r"(?<=[^\x00-\x7f]\s)\s*[-－–—_]\s*(?=[^\x00-\x7f])|(?<=[^\x00-\x7f][－–—_-])\s*(?=[^\x00-\x7f]))"
)
_ASCII_TITLE_PARTS = re.compile(r"[\s|](?:(?<=\s)(?:\s*[|:~/\\-]+\s+|\s*\|\s*)|(?<=\|)\s*)")
_NO_NAMES = frozenset(("www", "m", "amp", "news"))


def site_names(page: Page) -> set[str]:
    """Folded names of the site: as it calls itself, and the labels of its host."""
    cached: set[str] | None = page.__dict__.get("_site_names")
    if cached is not None:
        return cached
    names = set()
    for value in (page.meta_first("og:site_name"), page.meta_first("application-name"), *_publishers(page)):
        if value and (folded := " ".join(words_of(value))):
            names.add(folded)
    host = urlsplit(page.url).hostname or ""
    labels = [label for label in host.split(".") if label not in _NO_NAMES]
    if len(labels) > 1:
        names.update({" ".join(words_of(".".join(labels))), " ".join(words_of(host)), labels[-2], labels[0]})
    page.__dict__["_site_names"] = names
    return names


def _publishers(page: Page) -> Iterator[str | None]:
    for item in (page.article, *page.json_ld[:8]):
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(name := publisher.get("name"), str):
            yield name


def title_parts(text: str) -> list[re.Match[str]]:
    """The breaks between the parts of a title: dashes, bars and the like with space around them."""
    return list((_ASCII_TITLE_PARTS if text.isascii() else _TITLE_PARTS).finditer(text))


def without_site(text: str, sites: set[str]) -> str:
    """A title without the site's name at its end or start: "Storm nears | The Example" -> "Storm nears".

    Only a part that is a name of the site goes, and what follows or precedes it on the far side; sections and
    slogans stay, since a headline may hold a dash of its own.
    """
    breaks = title_parts(text)
    if not breaks:
        return text
    last = breaks[-1]
    # "Headline - Section - Site": from the first break on after which only the site follows at the end.
    if names_site(text[last.end() :], sites):
        head = text[: last.start()]
        # A section name of one or two words between two pipes is no part of the headline.
        if (
            len(breaks) > 1
            and "|" in breaks[-2].group()
            and len(words_of(text[breaks[-2].end() : last.start()])) <= 3
        ):
            head = text[: breaks[-2].start()]
        return head.strip() or text
    first = breaks[0]
    if names_site(text[: first.start()], sites):
        return text[first.end() :].strip() or text
    return text


def names_site(part: str, sites: set[str]) -> bool:
    """Whether a part of a title is one of the site's names, or holds one and little more."""
    return are_of_site(words_of(part), sites)


def are_of_site(words: list[str], sites: set[str]) -> bool:
    """Whether words as of `words_of` are one of the site's names, or hold one and little more."""
    if not words or len(words) > 6:
        return False
    if " ".join(words) in sites:
        return True
    joined = "".join(words)
    return any(
        joined == (flat := site.replace(" ", ""))
        or (len(flat) > 3 and len(joined) > 3 and (flat in joined or joined in flat))
        for site in sites
    )


def clean(text: str) -> str:
    """White space folded, twice escaped entities resolved, soft hyphens and zero-width marks gone."""
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    return " ".join((text if text.isascii() else without_stray_joiners(_INVISIBLE.sub("", text))).split())


def words_of(text: str) -> list[str]:
    """A text's words, folded; each character of a script without spaces is one."""
    if text.isascii():
        return text.lower().translate(_ASCII_PARTS).split()  # at half the cost of a search
    return _WORD.findall(text.casefold())
