"""Pictures of the story, with caption and credit; no icons, avatars, logos, pictures of other stories."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from newscrawl.extract.blocks import Block, Layout, Link, Node
from newscrawl.extract.captions import caption_of_unseen, fold, no_caption, read_caption, stated_credit
from newscrawl.extract.foreign_pictures import of_another_matter
from newscrawl.extract.names import (
    AD,
    ASIDE,
    BYLINE,
    COMMENT,
    FOOTER,
    LATEST,
    NAV,
    NEWSLETTER,
    POPULAR,
    RELATED,
    SHARE,
    VIDEO,
    name_flags,
)
from newscrawl.items import Image
from newscrawl.page import Page

_ELSEWHERE = (
    NAV | FOOTER | ASIDE | COMMENT | RELATED | POPULAR | LATEST | NEWSLETTER | SHARE | BYLINE | AD | VIDEO
)
_LAZY = tuple(
    "data-src data-original data-lazy-src data-lazy data-original-src data-image "
    "data-hi-res-src data-full-src data-large-src data-url data-echo data-actualsrc data-img-src src".split()
)
_LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set")
# Parts of a file's address that stand in for the picture until it is loaded,
_FILLERS = frozenset("blank spacer pixel placeholder loading transparent 1x1 grey lazy dummy".split())
# and that are no picture of anything, with or without a number behind.
_NO_PICTURES = frozenset(
    "icon icons logo logos avatar avatars sprite emoji badge button favicon gravatar tracking beacon captcha "
    "share arrow rating star stars flag flags".split()
)
_PARTS = str.maketrans("_.-", "///")
_DIGITS = "0123456789"
_STANDS_IN = re.compile("fallback|placeholder|template|icon|error")
# The size after an address in a srcset: "640w", "2x,".
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)([wxh])(?:,(.*))?$")
_VERSION = re.compile(
    r"[-_](?:\d{2,4}x\d{2,4}|\d{2,4}w?|scaled|large|medium|small|s\d{3,4}(?:-c\d{1,3})?)(?=\.|$)"
)
_SMALL = 90
_MOST = 40
_LOOKS = 8


def find_images(layout: Layout, page: Page, headline: Block | None, body: list[Block]) -> list[Image]:
    """The story's pictures in page order; the page's own sharing image where it shows none."""
    found: dict[str, Image] = {}
    first, last = _range(layout, headline, body)
    # What headline or body stand in too says nothing of a picture beside them.
    elsewhere = _ELSEWHERE & ~ASIDE
    for block in (headline, *body[:1], *body[-1:]):
        if block is not None:
            elsewhere &= ~block.node.inherited
    own = urlsplit(page.url).path.rstrip("/")
    places = [index for *_, index in layout.images]
    told = _told(page, headline)
    for element, node, link, index in layout.images:
        if len(found) >= _MOST or index > last:
            break
        if index < first or _too_small(element) or not _belongs(element, node, link, elsewhere, own):
            continue
        url = largest(element, page.base_url)
        if url is None or _no_picture(_path(url)):
            continue
        if headline is not None and index <= headline.index and not _leads(node, headline, url):
            continue
        key = _same(url)
        if key in found and found[key].caption:
            continue
        caption, credit = read_caption(layout, node, index, _next_picture(layout, places, index), elsewhere)
        if not (caption or credit) and of_another_matter(layout, (element, node, index), url, headline, body):
            continue
        if caption and no_caption(caption, told):
            caption = None
        if credit is None:
            credit = stated_credit(element.get("title") or "") or stated_credit(element.get("alt") or "")
            if credit and caption and caption.endswith(credit):
                caption = caption[: -len(credit)].rstrip(" |–—-/(") or None
        if key not in found:
            found[key] = Image(url, caption, credit)
        elif caption or (credit and not found[key].credit):
            found[key].caption, found[key].credit = caption, credit
    if not found and (stated := _stated(page)):
        caption, credit = caption_of_unseen(layout, first, _opening(headline, body), elsewhere)
        return [Image(stated, None if caption and no_caption(caption, told) else caption, credit)]
    return list(found.values())


def _opening(headline: Block | None, body: list[Block]) -> int:
    """Index of the block up to which a lead picture's caption stands: the second after the body's first."""
    if body:
        return body[0].index + 3
    return headline.index + 6 if headline is not None else 0


def _next_picture(layout: Layout, places: list[int], index: int) -> int:
    """Index of the block before which the next picture after a block stands; icons are none."""
    after = bisect_right(places, index)
    for place in range(after, min(after + _LOOKS, len(places))):
        element, following = layout.images[place][0], places[place]
        if following > index + 3:
            break
        if not _too_small(element) and not _no_picture(_path("//" + (element.get("src") or ""))):
            return following
    return len(layout.blocks)


def _told(page: Page, headline: Block | None) -> list[str]:
    """What the page says of the story as a whole: of none of its pictures."""
    stated = page.meta_first("og:title")
    texts = [stated] if stated else []
    if headline is not None:
        texts.append(headline.text)
    return [fold(text) for text in texts]


def _range(layout: Layout, headline: Block | None, body: list[Block]) -> tuple[int, int]:
    """Block indexes the pictures stand between: from a little before the headline to the body's end."""
    if body:
        start = min(headline.index, body[0].index) if headline is not None else body[0].index
        # A lead picture may stand above the headline.
        return start - 4, body[-1].index + 1
    if headline is not None:
        return headline.index - 4, headline.index + 12
    return 1, 0


