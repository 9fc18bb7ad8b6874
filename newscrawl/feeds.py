"""Feeds: the JSON Lines exporter and the local file storage, registered over Scrapy's own of the same names.

`-o`, `-O` and `FEEDS` work as in every Scrapy project. What is different:

- a line is UTF-8 and nothing in it breaks a reader: no raw line separator of any kind, no lone surrogate;
- a line reaches the file in one write, so a killed run leaves whole lines behind, and at most one torn line
  at the end, which the next run that appends takes away;
- a feed that cannot be written ends the crawl with one clear line and the finish reason `FEED_FAILED`, where
  Scrapy logs a traceback for every item and goes on fetching for nothing;
- a file that is begun anew (-O, or a feed with the option ``"unique": True``) is called NAME.part until it is
  complete. Whoever picks up finished files needs no other sign, and the file that was there before stays
  until then. With "unique" no file is ever replaced: a name that is taken gets -2, -3 ... at its end;
- NEWSCRAWL_COMPRESS = "gzip" or "zstd" packs such a file once it is complete: a kill spoils no archive.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import logging
import os
import stat
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from scrapy.exceptions import CloseSpider
from scrapy.exporters import JsonLinesItemExporter
from scrapy.extensions.feedexport import FileFeedStorage
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.serialize import ScrapyJSONEncoder

from newscrawl import pack
from newscrawl.extensions.log import TOLD_AT_END
from newscrawl.items import Story
from newscrawl.mend import mend
from newscrawl.schema import as_record
from newscrawl.state.run import run_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from scrapy import Spider
    from scrapy.core.engine import ExecutionEngine
    from scrapy.crawler import Crawler

__all__ = ["FEED_FAILED", "PART", "FeedError", "JsonLinesExporter", "LocalFileStorage"]

logger = logging.getLogger(__name__)

FEED_FAILED = "feed_failed"
"""Finish reason of a crawl that was ended because its feed could not be written."""

PART = ".part"
"""What stands at the end of a file's name until it is complete."""

LINE_FORMATS = frozenset({"jsonl", "jsonlines", "jl"})


class FeedError(Exception):
    """A feed that could not be written; the text says which, why and what is lost, in one line."""


