"""Which links of a page lead to stories, which one to the next page of a section, and which to nothing.

Works on sites nobody described: by the shape of an address (a date, a number, a long slug), by what stands
in the link (a headline is long, a menu entry short) and by where it stands (repeated cards and headings, not
navigation, tags, footers). Words of addresses are those content systems use, in several languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from newscrawl.extract.blocks import HEADINGS, Layout, Link, Node
from newscrawl.extract.names import (
    ARTICLE,
    BUTTON,
    COMMENT,
    CONSENT,
    FOOTER,
    FORM,
    LEGAL,
    NAV,
    SHARE,
    TAGS,
)
from newscrawl.page import Page

__all__ = [
    "StoryLink",
    "date_in_url",
    "is_section",
    "is_trap",
    "looks_like_story",
    "next_page",
    "story_links",
]


@dataclass(slots=True)
class StoryLink:
    """A link to a story, as found on a section or front page."""

    url: str
    """Absolute address as the page gives it."""
    text: str
    """Longest text linked to it: as a rule the headline."""
    date: str | None = None
    """ISO date of its card or its address; None where neither shows one."""
    score: float = field(default=0.0, repr=False)


# -- the shape of an address ---------------------------------------------------------------------------------

# Whole path segments that never lead to a story; beside them a slug or number proves nothing.
_NO_STORY = frozenset(
    """
    tag tags topic-tag keywords schlagwort schlagworte etiqueta etiquetas etichetta tagged author authors
    autor autoren autores autore autori auteur auteurs writer writers profiles profil contributor
    contributors byline journalist journalists redaktion reporter reporters forfatter search suche recherche
    buscar busca busqueda cerca zoeken sok hledat поиск login signin sign-in sign-up signup register
    registration anmelden account accounts logout subscribe subscription subscriptions abo abonnement
    abonnements abonnieren suscripcion newsletter newsletters druck drucken druckversion imprimir mailto
    feed feeds rss atom comments comment kommentare sitemap gallery galleries galerie galerien galeria
    fotogalerie bildergalerie bildergalerien bildstrecke photogallery pictures picture-gallery slideshow
    slideshows diaporama diaporamas fotostrecke video videos watch player audio podcast podcasts mediathek
    media-gallery foto fotos photo photos print tv-guide about about-us contact contact-us kontakt contacto
    contatti impressum imprint
    privacy datenschutz privacidad terms terms-of-use terms-of-service agb nutzungsbedingungen cookie-policy
    advertise advertising werbung mediadaten stellenmarkt wp-admin wp-login.php wp-content wp-json cdn-cgi
    xmlrpc.php cgi-bin plugins pages-jaunes
    """.split()
)
# Segments that are no story's either, unless what stands behind them is clearly one: content systems keep
# stories under /archive/ and /page/, and there are sections on weather, jobs and games.
_SELDOM_STORY = frozenset(
    """
    calendar kalender calendario calendrier kalendar archive archives archiv archivo archivio arsip arkiv
    help faq hilfe support apps app shop store boutique my mein mijn konto static assets page pagina seite
    special weather wetter meteo tiempo horoscope horoskop horoscopo crossword crosswords puzzles games
    spiele quiz cookies jobs careers karriere legal bilder share staff profile
    user users tv-programm livestream label labels keyword
    """.split()
)
# ... and those that name a list where they stand last, but may lead to a story with something behind them.
_LIST = frozenset(
    """
    category categories kategorie categoria rubrik rubrique rubric section sections ressort seccion sezione
    topic topics thema themen tema temas theme themes sujet dossier dossiers special specials series latest
    newest recent all popular most-read most-viewed
    trending live today heute news nachrichten noticias
    actualites
    actualite notizie nieuws nyheter nyheder uutiset berita haber news-list index home start
    """.split()
)
_TRAP_QUERY = re.compile(
    r"(?:^|[&;])(?:sort|sort_?by|sortierung|order|order_?by|dir|direction|filter\w*|facet\w*|view|layout|day|month|year"
    r"|date|cal|calendar|from_date|to_date|s|q|query|search|keys|suche|replytocom|comment\w*|print|share|action|login"
    r"|redirect\w*|return\w*|lang|locale|tag|author|week|display|format|outputtype|add-to-cart|session\w*)(?:=|&|$)",
    re.I,
).search
_PAGING_QUERY = re.compile(
    r"(?:^|[&;])(?:page|paged|pg|seite|pagina|start|offset|p_?nr|pagenum\w*|currentpage)=\d+", re.I
).search
_PAGING_PATH = re.compile(r"/(?:page|seite|pagina|p|pg)[/-]?\d{1,4}/?$", re.I).search
# "/2016/09/" and "/2016/09/05/" with nothing behind are calendars.
_CALENDAR = re.compile(r"(?:^|/)(?:19|20)\d\d(?:[/-]\d{1,2}){0,2}/?$").search
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|avif|pdf|docx?|xlsx?|pptx?|mp[34]|m4[av]|mov|webm|zip|gz|xml|rss|atom|json|js|css|ics|apk|exe)$",
    re.I,
).search
_DATE = re.compile(
    r"(?:^|[/_.-])((?:19|20)\d\d)"
    r"(?:[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?!\d)|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\d{0,9}(?:[/_.-]|$)))"
)
_MONTH_DATE = re.compile(r"/(?:19|20)\d\d/(?:\d{1,2}|[a-z]{3})/").search
_ID = re.compile(r"(?:^|[/_.,-])[a-z]{0,4}(\d{5,})(?=$|[/_.,-]|\.s?html?)", re.I).search
_SHORT_ID = re.compile(r"(?:^|[/_.,-])[a-z]?\d{3,4}$|^\d{3,4}[-_]", re.I).search
_HEX_ID = re.compile(
    r"(?:[0-9a-f]{8}-[0-9a-f]{4}-|(?=[0-9a-z]*\d)(?=[0-9a-z]*[a-z])[0-9a-z]{10,}(?:$|[/.])|[a-z]{2,4}\d{2}[0-9a-z]{6,})",
    re.I,
).search
_ARTICLE_WORD = re.compile(
    r"/(?:a|articles?|artikel|articolo|articulo|art|story|stories|noticia|nota|post|beitrag|meldung|node|news-story|detail)(?:[/-]|$)",
    re.I,
).search
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|jsp|ece|story|cms|do|phtml|cnn)$", re.I)
_QUERY_ID = re.compile(
    r"(?:^|[&;])(?:id|p|post|nid|aid|artid|article_?id|idnews|newsid|news_?id|story_?id|storyid|no|sid|idxno|artikel|art|item|contentid|content_?id|aidx|articleid|oid|key)=[\w-]*\d",
    re.I,
).search
_WORD = re.compile(r"[^\W_]+")


def date_in_url(url: str) -> str | None:
    """ISO date in the path of an address ("/2016/09/05/", "/20160905/", "/2016-09-05-"), if there is one.

    >>> date_in_url("https://example.com/world/2016/09/05/story"), date_in_url("https://example.com/1234567")
    ('2016-09-05', None)
    """
    match = _DATE.search(urlsplit(url).path)
    if not match:
        return None
    year, month, day, month2, day2 = match.groups()
    try:
        found = date(int(year), int(month or month2), int(day or day2))
    except ValueError:
        return None
    return found.isoformat()


@lru_cache(maxsize=65536)
def is_trap(url: str) -> bool:
    """Whether an address is one a crawl for stories should never fetch.

    Calendars, tag and author pages, sort orders, searches, print views, logins, share links, files, galleries
    and videos. Paging is no trap by itself (see `next_page`), only no story.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    if parts.scheme not in ("http", "https") or len(url) > 2000 or parts.username is not None:
        return True
    path = unquote(parts.path).lower()
    if _FILE(path):
        return True
    segments = [s for s in path.split("/") if s]
    if len(segments) > 15 or (len(segments) > 3 and len(set(segments)) <= len(segments) // 2):
        return True  # "/a/b/a/b/a/b": relative links that nest for ever
    if not _NO_STORY.isdisjoint(segments):
        return True
    if not _SELDOM_STORY.isdisjoint(segments) and (segments[-1] in _SELDOM_STORY or _shape(url) < 2):
        return True
    if _CALENDAR(path):
        return True
    return bool(parts.query and _TRAP_QUERY(parts.query) and not _QUERY_ID(parts.query))


@lru_cache(maxsize=65536)
def _shape(url: str) -> float:
    """How much an address looks like a story's: 0 for a section's, 3 and more for a clear one."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    segments = [s for s in path.split("/") if s]
    if not segments and not parts.query:
        return -3.0
    if _CALENDAR(path) or _PAGING_PATH(path) or (parts.query and _PAGING_QUERY(parts.query)):
        return -3.0
    score = 0.0
    last = segments[-1] if segments else ""
    stem = _EXTENSION.sub("", last)
    if len(segments) > 1 and stem.lower() in ("index", "amp", "story", "article", "default"):
        stem = segments[-2]  # "/story-slug/amp", "/slug/index.html": what names the page stands before
    words = _WORD.findall(stem)
    letters = [w for w in words if not w.isdigit()]
    if _DATE.search(path):
        score += 2.5
    elif _MONTH_DATE(path + "/"):
        score += 2
    if last.lower().startswith("index."):
        score += 0.5 if _ID(path) else 0
    elif _ID(path):
        score += 2
    elif stem and _HEX_ID(stem):
        score += 1.5
    elif _SHORT_ID(stem) and letters:
        score += 1
    if len(letters) >= 6:
        score += 3
    elif len(letters) >= 4:
        score += 2
    elif len(letters) == 3:
        score += 0.8
    if not stem.isascii() and len(stem) >= 14:
        score += 2  # a slug in a script without spaces or of few long words
    if _EXTENSION.search(last) and not last.lower().startswith(("index", "default", "home")):
        score += 1
    if _ARTICLE_WORD(path) and (len(segments) > 1):
        score += 1.2
    if parts.query and _QUERY_ID(parts.query):
        score += 1.5 + (0.8 if re.search(r"\d{4}", parts.query) else 0)
    if len(segments) >= 4:
        score += 0.3
    lower = stem.lower()
    if lower in _LIST or (
        len(segments) > 1 and segments[-2].lower() in _LIST_PARENTS and not any(c.isdigit() for c in stem)
    ):
        score -= 1.5
    if not any(c.isdigit() for c in path) and not _CATEGORY.isdisjoint(segments):
        score -= 1.5
    if len(segments) == 1 and len(letters) <= 2 and not _ID(path):
        score -= 1
    return score


_CATEGORY = frozenset(
    "category categories kategorie kategorien categoria categorie rubrik rubrique seccion".split()
)
_LIST_PARENTS = frozenset(
    "category categories kategorie categoria rubrik rubrique section sections seccion topic topics "
    "thema themen tema temas theme themes sujet tag tags dossier dossiers series region regions".split()
)


def looks_like_story(url: str) -> bool:
    """Whether an address has the shape of a story's, judged without its page or link text.

    >>> looks_like_story("https://example.com/world/minister-meets-farmers-after-flood-in-valley")
    True
    >>> looks_like_story("https://example.com/world/europe/"), looks_like_story("https://example.com/tag/floods-2016")
    (False, False)
    """
    return not is_trap(url) and _shape(url) >= 1.8


# -- links of a section page ---------------------------------------------------------------------------------

_OUTSIDE = NAV | FOOTER
# These count only close to the link: content systems name whole pages and cards by them, such as
# <article class="post category-world tag-harbour comments-open">.
_OUTSIDE_NEAR = TAGS | SHARE | COMMENT | CONSENT | LEGAL | FORM
_MORE = re.compile(
    r"(?:read|see|show|view|load|mehr|weiter|alle|all|lire|ver|voir|leer|leia|altre|leggi|lees|læs|les|läs|читать|"
    r"tümü|selengkapnya|続き|更多|더보기|المزيد|और)\b.{0,18}$",
    re.I,
).match
_ISO_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d").match


@dataclass(slots=True)
class _Target:
    """All links of the page to one address."""

    url: str
    text: str = ""
    place: float = -9.0
    date: str | None = None
    signature: str = ""


def story_links(page: Page, layout: Layout | None = None) -> list[StoryLink]:
    """Links of a section or front page that lead to stories, one an address, in page order.

    Addresses of other hosts are given too where they look like stories: which hosts are followed is the
    crawl's own rule. The page itself is never among them.
    """
    return [link for link, _ in _story_targets(page, layout or Layout(page))]


def _story_targets(page: Page, layout: Layout) -> list[tuple[StoryLink, _Target]]:
    own = _bare(page.url)
    targets: dict[str, _Target] = {}
    for link in layout.links:
        url = _absolute(page.base_url, link.href)
        if url is None or _bare(url) == own or is_trap(url):
            continue
        target = targets.get(key := _bare(url))
        if target is None:
            target = targets[key] = _Target(url)
        text = max((t for _, t in link.texts), key=_width, default="")
        if not text:
            text = link.el.get("title") or link.el.get("aria-label") or ""
        place = _place(layout, link, text)
        if place > target.place:
            target.place = place
            target.signature = _signature(link)
        if _width(text) > _width(target.text):
            target.text = " ".join(text.split())
        target.date = target.date or _card_date(layout, link)
    found = [(_judge(target), target) for target in targets.values()]
    _lift_repeated(found)
    return [pair for pair in found if pair[0].score >= 3.0]


def _absolute(base: str, href: str) -> str | None:
    href = href.strip()
    if not href or href[0] == "#" or href[:11].lower() == "javascript:":
        return None
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    return url.partition("#")[0] if url.startswith(("http://", "https://")) else None


def _bare(url: str) -> str:
    return url.partition("#")[0].partition("://")[2].rstrip("/")


def _width(text: str) -> int:
    """Length of a text in Latin letters: an ideograph says about as much as two and a half."""
    return (
        len(text)
        if text.isascii()
        else sum(2.5 if "⺀" <= c <= "鿿" or "가" <= c <= "힯" else 1 for c in text).__int__()
    )


def _place(layout: Layout, link: Link, text: str) -> float:
    """What the place and text of one link say for a story."""
    inherited = link.node.inherited
    if link.texts:
        inherited |= layout.blocks[link.texts[0][0]].inherited
    score = 0.0
    if inherited & _OUTSIDE or _near_flags(link) & _OUTSIDE_NEAR:
        score -= 3.0
    if inherited & BUTTON:
        score -= 0.5
    width = _width(text)
    if width >= 40:
        score += 2.5
    elif width >= 25:
        score += 1.8
    elif width >= 16:
        score += 0.6
    elif width:
        score -= 0.5
    if _MORE(text):
        score -= 0.5
    if _in_heading(layout, link):
        score += 1.5
    elif link.has_image:
        score += 0.5
    return score


def _near_flags(link: Link) -> int:
    flags = 0
    node: Node | None = link.node
    for _ in range(3):
        if node is None or node.tag in ("article", "main", "body") or node.flags & ARTICLE:
            break
        flags |= node.flags
        node = node.parent
    return flags


def _in_heading(layout: Layout, link: Link) -> bool:
    if any(layout.blocks[i].tag in HEADINGS for i, _ in link.texts):
        return True
    node: Node | None = link.node
    for _ in range(2):
        if node is None:
            return False
        if node.tag in HEADINGS:
            return True
        node = node.parent
    return False


def _signature(link: Link) -> str:
    """The link's place in the markup, so that cards of one list are recognised as alike."""
    names = [link.el.get("class") or ""]
    node: Node | None = link.node
    for _ in range(3):
        if node is None:
            break
        names.append(
            f"{node.tag}.{' '.join(node.names.split()[:2])}"
            if not any(c.isdigit() for c in node.names)
            else node.tag
        )
        node = node.parent
    return ">".join(names)


def _card_date(layout: Layout, link: Link) -> str | None:
    """Machine date of the card a link stands in: the smallest box with a <time>, if it holds just one."""
    node: Node | None = link.node
    for _ in range(5):
        if node is None:
            return None
        times = [
            el for el, index in layout.times if node.first <= index <= node.last and _inside(el, node.el)
        ]
        if times:
            stated = times[0].get("datetime") or ""
            return stated[:10] if len(times) == 1 and _ISO_DATE(stated) else None
        node = node.parent
    return None


def _inside(element: Any, ancestor: Any) -> bool:
    while element is not None:
        if element is ancestor:
            return True
        element = element.getparent()
    return False


def _judge(target: _Target) -> StoryLink:
    shape = _shape(target.url)
    score = target.place + (min(shape, 4.0) if shape > 0 else 2 * shape)
    return StoryLink(target.url, target.text, target.date or date_in_url(target.url), score)


def _lift_repeated(found: list[tuple[StoryLink, _Target]]) -> None:
    """Lift doubtful links that stand in the markup as others do, some of them sure: cards of one list."""
    alike: dict[str, list[StoryLink]] = {}
    for link, target in found:
        if target.place > 0:
            alike.setdefault(target.signature, []).append(link)
    for links in alike.values():
        if len(links) >= 3 and any(link.score >= 3.0 for link in links):
            for link in links:
                if 1.0 <= link.score < 3.0:
                    link.score += 1.5


# -- the next page of a section ------------------------------------------------------------------------------

_NEXT_TEXT = re.compile(
    r"^\W*(?:next(?: page)?|older(?: (?:posts|stories|entries|articles))?|weiter|nächste(?: seite)?"
    r"|vorwärts|ältere.{0,12}"
    r"|(?:page )?suivante?s?|siguientes?|página siguiente|seguinte|próxim[ao]|(?:pagina )?successiv[ao]"
    r"|avanti|prossim[ao]"
    r"|volgende|nästa|neste|næste|seuraava|następn[ay]|další|ďalšia|következő|sonraki|berikutnya|selanjutnya|tiếp|următoarea"
    r"|επόμεν[ηο]|следующая|вперед|далее|наступна|次へ?|次の\w*|下一页|下一頁|다음|التالي|التالية|بعدی|הבא|अगला|ถัดไป)\W*$",
    re.I,
).match
_NEXT_SIGN = re.compile(r"^\s*(?:[›»→>]|>>|&gt;|&raquo;)\s*$").match
_NEXT_NAME = re.compile(
    r"(?:^|[\s_-])(?:pager?|pagination|paging|nav)?[\s_-]*(?:next|older|weiter|suivant)(?:$|[\s_-])", re.I
).search
_NUMBER = re.compile(
    r"(?P<before>(?:[?&;](?:page|paged|pg|p|seite|pagina|pageno|pagenum(?:ber)?|currentpage|start|offset)=)|/(?:page|seite|pagina|p|pg)[/-]?|[/_-])"
    r"(?P<number>\d{1,4})(?P<after>(?:\.s?html?|/)?(?:[?&].*)?)$",
    re.I,
)


def next_page(page: Page, layout: Layout | None = None) -> str | None:
    """Absolute address of the section's following page; None on the last one or where there is no paging.

    Believed in this order: rel=next; a link that says "next" (in words, by a sign or by its class) and counts
    pages; a page number one higher than this page's own.
    """
    layout = layout or Layout(page)
    own_host, own = urlsplit(page.url).netloc, _bare(page.url)

    def on_site(url: str | None) -> bool:
        return bool(url) and urlsplit(url or "").netloc == own_host and _bare(url or "") != own

    for href in page.linked("next"):
        if on_site(href):
            return href.partition("#")[0]
    base, current = _numbered(page.url)
    named: list[str] = []
    numbered: dict[int, str] = {}
    for link in layout.links:
        url = _absolute(page.base_url, link.href)
        if url is None or not on_site(url):
            continue
        el = link.el
        if "next" in (el.get("rel") or "").lower().split():
            return url
        link_base, number = _numbered(url)
        if number is None or link_base != base:
            continue
        numbered.setdefault(number, url)
        label = el.get("aria-label") or el.get("title") or ""
        names = f"{el.get('class') or ''} {link.node.names}"
        if _NEXT_TEXT(link.text) or _NEXT_TEXT(label) or _NEXT_SIGN(link.text) or _NEXT_NAME(names):
            named.append(url)
    for url in named:
        number = _numbered(url)[1]
        if number is not None and number > (current or 0):
            return url
    if current is not None:
        return numbered.get(current + 1)
    # Page one carries no number: the next is 2, or 1 where counting starts at 0 (then no link says 2 alone).
    return (
        numbered.get(1)
        if 1 in numbered and _bare(numbered[1]) != own and _zero_based(layout, numbered[1])
        else numbered.get(2)
    )


def _numbered(url: str) -> tuple[str, int | None]:
    """An address without its page number, and the number."""
    bare = url.partition("#")[0]
    match = _NUMBER.search(bare)
    if not match or (match["before"] in ("/", "_", "-") and int(match["number"]) > 500):
        return re.sub(r"(?:/|/index\.s?html?|\.s?html?)$", "", bare), None
    before = match["before"]
    stem = bare[: match.start()]
    rest = match["after"].lstrip("/")
    if rest.startswith("&"):
        stem += "?" + rest[1:]
    elif before[0] in "&;" or rest.startswith("?"):
        stem += rest
    return re.sub(r"(?:/|/index\.s?html?|\.s?html?)$", "", stem), int(match["number"])


def _zero_based(layout: Layout, url: str) -> bool:
    """Whether the link to page number 1 is shown as "2"."""
    bare = _bare(url)
    return any(
        link.text.strip() == "2" and _bare(link.href).endswith(bare.partition("/")[2])
        for link in layout.links
    )


# -- section page or story -----------------------------------------------------------------------------------


def is_section(page: Page, layout: Layout | None = None) -> bool:
    """Whether a page is a list of stories rather than one: for start pages, whose address may be either.

    The page's own word counts first (an article in JSON-LD), then its address, then whether its text is a
    story's or that of teasers, each with a story's link just before or after it.
    """
    if page.article:
        return False
    parts = urlsplit(page.url)
    if not parts.path.strip("/") and not parts.query:
        return True  # front pages call themselves anything
    layout = layout or Layout(page)
    links = len(_story_targets(page, layout))
    # Any linked headline makes a text beside it a teaser, also one of a film or a tag.
    near = {
        index + step
        for link in layout.links
        if not link.node.inherited & _OUTSIDE
        for index, text in link.texts
        if _width(text) >= 16 and layout.blocks[index].link_density > 0.8
        for step in (-1, 0, 1, 2)
    }
    own = teasers = 0
    for block in layout.blocks:
        if block.length >= 60 and block.link_density < 0.5 and not block.inherited & _OUTSIDE:
            if block.index in near:
                teasers += _width(block.text)
            else:
                own += _width(block.text)
    if (page.meta_first("og:type") or "").lower() == "article" or looks_like_story(page.url):
        return links >= 8 and own + teasers < 300
    return links >= 2 and own < max(300, teasers)