def _leads(node: Node, headline: Block, url: str) -> bool:
    """Whether a picture above the headline is the story's: a photograph, a figure, or in an element with it.

    What shares no element with the headline but one that begins where the page does is the site's own.
    """
    if _PHOTOGRAPH.search(url):
        return True
    around: Node | None = node
    while around is not None and not around.first <= headline.index < around.last:
        if around.tag == "figure":
            return True
        around = around.parent
    return around is not None and around.first > 0


_PHOTOGRAPH = re.compile(r"\.(?:jpe?g|webp|avif)(?:$|[?#&])", re.I)
_PICTURE_LINK = re.compile(
    r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])|"
    # ... or the page where it is shown large
    r"/(?:fotos?|photos?|foto\.\w{3,5}|images?|photo[-_]?view(?:er)?)(?:[/?]|$)",
    re.I,
)


def _belongs(element: Any, node: Node, link: Link | None, elsewhere: int, own: str) -> bool:
    if node.inherited & elsewhere or name_flags(element.get("class") or "") & (BYLINE | SHARE | NAV | AD):
        return False
    if link is not None and not _PICTURE_LINK.search(link.href):
        # A picture that leads to another page is that page's, unless the link opens the picture itself.
        target = link.href.partition("#")[0].partition("?")[0].rstrip("/")
        return not target or (target.endswith(own) and bool(own))
    return True


def largest(element: Any, base: str) -> str | None:
    """Absolute address of the largest version an img and the picture around it name."""
    # All attributes at once: asking for each by its name costs more than the rest.
    own = dict(element.items())
    holders = [own]
    parent = element.getparent()
    # The parser nests what follows a <source> into it.
    while parent is not None and parent.tag in ("source", "picture"):
        sources = (parent,) if parent.tag == "source" else parent.iterchildren("source")
        holders += [dict(source.items()) for source in sources]
        parent = parent.getparent()
    sized = [
        version
        for holder in holders
        for name in _LAZY_SETS
        if (value := holder.get(name))
        for version in _srcset(value)
    ]
    if len(sized) > 1:
        sized.sort(key=_width, reverse=True)  # stable: the first of equal size
    for _, url in sized:
        if _usable(url):
            return _absolute(url, base)
    for name in _LAZY:
        if (url := own.get(name, "")) and _usable(url):
            return _absolute(url, base)
    return _loaded_later(own, base)


