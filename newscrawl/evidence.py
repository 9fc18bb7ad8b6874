"""The one `OrderEvidence` of a crawl: shared by its components, kept between runs where the crawl keeps a
state.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.crawler import Crawler

from newscrawl.normalise.order import OrderEvidence
from newscrawl.state.run import run_of

__all__ = ["FACT", "evidence_of"]

FACT = "date_order"
"""Name of the fact about a site that its sightings are remembered under."""


def evidence_of(crawler: Crawler) -> OrderEvidence:
    """Evidence of day and month order gathered in this crawl, made at the first call.

    What earlier runs of the crawl saw of a site is there from its first story on, provided the crawl keeps
    a state.
    """

    def recall(site: str) -> Mapping[str, Any] | None:
        run = run_of(crawler) if isinstance(crawler, Crawler) else None
        return run.facts(site).get(FACT) if run is not None else None

    def remember(site: str, sightings: dict[str, dict[str, int]]) -> None:
        run = run_of(crawler) if isinstance(crawler, Crawler) else None
        if run is not None:
            run.remember(site, **{FACT: sightings})

    evidence: OrderEvidence | None = getattr(crawler, "newscrawl_evidence", None)
    if evidence is None:
        evidence = OrderEvidence(recall, remember)
        crawler.newscrawl_evidence = evidence  # type: ignore[attr-defined]
    return evidence
