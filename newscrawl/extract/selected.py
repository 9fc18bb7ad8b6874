"""What a known site's selectors name, where the generic reading is wrong for it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lxml.cssselect import CSSSelector

from newscrawl.page import Page
from newscrawl.site import Site


@lru_cache(maxsize=256)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector)


def selected(page: Page, site: Site | None, field: str) -> list[Any]:
    """Elements a site's selector for a field finds, in page order; none where it has no such selector."""
    selector = site.selectors.get(field) if site is not None else None
    if not selector:
        return []
    found: Any = _compiled(selector)(page.root)
    return list(found)


def texts(elements: list[Any]) -> list[str]:
    """Texts of elements, white space folded, empty ones left out."""
    found = (" ".join("".join(element.itertext()).split()) for element in elements)
    return [text for text in found if text]
