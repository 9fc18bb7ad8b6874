"""Wire datelines: "LA CROSSE, Wis. (AP) —", "MADRID, 18 Nov. (EUROPA PRESS) -", "（東京 共同）"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from newscrawl.normalise.agencies import agencies_in, without_agencies

# A dateline ends within so many characters.
_REACH = 110
_DASH = re.compile(
    r"\s*(?:—|–|―|--+|‒|−)\s*|\s+-\s*(?=\S)|(?<=[)/\]）])\s*-\s*|(?<=[)/\]）])\s*[:.=]\s*[-–—]*\s*|(?<=[)/\]）])\s+"
)
_DASH_SIGNS = frozenset("—–―‒−-)/]）")
_STOP = re.compile(r"\s*:\s+|\.\s+(?=[^\W\d_a-zß-ÿ]|[\"“„»«‘'])|\.\s*[-–—]+\s*")
_STOP_SIGNS = frozenset(":.")
_BRACKET = re.compile(
    r",?\s*(?:\(([^()]{2,40})\)|\[([^\[\]]{2,40})\]|（([^（）]{2,40})）|/\s?([^/]{2,30}?)\s?/)[.,:]?\s*$"
)
_MONTH_WORD = r"[^\W\d_]{3,12}\.?"
_DATE = re.compile(
    rf"[,.\s]+(?:(?:on\s+)?(?:\d{{1,2}}(?:\.|º|er|st|nd|rd|th|ος)?\s*(?:de\s+)?{_MONTH_WORD}|"
    rf"{_MONTH_WORD}\s+\d{{1,2}}(?:st|nd|rd|th)?)"
    rf"(?:,?\s+(?:de\s+)?(?:19|20)\d\d)?|(?:19|20)\d\d\.\s+{_MONTH_WORD}\s+\d{{1,2}}\.(?:,\s+{_MONTH_WORD})?|\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?)[.,]?\s*$",
    re.I,
)
# "New Delhi [India], March 3 (ANI):", "PORT SALVA (Costa Alta) (AFP) -"
_COUNTRY = re.compile(r"\s*(?:\[[^\W\d_][^\[\]]{1,30}\]|\([^\W\d_][^()]{1,30}\))$")
# "MADRID, 17 (EUROPA PRESS) -": the day alone, of the month that runs.
_DAY = re.compile(r",?\s+(?:[12]?\d|3[01])\.?\s*$")
# "Port Salva – AFP – ": an agency between two dashes.
_BETWEEN = re.compile(r"([^\W\d_][^.()–—-]{1,24}?)\s+(?:[–—]|-+)\s+")
# "Москва. 3 марта. INTERFAX.RU -"
_STOPPED = re.compile(
    r"(?P<place>[^\W\d_][\w -]{2,30})\.\s+\d{1,2}\s+[^\W\d_]{3,10}\.\s+"
    r"(?P<agency>[^\s.]{2,20}(?:\.\w{2,3})?)\s+[-–—]\s+"
)
# "МОСКВА, 3 мар - РИА Новости."
_BEHIND = re.compile(r"([^\s(][^.()]{1,24}?)(?:\.\s|\s+[-–—]\s|,\s)\s*")
_DASHES = frozenset("—–―‒−-")
# "BAHARI, Quaypost.com -", "Quaypost.com, Bahari -": the site's own address beside the place.
_SITE = re.compile(
    r"^[\w-]+\.(?:com|co|co\.id|id|net|tv)(?:,\s+|$)|,\s+[\w-]+\.(?:com|co|co\.id|id|net|tv)$", re.I
)
# What stands in brackets and is nobody's name: figures, and words that go on in small letters.
_UNNAMED = re.compile(r"\d|\s(?!de\b|del\b|di\b|of\b|the\b|und\b|and\b|&)[^\WA-Z\d_]")
_PARTICLE = frozenset(
    "de del la las los le les du des da do dos das di della am an der im in of on upon sur under ob bei "
    "und and the al el y e i "
    "den van aan op nad pri na sul sulla near e.".split()
)
# Words in capitals before a dash or colon that are no places.
_NO_PLACE = frozenset(
    "breaking update updated exclusive watch video live opinion analysis photos photo gallery review "
    "listen explainer editorial "
    "correction corrected note new news first alert urgent flash comment column interview report special "
    "warning advisory "
    "sponsored podcast profile preview recap quiz poll file facts factbox summary fact check nasa nato "
    "fifa uefa covid "
    "question answer q a ps nb read more related must tl dr the a an it this that they he she we you i and "
    "but so mr mrs ms dr sir lord lady prof professor".split()
)
_CJK = re.compile(
    r"^\s*(?:"
    r"(?P<a>[【（(\[〔［][^】）)\]〕］]{2,24}[】）)\]〕］](?:\s*[^\s=]{2,12}(?:기자|특파원)\s*=|\s*=)?)|"
    r"(?P<b>(?:据)?[\u4e00-\u9fff]{2,10}?(?:社|网|報|报|"
    r"讯)(?:记者)?\s*[\u4e00-\u9fff、]{0,14}?\d{1,2}月\d{1,2}日\s*(?:电|電|讯|訊)(?:[（(][^）)]{2,40}[）)])?)|"
    r"(?P<c>[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日(?:电|電|讯|訊))"
    r")"
)
_ARABIC = re.compile(
    r"^\s*(?P<place>[\u0600-\u06ff][\u0600-\u06ff .،,/]{1,40}?)\s*(?:\d{1,2}\s+[\u0600-\u06ff]+\s*)?"
    r"[(（](?P<agency>[^()]{2,30})[)）]\s*[-–—:]?"
)


@dataclass(slots=True)
class Dateline:
    """A dateline read off the beginning of a text."""

    shown: str
    place: str | None = None
    agencies: list[str] = field(default_factory=list)


@cache
def _places() -> frozenset[str]:
    text = resources.files("newscrawl.normalise").joinpath("places.txt").read_text("utf-8")
    return frozenset(line.strip().casefold() for line in text.splitlines() if line.strip() and line[0] != "#")


def read_dateline(
    text: str, language: str | None = None, site_names: Collection[str] = ()
) -> Dateline | None:
    """The dateline a paragraph begins with, if any.

    :param site_names: what the site calls itself, in small letters: "Port Salva, Peru QNN —".

    A dateline is taken where its form leaves no doubt: an agency in brackets, a date after the place, or the
    place in capitals before a dash. A place in ordinary letters, and one before a colon or (in German) a full
    stop, must be a known one: "Analysis: ..." and "Nein. ..." begin no story from a place.
    """
    start = text[:_REACH]
    if not start.strip() or start[0].islower():
        return None
    first = ord(start.lstrip()[0])
    if first >= 0x3000 or start.lstrip()[0] in "([（【［" or 0xAC00 <= first <= 0xD7AF:
        return _bracketed(start, language)
    if 0x600 <= first <= 0x6FF:
        return _arabic(start)
    if not _may_begin(start):
        return None
    if stopped := _STOPPED.match(start):
        agencies = agencies_in(stopped.group("agency"), loose=True)
        if agencies:
            return Dateline(stopped.group().strip(), stopped.group("place"), agencies)
    if len(text) < 60 and _BRACKET.search(text):
        # "ANKARA (AA)": a line of its own.
        found = _judge(text, "-", language)
        if found is not None and found.agencies:
            found.shown = text.strip()
            return found
    for pattern, signs in ((_DASH, _DASH_SIGNS), (_STOP, _STOP_SIGNS)):
        if signs.isdisjoint(start):
            continue
        for match in pattern.finditer(start):
            if match.start() == 0:
                continue
            head, separator = start[: match.start()], match.group().strip()
            found = _judge(head, separator, language) or _before_agency(start, match)
            found = found or _before_site(head, separator, site_names)
            if found is not None:
                end = match.end()
                if not found.agencies and (behind := _BEHIND.match(start, end)):
                    # Nothing but the agency's name: "- РИА Новости." and no "- Reuters reported".
                    name = behind.group(1)
                    if agencies_in(name, loose=True) and not without_agencies(name).strip(" |"):
                        found.agencies, end = agencies_in(name, loose=True), behind.end()
                found.shown = text[:end].strip()
                return found
            if match.start() > 80:
                break
    return None


def _may_begin(start: str) -> bool:
    """Whether a text's first words can be a dateline's: no sentence that goes on in small letters."""
    for word in start.split(None, 10)[:10]:
        if not word.isalpha():
            return True
        if word.islower() and word not in _PARTICLE:
            return False
    return True


def _judge(head: str, separator: str, language: str | None) -> Dateline | None:
    agencies: list[str] = []
    bracket = _BRACKET.search(head)
    inner = ""
    if bracket:
        inner = next(group for group in bracket.groups() if group)
        agencies = agencies_in(inner, loose=True)
        head = head[: bracket.start()]
    elif separator in (".", "") or (separator and separator[0] in ":=" and head.endswith((")", "/"))):
        return None if separator == "" else _plain(head, separator, language)
    dated = _DATE.search(f" {head}")
    if dated:
        head = head[: max(0, dated.start() - 1)]
    if agencies:
        if not dated:
            head = _DAY.sub("", head, count=1)
        head = _COUNTRY.sub("", head)
    if "." in head:
        head = _SITE.sub("", head)
    place = _trimmed(head)
    before, comma, last = place.rpartition(", ")
    if comma and not agencies and last.isupper() and (agencies := agencies_in(last, loose=True)):
        place = before  # "SYDNEY, AAP -"
    if not place:
        # "(Reuters) - Shares fell": an agency without a place.
        return Dateline("", None, agencies) if agencies and separator else None
    if not _looks_like_place(place):
        return None
    if agencies:
        return Dateline("", place, agencies)
    if bracket:
        # "AUSTIN (KXAN) —": a station's or a paper's own name. It need not be one that we know: a place in
        # capitals, a name in brackets and a dash are the form itself.
        named = inner.isupper() and len(inner) <= 12
        if place.split(",")[0].isupper() and separator[:1] in _DASHES:
            named = named or (inner[0].isupper() and len(inner.split()) <= 3 and not _UNNAMED.search(inner))
        return _plain(head, separator, language) if named else None
    if dated and separator and separator[0] not in ".":
        return Dateline("", place)
    return _plain(head, separator, language)


def _before_agency(start: str, dash: re.Match[str]) -> Dateline | None:
    """A place, known or not, behind which nothing but an agency's name stands between two dashes."""
    if dash.group().strip()[:1] not in _DASHES:
        return None
    place, between = _trimmed(start[: dash.start()]), _BETWEEN.match(start, dash.end())
    if between is None or not _looks_like_place(place):
        return None
    name = between.group(1)
    return Dateline("", place) if agencies_in(name, loose=True) and not without_agencies(name) else None


