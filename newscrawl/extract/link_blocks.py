"""The lists of links on a page: cards of one story each, gathered into lists.

A card is the largest box that leads to one story only. Whether a list is one of stories at all, and which, is
not decided here.
"""

from __future__ import annotations

from newscrawl.extract.block_kinds import (
    LONGEST_HEADING,
    RELATED,
    heading_kind,
    is_ad_label,
    is_label,
    is_order,
)
from newscrawl.extract.blocks import HEADINGS, Layout, Link, Node
from newscrawl.extract.link_lists import MANY, Card, LinkList, Measures, child_below, common, span
from newscrawl.extract.list_headings import BUTTONS, announces_related, heading_like, parted_label
from newscrawl.extract.names import CAPTION, FOOTER, HEADLINE, NAV
from newscrawl.extract.targets import Target, Targets

# Blocks of a card that an empty link is laid over, and boxes between the two, at most.
_LARGEST_CARD, _HIGHEST_CARD = 8, 4


def in_prose(layout: Layout, link: Link) -> bool:
    """Whether a link is part of a sentence."""
    if len(link.texts) != 1:
        return False
    index, text = link.texts[0]
    block = layout.blocks[index]
    rest = block.length - len(text)
    if rest < 12 or block.tag in HEADINGS:
        return False
    if len(block.links) > 30:  # no sentence: looking for each link's place in it would take for ever
        return block.link_chars < 0.5 * block.length
    links = len(block.links)
    if links > 1 and (
        (block.link_chars > 0.75 * block.length and rest < 60)
        # Nothing but links, in a row that styles alone set apart: cards without boxes.
        or (
            block.link_chars >= block.length - 3 * links
            and block.tag != "p"
            and len({other.href for other in block.links}) == links
        )
    ):
        return False
    whole = block.text
    if "\n" in whole:
        # Each line stands for itself: lines of "Read also: ..." in one paragraph are several promos.
        for line in whole.split("\n"):
            if text in line:
                whole = line
                break
        if whole.strip(" •·-–▪►»") == text:
            return False
    before, _, after = whole.partition(text)
    before, after = before.strip(), after.strip()
    if before and len(after) < 30 and (is_label(before) or parted_label(before) or is_order(before)):
        return False
    if not before and rest < 60 and not block.text.rstrip().endswith((".", "।", "。")):
        return False
    return rest > 30 or block.tag == "p"


def _is_caption(layout: Layout, link: Link) -> bool:
    """Whether a link is the caption of a picture: it enlarges that, or leads into its gallery."""
    for index, _ in link.texts:
        block = layout.blocks[index]
        if block.tag == "figcaption" or (
            block.inherited & CAPTION and block.tag not in HEADINGS and not link.has_image
        ):
            return block.tag != "figcaption" or block.length > len(link.text) or not link.has_image
    return False


