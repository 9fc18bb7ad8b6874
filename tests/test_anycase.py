"""Patterns of many words in any case."""

from __future__ import annotations

import pytest

from newscrawl.anycase import AnyCase


@pytest.mark.parametrize(
    ("text", "found"),
    [("Photo by Ana", "Photo"), ("a PHOTO", "PHOTO"), ("Ein FOTÓ", "FOTÓ"), ("Phot", None)],
)
def test_a_match_stands_where_the_text_has_it(text: str, found: str | None) -> None:
    match = AnyCase("photo|fotó").search(text)
    assert (None if match is None else text[match.start() : match.end()]) == found
