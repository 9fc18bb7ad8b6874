"""What kind of list a heading announces: "Lesen Sie auch" related, "Más leídas" popular, "More from World"
section.

The words are data (block_headings.json, by kind and language). A heading is cut into words and runs of
words are looked up, the longest known run decides: that costs the same for three thousand phrases as for
ten. Scripts written without spaces are looked up by runs of characters. What is under "..._alone" counts as
a whole heading only: it is too common a word in headlines. Words under "neighbour" ("Previous article") label
one card each, those under "order" ("Read:") the link that they stand before in its line, and nothing else.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from unicodedata import combining, normalize

RELATED, SECTION, LATEST, POPULAR, INLINE = "related", "section", "latest", "popular", "inline"
EXTERNAL, OTHER, NONE = "external", "other", "none"
"""NONE: the heading of what is no list of stories (tags, jobs, comments)."""

# Which kind wins where a heading holds equally long words of two.
_PRIORITY = (EXTERNAL, POPULAR, RELATED, SECTION, LATEST, OTHER)
_UNSPACED = frozenset("ja zh ko th lo km my".split())
_EDGES = " \t\n.:,;!?¿¡\"'“”„«»‹›()[]{}【】〈〉《》「」|/–—-…·•■▶►→>< ‑⋅*#＞：、。»"
_MARKS = re.compile("[\u0307\u064b-\u0652\u0640\u200b-\u200f\ufeff]")
_ACCENTS = re.compile("[\u0300-\u036f]")
# Letters that Arabic and Persian sites write either way.
_EITHER = str.maketrans(
    "\u0622\u0623\u0625\u0649\u06cc\u06a9\u06c0", "\u0627\u0627\u0627\u064a\u064a\u0643\u0647"
)
_HAS_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff]"
).search
_LONGEST = 7
LONGEST_HEADING = 90


def _words(text: str) -> list[str]:
    text = text.casefold()
    if not text.isascii():  # folding the case of a Turkish capital I leaves its dot behind
        text = _MARKS.sub("", text.replace("’", "'")).translate(_EITHER)
    return [word for piece in text.split() if (word := piece.strip(_EDGES) or ("+" if piece == "+" else ""))]


# "More sports", "Mehr Sport": with a name behind, the rest of a section.
_MORE = frozenset(
    "more other weitere mehr alle neues plus autres más mas otras otros mais outras outros altre altri altro "
    "meer andere mer fler flere mere lisää więcej inne další více viac további még alte více još više več "
    "ещё еще другие все більше інші още други περισσότερα diğer المزيد أخبار और अन्य lainnya khác".split()
)


def _load() -> tuple[dict[str, str], dict[str, str], dict[str, str], list[frozenset[str]]]:
    spaced: dict[str, str] = {}
    unspaced: dict[str, str] = {}
    whole: dict[str, str] = {}
    plain: dict[str, str] = {}
    data = json.loads(files("newscrawl.extract").joinpath("block_headings.json").read_text("utf-8"))
    for name in (*_PRIORITY[::-1], *(f"{kind}_alone" for kind in _PRIORITY[::-1]), "section_name", NONE):
        kind = SECTION if name == "section_name" else name.removesuffix("_alone")
        for language, phrases in data.get(name, {}).items():
            for phrase in phrases:
                words = _words(phrase)
                run = " ".join(words)
                if name != kind or name == NONE:
                    whole[run] = kind
                elif language in _UNSPACED:
                    unspaced["".join(words)] = kind
                else:
                    spaced[run] = kind
                    # Capitals are often set without accents: "LO MAS LEIDO", "ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ".
                    if len(words) > 1 or language == "el":
                        plain.setdefault(_ACCENTS.sub("", normalize("NFD", run)), kind)
    others = [
        frozenset(" ".join(_words(phrase)) for phrases in data[name].values() for phrase in phrases)
        for name in ("more", "neighbour", "order")
    ]
    whole = {words: OTHER for words in others[1] if words not in spaced} | whole
    return {**plain, **spaced}, unspaced, whole, others


_SPACED, _UNSPACED_PHRASES, _WHOLE, (_ALL_OF_IT, _NEIGHBOURS, _ORDERS) = _load()
_LONGEST_UNSPACED = max(map(len, _UNSPACED_PHRASES))
# Most texts hold no word a phrase begins with: they need no runs.
_FIRST = frozenset(phrase.partition(" ")[0] for phrase in _SPACED)
_FIRST_OF_LABEL = _FIRST | {phrase.partition(" ")[0] for phrase in (*_WHOLE, *_UNSPACED_PHRASES)}
_TELLING = _FIRST | _MORE | {phrase.partition(" ")[0] for phrase in _WHOLE}


@lru_cache(maxsize=16384)
def heading_kind(text: str) -> str | None:
    """Kind of list that a heading announces; None where its words say nothing.

    >>> heading_kind("More from World"), heading_kind("Lesen Sie auch"), heading_kind("関連記事")
    ('section', 'related', 'related')
    >>> heading_kind("Mest läst – Sverige"), heading_kind("Follow us"), heading_kind("Your holiday season")
    ('popular', 'none', None)
    """
    if len(text) > LONGEST_HEADING:
        return None
    words = _words(text)
    if _TELLING.isdisjoint(words) and (text.isascii() or not _HAS_UNSPACED(text)):
        return None
    if whole := _WHOLE.get(" ".join(words)):
        return whole
    best, longest = None, 0
    for start, opening in enumerate(words):
        if opening not in _FIRST:
            continue
        run = ""
        for word in words[start : start + _LONGEST]:
            run = f"{run} {word}" if run else word
            if len(run) > longest and (kind := _SPACED.get(run)):
                best, longest = kind, len(run)
    if not text.isascii() and _HAS_UNSPACED(text):
        run = "".join(words)
        for start in range(len(run)):
            for end in range(start + 2, min(len(run), start + _LONGEST_UNSPACED) + 1):
                if end - start > longest and (kind := _UNSPACED_PHRASES.get(run[start:end])):
                    best, longest = kind, end - start
    # "Please enter your date of birth to view this video" is no heading of videos.
    if best == OTHER and 3 * longest < len(text):
        best = None
    if best is None and 2 <= len(words) <= 4 and words[0] in _MORE:
        return SECTION
    return best


@lru_cache(maxsize=16384)
def is_label(text: str) -> bool:
    """Whether a text consists of heading words alone ("Read more", "Les også:"): never a headline.

    >>> is_label("Les også:"), is_label("Read more about the latest floods in the valley")
    (True, False)
    """
    if len(text) > 60:
        return False
    if text.isascii():  # a look at the first word settles most
        first = text.partition(" ")[0].casefold().strip(_EDGES)
        if len(first) > 1 and first not in _FIRST_OF_LABEL:
            return False
    words = _words(text)
    run = " ".join(words)
    return not words or run in _SPACED or run in _WHOLE or "".join(words) in _UNSPACED_PHRASES


def is_more(text: str) -> bool:
    """Whether a link beside a heading leads to more of the same ("View all", "Alle anzeigen").

    >>> is_more("View all »"), is_more("More from World")
    (True, False)
    """
    return len(text) < 30 and " ".join(_words(text)) in _ALL_OF_IT


def is_neighbour(text: str) -> bool:
    """Whether a text only says that the story before or after this one follows.

    >>> is_neighbour("Previous article"), is_neighbour("Previous coverage")
    (True, False)
    """
    return len(text) < 30 and " ".join(_words(text)) in _NEIGHBOURS


# The same without the noun, where the heading or the place says that no other list can stand there.
_BEFORE_AND_AFTER = frozenset(
    "previous prev next vorheriger vorheriges nächster nächstes précédent suivant anterior siguiente próximo "
    "precedente successivo vorige volgende forrige neste næste föregående nästa poprzedni następny".split()
)


def without_neighbour(headline: str) -> str:
    """The headline of the story before or after this one without the label that says so.

    >>> without_neighbour("Previous Post: Ferry turns back"), without_neighbour("Next stop is the harbour")
    ('Ferry turns back', 'Next stop is the harbour')
    """
    words = headline.split(None, 3)
    for count in (2, 1):
        if len(words) <= count:
            continue
        label = " ".join(words[:count])
        rest = headline.partition(words[count - 1])[2].lstrip(" :»")
        if len(rest) >= 12 and (
            is_neighbour(label)
            # "Next: Ferry turns back", "Next Ferry turns back"
            or (
                count == 1
                and label.casefold().rstrip(":") in _BEFORE_AND_AFTER
                and (label[-1] == ":" or rest[0].isupper())
            )
        ):
            return rest
    return headline


def is_order(text: str) -> bool:
    """Whether a text before a link tells to read it, set apart by a sign: "Read:", "WATCH |", "PUEDES VER:".

    >>> is_order("Read:"), is_order("WATCH |"), is_order("Read"), is_order("Red:")
    (True, True, False, False)
    """
    return len(text) < 24 and text.rstrip()[-1:] in _SET_APART and " ".join(_words(text)) in _ORDERS


_SET_APART = frozenset((":", "：", "|", "►", "▶", "»", "→"))

# Labels of advertisement places: they stand between the parts of a list and head nothing.
_AD_WORDS = frozenset(
    "advertisement advertisements advertising ad ads sponsored anzeige anzeigen werbung publicité publicite "
    "publicidad publicidade "
    "pubblicità advertentie annons annonse annonce mainos reklama reklam hirdetés publicitate реклама "
    "διαφήμιση إعلان اعلان "
    "advertorial iklan विज्ञापन বিজ্ঞাপন விளம்பரம் โฆษณา اشتہار 広告 广告 廣告 광고 quảng".split()
)


def is_ad_label(text: str) -> bool:
    """Whether a text only says that an advertisement is near ("Advertisement - continue reading below").

    >>> is_ad_label("Advertisement - Continue Reading Below"), is_ad_label("Ad industry grows again")
    (True, False)
    """
    if len(text) > 60:
        return False
    first = text.partition(" ")[0].casefold().strip(_EDGES)
    if first and first not in _AD_WORDS:
        return False
    words = _words(text)
    return (
        bool(words)
        and words[0] in _AD_WORDS
        and (len(words) == 1 or (words[0] not in ("ad", "ads") and len(words) < 7))
    )


_ASCII = str.maketrans(
    {"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "å": "a", "æ": "ae", "ł": "l", "đ": "d", "ı": "i"}
)


@lru_cache(maxsize=16384)
def slugs(text: str) -> frozenset[str]:
    """Spellings a section's name has in addresses: {"fussball"}, {"estado-de-mexico"}."""
    text = " ".join(_words(text))
    spellings = {text.translate(_ASCII), text}
    found = set()
    for spelling in spellings:
        plain = "".join(c for c in normalize("NFKD", spelling) if not combining(c))
        found.add("-".join(re.findall(r"\w+", plain)))
    return frozenset(found)
