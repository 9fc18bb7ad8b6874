"""The displayed headline, found by what the page says elsewhere that it is.

Sites state a headline many times: in JSON-LD, for social networks, in the title, the address, a breadcrumb,
a hidden h1 for search engines, and once where readers see it. The block readers see is the one to take; the
other statements are evidence that tells it from logos, section names and headlines of other stories. Metadata
is the headline only where the page shows none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from newscrawl.anycase import AnyCase
from newscrawl.extract.blocks import HEADINGS, Block, Layout
from newscrawl.extract.names import (
    ASIDE,
    COMMENT,
    CONSENT,
    FOOTER,
    HEADLINE,
    HIDDEN,
    KICKER,
    LATEST,
    NAV,
    NEWSLETTER,
    POPULAR,
    RELATED,
    SUMMARY,
    name_flags,
)
from newscrawl.extract.selected import selected, texts
from newscrawl.extract.site_name import are_of_site, clean, site_names, title_parts, without_site, words_of
from newscrawl.page import Page
from newscrawl.site import Site

# Names of an h1 that search engines read and readers don't see, or see as the end of the breadcrumb.
_SEO_NAME = AnyCase(r"breadcrumb|seo(?![a-z]*u)|crumb|unsichtbar")
# What a heading's second line is named, behind the headline.
_SUBTITLE_NAME = AnyCase(
    r"sub-?(?:line|title|head|header)(?![a-z])|untertitel|unterzeile|standfirst|sous-?titre|subtitulo|bajada"
)
# Kickers by names that the layout's dictionary does not take for kickers, since they say something else
# elsewhere.
_KICKER_NAME = AnyCase(
    r"kicker|eyebrow|topline|over-?line|over-?title|dachzeile|spitzmarke|catchline|title-?header|"
    r"super-?title|pre-?title|"
    r"roofline|surtit|antetit|volanta|cintillo|hat\b|label|badge|flag|category|section|rubri|prefix|"
    r"premium|tagline"
)
_EDGE = " \t\n-–—:|•/·"
_ELSEWHERE = ASIDE | COMMENT | CONSENT | FOOTER | LATEST | NEWSLETTER | POPULAR | RELATED
_TAG_WEIGHT = {"h1": 3.0, "h2": 1.2, "h3": 0.8, "h4": 0.4, "h5": 0.2, "h6": 0.2}
# Below this a block is not taken for a displayed headline where metadata states one; an h1 needs less.
_ENOUGH, _ENOUGH_H1 = 3.5, 1.5
# An h1 in the very words of JSON-LD or og:title: no other heading scores as high.
_CERTAIN = 9.0
# Elements in an h1 that hold something behind the headline.
_BEHIND = frozenset(("small", "a", "sub", "sup"))
# What a title is believed where a part of it is taken for the site's name: enough for a block in its words.
_TITLE_HEAD = 0.7


@dataclass(slots=True)
class _Evidence:
    """One statement of the headline outside its displayed place."""

    text: str
    words: list[str]
    bag: frozenset[str]
    trust: float
    head: list[str]
    """Words before the first break: "Headline | Name of the site" where nothing tells the name."""
    plain: bool
    """Whether it is stated without the site's name."""


class _Statements:
    """All that a page states of its headline, the most trusted first, each wording once."""

    def __init__(self, page: Page, sites: set[str]) -> None:
        self.evidence: list[_Evidence] = []
        self._sites = sites
        self._seen: dict[str, list[str]] = {}
        self._add(page.article.get("headline"), 1.0)
        self.social = self._add(page.meta_first("og:title"), 1.0)
        """Words of the title for social networks."""
        self._add(page.meta_first("twitter:title"), 0.9)
        self._add(
            page.meta_first("headline", "dc.title", "dcterms.title", "parsely-title", "sailthru.title"), 0.9
        )
        self._add(title := page.title, 0.8)
        self.alternative = self._add(page.article.get("alternativeHeadline"), 0.6)
        """Words of JSON-LD's second headline: a standfirst, or what readers see in place of the first."""
        # "Headline-Name of the site": where nothing tells the name, what stands before the last break.
        if len(self.evidence) == 1 and (breaks := title_parts(title)):
            head = title[: breaks[-1].start()]
            if len(words_of(head)) >= 4:
                self._add(head, _TITLE_HEAD)
        if not self.evidence:
            self._add(_slug(page.url), 0.5)

    def _add(self, stated: Any, trust: float) -> list[str]:
        """Words of a statement, which is kept unless it is there already or names the site alone."""
        if not isinstance(stated, str):
            return []
        if (known := self._seen.get(stated)) is not None:
            return known
        whole = clean(stated)
        text = without_site(whole, self._sites)
        words = words_of(text)
        if " ".join(words) in self._sites:
            words = []
        if words and all(words != other.words for other in self.evidence):
            breaks = title_parts(text)
            head = words_of(text[: breaks[0].start()]) if breaks else words
            self.evidence.append(_Evidence(text, words, frozenset(words), trust, head, text == whole))
        self._seen[stated] = words
        return words


