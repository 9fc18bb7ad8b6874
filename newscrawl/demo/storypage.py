"""A story's page in the three markups of the demo site.

modern: semantic elements, JSON-LD and OpenGraph. drupal: the nested field divs of a Drupal 7 site, a visible
stamp and nothing for machines. classic: tables in windows-1252, as the site's archive was written.
"""

from __future__ import annotations

import json
import re
from html import escape

from . import markup
from .links import READ_ALSO, Block, Link, by_key, more_from, most_read, same_matter
from .story import DemoStory, Part

SITE_NAME = "Orrery Wire"

WORDS = {
    "en": {"by": "By", "and": " and ", "share": "Share this story", "email": "Email", "print": "Print"},
    "de": {"by": "Von", "and": " und ", "share": "Teilen", "email": "E-Mail", "print": "Drucken"},
    "ar": {"by": "بقلم", "and": " و", "share": "شارك الخبر", "email": "بريد", "print": "طباعة"},
    "ja": {"by": "文・", "and": "、", "share": "この記事をシェア", "email": "メール", "print": "印刷"},
}


def render(story: DemoStory, site_url: str) -> str:
    """The story's page as served."""
    if story.template == "classic":
        return _classic(story)
    return _drupal(story, site_url) if story.template == "drupal" else _modern(story, site_url)


def more_from_data(story: DemoStory) -> dict[str, object]:
    """What the script that draws "More from Business" asks for."""
    block = more_from(story)
    names = ("headline", "href", "teaser", "date", "date_shown", "picture")
    return {
        "heading": block.heading,
        "links": [{n: getattr(entry, n) for n in names} for entry in block.links],
    }


def body_html(story: DemoStory) -> str:
    """The text of a modern page, also what the script that draws a whole story asks for."""
    pieces = [f'<p class="editor-note">{escape(story.editor_note)}</p>'] if story.editor_note else []
    for index, part in enumerate(story.shown):
        pieces.append(_part(story, part, index))
        if index == 2 and "paywall" not in story.flags:
            pieces.append('<div class="ad-slot ad-mid" id="ad-mid"><span>Advertisement</span></div>')
    if story.sign_off:
        pieces.append(f'<p class="sign-off">{escape(story.sign_off)}</p>')
    if "paywall" in story.flags:
        pieces.append(
            '<div class="paywall"><h3>The game goes on for subscribers</h3>'
            "<p>You have read the beginning of this story. Subscribe to read all of it.</p>"
            '<a class="button" href="/subscribe">Subscribe now</a></div>'
        )
    return "\n".join(pieces)


def print_page(story: DemoStory, site_url: str) -> str:
    texts = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
    return markup.template("print").substitute(
        lang=story.language,
        dir=markup.direction(story.language),
        headline=escape(story.headline),
        canonical=site_url + escape(story.canonical_path or story.path),
        section_name=story.section_name,
        body=texts,
        stamp=escape(story.last_update_raw or ""),
    )


def _part(story: DemoStory, part: Part, index: int) -> str:
    if part.kind == "promo":
        promoted = by_key()[part.text]
        anchor = markup.link(promoted.path, promoted.headline)
        return f'<div class="promo"><strong>{READ_ALSO}</strong> {anchor}</div>'
    if part.kind == "h2":
        return f"<h2>{escape(part.text)}</h2>"
    text = escape(part.text, quote=False)
    if index == 0:
        dateline = escape(story.dateline, quote=False)
        text = f'<span class="dateline">{dateline}</span>' + text.removeprefix(dateline)
    return f"<p>{text}</p>"


def _common(story: DemoStory) -> dict[str, str]:
    picture = story.picture
    return {
        "id": str(story.id),
        "section_path": f"/{story.section}",
        "section_name": story.section_name,
        "headline": escape(story.headline, quote=False),
        "headline_attr": escape(story.headline),
        "authors": WORDS[story.language]["and"].join(escape(name) for name in story.authors),
        "picture": picture.path,
        "caption": escape(picture.caption),
        "credit": escape(picture.credit),
    }


