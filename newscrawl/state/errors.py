"""What can go wrong with the state, each in one line for the person who runs the crawl."""

from __future__ import annotations

__all__ = ["StateBusy", "StateError"]


class StateError(Exception):
    """The state cannot be used; the text is one line that says which, why and what to do."""


class StateBusy(StateError):
    """Another process holds the state's file; what was to be written is kept and can be tried again."""
