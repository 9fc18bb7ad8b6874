"""Addresses: without tracking, as one key for all variants of a page, and as the site they belong to.

Two different questions are answered here, and they need two different forms:

- `clean_url` keeps everything that may name the page, in the site's own spelling: it is what the record shows
  and what can be fetched.
- `fetch_key` throws away what only tells variants of one page apart (http or https, www or mobile host, AMP,
  print view, trailing slash, tracking): it is never fetched, only compared. `story_id` is its digest.

Losing a story by taking two pages for one is worse than fetching one twice, so a doubtful parameter stays.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import unquote, urlsplit, urlunsplit

import tldextract
from w3lib.url import safe_url_string

from newscrawl.items import Story

__all__ = [
    "clean_url",
    "fetch_key",
    "host_of",
    "normalise_urls",
    "registrable_domain",
    "same_site",
    "story_id",
]

# The list that ships with tldextract: no network, no cache on disk, and blog hosts count as suffixes, so that
# two blogs of one provider are two sites.
_suffixes = tldextract.TLDExtract(
    cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True, include_psl_private_domains=True
)

_DEFAULT_PORT = {"http": 80, "https": 443}
_PLAIN = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*").fullmatch
# Clean already, as most addresses are: nothing but a scheme, a host and a path.
# No part gives back what it took: another address is told at its first other character.
_CLEAN = re.compile(r"https?://[a-z0-9-]++(?:\.[a-z0-9-]++)*+/[A-Za-z0-9\-._~:/@!$&'()*+,;=%]*+").fullmatch
# What browsers drop from an address before they read it (WHATWG URL standard).
_IGNORED = str.maketrans("", "", "\t\n\r")

# Parameters that say where the reader came from, never which page is shown.
_TRACKING = re.compile(
    r"""(?:
      utm_.* | at_(?:medium|campaign|custom\d*|format|link_.*|ptr_.*|bbc_team|creation|variant) | ga_.*
    | _ga.* | _gl
    | gclid | gclsrc | gbraid | wbraid | dclid | fbclid
    | fb_(?:action|source|ref|comment).*
    | msclkid | yclid | ysclid | twclid | ttclid | igshid | igsh | li_fat_id | srsltid | mkt_tok | mc_.*
    | _hs(?:enc|mi|fp|tc) | hsa_.* | hsctatracking | vero_(?:id|conv) | oly_(?:enc|anon)_id | s_kwcid | s_cid
    | ns_(?:mchannel|source|campaign|linkname|fee) | int(?:cid|cmp|ref|_source|_medium|_campaign) | i?cmpid
    | icid | ito | itm_.* | itid | ocid | xtor | smid | smtyp | sref | traffic_source | taid | cmp
    | recommended_?by | rec_?id | cx_(?:testid|testvariant|artpos|experimentid)
    | wt_?(?:mc|zmc|_mc_o)(?:\..*)? | wt\..* | pk_(?:campaign|kwd|source|medium) | mtm_.* | piwik_.*
    | matomo_.* | trk(?:campaign|contact|info)?
    | trackingid | ncid | nlid | newsletterid | guce_.* | guccounter | amp_(?:js_v|gsa|ct|latest) | usqp
    | shared? | sharetype | share_from | sharing | partner_?code | print_?ref | ssp_?src | spm | scm
    | _x_tr_.* | echobox | link_?(?:source|location|in-?body) | referer | referrer | __twitter_impression
    | feature_source
    | cn-reloaded | rss_?(?:id|source) | cb_rec_id | dicbo | obOrigUrl | tblci | module_source | ico | mbid
    | _branch_match_id | __cf_chl_.* | nocache | cache_?bust(?:er)? | sessionid | jsessionid | phpsessid
    | sid_ref
    )""",
    re.VERBOSE | re.IGNORECASE,
).fullmatch
# Mostly tracking, but some content systems name the page by them: they go only where the path names it
# already.
_DOUBTFUL = re.compile(r"(?:ref|ref_.*|refs?rc|src|source|cid|_.*)", re.IGNORECASE).fullmatch
# Names that on one site say where the reader came from and on another may name the page: an address keeps
# them, for comparison they go where the path names the page.
_VARIANT = re.compile(
    r"(?:iref|rct|n_cid|from|via|origin|mod|rss|pos|sc|soc_src|soc_trk|tag_ref|feed|kw)", re.IGNORECASE
).fullmatch
_NAMES_PAGE = re.compile(r"\d{4,}|[^/]+[-_][^/-]+[-_][^/]+|\.s?html?$|\.(?:story|ece|article)$", re.I).search

# Variants of one page. Host labels that only choose a layout:
_LAYOUT_HOST = re.compile(r"^(?:www\d?|m|mobile|mobil|amp|wap|touch|www-m|beta-m)\.")
# path parts that only choose a layout, whole segments at the ends of the path:
_LAYOUT_FIRST = re.compile(r"^/(?:amp|print|druck|drucken|imprimir|imprimer|stampa)(?=/.)", re.I)
_LAYOUT_LAST = re.compile(
    r"(?:/(?:amp|amphtml|print|druckversion|drucken|imprimir|imprimer|stampa|index\.(?:s?html?|php|aspx?|jsp)"
    r"|default\.aspx?))$",
    re.I,
)
_LAYOUT_SUFFIX = re.compile(r"(?:\.amp$|\.print(?=\.s?html?$)|(?<=[a-z0-9])[-_.]amp(?=\.s?html?$))", re.I)
_LAYOUT_QUERY = re.compile(
    r"(?:(?:amp|_amp|is_?amp|print|printable|printer|printview|mobile|m|singlepage|full)(?:=(?:1|true|yes|on|amp)?)?"
    r"|(?:outputtype|output|view|format|mode|template|tmpl|type|version|display)"
    r"=(?:amp|print|printable|drucken|amphtml)"
    r"|pagewanted=(?:all|print)|page=all|p=all)",
    re.I,
).fullmatch
_LAYOUT_HINTS = ("amp", "print", "druck", "imprim", "index.", "default.")  # "stampa" holds the first
_SLASHES = re.compile(r"/{2,}")


@lru_cache(maxsize=65536)
def clean_url(url: str) -> str:
    """The address without tracking parameters and fragment, host in lower case and ASCII, no default port.

    Path and remaining parameters keep their order and case: they name the page. Whatever is no absolute
    http or https address comes back stripped of surrounding white space and otherwise untouched.

    >>> clean_url("HTTP://Example.COM:80/World/Story-1?b=2&utm_source=x&a=1#top")
    'http://example.com/World/Story-1?b=2&a=1'
    """
    if _CLEAN(url):
        return url
    url = url.strip().translate(_IGNORED)
    try:
        parts = urlsplit(url if _PLAIN(url) else safe_url_string(url))
        host = _ascii_host(parts.hostname or "")
        port = parts.port
    except ValueError:  # "http://[bad" and the like, ports that are no number
        return url
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORT or not host:
        return url
    netloc = host if port is None or port == _DEFAULT_PORT[scheme] else f"{host}:{port}"
    path = parts.path or "/"
    query = _without_tracking(parts.query, path) if parts.query else ""
    return urlunsplit((scheme, netloc, path, query, ""))


def _ascii_host(host: str) -> str:
    host = host.lower().rstrip(".")
    if host.isascii():
        return f"[{host}]" if ":" in host else host
    return host.encode("idna").decode("ascii")


def _without_tracking(query: str, path: str) -> str:
    named = bool(_NAMES_PAGE(path))
    kept = []
    for pair in query.replace("&amp;", "&").split("&"):
        name = unquote(pair.partition("=")[0])
        if not pair or _TRACKING(name) or (named and _DOUBTFUL(name)):
            continue
        kept.append(pair)
    return "&".join(kept)


@lru_cache(maxsize=65536)
def fetch_key(url: str) -> str:
    """One key for all variants of a page that can be told from the address alone; not to be fetched.

    >>> fetch_key("http://m.example.com/world/story-1/amp/?utm_source=x#top")
    'example.com/world/story-1'
    >>> fetch_key("https://www.example.com/world/story-1") == fetch_key("http://example.com/world/story-1/")
    True
    """
    url = clean_url(url)
    if _CLEAN(url):
        netloc, _, path = url.partition("://")[2].partition("/")
        path, query = f"/{path}", ""
    else:
        try:
            scheme, netloc, path, query, _ = urlsplit(url)
        except ValueError:
            return url
        if scheme not in _DEFAULT_PORT:
            return url
    raw = path
    host = netloc[4:] if netloc.startswith("www.") else _LAYOUT_HOST.sub("", netloc) or netloc
    if "." not in host:  # "www.localhost", "m.news": the label was all that told the host apart
        host = netloc
    if "%" in path:
        path = _percent(path)
    if "//" in path:
        path = _SLASHES.sub("/", path)
    path = path.rstrip("/")
    lower = path.lower()
    for hint in _LAYOUT_HINTS:  # cheap looks for what few addresses hold
        if hint in lower:
            path = _LAYOUT_FIRST.sub("", path)
            while path != (shorter := _LAYOUT_LAST.sub("", path).rstrip("/")):
                path = shorter
            path = _LAYOUT_SUFFIX.sub("", path)
            break
    if not query:
        return host + path
    named = bool(_NAMES_PAGE(raw))
    pairs = sorted(
        pair
        for pair in _percent(query).split("&")
        if pair and not _LAYOUT_QUERY(pair) and not (named and _VARIANT(pair.partition("=")[0]))
    )
    return f"{host}{path}?{'&'.join(pairs)}" if pairs else host + path


_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")


def _percent(text: str) -> str:
    """Percent-encoding in one spelling (RFC 3986, 6.2.2): "%e4" and "%E4", "%2D" and "-"."""
    if "%" not in text:
        return text
    return _ESCAPE.sub(_one_escape, text)


def _one_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else f"%{match[1].upper()}"


def story_id(url: str, canonical: str | None = None) -> str:
    """The story's `id`: 16 hex digits of the SHA-256 of its `fetch_key`.

    It rests on `canonical` where that is plausible: an address of the same site that is not its front page.
    (Syndicated copies point at another site, broken templates at "/".) It is the same for every revision and,
    as long as the canonical address is a variant of the one linked, can be told from a link alone.
    """
    key = fetch_key(url)
    if canonical and same_site(url, canonical):
        candidate = fetch_key(canonical)
        if "/" in candidate or "?" in candidate:
            key = candidate
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def host_of(url: str) -> str:
    """Host in lower case and ASCII, without port; "" for what has none."""
    try:
        return _ascii_host(urlsplit(url.strip()).hostname or "")
    except ValueError:
        return ""


@lru_cache(maxsize=8192)
def _registrable(host: str) -> str:
    return _suffixes(host).top_domain_under_public_suffix or host


def registrable_domain(url: str) -> str:
    """Public suffix plus one label of the URL's host; the host itself for an IP address or a local name.

    >>> registrable_domain("https://news.example.co.uk/a"), registrable_domain("http://127.0.0.1:8000/")
    ('example.co.uk', '127.0.0.1')
    """
    return _registrable(host_of(url))


def same_site(url: str, other: str) -> bool:
    """Whether two addresses belong to one registrable domain."""
    domain = registrable_domain(url)
    return bool(domain) and domain == registrable_domain(other)


def normalise_urls(story: Story) -> None:
    """Set `url` and `canonical_url` clean, `site` and `id`, in place; an implausible canonical goes.

    Plausible is one of the same registrable domain that is not the site's front page.
    """
    if story.url is None:
        return
    story.url = clean_url(story.url)
    if story.canonical_url is not None:
        canonical = clean_url(story.canonical_url)
        plausible = same_site(story.url, canonical) and "/" in fetch_key(canonical).replace("?", "/")
        story.canonical_url = canonical if plausible else None
    story.site = registrable_domain(story.url) or None
    story.id = story_id(story.url, story.canonical_url)