def _tag_links(story: DemoStory) -> list[str]:
    return [markup.link(f"/tag/{tag_slug(tag)}", tag, ' rel="tag"') for tag in story.tags]


def tag_slug(tag: str) -> str:
    return re.sub(r"\W+", "-", tag.lower())


def _modern(story: DemoStory, site_url: str) -> str:
    shape = "".join(
        f'<span class="stamp stamp-{name}">{escape(raw)}</span>'
        for name, raw in (("published", story.published_raw), ("updated", story.last_update_raw))
        if raw
    )
    if "script-stamp" in story.flags:
        shape = f'<span class="stamp stamp-updated is-loading" data-src="/api/stamp/{story.id}"></span>'
    body = f'<div class="story-body" itemprop="articleBody">\n{body_html(story)}\n</div>'
    if "script-body" in story.flags:
        body = (
            f'<div class="story-body is-loading" data-src="/api/body/{story.id}">'
            "<noscript>Please enable JavaScript to read this story.</noscript></div>"
        )
    matter = same_matter(story)
    content = markup.template("story_modern").substitute(
        _common(story) | WORDS[story.language],
        standfirst=f'<p class="standfirst">{escape(story.summary)}</p>' if story.summary else "",
        stamp=shape,
        source=f'<span class="source">Source: {escape(story.source)}</span>' if story.source else "",
        body=body,
        tags="".join(f"<li>{anchor}</li>" for anchor in _tag_links(story)),
        related=(_same_matter(matter) if matter else "") + _more_from(story),
        rail=markup.rail(most_read(story)),
    )
    return markup.page(
        f"{story.headline} | {SITE_NAME}",
        content,
        active=story.section,
        body_class="page page-story",
        head=_head(story, site_url),
        language=story.language,
    )


