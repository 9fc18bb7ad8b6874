"""Lists of other stories on a story's page, each with the heading shown, its kind and its entries."""

from __future__ import annotations

from newscrawl.extract.block_kinds import EXTERNAL, INLINE, LATEST, NONE, POPULAR, RELATED, SECTION, slugs
from newscrawl.extract.blocks import LATEST as LATEST_FLAG
from newscrawl.extract.blocks import POPULAR as POPULAR_FLAG
from newscrawl.extract.blocks import Layout
from newscrawl.extract.link_blocks import LinkList, Measures, find_cards, find_lists, set_headings
from newscrawl.extract.list_score import Place, features, score
from newscrawl.extract.targets import Targets
from newscrawl.items import RawBlock, RawLink
from newscrawl.page import Page

THRESHOLD = 0.6


def find_related(layout: Layout, page: Page) -> list[RawBlock]:
    """The lists of other stories of a page, in document order; marks their blocks as `related` or `promo`."""
    targets = Targets(page.url, page.base_url, page.canonical)
    measures = Measures(layout)
    cards = find_cards(layout, targets, measures)
    if not cards:
        return []
    lists = find_lists(layout, cards, measures)
    place = Place(layout)
    set_headings(layout, lists, targets, measures, place.headline)
    found: list[RawBlock] = []
    for item in lists:
        odds = score(features(item, layout, targets, measures, place))
        if item.kind == NONE or odds < THRESHOLD:
            continue
        kind = kind_of(item, place, targets)
        links = [
            RawLink(href=card.target.url, texts=[], headline=card.text)
            for card in item.cards
            if card.target.key not in targets.own
        ]
        if links:
            found.append(RawBlock(item.heading, kind, links))
    return found


def kind_of(item: LinkList, place: Place, targets: Targets) -> str:
    """Kind of a list of stories: what its heading says; else its place, its names and where its heading leads."""
    if item.internal < 0.5 or item.kind == EXTERNAL:
        return EXTERNAL
    if place.inside(item) and len({card.target.key for card in item.cards}) == 1:
        return INLINE
    if item.kind not in (None, NONE):
        if item.kind == RELATED and item.heading and _names_section(item.heading, targets):
            return SECTION
        return item.kind
    if item.flags & POPULAR_FLAG:
        return POPULAR
    if item.flags & LATEST_FLAG:
        return LATEST
    if item.heading and _names_section(item.heading, targets):
        return SECTION
    if item.heading_target is not None and item.heading_target.internal and len(item.heading or "") < 45:
        return SECTION
    return RELATED


def _names_section(heading: str, targets: Targets) -> bool:
    """Whether a heading holds the name of a section the page's own address is in: "Mehr Fußball-News"."""
    return any(
        f"-{segment}-" in f"-{slug}-" for slug in slugs(heading) for segment in targets.sections if len(segment) > 2
    )
