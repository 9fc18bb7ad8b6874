"""WARC files read as a stream: captures of web pages, and why a record is none.

WARC 1.0 and 1.1, plain, gzip or zstd, as Common Crawl's CC-NEWS, Heritrix, wget, Browsertrix and others write
them. FastWARC finds the records; what they hold is judged here, because archives as published differ from the
standard: bodies are stored decoded under headers that still name a coding, or with the coding.
"""

from __future__ import annotations

import glob
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

__all__ = ["Capture", "DamagedFile", "NotAWarc", "Skipped", "check", "expand", "read"]

PAGES = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.revisit)
# First bytes; those of a zstd dictionary frame, which may stand first, follow a byte that varies.
KINDS = ((b"WARC/", "plain"), (b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"\x2a\x4d\x18", "zstd"))
DECODERS: dict[str, Callable[[BinaryIO], Any]] = {
    "gzip": GzipReader,
    "x-gzip": GzipReader,
    "deflate": lambda body: GzipReader(body, zlib=True),
    "br": BrotliReader,
    "zstd": ZstdReader,
}


class NotAWarc(ValueError):
    """A path that names no WARC file; the text is one line that says why."""


class DamagedFile(Exception):
    """A file that cannot be read to its end; the text is one line that says where it breaks off."""


@dataclass(slots=True)
class Capture:
    """A page as archived."""

    url: str
    """WARC-Target-URI."""

    headers: dict[str, str]
    """HTTP response headers, names in lower case; empty for a resource record."""

    body: bytes
    """The body without transfer and content codings."""

    fetched_at: str | None
    """WARC-Date, UTC, ISO 8601 to the second; None where the record has none that can be read."""


@dataclass(slots=True)
class Skipped:
    """A response, resource or revisit record that is no page to read."""

    reason: str
    """In a word fit for a stat: revisit, http_404, not_html, not_http, empty, undecodable, too_large,
    segmented, malformed or cut_off."""

    url: str | None


def expand(paths: str) -> list[Path]:
    """Files named by a list of paths and globs (`**` goes down) with commas, each once, in the order given.

    :raises NotAWarc: for a path or glob that names no file.
    """
    # A comma may be part of a name.
    parts = [paths] if Path(paths).expanduser().is_file() else paths.split(",")
    found: dict[Path, None] = {}
    for part in filter(None, (part.strip() for part in parts)):
        path = Path(part).expanduser()
        if path.is_dir():
            raise NotAWarc(f"{part} is a folder: name its files, {part.rstrip('/')}/*.warc.gz")
        if path.exists():
            found[path] = None
        elif glob.has_magic(part):
            matches = [
                match for match in map(Path, sorted(glob.glob(str(path), recursive=True))) if match.is_file()
            ]
            if not matches:
                raise NotAWarc(f"no file matches {part}")
            found.update(dict.fromkeys(matches))
        else:
            raise NotAWarc(f"there is no file {part}")
    if not found:
        raise NotAWarc("no file is named")
    return list(found)


