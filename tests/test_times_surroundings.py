"""Stamps in the surroundings pages give them: which of the times there are the story's.

Each row of the file is a page: {h} stands for its headline, {b} for its body; what it must come out as is
null where a cell is empty, but for the raw twins, which are asked for only where the row names them.
"""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.extract import read
from newscrawl.normalise.times import normalise_times
from newscrawl.page import Page

TABLE = (Path(__file__).parent / "stamps" / "surroundings.tsv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
TITLE = "Goat saves bakery from the tide"
LEAD = (
    "The harbour of the little town lay quiet in the morning, and nobody there expected what the tide would "
    "bring. By noon the water stood in the market square, as it had in the winter of the great storm."
)
BODY = (
    f"<p>{LEAD}</p><p>Fishermen carried their nets to the upper floors. {LEAD}</p>"
    f"<p>In the end it was a goat that saved the bakery. {LEAD}</p>"
)


def page_of(row: dict[str, str]) -> Page:
    context: dict[str, Any] = json.loads(row["context"] or "{}")
    head = "".join(
        f'<meta property="{name}" content="{value}">' for name, value in context.get("meta", {}).items()
    )
    if "ld" in context:
        stated = context["ld"]
        if isinstance(stated, dict):
            stated = {"@type": "NewsArticle", "headline": TITLE, **stated}
        head += f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    inner = row["page"].replace("{h}", f"<h1>{TITLE}</h1>").replace("{b}", BODY)
    html = (
        f'<!doctype html><html lang="{row["language"]}"><head><title>{TITLE}</title>{head}</head>'
        f"<body><article>{inner}</article></body></html>"
    )
    return Page(html, f"https://wire.example{context.get('url', '/news/goat-saves-bakery')}")


def test_the_file_is_large() -> None:
    assert len(ROWS) >= 200


@pytest.mark.parametrize("row", ROWS, ids=[f"{n:03d}-{row['language']}" for n, row in enumerate(ROWS, 2)])
def test_stamp_in_its_surroundings(row: dict[str, str]) -> None:
    story = read(page_of(row))
    story.language = row["language"]
    fetched = json.loads(row["context"] or "{}").get("fetched")
    normalise_times(story, fetched_at=datetime.fromisoformat(fetched) if fetched else None)
    got = {
        name: getattr(story, name) or ""
        for name in ("published", "published_raw", "last_update", "last_update_raw")
    }
    want = {name: row[name] if row[name] or not name.endswith("_raw") else got[name] for name in got}
    assert got == want, f"{row['about']}: {row['page']}"
