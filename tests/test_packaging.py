"""What a newcomer and a packager rely on: the Makefile, genspider, pyproject.toml."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


# --- genspider ----------------------------------------------------------------------------------------------


def test_a_known_site_is_made_from_the_template(scrapy: Run, project_copy: Path) -> None:
    done = scrapy(
        "genspider", "-t", "wire", "my-site", "https://www.news.example:8080/world", cwd=project_copy
    )
    assert done.returncode == 0, done.stderr
    module = project_copy / "newscrawl" / "spiders" / "my_site.py"
    code = module.read_text(encoding="utf-8")
    assert len(code.splitlines()) <= 16
    assert 'start_urls = ["https://www.news.example:8080/world"]' in code
    assert 'domains=("news.example",)' in code, "neither www. nor the port belongs to a domain"
    listed = scrapy("list", cwd=project_copy)
    assert {"my-site", "wire", "archive", "eblnews"} <= set(listed.stdout.split())
    checked = scrapy("check", "my-site", cwd=project_copy)
    assert checked.returncode == 0, checked.stderr
    assert "OK" in checked.stderr
    for command in (["check"], ["format", "--check"]):
        linted = subprocess.run(
            [sys.executable, "-m", "ruff", *command, str(module)], capture_output=True, text=True, check=False
        )
        assert linted.returncode == 0, linted.stdout


def test_a_bare_domain_will_do(scrapy: Run, project_copy: Path) -> None:
    assert scrapy("genspider", "-t", "wire", "other", "news.example", cwd=project_copy).returncode == 0
    code = (project_copy / "newscrawl" / "spiders" / "other.py").read_text(encoding="utf-8")
    assert 'start_urls = ["https://news.example"]' in code


def test_scrapy_s_own_templates_still_serve(scrapy: Run, project_copy: Path) -> None:
    names = scrapy("genspider", "-l", cwd=project_copy).stdout.split()
    assert {"basic", "crawl", "csvfeed", "xmlfeed", "wire"} <= set(names)
    assert "$classname" in scrapy("genspider", "-d", "wire", cwd=project_copy).stdout
    assert scrapy("genspider", "plain", "news.example", cwd=project_copy).returncode == 0
    assert "scrapy.Spider" in (project_copy / "newscrawl" / "spiders" / "plain.py").read_text(
        encoding="utf-8"
    )


def test_an_existing_spider_is_not_overwritten(scrapy: Run, project_copy: Path) -> None:
    before = (project_copy / "newscrawl" / "spiders" / "eblnews.py").read_bytes()
    done = scrapy("genspider", "-t", "wire", "eblnews", "other.example", cwd=project_copy)
    assert "already exists" in done.stdout
    assert (project_copy / "newscrawl" / "spiders" / "eblnews.py").read_bytes() == before


# --- make ---------------------------------------------------------------------------------------------------


def _make(folder: Path, *arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    make = shutil.which("make")
    assert make, "make is needed"
    return subprocess.run(
        [make, "-C", str(folder), *arguments],
        env={"PATH": str(path), "CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with what any machine has, but no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "echo", "id", "rm", "find", "touch"):
        (folder / tool).symlink_to(shutil.which(tool) or "")
    return folder


def _fake_python(folder: Path, script: str) -> None:
    python = folder / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)


@pytest.mark.parametrize("script", [None, "exit 1", "exit 127"])
def test_without_a_python_that_will_do_make_says_what_it_needs(
    project_copy: Path, bare_path: Path, script: str | None
) -> None:
    if script:
        _fake_python(bare_path, script)
    done = _make(project_copy, "crawl", path=bare_path)
    assert done.returncode == 2
    assert "newscrawl: needs Python 3.11 or later; name it with make PYTHON=" in done.stderr
    assert not (project_copy / ".venv").exists()


def test_without_the_venv_module_make_says_what_to_install(project_copy: Path, bare_path: Path) -> None:
    _fake_python(bare_path, 'case "$2" in *ensurepip*) exit 1;; esac')
    done = _make(project_copy, "test", path=bare_path)
    assert done.returncode == 2
    assert (
        "newscrawl: python3 lacks its venv module; on Debian or Ubuntu: apt install python3-venv"
        in done.stderr
    )


def test_make_alone_tells_what_there_is(project_copy: Path, bare_path: Path) -> None:
    done = _make(project_copy, path=bare_path)
    assert done.returncode == 0
    for target in ("make crawl", "make test", "make lint"):
        assert target in done.stdout


# --- pyproject.toml -----------------------------------------------------------------------------------------


def test_every_dependency_says_why(project: Path) -> None:
    text = (project / "pyproject.toml").read_text(encoding="utf-8")
    obvious = {"pytest", "ruff", "mypy", "lxml-stubs", "newspaper4k"}
    needs = re.findall(r'^    "([\w-]+)[^"\n]*",(.*)$', text, re.MULTILINE)
    assert {"scrapy", "lxml", "fastwarc"} <= {name for name, _ in needs}
    assert [name for name, why in needs if not why.strip().startswith("# ") and name not in obvious] == []
