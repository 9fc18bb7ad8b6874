"""`Page`: the bytes of one response parsed once into an lxml tree, with its JSON-LD and meta data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from newscrawl.encoding import decode, is_plain_utf8
from newscrawl.memory import account

# Lone surrogates can't be encoded; they reach us through str input and JSON escapes.
_SURROGATES = re.compile("[\ud800-\udfff]")

# JSON-LD as found: wrapped in comments or CDATA, with a trailing comma before a closing bracket.
_JSON_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)+|(?:-->|//\s*\]\]>|\]\]>|"
    r"/\*\s*\]\]>\s*\*/)+\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_read_json = json.JSONDecoder(strict=False).decode

# libxml2 gives up on the rest of a page at 2,048 levels, even where huge trees are allowed. Such a page is
# read again without the elements that are nested so: a <p> doesn't nest.
_DEEPEST = 2000
_TAG = len("<p>")
# Most addresses: what `urlsplit` and `urljoin` find nothing in to refuse, to add or to leave out.
_PLAIN_HOST = re.compile(r"https?://[A-Za-z0-9.-]+(?:[/?#]|\Z)")
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.-]+/[A-Za-z0-9/_.~%+,=&@-]*\Z")
# A tree takes up to a hundred times the room of its text: that of so many bytes is not made before its
# elements are counted. Counted in the tree, they cost a tenth of that.
_COUNTED_BEFORE = 1_000_000
_COUNT_ELEMENTS = etree.XPath("count(//*)")
_WRAPPERS = re.compile(
    rb"</?(?:div|span|font|a|b|i|u|em|strong|small|big|center|section|blockquote|ul|ol|li)\b[^<>]*>", re.I
)

ARTICLE_TYPES = frozenset(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle "
    "ReviewNewsArticle AskPublicNewsArticle AdvertiserContentArticle SatiricalArticle BlogPosting "
    "LiveBlogPosting TechArticle ScholarlyArticle Report SocialMediaPosting MedicalScholarlyArticle".split()
)


@dataclass(frozen=True)
class Limits:
    """How large a page may be: what goes beyond is no news page, and is not read.

    The largest of 1,500 pages of real sites had 10,138 elements and 1,452 links.
    """

    elements: int = 100_000
    """Elements; setting NEWSCRAWL_MAX_ELEMENTS."""

    depth: int = 2000
    """Elements inside each other; a deeper page is read flat. 2,000 at most, the parser's own limit is 2,048.
    Setting NEWSCRAWL_MAX_DEPTH."""

    links: int = 20_000
    """<a> elements; setting NEWSCRAWL_MAX_LINKS."""

    text: int = 2_000_000
    """Characters of text, scripts and styles left out; setting NEWSCRAWL_MAX_TEXT."""


DEFAULT_LIMITS = Limits()


class Page:
    """One page, parsed once; every reader shares its tree.

    :param html: the body as bytes, or text already decoded.
    :param url: address it was read from, after redirects; one that is none counts as unknown.
    :param headers: response headers, any case; the last of equal names wins.
    :param encoding: encoding of `html` where the caller knows better than header and page.
    :param limits: how large the page may be. One beyond them reads as an empty page; `exceeded` tells.
    """

    def __init__(
        self,
        html: bytes | str,
        url: str,
        headers: Mapping[str, str] | None = None,
        encoding: str | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self.url = url if _splits(url) else ""
        self.headers = {name.lower(): value for name, value in (headers or {}).items()}
        if isinstance(html, bytes) and not encoding and is_plain_utf8(html):
            data, self.encoding = html, "utf-8"  # the common case
        elif isinstance(html, bytes):
            text, self.encoding = decode(html, self.headers.get("content-type"), encoding)
            data = text.encode("utf-8", "replace")
        else:
            data, self.encoding = _SURROGATES.sub("�", html).encode("utf-8"), "utf-8"
        account(len(data))
        self.exceeded: dict[str, int] = {}
        """Limits the page goes beyond, with what was found: {"elements": 1000004}."""
        self.root: etree._Element = _parse(data, limits, self.exceeded)
        if (links := len(self._elements["a"])) > limits.links:
            self.exceeded["links"] = links
            self.root = _empty()
            del self._elements

    @cached_property
    def _elements(self) -> dict[str, list[Any]]:
        """script, meta, link, base, title and a elements: one pass in C for all who ask for them."""
        found: dict[str, list[Any]] = {name: [] for name in ("script", "meta", "link", "base", "title", "a")}
        # Relations are read while the tree is fresh in the processor's cache: later they cost twice as much.
        self._related: list[tuple[str, Any]] = []
        for element in self.root.iter(*found):
            tag = element.tag
            found[tag].append(element)
            if tag == "a" and (rel := element.get("rel")):
                self._related.append((rel, element))
        return found

    @cached_property
    def base_url(self) -> str:
        """Address that relative links are resolved against."""
        for element in self._elements["base"]:
            if href := element.get("href"):
                return _join(self.url, href)
        return self.url

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        """All JSON-LD objects of the page, @graph and lists flattened, in page order; broken ones left
        out."""
        found: list[dict[str, Any]] = []
        for script in self._elements["script"]:
            if "ld+json" in (script.get("type") or "").lower() and script.text:
                found.extend(_objects(_load(script.text)))
        return found

    @cached_property
    def article(self) -> dict[str, Any]:
        """The JSON-LD object that describes the page's story; empty where there is none."""
        best: dict[str, Any] = {}
        for item in self.json_ld:
            if types_of(item) & ARTICLE_TYPES and len(item) > len(best):
                best = item
        return best

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        """Contents of the meta elements by lower-case name, property, itemprop or http-equiv."""
        found: dict[str, list[str]] = {}
        for element in self._elements["meta"]:
            content = element.get("content")
            if content is None:
                continue
            for key in ("property", "name", "itemprop", "http-equiv"):
                if name := element.get(key):
                    found.setdefault(name.strip().lower(), []).append(content.strip())
                    break
        return found

    def meta_first(self, *names: str) -> str | None:
        """First non-empty content among the named meta elements, in the order of the names."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content:
                    return content
        return None

    def linked(self, rel: str) -> list[str]:
        """Absolute addresses of the link elements of a relation (rel=canonical, next, license ...)."""
        return [
            _join(self.base_url, href)
            for stated, element in self._relations
            if rel in stated and rel in stated.split() and (href := element.get("href"))
        ]

    @cached_property
    def _relations(self) -> list[tuple[str, Any]]:
        return [(rel.lower(), element) for element in self._elements["link"] if (rel := element.get("rel"))]

    def anchors(self, rel: str | None = None) -> list[Any]:
        """The <a> elements anywhere on the page: all, or those of a relation (rel=license, next ...)."""
        every = self._elements["a"]
        if rel is None:
            return every
        return [element for stated, element in self._related if rel in stated.lower().split()]

    @cached_property
    def canonical(self) -> str | None:
        """rel=canonical (else og:url) as an absolute address; None where it has no path or isn't http(s)."""
        stated = next(iter(self.linked("canonical")), None) or self.meta_first("og:url")
        if not stated:
            return None
        absolute = _join(self.base_url, stated)
        if not _splits(absolute):
            return None
        parts = urlsplit(absolute)
        return (
            absolute
            if parts.scheme in ("http", "https") and parts.hostname and parts.path.strip("/")
            else None
        )

    @cached_property
    def title(self) -> str:
        """Text of the title element, white space folded."""
        for element in self._elements["title"]:
            parent = element.getparent()
            # svg has titles too
            if parent is not None and parent.tag in ("head", "html", "body"):
                return " ".join("".join(map(str, element.itertext())).split())
        return ""


