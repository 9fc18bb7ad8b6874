"""The demo site's stories: text files with a few header lines, read into dataclasses.

A file is `stories/<section>/<slug>.txt`: header lines `key: value`, a line `---`, then paragraphs with blank
lines between them. Two kinds of paragraph are none: `[h2 Text]`, a subheading, and `[promo section/slug]`, a
line that promotes another story.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from .stamps import NUMERIC, SHAPES, ZONE, wording

SECTIONS = {"world": "World", "politics": "Politics", "business": "Business", "sport": "Sport"}

DEFAULT_STAMP = {"modern": "cet", "drupal": "drupal", "classic": "modified12"}
FIRST_ID = 4102
PAYWALL_PARAGRAPHS = 2


@dataclass(frozen=True)
class Picture:
    """The picture over a story: a file of static/art/, its caption and its credit."""

    file: str
    caption: str
    credit: str

    @property
    def path(self) -> str:
        return f"/static/art/{self.file}.svg"


@dataclass(frozen=True)
class Part:
    """One piece of a story's text: kind is "p", "h2" or "promo" (then its text is the other story's key)."""

    kind: str
    text: str


@dataclass(frozen=True)
class DemoStory:
    """One story of the demo site, as written; what its page shows is derived from it."""

    id: int
    section: str
    slug: str
    language: str
    headline: str
    summary: str | None
    authors: tuple[str, ...]
    agencies: tuple[str, ...]
    source: str | None
    dateline: str
    located: str
    sign_off: str | None
    editor_note: str | None
    wire_tags: tuple[str, ...]
    published: datetime
    updated: datetime | None
    template: str
    stamp: str
    flags: frozenset[str]
    """paywall, script-stamp, script-body, script-related, canonical, gone-related, moved-related."""
    picture: Picture
    tags: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def key(self) -> str:
        """Section and slug: the name of its file."""
        return f"{self.section}/{self.slug}"

    @property
    def path(self) -> str:
        """Address the story is served at, without the host."""
        if self.template == "modern":
            return f"/{self.section}/{self.published:%Y/%m/%d}/{self.slug}"
        if self.template == "drupal":
            return f"/news/{self.section}/{self.slug}-{self.id}"
        return f"/archive/story.php?id={self.id}"

    @property
    def canonical_path(self) -> str | None:
        """Address its rel=canonical names; None on the old pages, which have no such link."""
        if "canonical" in self.flags:
            return f"/{self.section}/{self.published:%Y/%m/%d}/{self.slug}"
        return None if self.template == "classic" else self.path

    @property
    def section_name(self) -> str:
        return SECTIONS[self.section]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body as a reader gets to see it, subheadings too; the dateline opens the first paragraph."""
        return tuple(part.text for part in self.shown if part.kind != "promo")

    @property
    def shown(self) -> tuple[Part, ...]:
        """Parts the page shows, the dateline joined to the first paragraph."""
        parts = self.parts[:PAYWALL_PARAGRAPHS] if "paywall" in self.flags else self.parts
        space = "" if self.language == "ja" else " "
        return (Part("p", f"{self.dateline}{space}{parts[0].text}"), *parts[1:])

    @property
    def published_raw(self) -> str | None:
        """The visible publication stamp with its label."""
        return wording(SHAPES[self.stamp].published, self.published, SHAPES[self.stamp])

    @property
    def last_update_raw(self) -> str | None:
        """The visible update stamp with its label."""
        return wording(SHAPES[self.stamp].updated, self.updated, SHAPES[self.stamp])

    @property
    def machine_times(self) -> bool:
        """Whether the page states its times for machines too, with their offset."""
        return self.template == "modern" and "script-stamp" not in self.flags

    @property
    def numeric_stamp(self) -> bool:
        """Whether the stamp shows day and month as bare numbers."""
        return self.stamp in NUMERIC

    def teaser(self, length: int = 118, mark: str = "...") -> str:
        """Beginning of the text, cut off between two words."""
        text = self.parts[0].text
        if len(text) <= length:
            return text
        if self.language == "ja":
            return text[: length // 2] + mark
        return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–-") + mark


@cache
def load() -> tuple[DemoStory, ...]:
    """All stories, newest first."""
    found = []
    for section in SECTIONS:
        for file in (files(__package__) / "stories" / section).iterdir():
            found.append(_read(section, file.name.removesuffix(".txt"), file.read_text(encoding="utf-8")))
    # Numbers run with the calendar, as a newsroom's system would have given them out.
    found.sort(key=lambda fields: (fields["published"], fields["slug"]))
    numbered = [DemoStory(id=FIRST_ID + 3 * rank, **fields) for rank, fields in enumerate(found)]  # type: ignore[arg-type]
    return tuple(reversed(numbered))


def _read(section: str, slug: str, text: str) -> dict[str, object]:
    head, _, body = text.partition("\n---\n")
    header = dict(line.split(": ", 1) for line in head.splitlines())
    file, caption, credit = header["image"].split(" | ")
    flags = set(_listed(header.get("flags")))
    if section == "business":
        flags.add("script-related")
    return {
        "section": section,
        "slug": slug,
        "language": header.get("lang", "en"),
        "headline": header["headline"],
        "summary": header.get("summary"),
        "authors": tuple(header["by"].split(" and ")),
        "agencies": _listed(header.get("agencies")),
        "source": header.get("source"),
        "dateline": header["dateline"],
        "located": header["located"],
        "sign_off": header.get("signoff"),
        "editor_note": header.get("note"),
        "wire_tags": _listed(header.get("wire_tags")),
        "published": _moment(header["published"]),
        "updated": _moment(header["updated"]) if "updated" in header else None,
        "template": header["template"],
        "stamp": header.get("stamp", DEFAULT_STAMP[header["template"]]),
        "flags": frozenset(flags),
        "picture": Picture(file, caption, credit),
        "tags": _listed(header["tags"]),
        "parts": tuple(_part(chunk) for chunk in body.strip().split("\n\n")),
    }


def _part(chunk: str) -> Part:
    if chunk.startswith("["):
        kind, _, text = chunk[1:-1].partition(" ")
        return Part(kind, text)
    return Part("p", chunk)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(", ")) if text else ()
