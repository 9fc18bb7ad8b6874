"""The displayed headline, found by what the page says elsewhere that it is.

Sites state a headline many times: in JSON-LD, for social networks, in the title, the address, a breadcrumb,
a hidden h1 for search engines, and once where readers see it. The block readers see is the one to take; the
other statements are evidence that tells it from logos, section names and headlines of other stories. Metadata
is the headline only where the page shows none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from newscrawl.extract.blocks import (
    ASIDE,
    COMMENT,
    CONSENT,
    FOOTER,
    HEADINGS,
    HEADLINE,
    HIDDEN,
    KICKER,
    LATEST,
    NAV,
    NEWSLETTER,
    POPULAR,
    RELATED,
    SUMMARY,
    Block,
    Layout,
    name_flags,
)
from newscrawl.extract.selected import selected, texts
from newscrawl.page import Page
from newscrawl.site import Site

# A word, or one character of a script written without spaces.
_WORD = re.compile(r"[぀-ヿ㐀-鿿฀-๿]|[^\W぀-ヿ㐀-鿿฀-๿]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.I)
# Names of an h1 that search engines read and readers don't see, or see as the end of the breadcrumb.
_SEO_NAME = re.compile(r"breadcrumb|seo(?![a-z]*u)|crumb|unsichtbar", re.I)
# Kickers by names that the layout's dictionary does not take for kickers, since they say something else
# elsewhere.
_KICKER_NAME = re.compile(
    r"kicker|eyebrow|topline|over-?line|over-?title|dachzeile|spitzmarke|catchline|title-?header|"
    r"super-?title|pre-?title|"
    r"roofline|surtit|antetit|volanta|cintillo|hat\b|label|badge|flag|category|section|rubri|prefix|"
    r"premium|tagline",
    re.I,
)
_TITLE_PARTS = re.compile(
    r"\s+[|–—·•»«:~/\\-]+\s+|\s*[|｜]\s*|\s+::\s+|(?<=[^\x00-\x7f])\s*[-－–—_]\s*(?=[^\x00-\x7f])"
)
_EDGE = " \t\n-–—:|•/·"
_ELSEWHERE = ASIDE | COMMENT | CONSENT | FOOTER | LATEST | NEWSLETTER | POPULAR | RELATED
_TAG_WEIGHT = {"h1": 3.0, "h2": 1.2, "h3": 0.8, "h4": 0.4, "h5": 0.2, "h6": 0.2}
# Below this a block is not taken for a displayed headline where metadata states one; an h1 needs less.
_ENOUGH, _ENOUGH_H1 = 3.5, 1.5
# An h1 in the very words of JSON-LD or og:title: nothing scores higher.
_CERTAIN = 9.0


@dataclass(slots=True)
class _Evidence:
    """One statement of the headline outside its displayed place."""

    text: str
    words: list[str]
    bag: frozenset[str]
    trust: float
    source: str


def find_headline(layout: Layout, page: Page, site: Site | None = None) -> tuple[str | None, Block | None]:
    """The headline as displayed and its block; (stated headline, None) where the page shows none."""
    for element in selected(page, site, "headline"):
        for text in texts([element]):
            return clean(text), next((block for block in layout.blocks if block.el is element), None)
    evidence = _statements(page)
    sites = site_names(page)
    # What the body element's names say of the whole page says nothing of a block.
    whole = layout.nodes[0].flags
    best: tuple[float, str, Block] | None = None
    for block, tag in _candidates(layout, evidence, page):
        text = _without_kicker(block, evidence)
        score = _score(block, tag, text, evidence, sites, whole)
        if tag == "h1" and score >= _ENOUGH_H1:
            score = max(score, _ENOUGH)
        if best is None or score > best[0]:
            best = (score, text, block)
            if score >= _CERTAIN:
                break
    if best is not None and best[0] >= _ENOUGH:
        return _shown_again(layout, best[1], best[2], evidence)
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
        return first
    whole = [text for text in stated if not text.endswith(("...", "…"))]
    begun = first.rstrip(".… ")
    return next((text for text in whole if text.startswith(begun)), whole[0] if whole else first)


def _statements(page: Page) -> list[_Evidence]:
    found: list[_Evidence] = []
    sites = site_names(page)
    stated = page.article.get("headline")
    sources: list[tuple[Any, float, str]] = [
        (stated, 1.0, "json-ld"),
        (page.meta_first("og:title"), 1.0, "og"),
        (page.meta_first("twitter:title"), 0.9, "twitter"),
        (
            page.meta_first("headline", "dc.title", "dcterms.title", "parsely-title", "sailthru.title"),
            0.9,
            "meta",
        ),
        (page.title, 0.8, "title"),
        (page.article.get("alternativeHeadline"), 0.6, "json-ld"),
    ]
    for text, trust, source in sources:
        if isinstance(text, str) and text.strip():
            cleaned = without_site(clean(text), sites)
            words = _words(cleaned)
            if (
                words
                and " ".join(words) not in sites
                and all(words != e.words for e in found if source != "og")
            ):
                found.append(_Evidence(cleaned, words, frozenset(words), trust, source))
    if not found and (slug := _slug(page.url)):
        words = _words(slug)
        found.append(_Evidence(slug, words, frozenset(words), 0.5, "url"))
    return found


def site_names(page: Page) -> set[str]:
    """Folded names of the site: as it calls itself, and the labels of its host."""
    cached: set[str] | None = page.__dict__.get("_site_names")
    if cached is not None:
        return cached
    names = set()
    for value in (page.meta_first("og:site_name"), page.meta_first("application-name"), *_publishers(page)):
        if value and (folded := " ".join(_words(value))):
            names.add(folded)
    host = urlsplit(page.url).hostname or ""
    labels = [label for label in host.split(".") if label not in ("www", "m", "amp", "news")]
    if len(labels) > 1:
        names.update({" ".join(_words(".".join(labels))), " ".join(_words(host)), labels[-2], labels[0]})
    page.__dict__["_site_names"] = names
    return names


def _publishers(page: Page) -> Iterator[str | None]:
    for item in (page.article, *page.json_ld[:8]):
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(name := publisher.get("name"), str):
            yield name


def without_site(text: str, sites: set[str]) -> str:
    """A title without the site's name at its end or start: "Storm nears | The Example" -> "Storm nears".

    Only a part that is a name of the site goes, and what follows or precedes it on the far side; sections and
    slogans stay, since a headline may hold a dash of its own.
    """
    breaks = list(_TITLE_PARTS.finditer(text))
    if not breaks:
        return text
    last = breaks[-1]
    # "Headline - Section - Site": from the first break on after which only the site follows at the end.
    tail = text[last.end() :]
    if _names_site(tail, sites):
        head = text[: last.start()]
        rest = list(_TITLE_PARTS.finditer(head))
        # A section name of one or two words between two pipes is no part of the headline.
        if rest and "|" in rest[-1].group() and len(_words(head[rest[-1].end() :])) <= 3:
            head = head[: rest[-1].start()]
        return head.strip() or text
    first = breaks[0]
    if _names_site(text[: first.start()], sites):
        return text[first.end() :].strip() or text
    return text


def _names_site(part: str, sites: set[str]) -> bool:
    words = _words(part)
    if not words or len(words) > 6:
        return False
    folded, joined = " ".join(words), "".join(words)
    if folded in sites:
        return True
    return any(
        joined == (flat := site.replace(" ", ""))
        or (len(flat) > 3 and len(joined) > 3 and (flat in joined or joined in flat))
        for site in sites
    )


def clean(text: str) -> str:
    """White space folded, twice escaped entities resolved, soft hyphens and zero-width marks gone."""
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    return " ".join(_INVISIBLE.sub("", text).split())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _slug(url: str) -> str | None:
    """Words of the address's last segment, where it reads like a headline."""
    for segment in reversed(urlsplit(url).path.split("/")):
        words = [word for word in re.split(r"[-_+ ]+", unquote(segment).rsplit(".", 1)[0]) if word.isalpha()]
        if len(words) >= 3:
            return " ".join(words)
    return None


