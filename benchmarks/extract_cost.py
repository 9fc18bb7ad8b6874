"""What reading a page costs, stage by stage, as a ratio to parsing it with lxml.

usage: python benchmarks/extract_cost.py CORPORA [--only NAME,...] [--every N] [--over X] [--rounds N]

CORPORA is a folder of corpora in the format of `benchmarks/corpus.py`, or one of them. All figures are CPU
time of one run, as ratios to `lxml.html.document_fromstring` of the same pages in the same run: the machine's
own speed cancels out. `mean` is the sum over all pages by the sum of their parses; the aim is 3, the bound 4.
`--over` lists the pages that cost more than so many parses of their own (the bound is 10); each counts with
the fastest of its rounds, so that what else the machine does is not blamed on a page.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import lxml.html
from corpus import corpora, load

import newscrawl
import newscrawl.extract
import newscrawl.normalise

# Each stage is a name in the module that calls it.
STAGES: tuple[tuple[Any, str], ...] = (
    (newscrawl, "Page"),
    *((newscrawl.extract, name) for name in ("Layout", "find_headline", "read_body", "find_related")),
    *((newscrawl.extract, name) for name in ("without_related", "find_stamps", "read_meta")),
    *((newscrawl.normalise, f"normalise_{name}") for name in ("urls", "body", "wire", "times", "related")),
)


class Clock:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {name: 0.0 for _, name in STAGES}
        for module, name in STAGES:
            setattr(module, name, self._timed(name, getattr(module, name)))

    def _timed(self, name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            begin = time.process_time()
            try:
                return stage(*args, **options)
            finally:
                self.seconds[name] += time.process_time() - begin

        return run


def _seconds(read: Callable[[], Any]) -> float:
    begin = time.process_time()
    with suppress(Exception):  # what the parser can't read still costs its time
        read()
    return time.process_time() - begin


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpora", type=Path, help="folder of corpora, or one corpus")
    parser.add_argument("--only", help="names of corpora, comma-separated")
    parser.add_argument("--every", type=int, default=1, help="read each Nth page only")
    parser.add_argument("--rounds", type=int, default=2, help="times each page is read")
    parser.add_argument("--over", type=float, default=10, help="list pages that cost more parses than this")
    options = parser.parse_args()
    found = corpora(options.corpora, set(options.only.split(",")) if options.only else None)
    if not found:
        print(f"{options.corpora}: no corpus there (a folder with gold.jsonl and pages/)", file=sys.stderr)
        return 2
    pages = [
        (f"{corpus.name}/{gold['id']}", html, gold["url"])
        for corpus in found
        for gold, html in islice(load(corpus), 0, None, options.every)
    ]
    for _, html, url in pages[:5]:  # the first pages pay for imports and warm-up
        newscrawl.parse_story(html, url)
    clock = Clock()
    parse = whole = 0.0
    over = []
    for name, html, url in pages:
        parses, reads = [], []
        for _ in range(options.rounds):
            parses.append(_seconds(lambda html=html: lxml.html.document_fromstring(html)))  # type: ignore[misc]
            reads.append(_seconds(lambda html=html, url=url: newscrawl.parse_story(html, url)))  # type: ignore[misc]
        parse += sum(parses)
        whole += sum(reads)
        ratio = min(reads) / max(min(parses), 1e-6)
        if ratio > options.over:
            over.append((ratio, f"{name} {len(html) / 1e3:.0f} kB, {min(reads) * 1e3:.1f} ms"))
    count = len(pages) * options.rounds
    print(f"{'stage':16} {'ms':>7} {'x parse':>8}")
    for name, seconds in [("lxml parse", parse), *clock.seconds.items()]:
        print(f"{name:16} {seconds / count * 1e3:7.2f} {seconds / parse:8.2f}")
    print(f"{'mean':16} {whole / count * 1e3:7.2f} {whole / parse:8.2f}   ({len(pages)} pages)")
    print(f"{len(over)} of {len(pages)} pages cost more than {options.over:g} parses of their own")
    for ratio, text in sorted(over, reverse=True):
        print(f"  {ratio:5.1f} {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
