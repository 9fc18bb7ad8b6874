#!/usr/bin/env python3
# ruff: noqa: E501
"""Write newscrawl/stamps/words.json: month, weekday and relative-time words of the world's newspapers, from CLDR.

Reading stamps must not pay for importing Babel, so that what is needed of CLDR is generated once and shipped.
Run it after a release of CLDR:  python benchmarks/make_stamp_words.py
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.core import get_global

LOCALES = (
    "af am ar ar_LB ar_DZ ar_MA ar_IQ az be bg bn bs ca cs cy da de de_AT el en en_GB en_AU es es_MX et eu fa fi fil fr "
    "fr_CA ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lb lo lt lv mk ml mn mr ms mt my nb ne nl nn pa pl ps pt "
    "pt_PT ro ru si sk sl so sq sr sr_Latn sv sw ta te th tr uk ur uz vi zh zh_Hant zu"
).split()

# Spellings papers use that CLDR does not list.
MONTHS = {
    "eu": "urtarrilaren otsailaren martxoaren apirilaren maiatzaren ekainaren uztailaren abuztuaren irailaren urriaren "
    "azaroaren abenduaren",
    "en": "january february march april may june july august september october november december|"
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "de": "jänner feber maerz april mai juni juli august sept okt nov dez|jaenner febr mrz apr mai jun jul aug sep okt nov dez|"
    "jan feb mär apr mai jun jul aug sep okt nov dez",
    "fr": "janv fevr mars avr mai juin juil aout sept oct nov dec|jan fév mar avr mai juin juil août sep oct nov déc",
    "es": "ene feb mar abr may jun jul ago set oct nov dic|enero febrero marzo abril mayo junio julio agosto setiembre octubre "
    "noviembre diciembre",
    "it": "genn febbr mar apr magg giu lugl ago sett ott nov dic",
    "id": "januari pebruari maret april mei juni juli agustus september oktober nopember desember|"
    "jan peb mar apr mei jun jul ags sep okt nop des|jan feb mar apr mei jun jul agt sept okt nov des",
    "ru": "янв фев мар апр мая июн июл авг сен окт ноя дек|янв февр март апр май июнь июль авг сент окт нояб дек",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितम्बर अक्तूबर नवम्बर दिसम्बर|जन फर मार्च अप्रैल मई जून जुलाई अग सित अक्टूबर नवंबर दिसंबर|"
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "ar": "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر|"
    "جانفي فيفري مارس افريل ماي جوان جويلية اوت سبتمبر اكتوبر نوفمبر ديسمبر|"
    "يناير فبراير مارس إبريل مايو يونيه يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "sr": "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра|"
    "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "nl": "jan feb mrt apr mei jun jul aug sept okt nov dec",
    "tr": "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "hu": "jan febr márc ápr máj jún júl aug szept okt nov dec",
    "ca": "gen febr març abr maig juny jul ag set oct nov des",
    "sv": "jan feb mars april maj juni juli aug sept okt nov dec",
    "bn": "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
}
WEEKDAYS = {
    "en": "mon tues wed thurs fri sat sun|mon tue weds thur fri sat sun",
    "de": "montag dienstag mittwoch donnerstag freitag sonnabend sonntag|mo di mi do fr sa so",
    "pt": "segunda terça quarta quinta sexta sábado domingo",
    "he": "שני שלישי רביעי חמישי שישי שבת ראשון",
    "id": "senin selasa rabu kamis jumat sabtu minggu",
}
PERSIAN = {
    1: "فروردین", 2: "اردیبهشت", 3: "خرداد", 4: "تیر", 5: "مرداد", 6: "شهریور",
    7: "مهر", 8: "آبان", 9: "آذر", 10: "دی", 11: "بهمن", 12: "اسفند",
}  # fmt: skip
# Days before today by their word.
DAYS = {
    0: "today heute oggi hoje hoy avui vandaag idag i‑dag aujourd'hui dziś dzisiaj dnes danas данас сегодня сьогодні днес сёння danes ma "
    "tänään täna šiandien šodien azi bugün bugun اليوم امروز היום آج आज আজ இன்று ఈరోజు આજે ଆଜି ಇಂದು ഇന്ന് ਅੱਜ วันนี้ 今日 本日 今天 오늘 σήμερα "
    "ngayon leo gaur sot sod денес бүгін დღეს այսօր",
    1: "yesterday gestern ieri ontem ayer ahir gisteren igår i‑går hier wczoraj včera jučer juče јуче вчера вчора вчера учора včeraj "
    "tegnap eilen eile vakar ieri dün أمس امس دیروز אתמול گزشتہ বীতে গতকাল நேற்று నిన్న เมื่อวาน เมื่อวานนี้ 昨日 昨天 어제 χθες χτες kemarin semalam "
    "kahapon jana atzo dje кеше გუშინ երեկ",
}
# Ways to say "ago" that CLDR has not: "5h ago", "vor 5 Std.", "5 hrs ago".
AGO = {
    "minute": "|min ago;|mins ago;|m ago;|minute ago;|minutes ago;vor|min;vor|minuten;vor|minute;il y a|min;il y a|mn;hace|min;há|min;|min fa;|menit lalu;"
    "|menit yang lalu;|minit lalu;|minit yang lalu;|dk önce;|dakika önce;|мин назад;|минут назад;|хв тому;|minuten geleden;|min geleden;|分鐘前;|分钟前;|分前;|분 전;|분전",
    "hour": "|h ago;|hr ago;|hrs ago;|hour ago;|hours ago;vor|std;vor|h;vor|stunden;vor|stunde;il y a|h;hace|h;há|h;|jam lalu;|jam yang lalu;|jam yang lalu;|sa önce;"
    "|saat önce;|час назад;|ч назад;|uur geleden;|小時前;|小时前;|時間前;|시간 전;|시간전;|ore fa;|h fa",
    "day": "|d ago;|day ago;|days ago;vor|tagen;vor|tag;il y a|j;il y a|jours;hace|días;hace|dias;há|dias;|hari lalu;|hari yang lalu;|gün önce;|дн назад;|дней назад;"
    "|dagen geleden;|天前;|日前;|일 전;|일전;|giorni fa",
    "second": "|s ago;|sec ago;|secs ago;|seconds ago;vor|sek;|秒前;|초 전",
    "week": "|w ago;|wk ago;|wks ago;|weeks ago",
}

SPLIT = re.compile(r"[\s'’\u200c]+")


def key(word: str) -> str:
    """A word as the reader looks it up."""
    word = unicodedata.normalize("NFC", word.lower().replace("i̇", "i")).strip(" .·॰׳'’\u200f\u200e")
    return re.sub(r"^d['’]", "", word).replace("‑", "-")


def plain(word: str) -> str:
    """The word without its accents: many papers write "fevrier"."""
    if not re.match(r"[a-zß-žà-ÿ]", word):
        return word
    return unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    )


def gather(table: dict[str, dict[str, int]], word: str, language: str, value: int) -> None:
    word = key(word)
    if (len(word) < 2 and word.isascii()) or re.search(r"\d", word):
        return
    for form in {word, plain(word)}:
        # CLDR's own spelling of a language wins over an accentless form of another word of it.
        table[form].setdefault(language, value)


def compact(table: dict[str, dict[str, int]]) -> dict[str, object]:
    """word -> value where all languages agree, else {language: value}."""
    out: dict[str, object] = {}
    for word, values in sorted(table.items()):
        kinds = set(values.values())
        out[word] = kinds.pop() if len(kinds) == 1 else dict(sorted(values.items()))
    return out


def main() -> None:
    months: dict[str, dict[str, int]] = defaultdict(dict)
    weekdays: dict[str, dict[str, int]] = defaultdict(dict)
    ago: dict[str, str] = {}
    dotted = []
    for name in LOCALES:
        locale = Locale.parse(name)
        language = locale.language
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, word in locale.months[context][width].items():
                    gather(months, word, language, number)
                for number, word in locale.days[context][width].items():
                    gather(weekdays, word, language, number)
        for unit in ("second", "minute", "hour", "day", "week"):
            for style in ("", "-short", "-narrow"):
                field = locale._data["date_fields"].get(unit + style)
                for pattern in (field or {}).get("past", {}).values():
                    if "{0}" in pattern and "-{0}" not in pattern:
                        before, _, after = pattern.partition("{0}")
                        ago.setdefault(
                            " ".join(SPLIT.split(key(before))) + "|" + " ".join(SPLIT.split(key(after))),
                            unit[0],
                        )
        short = locale.date_formats["short"].pattern
        if re.match(r"^d+\.\s?M+\.", short):
            dotted.append(language)
    for source, table in ((MONTHS, months), (WEEKDAYS, weekdays)):
        for language, lines in source.items():
            for line in lines.split("|"):
                for number, word in enumerate(line.split(), 1 if table is months else 0):
                    gather(table, word, language, number)
    for unit, patterns in AGO.items():
        for pattern in patterns.split(";"):
            ago[" ".join(SPLIT.split(key(pattern)))] = unit[0]
    ago = {k: v for k, v in ago.items() if len(k) > 2 and k.strip("|")}
    days: dict[str, int] = {}
    for n, words in DAYS.items():
        for word in words.split():
            days.setdefault(key(word), n)
    persian = {key(word): number for number, word in PERSIAN.items()}
    # Not every word of every language is a word of a stamp: these stand in prose or in names far more often.
    for word in ("so", "do", "me", "to", "on", "la", "as", "a", "of"):
        if word not in ("so", "do", "mi"):
            weekdays.pop(word, None)
    for word in ("si",):
        months.pop(word, None)
    zones = {k: v for k, v in sorted(get_global("territory_zones").items()) if len(k) == 2}
    data = {
        "months": compact(months), "weekdays": compact(weekdays), "persian": persian, "ago": ago, "days": days,
        "dotted": sorted({*dotted, "no"}), "zones": zones,
    }  # fmt: skip
    path = Path(__file__).resolve().parent.parent / "newscrawl" / "stamps" / "words.json"
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    path.write_text(text.replace(',"months"', ',\n"months"').replace('},"', '},\n"') + "\n", encoding="utf-8")
    print(
        f"{path.name}: {len(months)} month words, {len(weekdays)} weekday words, {len(ago)} ways to say ago, {path.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main()
