"""Bylines that no markup names: "Ana Ruiz | 5.9.2016", "Culture - by Ana Ruiz, 5.9.2016", a name under the
text.

Read off the words and their place alone: beside the story's stamp, or behind a "By" in the middle of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newscrawl.extract import names as N
from newscrawl.extract.blocks import Block, Layout
from newscrawl.extract.labels import BYLINE, labels
from newscrawl.items import RawStamp
from newscrawl.stamps.lexicon import tells_day

# "Home | By Ana Ruiz | 5 May", "5.9.2016, 17:15 von ruiz", "Posted by A R at 12:11 PM": a name ends at a
# number, a mark, or a word that says where or when.
_BY_WITHIN = re.compile(
    r"(?:^|[|·•–—(/,;]\s*|\s-\s|\d\s*|"
    r"(?i:(?:posted|published|written|reported|reporting|report|story|text|words|erstellt|geschrieben|verfasst|"
    r"veröffentlicht|eingestellt|gepostet|publié|posté|rédigé|écrit|publicado|escrito|pubblicato|scritto|"
    r"geplaatst|gepubliceerd|geschreven|interview|uhr|am|pm|edt|est|gmt|ist)\s))"
    r"(?:(?i:by|von|par|por|door|oleh|przez)\s+|(?i:autor(?:in)?|author|auteur|автор)\s?:\s*)"
    r"(?P<name>[^\W\d_][^\d|•·–—\n(,]{1,60}?)"
    r"(?=\s*(?:[|•·–—\n(]|,(?:\s|\d|$)|\s-\s|$)|\s+\d"
    r"|\s(?:(?:in|IN|im|unter|um|am|at|on|le|el|à|dans|en|em)\s|"
    r"(?i:filed|posted|published|symbolbild|illustration|fotos?|photos?|bild)\b))"
)
_BYS = frozenset(
    "by von par por door oleh przez autor autor: autorin autorin: author author: auteur auteur: автор "
    "автор:".split()
)
# Those that need no colon.
_BEFORE_NAME = ("by", "von", "par", "por", "door", "oleh", "przez")
# Who comes behind such a "By" has no name.
_NOBODY = frozenset(
    "the a an der die das den dem ein eine einer einem unserer unserem unserm our your his her their la le "
    "les un une el los las una o os as uma het een de l' last in im on am at zum zur aus auf mit bei".split()
)
# What parts the name from the stamp.
_PARTS = re.compile(r"\s*[|•·/\n\0]\s*|\s+[-–—]+\s+|\s*,\s+|^[-–—]+\s+|\s+[-–—,]+$")
# Two to four words in capitals, initials and particles among them; nothing else.
_CAPITAL = r"[A-ZÀ-ÞĀ-ŽΑ-ΩА-ЯЁІЇЄҐ][^\W\d_]*\.?(?:['’-][^\W\d_]+)*"
_FULL_NAME = re.compile(rf"{_CAPITAL}(?: (?:{_CAPITAL}|de|da|del|della|di|van|von|der|den|dos|bin)){{1,3}}")
# "Ana Ruiz is a reporter for ...", "Ana Ruiz covers ...": the job stands in so many letters behind.
_INTRODUCED = re.compile(
    rf"(?P<name>{_CAPITAL}(?: (?:{_CAPITAL}|de|da|del|van|von|der)){{1,3}}),? (?:"
    r"(?P<writes>(?:covers|writes|reports|schreibt|berichtet|écrit|escribe|scrive|schrijft) "
    r"(?:about|on|for|as|from|über|für|aus|sur|pour|sobre|para|di|per|over|voor|[a-z]+ (?:for|at))\b)|"
    r"(?:is|was|has|joined|ist|est|es|è|är|er)\b)"
).match
_TELLING = 60
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT = 160
_LONGEST_NAME = 40
_SIGNED = 80
_AFTER, _BEFORE = 14, 6
_UNDER = 5
# A section, a name, a number of comments; a line of more is a list of tags.
_MOST_PARTS = 3
_OTHERS = N.COMMENT | N.RELATED | N.POPULAR | N.LATEST | N.NEWSLETTER | N.CAPTION | N.CREDIT | N.CONSENT
_ENDS = frozenset(("related", "comment", "newsletter", "consent"))
# "... said so. (Ana Ruiz)", "……（评论员 高木春）"
_SIGNATURE = re.compile(r"(?:^|[.!?…。！？”\"“»«])\s?[(（]([^()（）]{2,40})[)）][\s+*]*$")
_HAN_REPORTER = re.compile(r"^\w{0,8}(?:记者|記者|评论员|評論員|通讯员)[:：\s]+")
# A Chinese name in a paragraph of its own; the other words that stand so.
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
# "记者 木森 林溪", "記者木森／台北報導", "임꺽정 기자 lim@example.com": a line of its own.
_HAN_LINE = re.compile(
    r"[〔（(【\[]?(?:\S{0,8}?\s?[记記]者[:：]?|(?:作者|撰文|文)\s?[:：｜|丨／/])\s?"
    r"(?P<names>[一-鿿]{2,4}(?:[、，·．・ ]{1,2}[一-鿿]{2,4}){0,5})"
    r"(?:\s?[／/][^。]{2,10}?(?:報導|报道))?[〕）)】\]]?"
)
_HANGUL_LINE = re.compile(
    r"[\[(]?(?:[가-힣\w]{2,12}[ =])?(?P<names>[가-힣]{2,4}(?:[,·ㆍ ]{1,2}[가-힣]{2,4}){0,3}) ?"
    r"(?:(?:인턴|선임|수습|전문|객원)?기자|특파원|논설위원)[\])]?(?:\s*[(/]?\s*\S+@\S+)?"
)
# How a text opens that says there who wrote it: "...5日电（记者木森、林溪）", "〔記者木森／台北報導〕",
# "(부산=가나다) 임꺽정 기자 =", "[가나다 임꺽정 기자]".
_OPENS_SIGNED = re.compile(
    r"[^（(〔【\[。]{0,30}[（(〔【\[]\w{0,8}\s?[记記]者\s?"
    r"(?P<han>[一-鿿]{2,4}(?:[、，·．・ ]{1,2}[一-鿿]{2,4}){0,5})"
    r"(?:\s?[／/][^。〕）)】\]]{2,10})?[〕）)】\]]|"
    r"(?:\([^()]{2,20}\)|\[[^\[\]]{2,20}\]|【[^】]{2,20}】)\s*"
    r"(?P<hangul>[가-힣]{2,4}(?:[,·ㆍ ]{1,2}[가-힣]{2,4}){0,3}) ?(?:기자|특파원)\s?=|"
    r"\[[^\[\]]{2,12}[ =](?P<one>[가-힣]{2,4}) ?기자\]"
)
_BETWEEN_NAMES = re.compile(r"[、，·．・ㆍ, ]+")
_NO_SIGNATURES = frozenset("待续 待續 未完 完结 完結 全文完 未完待续 未完待續 续完 續完".split())


def behind_by(text: str) -> str | None:
    """The name behind a "By" anywhere in a short line.

    >>> behind_by("11.05.2012, 10:22 von ruiz"), behind_by("Home | Par Ana Ruiz | 5 mai")
    ('ruiz', 'Ana Ruiz')
    """
    folded = text.casefold()
    if _BYS.isdisjoint(folded.split()) and not (
        ("ut" in text or "UT" in text or "втор" in text)
        and (":" in text or any(by in folded for by in _BEFORE_NAME))
    ):
        return None  # as most lines are: at a tenth of the cost
    for match in _BY_WITHIN.finditer(text):
        name = match["name"].strip(" ,;:.-")
        if " " in name and text[match.end() :].lstrip()[:1].isdigit():  # "Ana Ruiz Dec 21st"
            before, last = name.rsplit(" ", 1)
            name = before if tells_day(last) else name
        first = name.split(" ", 1)[0]
        if (
            len(name) > 2
            and first.casefold() not in _NOBODY
            and (first[:1].isupper() or " " not in name)
            and not tells_day(first)
        ):
            return name
    return None


def is_signature(text: str) -> bool:
    """Whether a line is a name alone, or a name and what the bearer does: at an edge of the text, its author.

    >>> is_signature("Ana RUIZ"), is_signature("Ana Ruiz, journalist in Lima"), is_signature("Ana Ruiz wept")
    (True, True, False)
    """
    if len(text) > _SIGNED or text[-1] in ".!?:":
        return False
    name, comma, rest = text.partition(",")
    if comma:
        return _FULL_NAME.fullmatch(name) is not None and bool(labels(rest)[1] & BYLINE)
    if not text.isascii() and _line_of_reporters(text) is not None:
        return True
    return len(text) <= _LONGEST_NAME and _FULL_NAME.fullmatch(text) is not None


def told_of(text: str) -> str | None:
    """The name of the person that a line under a story introduces as its writer; None of any other line.

    >>> told_of("Ana Ruiz is a reporter for the Quay."), told_of("Ana Ruiz covers fishing for the Quay.")
    ('Ana Ruiz', 'Ana Ruiz')
    >>> told_of("Ana Ruiz is a fisher.") is None
    True
    """
    match = _INTRODUCED(text)
    if match is None:
        return None
    told = match["writes"] or labels(text[match.end() : match.end() + _TELLING])[1] & BYLINE
    return match["name"] if told else None


def _line_of_reporters(text: str) -> list[str] | None:
    """Names in a line that is a Chinese or Korean reporter's signature; None of any other."""
    if len(text) > _SIGNED:
        return None
    match = _HAN_LINE.fullmatch(text) if "者" in text or "文" in text else _HANGUL_LINE.fullmatch(text)
    return None if match is None else _BETWEEN_NAMES.split(match["names"])


