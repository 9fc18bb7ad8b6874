"""Pages in every usual encoding, labelled rightly, wrongly and not at all."""

# ruff: noqa: E501 (markup and texts read better whole)

from __future__ import annotations

import codecs

import pytest

from newscrawl.encoding import decode, is_plain_utf8

TEXTS = {
    "ru": "Губернатор области в понедельник открыл новый мост через реку, которого жители ждали девять лет.",
    "uk": "Міська рада у понеділок вирішила знову відкрити переправу через затоку, якої чекали дев'ять років.",
    "ja": "市は月曜日、川に架かる新しい橋を開通させた。住民は九年間待っていた。バスは火曜日の朝から走る。",
    "zh": "市长星期一为新桥剪彩，居民等了九年。公共汽车将于星期二早上开始运行，记者在现场看到许多人。",
    "zh-TW": "市長星期一為新橋剪綵，居民等了九年。公車將於星期二早上開始行駛，記者在現場看到許多人。",
    "ko": "시장은 월요일에 새 다리를 개통했다. 주민들은 구 년을 기다렸다. 버스는 화요일 아침부터 다닌다.",
    "el": "Ο δήμαρχος εγκαινίασε τη Δευτέρα τη νέα γέφυρα που οι κάτοικοι περίμεναν εννέα χρόνια.",
    "ar": "افتتح رئيس البلدية يوم الاثنين الجسر الجديد الذي انتظره السكان تسع سنوات، وتبدأ الحافلات غدا.",
    "he": "ראש העיר חנך ביום שני את הגשר החדש שהתושבים חיכו לו תשע שנים, והאוטובוסים יסעו מחר.",
    "pl": "Burmistrz otworzył w poniedziałek nowy most, na który mieszkańcy czekali dziewięć lat.",
    "de": "Der Bürgermeister eröffnete am Montag die Brücke für Fußgänger – nach neun Jahren „endlich“.",
}
ENCODINGS = [
    ("ru", "cp1251"), ("ru", "koi8-r"), ("uk", "cp1251"), ("ja", "cp932"), ("ja", "euc_jp"), ("zh", "gb18030"),
    ("zh-TW", "big5hkscs"), ("ko", "cp949"), ("el", "cp1253"), ("ar", "cp1256"), ("he", "cp1255"), ("pl", "cp1250"),
    ("de", "cp1252"),
]  # fmt: skip
# Without label and language a short Polish text may be any of the Central and Western European ones.
SNIFFABLE = [pair for pair in ENCODINGS if pair not in {("uk", "cp1251"), ("pl", "cp1250")}]


def page(language: str, encoding: str, head: str) -> bytes:
    return head.encode("ascii") + b"<body><p>" + (TEXTS[language] * 3).encode(encoding) + b"</p></body>"


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
def test_declared(language: str, encoding: str) -> None:
    assert TEXTS[language] in decode(page(language, encoding, f"<meta charset={encoding}>"))[0]
    plain = page(language, encoding, "")
    assert TEXTS[language] in decode(plain, content_type=f"text/html; charset={encoding}")[0]
    assert TEXTS[language] in decode(plain, encoding=encoding)[0]


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
def test_by_the_custom_of_the_language(language: str, encoding: str) -> None:
    assert TEXTS[language] in decode(page(language, encoding, f'<html lang="{language}">'))[0]


@pytest.mark.parametrize(("language", "encoding"), SNIFFABLE)
def test_sniffed(language: str, encoding: str) -> None:
    assert TEXTS[language] in decode(page(language, encoding, ""))[0]


@pytest.mark.parametrize(("language", "encoding"), SNIFFABLE)
@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "no-such-encoding"])
def test_labelled_wrongly(language: str, encoding: str, label: str) -> None:
    assert TEXTS[language] in decode(page(language, encoding, f"<meta charset={label}>"))[0]


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("label", ["windows-1251", "gbk", "shift_jis", "iso-8859-1"])
def test_utf_8_whatever_the_label(language: str, label: str) -> None:
    text, name = decode(page(language, "utf-8", f"<meta charset={label}>"))
    assert name == "utf-8"
    assert TEXTS[language] in text


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_utf_8_with_a_few_broken_bytes_stays_utf_8(language: str) -> None:
    whole = page(language, "utf-8", "")
    text, name = decode(whole + b"\xe9 \xff" + whole[:-14])
    assert name == "utf-8"
    assert TEXTS[language] in text
    assert "\ufffd" in text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_byte_order_mark_before_all(mark: bytes) -> None:
    name = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[
        mark
    ]
    text, found = decode(mark + TEXTS["ru"].encode(name), "text/html; charset=windows-1251")
    assert (text, found) == (TEXTS["ru"], name)


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(name: str) -> None:
    html = "<!DOCTYPE html><html><body><p>" + TEXTS["ja"]
    assert decode(html.encode(name)) == (html, name)


def test_seven_bit_japanese() -> None:
    html = '<meta charset="iso-2022-jp"><p>' + TEXTS["ja"]
    assert decode(html.encode("iso2022_jp"))[0] == html


def test_nothing_to_go_by() -> None:
    assert decode(b"caf\xe9 \x80 5")[0] == "café € 5"
    assert decode(b"") == ("", "utf-8")


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        (b"<p>harbour</p>", True),
        (b"", True),
        ("<p>Häfen</p>".encode(), True),
        # A letter that stands across the end of a piece.
        (b"a" * 16_383 + "ä".encode() + b"b" * 16_384 + "⚓🚢".encode() * 9_000, True),
        (b"a" * 16_383 + "ä".encode()[:1], False),
        ("ä".encode() * 20_000 + b"\xe4", False),
        ("<p>Häfen</p>".encode("cp1252"), False),
        ("\ufeff<p>Häfen</p>".encode(), False),
        ("<p>Häfen</p>".encode("utf-16"), False),
        (b"<p>a\0b</p>", False),
    ],
)
def test_plain_utf8_is_told_without_making_the_text(body: bytes, plain: bool) -> None:
    assert is_plain_utf8(body) is plain
    if plain:
        assert decode(body) == (body.decode(), "utf-8")