def types_of(item: Mapping[str, Any]) -> set[str]:
    """Types of a JSON-LD object without their namespace."""
    stated = item.get("@type") or item.get("type")
    names = stated if isinstance(stated, list) else [stated]
    return {name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)}


def _splits(url: str) -> bool:
    if url and _PLAIN_HOST.match(url):
        return True
    try:
        return urlsplit(url).port is not False
    except ValueError:  # "http://[broken", "http://host:port"
        return False


def _join(base: str, href: str) -> str:
    href = href.strip()
    if _PLAIN_URL.match(href) and _PLAIN_URL.match(base):
        return href
    try:
        return urljoin(base, href)
    except ValueError:  # "http://[broken"
        return base


def _parse(data: bytes, limits: Limits, exceeded: dict[str, int]) -> etree._Element:
    # A parser a page: lxml parsers are cheap, and one that is shared keeps the last document alive.
    # huge_tree: without it libxml2 gives up on the whole page at 256 levels or a text of 10 MB.
    # Comments and processing instructions are nothing a reader asks for, nor are elements asked for by id.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        # There are no more elements than bytes by three ("<p>"): small pages need no counting.
        many = len(data) // _TAG > limits.elements
        if many and len(data) > _COUNTED_BEFORE and (tags := _tags(data, limits.elements)) > limits.elements:
            exceeded["elements"] = tags
        root = etree.fromstring(data, parser) if not exceeded and data and not data.isspace() else None
        if root is not None and many:
            elements = int(_COUNT_ELEMENTS(root))  # type: ignore[arg-type]
            if elements > limits.elements:
                exceeded["elements"] = elements
                root = None
        deepest = min(limits.depth, _DEEPEST)
        if root is not None and (depth := _depth(root, deepest)) > deepest:
            exceeded["depth"] = depth
            root = etree.fromstring(_WRAPPERS.sub(b"<p>", data), parser)
        if root is not None and len(data) > limits.text and (length := _text_length(root)) > limits.text:
            exceeded["text"] = length
            root = None
    except (etree.XMLSyntaxError, etree.ParserError):
        root = None
    if root is None:
        return _empty()
    _join_rest(root)
    return root


