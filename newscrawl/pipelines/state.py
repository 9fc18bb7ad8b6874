"""Revisions: a story is written when it is new or changed, and the state knows once its line is in the
feed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from newscrawl.items import NOT_A_STORY, Story
from newscrawl.middlewares.budget import ROLE
from newscrawl.normalise.urls import story_id
from newscrawl.pipelines.base import Dropped, StoryPipeline
from newscrawl.revisions import Marks, compare, marks_of
from newscrawl.state.recover import known_story
from newscrawl.state.run import Run, run_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newscrawl.state.store import KnownStory

__all__ = ["REVISIT", "UNCHANGED", "StatePipeline", "tombstone"]

REVISIT = "newscrawl_revisit"
"""Request.meta key: id of the known story whose page is looked at again."""

ELSEWHERE = "written by another crawl"
FAILED = "output failed"

UNCHANGED = "unchanged"
"""Why a story is dropped that reads as it did."""


class StatePipeline(StoryPipeline):
    """Sets revision, previous_digest and changes; drops a story that is as it was.

    Stands last. `mode` of the spider: "all" writes unchanged stories too. The setting
    NEWSCRAWL_STAMP_REVISIONS = False leaves out revisions whose update stamp alone moved.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.stamp_alone = crawler.settings.getbool("NEWSCRAWL_STAMP_REVISIONS", True)
        self.rows: dict[int, KnownStory] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = super().from_crawler(crawler)
        # Pipelines are built after extensions: these handlers run after the feed exporter's, when the line is
        # written. A test holds that order.
        crawler.signals.connect(pipeline.item_scraped, signals.item_scraped)
        crawler.signals.connect(pipeline.item_dropped, signals.item_dropped)
        crawler.signals.connect(pipeline.item_error, signals.item_error)
        return pipeline

    def process_story(self, story: Story) -> None:
        """Raises `Dropped`: "unchanged" for a story whose last revision reads the same."""
        run = run_of(self.crawler)
        # A tombstone's id comes from the state: the address alone may give another.
        story.id = vars(story).get("known_id", story.id)
        if run is None or story.id is None:
            return
        known = run.story(story.id)
        if run.frozen is not None:
            # It could be a story that is known; and what is written now the state would not learn of.
            raise self.drop(FAILED)
        if known is None:
            row = self._new(story)
            self.count("revisions/new")
        else:
            row = self._again(run, story, known)
        if (known is None or row.revision > known.revision) and not run.claim(row):
            raise self.drop(ELSEWHERE if run.frozen is None else FAILED)
        self.rows[id(story)] = run.limbo[row.id] = row

    def _new(self, story: Story) -> KnownStory:
        story.revision = 1
        return known_story(vars(story))

    def _again(self, run: Run, story: Story, known: KnownStory) -> KnownStory:
        marks = marks_of(story)
        gone = is_tombstone(story)
        change = compare(Marks.unpack(known.marks), known.status, story, marks)
        kinds = change.kinds
        if gone:
            kinds = [] if known.status == "canceled" else ["status"]
        if kinds == ["stamp"] and not self.stamp_alone:
            self.count("revisions/stamp_not_written")
            kinds = []
        self.count("revisions/cut_off", int(change.cut))
        row = run.looked_at(replace(known), changed=bool(set(kinds) - {"stamp"}))
        if not kinds:
            everything = getattr(self.crawler.spider, "mode", None) == "all"
            # Going on with an unfinished crawl, what it wrote already is not written again.
            if not (everything and known.visited < run.row.since):
                self.rows[id(story)] = row
                raise self.drop(UNCHANGED)
            story.revision = known.revision
            return row
        story.revision = row.revision = known.revision + 1
        story.previous_digest = known.text_digest
        story.changes = kinds
        story.changed_paragraphs = change.paragraphs if "body" in kinds else []
        row.status = story.status
        if gone:
            story.text_digest = None
            self.count("revisions/withdrawn")
        else:
            row.text_digest = story.text_digest or known.text_digest
            row.marks = marks.pack()
            row.last_update = story.last_update
            row.url = story.canonical_url or story.url or known.url
            self.count("revisions/stamp" if kinds == ["stamp"] else "revisions/changed")
        return row

    # -- what became of them ---------------------------------------------------------------------------------

    def item_scraped(self, item: Any, response: Response | None) -> None:
        """The story's line is in the feed: now the state may know."""
        row = self.rows.pop(id(item), None)
        run = run_of(self.crawler)
        if row is None or run is None:
            return
        if run.frozen is not None:
            # The line may be the one that could not be written.
            run.limbo.pop(row.id, None)
            return
        _note_validators(row, response)
        run.save(row)
        _note_addresses(run, row.id, response)

    def item_dropped(self, item: Any, response: Response | None, exception: BaseException) -> None:
        """An unchanged story was looked at; a page that is no story is not fetched again for a day."""
        row = self.rows.pop(id(item), None)
        run = run_of(self.crawler)
        if run is None or not isinstance(item, Story):
            return
        if row is not None:
            run.limbo.pop(row.id, None)
            _note_validators(row, response)
            run.save(row)
            _note_addresses(run, row.id, response)
        elif response is not None and response.request is not None:
            story = response.meta.get(REVISIT) or item.id
            known = run.story(story) if story else None
            if known is not None:
                # It was a story: whatever it is now, it has been looked at.
                run.save(run.looked_at(replace(known), changed=False))
            elif response.meta.get(ROLE) == "story" and _is_no_story(exception):
                for url in _addresses(response):
                    run.leads_nowhere(story_id(url))

    def item_error(self, item: Any) -> None:
        """A pipeline failed on the story: it was not written."""
        row = self.rows.pop(id(item), None)
        run = run_of(self.crawler)
        if row is not None and run is not None:
            run.limbo.pop(row.id, None)


def tombstone(known: KnownStory, fetched_at: str) -> Story:
    """The last line of a story that was withdrawn: its id and address, status canceled, no text."""
    story = Story(
        id=known.id,
        url=known.url,
        canonical_url=known.url,
        site=known.site,
        status="canceled",
        fetched_at=fetched_at,
        source="http",
    )
    vars(story)["known_id"] = known.id
    return story


def is_tombstone(story: Story) -> bool:
    """Whether a story is one that `tombstone` made, not a page that says it was withdrawn."""
    return story.status == "canceled" and story.headline is None and story.body is None


def _is_no_story(exception: BaseException) -> bool:
    # Other reasons ("older than since", "schema") are those of a run or of a version, not the page's.
    reason = str(exception)
    return isinstance(exception, Dropped) and (reason in NOT_A_STORY or reason.startswith("no "))


def _note_validators(row: KnownStory, response: Response | None) -> None:
    if response is None or response.status != 200:
        return
    row.etag = _header(response, "ETag")
    row.modified = _header(response, "Last-Modified")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    # A validator is sent back as it came; one that is absurdly long is not worth its place.
    return value.decode("latin-1") if value and len(value) <= 200 else None


def _addresses(response: Response) -> list[str]:
    request = response.request
    asked = [request.url] if request is not None else []
    return list(dict.fromkeys([*response.meta.get("redirect_urls", []), *asked, response.url]))


def _note_addresses(run: Run, story: str, response: Response | None) -> None:
    if response is not None and response.request is not None and response.status == 200:
        for url in _addresses(response):
            run.leads_to(story_id(url), story)
