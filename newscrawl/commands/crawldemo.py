"""`scrapy crawldemo`: the bundled wire site crawled with `wire`, to see what a crawl gives."""

from __future__ import annotations

import argparse

from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES

from newscrawl.commands.crawl import Command as CrawlCommand
from newscrawl.demo import DemoServer
from newscrawl.demo.story import SECTIONS


class Command(CrawlCommand):
    """`scrapy crawl wire` on the demo site, which is served on a free port for as long as the crawl takes."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Serve the bundled demo site and crawl it with wire"

    def long_desc(self) -> str:
        return (
            "Serve the bundled demo wire site, sixty invented stories, on a free port of this machine and "
            "crawl it. Takes the options of scrapy crawl, such as -a max_stories=10 and -O FILE. "
            "`scrapy demo` serves the site to look at in a browser."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Set what only a site on this machine may have: its private address, and no pause between pages."""
        super().process_options(args, opts)
        assert self.settings is not None
        self.settings.set("NEWSCRAWL_ALLOW_PRIVATE_HOSTS", ["127.0.0.1"], priority="cmdline")
        self.settings.set("AUTOTHROTTLE_ENABLED", False, priority="cmdline")
        if self.settings.getpriority("NEWSCRAWL_STATE") != SETTINGS_PRIORITIES["cmdline"]:
            # Each demo is a site of its own, on another port: there is nothing to remember of it.
            self.settings.set("NEWSCRAWL_STATE", "", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve, crawl, and end as `scrapy crawl` does."""
        if args or "url" in opts.spargs:
            raise UsageError(
                "the address is the demo site's: scrapy crawldemo [-a NAME=VALUE]", print_help=False
            )
        with DemoServer() as site:
            opts.spargs["url"] = ",".join(f"{site.url}/{section}" for section in SECTIONS)
            super().run(["wire"], opts)
