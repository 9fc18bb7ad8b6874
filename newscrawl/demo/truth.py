"""What a crawl should make of each demo story, derived from the data that renders its page."""

from __future__ import annotations

from dataclasses import dataclass

from .links import Block, blocks
from .story import DemoStory, load


@dataclass(frozen=True)
class Expected:
    """The record a story's page holds, fields named as in `newscrawl.items.Story`.

    Times are local wall-clock times to the minute ("2016-09-05T17:15"); their offset stands beside them:
    whether a reader may write it depends on what it knows of the site.
    """

    url: str
    canonical_url: str | None
    section: str
    language: str
    headline: str
    summary: str | None
    paragraphs: tuple[str, ...]
    """The body's paragraphs; subheadings count as paragraphs, the dateline stays in the first."""
    authors: tuple[str, ...]
    agencies: tuple[str, ...]
    """Real agencies credited; the demo site's own name is none."""
    dateline: str
    located: str
    sign_off: str | None
    editor_note: str | None
    wire_tags: tuple[str, ...]
    access: str | None
    truncated: bool
    published: str | None
    """Publication as far as the page states it, visibly or for machines."""
    published_raw: str | None
    last_update: str | None
    last_update_raw: str | None
    offset: str | None
    """UTC offset of `last_update` (of `published` where there is none)."""
    offset_on_page: bool
    """Whether the page itself names the zone or states its times with an offset."""
    order_on_page: bool
    """Whether the page itself settles day and month order; without it siblings or the Site have to."""
    blocks: tuple[Block, ...]
    """Lists of other stories in page order; their addresses are paths."""
    image_path: str
    caption: str
    credit: str
    drawn_by_script: frozenset[str]
    """Which of body, stamp, related the plain HTML lacks."""

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)

    def related_headlines(self, site_url: str) -> list[dict[str, object]]:
        """Entries as in the record, without their story_id."""
        return [
            {
                "headline": link.headline,
                "url": site_url + link.path,
                "teaser": link.teaser,
                "teaser_truncated": link.teaser.endswith(("...", "…")) if link.teaser else None,
                "block": block.heading,
                "kind": block.kind,
                "position": position,
                "date": link.date,
            }
            for block in self.blocks
            for position, link in enumerate(block.links, 1)
        ]


def expected(story: DemoStory, site_url: str = "") -> Expected:
    """The record of one story, its addresses below site_url."""
    stated = story.published_raw is not None or story.machine_times
    shown = story.updated if story.last_update_raw else None
    moment = shown or story.published
    zone_named = any(
        raw and raw.endswith(("CET", "CEST")) for raw in (story.published_raw, story.last_update_raw)
    )
    return Expected(
        url=site_url + story.path,
        canonical_url=site_url + story.canonical_path if story.canonical_path else None,
        section=story.section_name,
        language=story.language,
        headline=story.headline,
        summary=story.summary if story.template == "modern" else None,
        paragraphs=story.paragraphs,
        authors=story.authors,
        agencies=story.agencies,
        dateline=story.dateline,
        located=story.located,
        sign_off=story.sign_off,
        editor_note=story.editor_note,
        wire_tags=story.wire_tags,
        access="paywalled" if "paywall" in story.flags else "free" if story.template == "modern" else None,
        truncated="paywall" in story.flags,
        published=f"{story.published:%Y-%m-%dT%H:%M}" if stated else None,
        published_raw=story.published_raw,
        last_update=f"{shown:%Y-%m-%dT%H:%M}" if shown else None,
        last_update_raw=story.last_update_raw,
        offset=f"{moment:%z}"[:3] + ":" + f"{moment:%z}"[3:],
        offset_on_page=zone_named or story.machine_times,
        order_on_page=not story.numeric_stamp or story.machine_times or _settled(story),
        blocks=tuple(blocks(story)),
        image_path=story.picture.path,
        caption=story.picture.caption,
        credit=story.picture.credit,
        drawn_by_script=frozenset(
            flag.removeprefix("script-") for flag in story.flags if flag.startswith("script-")
        ),
    )


def stories() -> list[DemoStory]:
    """All stories of the demo site, newest first."""
    return list(load())


def _settled(story: DemoStory) -> bool:
    """Whether one of the numeric dates shown can be read one way only, by its numbers or its weekday."""
    for moment in (story.published if story.published_raw else None, story.updated):
        if moment is None:
            continue
        if moment.day > 12 or moment.day == moment.month:
            return True
        if (
            story.stamp != "numeric"
            and moment.replace(month=moment.day, day=moment.month).weekday() != moment.weekday()
        ):
            return True
    return False
