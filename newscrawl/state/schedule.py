"""When to look at a story again: pure arithmetic over what its site's stories did before.

Changes of a story are taken for a Poisson process whose rate falls with the story's age: most corrections and
write-throughs come in the first hours. A site's rate at each age is learned (`Rates`): it starts from what
wire sites usually do and moves to what visits to this site showed, as a gamma prior does with counts and
exposure times. A visit tells only whether a story changed since the one before, not how often, so a change
counts as the number of changes to be expected given at least one (compare Cho and Garcia-Molina, "Estimating
frequency of change", 2003). A story that changed more often than its site's stories do is expected to go on
so.

A story is due once it has changed unseen with a chance of `CHANCE`; what a run can afford goes to those with
the highest chance. That is where a request finds most, and the budget does the rest: on a quiet site nothing
is due.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from newscrawl.state.store import KnownStory

__all__ = ["CHANCE", "Rates", "chance", "next_visit", "worth_most"]

HOUR = 3600.0
DAY = 24 * HOUR

EDGES = (0.0, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY)
"""Ages, in seconds, at which one rate gives way to the next."""

PRIOR = (0.40, 0.20, 0.10, 0.05, 0.025, 0.006, 0.0015, 0.0003, 0.00003)
"""Changes an hour at each age before anything is known of a site."""

WEIGHT = 2.0
"""How many seen changes the prior is worth."""

MEMORY = 400.0
"""Beyond this many changes at one age, older ones count less and less: a site may change its habits."""

CHANCE = 0.08
"""Chance of an unseen change from which on a story is worth a request."""

SHORTEST = 5 * 60
"""Seconds between two visits of one story at least."""

LONGEST = 365 * DAY
"""Age from which on a story is left alone."""

OWN = 1.5
"""How many changes of its own a story needs to weigh as much as its site."""


class Rates:
    """How often the stories of one site change, by their age."""

    def __init__(self, changes: list[float] | None = None, hours: list[float] | None = None) -> None:
        self.changes = changes or [0.0] * len(EDGES)
        self.hours = hours or [0.0] * len(EDGES)

    @classmethod
    def from_dict(cls, stored: dict[str, Any] | None) -> Rates:
        """What `to_dict` gave; what does not fit is forgotten."""
        changes, hours = (stored or {}).get("changes"), (stored or {}).get("hours")
        for numbers in (changes, hours):
            if not isinstance(numbers, list) or len(numbers) != len(EDGES):
                return cls()
            if not all(isinstance(n, (int, float)) and math.isfinite(n) and n >= 0 for n in numbers):
                return cls()
        return cls(changes, hours)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the state."""
        return {"changes": [round(n, 4) for n in self.changes], "hours": [round(n, 4) for n in self.hours]}

    def rate(self, bucket: int) -> float:
        """Changes an hour at the ages of a bucket."""
        return (self.changes[bucket] + WEIGHT) / (self.hours[bucket] + WEIGHT / PRIOR[bucket])

    def expected(self, start: float, end: float) -> float:
        """Changes to be expected of a story between two ages in seconds."""
        return sum(self.rate(bucket) * hours for bucket, hours in _spans(start, end))

    def learn(self, start: float, end: float, changed: bool) -> None:
        """Take in what a visit showed of a story between two ages in seconds."""
        spans = list(_spans(start, end))
        expected = sum(self.rate(bucket) * hours for bucket, hours in spans)
        if expected <= 0:
            return
        count = expected / -math.expm1(-expected) if changed else 0.0
        shares = [(bucket, hours, self.rate(bucket) * hours / expected) for bucket, hours in spans]
        for bucket, hours, share in shares:
            self.changes[bucket] += count * share
            self.hours[bucket] += hours
            if self.changes[bucket] > MEMORY:
                self.changes[bucket] /= 2
                self.hours[bucket] /= 2


def _spans(start: float, end: float) -> Iterable[tuple[int, float]]:
    """(bucket, hours in it) between two ages."""
    start = max(start, 0.0)
    for bucket, low in enumerate(EDGES):
        high = EDGES[bucket + 1] if bucket + 1 < len(EDGES) else math.inf
        seconds = min(end, high) - max(start, low)
        if seconds > 0:
            yield bucket, seconds / HOUR


def _born(story: KnownStory) -> float:
    return float(story.published if story.published is not None else story.changed)


def _factor(story: KnownStory, rates: Rates) -> float:
    """How much livelier than its site's stories this one was so far."""
    if not story.visits:
        return 1.0
    usual = rates.expected(0.0, max(story.visited - _born(story), 0.0))
    return (story.changes + OWN) / (usual + OWN)


def chance(story: KnownStory, rates: Rates, now: float) -> float:
    """Chance that the story changed since it was looked at.

    A clock that was set back makes it 0 until the old time is reached again, never an error.
    """
    born = _born(story)
    expected = rates.expected(story.visited - born, now - born) * _factor(story, rates)
    return -math.expm1(-expected)


def next_visit(story: KnownStory, rates: Rates, chance: float = CHANCE) -> int | None:
    """When the story will have changed unseen with that chance; None for one too old to look at again."""
    target = -math.log1p(-chance) / _factor(story, rates)
    born = _born(story)
    age = max(story.visited - born, 0.0)
    for bucket, low in enumerate(EDGES):
        high = EDGES[bucket + 1] if bucket + 1 < len(EDGES) else LONGEST
        if high <= age:
            continue
        start = max(age, low)
        rate = rates.rate(bucket) / HOUR
        if rate * (high - start) >= target:
            when = born + start + target / rate
            return int(max(when, story.visited + SHORTEST))
        target -= rate * (high - start)
    return None


def worth_most(
    stories: Iterable[KnownStory], rates: dict[str, Rates], now: float, budget: int
) -> list[KnownStory]:
    """Those of the stories a budget of requests is best spent on, best first."""
    ranked = [(chance(story, rates.get(story.site) or Rates(), now), story.id, story) for story in stories]
    ranked.sort(key=lambda entry: (-entry[0], entry[1]))
    return [story for _, _, story in ranked[: max(budget, 0)]]
