"""What kind of page it is: a story and of which form, or what it is instead; free or paywalled; whole or cut
off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from newscrawl.extract import labels as W
from newscrawl.extract import names as N
from newscrawl.extract.anchor import IDEOGRAPHS, Anchor, squeeze
from newscrawl.extract.blocks import Layout
from newscrawl.extract.links import looks_like_story
from newscrawl.extract.notices import says_wall
from newscrawl.page import Page, types_of

_LISTS = frozenset("CollectionPage ItemList SearchResultsPage ProfilePage WebSite".split())
_GALLERIES = frozenset("ImageGallery MediaGallery Gallery".split())
_LIVE_PATH = re.compile(
    r"[/_-](?:live-?blog|live-?ticker|live-?updates?|newsticker)(?:[/_.-]|$)|/live/", re.I
)
_GALLERY_PATH = re.compile(
    r"/(?:photo-?|image-?|picture-?|foto-?|bilder-?)?(?:galler(?:y|ies|ia)|galer(?:ie|ia)|slideshows?|"
    r"fotostrecken?|bildergalerien?|diaporama)s?[/-]",
    re.I,
)
_VIDEO_PATH = re.compile(r"/(?:videos?|watch|mediathek|tv|clips?)/", re.I)
_AUDIO_PATH = re.compile(r"/(?:audios?|podcasts?|listen)/", re.I)
_SEARCH_PATH = re.compile(
    r"/(?:search|suche|recherche|buscar|busca|busqueda|ricerca|zoeken|sok|szukaj|arama)(?:[/.?]|$)", re.I
)
_ERROR_TITLE = re.compile(
    r"^\W*(?:error\W*)?(?:404|403|410|500|502|503)\b|\b(?:page|article|file|story|content)\s+(?:was |could |"
    r"can )?not (?:be )?found\b|"
    r"^\W*not found\b|^(?:access denied|forbidden|service unavailable|bad gateway|internal server error|just "
    r"a moment)|"
    r"seite (?:wurde )?nicht gefunden|page (?:non trouvée|introuvable)|página no encontrada|página não "
    r"encontrada|pagina non trovata|"
    r"pagina niet gevonden|sidan (?:hittades|finns) inte|siden (?:ble|blev) ikke fundet|страница не найдена|"
    r"сторінк\w+ не знайдено|"
    r"nie znaleziono strony|sayfa bulunamadı|"
    r"ページが見つかりません|页面不存在|페이지를 찾을 수 없|الصفحة غير موجودة",
    re.I,
)
_CONSENT_TITLE = re.compile(
    r"^\W*(?:before you continue|consent|cookie|privacy (?:choices|gate|preferences)|ihre privatsphäre|"
    r"datenschutz-?einstellungen)|"
    r"\b(?:cookie wall|consent required)\b",
    re.I,
)
# A story has this much prose, in characters; less may be a story all the same, but no list of teasers decides
# it.
_PROSE = 250
# Pictures of a page that its address calls a gallery.
_PICTURES = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `classify` says of a page; the fields of `items.Story` of the same names."""

    story_type: str
    access: str | None
    truncated: bool | None


def classify(layout: Layout, page: Page, anchor: Anchor) -> Verdict:
    """Page type, access and truncation. `layout.body` has been set.

    A page that says it is an article is believed; only pages that say nothing, or show nothing, are judged by
    what they show, so that a story is next to never called a list.
    """
    prose = sum(block.length for block in layout.body)
    access = _access(layout, page, prose)
    kind = _form(layout, page, prose) if _is_story(layout, page, prose) else _no_story(layout, page, prose)
    truncated = _truncated(layout, page, anchor, access, prose) if kind in ("article", "live") else None
    return Verdict(kind, access, truncated)


def _is_story(layout: Layout, page: Page, prose: int) -> bool:
    title = page.meta_first("og:title") or page.title
    if page.article:
        return prose > 0 or not _ERROR_TITLE.search(title)
    if prose < 2 * _PROSE and (_ERROR_TITLE.search(title) or _CONSENT_TITLE.search(title)):
        return False
    stated = (page.meta_first("og:type") or "").lower()
    if stated in ("article", "news", "newsarticle", "blog_post") or stated.startswith("video"):
        return prose > 0 or bool(layout.images)
    if page.meta_first("article:published_time", "datepublished", "parsely-pub-date"):
        return prose > 0
    parts = urlsplit(page.url)
    if prose >= _PROSE and looks_like_story(page.url):
        return True
    if prose and _GALLERY_PATH.search(parts.path) and len(layout.images) >= _PICTURES:
        return True
    teasers, own = _teasers(layout)
    if not parts.path.strip("/") and not parts.query:
        return own > 4 * _PROSE and own > 2 * teasers
    if _SEARCH_PATH.search(parts.path):
        return own > 4 * _PROSE
    if own < _PROSE and _headlines(layout) >= (8 if looks_like_story(page.url) else 3):
        return False
    lists = any(types_of(item) & _LISTS - {"WebSite"} for item in page.json_ld)
    return own > 0 and own >= teasers * (3 if lists else 1)


