"""Where the links of one page lead: one key for all links to a story, on this site or not, shaped like a
story or not.

A page has hundreds of links and most are navigation. What is here looks at each with a few string operations
and leaves addresses that can't matter alone, so that the reading of lists costs a fraction of a millisecond.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin

# Whole path segments that never lead to a story ...
_NO_STORY = frozenset(
    """
    tag tags keyword keywords schlagwort author authors autor autoren autores autore autori auteur auteurs
    writer writers contributor contributors byline search suche buscar login signin sign-in signup sign-up
    register account accounts subscribe subscription subscriptions abonnement abonnements abonnieren
    newsletter newsletters rss comments sitemap about-us contact-us impressum imprint privacy privacy-policy
    datenschutz terms terms-of-use terms-of-service cookie-policy agb nutzungsbedingungen advertise
    advertising mediadaten stellenmarkt faq coupons gutscheine redirect redir preisvergleich
    price-comparison comparateur
    """.split()
)
# ... and those that seldom do: only where the rest of the address is clearly a story's.
_SELDOM_STORY = frozenset(
    """
    profile profiles people reporter redaktion staff team about contact kontakt cookies jobs careers
    karriere help hilfe shop store share policies policy legal feed feeds events event abo suscripcion series
    games recipes product products produkt produkte producto productos produit produits prodotto prodotti
    standings clasificacion clasificaciones classement classements classifica classifiche tabelle tabellen
    ranking rankings fixtures spielplan livescore livescores
    """.split()
)
# Lists of stories: what stands behind them is a name, long or not.
_SECTION = frozenset(
    """
    topic topics category categories kategorie kategorien categoria categorias categorie rubrik rubrique
    emne thema themen tema temas sujet dossier dossiers section sections seccion podcasts programs shows
    tema emner etiqueta rensai issue issues article_tag
    """.split()
)
# Scripts that list stories, whatever number they are called with: "/series/list.html?id=798".
_LISTS = frozenset("list liste lista listing category kategorie rubrik section archive".split())
_TELLING = _NO_STORY | _SELDOM_STORY | _SECTION
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:").match
# What stories' addresses hold. One pattern for all would cost several times as much.
_LONG_ID = re.compile(r"\d\d{4,}").search  # or a date without separators
_STORY_PART = re.compile(
    r"/(?:(?:19|20)\d\d[/-](?:\d\d?|[a-z]{3})[/-]"
    r"|(?=[^/]*\d)[0-9a-z]{10,}(?:[/.]|$)"
    r"|(?:a|i|s|articles?|artikel|story|stories|noticia|nota|post|node|art)/(?=[^/]*\d)[^/]+)"
).search
_SLUG = re.compile(r"(?<![^\W_])(?:[^\W_]+[-_+]){3,}[^\W_]+").search  # four words and more
_FOREIGN_SLUG = re.compile(  # in another script
    r"%[0-9A-Fa-f]{2}(?:(?:[^/%]|%(?![0-9A-Fa-f]{2}))*%[0-9A-Fa-f]{2}){11,}"
).search
# What has none of these is no story's address, and needs no look by the patterns above.
_NUMERAL = re.compile(r"[0-9%]").search
_SLUG_SIGN = re.compile(r"[-_+][^-_+]+[-_+][^-_+]+[-_+]").search
_DATED = re.compile(r"/(?:19|20)\d\d[/-]?\d\d|(?<![^\W_])(?:[^\W_]+-){4,}").search
_FILES = tuple(".jpg .jpeg .png .gif .svg .webp .pdf .zip .mp3 .mp4 .xml .rss .ics .apk".split())
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jsp|do|cgi|pl|cfm)$", re.I).search
_NAMING_QUERY = re.compile(
    r"(?:^|[&;])(?:id|p|post|nid|aid|artid|article_?id|idnews|news_?id|story_?id|no|sid|idxno|item"
    r"|content_?id|aidx|oid|key|module|view|artikel)=[\w-]*\d",
    re.I,
).search
_LAYOUT_LABELS = frozenset("www www2 www3 m mobile mobil amp wap edition".split())
# Hosts of a site that carry no stories: what they offer is another business.
_NO_STORY_LABELS = frozenset(
    "shop store boutique tienda negozio jobs stellen karriere careers abo subscribe account accounts login "
    "coupons gutscheine tickets newsletter help support".split()
)
# Labels under which others sell names: the site is the label before them.
_SUFFIX_LABELS = frozenset(
    "co com net org gov gob gouv govt edu ac go ne or in nom mil blogspot wordpress substack tumblr "
    "github".split()
)


def site_name(host: str) -> str:
    """The label that names a site, the same for its hosts in several countries: "bbc" of www.bbc.co.uk.

    >>> site_name("www.example.co.uk"), site_name("sport.example.com"), site_name("localhost")
    ('example', 'example', 'localhost')
    """
    labels = host.lower().rpartition("@")[2].partition(":")[0].split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return ".".join(labels)
    for label in reversed(labels[:-1]):
        if label not in _SUFFIX_LABELS:
            return label
    return labels[0]


def _bare_host(host: str) -> str:
    label, _, rest = host.partition(".")
    return rest if label in _LAYOUT_LABELS and "." in rest else host


class Target:
    """An address that links of the page lead to."""

    __slots__ = ("alike", "host", "internal", "key", "path", "query", "shape", "url")

    def __init__(self, key: str, url: str, host: str, path: str, query: str, internal: bool) -> None:
        self.key = key
        """What all links to it share; not an address."""
        self.url = url
        self.host = host
        """Without the label that only chooses a layout."""
        self.path = path
        self.query = query
        self.internal = internal
        """Whether it belongs to the page's own site."""
        self.alike: bool | None = None
        """Whether it is built like the page's own address; None before `Targets.alike` has looked."""
        self.shape = 0
        """2 shaped like a story, 1 somewhat or like this very page, 0 unclear, -1 like a section, -2
        surely none."""