def _candidates(layout: Layout, evidence: list[_Evidence], page: Page) -> Iterator[tuple[Block, str]]:
    """(block, tag of the heading it stands in) of all that may be the displayed headline."""
    in_h1: set[int] = set()
    for node in layout.nodes:
        if node.tag == "h1" and node.last - node.first < 6:
            in_h1.update(range(node.first, node.last))
    path = urlsplit(page.url).path.rstrip("/")
    near: dict[int, list[list[str]]] = {}
    for statement in evidence:
        for length in range(len(statement.text) - 3, len(statement.text) + 4):
            near.setdefault(length, []).append(statement.words)
    for block in layout.blocks:
        if block.index in in_h1:
            yield block, "h1"
        elif block.tag in HEADINGS or block.flags & HEADLINE:
            # A heading that leads elsewhere is another story's.
            if block.length < 300 and (
                not block.links
                or block.link_density <= 0.8
                or any(link.href.partition("#")[0].rstrip("/").endswith(path) for link in block.links)
            ):
                yield block, block.tag
        elif (
            block.length in near
            and not block.links
            and block.tag != "li"
            and _words(clean(block.text)) in near[block.length]
        ):
            yield block, block.tag


def _similarity(words: list[str], bag: frozenset[str], evidence: list[_Evidence]) -> tuple[float, bool]:
    """How far the statements agree with a text (0 to 1), and whether one of them is the very same words."""
    best, exact = 0.0, False
    for statement in evidence:
        if words == statement.words:
            best, exact = max(best, statement.trust), exact or statement.trust >= 0.8
            continue
        if len(words) >= 3 and statement.words[: len(words)] == words:
            best = max(best, 0.75 * statement.trust)  # "Headline - its second line"
        common = len(bag & statement.bag)
        if common:
            best = max(best, statement.trust * common / (len(bag) + len(statement.bag) - common))
    return best, exact


