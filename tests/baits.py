# ruff: noqa: E501 (tables and pages as data)
"""Pages that lure regular expressions and loops into quadratic time: long runs of one text, put in each place
of a page that a reader looks at."""

from __future__ import annotations

import json
from collections.abc import Iterator

RUNS = {
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "newlines": "\n",
    "tabs and letters": "\ta",
    "dashes": "-",
    "long dashes": "\u2014 ",
    "digits": "1",
    "numbers": "12 ",
    "dates": "1/2/2016 ",
    "slashes": "1/",
    "clock": "12:",
    "opening": "(",
    "opening square": "[",
    "nested": "(a",
    "pairs": "() ",
    "dots": ".",
    "ellipses": "\u2026 ",
    "commas": ",",
    "comma words": "a, ",
    "quotes": '"',
    "apostrophes": "'",
    "letters": "a",
    "capitals": "A",
    "words": "ab ",
    "names": "Ab ",
    "by": "by ",
    "months": "Mon, ",
    "colons": "a: ",
    "underscores": "_",
    "pipes": "a | ",
    "equals": "=",
    "semicolons": "a;",
    "at": "a@",
    "addresses": "http://a.b/ ",
    "ampersands": "&amp;",
    "updated": "Updated: ",
    "agencies": "(AP) ",
    "reporting": "(Reporting by ",
    "chinese": "\u4e2d",
    "chinese dates": "2016\u5e749",
    "cyrillic": "\u0439 ",
    "arabic": "\u0639 ",
    "combining": "a\u0301",
    "zero width": "\u200b",
    "bold": "<b>a</b>",
    "breaks": "<br>",
    "broken tags": "<a ",
    "comments": "<!--",
    "less": "< ",
    "braces": "{",
    "backslashes": "\\",
    "hashes": "#",
    "stars": "*",
    "plus": "+",
    "percent": "%2",
    "notices": "this content of ours, she said, and ",
    "cookie notices": "this content, cookie, ",
    "embeds": "externe Inhalte, klick, ",
    "linked lines": "Follow us <a href='/w/a-b-c-d'>a b</a> now<br><br>",
    "credits": "boats. Photo: ",
}

STORY = "".join(
    f"<p>The river rose again on day {n}, and the people of the valley moved their goods uphill.</p>"
    for n in range(8)
)
LIST = "".join(
    f'<li><a href="/world/story-{n}">Valley counts its losses after flood number {n}</a><p>Teaser of it...</p>'
    for n in range(5)
)

PLACES = (
    "paragraph", "before", "after", "headline", "title", "byline", "stamp", "time", "caption", "heading",
    "link", "href", "teaser", "list heading", "class", "meta", "json-ld", "json", "script", "url", "image",
)  # fmt: skip


def page(place: str, text: str) -> tuple[str, str]:
    """(page, address) of a story with this text in this place."""
    at = dict.fromkeys(PLACES, "")
    at[place] = text
    attribute = {name: value.replace('"', "&quot;") for name, value in at.items()}
    stated = {
        "@type": "NewsArticle",
        "headline": "River rises again" + at["json-ld"],
        "datePublished": "2016-09-05" + at["json-ld"],
        "author": {"name": "Ann Smith" + at["json-ld"]},
        "articleSection": at["json-ld"],
        "license": at["json-ld"],
    }
    html = f"""<html><head><title>River rises again{at["title"]}</title>
<meta name="author" content="Ann Smith{attribute["meta"]}"><meta name="keywords" content="{attribute["meta"]}">
<meta property="article:published_time" content="2016-09-05T10:00{attribute["meta"]}">
<meta name="description" content="{attribute["meta"]}"><meta name="robots" content="{attribute["meta"]}">
<meta property="og:title" content="River{attribute["meta"]}"><meta name="viewport" content="{attribute["meta"]}">
<script>{at["script"]}</script><script type="application/ld+json">{json.dumps(stated)}</script>
<script type="application/ld+json">{at["json"]}</script></head><body>
<div class="{attribute["class"]}"><h1>River rises again{at["headline"]}</h1>
<div class="byline">By Ann Smith{at["byline"]}</div>
<div class="date">Last update: Mon, 05/09/2016 - 17:15{at["stamp"]}</div>
<time datetime="2016-09-05{attribute["time"]}">5 September 2016{at["time"]}</time>
<figure><img src="/a.jpg{attribute["image"]}" srcset="{attribute["image"]}" alt="{attribute["image"]}">
<figcaption>A river{at["caption"]}</figcaption></figure>
<article class="story {attribute["class"]}"><p>VALLEY (AP) \u2014 {at["before"]}The river rose.</p>{STORY}
<p>{at["paragraph"]}</p><h2>After it{at["heading"]}</h2>{STORY}<p>It fell again.{at["after"]}</p></article>
<h2>More from World{at["list heading"]}</h2><ul>{LIST}<li><a href="/world/one{attribute["href"]}">Valley counts
its goods{at["link"]}</a><p>Teaser{at["teaser"]}...</p></ul></div></body></html>"""
    return html, "https://news.example/world/story" + (at["url"] if " " not in at["url"] else "")


def baits(size: int, places: tuple[str, ...] = PLACES) -> Iterator[tuple[str, str, str]]:
    """(name, page, address): every run in every place, the run of `size` characters."""
    for place in places:
        for name, unit in RUNS.items():
            text = (unit * (size // len(unit) + 1))[:size]
            yield f"{place}: {name}", *page(place, text)
