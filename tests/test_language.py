"""Language: statements held against the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.normalise.language import language_of, script_of, settle, tag

TEXTS: dict[str, str] = json.loads(
    (Path(__file__).parent / "pages" / "meta" / "languages.json").read_text("utf-8")
)


@pytest.mark.parametrize("language", TEXTS)
def test_told_by_its_text(language: str) -> None:
    assert language_of(TEXTS[language] * 2) == language


@pytest.mark.parametrize(
    ("stated", "text", "want"),
    [
        (["de"], "de", "de"),
        (["de", "de-AT"], "de", "de-AT"),
        (["en_US"], "en", "en-US"),
        (["en"], "de", "de"),  # a template's own language
        (["en", "de-CH"], "de", "de-CH"),
        (["utf-8"], "zh", "zh"),
        (["zh-Hans-CN"], "zh", "zh-Hans-CN"),
        (["ja"], "ja", "ja"),
        (["en"], "ja", "ja"),
        ([], "fr", "fr"),
        (["nn"], "sv", "sv"),
        (["gsw"], "de", "gsw"),  # no profile of its own: alike is not a contradiction
        (["jp"], "ja", "ja"),
    ],
)
def test_settle(stated: list[str], text: str, want: str) -> None:
    assert settle(stated, TEXTS[text] * 2) == want


def test_unknown_stays_unknown() -> None:
    assert settle([], "12 34 56") is None
    assert settle([], "Xqz vbnt plorf") is None
    assert settle(["en"], "") == "en"


@pytest.mark.parametrize(
    ("stated", "want"),
    [("EN", "en"), ("pt_BR", "pt-BR"), ("sr-latn-RS", "sr-Latn-RS"), ("iw", "he"), ("de-DE-1996", "de-DE"),
     ("von", None), ("", None), ("Deutsch", "de"), ("en, de", "en"), ("x" * 500, None)],
)  # fmt: skip
def test_tag(stated: str, want: str | None) -> None:
    assert tag(stated) == want


@given(st.lists(st.text(max_size=12), max_size=3), st.text(max_size=200))
def test_any_text(stated: list[str], text: str) -> None:
    script_of(text)
    found = settle(stated, text)
    assert found is None or tag(found) == found
