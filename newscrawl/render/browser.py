"""Finding a Chromium and starting it without any way to the network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright

__all__ = ["HOW_TO_GET", "BrowserMissing", "Provider", "candidates", "launch_options"]

HOW_TO_GET = (
    "pip install '.[playwright]' and a Chromium: apt-get install chromium, or: playwright install "
    "chromium (NEWSCRAWL_BROWSER names one elsewhere)"
)

# Names a Chromium goes by on PATH, the freest first.
_NAMES = (
    "chromium chromium-browser chromium-headless-shell google-chrome google-chrome-stable chrome "
    "brave-browser microsoft-edge microsoft-edge-stable"
).split()
# Where it lies when PATH is short, as under cron.
_PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/lib/chromium/chromium",
    "/usr/bin/google-chrome",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

# Whatever a browser does of itself costs the machine or tells somebody of the crawl. Playwright sets most of
# these too; they stand here so that none depends on its version.
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-default-apps",
    "--disable-dev-shm-usage",  # /dev/shm is 64 MB in a container
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-quic",  # UDP would pass by the proxy
    "--disable-sync",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--process-per-site",
)


class BrowserMissing(Exception):
    """There is no browser to draw pages with; the text is one line that says how to get one."""


def candidates(stated: str | None = None, path: str | None = None) -> Iterator[str]:
    """Executables to try, in this order: the one stated (and then no other), those on PATH, usual places.

    :param stated: path or command name (setting NEWSCRAWL_BROWSER).
    :param path: search path instead of the environment's.
    :raises BrowserMissing: where the stated one does not exist.
    """
    if stated:
        found = shutil.which(os.path.expanduser(stated), path=path)
        if found is None:
            raise BrowserMissing(f"NEWSCRAWL_BROWSER names {stated!r}, which is no program that can be run")
        yield found
        return
    seen = set()
    for name in (*_NAMES, *_PLACES):
        found = shutil.which(name, path=path)
        if found and (real := os.path.realpath(found)) not in seen:
            seen.add(real)
            yield found


def launch_options(proxy: str, sandbox: bool, own: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Arguments of Playwright's `launch`.

    :param proxy: address everything is sent to that the browser tries to reach by itself, loopback included.
    :param sandbox: Chromium's sandbox; it does not start with it as root.
    :param own: PLAYWRIGHT_LAUNCH_OPTIONS; its args are added, the rest gives way to what keeps the browser
        offline.
    """
    own = dict(own or {})
    return {
        **own,
        "args": [*_ARGUMENTS, *own.get("args", ())],
        "chromium_sandbox": sandbox,
        "proxy": {"server": proxy, "bypass": "<-loopback>"},
        # Scrapy ends in order after the first Ctrl-C, and pages still being drawn are part of that.
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }


class Provider:
    """Gives scrapy-playwright its browser (see `scrapy_playwright.provider.BrowserProvider`)."""

    def __init__(self, stated: str | None, proxy: str, sandbox: bool, own: Mapping[str, Any]) -> None:
        self.stated = stated or own.get("executable_path")
        self.options = launch_options(proxy, sandbox, own)
        self.options.pop("executable_path", None)
        self.playwright: Playwright | None = None
        self._found: str | None = None

    async def start(self) -> None:
        """Start Playwright's driver; the browser itself comes with the first page."""
        from playwright.async_api import async_playwright

        self.playwright = await async_playwright().start()

    async def launch_browser(self) -> Browser:
        """Launch the first browser that starts.

        :raises BrowserMissing: where none does.
        """
        from playwright.async_api import Error

        assert self.playwright is not None
        failed: list[str] = []
        for executable in [self._found] if self._found else self._candidates():
            try:
                browser = await self.playwright.chromium.launch(executable_path=executable, **self.options)
            except Error as error:
                failed.append(f"{executable} does not start: {_reason(error.message)}")
            else:
                self._found = executable
                return browser
        raise BrowserMissing(failed[0] if failed else f"no Chromium was found; {HOW_TO_GET}")

    def _candidates(self) -> Iterator[str]:
        assert self.playwright is not None
        yield from candidates(self.stated)
        if not self.stated and Path(own := self.playwright.chromium.executable_path).exists():
            yield own

    async def launch_persistent_context(self, context_kwargs: dict[str, Any]) -> BrowserContext:
        """Not offered: nothing of a crawl's pages is to outlive it."""
        from scrapy.exceptions import NotSupported

        raise NotSupported("persistent browser contexts are not used by newscrawl")

    async def close(self) -> None:
        """Stop the driver, and with it a browser that is left."""
        if self.playwright is not None:
            with suppress(Exception):
                await self.playwright.stop()


def _reason(message: str) -> str:
    """What tells most in a launch error: Chromium's own last words, else the first line."""
    if "sandbox" in message.lower() and ("namespace" in message or "No usable sandbox" in message):
        return "its sandbox is not available here (NEWSCRAWL_BROWSER_SANDBOX = False runs it without)"
    lines = [line.strip(" -\t") for line in message.splitlines() if line.strip(" -\t=")]
    telling = [line for line in lines if "error" in line.lower() and "TargetClosedError" not in line]
    return (telling or lines or ["no reason given"])[0][:200]