def unmarked_bylines(
    layout: Layout, headline: Block | None, body: list[Block], stamps: Iterable[RawStamp]
) -> list[str]:
    """Names beside the story's stamp, under its text or at the end of it, the likeliest kind only."""
    blocks = layout.blocks
    first = body[0].index if body else len(blocks)
    last = body[-1].index if body else -1
    place = headline.index if headline is not None else first
    beside: dict[int, list[str]] = {}
    for stamp in stamps:
        if stamp.in_story:
            beside.setdefault(stamp.position, []).append(stamp.text)
    found: list[str] = []
    for index, texts in beside.items():
        above = place - _BEFORE <= index < min(place + _AFTER, max(first, place) + 2)
        if not (above or last < index <= last + _UNDER) or blocks[index].length > _SHORT:
            continue
        found += _beside(layout, blocks[index], texts)
        if found:
            return found
    for block in blocks[last + 1 : last + 1 + _UNDER] if body else ():
        if block.kind in _ENDS or block.inherited & _OTHERS:
            break
        if block.length < _SHORT:
            if name := behind_by(block.text):
                return [name]
            if not block.text.isascii() and (names := _line_of_reporters(block.text)):
                return names
            if block.flags & N.BYLINE or YEAR.search(block.text):
                parts = [part.strip() for part in _PARTS.split(block.text)]
                if len(parts) <= _MOST_PARTS and _is_name(layout, block, parts[0]):
                    return [parts[0]]
    return (list(_signature(body[-1].text)) or _opening(layout, body[0])) if body else []


