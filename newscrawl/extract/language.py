"""Language tags that a page states of itself."""

from __future__ import annotations

from newscrawl.page import Page


def stated_languages(page: Page) -> list[str]:
    """Tags as stated, the most telling first: JSON-LD inLanguage, html lang, Content-Language, og:locale.

    Checking them against the text is `normalise.language`'s part: templates state their own language on pages
    in another.
    """
    found: list[str] = []
    stated = page.article.get("inLanguage")
    for item in stated if isinstance(stated, list) else [stated]:
        name = item.get("alternateName") or item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str):
            found.append(name)
    root = page.root
    for element in (root, *root.iterchildren("body")):
        # lxml keeps xml:lang of HTML under its literal name.
        found += [value for name in ("lang", "xml:lang") if (value := element.get(name))]
    for key in ("content-language", "language", "dc.language", "dcterms.language", "og:locale", "inlanguage"):
        found += page.meta.get(key, [])[:1]
    if header := page.headers.get("content-language"):
        found.append(header)
    return list(dict.fromkeys(value.strip() for value in found if value and value.strip()))