def _story_links(layout: Layout, targets: Targets) -> list[tuple[Link, Target]]:
    """The links that may be to stories, outside of sentences.

    Most links of a page are navigation: short texts without a picture. They go before anything is looked up.
    """
    # Navigation proper, where the page as a whole is not called that.
    headline = layout.headline_block
    outside = (NAV | FOOTER) & ~(headline.inherited if headline is not None else 0)
    longest: dict[str, str] = {}
    pictured: set[str] = set()
    left: list[Link] = []
    keep = left.append
    for link in layout.links:
        texts = link.texts
        if link.has_image:
            pictured.add(link.href)
        elif not texts:  # laid over a card, to make all of it a link
            keep(link)
            continue
        elif (
            link.node.inherited & outside
            and len(texts) == 1
            and len(texts[0][1]) < 22
            and texts[0][1].isascii()
        ):
            continue
        keep(link)
        if texts:
            href = link.href
            text = texts[0][1] if len(texts) == 1 else _longest(texts)
            known = longest.get(href)
            if known is None or len(text) > len(known):
                longest[href] = text
    shown_at: dict[str, str] = {}
    found: list[tuple[Link, Target]] = []
    shown: set[str] = set()
    sure: dict[str, Target] = {}
    read = targets.read
    for link in left:
        href = link.href
        again = sure.get(href)
        if again is not None:
            found.append((link, again))
            continue
        text = longest.get(href, "")
        in_picture = href in pictured
        if not text and not in_picture and (laid := _laid_over(layout, link)):
            if (over := read(href)) is None or not over.internal:
                continue
            text = longest[href] = laid
        long = in_picture or len(text) >= 16
        if not long and not (text and _worth(layout, link, text)):
            continue
        if "#" in href and "#comment" in href:
            continue  # to what readers wrote below a story, as in a list of the latest comments
        target = read(href)
        if target is None:
            continue
        if long:
            sure[href] = target
        found.append((link, target))
        key = target.key
        if in_picture:
            shown.add(key)
        if len(text) > len(shown_at.get(key, "")):
            shown_at[key] = text
    judged: dict[str, bool] = {}
    first: dict[str, Link] = {}  # of the targets that no link outside of sentences has led to so far
    occurrences: list[tuple[Link, Target]] = []
    blocks = layout.blocks
    for link, target in found:
        key = target.key
        verdict = judged.get(key)
        if verdict is False:
            continue
        texts = link.texts
        # Most links are all of their block.
        if len(texts) == 1 and blocks[texts[0][0]].length - len(texts[0][1]) >= 12 and in_prose(layout, link):
            first.setdefault(key, link)
            continue
        if verdict is None:
            verdict = judged[key] = _may_be_story(
                layout, targets, target, first.get(key, link), shown_at.get(key, ""), key in shown
            )
        if verdict and (not texts or not _is_caption(layout, link)):
            occurrences.append((link, target))
    return occurrences


def _longest(texts: list[tuple[int, str]]) -> str:
    return max([text for _, text in texts], key=len)


def _laid_over(layout: Layout, link: Link) -> str | None:
    """The headline of the card that an empty link is laid over: its heading, or the line that the link is
    labelled with."""
    node: Node | None = link.node
    for _ in range(_HIGHEST_CARD):
        if node is not None and node.last == node.first:
            node = node.parent
    if node is None or node.last - node.first > _LARGEST_CARD:
        return None
    stated = " ".join((link.el.get("aria-label") or link.el.get("title") or "").split())
    for block in layout.blocks[node.first : node.last]:
        if (
            (block.tag in HEADINGS or block.flags & HEADLINE or block.text == stated)
            and block.length <= 250
            and span(block.text) >= 16
            and not block.links
            and block is not layout.headline_block
            and not is_label(block.text)
        ):
            return block.text
    return None


def _in_heading(layout: Layout, link: Link) -> bool:
    blocks = layout.blocks
    for index, _ in link.texts:  # noqa: SIM110 - asked of most links
        if blocks[index].tag in HEADINGS:
            return True
    return False


def _worth(layout: Layout, link: Link, text: str) -> bool:
    """Whether a short text may still be a headline: in a script that needs few characters, or in a
    heading."""
    if not text.isascii() and span(text) >= 16:
        return True
    if len(text) < 4:
        return False
    if len(text) >= 8 and _in_heading(layout, link):
        return True
    return is_label(text) and heading_kind(text) == RELATED


