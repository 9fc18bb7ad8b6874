"""Lists of other stories on a story's page, each with the heading shown, its kind and its entries."""

from __future__ import annotations

import re
from urllib.parse import unquote

from newscrawl.extract.block_kinds import (
    EXTERNAL,
    INLINE,
    LATEST,
    NONE,
    OTHER,
    POPULAR,
    RELATED,
    SECTION,
    heading_kind,
    is_label,
    slugs,
    without_neighbour,
)
from newscrawl.extract.blocks import Block, Layout
from newscrawl.extract.cards import read_cards
from newscrawl.extract.link_blocks import find_cards, find_lists
from newscrawl.extract.link_lists import Card, LinkList, Measures
from newscrawl.extract.list_headings import set_headings
from newscrawl.extract.list_score import Place, features, score
from newscrawl.extract.names import FOOTER, NAV
from newscrawl.extract.names import LATEST as LATEST_FLAG
from newscrawl.extract.names import POPULAR as POPULAR_FLAG
from newscrawl.extract.targets import Targets
from newscrawl.items import RawBlock, RawLink
from newscrawl.page import Page

# Log odds from which a list is taken; more for one or a few links that nothing names.
THRESHOLD = 0.7
# ... much less for stories of the site under words that say nothing but what they are: "Most read".
LABELLED = -1.0
UNNAMED = 1.2
# ... less for those whose heading says it, outside of menus and footers.
HEADED = 0.1
# ... and above the headline, where menus show stories too.
OVERHEAD = 2.0
# As many promos that nothing names as a story has between its paragraphs, at most.
_MOST_PROMOS = 6
# A film or gallery set into the text is the story's own.
_MEDIA = frozenset("video videos audio podcast gallery galerie fotos photos fotostrecke bilder".split())
# Kinds of blocks that are the story's own.
_STORY = ("headline", "summary", "body", "caption", "byline", "stamp")
# Directories of addresses that are no section's name.
_NO_NAMES = frozenset(
    "article articles artikel news story stories related content post posts nachrichten noticias "
    "noticia more the web www vijesti vesti novosti novice nieuws nyheter nyheder uutiset notizie "
    "noticies actualites actualite wiadomosci zpravy spravy hirek stiri haber haberler novini zinas "
    "naujienos uudised lajme berita tin-tuc novica".split()
)


def find_related(layout: Layout, page: Page) -> list[RawBlock]:
    """The lists of other stories of a page, in document order; marks their blocks as `related` or `promo`."""
    targets = Targets(page.url, page.base_url, page.canonical)
    measures = Measures(layout)
    cards = find_cards(layout, targets, measures)
    if not cards:
        return []
    targets.sections += _section_names(page)
    lists = find_lists(layout, cards, measures)
    place = Place(layout)
    set_headings(layout, lists, targets, measures, place.headline)
    found: list[RawBlock] = []
    doubtful: list[tuple[int, LinkList]] = []
    for item in lists:
        if _surely_none(item, place, measures):
            continue
        found_features = features(item, layout, targets, measures, place)
        odds = score(found_features)
        if not _listed(found_features, odds) and not (odds >= LABELLED and _labelled(item, found_features)):
            if found_features["inside"] and found_features["shape2"] == found_features["host"] == 1:
                doubtful.append((len(found), item))
            continue
        if block := _raw(item, layout, place, targets):
            found.append(block)
    if (
        doubtful and sum(len(item.cards) for _, item in doubtful) <= _MOST_PROMOS
    ):  # a text that is a list of links has more
        for at, item in reversed(doubtful):
            if all(_is_headline(card, layout) for card in item.cards) and (
                block := _raw(item, layout, place, targets)
            ):
                for link in block.links:
                    link.teaser = None  # what stands beside a bare link is the story's text
                found.insert(at, block)
    return found


