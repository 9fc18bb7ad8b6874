"""What a crawl gives: the record of a story, and the raw reading it is made from.

`Story` is the record, one JSON line each; its attribute docstrings are the data dictionary and the source of
the JSON Schema. `RawStory` is what `extract` read off a page and `normalise` turns into the record: it rides
along on the story (`story.raw`) through the pipelines and is never exported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SCHEMA_VERSION = "1.0"

# Values of `Story.story_type` that are not a story: the check pipeline drops them for that reason.
NOT_A_STORY = frozenset({"section", "search", "error", "consent", "empty", "other"})


@dataclass
class RelatedHeadline:
    """One entry of a list of other stories that a story's page shows."""

    headline: str
    """The other story's headline as shown: without kicker, time or counts."""

    url: str
    """Absolute address, without tracking parameters and fragment."""

    teaser: str | None = None
    """The lines shown under the headline, if any."""

    teaser_truncated: bool | None = None
    """Whether the teaser is cut off ("..." or "…" at its end, or by markup); null without a teaser."""

    block: str | None = None
    """The heading shown over the list ("More from World"); null where it has none."""

    kind: str = "related"
    """related (recommended or on the same matter), section (others of a section), latest, popular, inline
    (promoted between paragraphs) or other (the site's choice of the day, features, videos)."""

    position: int = 0
    """Place within its block, from 1."""

    story_id: str | None = None
    """The `id` that story has or would have in this dataset: computed from its URL, so always there."""

    date: str | None = None
    """The date shown beside the headline, ISO 8601 at the precision shown; null where none is shown or it is
    not settled."""


@dataclass
class Image:
    """A picture of the story."""

    url: str
    """Absolute address of the largest version the page names."""

    caption: str | None = None
    """The caption shown, without the credit."""

    credit: str | None = None
    """Photographer or agency credited."""


@dataclass
class Rights:
    """What the site says of reuse, verbatim. Nothing here is permission."""

    robots_meta: list[str] = field(default_factory=list)
    """Tokens of the robots meta elements (noindex, noai, max-snippet:50 ...), as written, in order."""

    x_robots_tag: list[str] = field(default_factory=list)
    """Tokens of the X-Robots-Tag header, as written, in order."""

    tdm_reservation: int | None = None
    """TDM Reservation Protocol (W3C): 1 reserved, 0 not; null where the site does not say."""

    tdm_policy: str | None = None
    """TDMRep policy address."""

    content_usage: str | None = None
    """Content-Usage preferences (IETF AIPREF), verbatim."""

    license_url: str | None = None
    """License the page names (rel=license, JSON-LD license, RSL)."""

    usage_info: str | None = None
    """schema.org usageInfo address."""

    signal: str | None = None
    """Which signal won where several spoke of text and data mining: "meta", "header" or "well-known"."""


@dataclass
class Story:
    """One story of a news site at one revision: one JSON line, keys in this order.

    Unknown is null or an empty list, never a guess. Times are ISO 8601; an offset is written only where the
    zone is stated, declared by the site or proven.
    """

    id: str | None = None
    """16 hex digits, stable over revisions: SHA-256 of the canonical URL without tracking, shortened."""

    url: str | None = None
    """Address the page was read from, after redirects, without tracking parameters."""

    canonical_url: str | None = None
    """rel=canonical of the page where it is plausible (the page's own site, not the front page)."""

    site: str | None = None
    """Registrable domain (public suffix plus one label)."""

    section: str | None = None
    """Section's name as the page shows or declares it."""

    language: str | None = None
    """BCP 47 language tag: the page's own statement, checked against its text."""

    headline: str | None = None
    """The displayed headline, without site name and kicker."""

    summary: str | None = None
    """The standfirst shown above the body, or the page's own description; null where there is neither."""

    body: str | None = None
    """Paragraphs, a blank line between: no captions, promos, share lines, related text, bylines or stamps."""

    authors: list[str] = field(default_factory=list)
    """Names in the byline, without "By" and titles; where no person signs, the desk that does."""

    agencies: list[str] = field(default_factory=list)
    """Wire agencies credited (AFP, AP, dpa, Reuters ...), by their usual short name."""

    dateline: str | None = None
    """The wire dateline as shown, e.g. "LA CROSSE, Wis. (AP) —"; it stays in the body too."""

    located: str | None = None
    """Place of the dateline, e.g. "LA CROSSE, Wis."."""

    sign_off: str | None = None
    """Wire sign-off, e.g. "(Reporting by ...; Editing by ...)"; taken out of the body."""

    wire_tags: list[str] = field(default_factory=list)
    """Wire tags of the headline or slug in upper case: UPDATE 2, CORRECTED, REFILE, WRITETHRU, KILL ..."""

    editor_note: str | None = None
    """Editor's or correction note; taken out of the body."""

    status: str = "usable"
    """usable, withheld or canceled (ninjs pubStatus)."""

    story_type: str = "article"
    """article, live (live blog), gallery, video, audio; what is no story (section, search, error, consent,
    empty, other) is dropped with this as the reason."""

    access: str | None = None
    """free or paywalled, as far as the page tells; null where it does not."""

    truncated: bool | None = None
    """True where the page shows only the beginning of the body."""

    published: str | None = None
    """First publication, ISO 8601."""

    published_raw: str | None = None
    """The visible publication stamp as shown, with its label."""

    published_precision: str | None = None
    """second, minute or day."""

    published_basis: str | None = None
    """What `published` rests on, e.g. "visible+json-ld", "meta", "visible,order:site,zone:site"."""

    last_update: str | None = None
    """Last update, ISO 8601; null where unknown or unsettled."""

    last_update_raw: str | None = None
    """The visible update stamp as shown, with its label; null where the page shows none."""

    last_update_precision: str | None = None
    """second, minute or day."""

    last_update_basis: str | None = None
    """What `last_update` rests on; see `published_basis`."""

    last_update_candidates: list[str] = field(default_factory=list)
    """Both readings where day and month order stays unsettled; then `last_update` is null."""

    related_headlines: list[RelatedHeadline] = field(default_factory=list)
    """Other stories the page lists, in page order."""

    images: list[Image] = field(default_factory=list)
    """Pictures of the story, in page order."""

    rights: Rights = field(default_factory=Rights)
    """What the site says of reuse."""

    fetched_at: str | None = None
    """When the page was fetched (an archive: WARC-Date), UTC."""

    source: str | None = None
    """http, playwright or archive."""

    revision: int = 1
    """1 for the first line of a story, then one more for each changed one."""

    previous_digest: str | None = None
    """`text_digest` of the revision before; null for the first."""

    changes: list[str] = field(default_factory=list)
    """What changed since the revision before: headline, body, stamp, status."""

    changed_paragraphs: list[str] = field(default_factory=list)
    """The change of the body in short, in order: "+ " and the beginning of a paragraph that came, "- " and
    that of one that went; 20 lines at most."""

    text_digest: str | None = None
    """SHA-256 of headline and body, hex."""

    schema_version: str = SCHEMA_VERSION
    """Version of this record's schema."""

    def __post_init__(self) -> None:
        # Not a field: pipelines read it, exporters do not see it.
        self._raw: RawStory | None = None

    @property
    def raw(self) -> RawStory:
        """The reading this story is normalised from; an empty one for a story made by hand."""
        if self._raw is None:
            self._raw = RawStory()
        return self._raw

    @raw.setter
    def raw(self, value: RawStory) -> None:
        self._raw = value


