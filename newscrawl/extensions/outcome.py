"""What a crawl came to: its exit status and the lines that explain it, for the command and the run's
record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.extensions.lock import LOCKED, STATE_FAILED
from newscrawl.pipelines.state import UNCHANGED

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["outcome"]

OK, CRASHED, USAGE, NOTHING, UNWRITABLE, ERRORS, DAMAGED, RUNNING = range(8)
UNDRAWN, INTERRUPTED = 8, 130


def outcome(crawler: Crawler) -> tuple[int, list[str]]:
    """Exit status of a finished crawl and the lines that explain it; none where all is well."""
    stats = crawler.stats.get_stats()
    reason = stats.get("finish_reason")
    if stats.get("newscrawl/feed/failed") or any(key.startswith("feedexport/failed_count") for key in stats):
        error = stats.get("newscrawl/feed/error", "the feed could not be written (see the log)")
        return UNWRITABLE, [error]
    if reason in (LOCKED, STATE_FAILED) or "newscrawl/state/error" in stats:
        status = RUNNING if reason == LOCKED else UNWRITABLE
        return status, [stats.get("newscrawl/state/error", "the state could not be used (see the log)")]
    if error := stats.get("newscrawl/edges/error"):
        return UNWRITABLE, [error]
    problems = _start_problems(crawler, stats)
    if reason == "shutdown":
        return INTERRUPTED, [f"interrupted after {_stories(stats.get('newscrawl/stories', 0))}"]
    if problems:
        return NOTHING, problems
    if damaged := getattr(crawler.spider, "damaged", None):
        return DAMAGED, [f"{line}; what stands before is kept" for line in damaged]
    if too_many := _too_many_errors(stats):
        return ERRORS, [too_many]
    if stats.get("newscrawl/render/missed") and stats.get("newscrawl/render/asked"):
        return UNDRAWN, []  # told when it happened
    return OK, []


def _start_problems(crawler: Crawler, stats: dict[str, Any]) -> list[str]:
    spider = crawler.spider
    told: dict[int, str] | None = getattr(spider, "start_problems", None)
    if spider is None or told is None:
        return []
    urls: list[str] = getattr(spider, "start_urls", [])
    given: dict[int, int] = getattr(spider, "start_stories", {})
    # A budget that was spent on the first start pages is no fault of the others, nor are stories that are
    # merely not new.
    excused = stats.get("finish_reason") not in ("finished", "start_error") or stats.get(
        "newscrawl/duplicates"
    )
    excused = excused or stats.get("newscrawl/dropped/unchanged") or stats.get("newscrawl/links/known")
    older = stats.get("newscrawl/dropped/older_than_since", 0) + stats.get("newscrawl/links/older", 0)
    shared: set[int] = getattr(spider, "start_shared", set()) if any(given.values()) else set()
    lines = []
    for index, url in enumerate(urls):
        if index in shared:
            continue
        if index in told and not given.get(index):
            if not (older and "older" in told[index]) and not told[index].endswith(UNCHANGED):
                lines.append(f"{url} {told[index]}")
        elif index not in told and given.get(index) == 0 and not excused and not older:
            lines.append(f"{url} shows stories, but none of their pages could be read{_why(stats)}")
    return lines


def _why(stats: dict[str, Any]) -> str:
    reasons = [
        f"{count} {key.rsplit('/', 1)[1].replace('_', ' ')}"
        for key, count in stats.items()
        if key.startswith(("newscrawl/dropped/", "newscrawl/failed/"))
    ]
    return f" ({', '.join(reasons)})" if reasons else ""


def _too_many_errors(stats: dict[str, Any]) -> str | None:
    errors = stats.get("newscrawl/failed", 0) + stats.get("spider_exceptions/count", 0)
    good = stats.get("newscrawl/stories", 0)
    if stats.get("finish_reason") == "closespider_errorcount":
        return f"ended after too many errors ({errors} pages failed, {_stories(good)} written)"
    if errors >= 10 and errors > good:
        return f"more pages failed ({errors}) than gave stories ({good}){_why(stats)}"
    return None


def _stories(count: int) -> str:
    return f"{count} story" if count == 1 else f"{count} stories"
