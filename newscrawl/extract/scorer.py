"""The learned score of a block: how likely it is a paragraph or a heading of the body.

A few dozen small decision trees whose outputs add up, kept in body_scorer.json: about 200 numbers tests a
block at most. `benchmarks/train_body.py` makes the file; its notes say on what, and how well it does on hosts
kept out of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from newscrawl.extract.features import NAMES

# After this many trees a block whose sum is this far from even is settled: most of a page's blocks.
_LOOK, _SETTLED = 17, 3.5

_Sum = Callable[[list[float], int], float]


@cache
def _model() -> tuple[float, _Sum, _Sum]:
    data = json.loads(files("newscrawl.extract").joinpath("body_scorer.json").read_text("utf-8"))
    if data["features"] != list(NAMES):
        raise ValueError("body_scorer.json was made for other features: run benchmarks/train_body.py again")
    return float(data["base"]), _compiled(data["trees"][:_LOOK]), _compiled(data["trees"][_LOOK:])


def _compiled(trees: list[Any]) -> _Sum:
    """The trees' sum as one Python function: ten times faster than walking them as data.

    Only numbers of the file reach the source, each through `float` or `int`.
    """
    source = "+".join(map(_expression, trees)) or "0.0"
    function: _Sum = eval(
        compile(f"lambda row, bits: {source}", "body_scorer.json", "eval"), {"__builtins__": {}}
    )
    return function


def _expression(node: Any) -> str:
    if not isinstance(node, list):
        return f"({float(node)!r})"
    feature, limit, left, right = node
    # Feature 0 is a set of bits: the limit is the bit asked for, and left is where it is not set.
    test = f"row[{int(feature)}]<={float(limit)!r}" if feature else f"not bits&{int(limit)}"
    return f"({_expression(left)} if {test} else {_expression(right)})"


def probability(row: list[float]) -> float:
    """Likelihood, 0 to 1, that the block described by a row of `features` belongs to the body."""
    base, first, rest = _model()
    bits = int(row[0])
    total = base + first(row, bits)
    if -_SETTLED <= total <= _SETTLED:
        total += rest(row, bits)
    return 1 / (1 + exp(-total))
