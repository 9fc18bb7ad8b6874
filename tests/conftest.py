"""Shared by all tests: running Scrapy as a user does, in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return PROJECT


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    """The project in a folder of the test's own, to build or to change, as a fresh clone would be."""
    copy = tmp_path / "project"
    copy.mkdir()
    for name in ("pyproject.toml", "setup.py", "scrapy.cfg", "Makefile", "README.md", "LICENSE"):
        if (PROJECT / name).exists():
            shutil.copy(PROJECT / name, copy)
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(PROJECT / "newscrawl", copy / "newscrawl", ignore=ignored)
    return copy


@pytest.fixture
def scrapy(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `scrapy ARGUMENTS` from a folder of the test's own and give the finished process.

    `cwd` may name a copy of the project; without it the project is found through SCRAPY_SETTINGS_MODULE, and
    nothing is written under its own output/.
    """

    def run(
        *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        # A proxy of the machine must not stand between a test and its server.
        environment = {
            name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
        }
        if cwd is None:
            environment["SCRAPY_SETTINGS_MODULE"] = "newscrawl.settings"
        environment["PYTHONPATH"] = str(cwd or PROJECT)
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "scrapy", *arguments],
            cwd=cwd or tmp_path,
            env={**environment, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run
