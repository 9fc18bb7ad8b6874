"""Does the revisit schedule find more revisions sooner than visiting all stories alike? A simulation.

Stories are published over some days and change at random. A crawl runs every ten minutes and may make so many
requests for stories it knows. Both plans get the same number of requests in every run. Three worlds are
modelled, none of them the schedule's own assumption: (1) corrections soon after publication, decaying as a
power of age, with each story livelier or quieter than the next; (2) live stories that change for hours among
many that never do; (3) a site that changes old and young stories alike, at odds with what the schedule
believes at first.

    python benchmarks/revisit_simulation.py [--days 6] [--budget 12] [--seed 1]
"""

from __future__ import annotations

import argparse
import math
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from newscrawl.state.schedule import HOUR, Rates, next_visit, worth_most
from newscrawl.state.store import KnownStory

RUN = 600.0


@dataclass
class World:
    """Histories: when each story was published and when it changed, in seconds."""

    published: list[float]
    changes: list[list[float]]


@dataclass
class Result:
    found: int = 0
    changes: int = 0
    delays: list[float] = field(default_factory=list)
    requests: int = 0


def _histories(
    rate: Callable[[random.Random], Callable[[float], float]], days: float, a_day: int, seed: int
) -> World:
    """Thinning (Lewis and Shedler 1979): candidates at the highest rate, each kept by its own chance."""
    rng = random.Random(seed)
    published = sorted(rng.random() * days * 24 * HOUR for _ in range(int(days * a_day)))
    changes = []
    end = days * 24 * HOUR
    for born in published:
        intensity = rate(rng)
        top = max(intensity(age) for age in (0.0, 600.0, HOUR, 4 * HOUR, 12 * HOUR))
        now, times = born, []
        while top > 0:
            now += rng.expovariate(top) * HOUR
            if now >= end:
                break
            if rng.random() * top <= intensity(now - born):
                times.append(now)
        changes.append(times)
    return World(published, changes)


def _decaying(rng: random.Random) -> Callable[[float], float]:
    lively = rng.gammavariate(0.6, 1 / 0.6)
    return lambda age: lively * 0.35 / (1 + age / (2 * HOUR)) ** 1.4


def _live(rng: random.Random) -> Callable[[float], float]:
    if rng.random() < 0.08:
        return lambda age: 2.0 if age < 8 * HOUR else 0.02
    return lambda age: 0.02 if age < 6 * HOUR else 0.0005


def _steady(rng: random.Random) -> Callable[[float], float]:
    lively = rng.gammavariate(2.0, 0.5)
    return lambda age: 0.01 * lively


WORLDS = {
    "corrections that decay": _decaying,
    "live stories among quiet ones": _live,
    "changes at any age": _steady,
}


def scheduled(known: dict[int, KnownStory], rates: Rates, now: float, budget: int) -> list[int]:
    """The schedule under test; what is left of the budget when too few are due goes to the next best."""
    chosen = worth_most(known.values(), {"site": rates}, now, budget)
    return [int(story.id, 16) for story in chosen]


def run(world: World, days: float, budget: int, plan: str) -> Result:
    """Crawl the world with one plan."""
    result = Result()
    known: dict[int, KnownStory] = {}
    seen_until: dict[int, float] = {}
    queue: deque[int] = deque()
    rates = Rates()
    waiting = deque(range(len(world.published)))
    now = 0.0
    while now < days * 24 * HOUR:
        now += RUN
        if plan == "alike":
            visits = [queue[0 - i - 1] for i in range(min(budget, len(queue)))]
            queue.rotate(len(visits))
        else:
            visits = scheduled(known, rates, now, budget)
        result.requests += len(visits)
        for number in visits:
            story = known[number]
            unseen = [t for t in world.changes[number] if seen_until[number] < t <= now]
            born = float(story.published or 0)
            rates.learn(story.visited - born, now - born, bool(unseen))
            story.visits += 1
            if unseen:
                # A revision is the state a visit finds; what was overwritten between two visits is lost.
                result.found += 1
                result.delays += [now - t for t in unseen]
                story.changes += 1
                story.changed = int(now)
            story.visited = int(now)
            story.due = next_visit(story, rates)
            seen_until[number] = now
        while waiting and world.published[waiting[0]] <= now:
            number = waiting.popleft()
            born = world.published[number]
            known[number] = KnownStory(
                f"{number:016x}", "site", "", 1, "", published=int(born), visited=int(now), changed=int(now)
            )
            seen_until[number] = now
            queue.appendleft(number)
    result.changes = sum(
        1
        for number, until in seen_until.items()
        for t in world.changes[number]
        if t > world.published[number] + RUN
    )
    # What was never seen waited until the end.
    result.delays += [
        now - t for number, until in seen_until.items() for t in world.changes[number] if until < t <= now
    ]
    return result


def main() -> int:
    """Print a table; exit status 1 where the schedule finds less than visiting all alike."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--days", type=float, default=6)
    parser.add_argument("--budget", type=int, default=12, help="requests a run")
    parser.add_argument("--stories", type=int, default=150, help="stories a day")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    worse = False
    print(f"{'world':32} {'plan':9} requests  changes    found  mean delay  median delay")
    for name, rate in WORLDS.items():
        world = _histories(rate, options.days, options.stories, options.seed)
        found = {}
        for plan in ("alike", "schedule"):
            result = run(world, options.days, options.budget, plan)
            delays = sorted(result.delays) or [math.nan]
            mean = sum(delays) / len(delays) / HOUR
            median = delays[len(delays) // 2] / HOUR
            found[plan] = result.found, mean
            counts = f"{result.requests:8,} {result.changes:8,} {result.found:8,}"
            print(f"{name:32} {plan:9} {counts} {mean:9.1f} h {median:11.1f} h")
        more = found["schedule"][0] / max(found["alike"][0], 1)
        sooner = found["schedule"][1] / found["alike"][1]
        print(f"{'':32} {more:.2f} times the revisions, mean delay {sooner:.2f} times as long")
        worse |= more < 1
    return int(worse)


if __name__ == "__main__":
    raise SystemExit(main())
