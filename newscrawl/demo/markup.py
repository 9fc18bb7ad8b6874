"""Small pieces of HTML that every page of the demo site is put together from."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from .links import Block
from .story import SECTIONS, DemoStory

RIGHT_TO_LEFT = {"ar"}


@cache
def template(name: str) -> Template:
    return Template((files(__package__) / "templates" / f"{name}.html").read_text(encoding="utf-8"))


def link(href: str, text: str, attributes: str = "") -> str:
    return f'<a href="{escape(href)}"{attributes}>{escape(text)}</a>'


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def clock(story: DemoStory) -> str:
    """`<time>` with the day and hour a list shows beside a teaser."""
    moment = story.published
    shown = f"{moment.day} {moment:%b} {moment.year}, {moment:%H:%M}"
    return f'<time datetime="{moment.isoformat()}">{shown}</time>'


def navigation(active: str | None = None) -> str:
    entries = [("/", "Home"), *((f"/{key}", name) for key, name in SECTIONS.items()), ("/markets", "Markets")]
    return "".join(
        "<li>" + link(path, name, ' class="active"' if path == f"/{active}" else "") + "</li>"
        for path, name in entries
    )


def page(
    title: str,
    content: str,
    *,
    active: str | None = None,
    body_class: str = "page",
    head: str = "",
    language: str = "en",
) -> str:
    """A whole page: masthead, navigation, content, footer."""
    return template("page").substitute(
        lang=language,
        dir=direction(language),
        title=escape(title),
        head=head,
        body_class=body_class,
        nav=navigation(active),
        footer_nav="".join(f"<li>{link(f'/{key}', name)}</li>" for key, name in SECTIONS.items()),
        content=content,
    )


def rail(popular: Block) -> str:
    """The side column: an advertisement's place and the "Most read" box."""
    items = "".join(f"<li>{link(entry.href, entry.headline)}</li>" for entry in popular.links)
    return (
        '<div class="ad-slot ad-rail" id="ad-rail"><span>Advertisement</span></div>'
        f'<section class="box popular"><h3>{popular.heading}</h3><ol>{items}</ol></section>'
    )


def teaser(story: DemoStory) -> str:
    """A story's entry in a list."""
    return (
        f'<article class="teaser" lang="{story.language}" dir="{direction(story.language)}">'
        f'<a class="teaser-picture" href="{escape(story.path)}"><img src="{story.picture.path}" alt="" '
        f'width="236" height="133" loading="lazy"></a><div><h2>{link(story.path, story.headline)}</h2>'
        f"<p>{escape(story.teaser())}</p>{clock(story)}</div></article>"
    )