class Targets:
    """Reads the hrefs of one page."""

    def __init__(self, url: str, base: str, canonical: str | None = None) -> None:
        self._base = base
        scheme, _, rest = base.partition("://")
        self._scheme = scheme
        host = rest.partition("/")[0].partition("?")[0]
        self._host = host
        self._root = f"{scheme}://{host}"
        self._root_slash = f"{self._root}/"
        named = url.partition("://")[2].partition("/")[0]
        self.site = site_name(named)
        self.host = _bare_host(named)
        self._own_host = (
            bool(host) and (host == named or site_name(host) == self.site),
            self.host if host == named else _bare_host(host),
        )
        self._hosts: dict[str, tuple[bool, str]] = {host: self._own_host}
        self._seen: dict[str, Target | None] = {}
        self._keys: dict[str, Target] = {}
        # Comments, pictures and print views of the page itself carry its slug or its number.
        self._stems = set(_own_stems(url))
        if canonical and canonical != url:
            self._stems.update(_own_stems(canonical))
        own = self.read(url)
        self.sections = (
            [part.replace("_", "-") for part in unquote(own.path).lower().split("/")[1:-1]] if own else []
        )
        """Directories of the page's own address: as a rule its sections."""
        self._form = _form(own.path) if own else None
        self.own = {own.key} if own else set()
        if canonical and canonical != url and (stated := self.read(canonical)) and stated.internal:
            self.own.add(stated.key)

    def read(self, href: str) -> Target | None:
        """The target of an href; None for what leads to no page."""
        seen = self._seen
        if href in seen:
            return seen[href]
        target = seen[href] = self._read(href)
        return target

    def _read(self, href: str) -> Target | None:
        stripped = href.strip()
        if not stripped or stripped[0] in "#{<":
            return None
        # Most links stay on the host, and need no taking apart.
        rest = ""
        if stripped[0] == "/":
            if stripped[1:2] == "/":
                url = f"{self._scheme}:{stripped}"
            else:
                rest, url = stripped, self._root + stripped
        elif stripped.startswith(self._root_slash):
            rest, url = stripped[len(self._root) :], stripped
        elif stripped.startswith(("https://", "http://")):
            url = stripped
        elif _SCHEME(stripped):
            return None
        else:
            try:
                url = urljoin(self._base, stripped)
            except ValueError:
                return None
        if rest and "\n" not in rest and "\t" not in rest:
            if "#" in rest:
                rest, url = rest.partition("#")[0], url.partition("#")[0]
            path, _, query = rest.partition("?")
            return self._target(self._host, self._own_host, path.rstrip("/") or "/", query, url)
        if "\n" in url or "\t" in url:
            url = "".join(url.split())
        bare = url.partition("#")[0] if "#" in url else url
        address, _, query = bare.partition("?")
        host, _, path = address.partition("://")[2].partition("/")
        path = "/" + path.rstrip("/")
        known = self._hosts.get(host)
        if known is None:
            own = bool(host) and site_name(host) == self.site
            own = own and host.partition(".")[0] not in _NO_STORY_LABELS
            known = self._hosts[host] = (own, _bare_host(host))
        return self._target(host, known, path, query, bare)

    def _target(self, host: str, known: tuple[bool, str], path: str, query: str, url: str) -> Target:
        internal, bare_host = known
        key = (self.site if internal else host) + path
        # Image, title and "read more" of one card often differ in tracking parameters alone.
        if query and not (
            ("-" in path or _names_story(path)) and not _SCRIPT(path) and not _NAMING_QUERY(query)
        ):
            key = f"{key}?{query}"
        target = self._keys.get(key)
        if target is None:
            target = self._keys[key] = Target(key, url, bare_host, path, query, internal)
        return target

    def inside(self, target: Target) -> bool:
        """Whether an address belongs to the page's own site, and is one of the web: a stated base may be
        none."""
        return target.internal and target.url.startswith((self._root_slash, "https://", "http://"))

    def alike(self, target: Target) -> bool:
        """Whether an address is built like the page's own."""
        found = target.alike
        if found is None:
            form = self._form
            found = target.alike = form is not None and target.internal and _is_form(target.path, form)
        return found

    def _own_part(self, target: Target) -> bool:
        url = target.url
        for stem in self._stems:
            if stem in url:
                return target.internal and target.key not in self.own
        return False

    def judge(self, target: Target) -> int:
        """Set and give the target's shape."""
        path, query = target.path, target.query
        segments = path.lower().split("/")
        last = segments[-1]
        telling = not _TELLING.isdisjoint(segments)
        if (
            (not last and not query)
            or (telling and not _NO_STORY.isdisjoint(segments))
            or ("." in last and last.endswith(_FILES))
            or self._own_part(target)
        ):
            target.shape = -2
        elif (
            (telling and not _SECTION.isdisjoint(segments[:-1]) and not _DATED(path))
            or last.partition(".")[0] in _LISTS
            # One word below the front page: "/headlines".
            or (len(segments) == 2 and not query and last.isascii() and last.isalpha())
        ):
            target.shape = -1
        elif last.count("-") > 2 or (
            (_NUMERAL(path) is not None or _SLUG_SIGN(path) is not None) and _names_story(path)
        ):
            target.shape = 1 if telling and not _SELDOM_STORY.isdisjoint(segments) else 2
        elif query and _NAMING_QUERY(query):
            target.shape = 2
        elif self.alike(target):
            target.shape = 1
        elif (telling and not _SELDOM_STORY.isdisjoint(segments)) or (len(last) < 12 and "." not in last):
            target.shape = -1
        return target.shape