def _raw(item: LinkList, layout: Layout, place: Place, targets: Targets) -> RawBlock | None:
    """A list as read, its blocks marked; None where all its links lead elsewhere."""
    kind = kind_of(item, place, targets)
    links, blocks = read_cards(item, layout, targets.own)
    if kind != EXTERNAL:
        inside = {card.target.url for card in item.cards if targets.inside(card.target)}
        links = [link for link in links if link.href in inside]
    if not links:
        return None
    if kind == OTHER and len(links) < 3:
        for link in links:
            link.headline = without_neighbour(link.headline) if link.headline else None
    _mark(item, blocks, "promo" if kind == INLINE else "related")
    return RawBlock(item.heading, kind, links)


def _is_headline(card: Card, layout: Layout) -> bool:
    """Whether a link between paragraphs, alone in its line, shows the headline that its own address spells:
    "Ferry drops winter routes" to /2016/09/ferry-drops-winter-routes."""
    text, path = card.text, card.target.path
    if not 20 <= len(text) <= 160 or path.count("-") < 3:
        return False
    shown = max((layout.blocks[i] for link in card.links for i, _ in link.texts), key=_length, default=None)
    if shown is not None and (shown.link_density < 0.9 or shown.tag in ("td", "th", "dd", "figcaption")):
        return False
    spelled = set(_PART.findall(unquote(path).casefold()))
    if not _MEDIA.isdisjoint(spelled):
        return False
    words = [word for name in slugs(text) for word in name.split("-") if len(word) > 3]
    told = sum(word in spelled for word in words)
    return told >= 3 and 3 * told >= 2 * len(words)


def _length(block: Block) -> int:
    return block.length


def _surely_none(item: LinkList, place: Place, measures: Measures) -> bool:
    """Whether a list needs no closer look: tags and jobs by their heading, menus above the story."""
    kind = heading_kind(item.heading) if item.heading else None
    if kind is not None or not place.before(item):
        return kind == NONE
    menu = NAV | FOOTER
    return bool(measures.flags(item.cards[0].top) & measures.flags(item.cards[-1].top) & menu)


def _mark(item: LinkList, blocks: list[Block], kind: str) -> None:
    """Set the kind of the list's blocks; what is a paragraph of its own stays what it is."""
    if item.heading_block is not None and item.heading_block.kind not in _STORY:
        item.heading_block.kind = kind
    for block in blocks:
        if block.kind not in _STORY or block.link_chars > 0.6 * block.length:
            block.kind = kind


def _listed(found: dict[str, float], odds: float) -> bool:
    """Whether a list is taken: one that nothing names has to look the part, a site's index never does."""
    if found["none"] or (found["before_nav"] and not (found["known_nav"] and odds >= UNNAMED)):
        return False
    if found["index"]:
        return False
    if found["before"] and (found["known_other"] or not found["known"]) and odds < OVERHEAD:
        return False
    if found["inside"] and found["known"] and found["single"]:
        return odds >= 0.0
    if found["known"] and not (found["before"] or found["nav"] or found["footer"] or found["known_other"]):
        return odds >= HEADED
    # A promo between paragraphs to a story of the site whose address is built like the page's own.
    promo = found["inside"] and found["single"] and found["form"] == found["shape2"] == 1
    unnamed = not (found["known"] or found["named"] or promo)
    return odds >= (UNNAMED if unnamed and (found["single"] or found["few"]) else THRESHOLD)


def _labelled(item: LinkList, found: dict[str, float]) -> bool:
    """Whether nothing but stories of the site stand under words that say no more than which they are."""
    heading = item.heading or ""
    return (
        (item.stated is not None or item.kind in (RELATED, POPULAR, LATEST))
        and found["shape2"] == found["host"] == 1
        and not (found["before"] or found["nav"] or found["footer"] or found["comment"] or found["many"])
        # Trending topics are shorter than headlines.
        and found["width22"] == 1
        and (found["inside"] or not found["single"])
        and (item.stated is not None or is_label(heading) or (len(heading) < 26 and heading.count(" ") < 3))
    )


