"""Train the body scorer: newscrawl/extract/body_scorer.json.

usage: python benchmarks/train_body.py CORPORA [--all] [--out FILE]

CORPORA holds folders in the format of `benchmarks/corpus.py`. Every block of a page whose words stand in the
answer's body is an example of body, every other one that the features describe is none; snippets wanted and
unwanted, where a corpus has only these, label the blocks that hold them. Pages of hosts held aside are left
out, so that scores on them stay honest; --all takes them too.

Pages whose answer is plainly cut off or of another revision (a first model, trained without the page's host,
agrees with less than 60 % of it) are left out. A standfirst in a body of a corpus that knows no summaries is
no example either way. Pages with a stated articleBody are learned twice, the second time without it.

Needs scikit-learn and numpy; the project itself does not.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from corpus import TOKEN, corpora, held_aside, load
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from newscrawl.extract.anchor import Anchor
from newscrawl.extract.blocks import Layout
from newscrawl.extract.features import LABEL_SHIFT, NAMES, features
from newscrawl.extract.headline import find_headline
from newscrawl.normalise.urls import registrable_domain
from newscrawl.page import Page

# Bits of the first element of a row that become a column each.
BITS = [*range(35), *(LABEL_SHIFT + bit for bit in range(16))]
COLUMN = {name: place for place, name in enumerate(NAMES[1:])}
EVIDENCE = [COLUMN["evidence"], COLUMN["evidence_found"]]


class Example:
    """One page: a row, a label and a weight a block."""

    def __init__(self, corpus: str, gold: dict[str, Any], html: bytes) -> None:
        layout = Layout(Page(html, gold["url"]))
        _, layout.headline_block = find_headline(layout, layout.page)
        anchor = Anchor(layout)
        rows = features(anchor, layout.headline_block.index if layout.headline_block else None)
        self.domain = registrable_domain(gold["url"])
        self.places = list(rows)
        self.x = np.array(
            [[*row[1:], *(int(row[0]) >> bit & 1 for bit in BITS)] for row in rows.values()], dtype=float
        ).reshape(-1, len(NAMES) - 1 + len(BITS))
        self.full = "body" in gold
        texts = [layout.blocks[place].text for place in self.places]
        self.weight = self.x[:, COLUMN["length"]].copy()
        if self.full:
            marks = labels([block.text for block in layout.blocks], gold["body"])
            self.y = np.array([marks[place] for place in self.places])
            if corpus == "newsdata":
                self.weight[self._standfirst()] = 0
        else:
            wanted = [any(snippet in text for snippet in gold.get("with", ())) for text in texts]
            unwanted = [any(snippet in text for snippet in gold.get("without", ())) for text in texts]
            self.y = np.array(wanted, dtype=int)
            self.weight *= 1.4 * (np.array(wanted) | np.array(unwanted)) if texts else 1

    def _standfirst(self) -> Any:
        x = self.x
        told = (x[:, COLUMN["is_description"]] > 0) | (x[:, COLUMN["is_summary"]] > 0)
        apart = (x[:, COLUMN["same_signature"]] < 0.25) & (x[:, COLUMN["position"]] <= 0.15)
        return told & apart & (x[:, COLUMN["before_first"]] >= 0) & (x[:, COLUMN["length"]] > 3)


def labels(texts: list[str], gold: str) -> list[int]:
    """1 for each block that stands in the answer: long ones by their 4-grams, short ones by their
    neighbours."""
    answer = TOKEN.findall(gold)
    grams = {tuple(answer[i : i + 4]) for i in range(len(answer) - 3)}
    joined = f" {' '.join(answer)} "
    tokens = [TOKEN.findall(text) for text in texts]
    marks = [0] * len(texts)
    for place, words in enumerate(tokens):
        if len(words) >= 4:
            share = sum(tuple(words[i : i + 4]) in grams for i in range(len(words) - 3)) / (len(words) - 3)
            marks[place] = int(share >= 0.75 or (share >= 0.5 and len(words) > 30))
    _only_nearest(tokens, marks, joined)
    ones = [place for place, mark in enumerate(marks) if mark]
    for place, words in enumerate(tokens):
        if 0 < len(words) < 4 and ones:
            before = max((one for one in ones if one < place), default=None)
            after = min((one for one in ones if one > place), default=None)
            marks[place] = int(
                (
                    before is not None
                    and place - before < 6
                    and f" {' '.join(tokens[before][-3:] + words)} " in joined
                )
                or (
                    after is not None
                    and after - place < 6
                    and f" {' '.join(words + tokens[after][:3])} " in joined
                )
            )
    return marks


def _only_nearest(tokens: list[list[str]], marks: list[int], joined: str) -> None:
    """Of a text that stands more often on the page than in the answer, keep what is nearest to the bulk."""
    long = [place for place, mark in enumerate(marks) if mark and len(tokens[place]) >= 12]
    middle = long[len(long) // 2] if long else 0
    same: dict[tuple[str, ...], list[int]] = {}
    for place, mark in enumerate(marks):
        if mark:
            same.setdefault(tuple(tokens[place]), []).append(place)
    for words, places in same.items():
        allowed = max(1, joined.count(f" {' '.join(words)} "))
        for place in sorted(places, key=lambda one: abs(one - middle))[allowed:]:
            marks[place] = 0


def fit(examples: list[Example]) -> HistGradientBoostingClassifier:
    x = np.vstack([example.x for example in examples])
    y = np.concatenate([example.y for example in examples])
    weight = np.concatenate([example.weight for example in examples])
    stated = x[:, EVIDENCE[0]] >= 0
    blind = x[stated].copy()
    blind[:, EVIDENCE] = -1
    model = HistGradientBoostingClassifier(
        max_iter=60, learning_rate=0.12, max_leaf_nodes=10, min_samples_leaf=15, l2_regularization=2,
        early_stopping=False, random_state=1,
    )  # fmt: skip
    return model.fit(
        np.vstack([x, blind]),
        np.concatenate([y, y[stated]]),
        sample_weight=np.concatenate([weight, 0.5 * weight[stated]]),
    )


def trusted(examples: list[Example], folds: int = 5) -> list[Example]:
    """Examples whose answer a model that never saw their host mostly agrees with."""
    kept: list[Example] = []
    for train, test in GroupKFold(folds).split(examples, groups=[example.domain for example in examples]):
        model = fit([examples[place] for place in train])
        for place in test:
            example = examples[place]
            if not example.full:
                kept.append(example)
                continue
            got = model.predict(example.x) > 0
            size = np.exp(example.x[:, COLUMN["length"]]) - 1
            both = (size * (got & (example.y > 0))).sum()
            if both >= 0.6 * max(1, (size * (got | (example.y > 0))).sum()):
                kept.append(example)
    return kept


def export(model: HistGradientBoostingClassifier, note: str) -> dict[str, Any]:
    """The model as the lists `newscrawl.extract.scorer` reads."""
    base = float(np.ravel(model._baseline_prediction)[0])
    trees = []
    for (predictor,) in model._predictors:
        nodes = predictor.nodes

        def branch(place: int, nodes: Any = nodes) -> Any:
            node = nodes[place]
            if node["is_leaf"]:
                return round(float(node["value"]), 4)
            column = int(node["feature_idx"])
            left, right = branch(node["left"]), branch(node["right"])
            if column >= len(NAMES) - 1:
                return [0, 1 << BITS[column - len(NAMES) + 1], left, right]
            return [column + 1, round(float(node["num_threshold"]), 5), left, right]

        trees.append(branch(0))
    return {"note": note, "features": list(NAMES), "base": round(base, 4), "trees": trees}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpora", type=Path, help="folder of corpora with bodies or snippets")
    parser.add_argument("--all", action="store_true", help="train on hosts held aside too")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).resolve().parent.parent / "newscrawl/extract/body_scorer.json",
    )
    options = parser.parse_args()
    examples = []
    for corpus in corpora(options.corpora):
        for gold, html in load(corpus):
            # A corpus of labels over another corpus's pages would count these twice.
            known = "body" in gold and "page_type" not in gold
            if (known or "with" in gold) and (options.all or not held_aside(gold["url"])):
                example = Example(corpus.name, gold, html)
                if len(example.x) and example.weight.any():
                    examples.append(example)
    kept = trusted(examples)
    note = (
        f"{len(kept)} of {len(examples)} pages of {len({example.domain for example in kept})} sites, "
        f"{'every host' if options.all else 'without the hosts held aside'}"
    )
    options.out.write_text(json.dumps(export(fit(kept), note), separators=(",", ":")) + "\n")
    print(note)


if __name__ == "__main__":
    main()