class _NoTraceback(logging.Filter):
    """Scrapy logs a failed feed with its traceback; that of a full disk tells nobody anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], FeedError):
            record.msg = f"{record.getMessage()}: {record.exc_info[1]}"
            record.args = ()
            record.exc_info = None
            # It was told when it happened.
            record.levelno, record.levelname = logging.INFO, "INFO"
        return True


logging.getLogger("scrapy.extensions.feedexport").addFilter(_NoTraceback())


# --- one line -----------------------------------------------------------------------------------------------


def _json_escape(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding cannot hold as JSON escapes; a surrogate without its partner becomes U+FFFD.

    JSON's grammar lets a lone surrogate pass as an escape, but readers in C++, Rust and Java refuse the line.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    chunk = error.object[error.start : error.end]
    whole = chunk.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return json.dumps(whole)[1:-1], error.end


codecs.register_error("newscrawl.json_escape", _json_escape)

# Line ends for str.splitlines and many editors, though not for JSON; those below U+0020 are always escaped.
LINE_SEPARATORS = {char: f"\\u{ord(char):04x}" for char in "\u0085\u2028\u2029"}


class JsonLinesExporter(JsonLinesItemExporter):
    """One item a line, for the formats jsonl, jsonlines and jl: keys in the record's order, nulls kept.

    Options are those of Scrapy's own exporter. Without an encoding (`FEED_EXPORT_ENCODING = None`) everything
    beyond ASCII is escaped, as there.
    """

    def __init__(self, file: IO[bytes], **kwargs: Any) -> None:
        super().__init__(file, **kwargs)  # type: ignore[arg-type]
        # Escaping is left to the encoding below, which sees surrogates that json would let through.
        self.encoder = ScrapyJSONEncoder(**{**self._kwargs, "ensure_ascii": False})

    def export_item(self, item: Any) -> None:
        if type(item) is Story and self.fields_to_export is None:
            # ItemAdapter takes 1.6 ms for a story with twenty related headlines, this 0.1 ms.
            record = as_record(item)
        else:
            record = dict(self.get_serialized_fields(item))
        line = self.encoder.encode(record)
        for separator, escape in LINE_SEPARATORS.items():
            line = line.replace(separator, escape)
        self.file.write(f"{line}\n".encode(self.encoding or "ascii", "newscrawl.json_escape"))


# --- one file -----------------------------------------------------------------------------------------------


class LocalFileStorage(FileFeedStorage):
    """A feed in a local file, for URIs without a scheme or with file:.

    JSON Lines are written a line a write(2), unbuffered: 0 lines were lost in twenty kills, where Scrapy's
    buffer loses up to 62, at 2 to 11 % less throughput. Other formats and post-processed feeds (gzip) have no
    lines to keep whole and are written as Scrapy does.
    """

    def __init__(
        self, uri: str, *, feed_options: dict[str, Any] | None = None, crawler: Crawler | None = None
    ) -> None:
        super().__init__(uri, feed_options=feed_options)
        options = feed_options or {}
        self.crawler = crawler
        self.by_line = options.get("format") in LINE_FORMATS and not options.get("postprocessing")
        self.error: OSError | None = None
        self.lost = 0
        self.unique = bool(options.get("unique"))
        self.target: Path | None = None
        """The file that is being written."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None) -> Self:
        """Build the storage; once the spider opens, refuse a path that cannot be written.

        :raises CloseSpider: with `FEED_FAILED`; before anything is fetched, since Scrapy opens the file only
            for the first item.
        """
        storage = cls(uri, feed_options=feed_options, crawler=crawler)
        # Scrapy builds storages twice: on start-up, only to see that it can, and when the spider opens.
        if _engine(crawler) is not None and (reason := _why_unwritable(Path(storage.path))):
            storage._report(reason)
            raise CloseSpider(FEED_FAILED)
        return storage

    def open(self, spider: Spider) -> IO[bytes]:
        """Open the file, its folder made if need be; a torn last line of a killed run is taken away first."""
        raw: io.FileIO | None = None
        run = run_of(self.crawler)
        try:
            path = self.target = self._choose()
            mode = "wb" if self.unique or self.write_mode == "wb" else "ab"
            if run is not None and path.name.endswith(PART) and self.path in run.continued:
                # The killed run's part of the same crawl: -O means this crawl's stories, not this process's.
                run.continued.discard(self.path)
                if os.path.exists(self.path):
                    os.replace(self.path, path)
                elif was_packed := pack.packed(Path(self.path)):
                    pack.unpack(was_packed, path)
                mode = "ab"
            path.parent.mkdir(parents=True, exist_ok=True)
            if not self.by_line:
                return path.open(mode)
            if mode == "ab" and path.is_file():
                self._mend(path)
            raw = io.FileIO(path, mode)
            if run is not None and stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
                run.feed_opened(str(path), self.path, raw.fileno())
        except OSError as error:
            self._fail(error)
        return _LineFile(raw, self)  # type: ignore[return-value]

    def _choose(self) -> Path:
        """The file to write to: the feed's own, or its .part where it is begun anew."""
        if not self.unique and self.write_mode != "wb":
            return Path(self.path)
        if os.path.islink(self.path):
            self.path = os.path.realpath(self.path)
        path = Path(self.path)
        if self.unique:
            return self._reserve(path)
        # A device or pipe has no parts, and a file in a folder that takes no new ones is written in place.
        if path.exists() and not (path.is_file() and os.access(path.parent, os.W_OK)):
            return path
        return path.with_name(path.name + PART)

    def _reserve(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        stem, dot, suffixes = path.name.partition(".")
        for number in range(1, 10_000):
            name = f"{stem}{'' if number == 1 else f'-{number}'}{dot}{suffixes}"
            if path.with_name(name).exists() or pack.packed(path.with_name(name)):
                continue
            part = path.with_name(name + PART)
            try:
                # Two runs may begin in one second, and a clock may be set back.
                os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            except FileExistsError:
                continue
            self.path = str(path.with_name(name))
            return part
        raise FileExistsError(17, "too many files of this name", str(path))

    def store(self, file: IO[bytes]) -> None:
        """Close the file and give it its final name.

        :raises FeedError: if lines were lost, so that Scrapy counts the feed as failed and not as stored.
        """
        run = run_of(self.crawler)
        try:
            if self.target is not None and run is not None:
                run.feed_closing(str(self.target))
            if self.target is not None and self.target.name.endswith(PART):
                file.flush()
                with contextlib.suppress(OSError):
                    os.fsync(file.fileno())
            file.close()
            if self.target is not None and self.target.name.endswith(PART):
                self._finish(self.target)
        except OSError as error:
            self._fail(error)
        if self.target is not None and run is not None and self.error is None:
            run.feed_closed(str(self.target))
        if self.error is not None:
            lines = f"; {self.lost} lines are lost" if self.lost else ""
            raise FeedError(f"{self.error.strerror}{lines}")

    def _finish(self, part: Path) -> None:
        final = Path(self.path)
        if not part.stat().st_size and (self.unique or self._nothing_new(final)):
            part.unlink()
            return
        os.replace(part, final)
        method = self.crawler.settings.get("NEWSCRAWL_COMPRESS") if self.crawler is not None else None
        if self.error is not None:
            return
        if method and final.stat().st_size:
            try:
                self.path = str(pack.pack(final, method))
            except OSError as error:
                # It is whole and stays as it is: nothing is lost, but not what was asked for either.
                self._tell(f"cannot pack the feed {final}: {error.strerror}; it is complete as it is")
        elif method and (old := pack.packed(final)):
            # That of an earlier run, whose place the empty file takes.
            old.unlink()

    def _nothing_new(self, final: Path) -> bool:
        """Whether the file of an earlier run stays: every story the crawl met stands in it or an earlier
        one."""
        if run_of(self.crawler) is None or self.crawler is None:
            return False
        if not (final.exists() or pack.packed(final)):
            return False
        stats = self.crawler.stats
        known = stats.get_value("newscrawl/links/known", 0) + stats.get_value(
            "newscrawl/dropped/unchanged", 0
        )
        if known:
            logger.info("%s stays as it is: the crawl met no story that is new", final)
        return bool(known)

    def _mend(self, path: Path) -> None:
        if mend(path) and self.crawler is not None:
            self.crawler.stats.inc_value("newscrawl/feed/torn_lines")

    def _fail(self, error: OSError) -> None:
        """Report the first error of this feed and end the crawl: what it would fetch could not be kept."""
        if self.error is None:
            self.error = error
            if (run := run_of(self.crawler)) is not None:
                # What this line's page led to must not pass for done.
                run.freeze(str(error))
            self._report(error.strerror or str(error))
            engine = _engine(self.crawler)
            if engine is not None and engine.running:
                deferred_from_coro(engine.close_spider_async(reason=FEED_FAILED))

    def _report(self, reason: str) -> None:
        self._tell(f"cannot write the feed {self.path}: {reason}; choose another place with -O FILE")

    def _tell(self, message: str) -> None:
        logger.error("%s", message, extra=TOLD_AT_END)
        if self.crawler is not None:
            self.crawler.stats.inc_value("newscrawl/feed/failed")
            self.crawler.stats.set_value("newscrawl/feed/error", message)


class _LineFile(io.RawIOBase):
    """A file that takes a line whole or not at all, and tells its storage where Scrapy would raise."""

    def __init__(self, raw: io.FileIO | None, storage: LocalFileStorage) -> None:
        self._raw = raw
        self._storage = storage

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        if self._raw is None:
            raise io.UnsupportedOperation("fileno")
        return self._raw.fileno()

    def write(self, line: ReadableBuffer, /) -> int:
        rest = memoryview(line).cast("B")
        length = len(rest)
        if self._raw is None:
            self._storage.lost += 1
            return length
        try:
            while rest:
                # A full disk takes the beginning of a line and refuses the rest.
                rest = rest[self._raw.write(rest) :]
        except OSError as error:
            self._take_back(length - len(rest))
            self._storage.lost += 1
            self._storage._fail(error)
        return length

    def _take_back(self, written: int) -> None:
        if self._raw is not None and written and stat.S_ISREG(os.fstat(self._raw.fileno()).st_mode):
            end = self._raw.tell()
            # Another run may have appended meanwhile; its lines are worth more than our torn one.
            if os.fstat(self._raw.fileno()).st_size == end:
                self._raw.truncate(end - written)
                self._raw.seek(end - written)

    def close(self) -> None:
        if self._raw is not None and not self._raw.closed:
            self._raw.close()
        super().close()


def _engine(crawler: Crawler | None) -> ExecutionEngine | None:
    try:
        return crawler.engine if crawler is not None else None
    except RuntimeError:  # what Scrapy 2.19 raises before the engine stands
        return None


def _why_unwritable(path: Path) -> str | None:
    try:
        return _refusal(path)
    except OSError as error:  # a folder on the way that may not even be looked into
        return error.strerror or str(error)


def _refusal(path: Path) -> str | None:
    if path.is_dir():
        return "it is a folder"
    if path.exists():
        return None if os.access(path, os.W_OK) else "no permission to write it"
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if not folder.is_dir():
        return f"{folder} is a file, not a folder"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"no permission to write in {folder}"
    return None
