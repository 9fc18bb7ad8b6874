"""Score the reading of related headlines: the public benchmark beside it, or any corpus in its format.

usage: score_related.py [FOLDER ...] [--parse MODULE:FUNCTION] [--misses]
       score_related.py --leaks FOLDER ...
       score_related.py --pack OUT

FOLDER (default: benchmarks/related) holds NAME.html with NAME.json, or gold.jsonl with pages/<id>.html.gz;
both are described in benchmarks/related/README.md. `--parse` names another library's function to measure:
it is called with (html: bytes, url: str) and returns an object or mapping with related_headlines (each
with url, kind, block, headline, teaser, teaser_truncated). `--leaks` counts body paragraphs that are
nothing but a headline or teaser of a list on the same page, as read and, where there are answers, as
answered; and short ones that hold one with as much again of other words ("See also: ...", or a sentence of
the story that quotes a headline). `--pack` writes our own pages as gold.jsonl and pages/*.html.gz.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import lxml.html

from newscrawl.normalise.urls import fetch_key

OWN = Path(__file__).resolve().parent / "related"
COUNTED, NEUTRAL = frozenset({"related", "section"}), frozenset({"latest", "popular", "inline", "other"})
_TOKEN = re.compile(r"\w+")


def fold(text: str | None) -> str:
    """A text without case, spacing and punctuation."""
    return " ".join(_TOKEN.findall((text or "").casefold()))


def value(record: Any, name: str) -> Any:
    return record.get(name) if isinstance(record, dict) else getattr(record, name, None)


def pages(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Answers and pages of a folder, in either form."""
    if (folder / "gold.jsonl").exists():
        for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
            gold = json.loads(line)
            yield gold, gzip.decompress((folder / "pages" / f"{gold['id']}.html.gz").read_bytes())
    else:
        for answer in sorted(folder.glob("*.json")):
            yield json.loads(answer.read_text("utf-8")), answer.with_suffix(".html").read_bytes()


def score(folder: Path, parse: Callable[[bytes, str], Any], misses: bool = False) -> dict[str, float]:
    """Figures of one folder: micro precision, recall and F1 by address, kinds, headings, headlines,
    teasers."""
    links: Counter[str] = Counter()
    marks: dict[str, list[bool]] = {}
    spent = parsing = 0.0
    count = 0
    for gold, html in pages(folder):
        if "related" not in gold:
            continue
        count += 1
        start = time.process_time()
        lxml.html.document_fromstring(html)
        middle = time.process_time()
        story = parse(html, gold["url"])
        spent, parsing = spent + time.process_time() - middle, parsing + middle - start
        own = fetch_key(gold["url"])
        want: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        neutral: set[str] = set()
        for block in gold["related"]:
            for link in block["links"]:
                key = fetch_key(link["url"])
                if key == own:
                    continue
                if block["kind"] in COUNTED:
                    want.setdefault(key, (block, link))
                elif block["kind"] in NEUTRAL:
                    neutral.add(key)
        got: dict[str, Any] = {}
        for entry in value(story, "related_headlines") or ():
            key = fetch_key(value(entry, "url") or "")
            if key and key != own:
                got.setdefault(key, entry)
        wrong = [key for key in got if key not in want and key not in neutral]
        lost = [key for key in want if key not in got]
        links.update(hit=len(want) - len(lost), lost=len(lost), wrong=len(wrong))
        if misses and (wrong or lost):
            print(f"  {gold['id']}: lost {lost[:3]} ({len(lost)}), wrong {wrong[:3]} ({len(wrong)})")
        for key in want.keys() & got.keys():
            block, link = want[key]
            entry = got[key]
            marks.setdefault("kind", []).append(value(entry, "kind") == block["kind"])
            marks.setdefault("heading", []).append(fold(value(entry, "block")) == fold(block["heading"]))
            if link.get("headline"):
                marks.setdefault("headline", []).append(
                    fold(value(entry, "headline")) == fold(link["headline"])
                )
            if "teaser" in link:
                marks.setdefault("teaser", []).append(fold(value(entry, "teaser")) == fold(link["teaser"]))
                if link["teaser"]:
                    cut = value(entry, "teaser_truncated") == link["teaser_truncated"]
                    marks.setdefault("teaser_truncated", []).append(cut)
    precision = links["hit"] / max(1, links["hit"] + links["wrong"])
    recall = links["hit"] / max(1, links["hit"] + links["lost"])
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    figures = {"pages": float(count), "f1": f1, "precision": precision, "recall": recall}
    figures.update({name: sum(good) / len(good) for name, good in sorted(marks.items())})
    if parsing > 0.5e-3 * count:  # our own pages are too small to tell
        figures["x_parse"] = spent / parsing
    return figures