def _empty() -> etree._Element:
    return etree.fromstring(b"<html><body></body></html>", etree.HTMLParser())


def _tags(data: bytes, enough: int) -> int:
    """Tags that open an element, at most; closing ones are told from them only where it matters."""
    tags = data.count(b"<")
    return tags - data.count(b"</") if tags > enough else tags


def _join_rest(root: etree._Element) -> None:
    """Bring what stands after </html> into the body, as browsers do; libxml2 makes it a page beside it."""
    rest = [element for element in root.itersiblings() if isinstance(element.tag, str)]
    body = root.find("body") if rest else None
    if body is not None:
        for element in rest:
            inner = element.find("body")
            for child in list(element if inner is None else inner):
                body.append(child)


def _depth(root: etree._Element, deepest: int) -> int:
    """Elements inside each other. Where only the parser's own limit stands, the chain of last children tells:
    it is where the parser stopped; a lower limit is held against every element."""
    depth = 0
    if deepest < _DEEPEST:
        inside = 0
        for event, _ in etree.iterwalk(root, events=("start", "end")):
            inside += 1 if event == "start" else -1
            depth = max(depth, inside - 1)
        return depth
    element = root
    while len(element):
        element = element[-1]
        depth += 1
    return depth


def _text_length(root: etree._Element) -> int:
    length = 0
    for element in root.iter():
        length += len(element.tail or "")
        if element.tag not in ("script", "style", "template", "noscript", "textarea"):
            length += len(element.text or "")
    return length


def _load(text: str) -> Any:
    text = text.strip()
    # Looking for wrappings takes longer than reading what has none.
    if text[:1] not in ("{", "[") or text[-1:] not in ("}", "]"):
        text = _JSON_WRAPPING.sub("", text).strip()
    try:
        return _read_json(text)
    except (ValueError, RecursionError):
        pass
    try:
        return _read_json(_TRAILING_COMMA.sub("", text))
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 8:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        if "@graph" in value:
            yield from _objects(value["@graph"], depth + 1)
        if len(value) > 1 or "@graph" not in value:
            yield value
        for nested in ("mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(nested), (dict, list)):
                yield from _objects(value[nested], depth + 1)
