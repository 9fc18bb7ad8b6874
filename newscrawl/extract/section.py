"""The section a story stands in: breadcrumb, JSON-LD, meta, the labels beside the headline, address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from newscrawl.anycase import AnyCase
from newscrawl.extract.block_kinds import INLINE, NONE, SECTION, heading_kind, is_more, slugs
from newscrawl.extract.block_kinds import POPULAR as MOST_READ
from newscrawl.extract.block_kinds import RELATED as MORE
from newscrawl.extract.blocks import Block, Layout, Link, Node
from newscrawl.extract.names import (
    ASIDE,
    COMMENT,
    CONSENT,
    FOOTER,
    HEADER,
    LATEST,
    NAV,
    NEWSLETTER,
    POPULAR,
    RELATED,
    SHARE,
)
from newscrawl.extract.site_name import site_names, title_parts
from newscrawl.page import Page, types_of

_CRUMBS = AnyCase(r"breadcrum|bread-crumb|crumbs?\b|brotkrumen|migas|fil-ariane|krumer|krosno")
_HOME = frozenset(
    "home homepage start startseite accueil inicio início principal portada главная головна anasayfa "
    "الرئيسية トップ ホーム top "
    "首页 首頁 홈 hjem forside forsiden hem etusivu úvod domů naslovnica začetna kezdőlap nyitólap početna "
    "αρχική הבית beranda "
    "หน้าแรก होम frontpage начало beginn خانه".split()
) | {
    "home page", "front page", "ana sayfa", "strona główna", "главная страница", "trang chủ", "you are "
    "here",
    "صفحه اصلی", "صفحه نخست", "zur startseite", "الصفحة الرئيسية", "trang nhất",
    "página inicial", "página principal",
}  # fmt: skip
# "Quaypost Homepage", "Zurück zur Startseite": no section's name ends so.
_HOME_WORDS = ("homepage", "frontpage", "startseite")
# Names that say "news" and no more: taken only where nothing nearer follows.
_ANY_NEWS = frozenset(
    "nachrichten news noticias actualités actualité actualidad notizie notícias haberler haber новости "
    "новини nyheter nieuws "
    "blog themen thema topics temas artikel article articles posts meldungen uutiset wiadomości zprávy "
    "latest".split()
) | {
    "hindi news", "english news", "breaking news", "top news", "all news", "alle news",
    "news home",
}  # fmt: skip
# Folders of what is shown first, and of blogs.
_NO_FOLDERS = frozenset("blog blogs destacado destacados destacadas featured destaque destaques".split())
# First segments of an address that name a kind of page, not a section.
_NO_SECTION = _NO_FOLDERS | frozenset(
    "article articles story stories news post posts blog blogs content archive archives node index page "
    "pages id item items "
    "artikel artikels artikler articulo noticia noticias nachrichten nyheter uutiset detail details print "
    "amp mobile www wiki "
    "en de fr es it pt ru ar ja zh us uk eu "
    "eng rus deu fra esp ita por ukr arm sites www2 web default view read live video videos gallery "
    "photo photos picture themen thema info wordpress "
    "contents column columns entry entries feature features a i n s c p".split()
)
_MENUS = NAV | HEADER | FOOTER
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_WORD = re.compile(r"[\W_]+")
# "Jahrgang 2019", "Issue: 43".
_NUMBERED = re.compile(
    r"^(?:\w+ )?(?:19|20)\d\d$|^(?:ausgabe|heft|issue|vol(?:ume)?|num[eé]ro|n[uú]mero|nr)\b.*\d"
)
_LETTER = re.compile(r"[^\W\d_]")
# A word or three, of more than two letters.
_PLAIN = re.compile(r"[^\W\d_][^\W\d_ ]{2,}(?: [^\W\d_]+){0,2}")
_CRUMB_BREAKS = re.compile(r"\s*[›»>/|→❯\n]\s*")
_CRUMB_MARKS = re.compile(r"[›»>→❯/]")
# Sections side by side in one statement; "Album/Single Reviews" is one.
_PARTS = re.compile(r"\s*[,;|>]\s*|\s+/\s+|^/|/$")
_FRONT_PATH = re.compile(r"(?:[a-z]{2}(?:[-_][a-z]{2})?)?/?(?:index\.\w+)?|\.\.?", re.I)
# Folders of persons, of single works.
_NO_FOLDER = re.compile(r"[@~\d]")
_SEPARATORS = "›»>/|·•→❯:-–— \t\n\xa0"
_LABEL_EDGES = _SEPARATORS + ".,"


# What says "no section", not the name of one.
_NO_NAME = frozenset(
    "article articles tag tags page post uncategorized uncategorised test archive archives archiv archivio "
    "archivo "
    "category categories kategorie kategorien ohne-kategorie sans-catégorie sin-categoría "
    "senza-categoria".split()
)
# Names of an element that holds the section's label and no more.
_SECTION_NAMES = AnyCase(
    r"(?<![a-z])(?:categor|kategor|cate?(?![a-z])|rubri|primary-tag|ressort|secci[oó]n|sec[cç][aã]o|"
    r"section-?(?:name|title|label|link)|channel(?![\w-]))"
)
# Segments of an address behind which a section's own segment stands.
_SECTION_PATH = AnyCase(
    r"/(?:category|categories|cat|kategorie|kategori|kategoria|categoria|categorie|catégorie|rubrik|rubrique|rubrika|rubric|rubriques|"
    r"section|sections|seccion|secao|ressort)/[^/]"
)
_ELSEWHERE = ASIDE | COMMENT | CONSENT | FOOTER | LATEST | NAV | NEWSLETTER | POPULAR | RELATED | SHARE
# Names of sections that head no lists of stories, and so are no headings of lists.
_PLAIN_SECTIONS = frozenset(
    "chronik space debatte feuilleton ratgeber umwelt klima wetter reisen courts obituaries editorial "
    "startups".split()
)
# So near the headline, in blocks, a story's section is shown.
_ABOVE, _BELOW = 4, 4


def find_section(layout: Layout, page: Page, people: Iterable[str] = ()) -> str | None:
    """The section's name as the page shows or declares it; the outermost where it nests several.

    What says "news" and no more is taken where nothing else tells.

    :param people: the story's authors, whose folders and labels are no sections.
    """
    general: str | None = None
    for find in (_json_ld_crumb, _shown_crumb, _stated, _crumb_in_menu):
        if name := find(layout, page):
            if name.casefold() not in _ANY_NEWS:
                return name
            general = general or name
    authors = {_flat(person) for person in people}
    named, called = _labels_of_url(page, authors)
    if named:
        return named
    beside = _beside(layout, page, authors)
    if beside and (general is None or beside.casefold() not in _ANY_NEWS):
        return beside
    return general or called or _from_url(page, authors)


def _flat(text: str) -> str:
    return _NO_WORD.sub("", text.casefold())


def _flat_names(page: Page) -> set[str]:
    return {site.replace(" ", "") for site in site_names(page)}


def _fits(name: str, page: Page) -> bool:
    folded = name.casefold().strip(_SEPARATORS)
    if len(folded) > 40 or folded in _HOME or folded in _NO_NAME or folded.endswith(_HOME_WORDS):
        return False
    words = folded.split()
    # Issue numbers, years: "2023/43".
    if (
        not words
        or len(words) > 5
        or not _LETTER.search(folded)
        or _NUMBERED.search(folded)
        or not _NO_NAME.isdisjoint(words[-1:])
        or words[0] in ("sponsored", "anzeige", "advertorial")
    ):
        return False
    flat = _NO_WORD.sub("", folded)
    return not any(flat == site or (len(site) > 5 and flat.startswith(site)) for site in _flat_names(page))


def _json_ld_crumb(layout: Layout, page: Page) -> str | None:
    general: str | None = None
    for item in page.json_ld:
        if "BreadcrumbList" not in types_of(item):
            lists = item.get("breadcrumb")
            item = lists if isinstance(lists, dict) and "BreadcrumbList" in types_of(lists) else {}
        elements = item.get("itemListElement")
        if not isinstance(elements, list):
            continue
        crumbs = [crumb for element in elements if (crumb := _stated_crumb(element))]
        if chosen := _choose(crumbs, layout, page):
            if chosen.casefold() not in _ANY_NEWS:
                return chosen
            general = general or chosen
    return general


def _stated_crumb(element: Any) -> tuple[str, str] | None:
    """(name, address) of a crumb in JSON-LD."""
    if not isinstance(element, dict):
        return None
    name = element.get("name")
    inner = element.get("item")
    address = inner
    if isinstance(inner, dict):
        name = name or inner.get("name")
        address = inner.get("@id") or inner.get("url")
    if not isinstance(name, str) or not name.strip():
        return None
    return " ".join(name.split()), address if isinstance(address, str) else ""


def _choose(crumbs: list[tuple[str, str]], layout: Layout, page: Page) -> str | None:
    """The first crumb after the home page: "Home > World > Europe > headline" -> "World"."""
    stated = page.article.get("headline")
    shown = layout.headline_block
    own = {page.title.casefold()[:30], stated.casefold()[:30] if isinstance(stated, str) else ""} - {""}
    headline = shown.text.casefold() if shown is not None else ""
    general: str | None = None
    before = ""
    for place, (name, address) in enumerate(crumbs):
        year, before = _YEAR.fullmatch(before), name
        if year or (place == 0 and len(crumbs) > 1 and _is_front(address, page)):
            continue  # "2024 > May"; the site's own name, or "MEN Frontpage"
        folded = name.casefold()
        if folded == headline or (len(name) > 25 and any(known.startswith(folded[:30]) for known in own)):
            continue
        if _fits(name, page):
            if folded not in _ANY_NEWS:
                return name
            general = general or name
    return general


def _is_front(address: str, page: Page) -> bool:
    """Whether an address is that of the site's front page: of one host, no path or a language's."""
    host, path = _host_and_path(address)
    if host and host != _host_and_path(page.url)[0]:
        return False
    return bool(address) and address[:1] not in ("#", "?") and bool(_FRONT_PATH.fullmatch(path))


def _host_and_path(address: str) -> tuple[str, str]:
    """An address taken apart without a look at whether it is one: thousands are asked about."""
    address = address.partition("#")[0].partition("?")[0]
    if "//" in address[:8]:
        host, _, path = address.partition("//")[2].partition("/")
        return host.lower().removeprefix("www."), path.strip("/")
    return "", address.strip("/")


def _shown_crumb(layout: Layout, page: Page) -> str | None:
    crumb: Node | None = None
    # Most pages name none: one look at all names.
    every = " ".join([node.names for node in layout.nodes])
    if "rumb" in every or "krum" in every or "migas" in every or "ariane" in every:
        for node in layout.nodes:
            if (
                (names := node.names)
                and ("rumb" in names or "krum" in names or "migas" in names or "ariane" in names)
                and _CRUMBS.search(names)
                and 0 < node.last - node.first <= 8
                and layout.chars(node) < 300
            ):
                crumb = node
                break
    if crumb is None:
        return _unnamed_crumb(layout, page)
    shown = [
        (link.text.strip(_SEPARATORS), link.href)
        for link in layout.links
        if crumb.first <= link.first < crumb.last and link.text
    ]
    if not shown:
        for block in layout.blocks[crumb.first : crumb.last]:
            shown += [(part.strip(_SEPARATORS), "") for part in _CRUMB_BREAKS.split(block.text)]
    return _choose([part for part in shown if part[0]], layout, page)


def _unnamed_crumb(layout: Layout, page: Page) -> str | None:
    """A breadcrumb that nothing names one: above the headline, from the front page on, with its marks between
    or the headline as its end.
    """
    headline = layout.headline_block
    if headline is None:
        return None
    above = layout.blocks[max(0, headline.index - 6) : headline.index]
    for place, block in enumerate(above):
        links = block.links
        if not links or not (
            links[0].text.casefold().strip(_SEPARATORS) in _HOME or _is_front(links[0].href, page)
        ):
            continue
        if len(links) > 1 and block.length < 300 and _CRUMB_MARKS.search(block.text):
            return _choose([(link.text.strip(_SEPARATORS), link.href) for link in links[:8]], layout, page)
        for last, end in enumerate(above[place + 1 :], place + 1):
            if end.text == headline.text:
                chain = [link for part in above[place:last] for link in part.links[:2]]
                return _choose([(link.text.strip(_SEPARATORS), link.href) for link in chain], layout, page)
    return None


def _crumb_in_menu(layout: Layout, page: Page) -> str | None:
    """The section of a breadcrumb inside a menu, which the walk passed over."""
    for node in layout.nodes:
        if node.first == node.last and node.flags & _MENUS and len(node.el):
            for element in node.el.iter("ol", "ul", "nav"):
                if (names := element.get("class")) and _CRUMBS.search(names):
                    crumbs = [
                        (" ".join("".join(map(str, link.itertext())).split()), link.get("href") or "")
                        for link in element.iter("a")
                    ]
                    if len(crumbs) <= 8 and (chosen := _choose([c for c in crumbs if c[0]], layout, page)):
                        return chosen
    return None


def _stated(layout: Layout, page: Page) -> str | None:
    """The section as stated for machines; a name in place of what only an address holds ("howard")."""
    general: str | None = None
    key: str | None = None
    for content in _statements(page):
        parts = _PARTS.split(" ".join(content.split()))
        name = next((part for part in parts if part), "")
        if not _fits(name, page):
            continue
        if name.casefold() in _ANY_NEWS:
            general = general or name
        elif not name.islower():
            return name
        else:
            key = key or name
    name = key or general
    return _label(page, name, None)[0] or name if name and name.islower() else name


def _statements(page: Page) -> Iterator[str]:
    stated = page.article.get("articleSection")
    for value in stated if isinstance(stated, list) else [stated]:
        if isinstance(value, str):
            yield value
    for key in (
        "article:section",
        "section",
        "parsely-section",
        "cxenseparse:section",
        "sailthru.section",
        "articlesection",
        "category",
        "dc.subject",
        "og:section",
        "og:article:section",
    ):
        yield from page.meta.get(key, ())


def _beside(layout: Layout, page: Page, authors: set[str]) -> str | None:
    """The label above the headline or in the line of byline and date: "Sport", "in Fashion, Travel"."""
    headline = layout.headline_block
    if headline is None:
        return None
    blocks, index = layout.blocks, headline.index
    last = min(index + _BELOW, layout.body[0].index - 1 if layout.body else index + _BELOW)
    path = _host_and_path(page.url)[1] + "/"
    general: str | None = None
    for block in (*reversed(blocks[max(0, index - _ABOVE) : index]), *blocks[index + 1 : last + 1]):
        if block.length > 200 or block.node.inherited & _ELSEWHERE & ~headline.node.inherited:
            continue
        for name in _labels_in(block, path):
            if _fits(name, page) and _names_section(name) and _flat(name) not in authors:
                if name.casefold() not in _ANY_NEWS:
                    return name
                general = general or name
    return general


def _labels_in(block: Block, path: str) -> Iterator[str]:
    named = _SECTION_NAMES.search(block.node.names) is not None
    for link in block.links[:6]:
        if link.href.startswith(("#", "javascript:")):
            continue  # a button
        if named or _leads_to_section(link, path):
            yield link.text.strip(_LABEL_EDGES)
    if named and not block.links and block.length <= 40:
        yield block.text.strip(_SEPARATORS)


def _leads_to_section(link: Link, path: str) -> bool:
    if "category" in (link.el.get("rel") or "") or _SECTION_PATH.search(link.href):
        return True
    own = _host_and_path(link.href)[1]
    return (
        len(own) > 2
        and path.startswith(own + "/")
        and len(own) + 1 < len(path)
        and not _NO_FOLDER.search(own)
        and own.rpartition("/")[2] not in _NO_FOLDERS
    )


def _names_section(name: str) -> bool:
    """Whether a short line near the headline may be a section's name by its words ("Close" isn't)."""
    return heading_kind(name) not in (MORE, MOST_READ, INLINE, NONE) and not is_more(name)


def _labels_of_url(page: Page, authors: set[str]) -> tuple[str | None, str | None]:
    """What the page calls the section that its address holds: in the same words, and in whatever words."""
    called: str | None = None
    for segment, path in _segments(page):
        named, other = _label(page, segment, path)
        if named and _flat(named) not in authors:
            return named, called
        if called is None and other and _flat(other) not in authors:
            called = other
    return None, called


def _segments(page: Page) -> Iterator[tuple[str, str]]:
    """(segment, path up to and with it) of the address's first ones that may be a section's."""
    segments = [segment for segment in unquote(urlsplit(page.url).path).split("/") if segment]
    for end, segment in enumerate(segments[:-1][:3], 1):
        if segment.casefold() not in _NO_SECTION and _PLAIN.fullmatch(
            segment.replace("-", " ").replace("_", " ")
        ):
            yield segment, "/".join(segments[:end]).casefold()


def _label(page: Page, name: str, path: str | None) -> tuple[str | None, str | None]:
    """The label that the page shows for a section it names by a slug: a link of a menu, a part of the title;
    and what a link to that very section is called in other words.

    :param path: the section's own address, whose link is called as the section in whatever language.
    """
    slug = name.casefold().replace("_", "-").replace(" ", "-")
    bare = slug.replace("-", "")
    path = path.replace("_", "-") if path else path
    site = ".".join(_host_and_path(page.url)[0].split(".")[-2:])
    other: str | None = None
    for element in page.anchors():
        href, text = (element.get("href") or "").casefold().replace("_", "-"), element.text
        # The stories of the section hold its slug in their addresses too: asked only where it ends them.
        leads = slug in href and href.rstrip("/").removesuffix(".html").endswith(slug)
        if not leads and (not text or text.strip()[:1].casefold() != slug[:1]):
            continue
        if text is None or not text.strip() or len(element):
            text = "".join(map(str, element.itertext()))
        if not 2 < len(text) < 200:
            continue
        text = " ".join(text.split()).strip(_LABEL_EDGES)
        if not _fits(text, page):
            continue
        host, there = _host_and_path(href)
        if host and not host.endswith(site):
            continue
        if any(spelling.replace("-", "") == bare for spelling in slugs(text)):
            return text, None
        if other is None and there.removesuffix(".html") == path and len(text) <= 25 and _names_section(text):
            other = text
    title = page.title
    start = 0
    for found in (*title_parts(title), None):
        part = title[start : found.start()] if found else title[start:]
        start = found.end() if found else 0
        if len(part) < 40 and any(spelling.replace("-", "") == bare for spelling in slugs(part)):
            return (part if _fits(part, page) else None), other
    return None, other


def _from_url(page: Page, authors: set[str]) -> str | None:
    """A segment of the address that is a common name of a section; other words of addresses are as often the
    machinery's ("service", "nota", "easy").
    """
    for segment, _ in _segments(page):
        name = segment.replace("-", " ").replace("_", " ")
        if (heading_kind(name) == SECTION or name in _PLAIN_SECTIONS) and _flat(name) not in authors:
            return name
    return None
