"""The learned score of a block: how likely it is a paragraph or a heading of the body.

Two sums of small decision trees, kept in body_scorer.json. The first judges each block by itself, from its
row of `features`; where its first trees leave no doubt, the others are not asked. The second looks again at
the blocks the first leaves in doubt, and is told how likely their `company` is. `benchmarks/train_body.py`
makes the file; its notes say on what, and how well it does on hosts kept out of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, floor, log
from typing import Any

from newscrawl.extract import company, features
from newscrawl.extract.blocks import Layout

_BEYOND_DOUBT = 0.99
# Sum of the first trees from which the likelihood is out of doubt, either way.
_NO_DOUBT = log(company.DOUBTFUL[1] / (1 - company.DOUBTFUL[1]))
# Columns of whole numbers, in the order the trees count them.
_WHOLE = frozenset(
    column
    for column, (name, whole) in enumerate(
        [(name, features.WHOLE) for name in features.NAMES]
        + [(name, company.WHOLE) for name in company.NAMES]
    )
    if name in whole
)

_Sum = Callable[[list[Any]], float]


@dataclass(frozen=True, slots=True)
class Model:
    """Both sums as Python functions, the first in two parts."""

    base: float
    first: _Sum
    rest: _Sum
    again_base: float
    again: _Sum


def compiled(data: Mapping[str, Any]) -> Model:
    """The model of the lists that body_scorer.json holds."""
    if data["features"] != list(features.NAMES) or data["company"] != list(company.NAMES):
        raise ValueError("body_scorer.json was made for other features: run benchmarks/train_body.py again")
    trees, again, columns = data["trees"], data["again"], len(features.NAMES)
    early = int(data["early"])
    return Model(
        float(data["base"]),
        _function(trees[:early], columns),
        _function(trees[early:], columns),
        float(data["again_base"]),
        _function(again, columns + len(company.NAMES)),
    )


@cache
def shipped() -> Model:
    """The model of body_scorer.json."""
    return compiled(json.loads(files("newscrawl.extract").joinpath("body_scorer.json").read_text("utf-8")))


def likelihoods(
    layout: Layout, rows: Mapping[int, list[float]], model: Model | None = None
) -> dict[int, float]:
    """Likelihood, 0 to 1, that each block described by a row of `features` belongs to the body."""
    model = model or shipped()
    base, first, rest = model.base, model.first, model.rest
    likely: dict[int, float] = {}
    for index, row in rows.items():
        if not row:
            likely[index] = _BEYOND_DOUBT
            continue
        score = base + first(row)
        if -_NO_DOUBT < score < _NO_DOUBT:
            score += rest(row)
        likely[index] = 1 / (1 + exp(-score))
    again = {}
    for index, near in company.company(layout, likely).items():
        again[index] = 1 / (1 + exp(-model.again_base - model.again(rows[index] + near)))
    likely.update(again)
    return likely


def _function(trees: list[Any], columns: int) -> _Sum:
    """The trees' sum as one Python function over a row: ten times faster than walking them as data.

    Only numbers of the file reach the source, each through `float` or `int`.
    """
    names = ", ".join(f"x{column}" for column in range(columns))
    bits: dict[int, str] = {}
    total = _expression(trees, bits)
    # Each bit is taken from the first column once, many trees ask for the same.
    taken = "".join(f" {name} = x0&{bit}\n" for bit, name in bits.items())
    source = f"def total(row):\n {names}, = row\n{taken} return {total}\n"
    space: dict[str, Any] = {"__builtins__": {}}
    exec(compile(source, "body_scorer.json", "exec"), space)
    function: _Sum = space["total"]
    return function


def _expression(trees: list[Any], bits: dict[int, str]) -> str:
    """The sum of trees, and of the subtrees under one question: trees that begin with it ask it together."""
    leaves = sum(float(tree) for tree in trees if not isinstance(tree, list))
    terms = [repr(leaves)]
    asked: dict[str, tuple[list[Any], list[Any]]] = {}
    for tree in trees:
        if isinstance(tree, list):
            feature, limit, left, right = tree
            lefts, rights = asked.setdefault(_question(feature, limit, bits), ([], []))
            lefts.append(left)
            rights.append(right)
    for question, (lefts, rights) in asked.items():
        terms.append(f"({_expression(lefts, bits)} if {question} else {_expression(rights, bits)})")
    return "+".join(terms if leaves or not asked else terms[1:])


def _question(feature: int, limit: float, bits: dict[int, str]) -> str:
    if not feature:  # a set of bits: the limit is the bit asked for, and left is where it is not set
        return f"not {bits.setdefault(int(limit), f'b{len(bits)}')}"
    if feature in _WHOLE:
        return f"x{int(feature)}<={floor(limit)}"
    return f"x{int(feature)}<={float(limit)!r}"
