"""Bylines as shown, and the authors the page states for machines; `normalise` tells the names apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from newscrawl.anycase import AnyCase
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
from newscrawl.extract.unmarked import YEAR, behind_by
from newscrawl.items import RawStamp
from newscrawl.page import Page, types_of

_ELSEWHERE = NAV | FOOTER | ASIDE | COMMENT | RELATED | POPULAR | LATEST | NEWSLETTER
# Addresses of a person's page.
_PERSON = AnyCase(
    r"(?:^|/)(?:authors?|bloggers?|autor(?:en|es|i|a|as)?|auteurs?|auteur-?trice|profiles?|people|persons?|by|staff|"
    r"journalists?|journalistes?|"
    r"writers?|contributors?|contributor-bio|reporters?|redakt\w*|redacteur\w*|bylines?|columnists?|"
    r"experts?|verfasser|"
    r"penulis|yazar\w*|skribent\w*|firma|firmas|editor|kirjoittaja|autore|avtor\w*|signature|"
    r"kolumn\w*)(?:[/?_-]|$)|[?&]author"
)
# How a byline begins, where nothing but its words says that it is one.
BY = re.compile(
    r"(?i:(?:(?:photos?|pictures?|images?) (?:and|&) )?"
    r"(?:written|reported|posted|published|story|words|text|report|commentary|opinion|analysis) by|by|"
    r"von|ein \w+ von|par|por|di|a cura di|van|door|av|af|od|przez|autora?:|autorin:|text[:ea]?|texto:|"
    r"fotos? und text|"
    r"redakt(?:ion|eur|or)\w*:|penulis:?|oleh|laporan|yazan:?|haber:|autor[:ei]?|автор[:ы]?|текст:?|від|"
    r"kirjoittanut|szerző:|"
    r"著|文|記者|记者|작성자|기자명|글|بقلم:?|كتبت?:?|إعداد:?|نویسنده:?|خبرنگار:?|של|מאת:?|द्वारा:?|लेखक:?|लेखिका:?|"
    r"লেখক:?|লেখা:|โดย|เขียนโดย|tác giả:?|pewarta:?|γράφ(?:ει|ουν) (?:ο|η|οι)|oprac\.|opracowa(?:nie|ł|ła):?)"
    r"(?=[\s:A-ZÀ-Þ]|$)"
)
# The same where a byline may be expected; the last of them in Chinese.
_MORE_BEGINS = re.compile(
    r"(?:[-–—•|]+\s*)?(?i:interview ?:|auteur(?:\(s\)|s)? ?:|(?:publié|posté|rédigé|écrit|proposé) par(?!\S)|"
    r"(?:erstellt|geschrieben|verfasst|veröffentlicht|eingestellt|gepostet|ein beitrag) von(?!\S)|"
    r"(?:publicado|escrito) por(?!\S)|(?:pubblicato|scritto) da(?!\S)|(?:geschreven|geplaatst) door(?!\S)|"
    r"(?:skrevet|skriven|publicerad|publisert|udgivet|publiceret) a[fv](?!\S)|"
    r"(?:escrit|publicat) per(?!\S)|(?:scris|publicat) de(?!\S)|"
    r"(?:napisane|opublikowane|dodane) przez(?!\S)|γράφτηκε από(?: τον| την)?(?!\S)|"
    r"(?:author|autor|автор|الكاتب|نویسنده|yazan|tác giả|penulis|作者|執筆者|مصنف|எழுதியவர்)"
    r"\s?[,،，、](?=\s?\w)|"
    r"ditulis oleh(?!\S)|viết bởi(?!\S)|написан[ао]? от(?!\S)|(?:حوار|حاوره|حاورته) ?:)|[-–—•|]+\s*by\s"
)
_REPORTER = re.compile(
    r"[〔（(【\[]?\w{0,8}\s?(?:记者|記者|评论员|評論員|通讯员)(?=[:：\s]|[一-鿿、]{2,12}\s?[／/])|(?:作者|撰文)[:：／｜|]|"
    # "홍길동 기자": the word stands behind the name.
    r"(?=[가-힣·ㆍ, ]{2,24}(?:기자|특파원|논설위원)(?:$|[\s(=]))"
)
# "2024-09-05 来源: 港口报": whose story it is, in the line that elsewhere says who wrote it.
_SOURCE = re.compile(r"(?:来源|來源|출처)\s?[:：]")
_REPORTS = re.compile("[记記]者|作者|文[／/:：]|기자")
# "posted on 19 December by Ana Ruiz"
_BY_INSIDE = re.compile(r"\s(?:by|von|par|por|door)\s+(?=[A-ZÀ-Þ])")
# What follows is another sort of credit: not the authors.
_OTHER_CREDIT = AnyCase(
    r"(?:with )?contribut|reviewed|tested|fact[- ]?check|edited|medically|"
    r"photo(?!s? (?:and|&) \w+ by)|foto|illustrat|produced|updated by|curated|"
    r"recipe|additional report|video|graphic|translat|vetted|approved|interview(?!\s*:)"
)
# "Photo:" in a block of its own: the name follows in the next.
_OTHER_LABEL = re.compile(
    r"(?:fotos?|photos?|bild(?:er)?|imagen|vídeo|video|illustration(?:en)?)\s*:?$", re.I
)
_NOT_A_NAME = re.compile(
    r"\d{2}|@|https?:|\bmin\b|updated|published|follow|share|comment|read more|copy link", re.I
)
# "By <a>A</a> and B", "By <a>A</a> and <span>B</span>"
_AND_MORE = re.compile(r"^(?:and|und|et|y|e|&|,)\s+(\S)")
_AND = re.compile(r"(?:and|und|et|y|e|och|og|en|i|ja|&)", re.I)
# Blocks after the headline among which a byline is looked for, and before it (bylines above the headline
# are rare).
_AFTER, _BEFORE = 30, 6
_ORGANISATIONS = frozenset(("Organization", "NewsMediaOrganization", "Corporation"))
# No byline is longer, and none names more.
_LONGEST = 220
_MOST = 40
_DIGIT = re.compile(r"\d")
_SENTENCE_END = frozenset(".!?…。！？।۔؟：」”")


def read_bylines(
    layout: Layout,
    headline: Block | None,
    first: int | None,
    last: int | None,
    stamps: Iterable[RawStamp] = (),
) -> tuple[list[str], list[str]]:
    """Names in the displayed byline, one entry a link or run of inline text, as shown; and those of them that
    are names whatever they look like, for a "By" precedes them or they lead to a person's page.

    :param first: index of the body's first block, :param last: of its last; None where there is no body.
    :param stamps: the visible stamps: a line that shows the story's is the story's.
    """
    blocks = layout.blocks
    if headline is not None:
        start, stop = headline.index - _BEFORE, headline.index + _AFTER
    elif first is not None:
        start, stop = first - 12, first + 6
    else:
        return [], []
    if first is not None and headline is not None and first > headline.index:
        stop = min(stop, first + 4)
    stamped = {stamp.position for stamp in stamps if stamp.in_story}
    # What the headline stands in too says nothing of a block beside it.
    beside = headline if headline is not None or first is None else blocks[first]
    elsewhere = _ELSEWHERE & ~(beside.node.inherited if beside is not None else 0)
    after = max(0, headline.index + 1 if headline is not None else start)
    # A <footer> above the body is the story's own.
    above_body = FOOTER if first is not None and stop <= first + 4 else 0
    found = _Found(elsewhere & ~above_body, stamped, len(blocks) if first is None else first)
    found.read(blocks[after : max(0, stop)])
    if not any(map(may_be_name, found.names)) and headline is not None:
        found.elsewhere = elsewhere
        found.read(_above(blocks[max(0, start) : headline.index], stamped))
    return found.names[:_MOST], found.signed


def _above(blocks: list[Block], stamped: set[int]) -> list[Block]:
    """Bylines above a headline, where other stories' stand too: what leads to a person's page or says "By",
    and what stands beside the story's stamp.
    """
    found = []
    for i, block in enumerate(blocks):
        beside = not stamped.isdisjoint((block.index - 1, block.index, block.index + 1))
        dated = beside or (len(blocks) - i < 3 and block.length < 120 and YEAR.search(block.text))
        if not (block.flags & BYLINE or dated) or block.length > _LONGEST:
            continue
        if not beside and any(map(_is_teaser, blocks[max(0, i - 2) : i])):
            continue
        if _begins(block) or any(map(is_person, block.links)) or (dated and behind_by(block.text)):
            found.append(block)
    return found


def _is_teaser(block: Block) -> bool:
    return block.length > 20 and len(block.links) == 1 and block.link_density > 0.9 and " " in block.text


def may_be_name(text: str) -> bool:
    """Whether a run of text in a byline may be a name rather than a number or a label."""
    return len(text) > 2 and text[-1] != ":" and not _DIGIT.search(text)


class _Found:
    """What has been read of a page's bylines."""

    def __init__(self, elsewhere: int, stamped: set[int], prose: int) -> None:
        self.elsewhere = elsewhere
        """Flags of what holds other stories' bylines."""
        self.stamped = stamped
        """Indices of the blocks that show the story's stamps."""
        self.prose = prose
        """Index of the body's first block."""
        self.names: list[str] = []
        self.signed: list[str] = []

    def read(self, blocks: list[Block]) -> None:
        gap = 0
        before = len(self.names)
        pending = False  # a block "By" of its own
        other = False  # a block "Photo:" of its own
        for block in blocks:
            if block.length > _LONGEST:
                continue
            if len(self.names) > before:
                gap += 1
                if gap > 6:
                    break
            text = block.text
            if other:
                other = False
                continue
            if _OTHER_CREDIT.match(text) and block.length < 80:
                if len(self.names) > before:
                    break
                other = _OTHER_LABEL.match(text) is not None
                continue
            begins = _begins(block) or (_BY_INSIDE.search(text) if block.flags & (DATE | BYLINE) else None)
            if begins and begins.end() >= len(text.rstrip(" :")):
                pending = True
                continue
            names = self._names(block, begins, pending)
            if names is None:
                continue
            pending = False
            if names:
                self.names.extend(name for name in names if name not in self.names)
                gap = 0
            if len(self.names) >= _MOST:
                break

    def _names(self, block: Block, begins: re.Match[str] | None, pending: bool) -> list[str] | None:
        """The names a block gives; None where it is no byline."""
        text = block.text
        if not text.isascii() and _SOURCE.search(text) is not None and _REPORTS.search(text) is None:
            return None
        links = [link for link in block.links if is_person(link)]
        named = _is_byline(block)
        stamped = block.index in self.stamped
        # A line with the story's stamp may name its author behind a section.
        sought = block.kind != "body" and not links and block.length < 160
        within = behind_by(text) if sought and (not begins or _DIGIT.search(text)) else None
        if within and not (named or stamped or YEAR.search(text)):
            within = None
        if not (pending or named or links or begins or within):
            return None
        # The count of comments in a line says nothing of the line.
        inherited = (block.node.inherited | block.flags & ~COMMENT) & self.elsewhere
        if inherited and not (
            stamped or (named and inherited & ~ASIDE == 0) or (begins and self._by_stamp(block))
        ):
            return []
        if block.flags & (CAPTION | TAGS) and not (begins or links or within):
            # Beside a category's, the author's element says which words are the author's.
            own = _own_name(block) if block.flags & TAGS and not block.flags & CAPTION else None
            if own is None:
                return None
            self.signed.append(own)
            return [own]
        label = begins is not None and text[begins.end() - 1] == ":" and block.length < 60
        if begins and not (named or links) and (block.length > 90 or (block.kind == "body" and not label)):
            return None
        prose = block.kind == "body" and (text[-1] in _SENTENCE_END or block.index > self.prose)
        if prose and not (begins or links):
            return None  # the story's text in an element that is named for who wrote it
        names = list(_names_of(block, links, named or begins is not None))
        if within and within not in names:
            names = [within]
        if begins and len(names) > 1 and names[0] == text[: begins.end()].strip():
            del names[0]  # its label, in an element of its own
        if pending and not names and block.length < 60:
            names = [text]
        if within:
            self.signed.append(within)
        elif links:
            self.signed += [name for name in names if any(name == link.text.strip() for link in links)]
        elif (pending or begins) and names:
            self.signed.append(names[0])
        elif stamped:
            # "ana ruiz 5.9.2016": one word beside a stamp may be a section.
            self.signed += [name for name in names if " " in name and may_be_name(name)]
        return names

    def _by_stamp(self, block: Block) -> bool:
        return block.index - 1 in self.stamped or block.index + 1 in self.stamped


def _own_name(block: Block) -> str | None:
    """What a block's inline element marked as its author's holds, where the block holds more."""
    for element in islice(block.el.iter("span", "b", "strong", "em", "i"), 20):
        if element.get("itemprop") == "author":
            text = " ".join("".join(element.itertext()).split())
            return text if 2 < len(text) < 80 and text in block.text else None
    return None


def _begins(block: Block) -> re.Match[str] | None:
    text = block.text
    return BY.match(text) or (
        _MORE_BEGINS.match(text) or (None if text.isascii() else _REPORTER.match(text))
        if block.length < 60
        else None
    )


def is_person(link: Link) -> bool:
    """Whether a link leads to a page about an author."""
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
        rest = [
            text
            for text in segments(block)
            if _AND.fullmatch(text) or all(text not in link.text for link in links)
        ]
        if any(_AND_MORE.match(text) for text in rest):
            yield from (_AND_MORE.sub(r"\1", text) for text in rest if not _NOT_A_NAME.search(text))
        elif (joined := next((i for i, text in enumerate(rest) if _AND.fullmatch(text)), None)) is not None:
            yield from (text for text in rest[joined + 1 : joined + 2] if not _NOT_A_NAME.search(text))
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
