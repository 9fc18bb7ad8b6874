"""Folders of real pages with known answers, the hosts held aside among them, and how a body is measured.

A corpus is a folder with `gold.jsonl` (an object a line: id, url and the answers, such as body, summary,
headline, with, without) and `pages/<id>.html.gz`. None is part of this project: benchmarks take its path.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newscrawl.normalise.urls import registrable_domain

TOKEN = re.compile(r"\w+")


def digest(text: str) -> str:
    """What stands for a text in the judgements, so that it need not be there: eight digits of its SHA-1."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]


def corpora(folder: Path, only: set[str] | None = None) -> list[Path]:
    """Corpora in a folder, or the folder itself where it is one."""
    if (folder / "gold.jsonl").exists():
        return [folder]
    found = [path for path in sorted(folder.iterdir()) if (path / "gold.jsonl").exists()]
    return [path for path in found if only is None or path.name in only]


def load(corpus: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """(answers, page) of each page of a corpus."""
    with open(corpus / "gold.jsonl", encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            yield gold, gzip.decompress((corpus / "pages" / f"{gold['id']}.html.gz").read_bytes())


def held_aside(url: str) -> bool:
    """Whether a page's host is one of the third that rules and weights are never made on."""
    return zlib.crc32(registrable_domain(url).encode()) % 3 == 0


def shingles(text: str, n: int = 4) -> Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(text)
    return Counter(tuple(tokens[i : i + n]) for i in range(max(1, len(tokens) - n + 1)) if tokens)


def overlap(gold: str, got: str) -> tuple[float, float, float]:
    """Shares of right, extra and lost 4-grams of words: the measure of the article extraction benchmark."""
    want, have = shingles(gold), shingles(got)
    right, extra, lost = (sum((a).values()) for a in (want & have, have - want, want - have))
    total = right + extra + lost or 1
    return right / total, extra / total, lost / total


def best_overlap(gold: dict[str, Any], body: str) -> tuple[tuple[float, float, float], bool]:
    """Overlap of a body with the answer, or the answer under its summary, and whether it is exactly right."""
    answers = [gold["body"]]
    if gold.get("summary"):
        answers.append(f"{gold['summary']}\n\n{gold['body']}")
    scored = [(overlap(answer, body), answer) for answer in answers]
    shares, answer = max(scored, key=lambda item: item[0][0])
    return shares, TOKEN.findall(answer) == TOKEN.findall(body)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
