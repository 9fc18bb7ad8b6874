"""What a run learns of a site: whether a browser brings what plain pages lack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Learner", "Trials"]

PROBES = 3
"""Pages of a site that are drawn for a reason before it is judged."""

ENOUGH = 0.25
"""Share of drawn pages that have to bring something for it to go on."""

MEMORY = 40
"""Drawn pages after which the counts are halved, so that a site which changes is noticed."""

FORGOTTEN_AFTER = 30 * 24 * 3600
"""Seconds after which a site that was given up is probed again: sites are rebuilt."""


@dataclass(slots=True)
class Trials:
    """Pages of one site drawn for one reason."""

    tried: int = 0
    brought: int = 0
    judged: int = 0
    """When the last one was judged, seconds since 1970."""


class Learner:
    """Per site and reason: draw a few pages; go on only if that brought something.

    >>> learner = Learner()
    >>> for _ in range(3):
    ...     learner.learn("example.com", "related", False, now=0)
    >>> learner.verdict("example.com", "related", now=1), learner.verdict("example.com", "body", now=1)
    (False, None)
    """

    def __init__(self) -> None:
        self._sites: dict[str, dict[str, Trials]] = {}

    def verdict(self, site: str, reason: str, now: float) -> bool | None:
        """True: it is worth it. False: it is not. None: not known yet, a probe is due."""
        trials = self._sites.get(site, {}).get(reason)
        if trials is None:
            return None
        if trials.brought and trials.brought >= ENOUGH * trials.tried:
            return True
        if trials.tried < PROBES:
            return None
        return None if now - trials.judged > FORGOTTEN_AFTER else False

    def probes_due(self, site: str, reason: str, now: float) -> int:
        """How many pages have to be drawn before there is a verdict."""
        if self.verdict(site, reason, now) is not None:
            return 0
        tried = self._sites[site][reason].tried if reason in self._sites.get(site, {}) else 0
        return PROBES - tried if tried < PROBES else PROBES

    def learn(self, site: str, reason: str, brought: bool, now: float) -> None:
        """Note what drawing a page brought."""
        trials = self._sites.setdefault(site, {}).setdefault(reason, Trials())
        if trials.tried >= PROBES and now - trials.judged > FORGOTTEN_AFTER:
            trials.tried = trials.brought = 0
        trials.tried += 1
        trials.brought += brought
        trials.judged = int(now)
        if trials.tried > MEMORY:
            trials.tried //= 2
            trials.brought //= 2

    def knows(self, site: str) -> bool:
        """Whether anything is noted of a site, or was loaded for it."""
        return site in self._sites

    def to_dict(self, site: str) -> dict[str, list[int]]:
        """What is known of a site, as plain data."""
        return {
            reason: [trials.tried, trials.brought, trials.judged]
            for reason, trials in self._sites.get(site, {}).items()
        }

    def load(self, site: str, data: Any) -> None:
        """Take up what `to_dict` gave; anything else is ignored."""
        known = self._sites[site] = {}
        if isinstance(data, dict):
            for reason, counts in data.items():
                if isinstance(counts, list) and len(counts) == 3 and all(isinstance(n, int) for n in counts):
                    known[str(reason)] = Trials(*counts)
