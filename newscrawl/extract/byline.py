"""Bylines as shown, and the authors the page states for machines; `normalise` tells the names apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from newscrawl.extract.blocks import Block, Layout, Link, Node
from newscrawl.extract.names import (
    ASIDE,
    BYLINE,
    CAPTION,
    COMMENT,
    DATE,
    FOOTER,
    LATEST,
    NAV,
    NEWSLETTER,
    POPULAR,
    RELATED,
    TAGS,
)
from newscrawl.page import Page, types_of

_ELSEWHERE = NAV | FOOTER | ASIDE | COMMENT | RELATED | POPULAR | LATEST | NEWSLETTER
# Addresses of a person's page.
_PERSON = re.compile(
    r"/(?:authors?|autor(?:en|es|i|a|as)?|auteurs?|auteur-?trice|profiles?|people|persons?|by|staff|"
    r"journalists?|journalistes?|"
    r"writers?|contributors?|contributor-bio|reporters?|redakt\w*|redacteur\w*|bylines?|columnists?|"
    r"experts?|verfasser|"
    r"penulis|yazar\w*|skribent\w*|firma|firmas|editor|kirjoittaja|autore|avtor\w*|signature|"
    r"kolumn\w*)(?:[/?_-]|$)|[?&]author",
    re.I,
)
# How a byline begins, where nothing but its words says that it is one.
BY = re.compile(
    r"(?i:(?:(?:photos?|pictures?|images?) (?:and|&) )?"
    r"(?:written|reported|posted|published|story|words|text|report|commentary|opinion|analysis) by|by|"
    r"von|ein \w+ von|par|por|di|a cura di|van|door|av|af|od|przez|autora?:|autorin:|text[:ea]?|texto:|"
    r"fotos? und text|"
    r"redakt(?:ion|eur|or)\w*:|penulis:?|oleh|laporan|yazan:?|haber:|autor[:ei]?|автор[:ы]?|текст:?|від|"
    r"kirjoittanut|szerző:|"
    r"著|文|記者|记者|작성자|بقلم:?|كتب:?|של|מאת:?|द्वारा|लेखक)(?=[\s:A-ZÀ-Þ]|$)"
)
# "posted on 19 December by Ana Ruiz"
_BY_INSIDE = re.compile(r"\s(?:by|von|par|por|door)\s+(?=[A-ZÀ-Þ])")
# What follows is another sort of credit: not the authors.
_OTHER_CREDIT = re.compile(
    r"(?:with )?contribut|reviewed|tested|fact[- ]?check|edited|medically|"
    r"photo(?!s? (?:and|&) \w+ by)|foto|illustrat|produced|updated by|curated|"
    r"recipe|additional report|video|graphic|translat|vetted|approved|interview",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"\d{2}|@|https?:|\bmin\b|updated|published|follow|share|comment|read more|copy link", re.I
)
# Blocks after the headline among which a byline is looked for, and before it (bylines above the headline
# are rare).
_AFTER, _BEFORE = 30, 6
_ORGANISATIONS = frozenset(("Organization", "NewsMediaOrganization", "Corporation"))
# No byline names more.
_MOST = 40
_SENTENCE_END = frozenset(".!?…。！？।۔؟：」”")


def read_bylines(layout: Layout, headline: Block | None, first: int | None, last: int | None) -> list[str]:
    """Names in the displayed byline, one entry a link or run of inline text, as shown.

    :param first: index of the body's first block, :param last: of its last; None where there is no body.
    """
    blocks = layout.blocks
    if headline is not None:
        start, stop = headline.index - _BEFORE, headline.index + _AFTER
    elif first is not None:
        start, stop = first - 12, first + 6
    else:
        return []
    if first is not None and headline is not None and first > headline.index:
        stop = min(stop, first + 4)
    # What the headline stands in too says nothing of a block beside it.
    elsewhere = _ELSEWHERE & ~(headline.node.inherited if headline is not None else 0)
    after = max(0, headline.index + 1 if headline is not None else start)
    # A <footer> above the body is the story's own.
    above_body = FOOTER if first is not None and stop <= first + 4 else 0
    found = _read(blocks[after : max(0, stop)], elsewhere & ~above_body)
    if not found and headline is not None:
        # Above a headline stand other stories' bylines too: only what leads to a person's page or says
        # "By".
        above = [
            block
            for block in blocks[max(0, start) : headline.index]
            if block.flags & BYLINE and (BY.match(block.text) or any(map(_is_person, block.links)))
        ]
        found = _read(above, elsewhere)
    return found


def _read(blocks: list[Block], elsewhere: int) -> list[str]:
    found: list[str] = []
    gap = 0
    pending = False  # a block "By" of its own
    for block in blocks:
        if block.length > 220:
            continue
        if found:
            gap += 1
            if gap > 6:
                break
        text = block.text
        if _OTHER_CREDIT.match(text) and block.length < 80:
            if found:
                break
            continue
        begins = BY.match(text) or (_BY_INSIDE.search(text) if block.flags & (DATE | BYLINE) else None)
        if begins and begins.end() == len(text.rstrip(" :")):
            pending = True
            continue
        links = [link for link in block.links if _is_person(link)]
        named = _is_byline(block)
        if not (pending or named or links or begins):
            continue
        if block.inherited & elsewhere and not (named and block.inherited & elsewhere & ~ASIDE == 0):
            pending = False
            continue
        if block.flags & (CAPTION | TAGS) and not (begins or links):
            continue
        if begins and not (named or links) and (block.length > 90 or block.kind == "body"):
            continue
        if block.kind == "body" and not (begins or links) and text[-1] in _SENTENCE_END:
            continue  # the story's text in an element that is named for who wrote it
        names = list(_names_of(block, links, named or bool(begins)))
        if pending and not names and block.length < 60:
            names = [text]
        pending = False
        if names:
            found.extend(name for name in names if name not in found)
            gap = 0
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def _is_person(link: Link) -> bool:
    return "author" in (link.el.get("rel") or "") or _PERSON.search(link.href) is not None


def _is_byline(block: Block) -> bool:
    """Whether a small element around the block is named a byline."""
    if block.flags & BYLINE:
        return True
    node: Node | None = block.node
    for _ in range(3):
        if node is None or node.last - node.first > 12:
            return False
        if node.flags & BYLINE:
            return True
        node = node.parent
    return False


def _names_of(block: Block, links: list[Link], whole: bool) -> Iterator[str]:
    if links:
        for link in links:
            text = link.text.strip()
            if text and not _OTHER_CREDIT.match(text):
                yield text
        if not whole:
            return
        # "By <a>A</a> and B": what is not linked may hold names too.
        rest = [text for text in segments(block) if all(text not in link.text for link in links)]
        if any(re.match(r"(?:and|und|et|y|e|&|,)\s+\S", text) for text in rest):
            yield from (text for text in rest if not _NOT_A_NAME.search(text))
        return
    parts = segments(block)
    if len(parts) == 1 or "\n" in block.text:
        parts = block.text.split("\n")
    for part in parts:
        if _OTHER_CREDIT.match(part):
            return
        yield part


def segments(block: Block) -> list[str]:
    """Texts of a block's inline content, apart where an element ends, white space folded."""
    found: list[str] = []
    # The element may hold more than this block: other blocks stand in elements of their own below it.
    for text in islice(block.el.itertext(), 200):
        folded = " ".join(text.split())
        if folded and folded in block.text:
            found.append(folded)
    return found


