"""`scrapy demo`: the bundled wire site in a browser, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from types import FrameType
from typing import ClassVar

from scrapy.commands import ScrapyCommand

from newscrawl.demo import DemoServer, stories


class Command(ScrapyCommand):
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Serve the bundled demo wire site on this machine"

    def long_desc(self) -> str:
        return "Serve the bundled demo wire site, sixty invented stories, on loopback until Ctrl-C."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=0, help="port to listen on (default: any free one)")
        parser.add_argument(
            "--latency", type=float, default=0.0, metavar="SECONDS", help="hold back every answer"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        stop = threading.Event()

        def on_signal(number: int, frame: FrameType | None) -> None:
            stop.set()

        try:
            server = DemoServer(port=opts.port, latency=max(0.0, opts.latency))
        except (OSError, OverflowError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).rstrip(".")
            self.exitcode = 2
            print(
                f"scrapy demo: cannot listen on port {opts.port}: {reason}. "
                "Without --port any free one is taken.",
                file=sys.stderr,
            )
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, on_signal)
        with server as site:
            print(self._welcome(site.url), flush=True)
            while not stop.wait(0.5):
                pass
        print(f"\nStopped after {len(site.requests)} requests.", flush=True)

    def _welcome(self, url: str) -> str:
        seed = next(story for story in stories() if story.slug == "border-clocks-agree-for-one-hour")
        # The address guard keeps crawls off this machine unless told otherwise.
        allow = "-s NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1"
        return f"""\
Orrery Wire, the demo site, is at {url}/  (Ctrl-C stops it)

Things to try in another terminal:
  scrapy crawl wire -a url={url}/world -a max_stories=20 {allow}
  scrapy crawl wire -a url={url}{seed.path} {allow}
Pages to look at:
  {url}/markets  a section drawn by script
  {url}/sport    a list behind a "Load more" button
  {url}/archive/2017/01  a calendar without an end"""
