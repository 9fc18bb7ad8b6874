# ruff: noqa: E501
"""The table of stamps: each row is shown on a page of its own and must come out as the table says, or as null."""

from __future__ import annotations

import csv
import html
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.extract.blocks import Layout
from newscrawl.extract.stamps import find_stamps
from newscrawl.items import RawStory, Story
from newscrawl.normalise.order import OrderEvidence
from newscrawl.normalise.times import normalise_times
from newscrawl.page import Page
from newscrawl.site import Site

TABLE = (Path(__file__).parent / "stamps" / "table.tsv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
PROSE = "<p>The harbour of the little town lay quiet in the morning, and nobody there expected what the tide would bring.</p>"


def page_of(row: dict[str, str], context: dict[str, Any]) -> Page:
    """A plain story page that shows the row's stamp under its headline."""
    head = "".join(
        f'<meta property="{name}" content="{value}">' for name, value in context.get("meta", {}).items()
    )
    article = {
        key: context[name]
        for key, name in (
            ("datePublished", "datePublished"),
            ("dateModified", "modified"),
            ("datePublished", "published"),
        )
        if name in context
    }
    if article:
        article |= {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": "The tide at the harbour",
        }
        head += f'<script type="application/ld+json">{json.dumps(article)}</script>'
    stamps = "".join(
        f"<p>{html.escape(text)}</p>" for text in (context.get("visible", ""), row["text"]) if text
    )
    text = (
        f'<!doctype html><html lang="{row["language"]}"><head><title>The tide at the harbour</title>{head}</head>'
        f"<body><article><h1>The tide at the harbour</h1>{stamps}{PROSE * 4}</article></body></html>"
    )
    return Page(text, f"https://{context.get('host', 'wire.example')}{context.get('url', '/story')}")


def evidence_of(kind: str | None, page: Page) -> OrderEvidence:
    evidence = OrderEvidence()
    host = page.url.split("/")[2]
    for shape, order in {
        "DMY": [("//4", "DMY")], "MDY": [("//4", "MDY")], "both": [("//4", "DMY"), ("//4", "MDY")], "MDY2": [("//2", "MDY")], None: [],
    }[kind]:  # fmt: skip
        evidence.observe(host, shape, order)
    return evidence


@pytest.mark.parametrize("row", ROWS, ids=[f"{n:03d}-{row['language']}" for n, row in enumerate(ROWS, 2)])
def test_stamp(row: dict[str, str]) -> None:
    context: dict[str, Any] = json.loads(row["context"] or "{}")
    page = page_of(row, context)
    story = Story(url=page.url, language=row["language"])
    story.raw = RawStory()
    story.raw.stamps, story.raw.machine_times = find_stamps(Layout(page), page)
    fetched = context.get("fetched")
    normalise_times(
        story,
        site=Site(zone=context.get("zone"), date_order=context.get("order")),
        evidence=evidence_of(context.get("evidence"), page),
        fetched_at=datetime.fromisoformat(fetched) if fetched else None,
    )
    field = row["field"]
    got = tuple(getattr(story, f"{field}{suffix}") or "" for suffix in ("", "_precision", "_basis"))
    assert got == (row["value"], row["precision"], row["basis"]), row["text"]


def test_size() -> None:
    """The table is as wide as it is meant to be."""
    assert len(ROWS) >= 300
    assert len({row["language"] for row in ROWS}) >= 30
    assert sum(not row["value"] for row in ROWS) >= 30