@dataclass(slots=True)
class RawStamp:
    """A visible text of the page that gives a time, as shown."""

    text: str
    """The stamp with its label, white space folded: "Last update: Mon, 05/09/2016 - 17:15"."""

    role: str
    """published, updated or unknown, as its label and place tell."""

    machine: str | None = None
    """datetime, content or data attribute of the very element that shows it."""

    in_story: bool = True
    """Whether it stands with the story (its header, byline, body or end), not elsewhere on the page."""

    position: int = 0
    """Index of its block on the page."""

    reading: Any = None
    """What it says (a `stamps.Reading`), where that was read already."""


@dataclass(slots=True)
class MachineTime:
    """A time the page states for machines."""

    value: str
    """As stated."""

    role: str
    """published or updated."""

    source: str
    """json-ld, meta, microdata, time, data, header or url."""

    name: str = ""
    """Property it was read from: datePublished, article:modified_time, Last-Modified ..."""


@dataclass(slots=True)
class RawLink:
    """An entry of a block of other stories, as shown."""

    href: str
    texts: list[str]
    """The texts of its card in document order; normalise picks the headline."""
    headline: str | None = None
    teaser: str | None = None
    date: str | None = None
    """Date or time shown on the card, as shown."""
    machine: str | None = None
    """The same as the card's <time> states it."""
    truncated_by_markup: bool = False
    """Whether style cuts the teaser off (line-clamp, ellipsis) in the middle of a sentence."""


@dataclass(slots=True)
class RawBlock:
    """A list of other stories found on the page."""

    heading: str | None
    kind: str
    links: list[RawLink]


@dataclass(slots=True)
class RawStory:
    """What `extract` read off one page, before anything is normalised."""

    base_url: str = ""
    """Address relative links are resolved against (the page's, or its <base>)."""

    paragraphs: list[str] = field(default_factory=list)
    """The body as classified, a text a paragraph, white space not yet clean."""

    stamps: list[RawStamp] = field(default_factory=list)
    machine_times: list[MachineTime] = field(default_factory=list)
    blocks: list[RawBlock] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    """Short lines around the body that may name a source, sign off or note a correction, as shown."""

    bylines: list[str] = field(default_factory=list)
    """Names in the displayed byline as shown, one entry a link or run of text."""

    signed: list[str] = field(default_factory=list)
    """Those of `bylines` that a "By" precedes or that lead to a person's page: names, whatever they look
    like."""

    unmarked_bylines: list[str] = field(default_factory=list)
    """Names in lines that only their words and place call bylines: beside the stamp, under the body."""

    stated_authors: list[str] = field(default_factory=list)
    """Authors stated for machines: JSON-LD, else meta elements."""

    stated_sources: list[str] = field(default_factory=list)
    """Sources stated for machines: JSON-LD sourceOrganization and provider, meta elements."""

    site_names: list[str] = field(default_factory=list)
    """What the site calls itself."""

    stated_languages: list[str] = field(default_factory=list)
    """Language tags the page states, most telling first: JSON-LD, html lang, HTTP header, og:locale."""
