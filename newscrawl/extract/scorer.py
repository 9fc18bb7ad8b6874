"""The learned score of a block: how likely it is a paragraph or a heading of the body.

A few dozen small decision trees whose outputs add up, kept in body_scorer.json: about 200 numbers tests a block at
most, in plain Python. `benchmarks/train_body.py` makes the file; its notes say on what, and how well it does on
hosts kept out of it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from newscrawl.extract.features import NAMES

# After this many trees a block whose sum is this far from even is settled: most of a page's blocks.
_LOOK, _SETTLED = 16, 3.5


@cache
def _model() -> tuple[float, tuple[Any, ...]]:
    data = json.loads(files("newscrawl.extract").joinpath("body_scorer.json").read_text("utf-8"))
    if data["features"] != list(NAMES):
        raise ValueError("body_scorer.json was made for other features: run benchmarks/train_body.py again")
    return float(data["base"]), tuple(_tree(tree) for tree in data["trees"])


def _tree(node: Any) -> Any:
    if not isinstance(node, list):
        return float(node)
    feature, limit, left, right = node
    return (feature, limit, _tree(left), _tree(right))


def probability(row: list[float]) -> float:
    """Likelihood, 0 to 1, that the block described by a row of `features` belongs to the body."""
    total, trees = _model()
    bits = int(row[0])
    for count, node in enumerate(trees):
        # A leaf is a number; a branch is (feature, limit, left, right). Feature 0 is a set of bits: the limit is
        # the bit asked for, and left is where it is not set.
        while type(node) is tuple:
            feature, limit, left, right = node
            node = left if (row[feature] <= limit if feature else not bits & limit) else right
        total += node
        if count == _LOOK and (total > _SETTLED or total < -_SETTLED):
            break
    return 1 / (1 + exp(-total))
