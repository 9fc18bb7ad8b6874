"""Score bylines: `authors` of the record against the answers of a corpus.

usage: python benchmarks/score_authors.py FOLDER [--only NAME,...] [--misses]

FOLDER holds corpora in the format of `corpus.py` with `authors` in their answers, a list or one string with
commas. Names are equal after folding case, accents and punctuation. An answer that names an agency or the
site itself ("AFP", "Example News") is not counted as an author: the record has `agencies` and `site` for
them; the strict figure counts it all the same. F1 is over all names of all pages; exact is the share of pages
with the very set of names. Hosts held aside are reported apart.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import Any

from corpus import corpora, held_aside, load

from newscrawl.extract import read
from newscrawl.normalise import normalise
from newscrawl.normalise.agencies import agencies_in, without_agencies
from newscrawl.normalise.people import fold_name
from newscrawl.page import Page

_LETTERS = re.compile(r"(?:Ph\.?D|M\.?D|Jr|Sr)\.?\s*$", re.I)


def answers(stated: Any) -> list[str]:
    """Names of an answer, one each: a list of them, or one string with commas."""
    if isinstance(stated, str):
        stated = re.split(r"\s*,\s*|\s+and\s+", stated)
    return [name for name in stated or [] if fold_name(_LETTERS.sub("", name))]


def is_person(name: str, site_names: list[str]) -> bool:
    """Whether an answer names neither an agency nor the site."""
    left = without_agencies(name) if agencies_in(name, loose=True) else name
    flat = fold_name(left).replace(" ", "")
    return len(flat) > 2 and flat not in {fold_name(site).replace(" ", "") for site in site_names}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", help="corpora to score, comma-separated")
    parser.add_argument(
        "--misses", action="store_true", help="print the pages missed (none of hosts held aside)"
    )
    arguments = parser.parse_args()
    for corpus in corpora(arguments.folder, set(arguments.only.split(",")) if arguments.only else None):
        counts: Counter[tuple[str, str]] = Counter()
        for gold, html in load(corpus):
            if "authors" not in gold:
                continue
            story = read(Page(html, gold["url"]))
            normalise(story)
            got = {fold_name(name) for name in story.authors}
            named = answers(gold["authors"])
            people = {fold_name(name) for name in named if is_person(name, story.raw.site_names)}
            groups = ["all", "held aside" if held_aside(gold["url"]) else "seen"]
            for group in groups:
                for label, want in (("", people), ("strict ", {fold_name(name) for name in named})):
                    counts[group, f"{label}right"] += len(want & got)
                    counts[group, f"{label}extra"] += len(got - want)
                    counts[group, f"{label}lost"] += len(want - got)
                    counts[group, f"{label}exact"] += want == got
                counts[group, "pages"] += 1
            if arguments.misses and people != got and groups[1] == "seen":
                print(f"  miss {gold['id']} {gold['url'][:80]}")
                print(f"    want {named} got {story.authors}")
        for group in ("all", "seen", "held aside"):
            pages = counts[group, "pages"]
            if not pages:
                continue
            print(f"{corpus.name} {group}: pages {pages}", end="")
            for label in ("", "strict "):
                exact = counts[group, f"{label}exact"] / pages
                print(f" {label}F1 {_f1(counts, group, label):.3f} {label}exact {exact:.3f}", end="")
            print()


def _f1(counts: Counter[tuple[str, str]], group: str, label: str) -> float:
    right, extra, lost = (counts[group, f"{label}{name}"] for name in ("right", "extra", "lost"))
    return 2 * right / (2 * right + extra + lost) if right else 0.0


if __name__ == "__main__":
    main()
