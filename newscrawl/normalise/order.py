"""Order of day and month in all-numeric dates, settled by evidence that is gathered per site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class OrderEvidence:
    """What the unambiguous dates of each site showed of its order: 22/01/2017 can only be day/month.

    Kept per site and *shape* (separator and digits of the year): a site may print 5.9.2016 and 09/05/16. One
    sighting settles a shape; sightings of both orders settle nothing (`contradictions`), they are not
    averaged.
    """

    def __init__(
        self,
        recall: Callable[[str], Mapping[str, Any] | None] | None = None,
        remember: Callable[[str, dict[str, dict[str, int]]], None] | None = None,
    ) -> None:
        """
        :param recall: gives what earlier runs remembered of a site; asked once a site.
        :param remember: is given a site's sightings whenever an order is seen there for the first time.
        """
        self._recall = recall
        self._remember = remember
        self._seen: dict[str, dict[str, dict[str, int]]] = {}

    def _site(self, site: str) -> dict[str, dict[str, int]]:
        shapes = self._seen.get(site)
        if shapes is None:
            shapes = self._seen[site] = _clean(self._recall(site) if self._recall else None)
        return shapes

    def observe(self, site: str, shape: str, order: str) -> bool:
        """Count a sighting; True where it is the first of its order: what waits may be settled now."""
        orders = self._site(site).setdefault(shape, {})
        orders[order] = orders.get(order, 0) + 1
        first = orders[order] == 1
        if first and self._remember:
            self._remember(site, {name: dict(counts) for name, counts in self._site(site).items()})
        return first

    def order(self, site: str, shape: str) -> str | None:
        """The order of that shape on that site; None where nothing or a contradiction was seen."""
        orders = self._site(site).get(shape)
        return next(iter(orders)) if orders and len(orders) == 1 else None

    def contradictory(self, site: str, shape: str) -> bool:
        """Whether dates of that shape were seen in more than one order."""
        return len(self._site(site).get(shape, ())) > 1

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
            if cleaned := _clean(shapes):
                evidence._seen[site] = cleaned
        return evidence


def _clean(shapes: object) -> dict[str, dict[str, int]]:
    """Sightings by shape and order out of what was kept; anything else in it is left out."""
    clean: dict[str, dict[str, int]] = {}
    for shape, orders in shapes.items() if isinstance(shapes, Mapping) else ():
        for order, count in orders.items() if isinstance(orders, Mapping) else ():
            if order in ("DMY", "MDY", "YMD") and isinstance(count, int) and count > 0:
                clean.setdefault(str(shape), {})[order] = count
    return clean