def _score(
    block: Block, tag: str, text: str, evidence: list[_Evidence], sites: set[str], whole: int
) -> float:
    words = _words(text)
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
        score -= 1.0
    if inherited & NAV or _SEO_NAME.search(block.node.names):
        score -= 2.5
    if inherited & _ELSEWHERE:
        score -= 1.0 if exact else 3.0
    if _names_site(text, sites) and not exact:
        score -= 6.0
    if len(words) < 3 and similar < 0.3:
        score -= 2.0  # a section's name, "News", "Menu"
    return score


def _shown_again(layout: Layout, headline: str, block: Block, evidence: list[_Evidence]) -> tuple[str, Block]:
    """An h2 right after the h1 takes its place where it says the same in the words of the social title.

    Sites put a headline for search engines into a hidden or small h1, the one readers see into the h2 below.
    """
    social = next((statement for statement in evidence if statement.source == "og"), None)
    words = _words(headline)
    if social is None or block.tag != "h1" or words == social.words:
        return headline, block
    bag = frozenset(words)
    for other in layout.blocks[block.index + 1 : block.index + 4]:
        if other.tag in ("h2", "h3"):
            text = _without_kicker(other, evidence)
            own = _words(text)
            if own == social.words and len(bag & social.bag) * 2 >= min(len(bag), len(social.bag)):
                return text, other
    return headline, block


def _without_kicker(block: Block, evidence: list[_Evidence]) -> str:
    """The block's text without a kicker that stands in the same heading."""
    whole = clean(block.text)
    element = block.el
    if len(element) == 0:
        return whole
    segments = [(text, kicker) for text, kicker in _segments(element) if text]
    if len(segments) < 2:
        return whole
    # Any run of segments that is, word for word, what the page states as its headline.
    # A kicker is short: a heading of thousands of pieces is none that one is looked for in to its end.
    for start in range(1, min(len(segments), 12)):
        rest = clean(" ".join(text for text, _ in segments[start:])).strip(_EDGE)
        own = _words(rest)
        if any(own == statement.words for statement in evidence if statement.trust >= 0.8):
            return rest
    words = _words(whole)
    if any(words == statement.words for statement in evidence if statement.trust >= 0.9):
        return whole
    kept = [text for text, kicker in segments if not kicker]
    shorter = clean(" ".join(kept)).strip(_EDGE)
    return shorter if len(_words(shorter)) >= 2 and len(kept) < len(segments) else whole


def _segments(element: Any, depth: int = 0) -> list[tuple[str, bool]]:
    """Texts of an element's children and between them, and whether each is named a kicker."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
        if not isinstance(element.tag, str):
            return []
    found = [((element.text or "").strip(), False)]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("script", "style", "svg", "noscript", "template"):
            names = f"{child.get('class') or ''} {child.get('id') or ''}"
            kicker = bool(name_flags(names) & KICKER or _KICKER_NAME.search(names)) if names != " " else False
            found.append((" ".join("".join(child.itertext()).split()), kicker))
        found.append(((child.tail or "").strip(), False))
    return found
