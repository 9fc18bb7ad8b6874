"""What a crawl remembers between runs: stories, variants of their addresses, the frontier, runs and their
feeds.

`NEWSCRAWL_STATE` names where: ``sqlite:///folder/state.sqlite3`` (relative to the project's folder), or
nothing. Nothing here knows Scrapy; `newscrawl.extensions.lock` opens a `Run` for a crawler, and the
scheduler, the state pipeline and the revisit middlewares ask it.
"""

from __future__ import annotations

from newscrawl.state.errors import StateBusy, StateError
from newscrawl.state.store import KnownStory, Store
from newscrawl.state.url import open_store

__all__ = ["KnownStory", "StateBusy", "StateError", "Store", "open_store"]
