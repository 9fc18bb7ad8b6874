"""Data flows one way: page -> extract -> items <- normalise <- pipelines <- spiders. Imports show it.

A room is a module or a package directly under newscrawl/. Each may import only the rooms named here; what is
imported inside a function, for type checking only, relatively or by name through importlib counts like any
other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "newscrawl"

# Known to all: the record, what is known of a site, the words and calendars that stamps are written in, and
# how letters are written: in capitals or small, joined or not.
GROUND = {"items", "site", "stamps", "anycase", "joiners"}
PURE: dict[str, set[str]] = {
    "items": set(),
    "site": set(),
    "stamps": set(),
    "anycase": set(),
    "joiners": set(),
    "encoding": set(),
    "memory": set(),
    "page": {"encoding", "memory"},
    "warc": set(),
    "arguments": set(),
    "schema": {"items"},
    "extract": {"page", *GROUND},
    "normalise": set(GROUND),
    "__init__": {"page", "extract", "normalise", *GROUND},
}
"""Rooms that know no Scrapy, and what they may import."""

IMPORTED_BY: dict[str, set[str]] = {
    "pipelines": {"middlewares", "extensions", "spiders", "commands"},
    "spiders": {"commands"},
    "commands": set(),
}
"""The end of the way: who stands behind these rooms and may import them. Scrapy finds them by their names."""

NO_PAGES = {"pipelines"}
"""Rooms over normalise, which get items and never see a page."""

SCRAPY = {"scrapy", "twisted", "parsel", "itemloaders", "scrapy_playwright", "scrapyd"}


def imports(path: Path, package: Path) -> Iterator[tuple[int, str]]:
    """Give line and dotted name of every import in a file, wherever it stands."""
    inside = path.relative_to(package.parent).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*inside[: -node.level]] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif (
            isinstance(node, ast.Call)
            and (getattr(node.func, "id", None) or getattr(node.func, "attr", None))
            in ("import_module", "__import__")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.lineno, str(node.args[0].value)


def room(name: str, package: Path) -> str | None:
    """The room a dotted name lies in; None for what is not the package's own."""
    first, _, rest = name.partition(".")
    if first != package.name:
        return None
    second = rest.partition(".")[0]
    exists = (package / second).is_dir() or (package / f"{second}.py").is_file()
    return second if second and exists else "__init__"


def violations(package: Path) -> list[str]:
    """Every import against the direction, as `file:line: why`."""
    found = []
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package).parts
        own = inside[0].removesuffix(".py")
        for line, name in imports(path, package):
            where = f"{'/'.join(inside)}:{line}"
            target = room(name, package)
            if own in PURE and name.partition(".")[0] in SCRAPY:
                found.append(f"{where}: {own} knows no Scrapy, but imports {name}")
            if target is None or target == own:
                continue
            if own in PURE and target not in PURE[own]:
                found.append(f"{where}: {own} may import {sorted(PURE[own])}, but imports {target}")
            elif own not in IMPORTED_BY.get(target, {own}):
                found.append(f"{where}: {own} stands before {target}, but imports it")
            elif own in NO_PAGES and target in ("page", "extract"):
                found.append(f"{where}: {own} works on items and sees no page, but imports {target}")
    return found


def test_no_import_points_the_wrong_way() -> None:
    assert violations(PACKAGE) == []


def test_the_test_reads_the_real_rooms() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")}
    assert {"page", "extract", "items", "normalise", "pipelines", "spiders"} <= rooms
    assert set(PURE) <= rooms, "a room was moved: name its new place here"


@pytest.mark.parametrize(
    ("file", "code", "why"),
    [
        ("extract/body.py", "import scrapy", "extract knows no Scrapy"),
        ("extract/body.py", "from scrapy.http import Response", "extract knows no Scrapy"),
        (
            "extract/body.py",
            "def f():\n    from parsel import Selector",
            "body.py:2: extract knows no Scrapy",
        ),
        ("extract/body.py", "from newscrawl.normalise.text import fold", "but imports normalise"),
        ("extract/body.py", "from newscrawl.normalise import text", "but imports normalise"),
        ("extract/body.py", "from newscrawl import normalise", "but imports normalise"),
        ("extract/body.py", "import newscrawl.normalise.text as t", "but imports normalise"),
        ("extract/body.py", "from ..normalise import text", "but imports normalise"),
        ("extract/body.py", "from .. import normalise", "but imports normalise"),
        ("extract/body.py", "from newscrawl import parse_story", "but imports __init__"),
        (
            "extract/body.py",
            "import importlib\nimportlib.import_module('newscrawl.normalise')",
            "imports normalise",
        ),
        ("extract/deep/er.py", "from ...normalise import text", "but imports normalise"),
        ("normalise/text.py", "def f():\n    from newscrawl.extract import read", "but imports extract"),
        ("normalise/text.py", "from newscrawl.page import Page", "but imports page"),
        (
            "normalise/text.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from scrapy import Item",
            "normalise knows no Scrapy",
        ),
        ("items.py", "from newscrawl.site import Site", "but imports site"),
        ("page.py", "from newscrawl.items import Story", "but imports items"),
        ("__init__.py", "def f():\n    from newscrawl.pipelines import Body", "but imports pipelines"),
        ("pipelines/body.py", "from newscrawl.page import Page", "sees no page"),
        (
            "pipelines/body.py",
            "from newscrawl.spiders.wire import WireSpider",
            "pipelines stands before spiders",
        ),
        ("feeds.py", "from .pipelines.body import Body", "feeds stands before pipelines"),
        ("spiders/wire.py", "from newscrawl.commands.crawl import Command", "spiders stands before commands"),
    ],
)
def test_it_fails_on_a_wrong_import(tmp_path: Path, file: str, code: str, why: str) -> None:
    package = _tree(tmp_path)
    assert violations(package) == []
    (package / file).parent.mkdir(exist_ok=True)
    (package / file).write_text(code + "\n", encoding="utf-8")
    (found,) = violations(package)
    assert why in found


def _tree(folder: Path) -> Path:
    """A small package that keeps the direction."""
    package = folder / "newscrawl"
    for file, code in {
        "__init__.py": "from newscrawl.items import Story\ndef f():\n    from newscrawl.extract import read",
        "items.py": "from dataclasses import dataclass",
        "site.py": "",
        "page.py": "from lxml import etree",
        "extract/__init__.py": "from newscrawl.extract.body import body\nfrom newscrawl.page import Page",
        "extract/body.py": "from .. import page\nfrom ..items import Story\nfrom . import blocks",
        "normalise/__init__.py": "from newscrawl.items import Story\nfrom newscrawl.site import Site",
        "normalise/text.py": "from . import words",
        "pipelines/__init__.py": "from scrapy import Item\nfrom newscrawl.normalise import text",
        "pipelines/body.py": "from newscrawl import items",
        "spiders/wire.py": "from scrapy import Spider\nfrom newscrawl.extract import read",
        "commands/crawl.py": "from scrapy.commands import ScrapyCommand",
        "extensions/log.py": "import scrapy",
    }.items():
        (package / file).parent.mkdir(parents=True, exist_ok=True)
        (package / file).write_text(code + "\n", encoding="utf-8")
    return package
