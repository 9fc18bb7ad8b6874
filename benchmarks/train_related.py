"""Learn the weights of `newscrawl.extract.list_score` from annotated pages.

usage: train_related.py CORPORA [--write]

CORPORA holds folders in the format of `benchmarks/corpus.py`. Learned from are `annotated`, whose answers
hold `related` blocks (the format of benchmarks/related), and the pages of the others that
related_judgements.jsonl names: what the lists of one page a site are, judged from what the reader made of
them and corrected by hand. It holds no text, only digests of the addresses by kind.

Hosts held aside are left out. A block of kind "unsure" is neither learned from nor counted. Prints the
cross-validated figures of both, folds split by site, and with --write stores the weights. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from corpus import digest, held_aside, load
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from newscrawl.extract.blocks import Layout
from newscrawl.extract.body import read_body
from newscrawl.extract.headline import find_headline
from newscrawl.extract.link_blocks import find_cards, find_lists
from newscrawl.extract.link_lists import LinkList, Measures
from newscrawl.extract.list_headings import set_headings
from newscrawl.extract.list_score import Place, features
from newscrawl.extract.targets import Targets
from newscrawl.normalise.urls import fetch_key, registrable_domain
from newscrawl.page import Page

WEIGHTS = Path(__file__).resolve().parent.parent / "newscrawl" / "extract" / "list_score.json"
JUDGEMENTS = Path(__file__).resolve().parent / "related_judgements.jsonl"
STRENGTH = 0.1
COUNTED = ("related", "section")


def lists_of(html: bytes, url: str) -> Iterator[tuple[LinkList, dict[str, float], list[str]]]:
    """Every list of a page with its features and the addresses it leads to."""
    page = Page(html, url)
    layout = Layout(page)
    layout.headline_block = find_headline(layout, page)[1]
    read_body(layout, page, None)
    targets, measures = Targets(page.url, page.base_url, page.canonical), Measures(layout)
    lists = find_lists(layout, find_cards(layout, targets, measures), measures)
    place = Place(layout)
    set_headings(layout, lists, targets, measures, place.headline)
    for item in lists:
        found = features(item, layout, targets, measures, place)
        yield (
            item,
            found,
            [digest(fetch_key(card.target.url)) for card in item.cards if card.target.key not in targets.own],
        )


Judged = tuple[str, str, bytes, dict[str, str]]  # of what, address, page, kind of each address's digest


def annotated(corpus: Path) -> Iterator[Judged]:
    for gold, html in load(corpus):
        kinds: dict[str, str] = {}
        for block in gold["related"]:
            for link in block["links"]:
                kinds.setdefault(digest(fetch_key(link["url"])), block["kind"])
        yield corpus.name, gold["url"], html, kinds


def judged_pages(corpora: Path) -> Iterator[Judged]:
    known = [json.loads(line) for line in JUDGEMENTS.read_text("utf-8").splitlines()]
    kinds = {
        row["page"]: {one: kind for kind, digests in row["lists"].items() for one in digests.split()}
        for row in known
    }
    for corpus in sorted({page.partition("/")[0] for page in kinds}):
        for gold, html in load(corpora / corpus):
            if (found := kinds.get(f"{corpus}/{gold['id']}")) is not None:
                yield "judged", gold["url"], html, found


def samples(pages: Iterator[Judged]) -> Iterator[dict[str, Any]]:
    for name, url, html, kinds in pages:
        if held_aside(url):
            continue
        of_page = []
        for item, found, keys in lists_of(html, url):
            if not keys or item.internal < 0.5:
                continue
            labels = [kinds.get(key) for key in keys]
            if "unsure" in labels:
                continue
            good = sum(label not in (None, "external") for label in labels)
            top = Counter(labels).most_common(1)[0][0]
            # Trending bars above the story are stories to some and navigation to others: they teach little.
            weight = len(keys) ** 0.5 * (0.2 if top == "other" and found["before"] else 1.0)
            of_page.append(
                {
                    "x": found,
                    "y": 2 * good > len(labels),
                    "weight": weight,
                    "labels": labels,
                    "site": registrable_domain(url),
                    "of": name,
                }
            )
        for row in of_page:
            row["weight"] *= min(1.0, 12 / len(of_page))
        yield from of_page


def _figures(judged: list[tuple[dict[str, Any], float]], threshold: float) -> str:
    hit = wrong = lost = 0
    for row, value in judged:
        counted = sum(label in COUNTED for label in row["labels"])
        if value >= threshold and not row["x"]["none"]:
            hit += counted
            wrong += sum(label in (None, "external") for label in row["labels"])
        else:
            lost += counted
    return f"links right {hit} wrong {wrong} lost {lost} F1 {2 * hit / max(1, 2 * hit + wrong + lost):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, metavar="CORPORA")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    rows = [
        *samples(annotated(arguments.corpora / "annotated")),
        *samples(judged_pages(arguments.corpora)),
    ]
    names = list(rows[0]["x"])
    x = np.array([[float(row["x"][name]) for name in names] for row in rows])
    y = np.array([row["y"] for row in rows])
    weights = np.array([row["weight"] for row in rows])
    sites = [row["site"] for row in rows]
    guess = np.zeros(len(y))
    for train, test in GroupKFold(10).split(x, y, sites):
        model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(
            x[train], y[train], sample_weight=weights[train]
        )
        guess[test] = model.decision_function(x[test])
    for name in ("annotated", "judged"):
        judged = [pair for pair in zip(rows, guess.tolist(), strict=True) if pair[0]["of"] == name]
        good = sum(bool(row["y"]) for row, _ in judged)
        print(f"{name}: {len(judged)} lists, {good} of stories; cross-validated by site:")
        for threshold in (0.0, 0.3, 0.6, 0.9, 1.2, 1.5):
            print(f"  threshold {threshold:.1f}: {_figures(judged, threshold)}")
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(x, y, sample_weight=weights)
    learned = {name: round(float(value), 3) for name, value in zip(names, model.coef_[0], strict=True)}
    for name, weight in sorted(learned.items(), key=lambda pair: -abs(pair[1])):
        print(f"  {name:22} {weight:6.2f}")
    if arguments.write:
        stored = {"intercept": round(float(model.intercept_[0]), 3), "weights": learned}
        WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
