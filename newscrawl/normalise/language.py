"""The language of a story: what the page states, held against its text.

The text speaks by its script and by the small words every text is full of ("the", "und", "que"). That does
not name every language, and needs not: it contradicts a wrong statement, and names the language where the
evidence is plain. Otherwise the statement stands, or the language stays unknown.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache, lru_cache
from importlib import resources

from newscrawl.items import Story

_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.@].*)?$")
# Vowel signs of Indic scripts are no word characters to `re`.
_WORD = re.compile(r"[\u0900-\u0dff]+|[^\W\d_]+")
# Of a text in small letters: all else that is ASCII parts words, what is not stays.
_PARTED = bytes(code if code > 127 or chr(code).islower() else ord(" ") for code in range(256))
# Enough of a text to judge it, and what most texts are judged by already.
_SAMPLE, _BEGINNING = 900, 360
_NO_LETTERS = bytes(code for code in range(256) if not chr(code).isascii() or not chr(code).isalpha())

_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "Latn"), (0x0370, 0x03FF, "Grek"), (0x0400, 0x052F, "Cyrl"), (0x0530, 0x058F, "Armn"),
    (0x0590, 0x05FF, "Hebr"), (0x0600, 0x077F, "Arab"), (0x0900, 0x097F, "Deva"), (0x0980, 0x09FF, "Beng"),
    (0x0A00, 0x0A7F, "Guru"), (0x0A80, 0x0AFF, "Gujr"), (0x0B00, 0x0B7F, "Orya"), (0x0B80, 0x0BFF, "Taml"),
    (0x0C00, 0x0C7F, "Telu"), (0x0C80, 0x0CFF, "Knda"), (0x0D00, 0x0D7F, "Mlym"), (0x0D80, 0x0DFF, "Sinh"),
    (0x0E00, 0x0E7F, "Thai"), (0x0E80, 0x0EFF, "Laoo"), (0x1000, 0x109F, "Mymr"), (0x10A0, 0x10FF, "Geor"),
    (0x1200, 0x137F, "Ethi"), (0x1780, 0x17FF, "Khmr"), (0x1E00, 0x1EFF, "Latn"), (0x1F00, 0x1FFF, "Grek"),
    (0x3040, 0x30FF, "Jpan"), (0x3400, 0x9FFF, "Hani"), (0xAC00, 0xD7AF, "Kore"),
)  # fmt: skip
# Scripts that one language of the news world is written in.
_ONE_LANGUAGE = {
    "Grek": "el", "Armn": "hy", "Hebr": "he", "Guru": "pa", "Gujr": "gu", "Orya": "or", "Taml": "ta",
    "Telu": "te",
    "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Thai": "th", "Laoo": "lo", "Mymr": "my", "Geor": "ka",
    "Khmr": "km",
    "Kore": "ko", "Jpan": "ja",
}  # fmt: skip
# Languages by script, for those that the words below do not tell apart.
_SCRIPT_OF = {
    "Cyrl": "ru uk bg sr mk be kk ky mn tg tt uz sah ba cv", "Arab": "ar fa ur ps ku ckb sd ug az ks ms dv",
    "Deva": "hi mr ne sa kok mai bho doi", "Beng": "bn as", "Ethi": "am ti", "Hani": "zh yue ja ko lzh",
    "Hebr": "he yi", "Grek": "el", "Kore": "ko", "Jpan": "ja", "Armn": "hy", "Geor": "ka", "Thai": "th",
    "Mymr": "my", "Khmr": "km", "Laoo": "lo", "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml",
    "Guru": "pa",
    "Gujr": "gu", "Orya": "or", "Sinh": "si",
}  # fmt: skip
_NOT_LATIN = {language: script for script, names in _SCRIPT_OF.items() for language in names.split()}
_BOTH_SCRIPTS = frozenset("sr az uz kk ku ms mn tt bs tk".split())
_OLD = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "mo": "ro",
    "sh": "sr",
    "tl": "fil",
    "jp": "ja",
    "cn": "zh",
    "gr": "el",
    "ua": "uk",
    "kr": "ko",
    "cz": "cs",
    "dk": "da",
    "se": "sv",
    "vn": "vi",
}
_NAMES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es",
    "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "russian": "ru", "русский":
    "ru",
    "arabic": "ar", "japanese": "ja", "日本語": "ja", "chinese": "zh", "dutch": "nl", "nederlands": "nl",
    "turkish": "tr",
    "hindi": "hi", "polish": "pl", "swedish": "sv", "norwegian": "nb", "danish": "da", "greek": "el",
}  # fmt: skip
# Languages whose small words are alike: neither contradicts the other.
_ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "nb nn no da",
        "id ms",
        "hr sr bs sh me",
        "cs sk",
        "gl pt",
        "ca es",
        "bg mk",
        "ru be",
        "uk be ru",
        "af nl",
        "fil tl",
        "lb de",
        "gsw de",
        "zu xh ss nr",
    )
)


@lru_cache(maxsize=1024)
def tag(stated: str) -> str | None:
    """A stated language as a BCP 47 tag in canonical case, or None where it is none.

    >>> tag("en_US"), tag("DE-de"), tag("zh_hans_CN"), tag("English"), tag("xx-default?")
    ('en-US', 'de-DE', 'zh-Hans-CN', 'en', None)
    """
    stated = stated.strip().split(",")[0].split(";")[0].strip()
    if known := _NAMES.get(stated.casefold()):
        return known
    match = _TAG.match(stated)
    if match is None:
        return None
    language, script, region = match.groups()
    language = _OLD.get(language.lower(), language.lower())
    if language not in _known():
        return None
    parts = [language, script.title() if script else "", region.upper() if region else ""]
    return "-".join(part for part in parts if part)


@cache
def _known() -> frozenset[str]:
    """Language subtags: ISO 639-1 as CLDR knows them, and the three-letter ones that news is written in."""
    from babel.localedata import locale_identifiers

    return frozenset(name.split("_")[0] for name in locale_identifiers()) | {
        "gsw",
        "fil",
        "ckb",
        "nb",
        "kl",
        "la",
        "sa",
        "mi",
        "ht",
        "lus",
        "mni",
    }


@cache
def _words() -> dict[bytes, tuple[float, frozenset[str]]]:
    """{small word in UTF-8: (what it says for each of its languages, its languages)}."""
    data: dict[str, str] = json.loads(
        resources.files("newscrawl.normalise").joinpath("small_words.json").read_text("utf-8")
    )
    found: dict[str, set[str]] = {}
    for language, words in data.items():
        for word in words.split():
            found.setdefault(word, set()).add(language)
    return {word.encode(): (1.0 / len(languages), frozenset(languages)) for word, languages in found.items()}


def script_of(text: str) -> str | None:
    """ISO 15924 code of the script most letters of a text are in; Jpan where kana stand among Han."""
    sample = text[:_SAMPLE]
    ascii_letters = len(sample.encode("utf-8", "replace").translate(None, _NO_LETTERS))
    if 2 * ascii_letters > len(sample) > 20:
        return "Latn"
    counts: Counter[str] = Counter()
    # Every third character is enough to tell scripts, and a third of the cost.
    for letter in sample[::3]:
        code = ord(letter)
        for low, high, name in _SCRIPTS:
            if low <= code <= high:
                counts[name] += letter.isalpha()
                break
    if not counts:
        return None
    if counts["Jpan"] * 10 >= counts["Hani"] and counts["Jpan"]:
        counts["Jpan"] += counts.pop("Hani", 0)
    # Han text often names things in Latin letters, one character counting for a word.
    name, most = counts.most_common(1)[0]
    return name if most >= 5 else None


def language_of(text: str) -> str | None:
    """The language a text is plainly in; None where its words do not settle it."""
    return _spoken(text, script_of(text))[0]


def _spoken(text: str, script: str | None) -> tuple[str | None, bool]:
    """(language a text is plainly in, whether nothing else could be): script first, then small words."""
    if script is None:
        return None, False
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script], True
    if script == "Hani":
        return "zh", True
    spoken = _by_small_words(text[:_BEGINNING], sure=True) if len(text) > _BEGINNING else None
    return spoken or _by_small_words(text[:_SAMPLE]) or (None, False)


def _by_small_words(text: str, sure: bool = False) -> tuple[str, bool] | None:
    """What `_spoken` gives where script alone does not tell; None where nothing stands out.

    :param sure: none but what more text could hardly change.
    """
    table = _words()
    scores: dict[str, float] = {}
    words = _words_of(text)
    known = [(table[word], count) for word, count in Counter(filter(table.__contains__, words)).items()]
    for (share, names), count in known:
        # A word of few languages says more.
        share *= count
        for language in names:
            if language in scores:
                scores[language] += share
            else:
                scores[language] = share
    if not scores:
        return None
    first = max(scores, key=scores.__getitem__)
    most = scores.pop(first)
    if most < (6 if sure else 4) or most < (2 if sure else 1.35) * max(scores.values(), default=0.0):
        return None
    plain = sum([count for (_, names), count in known if first in names]) >= 0.2 * len(words)
    return (first, plain) if plain or not sure else None


def _words_of(text: str) -> list[bytes]:
    """A text's words in small letters, as UTF-8: bytes are parted at half the cost of a search for words."""
    text = text.casefold()
    if not text.isascii():
        for character in set(text):
            if character.isascii():
                continue
            if "\u0900" <= character <= "\u0dff":
                return [word.encode() for word in _WORD.findall(text)]
            if not character.isalnum() or character.isdecimal():
                text = text.replace(character, " ")
    return text.encode().translate(_PARTED).split()


