"""`Site`: what is known of one site. A known site is data; code stands only where a site is odd."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Site:
    """Facts and overrides of one site. Everything is optional: an empty Site reads any page generically."""

    domains: tuple[str, ...] = ()
    """Hosts of the site, without www."""

    zone: str | None = None
    """IANA zone its stamps are in, e.g. "Europe/Brussels"; None: unknown, and then no offset is guessed."""

    date_order: str | None = None
    """Order of all-numeric dates: "DMY", "MDY" or "YMD"; None: settled by evidence."""

    language: str | None = None
    """BCP 47 tag where the pages state a wrong one."""

    selectors: dict[str, str] = field(default_factory=dict)
    """CSS selectors where the generic reading is wrong, by field: headline, body (paragraphs), last_update,
    published, related (a block), authors, section, remove (elements to leave out)."""

    story_urls: str | None = None
    """Regular expression an address of a story matches."""

    section_urls: str | None = None
    """Regular expression an address of a section page matches."""

    render: str | None = None
    """Pages drawn by browser: "auto" (where something is missing that scripts would bring; the default),
    "never", "always", "section" or "story" (pages of that kind)."""

    load_more: str | None = None
    """CSS selector of the button that shows more of a section's stories, or "scroll" where the list grows
    when scrolled to its end; None: recognised by its words."""

    load_more_times: int | None = None
    """How often to ask a section page for more; None: once less than the pages asked for (`-a pages=3`:
    twice)."""
