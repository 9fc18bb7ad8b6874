"""Shared by all tests: running Scrapy as a user does, in a process of its own."""

from __future__ import annotations

import os
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
def scrapy(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `scrapy ARGUMENTS` from a folder of the test's own and give the finished process.

    `cwd` and `env` may be given; without `cwd` the project is found through SCRAPY_SETTINGS_MODULE, so that
    nothing is written under the project's own output/.
    """

    def run(
        *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        # Not newscrawl's: a .coveragerc, a proxy or a settings module of the machine must not steer a test.
        environment = {
            name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
        }
        if cwd is None:
            environment["SCRAPY_SETTINGS_MODULE"] = "newscrawl.settings"
            environment["PYTHONPATH"] = str(PROJECT)
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments],
            cwd=cwd or tmp_path,
            env={**environment, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run
