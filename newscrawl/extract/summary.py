"""The standfirst shown between headline and body, else the page's own description."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from newscrawl.extract.blocks import HEADINGS, Block, Layout, Node
from newscrawl.extract.names import (
    ASIDE,
    BYLINE,
    CAPTION,
    COMMENT,
    CREDIT,
    DATE,
    FOOTER,
    GALLERY,
    INFOBOX,
    LATEST,
    NAV,
    NEWSLETTER,
    PAYWALL,
    POPULAR,
    RELATED,
    SHARE,
    SUMMARY,
    TAGS,
)
from newscrawl.extract.site_name import site_names
from newscrawl.page import Page

_OTHER = (
    NAV
    | FOOTER
    | ASIDE
    | COMMENT
    | RELATED
    | POPULAR
    | LATEST
    | NEWSLETTER
    | CAPTION
    | CREDIT
    | SHARE
    | TAGS
    | INFOBOX
    | GALLERY
)
_WORD = re.compile(r"\w+")
_SENTENCE_END = ".!?…。！？।\"”»'’)؟"
_CUT = re.compile(
    r"(?:\.\.\.|…|\[[^\w\[\]]{0,5}\])\s*(?:read more|[(（][\d\s年月日時分秒:./-]{1,30}[)）])?$", re.I
)
# A line of source and day, "Quaypost • 02.05.2024": no sentence, whatever else it names.
_DAY = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d\b|\b(?:19|20)\d\d[-/]\d\d[-/]\d\d\b")
_WRITTEN_BY = re.compile(r"(?:written|posted|published|geschrieben|veröffentlicht) (?:by|von) ", re.I)
# Words as long as this tell what a text is on, by their beginnings: inflected forms share these.
_TELLING, _STEM = 5, 5
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")
# So much of a body, in characters, tells what it is on.
_LOOKED_AT = 20_000
# A body shorter than this, as of a paywalled story, tells too little; a share of telling words in it above
# this is the story's.
_ENOUGH, _FEW = 400, 0.34
# Names of a standfirst that are one word.
_DECK = re.compile(r"sub-?(?:deck|dek)\b|article-?teaser\b", re.I)
# A standfirst stands so near the headline, in blocks.
_REACH = 18


def find_summary(layout: Layout, page: Page, headline: Block | None, body: list[Block]) -> str | None:
    """The standfirst as shown; else the description, unless cut off or the body's own beginning."""
    descriptions = _descriptions(page)
    said = _words(descriptions[0]) if descriptions else []
    title = _words(headline.text) if headline is not None else []
    if headline is not None:
        shown = _shown(layout, headline, title, body, said)
        if shown is not None:
            return shown
    for place, description in enumerate(descriptions):
        words = _words(description) if place else said
        if not _of_site(description, words, page, headline, body):
            repeated = " ".join(title) if headline is not None else None
            return description if _tells(description, words, page, repeated, body) else None
    return None


def _tells(description: str, said: list[str], page: Page, headline: str | None, body: list[Block]) -> bool:
    """Whether a description is whole, and no repetition of headline or body.

    :param said: its words, :param headline: those of the headline, in a row.
    """
    if _CUT.search(description) or _says_little(description, said) or _is_line(description):
        return False
    words = " ".join(said)
    # "Read here: <headline>" and the headline itself say nothing of their own.
    if headline is not None and headline in words:
        return False
    if words in " ".join(_words(page.title)):
        return False
    # A description cut from the body is no summary of it; nor is one cut off without saying so.
    longest = max(said, key=len)
    for block in body[:3]:
        if longest in block.text.casefold() and words in " ".join(_words(block.text)):
            return False
    return description[-1] in _SENTENCE_END or len(description) <= 100


def _says_little(text: str, words: list[str]) -> bool:
    """Whether a text has too few words to tell; a sentence of a script without spaces is one or two."""
    return len(words) < 4 and (len(text) < 20 or _UNSPACED.search(text) is None)


def _is_line(text: str) -> bool:
    """Whether a text is a line of byline, source or day, or a picture's credit."""
    if text[:1] == "©":
        return True
    if len(text) > 80 or text[-1:] in ".!?…。！？।":
        return False
    return _WRITTEN_BY.match(text) is not None or _DAY.search(text) is not None