def find_cards(layout: Layout, targets: Targets, measures: Measures) -> list[Card]:
    """The cards of a page in document order."""
    occurrences = _story_links(layout, targets)
    if not occurrences:
        return []
    leads: list[str | None] = [None] * len(layout.nodes)
    for link, target in occurrences:
        node: Node | None = link.node
        key = target.key
        while node is not None:
            known = leads[node.index]
            if known is None:
                leads[node.index] = key
            elif known == key or known is MANY:
                break
            else:
                leads[node.index] = MANY
            node = node.parent
    cards: list[Card] = []
    by_node: dict[int, Card] = {}
    shown: set[str] | None = None
    for link, target in occurrences:
        texts = link.texts
        text = "" if not texts else texts[0][1] if len(texts) == 1 else _longest(texts)
        top: Node | None = None
        if leads[link.node.index] is not MANY:
            top = _climb(layout, measures, link, leads, target.key)
        if not texts and not link.has_image and (top is None or top.first == top.last):
            if shown is None:
                shown = {to.key for other, to in occurrences if other.texts or other.has_image}
            if target.key not in shown:  # an empty link says nothing without a card of its own
                continue
        if top is not None:
            card = by_node.get(top.index) or _around(by_node, leads, top, target.key)
            if card is None:
                card = by_node[top.index] = Card(target, link, top, text)
                cards.append(card)
                continue
        elif cards and cards[-1].node is None and cards[-1].target is target and cards[-1].box is link.node:
            card = cards[-1]
            card.last = max(card.last, link.last)
        else:
            cards.append(Card(target, link, None, text))
            continue
        card.links.append(link)
        if len(text) > len(card.text):
            card.text, card.width = text, span(text)
    for card in cards:
        if card.width < 12 and card.node is not None:
            _find_title(layout, card)
    return cards


def _find_title(layout: Layout, card: Card) -> None:
    """The headline of a card whose links are a picture or "read more": its heading, else its first line."""
    blocks = [
        block
        for block in layout.blocks[card.first : card.last]
        if 16 <= block.length <= 250 and not is_label(block.text)
    ]
    best = next(
        (block for block in blocks if block.tag in HEADINGS or block.flags & HEADLINE),
        blocks[0] if blocks else None,
    )
    if best is not None:
        card.text, card.width = best.text, span(best.text)
        return
    for link in card.links:
        for el in (link.el, *link.el.iter("img")):
            stated = " ".join((el.get("aria-label") or el.get("title") or el.get("alt") or "").split())
            if 16 <= len(stated) <= 250:
                card.text, card.width = stated, span(stated)
                return


def _may_be_story(
    layout: Layout, targets: Targets, target: Target, link: Link, text: str, pictured: bool
) -> bool:
    internal = target.internal
    wide = span(text)
    if wide < 18 and not internal:
        return False
    if (
        wide < 16
        and not (wide >= 8 and (pictured or _in_heading(layout, link)))
        # A picture or "read more" alone: the headline stands beside it.
        and not (is_label(text) if text else pictured)
    ):
        return False
    shape = targets.judge(target)
    if shape == 2 and internal:
        return True
    if shape == -2:
        return False
    least = 18 if shape >= 1 or (shape == 0 and pictured and internal) else 25 if shape == 0 else 40
    return wide >= least and (wide >= 45 or not is_label(text))


def _around(by_node: dict[int, Card], leads: list[str | None], top: Node, key: str) -> Card | None:
    """The card of the same target that a node stands in: its picture's link opened it."""
    node = top.parent
    while node is not None and leads[node.index] == key:
        if (card := by_node.get(node.index)) is not None:
            return card
        node = node.parent
    return None


def _climb(layout: Layout, measures: Measures, link: Link, leads: list[str | None], key: str) -> Node:
    node = link.node
    titled, rank = False, "h7"
    for index, text in link.texts:
        if len(text) >= 16:
            titled = True
        tag = layout.blocks[index].tag
        if tag in HEADINGS and tag < rank:
            rank = tag
    while (parent := node.parent) is not None and leads[parent.index] == key:
        if measures.roomy(parent):
            break
        if parent.first < node.first and (
            _announces(layout, parent.first, node.first, rank)
            if titled
            # Above a picture or "read more" stands the story's own headline, unless it is a list's in words.
            else _announces_related(layout, parent.first, node.first)
        ):
            break
        node = parent
    return node


def _announces(layout: Layout, first: int, last: int, rank: str) -> bool:
    """Whether a range of blocks before a card holds the heading of a list: one of higher rank or of known
    words."""
    for block in layout.blocks[first:last]:
        if block.tag in HEADINGS and block.tag < rank:
            return True
        if (
            block.length <= LONGEST_HEADING
            and heading_kind(block.text) is not None
            and not is_ad_label(block.text)
            and not block.text.casefold().startswith(BUTTONS)
        ):
            return True
    return False


