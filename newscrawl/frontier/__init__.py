"""The frontier of a crawl, kept in its state: what is left to fetch survives whatever ends the process."""

from __future__ import annotations

from newscrawl.frontier.scheduler import Scheduler

__all__ = ["Scheduler"]