def _before_site(head: str, separator: str, site_names: Collection[str]) -> Dateline | None:
    """A place, it or its country known, with nothing but the site's own initials between it and a dash."""
    if separator[:1] not in _DASHES:
        return None
    before, _, name = head.rstrip().rpartition(" ")
    if not name.isupper() or name.casefold() not in site_names:
        return None
    place = _trimmed(before)
    if not _looks_like_place(place) or _places().isdisjoint(place.casefold().split(", ")):
        return None
    return Dateline("", place)


def _plain(head: str, separator: str, language: str | None) -> Dateline | None:
    """A place with neither agency nor date."""
    place = _trimmed(head)
    if not _looks_like_place(place):
        return None
    main = place.split(",")[0]
    capitals = main.isupper() and sum(letter.isalpha() for letter in main) >= 3
    known = all(part.strip().casefold() in _places() for part in re.split(r"[/]|\s+-\s+", main)) or (
        "/" in main and any(part.strip().casefold() in _places() for part in main.split("/"))
    )
    if separator[:1] in _DASHES:
        if known or (capitals and len(main.split()) <= 4):
            return Dateline("", place)
    elif separator == ":":
        if capitals and known:
            return Dateline("", place)
    elif (
        separator.startswith(".")
        and known
        and (language or "de").startswith(("de", "ru", "uk", "da"))
        and "," not in place
    ):
        return Dateline("", main)
    return None