def _no_story(layout: Layout, page: Page, prose: int) -> str:
    title = page.meta_first("og:title") or page.title
    if prose < 2 * _PROSE:
        if _ERROR_TITLE.search(title) or any(
            block.tag == "h1" and _ERROR_TITLE.search(block.text) for block in layout.blocks
        ):
            return "error"
        consent = sum(block.length for block in layout.blocks if block.inherited & N.CONSENT)
        if _CONSENT_TITLE.search(title) or (consent > 300 and 2 * consent > layout.chars_before[-1]):
            return "consent"
    if _SEARCH_PATH.search(urlsplit(page.url).path):
        return "search"
    teasers, own = _teasers(layout)
    if (own < 2 * _PROSE or teasers > own) and _headlines(layout) >= 3:
        return "section"
    if prose >= 2 * _PROSE:
        return "article"
    return "empty" if layout.chars_before[-1] < 2 * _PROSE else "other"


def _headlines(layout: Layout) -> int:
    """Addresses under whole linked lines long enough to be headlines."""
    outside = N.NAV | N.FOOTER | N.COMMENT | N.TAGS
    return len(
        {
            link.href
            for block in layout.blocks
            if block.length >= (8 if IDEOGRAPHS.search(block.text) else 20)
            and block.link_chars > 0.8 * block.length
            and not block.inherited & outside
            for link in block.links
        }
    )


def _teasers(layout: Layout) -> tuple[int, int]:
    """Characters of the body's prose that stand beside a linked headline each, and of the rest."""
    blocks = layout.blocks
    teasers = own = count = 0
    for block in layout.body:
        around = blocks[max(0, block.index - 2) : block.index] + blocks[block.index + 1 : block.index + 2]
        beside = any(other.length >= 16 and other.link_chars > 0.8 * other.length for other in around)
        if beside or block.link_chars > 0.8 * block.length:
            teasers += block.length
            count += 1
        else:
            own += block.length
    return (teasers, own) if count >= 4 else (0, teasers + own)


def _form(layout: Layout, page: Page, prose: int) -> str:
    """article, live, gallery, video or audio."""
    path = urlsplit(page.url).path
    types = types_of(page.article)
    if "LiveBlogPosting" in types or page.article.get("liveBlogUpdate"):
        return "live"
    live = sum(block.length for block in layout.body if block.inherited & N.LIVE)
    if prose > 2000 and (_LIVE_PATH.search(path) or (2 * live > prose and _posts(layout) > 4)):
        return "live"
    if prose >= 4 * _PROSE and page.article:
        return "article"
    every = {name for item in page.json_ld for name in types_of(item)}
    stated = (page.meta_first("og:type") or "").lower()
    if every & _GALLERIES or (_GALLERY_PATH.search(path) and len(layout.images) >= _PICTURES):
        return "gallery"
    if prose < 4 * _PROSE:
        if stated.startswith("video") or (_VIDEO_PATH.search(path) and "VideoObject" in every):
            return "video"
        if _AUDIO_PATH.search(path) and every & {"AudioObject", "PodcastEpisode", "RadioEpisode"}:
            return "audio"
        if not page.article and every & {"PodcastEpisode", "RadioEpisode"}:
            return "audio"
    return "article"


def _posts(layout: Layout) -> int:
    """Times shown between the body's first and last block: a live blog stamps each of its posts."""
    first, last = layout.body[0].index, layout.body[-1].index
    return sum(first < index < last for _, index in layout.times)


def _truth(value: Any) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().rsplit("/", 1)[-1].lower())
    return value if isinstance(value, bool) else None


def _access(layout: Layout, page: Page, prose: int) -> str | None:
    """As the page states it for machines (schema.org, Facebook's content tier), else as its walls show."""
    article = page.article
    free = _truth(article.get("isAccessibleForFree"))
    parts = article.get("hasPart")
    if free is not False and any(
        isinstance(part, dict) and _truth(part.get("isAccessibleForFree")) is False
        for part in (parts if isinstance(parts, list) else [parts])
    ):
        free = False
    if free is None:
        tier = (page.meta_first("article:content_tier", "og:article:content_tier") or "").lower()
        free = {"free": True, "locked": False}.get(tier)
    if free is not None:
        return "free" if free else "paywalled"
    return "paywalled" if prose < 2500 and _wall(layout) else None


def _wall(layout: Layout) -> bool:
    """Whether a subscription offer stands right where the body ends."""
    if not layout.body:
        return False
    end = layout.body[-1].index + 1
    for block in layout.blocks[end : end + 4]:
        if not block.inherited & N.HIDDEN and says_wall(block.text):
            return True
        if block.inherited & N.PAYWALL and not block.inherited & (N.NAV | N.FOOTER | N.HEADER | N.NEWSLETTER):
            first, every, count, _ = W.labels(block.text[:200])
            if every & (W.PAYWALL | W.NEWSLETTER) and count and not first & W.COMMENT:
                return True
    return False


def _truncated(layout: Layout, page: Page, anchor: Anchor, access: str | None, prose: int) -> bool | None:
    if not prose:
        return None
    if access == "paywalled" and (layout.body[-1].text.endswith(("...", "…")) or _wall(layout)):
        return True
    stated = anchor.evidence.text
    if len(stated) > prose:  # only then is it worth a closer look
        body = squeeze("".join([block.text for block in layout.body]))
        if len(stated) > 1.5 * len(body) + 400 and body[:60] in stated:
            return True
    try:
        words = int(str(page.article.get("wordCount") or 0))
    except ValueError:
        words = 0
    if access == "paywalled" and words > 150:
        shown = sum(len(block.text.split()) for block in layout.body)
        return shown < 0.5 * words
    return False if access == "free" else None
