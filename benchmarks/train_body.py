"""Train the body scorer: newscrawl/extract/body_scorer.json.

usage: python benchmarks/train_body.py CORPORA [--aside] [--out FILE]
       python benchmarks/train_body.py CORPORA --unseen FOLDS

CORPORA holds folders in the format of `benchmarks/corpus.py`. Every block of a page whose words stand in the
answer's body is an example of body, every other one that the features describe is none; snippets wanted and
unwanted, where a corpus has only these, label the blocks that hold them. body_judgements.jsonl names the
body's blocks on some 600 further pages, up to three a site, that were read for it: each by the first eight
digits of the SHA-1 of its text, and those that could be either ("unsure": standfirsts, sign-offs, table
cells). The pages are in the corpora; nothing of their texts is in the project.

The weights that are shipped are made on every host: that serves hosts nobody has seen best. How well it does
on these, `--unseen` tells: it splits the hosts into so many parts and reads each part's pages with weights
made on the others alone. `--aside` leaves out the hosts held aside, which no rule is made on.

Pages whose answer is plainly cut off or of another revision (a first model, trained without the page's host,
agrees with less than 60 % of it) are left out. A standfirst in a body of a corpus that knows no summaries is
no example either way. Pages with a stated articleBody are learned twice, the second time without it. The
second sum of trees (see `scorer`) learns from what first ones that never saw the page's host say of its
blocks.

Needs scikit-learn and numpy; the project itself does not.
"""

from __future__ import annotations

import argparse
import json
import re
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from corpus import corpora, digest, held_aside, load
from score_peers import HEAD, Tally
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from newscrawl import parse_story
from newscrawl.extract import company as company_module
from newscrawl.extract import scorer
from newscrawl.extract.anchor import Anchor
from newscrawl.extract.blocks import Layout
from newscrawl.extract.company import company
from newscrawl.extract.features import LABEL_SHIFT, NAMES, features
from newscrawl.extract.headline import find_headline
from newscrawl.extract.labels import COUNT
from newscrawl.extract.tables import is_data
from newscrawl.normalise.urls import registrable_domain
from newscrawl.page import Page

# Words, and each letter of the scripts that write no spaces: there \w+ is a whole sentence.
WORD = re.compile("[぀-ヿ㐀-鿿]|[^\\W぀-ヿ㐀-鿿]+")
# Bits of the first element of a row that become a column each.
BITS = [*range(35), *(LABEL_SHIFT + bit for bit in range(COUNT))]
COLUMN = {name: place for place, name in enumerate(NAMES[1:])}
EVIDENCE = [COLUMN["evidence"], COLUMN["evidence_found"]]
# What the second sum is told of the block itself.
AGAIN = [
    COLUMN[name]
    for name in (
        "length", "tag", "ends", "link_density", "heading_level", "own_names", "to_previous", "to_next",
        "same_signature", "same_parent", "group_blocks", "is_summary", "is_description", "before_first",
        "after_last", "label_share", "bold", "under", "line", "image_box",
    )
]  # fmt: skip


JUDGEMENTS = Path(__file__).resolve().parent / "body_judgements.jsonl"
Judgement = dict[str, frozenset[str]]  # digests of texts that are "body" or "unsure"


def judgements() -> dict[str, Judgement]:
    """The pages judged by us, by corpus and id."""
    rows = [json.loads(line) for line in JUDGEMENTS.read_text("utf-8").splitlines()]
    return {
        row["page"]: {key: frozenset(row.get(key, "").split()) for key in ("body", "unsure")} for row in rows
    }


def digests(texts: list[str]) -> list[str]:
    """What stands for each block of a page in the judgements: the digest of its text, with ".2" for the
    second block of the same text."""
    counts: dict[str, int] = {}
    found = []
    for text in texts:
        one = digest(text)
        count = counts[one] = counts.get(one, 0) + 1
        found.append(one if count == 1 else f"{one}.{count}")
    return found