def stated_authors(page: Page) -> list[str]:
    """Authors as JSON-LD, else meta elements, state them."""
    found: list[str] = []
    for name in _people(page.article.get("author") or page.article.get("creator"), page, 0):
        if name and name not in found:
            found.append(name)
    if found:
        return found
    for key in (
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "cxenseparse:author",
    ):
        for content in page.meta.get(key, ()):
            if content and "://" not in content[:8] and content not in found:
                found.append(content)
        if found:
            return found
    if (page.meta_first("twitter:label1") or "").lower() in (
        "written by",
        "verfasst von",
        "écrit par",
        "escrito por",
    ):
        found = [page.meta_first("twitter:data1") or ""]
    return [name for name in found if name]


def stated_organisations(page: Page) -> list[str]:
    """Organisations that JSON-LD states as the author: a source to credit, not a person."""
    value = page.article.get("author") or page.article.get("creator")
    return list(dict.fromkeys(_people(value, page, 0, organisations=True)))


def _is_organisation(value: dict[str, Any]) -> bool:
    return bool(types_of(value) & _ORGANISATIONS)


def _people(value: Any, page: Page, depth: int, organisations: bool = False) -> Iterator[str]:
    if depth > 4:
        return
    if isinstance(value, str):
        # A bare name says nothing of what it names.
        if not organisations and "://" not in value[:8]:
            yield value.strip()
    elif isinstance(value, list):
        for item in value:
            yield from _people(item, page, depth + 1, organisations)
    elif isinstance(value, dict):
        if organisations != _is_organisation(value):
            return
        name = value.get("name")
        if name:
            yield from _people(name, page, depth + 1)
        elif reference := value.get("@id"):
            for item in page.json_ld:
                if item.get("@id") == reference and item is not value and item.get("name"):
                    yield from _people(item["name"], page, depth + 1)
                    break
