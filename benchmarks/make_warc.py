"""Make a WARC file of corpus folders (gold.jsonl with id and url, pages/<id>.html.gz), to read as an archive.

usage: python benchmarks/make_warc.py FOLDER [FOLDER ...] -o FILE.warc.gz

FILE ends in .warc, .warc.gz (a gzip member a record) or .warc.zst (a frame a record). Every page becomes a
response record at its url, dated by --date; the bodies are written as they are.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from fastwarc.stream_io import GzipWriter, ZstdWriter
from fastwarc.warc import WarcRecord, WarcRecordType

WRITERS = {".gz": GzipWriter, ".zst": ZstdWriter}


def pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give address and body of every page of a corpus folder."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            answer = json.loads(line)
            with gzip.open(folder / "pages" / f"{answer['id']}.html.gz") as page:
                yield answer["url"], page.read()


def write(folders: list[Path], target: Path, date: datetime, version: str = "1.1") -> int:
    """Write the pages of all folders as one WARC file; return their number."""
    count = 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        writer = WRITERS[target.suffix](file) if target.suffix in WRITERS else file
        for folder in folders:
            for url, body in pages(folder):
                record = WarcRecord()
                record.init_headers(WarcRecordType.response)
                record.headers.status_line = f"WARC/{version}"
                record.record_date = date
                record.headers["WARC-Target-URI"] = url
                record.headers["Content-Type"] = "application/http; msgtype=response"
                head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
                record.set_bytes_content(head.encode("ascii") + body)
                record.write(writer)
                count += 1
        if writer is not file:
            writer.close()
    return count


def main() -> int:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
    parser.add_argument("--date", default="2026-01-01T00:00:00+00:00", type=datetime.fromisoformat)
    parser.add_argument("--version", default="1.1", choices=("1.0", "1.1"))
    options = parser.parse_args()
    if missing := [folder for folder in options.folders if not (folder / "gold.jsonl").is_file()]:
        print(f"{missing[0]} is no corpus folder: it has no gold.jsonl", file=sys.stderr)
        return 2
    count = write(options.folders, options.output, options.date, options.version)
    print(f"{count} pages in {options.output} ({options.output.stat().st_size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