def _opening(layout: Layout, first: Block) -> list[str]:
    """Names in the first words of the text, or in the line that was taken for a signature over it."""
    if first.text.isascii():
        return []
    if match := _OPENS_SIGNED.match(first.text):
        return _BETWEEN_NAMES.split(match["han"] or match["hangul"] or match["one"])
    above = layout.blocks[first.index - 1] if first.index else first
    return (_line_of_reporters(above.text) or []) if above.kind == "byline" else []


def _beside(layout: Layout, block: Block, stamps: list[str]) -> Iterator[str]:
    """The name in the stamp's own line, else the one in the line before or behind it."""
    text = block.text
    if name := behind_by(text):
        yield name
        return
    for stamp in stamps:
        text = text.replace(stamp, "\0")
    if text.strip("\0 |·•,-–—"):
        parts = [part for piece in _PARTS.split(text) if (part := piece.strip(" .,;:-–—"))]
        if len(parts) <= _MOST_PARTS:
            yield from [part for part in parts if _is_name(layout, block, part)][:1]
        return
    for index in (block.index - 1, block.index + 1):
        if 0 <= index < len(layout.blocks):
            beside = layout.blocks[index]
            # A stamp may stand in no element of its own.
            near = beside.node.parent is block.node.parent or beside.node.parent is block.node
            if near and _is_name(layout, beside, beside.text):
                yield beside.text
                return


def _is_name(layout: Layout, block: Block, text: str) -> bool:
    """Whether a text looks like a person's full name, and is no section's, place's or label's."""
    if len(text) > _LONGEST_NAME or _FULL_NAME.fullmatch(text) is None or block is layout.headline_block:
        return False
    if labels(text)[2] or block.tag in ("h1", "h2", "h3") or any(link.text == text for link in block.links):
        return False
    words = text.split()
    if words[0].casefold() in _NOBODY or any(
        len(word) < 4 and word.isupper() and len(word) > 1 for word in words
    ):
        return False
    # What the page is about and what its sections are called it says again; a name comes alone or whole.
    folded = text.casefold()
    telling = [word.casefold() for word in words if len(word) > 3]
    if not telling:
        return False
    for other in layout.blocks:
        if other is not block:
            said = other.text.casefold()
            if any(word in said for word in telling) and (folded not in said or other.link_chars):
                return False
    return True


def _signature(text: str) -> Iterator[str]:
    """Names in brackets at the end of the text."""
    match = _SIGNATURE.search(text[-60:] if len(text) > 60 else text)
    if match is None:
        return
    inner = match[1]
    if reporter := _HAN_REPORTER.match(inner):
        yield from inner[reporter.end() :].split()
    elif labels(inner)[2] or inner in _NO_SIGNATURES:
        return
    elif _FULL_NAME.fullmatch(inner) or (_HAN.fullmatch(inner) and len(text) < 8):
        yield inner
