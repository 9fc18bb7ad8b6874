"""Settings that depend on other settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES

from newscrawl.settings import DEFAULT_FEED, FEEDS

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

__all__ = ["Defaults"]


class Defaults:
    """Add-on: a contact in the user agent, the whole log in a log file, no default feed beside another."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Change what is still as the project has it; what you set yourself is left alone."""
        contact = " ".join((settings.get("NEWSCRAWL_CONTACT") or "").split())
        if contact and _ours(settings, "USER_AGENT"):
            settings.set("USER_AGENT", f"{settings.get('USER_AGENT')} (+{contact})", priority="project")
        if settings.get("LOG_FILE") and _ours(settings, "LOG_LEVEL"):
            settings.set("LOG_LEVEL", "INFO", priority="project")
        feeds = settings.getdict("FEEDS")
        if len(feeds) > 1 and feeds.get(DEFAULT_FEED) == FEEDS[DEFAULT_FEED]:
            # Scrapy adds -o and -O to the project's FEEDS: one file asked for would be two.
            del feeds[DEFAULT_FEED]
            settings.set("FEEDS", feeds, priority=settings.getpriority("FEEDS") or 0)


def _ours(settings: BaseSettings, name: str) -> bool:
    return (settings.getpriority(name) or 0) <= SETTINGS_PRIORITIES["project"]