def check(path: Path) -> None:
    """Look whether a file begins as a WARC file does.

    :raises NotAWarc: if it doesn't, or cannot be opened.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
            kind = next((kind for magic, kind in KINDS if magic in (start[: len(magic)], start[1:4])), None)
            if not start:
                raise NotAWarc(f"{path} is empty")
            if kind is None:
                raise NotAWarc(f"{path} is no WARC file: it is neither WARC text nor gzip nor zstd")
            file.seek(0)
            first = next(iter(ArchiveIterator(file, parse_http=False)), None)
            if (
                first is None
                or not (first.headers.status_line or "").startswith("WARC/")
                or not len(first.headers)
            ):
                raise NotAWarc(f"{path} is no WARC file ({kind}, but no WARC record in it)")
    except NotAWarc:
        raise
    except OSError as error:
        # An error number comes from the system, none from FastWARC: what was opened is not what it should be.
        reason = error.strerror if error.errno else f"is no WARC file ({error})"
        raise NotAWarc(f"{path}: {reason}" if error.errno else f"{path} {reason}") from None


def read(path: Path, max_size: int) -> Iterator[Capture | Skipped]:
    """Give one `Capture` or `Skipped` for every response, resource and revisit record, in the file's order.

    One record is held in memory at a time.

    :param max_size: a body of more bytes, before or after decoding, is skipped as too large.
    :raises DamagedFile: after all that can be read, if the file breaks off or is damaged.
    """
    number = 0
    try:
        with path.open("rb") as file:
            for number, record in enumerate(ArchiveIterator(file, parse_http=False), 1):
                if "Content-Length" not in record.headers:
                    yield Skipped("malformed", record.headers.get("WARC-Target-URI"))
                    raise DamagedFile(f"{path} breaks off or is damaged within the header of record {number}")
                if record.record_type not in PAGES:
                    continue
                result = _read_record(record, max_size)
                yield result
                if isinstance(result, Skipped) and result.reason == "cut_off":
                    raise DamagedFile(f"{path} breaks off within record {number}")
    except OSError as error:
        raise DamagedFile(f"{path} cannot be read beyond record {number}: {error}") from None


def _read_record(record: WarcRecord, max_size: int) -> Capture | Skipped:
    stated_url = (record.headers.get("WARC-Target-URI") or "").strip()
    url = (
        stated_url.removeprefix("<").removesuffix(">") or None
    )  # the brackets are WARC 1.0's of some writers
    if record.record_type == WarcRecordType.revisit:
        return Skipped("revisit", url)
    if url is None:
        return Skipped("malformed", None)
    if not url.lower().startswith(("http://", "https://")):
        return Skipped("not_http", url)
    if "WARC-Segment-Number" in record.headers:
        return Skipped("segmented", url)
    length = record.content_length
    if length > max_size:
        return Skipped("too_large", url)
    block = record.reader.read(length)
    # FastWARC ends a cut gzip member or plain file without an error.
    if len(block) < length:
        return Skipped("cut_off", url)
    headers: dict[str, str] = {}
    if record.record_type == WarcRecordType.resource:
        # The block is the page itself; its type, with the charset, stands in the record's header.
        headers["content-type"] = record.headers.get("Content-Type") or ""
    else:
        status, headers, block = _http(block)
        if status is None:
            return Skipped("malformed", url)
        if status != 200:
            return Skipped(f"http_{status}", url)
    body = _decode(block, headers, max_size)
    if isinstance(body, str):
        return Skipped(body, url)
    if not body.strip():
        return Skipped("empty", url)
    if not _is_html(body, headers.get("content-type"), record.headers.get("WARC-Identified-Payload-Type")):
        return Skipped("not_html", url)
    date = record.record_date
    fetched_at = date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if date else None
    return Capture(url, headers, body, fetched_at)


def _http(block: bytes) -> tuple[int | None, dict[str, str], bytes]:
    """Status, headers and body of an HTTP response; the status is None where it is none."""
    ends = [(at, len(end)) for end in (b"\r\n\r\n", b"\n\n") if (at := block.find(end)) >= 0]
    at, width = min(ends, default=(len(block), 0))
    lines = block[:at].decode("latin-1").splitlines()
    status_line = lines[0].split(None, 2) if lines else []
    if len(status_line) < 2 or not status_line[0].startswith("HTTP/") or not status_line[1].isdecimal():
        return None, {}, b""
    headers: dict[str, str] = {}
    name = ""
    for line in lines[1:]:
        if line[:1] in (" ", "\t") and name:  # a folded header
            headers[name] += f" {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if not colon:
            continue
        # Several of one name are one list (RFC 9110, 5.3), but "otherbot: noindex" speaks for its line only.
        between = "\n" if name == "x-robots-tag" else ", "
        headers[name] = f"{headers[name]}{between}{value.strip()}" if name in headers else value.strip()
    return int(status_line[1]), headers, block[at + width :]


def _decode(body: bytes, headers: dict[str, str], max_size: int) -> bytes | str:
    """The body without its codings, or the reason why it cannot be had."""
    codings = [coding.strip().lower() for coding in headers.get("content-encoding", "").split(",")]
    decoders = [DECODERS[coding] for coding in reversed(codings) if coding in DECODERS]
    if "chunked" in headers.get("transfer-encoding", "").lower():
        decoders.insert(0, ChunkedReader)
    for decoder in decoders:
        try:
            decoded: bytes = decoder(io.BytesIO(body)).read(max_size + 1)
        except OSError:
            # Stored decoded, under the header as it was on the wire, as most of CC-NEWS is.
            if b"<" in body[:1024] and b"\0" not in body[:1024]:
                continue
            return "undecodable"
        if len(decoded) > max_size:
            return "too_large"
        body = decoded
    return body


def _is_html(body: bytes, stated: str | None, identified: str | None) -> bool:
    for content_type in (stated, identified):
        if content_type and "html" in content_type.lower():
            return True
    kind = (stated or "").partition(";")[0].strip().lower()
    if kind not in ("", "text/plain", "application/octet-stream", "application/unknown", "unknown/unknown"):
        return False
    start = body[:1024].lstrip().lower()
    return start.startswith(b"<!doctype html") or b"<html" in start