def leaks(folder: Path, parse: Callable[[bytes, str], Any]) -> tuple[int, int, int, int]:
    """(pages with a leak, leaking paragraphs, paragraphs that hold one, pages): paragraphs that equal a
    headline or teaser of the page's lists, and such as are half made of one."""
    leaking = paragraphs = holding = count = 0
    for gold, html in pages(folder):
        count += 1
        story = parse(html, gold["url"])
        known: set[str] = set()
        for entry in value(story, "related_headlines") or ():
            known.update(fold(value(entry, name)) for name in ("headline", "teaser"))
        # What the reader missed leaks the more easily: the answers know it.
        for block in gold.get("related", ()):
            for link in block["links"]:
                known.update(fold(link.get(name)) for name in ("headline", "teaser"))
        body = [fold(text) for text in (value(story, "body") or "").split("\n\n")]
        found = sum(len(text) >= 16 and text in known for text in body)
        long = [text for text in known if len(text) >= 20]
        holding += sum(
            any(len(part) < len(text) <= 2 * len(part) and part in text for part in long)
            for text in body
            if len(text) <= 300
        )
        leaking += bool(found)
        paragraphs += found
        if found:
            print(f"  {folder.name}/{gold.get('id')}: {found}")
    return leaking, paragraphs, holding, count


def pack(out: Path) -> int:
    """Write our own pages as gold.jsonl and pages/<id>.html.gz."""
    (out / "pages").mkdir(parents=True, exist_ok=True)
    lines = []
    for gold, html in pages(OWN):
        (out / "pages" / f"{gold['id']}.html.gz").write_bytes(gzip.compress(html, mtime=0))
        lines.append(json.dumps(gold, ensure_ascii=False))
    (out / "gold.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return len(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--parse", default="newscrawl:parse_story", metavar="MODULE:FUNCTION")
    parser.add_argument(
        "--misses", action="store_true", help="print what was lost and what was wrong, by page"
    )
    parser.add_argument(
        "--leaks", action="store_true", help="count body paragraphs that are related headlines"
    )
    parser.add_argument(
        "--pack", type=Path, metavar="OUT", help="write our own pages as gold.jsonl and pages/*.html.gz"
    )
    arguments = parser.parse_args()
    if arguments.pack:
        print(f"{pack(arguments.pack)} pages in {arguments.pack}")
        return
    module, _, function = arguments.parse.partition(":")
    try:
        parse = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        parser.error(f"--parse {arguments.parse}: {error}")
    for folder in arguments.folders or [OWN]:
        if not folder.is_dir():
            parser.error(f"no such folder: {folder}")
        if arguments.leaks:
            leaking, paragraphs, holding, count = leaks(folder, parse)
            print(
                f"{folder.name}: {paragraphs} leaking paragraphs on {leaking} of {count} pages, "
                f"{holding} that hold a headline or teaser"
            )
        else:
            figures = score(folder, parse, arguments.misses)
            print(folder.name, " ".join(f"{name} {figure:.3f}" for name, figure in figures.items()))


if __name__ == "__main__":
    main()