def find_headline(layout: Layout, page: Page, site: Site | None = None) -> tuple[str | None, Block | None]:
    """The headline as displayed and its block; (stated headline, None) where the page shows none."""
    for element in selected(page, site, "headline"):
        for text in texts([element]):
            return clean(text), next((block for block in layout.blocks if block.el is element), None)
    sites = site_names(page)
    statements = _Statements(page, sites)
    evidence = statements.evidence
    # What the body element's names say of the whole page says nothing of a block.
    whole = layout.nodes[0].flags
    best: tuple[float, str, Block] | None = None
    for block, tag in _candidates(layout, evidence, page):
        text = _without_name(_without_kicker(block, evidence), evidence, sites)
        score = _score(block, tag, text, evidence, sites, whole)
        if tag == "h1" and score >= _ENOUGH_H1:
            score = max(score, _ENOUGH)
        if best is None or score > best[0]:
            best = (score, text, block)
            if score >= _CERTAIN:
                break
    if best is not None and best[0] >= _ENOUGH:
        return _shown_again(layout, best[1], best[2], statements)
    stated = [statement.text for statement in evidence if statement.trust >= 0.8]
    if stated:
        return _whole(stated), None
    if best is not None and best[0] > 0:
        return best[1], best[2]
    return None, None


def _whole(stated: list[str]) -> str:
    """The first statement; where it is cut off, the one that goes on from there, else the first whole one."""
    first = stated[0]
    if not first.endswith(("...", "…")):
        # content="He called it "a start"": an attribute ends at a quotation mark that nobody escaped.
        return next((text for text in stated[1:] if text.startswith((f'{first}"', f'{first} "'))), first)
    whole = [text for text in stated if not text.endswith(("...", "…"))]
    begun = first.rstrip(".… ")
    return next((text for text in whole if text.startswith(begun)), whole[0] if whole else first)


def _slug(url: str) -> str | None:
    """Words of the address's last segment, where it reads like a headline."""
    for segment in reversed(urlsplit(url).path.split("/")):
        words = [word for word in re.split(r"[-_+ ]+", unquote(segment).rsplit(".", 1)[0]) if word.isalpha()]
        if len(words) >= 3:
            return " ".join(words)
    return None


def _candidates(layout: Layout, evidence: list[_Evidence], page: Page) -> Iterator[tuple[Block, str]]:
    """(block, tag of the heading it stands in) of all that may be the displayed headline, an h1 first."""
    blocks = layout.blocks
    in_h1: set[int] = set()
    for node in [node for node in layout.nodes if node.tag == "h1"]:
        if node.last - node.first < 6:
            in_h1.update(range(node.first, node.last))
    for index in sorted(in_h1):
        yield blocks[index], "h1"
    path = urlsplit(page.url).path.rstrip("/")
    near: dict[int, list[list[str]]] = {}
    for statement in evidence:
        for length in range(len(statement.text) - 3, len(statement.text) + 4):
            near.setdefault(length, []).append(statement.words)
    for block in blocks:
        tag = block.tag
        if block.index in in_h1:
            continue
        if tag in HEADINGS or block.flags & HEADLINE:
            # A heading that leads elsewhere is another story's.
            if block.length < 300 and (
                not block.links
                or block.link_density <= 0.8
                or any(link.href.partition("#")[0].rstrip("/").endswith(path) for link in block.links)
            ):
                yield block, tag
        elif (
            block.length in near
            and not block.links
            and tag != "li"
            and words_of(clean(block.text)) in near[block.length]
        ):
            yield block, tag


def _similarity(words: list[str], bag: frozenset[str], evidence: list[_Evidence]) -> tuple[float, bool]:
    """How far the statements agree with a text (0 to 1), and whether one of them is the very same words."""
    best, exact = 0.0, False
    for statement in evidence:
        if words == statement.words:
            best, exact = max(best, statement.trust), exact or statement.trust >= 0.8
            continue
        if len(words) > 1 and words == statement.head:
            best = max(best, 0.9 * statement.trust)  # "Headline | The blog's own name"
        elif len(words) >= 3 and statement.words[: len(words)] == words:
            best = max(best, 0.75 * statement.trust)  # "Headline - its second line"
        common = len(bag & statement.bag)
        if common:
            best = max(best, statement.trust * common / (len(bag) + len(statement.bag) - common))
    return best, exact


def _score(
    block: Block, tag: str, text: str, evidence: list[_Evidence], sites: set[str], whole: int
) -> float:
    words = words_of(text)
    if not words:
        return -9.0
    similar, exact = _similarity(words, frozenset(words), evidence)
    score = _TAG_WEIGHT.get(tag, 0.0) + 5 * similar + exact
    flags, inherited = block.flags, block.inherited & ~whole
    if flags & HEADLINE:
        score += 1.0
    elif inherited & HEADLINE:
        score += 0.3
    if flags & SUMMARY and tag != "h1":
        score -= 1.0
    if flags & HIDDEN:
        score -= 2.5
    elif inherited & HIDDEN:
        # Headings are shown by scripts; a plain element with the title in it is a share window's.
        score -= 1.0 if tag in HEADINGS else 2.5
    if inherited & NAV or _SEO_NAME.search(block.node.names):
        score -= 2.5
    if inherited & _ELSEWHERE:
        score -= 1.0 if exact else 3.0
    if not exact and are_of_site(words, sites):
        score -= 6.0
    if len(words) < 3 and similar < 0.3:
        score -= 2.0  # a section's name, "News", "Menu"
    return score