def settle(stated: list[str], text: str) -> str | None:
    """The BCP 47 tag that the statements and the text agree on.

    The first statement that the text does not contradict, with the region another one adds ("de", "de-AT").
    Where the text contradicts all of them, what the text plainly is; None where neither says.
    """
    tags = [known for value in stated if (known := tag(value))]
    script = script_of(text) if text else None
    if script is None:
        return _fullest(tags[0], tags) if tags else None
    spoken, plain = _spoken(text, script)
    for known in tags:
        language = known.split("-")[0]
        if not _fits_script(language, script):
            continue
        if spoken is None or language == spoken or any({language, spoken} <= group for group in _ALIKE):
            return _fullest(known, tags)
        if not plain and language not in _profiled():
            return _fullest(known, tags)
    return spoken


@cache
def _profiled() -> frozenset[str]:
    return frozenset(language for _, languages in _words().values() for language in languages)


def _fits_script(language: str, script: str) -> bool:
    expected = _NOT_LATIN.get(language)
    if expected is None or language in _BOTH_SCRIPTS:
        return script in ("Latn",) or language in _BOTH_SCRIPTS
    return (
        script == expected
        or (language == "ja" and script == "Hani")
        or (language == "zh" and script == "Hani")
    )


def _fullest(known: str, tags: list[str]) -> str:
    if "-" in known:
        return known
    return next((other for other in tags if other.startswith(known + "-")), known)


def normalise_language(story: Story) -> None:
    """Set `story.language` from what the page states, checked against headline and body.

    One that is there already was declared for the site, and is believed.
    """
    if story.language and (declared := tag(story.language)):
        story.language = declared
        return
    text = story.body or " ".join(story.raw.paragraphs[:6])
    if len(text) < 200:
        text = f"{story.headline or ''} {story.summary or ''} {text}"
    story.language = settle(story.raw.stated_languages, text)