def _announces_related(layout: Layout, first: int, last: int) -> bool:
    """Whether a range of blocks before a card holds a heading that says no more than "related stories"."""
    for block in layout.blocks[first:last]:
        if block.tag in HEADINGS and not block.links and announces_related(block.text):
            return True
    return False


def find_lists(layout: Layout, cards: list[Card], measures: Measures) -> list[LinkList]:
    """Cards gathered into lists, in document order, with their headings."""
    lists: list[LinkList] = []
    last: LinkList | None = None
    for card in cards:
        if last is not None and _joins(layout, last, card, measures):
            last.add(card)
        else:
            last = LinkList(card)
            lists.append(last)
    for item in lists:
        _drop_sections(item)
    return lists


def _drop_sections(item: LinkList) -> None:
    """Take links to sections out of a list of stories: "More on ..." at its end, a kicker in a box of its
    own."""
    cards = item.cards
    shapes = [card.target.shape for card in cards]
    if min(shapes) < 0 and 2 * shapes.count(2) > len(cards):
        pictured = 2 * sum(any(link.has_image for link in card.links) for card in cards) > len(cards)
        item.keep(
            [
                card
                for card in cards
                if card.target.shape >= 0 or (pictured and any(link.has_image for link in card.links))
            ]
        )


def _joins(layout: Layout, before: LinkList, card: Card, measures: Measures) -> bool:
    last = before.cards[-1]
    one_top, other_top = last.top, card.top
    if card.first <= last.last and (one_top is other_top or one_top.parent is other_top.parent):
        return True  # side by side, as most cards of a list are
    gap = layout.blocks[last.last : card.first]
    apart = measures.between(last.last, card.first)
    if card.target is last.target and (
        card.box is last.box or (apart < 100 and not any(map(heading_like, gap)))
    ):
        return True
    if apart > 450:
        return False
    for block in gap:
        if block.kind == "body" and 2 * block.link_chars < block.length and not is_ad_label(block.text):
            return False  # the story goes on between two promos
    if len(gap) > 14 and len([block for block in gap if not is_ad_label(block.text)]) > 14:
        return False
    meet = common(last.top, card.top)
    if meet is last.top or meet is card.top:
        meet = common(last.box, card.box)
    ups = (last.top.depth - meet.depth, card.top.depth - meet.depth)
    if ups[0] <= 1 and ups[1] <= 1:
        if measures.wide(meet) and any(block.length - block.link_chars > 100 for block in gap):
            return False
        # A heading before every card is a label of the card; one before some of them parts lists.
        return not any(map(heading_like, gap)) or (len(before.cards) == 1 and _labelled(layout, before, card))
    if max(ups) > 5 or measures.wide(meet):
        return False
    one, other = child_below(last.top, meet), child_below(card.top, meet)
    if one.el.get("id") and other.el.get("id") and measures.tab_of(one) != measures.tab_of(other):
        return False
    alike = one.tag == other.tag and (one.names == other.names or one.flags == other.flags)
    lead = card.first > other.first
    if not any(map(heading_like, gap)) and not (lead and not alike):
        return not lead or alike
    single = len({c.target.key for c in before.cards if c.first >= one.first}) == 1
    return (
        alike and single and lead and last.first > one.first and _same_label(layout, one, last, other, card)
    )


def _labelled(layout: Layout, before: LinkList, card: Card) -> bool:
    """Whether the first card of a list has its own label just like the next."""
    first = before.cards[0]
    if first.first == 0 or card.first == 0:
        return False
    one, other = layout.blocks[first.first - 1], layout.blocks[card.first - 1]
    return (
        one.tag == other.tag and one.node.names == other.node.names and one.node.parent is other.node.parent
    )


def _same_label(layout: Layout, one: Node, last: Card, other: Node, card: Card) -> bool:
    first, second = layout.blocks[one.first], layout.blocks[other.first]
    return (
        first.tag == second.tag
        and first.node.names == second.node.names
        and last.first - one.first == card.first - other.first
    )
