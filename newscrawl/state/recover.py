"""What a killed run left behind: feed files on from where the state had caught up, torn ends, unfinished
names."""

from __future__ import annotations

import gzip
import json
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawl import pack
from newscrawl.items import Story
from newscrawl.mend import mend
from newscrawl.revisions import marks_of
from newscrawl.state.schedule import next_visit
from newscrawl.state.store import FeedMark, KnownStory

if TYPE_CHECKING:
    from newscrawl.state.run import Run

__all__ = ["known_story", "recover", "stories_in"]

logger = logging.getLogger(__name__)

PART = ".part"


def recover(run: Run, dead: int) -> tuple[int, list[str]]:
    """Bring state and feeds of a killed run to agree; each step can be repeated.

    :return: lines read back, and the final names of its feed files.
    """
    lines = 0
    finals = []
    for mark in run.store.feeds(dead):
        finals.append(mark.final)
        # Killed between two names of the file, or its owner took it away.
        names = [Path(name) for name in dict.fromkeys((mark.path, mark.final, mark.final + PART))]
        path = next((name for name in names if name.is_file()), None)
        if path is None:
            continue
        if path.suffix == PART or mark.path == mark.final:
            mend(path)
        for story in stories_in(path, mark.offset):
            lines += _read_back(run, story)
        run.store.write(run.crawl, dead, int(run.clock()), run.batch)
        run.batch = type(run.batch)()
        _finish(path, mark, run.compress)
    return lines, finals


def _finish(path: Path, mark: FeedMark, compress: str) -> None:
    """Give a file its final name, packed where files are to be packed; an empty one is taken away."""
    final = Path(mark.final)
    try:
        half = pack.clear_parts(final)
        if path.suffix == PART:
            if not path.stat().st_size:
                path.unlink()
                return
            os.replace(path, final)
        elif pack.packed(final):
            # Killed after it was packed and before the plain file was taken away.
            final.unlink(missing_ok=True)
            return
        elif not half:
            return
        if compress:
            pack.pack(final, compress)
    except OSError as error:
        logger.error("cannot finish the feed %s: %s", final, error.strerror)


def _read_back(run: Run, story: KnownStory) -> bool:
    known = run.story(story.id)
    if known is not None and known.revision >= story.revision:
        # Written again on purpose (mode=all): it must not be written a third time by the run that goes on.
        known.visited = max(known.visited, int(run.clock()))
        run.save(known)
        return False
    story.visited = story.changed = int(run.clock())
    if known is not None:
        story.published, story.marks = known.published, story.marks or known.marks
        story.visits, story.changes = known.visits + 1, known.changes + 1
    story.due = next_visit(story, run.rates_of(story.site))
    run.save(story)
    return True


def stories_in(path: Path, offset: int = 0) -> Iterator[KnownStory]:
    """The stories a feed file holds, on from a byte; lines that are none are passed over."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as file:
        file.seek(offset)
        for line in file:
            if not line.endswith(b"\n"):
                break
            try:
                record = json.loads(line)
                story = known_story(record)
            except (ValueError, KeyError, TypeError):
                continue
            yield story


def known_story(record: dict[str, Any]) -> KnownStory:
    """What the state keeps of a record that stands in a feed.

    :raises KeyError, TypeError, ValueError: for a record that is no story.
    """
    # Fields left out of the feed (FEED_EXPORT_FIELDS) are missing here: then the next visit sets them right.
    fields = ("headline", "body", "last_update", "last_update_raw", "fetched_at", "status", "published")
    story = Story(**{name: record[name] for name in fields if record.get(name) is not None})
    fetched = _seconds(story.fetched_at) or 0
    published = _seconds(story.published)
    return KnownStory(
        id=_checked(record["id"]),
        site=record.get("site") or "",
        url=record.get("canonical_url") or record["url"],
        revision=int(record.get("revision") or 1),
        text_digest=record.get("text_digest") or record.get("previous_digest") or "",
        status=story.status,
        marks=marks_of(story).pack() if story.headline or story.body else b"",
        last_update=story.last_update,
        published=min(published, fetched) if published is not None and fetched else published or fetched,
        visited=fetched,
        changed=fetched,
    )


def _checked(story_id: str) -> str:
    if len(story_id) != 16:
        raise ValueError(story_id)
    int(story_id, 16)
    return story_id


def _seconds(stamp: str | None) -> int | None:
    """Seconds since 1970 of an ISO time; a time without a zone is taken for UTC, which is near enough for an
    age."""
    try:
        when = datetime.fromisoformat(stamp or "")
    except ValueError:
        return None
    return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())
