"""The words of stamps, read once from words.json (made by benchmarks/make_stamp_words.py from CLDR)."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

WORDS: dict[str, Any] = json.loads(
    files("newscrawl.stamps").joinpath("words.json").read_text(encoding="utf-8")
)