def kind_of(item: LinkList, place: Place, targets: Targets) -> str:
    """Kind of a list of stories: what its heading says; else its place, its names and where its heading
    leads."""
    if item.internal < 0.5 or item.kind == EXTERNAL:
        return EXTERNAL
    if place.inside(item) and len({card.target.key for card in item.cards}) == 1:
        return INLINE
    if item.kind not in (None, NONE):
        if item.heading and item.kind == RELATED and _names_section(item.heading, targets):
            return SECTION
        if item.heading and item.kind == SECTION and _names_site(item.heading, targets):
            return OTHER
        return item.kind
    if item.flags & POPULAR_FLAG:
        return POPULAR
    if item.flags & LATEST_FLAG:
        return LATEST
    if item.heading and (_names_section(item.heading, targets) or _leads_to_section(item)):
        return SECTION
    if item.heading_target is not None and item.heading_target.internal and len(item.heading or "") < 45:
        return SECTION
    # Stories above the headline that nothing names are the site's own bar of the day.
    return OTHER if place.before(item) else RELATED


def _names_section(heading: str, targets: Targets) -> bool:
    """Whether a heading holds the name of a section the page's own address is in: "Mehr Fußball-News"."""
    names = slugs(heading)
    return any(
        f"-{part}-" in f"-{name}-"
        for name in names
        for part in targets.sections
        if len(part) > 2 and part not in _NO_NAMES
    )


def _section_names(page: Page) -> list[str]:
    """The page's section as it states it for machines, spelled like a directory of an address."""
    stated = page.article.get("articleSection")
    names = [*(stated if isinstance(stated, list) else [stated]), page.meta_first("article:section")]
    return [slug for name in names if isinstance(name, str) and len(name) < 40 for slug in slugs(name)]


def _names_site(heading: str, targets: Targets) -> bool:
    """Whether a heading speaks of the whole site: "More from the Courier" on courier.example."""
    if len(targets.site) < 3:
        return False
    for name in slugs(heading):
        words = name.split("-")
        if any("".join(words[at:]).startswith(targets.site) for at in range(len(words))):
            return True
    return False


def _leads_to_section(item: LinkList) -> bool:
    """Whether the heading is the name of the directory its stories are in: "Travel" over /travel/..."""
    names = slugs(item.heading or "")
    inside = sum(card.target.path.lower().split("/")[1] in names for card in item.cards)
    return 2 * inside > len(item.cards)


def without_related(paragraphs: list[str], blocks: list[RawBlock]) -> list[str]:
    """Paragraphs without those that are nothing but a headline or teaser of a list on the same page.

    A paragraph goes only where it equals one, whatever its spacing and punctuation: a sentence that quotes a
    headline stays.
    """
    if not blocks:
        return paragraphs
    # Whole texts are folded only where their first words agree.
    begins = [_first_word(text) for text in paragraphs]
    first = {word for word in begins if word}
    known = {
        _fold(text)
        for block in blocks
        for link in block.links
        for text in (link.headline, link.teaser, _with_label(block, link))
        if text and len(text) >= 16 and _first_word(text) in first
    }
    if not known:
        return paragraphs
    words = {text.partition(" ")[0] for text in known}
    return [
        text
        for text, word in zip(paragraphs, begins, strict=True)
        if word not in words or len(folded := _fold(text)) < 16 or folded not in known
    ]


def _with_label(block: RawBlock, link: RawLink) -> str | None:
    """A promo's line with its label: "Read also: Ferry turns back"."""
    return f"{block.heading} {link.headline}" if block.kind == INLINE and block.heading else None


_WORD = re.compile(r"\w+")
_PART = re.compile(r"[^\W_]+")


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _first_word(text: str) -> str:
    word = _WORD.search(text)
    return word[0].casefold() if word else ""
