"""Order of day and month in all-numeric dates, settled by evidence that is gathered per site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class OrderEvidence:
    """What the unambiguous dates of each site showed of its order: 22/01/2017 can only be day/month.

    Kept per site and *shape* (separator and digits of the year): a site may print 5.9.2016 and 09/05/16. One
    sighting settles a shape; sightings of both orders settle nothing (`contradictions`), they are not averaged.
    """

    def __init__(self) -> None:
        self._seen: dict[str, dict[str, dict[str, int]]] = {}

    def observe(self, site: str, shape: str, order: str) -> bool:
        """Count a sighting; True where it is the first of its order, so that what waits may be settled now."""
        orders = self._seen.setdefault(site, {}).setdefault(shape, {})
        orders[order] = orders.get(order, 0) + 1
        return orders[order] == 1

    def order(self, site: str, shape: str) -> str | None:
        """The order of that shape on that site; None where nothing or a contradiction was seen."""
        orders = self._seen.get(site, {}).get(shape)
        return next(iter(orders)) if orders and len(orders) == 1 else None

    def contradictory(self, site: str, shape: str) -> bool:
        """Whether dates of that shape were seen in more than one order."""
        return len(self._seen.get(site, {}).get(shape, ())) > 1

    @property
    def contradictions(self) -> list[tuple[str, str, dict[str, int]]]:
        """(site, shape, sightings by order) wherever a site's dates contradict each other."""
        return [
            (site, shape, dict(orders))
            for site, shapes in self._seen.items()
            for shape, orders in shapes.items()
            if len(orders) > 1
        ]

    def to_dict(self) -> dict[str, dict[str, dict[str, int]]]:
        """Plain data, for a crawl's state."""
        return {site: {shape: dict(o) for shape, o in shapes.items()} for site, shapes in self._seen.items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> OrderEvidence:
        """What `to_dict` gave; whatever else stands in it is left out."""
        evidence = cls()
        for site, shapes in data.items():
            if not isinstance(shapes, Mapping):
                continue
            for shape, orders in shapes.items():
                if not isinstance(orders, Mapping):
                    continue
                for order, count in orders.items():
                    if order in ("DMY", "MDY", "YMD") and isinstance(count, int) and count > 0:
                        evidence._seen.setdefault(site, {}).setdefault(shape, {})[order] = count
        return evidence