class Example:
    """One page: a row, a label and a weight a block."""

    def __init__(
        self, corpus: str, gold: dict[str, Any], html: bytes, judged: Judgement | None = None
    ) -> None:
        self.corpus, self.gold, self.html = corpus, gold, html
        layout = self.layout = Layout(Page(html, gold["url"]))
        _, layout.headline_block = find_headline(layout, layout.page)
        anchor = Anchor(layout)
        place = layout.headline_block.index if layout.headline_block else None
        rows = features(anchor, place, every=True)
        self.domain = registrable_domain(gold["url"])
        self.places = list(rows)
        self.x = np.array(
            [[*row[1:], *(int(row[0]) >> bit & 1 for bit in BITS)] for row in rows.values()], dtype=float
        ).reshape(-1, len(NAMES) - 1 + len(BITS))
        self.full = "body" in gold and judged is None
        texts = [layout.blocks[place].text for place in self.places]
        self.weight = self.x[:, COLUMN["length"]].copy()
        if self.full:
            marks = labels([block.text for block in layout.blocks], gold["body"])
            label_tables(layout, marks, gold["body"])
            self.y = np.array([marks[place] for place in self.places])
            if corpus == "newsdata":
                self.weight[self._standfirst()] = 0
        else:
            wanted = [any(snippet in text for snippet in gold.get("with", ())) for text in texts]
            unwanted = [any(snippet in text for snippet in gold.get("without", ())) for text in texts]
            self.y = np.array(wanted, dtype=int)
            told = np.array(wanted, dtype=bool) | np.array(unwanted, dtype=bool)
            if judged is None:
                self.weight *= SNIPPET * told
            else:
                every = digests([block.text for block in layout.blocks])
                body = [every[place] in judged["body"] for place in self.places]
                unsure = np.array([every[place] in judged["unsure"] for place in self.places], dtype=bool)
                self.y = np.where(told, self.y, body | unsure).astype(int)
                self.weight *= np.where(told, SNIPPET, np.where(unsure, UNSURE, 1.0))

    def _standfirst(self) -> Any:
        x = self.x
        told = (x[:, COLUMN["is_description"]] > 0) | (x[:, COLUMN["is_summary"]] > 0)
        apart = (x[:, COLUMN["same_signature"]] < 0.25) & (x[:, COLUMN["position"]] <= 0.15)
        return told & apart & (x[:, COLUMN["before_first"]] >= 0) & (x[:, COLUMN["length"]] > 3)


def labels(texts: list[str], gold: str) -> list[int]:
    """1 for each block that stands in the answer: long ones by their 4-grams, short ones by their
    neighbours."""
    answer = WORD.findall(gold)
    grams = {tuple(answer[i : i + 4]) for i in range(len(answer) - 3)}
    joined = f" {' '.join(answer)} "
    tokens = [WORD.findall(text) for text in texts]
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


def label_tables(layout: Layout, marks: list[int], gold: str) -> None:
    """Label the cells of a table alike: each alone is too short to be found in an answer."""
    answer = WORD.findall(gold)
    grams = {tuple(answer[i : i + 3]) for i in range(len(answer) - 2)}
    for node in layout.nodes:
        if node.tag == "table":
            cells = [layout.blocks[place] for place in range(node.first, node.last)]
            cells = [block for block in cells if block.tag in ("td", "th")]
            words = WORD.findall(" ".join(block.text for block in cells))
            if len(words) > 2 and is_data([block.length for block in cells]):
                held = sum(tuple(words[i : i + 3]) in grams for i in range(len(words) - 2))
                for block in cells:
                    marks[block.index] = int(2 * held > len(words) - 2)


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


SNIPPET, UNSURE = 1.4, 0.25
"""What a block weighs that a snippet labels, and one that could be either: more answers have it than not."""
EARLY, TREES = 40, 120
"""Trees of the first sum that are asked first, and all of them."""
PAGE = 100.0
"""About what the blocks of a usual page weigh together."""
Likely = dict[int, Any]  # id of an example -> the likelihood of each of its blocks


def fit(examples: list[Example]) -> HistGradientBoostingClassifier:
    """The first sum: some trees that say most of it, and more that say the rest."""
    x = np.vstack([example.x for example in examples])
    y = np.concatenate([example.y for example in examples])
    # A page of a thousand lines says more than one of ten, but not a hundred times as much.
    weight = np.concatenate(
        [example.weight * (PAGE / max(1e-9, example.weight.sum())) ** 0.5 for example in examples]
    )
    stated = x[:, EVIDENCE[0]] >= 0
    blind = x[stated].copy()
    blind[:, EVIDENCE] = -1
    model = HistGradientBoostingClassifier(
        max_iter=EARLY, learning_rate=0.16, max_leaf_nodes=16, min_samples_leaf=25, l2_regularization=2,
        max_features=0.7, early_stopping=False, random_state=1, warm_start=True,
    )  # fmt: skip
    known = np.vstack([x, blind]), np.concatenate([y, y[stated]])
    weights = np.concatenate([weight, 0.5 * weight[stated]])
    model.fit(*known, sample_weight=weights)
    model.set_params(max_iter=TREES, learning_rate=0.08)
    return model.fit(*known, sample_weight=weights)


def fit_again(examples: list[Example], likely: Likely) -> HistGradientBoostingClassifier:
    """The second sum, of the blocks that the first leaves in doubt."""
    x, y, weight = [], [], []
    for example in examples:
        told = company(example.layout, dict(zip(example.places, likely[id(example)], strict=True)))
        for place, (index, row) in enumerate(zip(example.places, example.x, strict=True)):
            if index in told:
                x.append([*row[AGAIN], *told[index]])
                y.append(example.y[place])
                weight.append(example.weight[place])
    model = HistGradientBoostingClassifier(
        max_iter=40, learning_rate=0.12, max_leaf_nodes=8, min_samples_leaf=40, l2_regularization=5,
        early_stopping=False, random_state=1,
    )  # fmt: skip
    return model.fit(np.array(x), np.array(y), sample_weight=np.array(weight))