def _names_story(path: str) -> bool:
    """Whether a path holds a number, date or slug as stories' paths do."""
    return (
        _LONG_ID(path) is not None
        or _STORY_PART(path) is not None
        or (path.count("-") + path.count("_") + path.count("+") > 2 and _SLUG(path) is not None)
        or ("%" in path and _FOREIGN_SLUG(path) is not None)
    )


_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{6,}(?![0-9A-Za-z])")


def _own_stems(url: str) -> list[str]:
    """What names a page in its own address and hardly stands in another's: its slug, else its number."""
    path = url.partition("#")[0].partition("?")[0].rstrip("/")
    parts = [part.partition(".")[0] for part in path.rsplit("/", 2)[-2:]]
    stems = [part for part in parts if part.count("-") >= 3 and len(part) >= 24]
    if stems:
        return stems
    numbers = [n for n in _NUMBER.findall(path) if not n.startswith(("19", "20")) or len(n) not in (6, 8)]
    return numbers[-1:]


_LONG_NUMBER = re.compile(r"\d\d{3,}").search
_MIXED = re.compile(r"(?<![a-z0-9])(?=[a-z]*\d)[a-z0-9]{8,}$").search


def _form(path: str) -> tuple[int, int, str, bool, bool]:
    """What addresses of one site's stories have in common: depth, make of the last part, kind of file."""
    stem, extension = _stem(path)
    words = _parts(stem)
    return (
        path.count("/"),
        words,
        extension,
        _LONG_NUMBER(stem) is not None,
        words == 0 and _MIXED(stem) is not None,
    )


def _is_form(path: str, form: tuple[int, int, str, bool, bool]) -> bool:
    """Whether `_form(path) == form`; most paths are told by the first looks."""
    depth, words, extension, numbered, mixed = form
    if path.count("/") != depth:
        return False
    stem, its_extension = _stem(path)
    return (
        its_extension == extension
        and _parts(stem) == words
        and (_LONG_NUMBER(stem) is not None) == numbered
        and (words == 0 and _MIXED(stem) is not None) == mixed
    )


def _stem(path: str) -> tuple[str, str]:
    """A path's last part without the kind of file, and that."""
    last = path[path.rfind("/") + 1 :]
    stem, dot, extension = last.rpartition(".")
    return (stem, extension) if dot and len(extension) <= 5 else (last, "")


def _parts(stem: str) -> int:
    """Signs that part words, no more than three."""
    parts = stem.count("-")
    return 3 if parts > 2 else min(parts + stem.count("_") + stem.count("+"), 3)