def _shown_again(layout: Layout, headline: str, block: Block, statements: _Statements) -> tuple[str, Block]:
    """An h2 right after the h1 takes its place where the h1 is one for search engines.

    Such an h1 is hidden, small, or the end of the breadcrumb, and the title for social networks is another.
    The h2 readers see says the same in the words of that title, or it is the second headline of JSON-LD.
    """
    words = words_of(headline)
    social = statements.social
    if not social or block.tag != "h1" or words == social:
        return headline, block
    bag, social_bag = frozenset(words), frozenset(social)
    alike = len(bag & social_bag) * 2 >= min(len(bag), len(social_bag))
    second = statements.alternative if _ends_breadcrumb(layout, block) else None
    if not alike and not second:
        return headline, block
    for other in layout.blocks[block.index + 1 : block.index + 4]:
        if other.tag in ("h2", "h3"):
            text = _without_kicker(other, statements.evidence)
            own = words_of(text)
            if (alike and own == social) or (second and own == second):
                return text, other
    return headline, block


def _ends_breadcrumb(layout: Layout, block: Block) -> bool:
    """Whether an h1 shares a small element with nothing but links before it."""
    around = block.node.parent
    if around is None or around.last != block.index + 1 or not 1 <= block.index - around.first <= 4:
        return False
    return all(
        other.links and other.link_density > 0.5 for other in layout.blocks[around.first : block.index]
    )


def _without_kicker(block: Block, evidence: list[_Evidence]) -> str:
    """The block's text without a kicker that stands in the same heading."""
    whole = clean(block.text)
    # Text that lies loose in the body, say, is no heading of pieces: all the page would be its pieces.
    if len(block.el) == 0 or block.node.last - block.node.first >= 6:
        return whole
    segments = [(text, kicker) for text, kicker in _segments(block.el) if text]
    if len(segments) < 2:
        return whole
    words = words_of(whole)
    # Any run of segments that is, word for word, what the page states as its headline. The last word tells
    # beforehand; whether the first is glued to a kicker depends on the markup.
    stated = [
        statement.words
        for statement in evidence
        if statement.trust >= 0.8 and words and statement.words[-1] == words[-1]
    ]
    if stated:
        # A kicker is short: a heading of thousands of pieces is none that one is looked for in to its end.
        for start in range(1, min(len(segments), 12)):
            rest = clean(" ".join(text for text, _ in segments[start:])).strip(_EDGE)
            if words_of(rest) in stated:
                return rest
    # What follows the stated headline in a small or a linked element is a subtitle, or a number of comments.
    if block.el[-1].tag in _BEHIND and not (block.el[-1].tail or "").strip():
        rest = clean(" ".join(text for text, _ in segments[: -1 - (not segments[-1][0])])).strip(_EDGE)
        if any(words_of(rest) == statement.words for statement in evidence if statement.trust >= 0.9):
            return rest
    for statement in evidence:
        if words == statement.words and statement.trust >= 0.9:
            # "Shipping" above "Harbour reopens", which the page itself states with a colon between them.
            glued = len(segments) == 2 and statement.text.startswith(f"{segments[0][0]}: ")
            return statement.text if glued else whole
    kept = [text for text, kicker in segments if not kicker]
    shorter = clean(" ".join(kept)).strip(_EDGE)
    return shorter if len(words_of(shorter)) >= 2 and len(kept) < len(segments) else whole


def _without_name(text: str, evidence: list[_Evidence], sites: set[str]) -> str:
    """A displayed headline without the site's name behind it, where the page states it so."""
    if title_parts(text):
        bare = without_site(text, sites)
        words = words_of(bare)
        if bare != text and any(statement.plain and words == statement.words for statement in evidence):
            return bare
    return text


def _segments(element: Any, depth: int = 0) -> list[tuple[str, bool]]:
    """Texts of an element's children and between them, and whether each is named a kicker, or a subtitle
    behind the first."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
        if not isinstance(element.tag, str):
            return []
    found = [((element.text or "").strip(), False)]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("script", "style", "svg", "noscript", "template"):
            names = f"{child.get('class') or ''} {child.get('id') or ''}"
            kicker = names != " " and bool(
                name_flags(names) & KICKER
                or _KICKER_NAME.search(names)
                or (_SUBTITLE_NAME.search(names) and any(text for text, _ in found))
            )
            found.append((" ".join("".join(child.itertext()).split()), kicker))
        found.append(((child.tail or "").strip(), False))
    return found
