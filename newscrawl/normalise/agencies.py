"""Wire agencies by their usual short name, found where a text credits them.

The names are data (agencies.json): `names` match in any case, `short` forms in that very case only, since
"AP", "TT" or "Efe" are also words and initials.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources

_SEPARATORS = re.compile(
    r"\s*[,/;|()（）\[\]•·&+:：\n]+\s*|\s+[-–—]+\s+|\s+(?:and|und|et|y|e|og|och|en|ve|и|with|by|von|par|por|"
    r"di)\s+",
    re.I,
)
_LEADING = re.compile(
    r"^(?:by|von|par|por|di|da|av|af|door|mit|with|avec|con|text|source|quelle|the)\s+", re.I
)
# What stands around a name in a line that does nothing but credit.
_FILLER = re.compile(
    r"\b(?:source|sources|quelle|quellen|fonte|fuente|kilde|källa|bron|lähde|źródło|zdroj|forrás|sumber|"
    r"kaynak|izvor|"
    r"by|von|par|por|di|da|with|mit|avec|con|med|met|and|und|et|y|e|og|och|en|ve|the|from|via|news|agency|"
    r"agencies|agencia|agencias|"
    r"agenturen|agence|agences|agenzia|agenzie|staff|reporter|reporters|wire|services?|report|text|sport|"
    r"politik|deutschland|"
    r"international|foto|photo|redaktion|online|updated|published|correspondent|writers?|writer|credit|"
    r"copyright|"
    r"all|rights|reserved|additional|reporting|com|door|informationen|material)\b|(?<=/)(?:l[a-z]{2}|red|ots)\b|[\W\d_]+|(?:источник|джерело|مصدر|المصدر|来源|來源|出典|출처)",
    re.I,
)
_PICTURE = re.compile(r"photo|foto|bild|image|picture|getty|video|graphic", re.I)
# "Ana Ruiz and |", "Ana Ruiz, The |": what stood before an agency that was taken out.
_DANGLING = re.compile(
    r"\s*\b(?:and|und|et|y|e|og|och|en|ve|with|the|mit|avec|con)?\s*\|(?:\s*(?:staff|news agency))?", re.I
)
_CREDIT_PHRASE = re.compile(
    r"(?:with|mit|avec|con|com|med|met)\b.{0,24}?\b(?:inputs?|files?|material|informationen|reporting|contributions?|"
    r"reports?|información|informaciones|"
    r"informações|agências|agencias|agences|agenturmaterial|agenturen|bilder|données)\b|"
    r"^(?:source|sources|quelle|quellen|fonte|fonti|fuente|kilde|källa|bron|lähde|źródło|zdroj|forrás|"
    r"sumber|kaynak|"
    r"источник|джерело|източник|πηγή|πηγές|sursa|nguồn|منبع|स्रोत|מקור|المصدر|مصدر|来源|來源|出典|출처)\s*[:：]|"
    r"^με πληροφορίες από\b|"
    r"\b(?:contributed (?:to|reporting)|contributed\.?$|(?:news )?agency feed|syndicated feed|übernommen|"
    r"agenturmeldung|was (?:first )?published by|"
    r"originally published (?:by|on)|wire (?:service|report))|^\W*(?:©|\(c\)|copyright\b)",
    re.I,
)


_UNSPACED = re.compile("[\u3040-\u9fff\uac00-\ud7af]").search
_WORD = re.compile(r"\w+")
# Of an ASCII text: letters, digits and underscores stay, in lower case; all else parts words.
_ASCII_WORDS = bytes(
    ord(chr(code).lower()) if code < 128 and _WORD.match(chr(code)) else ord(" ") for code in range(256)
)


class _Table:
    """Names by their first word, so that a line is read once, word by word, whatever the number of names."""

    def __init__(self) -> None:
        data = json.loads(resources.files("newscrawl.normalise").joinpath("agencies.json").read_text("utf-8"))
        self.first: dict[str, list[tuple[str, str, bool]]] = {}
        unspaced: dict[str, str] = {}
        for agency, forms in data.items():
            # An agency's own short name is a name where it is long enough to be no other word.
            names = {**dict.fromkeys(forms["names"], True), **({agency: True} if len(agency) > 4 else {})}
            shorts = {*forms["short"], *([agency] if len(agency) <= 4 and forms["short"] else [])}
            for name in names:
                if _unspaced(name):
                    unspaced.setdefault(name, agency)
                else:
                    self._add(name.casefold(), agency, False)
            for short in shorts:
                if _unspaced(short):
                    unspaced.setdefault(short, agency)
                else:
                    self._add(short, agency, True)
        for entries in self.first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        # One word of each name, the longest but the last, which an underscore may follow: "the" says little.
        self.telling_ascii = frozenset(
            max(words[:-1] or words, key=len).encode()
            for entries in self.first.values()
            for name, _, _ in entries
            if name.isascii() and (words := _WORD.findall(name.casefold()))
        )
        self.unspaced = unspaced
        self.unspaced_names = re.compile(
            "|".join(re.escape(name) for name in sorted(unspaced, key=len, reverse=True))
        )

    def _add(self, name: str, agency: str, short: bool) -> None:
        word = _WORD.search(name)
        if word:
            self.first.setdefault(word.group().casefold(), []).append((name, agency, short))

    def hits(self, text: str) -> list[tuple[int, int, str, bool]]:
        """(start, end, agency, whether by a short form) of all names in a text, the longest at each place."""
        # Most lines hold no word that tells a name: one look at all of them.
        if text.isascii():  # the words as bytes, at a fifth of the cost
            if self.telling_ascii.isdisjoint(text.encode().translate(_ASCII_WORDS).split()):
                return []
            named = True
        else:
            named = not self.first.keys().isdisjoint(_WORD.findall(text.casefold()))
        found: list[tuple[int, int, str, bool]] = []
        end = 0
        for word in _WORD.finditer(text) if named else ():
            start = word.start()
            if start < end:
                continue
            for name, agency, short in self.first.get(word.group().casefold(), ()):
                stop = start + len(name)
                shown = text[start:stop]
                if (shown if short else shown.casefold()) == name and not (
                    stop < len(text) and text[stop].isalnum()
                ):
                    found.append((start, stop, agency, short))
                    end = stop
                    break
        if _UNSPACED(text):
            found += [
                (match.start(), match.end(), self.unspaced[match.group()], False)
                for match in self.unspaced_names.finditer(text)
            ]
        return found


@cache
def _table() -> _Table:
    return _Table()


def _unspaced(name: str) -> bool:
    return _UNSPACED(name) is not None


def agencies_in(text: str, loose: bool = False) -> list[str]:
    """Agencies a credit names, in order of appearance.

    :param loose: the text is a byline or the inside of a dateline's brackets; short forms count anywhere in
        it. Else a short form counts only where it stands alone between separators.
    """
    return list(dict.fromkeys(agency for _, _, agency, _ in sorted(_hits(text, loose))))


def _hits(text: str, loose: bool) -> list[tuple[int, int, str, bool]]:
    hits = _table().hits(text)
    # "ANA RUIZ": in a text in capitals a short form may be a person's name.
    if hits and (not loose or (text.isupper() and " " in text)):
        hits = [hit for hit in hits if not hit[3] or _stands_alone(text, hit[0], hit[1])]
    return hits


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = _LEADING.sub("", _SEPARATORS.split(text[:start])[-1].strip() + " ").strip()
    after = _SEPARATORS.split(text[end:])[0].strip()
    return not any(letter.isalpha() for letter in before + after)


def credited(line: str) -> list[str]:
    """Agencies a line credits where it is not known to be a byline: it says little else, or says so in words.

    >>> credited("Source: Reuters"), credited("With inputs from PTI"), credited("Reuters reported losses")
    (['Reuters'], ['PTI'], [])
    """
    if len(line) > 300:
        return []
    hits = _hits(line, loose=True)
    if not hits:
        return []
    if not _CREDIT_PHRASE.search(line) and not _signed(line, hits):
        # Two letters that stand alone may be anything.
        if (
            not any(hit[1] - hit[0] > 2 for hit in hits)
            and not {"(", "（"}.intersection(line)
            and not _ALSO.search(line)
        ):
            return []
        if _PICTURE.search(line) or len(_FILLER.sub("", _blanked(line, hits))) > 2:
            return []
    return list(dict.fromkeys(agency for _, _, agency, _ in sorted(hits)))


# "Additional reporting PA": two letters behind these are an agency's.
_ALSO = re.compile(r"\b(?:additional reporting|source|quelle|fuente|fonte)\b", re.I)
# Initials of those who made the story of what agencies sent, and its date: "dr/lw", "red", "12.2.2024".
_INITIALS = re.compile(r"[a-zäöüß]{2,5}|Red|\d{1,2}\.\s?(?:\d{1,2}\.\s?|\w+ )(?:19|20)?\d\d").fullmatch
_PIECES = re.compile(r"\s*[/,;()]+\s*")


def _signed(line: str, hits: list[tuple[int, int, str, bool]]) -> bool:
    """Whether a line is nothing but agencies and initials, set apart: "dr/lw (dpa, afp)", "(APA, red)"."""
    if len(line) > 60:
        return False
    pieces = [piece for piece in _PIECES.split(line.strip(" .")) if piece]
    names = {line[start:end] for start, end, _, _ in hits}
    return len(pieces) > 1 and all(piece in names or _INITIALS(piece) for piece in pieces)


def without_agencies(text: str) -> str:
    """A byline without the agencies in it.

    >>> without_agencies("Ana Ruiz, The Associated Press")
    'Ana Ruiz'
    """
    hits = _hits(text, loose=True)
    return _DANGLING.sub("", _blanked(text, hits)).strip(" ,;|/") if hits else text


def _blanked(text: str, hits: list[tuple[int, int, str, bool]]) -> str:
    for start, end, _, _ in sorted(hits, reverse=True):
        text = f"{text[:start]} | {text[end:]}"
    return text
