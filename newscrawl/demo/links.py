"""Which stories a story's page points to: the blocks under it, the promos in it, the "Most read" box.

"More from World" goes round among the current stories; the old ones point to current ones, few point back. So
a crawl that follows the block from one story reaches a good part of the site and not all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .story import DemoStory, load

STEPS = (1, 2, 4, 7, 9)
"""Places of the five related stories in the round, counted from the story itself."""

MOST_READ = (
    "world/island-votes-to-keep-its-single-traffic-light",
    "sport/referee-books-himself",
    "politics/mayor-elected-by-coin-toss-resigns-on-principle",
    "business/umbrella-exchange-has-first-profitable-year",
    "world/mountain-railway-reopens-after-rockfall",
)

GONE_PATH = "/news/world/parade-postponed-band-on-wrong-island-4079"
TRACKING = "?utm_source=more-from&utm_medium=block&utm_campaign="

MORE_FROM = {
    "en": "More from {}",
    "de": "Mehr aus der Welt",
    "ar": "المزيد من العالم",
    "ja": "世界のほかの記事",
}
READ_ALSO = "Read also:"
RELATED = "Related stories"
POPULAR = "Most read"


@dataclass(frozen=True)
class Link:
    """A link to another story as a page shows it."""

    headline: str
    path: str
    """Address without tracking parameters."""
    href: str
    """Address as written in the page."""
    teaser: str | None = None
    date: str | None = None
    """Date shown beside the headline, ISO 8601."""
    date_shown: str | None = None
    picture: str | None = None


@dataclass(frozen=True)
class Block:
    """A list of links under one heading; kind as in `RelatedHeadline.kind`."""

    heading: str | None
    kind: str
    links: tuple[Link, ...]


def by_key() -> dict[str, DemoStory]:
    return {story.key: story for story in load()}


def heading(story: DemoStory) -> str:
    return MORE_FROM[story.language].format(story.section_name)


def inline(story: DemoStory) -> Block | None:
    """The promos between its paragraphs."""
    stories = by_key()
    promoted = [stories[part.text] for part in story.shown if part.kind == "promo"]
    if not promoted:
        return None
    return Block(READ_ALSO, "inline", tuple(Link(s.headline, s.path, s.path) for s in promoted))


def same_matter(story: DemoStory) -> Block | None:
    """The "Related stories" box of the newer pages: stories that share a tag, without teasers."""
    if story.template != "modern" or story.language != "en" or story.section == "business":
        return None
    tags = set(story.tags) - {"Markets", "Weather"}
    found = [s for s in load() if s is not story and tags & set(s.tags) and s.language == "en"][:3]
    if len(found) < 2:
        return None
    return Block(RELATED, "related", tuple(Link(s.headline, s.path, s.path) for s in found))


def more_from(story: DemoStory) -> Block:
    """The five headlines of "More from World", with their cut-off teasers."""
    current = [
        s for s in load() if s.section == story.section and (s.published.year, s.section) != (2016, "world")
    ]
    start = current.index(story) if story in current else story.id % len(current)
    picks = [current[(start + step) % len(current)] for step in STEPS]
    links = [_card(story, pick) for pick in dict.fromkeys(picks) if pick is not story]
    if "gone-related" in story.flags:
        links[2] = Link(
            "Parade postponed as band turns up on the wrong island",
            GONE_PATH,
            GONE_PATH,
            "Organisers said the trombones were safe and would be brought back on Thursday, tide...",
        )
    if "moved-related" in story.flags:
        old = f"/node/{picks[1].id}"
        links[1] = Link(picks[1].headline, old, old, picks[1].teaser())
    return Block(heading(story), "section", tuple(links))


def most_read(story: DemoStory | None = None) -> Block:
    stories = by_key()
    picks = [stories[key] for key in MOST_READ]
    return Block(POPULAR, "popular", tuple(Link(s.headline, s.path, s.path) for s in picks if s is not story))


def blocks(story: DemoStory) -> list[Block]:
    """Every list of other stories on a story's page, in page order."""
    found = [inline(story), same_matter(story), more_from(story)]
    if story.template != "classic":
        found.append(most_read(story))
    return [block for block in found if block]


def _card(story: DemoStory, pick: DemoStory) -> Link:
    if story.template == "modern":
        day = pick.published
        return Link(
            pick.headline,
            pick.path,
            pick.path,
            pick.teaser(mark="…"),
            f"{day:%Y-%m-%d}",
            f"{day.day} {day:%b} {day.year}" if story.language == "en" else f"{day:%Y-%m-%d}",
            pick.picture.path,
        )
    href = pick.path
    if story.template == "drupal" and "?" not in href:
        href += TRACKING + story.section
    return Link(pick.headline, pick.path, href, pick.teaser())