def _of_site(
    description: str, said: list[str], page: Page, headline: Block | None, body: list[Block]
) -> bool:
    """Whether a description is the site's own: the headline holds no telling word of it, and the body few.

    Where JSON-LD describes the story, descriptions are the story's.
    """
    # Scripts without spaces have no words to compare; no site's description is that long.
    if page.article or not body or len(description) > 1000 or _UNSPACED.search(description):
        return False
    names = " ".join(site_names(page))
    stems = {word[:_STEM] for word in said if len(word) >= _TELLING and word not in names}
    title = (page.title if headline is None else headline.text).casefold()
    if not stems or any(stem in title for stem in stems):
        return False
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    if host and host in description.casefold():
        return True
    parts: list[str] = []
    length = 0
    for block in body:
        parts.append(block.text.casefold())
        length += block.length
        if length > _LOOKED_AT:
            break
    text = "\n".join(parts)
    return length > _ENOUGH and sum(stem in text for stem in stems) <= len(stems) * _FEW


def _shown(
    layout: Layout, headline: Block, title: list[str], body: list[Block], description: list[str]
) -> str | None:
    other = _OTHER & ~headline.node.inherited
    inside = {block.index for block in body}
    first = body[0].index if body else headline.index + _REACH
    parts: list[str] = []
    last = -1
    # Where the classification took the standfirst into the body, it is no summary apart from it.
    for block in layout.blocks[headline.index + 1 : min(headline.index + _REACH, first + 1)]:
        if block.index in inside:
            break
        # What follows the headline at once is its standfirst even in an element named an aside.
        named_else = block.inherited & other & ~SHARE & (~ASIDE if block.index == headline.index + 1 else ~0)
        if named_else or (block.flags & (SHARE | BYLINE | DATE | PAYWALL) and not block.flags & SUMMARY):
            continue
        if block.link_density > 0.5 or not 20 <= block.length <= 700:
            continue
        named = _named(block)
        heading = (
            block.tag in HEADINGS
            and block.tag != "h1"
            and block.index <= headline.index + 3
            and block.length > 40
        )
        # A sentence of its own right under the headline, before the byline, whatever it is named.
        near = block.index <= headline.index + 2 or block.node.parent is headline.node.parent
        plain = near and block.length > 60 and block.text[-1] in _SENTENCE_END
        if block.kind == "byline" and not named:
            continue
        told = named or heading or plain or block.kind == "summary"
        folded = block.text.casefold()
        if not told and not (description and description[0] in folded):
            continue
        words = _WORD.findall(folded)
        if _says_little(block.text, words) or _is_line(block.text) or "profile" in block.node.names:
            continue
        # A second copy of the headline, with its kicker or for another screen.
        if len(title) > 2 and " ".join(title) in " ".join(words):
            continue
        if not told and not (words == description or (len(description) > 8 and words[:8] == description[:8])):
            continue
        if parts and block.index > last + 1:
            break
        text = block.text.replace("\n", " ")
        if text not in parts:  # a second copy for small screens
            parts.append(text)
        last = block.index
        if len(parts) == 3:
            break
    return " ".join(parts) or None


def _named(block: Block) -> bool:
    node: Node | None = block.node
    if block.flags & SUMMARY or _DECK.search(block.node.names):
        return True
    for _ in range(2):
        if node is None or node.last - node.first > 4:
            return False
        if node.flags & SUMMARY:
            return True
        node = node.parent
    return False


def _descriptions(page: Page) -> list[str]:
    """The page's descriptions, most trusted first, each once."""
    stated = page.article.get("description")
    found: list[str] = []
    for text in (
        stated if isinstance(stated, str) else None,
        page.meta_first("og:description"),
        page.meta_first("description", "twitter:description", "dc.description"),
    ):
        folded = " ".join(text.split()) if text else ""
        for _ in range(3):  # some escape what is escaped already
            if "&" in folded and ";" in folded:
                folded = " ".join(html.unescape(folded).split())
        if folded and "<" not in folded and folded not in found:
            found.append(folded)
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
