"""`scrapy crawl`, with one clear line where a run goes wrong and an exit status that tells."""

from __future__ import annotations

import argparse
import asyncio
import logging
from typing import Any

from scrapy.commands.crawl import Command as ScrapyCrawl

from newscrawl.arguments import BadArgument
from newscrawl.extensions.log import leave_to_the_end, log_trouble, tell
from newscrawl.extensions.outcome import CRASHED, UNWRITABLE, USAGE, outcome

__all__ = ["Command"]

logger = logging.getLogger(__name__)


class Command(ScrapyCrawl):
    """As in Scrapy, plus exit statuses; see `long_desc` and the README."""

    def long_desc(self) -> str:
        return (
            "Run a spider. Exit status: 0 stories came (or there were none that are new), 1 the program "
            "failed, 2 an argument is wrong, 3 a start page gave no story, 4 the output or the state could "
            "not be written, 5 too many errors, 6 an archive file breaks off, 7 the same crawl is running "
            "already, 8 pages were to be drawn by a browser (render) and there is none, 130 interrupted."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """As in Scrapy; a log file that cannot be written is told in one line, not with a traceback."""
        super().process_options(args, opts)
        if self._has_log_file:
            assert self.settings is not None
            try:
                with open(self.settings["LOG_FILE"], "a", encoding="utf-8"):
                    pass
            except OSError as error:
                tell(f"newscrawl: cannot write the log {error.filename}: {error.strerror}")
                raise SystemExit(UNWRITABLE) from None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the spider; tell on standard error, in a line each, why it brought nothing."""
        if len(args) != 1:
            return self._end(
                USAGE, "name one spider, as in: scrapy crawl wire -a url=URL (scrapy list shows them)"
            )
        assert self.crawler_process is not None
        name = args[0]
        loader = self.crawler_process.spider_loader
        if name not in loader.list():
            return self._end(
                USAGE, f"there is no spider {name!r}; there are: {', '.join(sorted(loader.list()))}"
            )
        # A log that cannot be written (its disk is full) is told in one line at the end, not with a traceback
        # for each of its own.
        logging.raiseExceptions = False
        if not self._has_log_file:
            leave_to_the_end()
        crawler = self._create_crawler(name)
        task: Any = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        error = (
            task.exception()
            if isinstance(task, asyncio.Task) and task.done() and not task.cancelled()
            else None
        )
        if isinstance(error, BadArgument):
            return self._end(USAGE, str(error))
        if error is not None:
            raise error  # of the program, not of its user: the traceback is wanted
        if self.crawler_process.bootstrap_failed:
            self.exitcode = CRASHED
            return None
        status, lines = outcome(crawler)
        return self._end(status, *lines)

    @property
    def _has_log_file(self) -> bool:
        assert self.settings is not None
        return bool(self.settings.get("LOG_FILE"))

    def _end(self, status: int, *lines: str) -> None:
        self.exitcode = status
        tell(*(f"newscrawl: {line}" for line in lines))
        if self._has_log_file:
            # Under scrapyd a job's log is all that is looked at; its standard error goes to scrapyd's own.
            for line in lines:
                logger.error("%s", line)
        if trouble := log_trouble():
            tell(f"newscrawl: {trouble}")