def _head(story: DemoStory, site_url: str) -> str:
    address = site_url + (story.canonical_path or story.path)
    picture = site_url + story.picture.path
    properties = [
        ("og:type", "article"),
        ("og:site_name", SITE_NAME),
        ("og:title", story.headline),
        ("og:url", address),
        ("og:image", picture),
        ("article:section", story.section_name),
    ]
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "inLanguage": story.language,
        "mainEntityOfPage": address,
        "articleSection": story.section_name,
        "image": [picture],
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": SITE_NAME, "url": site_url + "/"},
        "isAccessibleForFree": "paywall" not in story.flags,
    }
    if story.summary:
        properties.append(("og:description", story.summary))
        data["description"] = story.summary
    if "paywall" in story.flags:
        data["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}
    if story.machine_times:
        properties.append(("article:published_time", story.published.isoformat()))
        data["datePublished"] = story.published.isoformat()
        if story.updated:
            properties.append(("article:modified_time", story.updated.isoformat()))
            data["dateModified"] = story.updated.isoformat()
    lines = [f'<link rel="canonical" href="{escape(address)}">']
    if story.summary:
        lines.append(f'<meta name="description" content="{escape(story.summary)}">')
    lines += [f'<meta property="{name}" content="{escape(value)}">' for name, value in properties]
    # "</" would end the script element early.
    dumped = json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")
    return "\n".join([*lines, f'<script type="application/ld+json">\n{dumped}\n</script>'])


def _same_matter(block: Block) -> str:
    items = "".join(f"<li>{markup.link(entry.href, entry.headline)}</li>" for entry in block.links)
    return f'<section class="related-stories"><h2>{block.heading}</h2><ul>{items}</ul></section>\n'


def _more_from(story: DemoStory) -> str:
    block = more_from(story)
    if "script-related" in story.flags:
        return (
            f'<section class="more-from" data-src="/api/more/{story.id}"><h2>{block.heading}</h2>'
            '<ul class="more-list is-loading"></ul></section>'
        )
    items = "".join(_more_card(entry) for entry in block.links)
    return f'<section class="more-from"><h2>{block.heading}</h2><ul class="more-list">{items}</ul></section>'


def _more_card(entry: Link) -> str:
    return (
        f'<li class="more-card"><a class="more-link" href="{escape(entry.href)}">'
        f'<img src="{entry.picture}" alt="" loading="lazy">'
        f'<span class="more-headline">{escape(entry.headline)}</span></a>'
        f'<p class="more-teaser">{escape(entry.teaser or "")}</p>'
        f'<time class="more-date" datetime="{entry.date}">{entry.date_shown}</time></li>'
    )


def _drupal(story: DemoStory, site_url: str) -> str:
    block = more_from(story)
    rows = "".join(
        f'<div class="views-row views-row-{index} {"views-row-odd" if index % 2 else "views-row-even"}">'
        '<div class="views-field views-field-title"><span class="field-content">'
        f"{markup.link(entry.href, entry.headline)}</span></div>"
        '<div class="views-field views-field-body"><div class="field-content">'
        f"{'<p>' + escape(entry.teaser, quote=False) + '</p>' if entry.teaser else ''}</div></div></div>"
        for index, entry in enumerate(block.links, 1)
    )
    related = (
        '<div id="block-views-more-from-block" class="block block-views contextual-links-region">'
        f'<h2 class="block-title">{block.heading}</h2><div class="content"><div class="view view-more-from">'
        f'<div class="view-content">{rows}</div></div></div></div>'
    )
    stamp = "".join(
        f'<div class="field field-name-field-{name} field-type-datetime field-label-hidden">'
        f'<div class="field-items"><div class="field-item even">{escape(raw)}</div></div></div>'
        for name, raw in (("published", story.published_raw), ("last-update", story.last_update_raw))
        if raw
    )
    source = (
        '<div class="field field-name-field-source field-label-inline">'
        '<span class="field-label">Source:&nbsp;</span>'
        f"<span>{escape(story.source)}</span></div>"
        if story.source
        else ""
    )
    content = markup.template("story_drupal").substitute(
        _common(story),
        body=_strong_dateline(body_html(story)),
        stamp=stamp,
        source=source,
        tags="".join(f'<div class="field-item">{anchor}</div>' for anchor in _tag_links(story)),
        related=related,
        rail=markup.rail(most_read(story)),
    )
    canonical = escape(site_url + (story.canonical_path or story.path))
    head = (
        '<meta name="Generator" content="Drupal 7 (http://drupal.org)">\n'
        f'<link rel="canonical" href="{canonical}">\n<link rel="shortlink" href="/node/{story.id}">'
    )
    return markup.page(
        f"{story.headline} | {SITE_NAME}",
        content,
        active=story.section,
        body_class=f"html not-front sidebar-second page-node page-node-{story.id} node-type-story",
        head=head,
        language=story.language,
    )


def _strong_dateline(html: str) -> str:
    return re.sub(r'<span class="dateline">(.*?)</span>', r"<strong>\1</strong>", html, count=1)


def _classic(story: DemoStory) -> str:
    rows = "".join(
        '<tr><td width="14"><font color="#8a2b20">&raquo;</font></td><td>'
        f"{markup.link(entry.href, entry.headline)}<br>"
        f'<font size="1">{escape(entry.teaser or "")}</font></td></tr>'
        for entry in more_from(story).links
    )
    sections = (
        ("/", "Front page"),
        ("/world", "World"),
        ("/politics", "Politics"),
        ("/business", "Business"),
        ("/sport", "Sport"),
    )
    return markup.template("story_classic").substitute(
        _common(story),
        headline_text=escape(story.headline, quote=False),
        nav=" | ".join(markup.link(path, name) for path, name in sections),
        body="\n".join(f"<p>{escape(text, quote=False)}</p>" for text in story.paragraphs),
        stamp=escape(story.last_update_raw or ""),
        related=f'<b>{more_from(story).heading}</b><table class="rel" cellspacing="0">{rows}</table>',
    )