def _loaded_later(own: dict[str, str], base: str) -> str | None:
    """The address in an attribute that only the site's own script knows: "data-qp-src", "data-src-big"."""
    found = [
        version
        for name, value in own.items()
        if name.startswith("data-") and "src" in name and not _STANDS_IN.search(name)
        for version in (_srcset(value) if "srcset" in name else [(0.0, value)])
        if "/" in version[1] and _usable(version[1])
    ]
    return _absolute(max(found, key=_width)[1], base) if found else None


def _width(version: tuple[float, str]) -> float:
    return version[0]


def _absolute(url: str, base: str) -> str | None:
    url = _escape(url)
    if not url.startswith(("https://", "http://")):
        try:
            url = urljoin(base, url)
        except ValueError:
            return None
        if not url.startswith(("https://", "http://")):
            return None
    return url


def _escape(url: str) -> str:
    """Spaces inside an address as browsers send them: "/Wind and Wave.jpg" is a common file name."""
    url = url.strip()
    return re.sub(r"\s", lambda space: quote(space[0]), url) if len(url.split()) > 1 else url


def _usable(url: str) -> bool:
    if len(url) < 5 or url.startswith(("data:", "blob:", "about:", "javascript:", "{")):
        return False
    lower = url.lower()
    return _FILLERS.isdisjoint(lower.translate(_PARTS).split("/")) and "default-image" not in lower


def _no_picture(path: str) -> bool:
    lower = path.lower()
    if lower.endswith(".svg") or "/pixel" in lower or "doubleclick" in lower:
        return True
    return any(part.rstrip(_DIGITS) in _NO_PICTURES for part in lower.translate(_PARTS).split("/"))


def _srcset(value: str) -> list[tuple[float, str]]:
    """(width or density, address) of a srcset; commas inside addresses are kept.

    Word by word, not by a pattern: a hostile srcset costs no more than its length.
    """
    found: list[tuple[float, str]] = []
    url = ""
    for word in value.split():
        size = _SIZE.match(word) if url else None
        if size is not None:
            factor = 1000.0 if size.group(2) == "x" else 1.0
            found.append((float(size.group(1)) * factor, url))
            url = size.group(3) or ""  # "1x,next.jpg"
            continue
        if url:
            found.append((1.0, url))
        url = word.strip(",")
        if word.endswith(","):
            found.append((1.0, url))
            url = ""
    if url:
        found.append((1.0, url))
    return found


def _path(url: str) -> str:
    """Path of an absolute address; cheaper than parsing it whole."""
    return url.partition("?")[0].partition("#")[0].partition("//")[2].partition("/")[2]


def _too_small(element: Any) -> bool:
    for name in ("width", "height"):
        value = element.get(name) or ""
        # Not isdigit(): "²" is one, and int() takes none of its kind, nor thousands of any.
        if value.isdecimal() and len(value) < 9 and int(value) < _SMALL:
            return True
    return False


def _same(url: str) -> str:
    """What versions of one picture share: the file's name without sizes."""
    path = _path(url)
    name = path.rsplit("/", 1)[-1]
    stem = _VERSION.sub("", name.rsplit(".", 1)[0])
    return stem if len(stem) >= 8 else path


def _stated(page: Page) -> str | None:
    stated = page.article.get("image")
    item = stated[0] if isinstance(stated, list) and stated else stated
    url = item.get("url") if isinstance(item, dict) else item
    for value in (page.meta_first("og:image", "og:image:url", "twitter:image"), url):
        if isinstance(value, str) and value.strip():
            try:
                absolute = urljoin(page.base_url, _escape(value))
                path = urlsplit(absolute).path
            except ValueError:
                continue
            # A site's logo stands in where a story has no picture.
            if absolute.startswith(("http://", "https://")) and not _no_picture(path):
                return absolute
    return None