def _trimmed(head: str) -> str:
    """A place without punctuation around it, but for the full stop of an abbreviation: "Fla.", "D.C."."""
    place = head.strip(" ,")
    return place if re.search(r"[\s.](?:[A-Z][a-z]{1,5}|[A-Z])\.$", place) else place.rstrip(" ,.")


def _looks_like_place(place: str) -> bool:
    words = place.replace("/", " ").replace(",", " ").split()
    if not words or len(words) > 8 or len(place) > 60 or any(letter.isdigit() for letter in place):
        return False
    if any(mark in place for mark in '"“”„!?;:()[]'):
        return False
    if words[0].casefold().strip(".") in _NO_PLACE and place.split(",")[0].casefold() not in _places():
        return False
    return (
        all(word[0].isupper() or word.casefold() in _PARTICLE or word in ("-", "–") for word in words)
        and words[0][0].isupper()
    )


def _bracketed(start: str, language: str | None) -> Dateline | None:
    latin = re.match(r"^\s*[(（\[]([\x00-\u024f]{2,30}?)[)）\]]\s*(?:—|–|-{1,2}|:)\s*", start)
    if latin:
        agencies = agencies_in(latin.group(1), loose=True)
        if not agencies:
            return None
        # "(ANSA) - ROMA, 28 LUG - ..."
        behind = read_dateline(start[latin.end() :], language)
        shown = latin.group() + (behind.shown if behind else "")
        return Dateline(shown.strip(), behind.place if behind else None, agencies)
    match = _CJK.match(start)
    if match is None:
        return None
    shown = match.group().strip()
    agencies = agencies_in(shown, loose=True)
    if match.group("b") or match.group("c"):
        bare = re.sub(r"^据|(?:记者|記者).*$|\d{1,2}月.*$", "", shown)
        place = re.sub(r"^.*?(?:社|网|報|报|讯)", "", bare, count=1) or None
        return Dateline(shown, place, agencies)
    if not agencies:
        return None
    inner = shown.strip("【】（）()[]〔〕［］ =")
    place = re.split(r"[\s　=＝/、・]", inner)[0]
    for agency in ("共同", "時事", "연합뉴스", "뉴시스", "뉴스1"):
        place = place.removesuffix(agency)
    return Dateline(shown, place if place and not agencies_in(place, loose=True) else None, agencies)


def _arabic(start: str) -> Dateline | None:
    match = _ARABIC.match(start)
    if match and (agencies := agencies_in(match.group("agency"), loose=True)):
        return Dateline(match.group().strip(), match.group("place").strip(" ،,"), agencies)
    return None
