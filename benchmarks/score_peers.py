"""Score bodies and headlines on real pages: this project beside trafilatura and newspaper4k, in one run.

usage: python benchmarks/score_peers.py CORPORA [--only NAME,...] [--peers NAME,...] [--limit N]
                                        [--floors] [--worst N]

CORPORA is a folder of corpora in the format of `benchmarks/corpus.py`, or one of them. Hosts held aside (a
third, see `corpus.held_aside`) are counted apart: no rule is made on them. The weights that are shipped are
made on every host; `train_body.py --unseen` scores the project with weights that never saw a page's host.
Columns:

  body    F1 of 4-grams of words (macro precision and recall: the measure of the article extraction benchmark)
  exact   share of pages whose words are exactly right
  segm    F1 of snippets wanted and unwanted in the body
  head    share of headlines equal after folding case, white space and punctuation
  xparse  CPU time a page as a ratio to parsing the page with lxml, the same pages, the same run

`--floors` ends with status 1 where a floor of the project is missed. The libraries come with the extra:
`pip install '.[benchmarks]'`, by a pip newer than 23.2, which stumbles over what they ask of lxml.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import lxml.html
from corpus import TOKEN, best_overlap, corpora, f1, held_aside, load

Reader = Callable[[bytes, str], tuple[str, str]]

# Floors: they may be raised, never lowered. Corpus -> (body, exact, segments), of all its pages ...
FLOORS: dict[str, tuple[float, float, float]] = {
    "zyte": (0.977, 0.53, 0),
    "newsdata": (0.953, 0.31, 0),
    "fundus": (0.977, 0.59, 0),
    "segments": (0, 0, 0.941),
}
# ... and of those of hosts held aside and of the others, each by itself.
FLOORS_APART: dict[str, tuple[float, float, float]] = {
    "zyte": (0.97, 0.52, 0),
    "newsdata": (0.947, 0.28, 0),
    "fundus": (0.974, 0.53, 0),
    "segments": (0, 0, 0.938),
}


HEAD = f"{'corpus':10} {'reader':12} {'hosts':6} pages errs    body   exact    segm    head  xparse"


def newscrawl_reader() -> Reader:
    from newscrawl import parse_story

    def read(html: bytes, url: str) -> tuple[str, str]:
        story = parse_story(html, url)
        return story.headline or "", story.body or ""

    return read


def trafilatura_reader() -> Reader:
    import trafilatura

    def read(html: bytes, url: str) -> tuple[str, str]:
        found = trafilatura.bare_extraction(
            html, url=url, include_comments=False, include_tables=False, with_metadata=True
        )
        if found is None:
            return "", ""
        document = found if isinstance(found, dict) else found.as_dict()
        return document["title"] or "", document["text"] or ""

    return read


def newspaper4k_reader() -> Reader:
    import newspaper

    def read(html: bytes, url: str) -> tuple[str, str]:
        article = newspaper.Article(url, fetch_images=False)
        article.download(input_html=html.decode("utf-8", "replace"))
        article.parse()
        return article.title or "", article.text or ""

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "newscrawl": newscrawl_reader,
    "trafilatura": trafilatura_reader,
    "newspaper4k": newspaper4k_reader,
}


@dataclass
class Tally:
    """Marks of one reader on one half of a corpus."""

    pages: int = 0
    errors: int = 0
    overlaps: list[tuple[float, float, float]] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)
    snippets: list[tuple[bool, bool]] = field(default_factory=list)
    headlines: list[bool] = field(default_factory=list)
    seconds: float = 0.0
    parse_seconds: float = 0.0
    worst: list[tuple[float, str]] = field(default_factory=list)

    def add(self, gold: dict[str, Any], headline: str, body: str) -> None:
        self.pages += 1
        if gold.get("body"):
            shares, exact = best_overlap(gold, body)
            self.overlaps.append(shares)
            self.exact.append(exact)
            right, extra, lost = shares
            self.worst.append((right, f"{gold['url'][:90]} extra {extra:.2f} lost {lost:.2f}"))
        self.snippets += [(True, snippet in body) for snippet in gold.get("with", ())]
        self.snippets += [(False, snippet in body) for snippet in gold.get("without", ())]
        if gold.get("headline"):
            self.headlines.append(_folded(gold["headline"]) == _folded(headline))

    def __or__(self, other: Tally) -> Tally:
        """Marks of both."""
        return Tally(
            self.pages + other.pages,
            self.errors + other.errors,
            self.overlaps + other.overlaps,
            self.exact + other.exact,
            self.snippets + other.snippets,
            self.headlines + other.headlines,
            self.seconds + other.seconds,
            self.parse_seconds + other.parse_seconds,
            self.worst + other.worst,
        )

    @property
    def body(self) -> float:
        precisions = [right / (right + extra) for right, extra, _ in self.overlaps if right + extra]
        recalls = [right / (right + lost) for right, _, lost in self.overlaps if right + lost]
        return f1(_mean(precisions), _mean(recalls))

    @property
    def segments(self) -> float:
        hits = sum(wanted and found for wanted, found in self.snippets)
        return f1(
            hits / max(1, sum(found for _, found in self.snippets)),
            hits / max(1, sum(wanted for wanted, _ in self.snippets)),
        )

    def line(self) -> str:
        def shown(value: float, there: bool) -> str:
            return f"{value:7.3f}" if there else "      -"

        return (
            f"{self.pages:5} {self.errors:4} {shown(self.body, bool(self.overlaps))} "
            f"{shown(_mean(self.exact), bool(self.exact))} {shown(self.segments, bool(self.snippets))} "
            f"{shown(_mean(self.headlines), bool(self.headlines))} "
            f"{self.seconds / self.parse_seconds if self.parse_seconds else 0:7.1f}"
        )


def _mean(values: list[Any]) -> float:
    return sum(values) / len(values) if values else 0.0


def _folded(text: str) -> str:
    return " ".join(TOKEN.findall(text.casefold()))


def score(corpus: Path, readers: dict[str, Reader], limit: int | None) -> dict[tuple[str, bool], Tally]:
    """Tallies by reader and by whether the host is held aside."""
    tallies = {(name, aside): Tally() for name in readers for aside in (False, True)}
    for count, (gold, html) in enumerate(islice(load(corpus), limit)):
        aside = held_aside(gold["url"])
        begin = time.process_time()
        with suppress(Exception):  # what the parser can't read still has to be read
            lxml.html.document_fromstring(html)
        parse_seconds = time.process_time() - begin
        for name, read in readers.items():
            tally = tallies[name, aside]
            begin = time.process_time()
            try:
                headline, body = read(html, gold["url"])
            except Exception as error:
                headline = body = ""
                tally.errors += 1
                print(f"  {name} {gold['id']}: {type(error).__name__}: {error}"[:200], file=sys.stderr)
            if count >= 3:  # the first pages pay for imports
                tally.seconds += time.process_time() - begin
                tally.parse_seconds += parse_seconds
            tally.add(gold, headline, body)
    return tallies


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpora", type=Path, help="folder of corpora, or one corpus")
    parser.add_argument("--only", help="names of corpora, comma-separated")
    parser.add_argument(
        "--peers", default="trafilatura,newspaper4k", help="libraries beside the project, or none"
    )
    parser.add_argument("--limit", type=int, help="pages a corpus")
    parser.add_argument("--floors", action="store_true", help="fail where a floor is missed")
    parser.add_argument("--worst", type=int, default=0, help="show the project's worst pages, by body")
    options = parser.parse_args()
    found = corpora(options.corpora, set(options.only.split(",")) if options.only else None)
    if not found:
        print(f"{options.corpora}: no corpus there (a folder with gold.jsonl and pages/)", file=sys.stderr)
        return 2
    names = ["newscrawl", *(name for name in options.peers.split(",") if name and name != "none")]
    if unknown := set(names) - READERS.keys():
        print(f"unknown peer {', '.join(sorted(unknown))}: choose from {', '.join(READERS)}", file=sys.stderr)
        return 2
    readers = {name: READERS[name]() for name in names}
    missed = []
    print(HEAD)
    for corpus in found:
        tallies = score(corpus, readers, options.limit)
        for name in readers:
            known, aside = tallies[name, False], tallies[name, True]
            for hosts, tally in (("known", known), ("aside", aside), ("all", known | aside)):
                if tally.pages:
                    print(f"{corpus.name:10} {name:12} {hosts:6} {tally.line()}", flush=True)
        known, aside = tallies["newscrawl", False], tallies["newscrawl", True]
        whole = known | aside
        missed += _missed(corpus.name, whole, FLOORS)
        for half in (known, aside):
            missed += _missed(corpus.name, half, FLOORS_APART) if half.pages else []
        worst = sorted(whole.worst)[: options.worst]
        print("".join(f"  {right:.2f} {text}\n" for right, text in worst), end="")
    if options.floors and missed:
        print("\n".join(missed), file=sys.stderr)
        return 1
    return 0


def _missed(corpus: str, tally: Tally, floors: dict[str, tuple[float, float, float]]) -> list[str]:
    if corpus not in floors:
        return []
    body, exact, segments = floors[corpus]
    pairs = (
        ("body", tally.body, body),
        ("exact", _mean(tally.exact), exact),
        ("segments", tally.segments, segments),
    )
    lines = [
        f"{corpus}: {name} {got:.3f} is under its floor {floor}" for name, got, floor in pairs if got < floor
    ]
    return lines + [f"{corpus}: {tally.errors} errors"] * bool(tally.errors)


if __name__ == "__main__":
    sys.exit(main())
