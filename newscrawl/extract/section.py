"""The section a story stands in: breadcrumb, JSON-LD, meta, address."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from newscrawl.extract.blocks import Layout, Node
from newscrawl.extract.names import FOOTER, HEADER, NAV
from newscrawl.extract.site_name import site_names
from newscrawl.page import Page, types_of

_CRUMBS = re.compile(r"breadcrumb|bread-crumb|crumbs?\b|brotkrumen|migas|fil-ariane|krumer|krosno", re.I)
_HOME = frozenset(
    "home homepage start startseite accueil inicio início principal portada главная головна anasayfa "
    "الرئيسية トップ ホーム top "
    "首页 首頁 홈 hjem forside forsiden hem etusivu úvod domů naslovnica začetna kezdőlap nyitólap početna "
    "αρχική הבית beranda "
    "หน้าแรก होम frontpage news".split()
) | {
    "home page", "front page", "ana sayfa", "strona główna", "главная страница", "trang chủ", "you are "
    "here",
}  # fmt: skip
# Names that say "news" and no more: taken only where nothing nearer follows.
_ANY_NEWS = frozenset(
    "nachrichten news noticias actualités actualité actualidad notizie notícias haberler haber новости "
    "новини nyheter nieuws "
    "artikel article articles uutiset wiadomości zprávy latest".split()
) | {
    "hindi news", "english news", "breaking news", "top news", "all news", "news home",
}  # fmt: skip
# First segments of an address that name a kind of page, not a section.
_NO_SECTION = frozenset(
    "article articles story stories news post posts blog blogs content archive archives node index page "
    "pages id item items "
    "artikel artikels artikler articulo noticia noticias nachrichten nyheter uutiset detail details print "
    "amp mobile www wiki "
    "en de fr es it pt ru ar ja zh us uk eu "
    "eng rus deu fra esp ita por ukr arm sites www2 web default view read live video videos gallery "
    "photo photos picture "
    "contents column columns entry entries feature features a i n s c p".split()
)
_MENUS = NAV | HEADER | FOOTER
_YEAR = re.compile(r"(?:19|20)\d\d")
_SEPARATORS = "›»>/|·•→❯:-–— \t\n\xa0"


def find_section(layout: Layout, page: Page) -> str | None:
    """The section's name as the page shows or declares it; the outermost where it nests several."""
    return (
        _json_ld_crumb(page)
        or _shown_crumb(layout, page)
        or _stated(page)
        or _crumb_in_menu(layout, page)
        or _from_url(page)
    )


def _flat_names(page: Page) -> set[str]:
    return {site.replace(" ", "") for site in site_names(page)}


def _fits(name: str, page: Page) -> bool:
    folded = name.casefold().strip(_SEPARATORS)
    if not folded or folded.isdigit() or len(folded) > 40 or folded in _HOME or len(folded.split()) > 5:
        return False
    if folded in ("article", "articles", "tag", "tags", "archive", "page", "post", "uncategorized", "blog"):
        return False
    flat = re.sub(r"\W", "", folded)
    return not any(flat == site or (len(site) > 5 and flat.startswith(site)) for site in _flat_names(page))


def _json_ld_crumb(page: Page) -> str | None:
    for item in page.json_ld:
        if "BreadcrumbList" not in types_of(item):
            lists = item.get("breadcrumb")
            item = lists if isinstance(lists, dict) and "BreadcrumbList" in types_of(lists) else {}
        elements = item.get("itemListElement")
        if not isinstance(elements, list):
            continue
        names = [_crumb_name(element) for element in elements]
        stated = page.article.get("headline")
        chosen = _choose([name for name in names if name], page, stated if isinstance(stated, str) else None)
        if chosen:
            return chosen
    return None


def _crumb_name(element: Any) -> str | None:
    if not isinstance(element, dict):
        return None
    name = element.get("name")
    inner = element.get("item")
    if not name and isinstance(inner, dict):
        name = inner.get("name")
    return " ".join(name.split()) if isinstance(name, str) else None


def _choose(names: list[str], page: Page, headline: str | None) -> str | None:
    """The first crumb after the home page: "Home > World > Europe > headline" -> "World"."""
    own = {page.title.casefold()[:30], (headline or "").casefold()[:30]} - {""}
    general: str | None = None
    for before, name in zip(("", *names), names, strict=False):
        if _YEAR.fullmatch(before):
            continue  # "2024 > May"
        own_title = len(name) > 25 and any(known.startswith(name.casefold()[:30]) for known in own)
        if not own_title and _fits(name, page):
            if name.casefold() not in _ANY_NEWS:
                return name
            general = general or name
    return general


def _shown_crumb(layout: Layout, page: Page) -> str | None:
    crumb: Node | None = None
    # Most pages name none: one look at all names.
    every = " ".join([node.names for node in layout.nodes])
    if not ("rumb" in every or "krum" in every or "migas" in every or "ariane" in every):
        return None
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
        return None
    shown = [
        link.text.strip(_SEPARATORS)
        for link in layout.links
        if crumb.first <= link.first < crumb.last and link.text
    ]
    if not shown:
        for block in layout.blocks[crumb.first : crumb.last]:
            shown += [part.strip(_SEPARATORS) for part in re.split(r"\s*[›»>/|→❯\n]\s*", block.text)]
    return _choose([name for name in shown if name], page, None)


def _crumb_in_menu(layout: Layout, page: Page) -> str | None:
    """The section of a breadcrumb inside a menu, which the walk passed over."""
    for node in layout.nodes:
        if node.first == node.last and node.flags & _MENUS and len(node.el):
            for element in node.el.iter("ol", "ul", "nav"):
                if _CRUMBS.search(element.get("class") or ""):
                    names = [" ".join("".join(link.itertext()).split()) for link in element.iter("a")]
                    if len(names) <= 8 and (chosen := _choose([name for name in names if name], page, None)):
                        return chosen
    return None


def _stated(page: Page) -> str | None:
    stated = page.article.get("articleSection")
    for value in stated if isinstance(stated, list) else [stated]:
        if isinstance(value, str):
            name = re.split(r"\s*[,;|>/]\s*", " ".join(value.split()))[0]
            if _fits(name, page):
                return name
    for key in (
        "article:section",
        "section",
        "parsely-section",
        "cxenseparse:section",
        "sailthru.section",
        "category",
        "dc.subject",
        "og:article:section",
    ):
        for content in page.meta.get(key, ()):
            name = re.split(r"\s*[,;|>/]\s*", content)[0]
            if _fits(name, page):
                return name
    return None


def _from_url(page: Page) -> str | None:
    """The first segment of the address, where it is one plain word and not the last."""
    segments = [segment for segment in unquote(urlsplit(page.url).path).split("/") if segment]
    for segment in segments[:-1][:3]:
        word = segment.replace("-", " ").replace("_", " ")
        if segment.casefold() in _NO_SECTION or not re.fullmatch(
            r"[^\W\d_][^\W\d_ ]{2,}(?: [^\W\d_]+){0,2}", word
        ):
            continue
        return word
    return None