def crossed(examples: list[Example], folds: int = 5) -> Likely:
    """Likelihoods as first sums give them that never saw the page's host."""
    likely: Likely = {}
    for train, test in GroupKFold(folds).split(examples, groups=[example.domain for example in examples]):
        model = fit([examples[place] for place in train])
        for place in test:
            likely[id(examples[place])] = said(model, examples[place].x)
    return likely


def said(model: HistGradientBoostingClassifier, x: Any) -> Any:
    """Likelihoods as the scorer takes them: of the first trees, where these leave no doubt."""
    early = next(islice(model.staged_decision_function(x), EARLY - 1, None))
    low, high = company_module.DOUBTFUL
    doubtful = np.abs(early) < np.log(high / low)
    return 1 / (1 + np.exp(-np.where(doubtful, model.decision_function(x), early)))


def agrees(example: Example, likely: Any) -> bool:
    """Whether a model mostly agrees with a page's answer."""
    got, wanted = likely > 0.5, example.y > 0
    size = np.exp(example.x[:, COLUMN["length"]]) - 1
    return not example.full or (size * (got & wanted)).sum() >= 0.6 * max(1, (size * (got | wanted)).sum())


def train(examples: list[Example], which: str) -> dict[str, Any]:
    """The lists of body_scorer.json."""
    likely = crossed(examples)
    kept = [example for example in examples if agrees(example, likely[id(example)])]
    base, trees = export(fit(kept), [*range(1, len(NAMES))])
    offset = len(NAMES)
    columns = [column + 1 for column in AGAIN] + [offset + i for i in range(len(company_module.NAMES))]
    again_base, again = export(fit_again(kept, likely), columns)
    sites = len({example.domain for example in kept})
    return {
        "note": f"{len(kept)} of {len(examples)} pages of {sites} sites, {which}",
        "features": list(NAMES),
        "company": list(company_module.NAMES),
        "base": base,
        "early": EARLY,
        "trees": trees,
        "again_base": again_base,
        "again": again,
    }


def export(model: HistGradientBoostingClassifier, columns: list[int]) -> tuple[float, list[Any]]:
    """Base and trees of a model as the scorer reads them; behind `columns` come the bits."""
    trees = []
    for (predictor,) in model._predictors:
        nodes = predictor.nodes

        def branch(place: int, nodes: Any = nodes) -> Any:
            node = nodes[place]
            if node["is_leaf"]:
                return round(float(node["value"]), 4)
            column = int(node["feature_idx"])
            left, right = branch(node["left"]), branch(node["right"])
            if column >= len(columns):
                return [0, 1 << BITS[column - len(columns)], left, right]
            return [columns[column], round(float(node["num_threshold"]), 5), left, right]

        trees.append(branch(0))
    return round(float(np.ravel(model._baseline_prediction)[0]), 4), trees


def unseen(examples: list[Example], folds: int) -> None:
    """Print how well bodies are read with weights that never saw the page's host, by corpus."""
    usable = [example for example in examples if len(example.x) and example.weight.any()]
    tallies: dict[tuple[str, bool], Tally] = {}
    parts = GroupKFold(folds).split(examples, groups=[example.domain for example in examples])
    for _, test in parts:
        hosts = {examples[place].domain for place in test}
        data = train([example for example in usable if example.domain not in hosts], "")
        model = scorer.compiled(data)
        scorer.shipped = lambda model=model: model  # type: ignore[assignment]
        for example in (examples[place] for place in test):
            if "with" not in example.gold and not example.full:
                continue
            story = parse_story(example.html, example.gold["url"])
            tally = tallies.setdefault((example.corpus, held_aside(example.gold["url"])), Tally())
            tally.add(example.gold, story.headline or "", story.body or "")
    print(HEAD)
    for (corpus, aside), tally in sorted(tallies.items()):
        print(f"{corpus:10} {'unseen':12} {'aside' if aside else 'known':6} {tally.line()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpora", type=Path, help="folder of corpora with bodies or snippets")
    parser.add_argument("--aside", action="store_true", help="leave out the hosts held aside")
    parser.add_argument("--unseen", type=int, metavar="FOLDS", help="only score, on hosts left out in turn")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).resolve().parent.parent / "newscrawl/extract/body_scorer.json",
    )
    options = parser.parse_args()
    examples = []
    judged = judgements()
    for corpus in corpora(options.corpora):
        for gold, html in load(corpus):
            # A corpus of labels over another corpus's pages would count these twice.
            known = "body" in gold and "page_type" not in gold
            found = None if known else judged.get(f"{corpus.name}/{gold['id']}")
            if (known or found or "with" in gold) and not (options.aside and held_aside(gold["url"])):
                examples.append(Example(corpus.name, gold, html, found))
    if options.unseen:
        unseen(examples, options.unseen)
        return
    usable = [example for example in examples if len(example.x) and example.weight.any()]
    data = train(usable, "without the hosts held aside" if options.aside else "every host")
    options.out.write_text(json.dumps(data, separators=(",", ":")) + "\n")
    print(data["note"])


if __name__ == "__main__":
    main()
