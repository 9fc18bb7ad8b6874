"""Feeds: what a reader gets back, and what a file looks like after a kill, a full disk and a wrong path."""

from __future__ import annotations

import gzip
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newscrawl.feeds import FEED_FAILED, FeedError, JsonLinesExporter, LocalFileStorage
from newscrawl.items import RelatedHeadline, Story

NASTY = [
    "line\u2028separator",
    "paragraph\u2029separator",
    "next\u0085line",
    "vertical\x0btab form\x0cfeed",
    "file\x1cgroup\x1drecord\x1eunit\x1f",
    "carriage\rreturn\nnew line\r\n",
    "nul\x00 bell\x07 escape\x1b[31mred delete\x7f",
    "byte order mark \ufeff and non-character \uffff",
    'quotes " and backslash \\ and \\u2028 and \\n',
    "emoji 👩‍👩‍👧 and flags 🇧🇪",
    "rtl \u202e mark \u200f العربية 日本語",
    "</script><!--",
]


def _feed(*items: Any, **options: Any) -> bytes:
    file = io.BytesIO()
    exporter = JsonLinesExporter(file, **{"encoding": "utf-8", **options})
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


# --- lines --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", None])
def test_any_text_comes_back_from_one_line(text: str, encoding: str | None) -> None:
    feed = _feed(
        Story(headline=text, authors=[text], related_headlines=[RelatedHeadline(text, "https://a.example/")]),
        Story(headline="next"),
        encoding=encoding,
    )
    decoded = feed.decode(encoding or "ascii")
    # Every way a reader may cut lines gives the same two.
    assert len(decoded.splitlines()) == len(feed.splitlines()) == len(list(io.StringIO(decoded))) == 2
    first, second = map(json.loads, decoded.splitlines())
    assert first["headline"] == first["authors"][0] == first["related_headlines"][0]["headline"] == text
    assert second["headline"] == "next"


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_breaks_a_line(text: str) -> None:
    feed = _feed(Story(headline=text))
    (line,) = feed.decode("utf-8").splitlines()
    back = json.loads(line)["headline"]
    back.encode("utf-8")  # no lone surrogate, however it was written
    assert back == text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", None])
def test_a_lone_surrogate_becomes_the_replacement_character_and_a_pair_its_character(
    encoding: str | None,
) -> None:
    feed = _feed(Story(headline="a\ud83db \ud83d\ude00 c\ude00"), encoding=encoding)
    assert json.loads(feed)["headline"] == "a\ufffdb 😀 c\ufffd"


def test_utf_8_is_not_escaped() -> None:
    assert "Müller — 日本".encode() in _feed(Story(headline="Müller — 日本"))


def test_keys_stand_in_the_record_s_order_and_nulls_are_kept() -> None:
    record = json.loads(_feed(Story(url="https://a.example/", id="0" * 16)))
    assert list(record)[:4] == ["id", "url", "canonical_url", "site"]
    assert record["body"] is None
    assert record["authors"] == []
    assert next(iter(record["rights"])) == "robots_meta"


def test_it_serves_other_items_and_chosen_fields_as_scrapy_does() -> None:
    feed = _feed({"b": 1, "a": "x\u2028y"})
    assert feed == b'{"b": 1, "a": "x\\u2028y"}\n'
    assert _feed(Story(headline="h"), fields_to_export=["headline"]) == b'{"headline": "h"}\n'
    assert _feed(Story(headline="h"), fields_to_export={"headline": "title"}) == b'{"title": "h"}\n'


# --- files --------------------------------------------------------------------------------------------------


def _write(path: Path, *lines: bytes, overwrite: bool = False, **options: Any) -> LocalFileStorage:
    storage = LocalFileStorage(str(path), feed_options={"format": "jsonl", "overwrite": overwrite, **options})
    file = storage.open(Spider("any"))
    for line in lines:
        file.write(line)
    storage.store(file)
    return storage


def test_each_line_is_in_the_file_before_the_next(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "feed.jsonl"
    storage = LocalFileStorage(path.as_uri(), feed_options={"format": "jsonl"})
    file = storage.open(Spider("any"))
    file.write(b'{"a": 1}\n')
    assert path.read_bytes() == b'{"a": 1}\n'


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (b"", b""),
        (b'{"a": 1}\n', b'{"a": 1}\n'),
        (b'{"a": 1}\n{"a": 2, "b": "tor', b'{"a": 1}\n'),
        (b'{"a": 1}\n{', b'{"a": 1}\n'),
        (b'{"a": "torn in the only line', b""),
        (b'{"a": 1}\n\0\0\0\0', b'{"a": 1}\n'),
        # Whole, only its line end is missing: an editor's work, or a kill between the two.
        (b'{"a": 1}\n{"a": 2}', b'{"a": 1}\n{"a": 2}\n'),
        # Not ours to throw away.
        (b"notes of mine", b"notes of mine\n"),
        (b'{"a": 1}\n{"a": "' + "ü".encode() * 200_000, b'{"a": 1}\n'),
    ],
)
def test_appending_mends_what_a_killed_run_left(tmp_path: Path, before: bytes, kept: bytes) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(before)
    _write(path, b'{"a": 3}\n')
    assert path.read_bytes() == kept + b'{"a": 3}\n'


def test_overwriting_starts_anew(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(b'{"a": "old')
    _write(path, b'{"a": 3}\n', overwrite=True)
    assert path.read_bytes() == b'{"a": 3}\n'


@pytest.mark.parametrize(
    "options", [{"format": "csv"}, {"postprocessing": ["scrapy.extensions.postprocessing.GzipPlugin"]}]
)
def test_files_without_json_lines_are_left_as_they_are(tmp_path: Path, options: dict[str, Any]) -> None:
    path = tmp_path / "feed"
    path.write_bytes(b"{no line of ours")
    _write(path, b"+", **options)
    assert path.read_bytes() == b"{no line of ours+"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk_is_one_line_and_a_failed_feed(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(FeedError, match="No space left on device; 2 lines are lost"):
        _write(Path("/dev/full"), b'{"a": 1}\n', b'{"a": 2}\n')
    assert [record.message for record in caplog.records] == [
        "cannot write the feed /dev/full: No space left on device; choose another place with -O FILE"
    ]


def test_a_disk_that_fills_up_within_a_line_leaves_whole_lines(
    tmp_path: Path, scrapy: Callable[..., Any]
) -> None:
    path = tmp_path / "feed.jsonl"
    # A limit on the file's size cuts a write short just as a full disk does.
    script = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
from scrapy import Request, Spider
from scrapy.http import Response
from newscrawl.feeds import FeedError, LocalFileStorage
storage = LocalFileStorage({str(path)!r}, feed_options={{"format": "jsonl"}})
file = storage.open(Spider("any"))
for number in range(5):
    file.write(b'{{"text": "' + b"x" * 30 + b'"}}\\n')
try:
    storage.store(file)
except FeedError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "3 lines are lost" in done.stdout
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 2
    assert all(json.loads(line) and line.endswith(b"\n") for line in lines)


# --- crawls -------------------------------------------------------------------------------------------------


class _Stories(Spider):
    name = "stories"
    custom_settings = {  # noqa: RUF012 - Scrapy's way
        "FEED_EXPORT_ENCODING": "utf-8",
        "FEED_EXPORTERS": dict.fromkeys(("jsonl", "jsonlines", "jl"), JsonLinesExporter),
        "FEED_STORAGES": dict.fromkeys(("", "file"), LocalFileStorage),
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "INFO",
    }

    async def start(self) -> Any:
        yield Request("data:,", callback=self.parse)

    async def parse(self, response: Response) -> Any:
        for number in range(3):
            yield Story(headline=f"story {number}\u2028")


def _crawl_script(feeds: dict[str, dict[str, Any]], before: str) -> str:
    return f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from scrapy.crawler import AsyncCrawlerProcess
from test_feeds import _Stories
process = AsyncCrawlerProcess({{"FEEDS": {feeds!r}}})
crawler = process.create_crawler(_Stories)
{before}
process.crawl(crawler)
process.start()
print(crawler.stats.get_value("finish_reason"), crawler.stats.get_value("newscrawl/feed/failed"))
"""


def _crawl(feeds: dict[str, dict[str, Any]], before: str = "") -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _crawl_script(feeds, before)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip(), done.stderr


def test_a_crawl_writes_every_format_and_appends(tmp_path: Path) -> None:
    feeds: dict[str, dict[str, Any]] = {
        str(tmp_path / "%(name)s.jsonl"): {"format": "jsonl"},
        (tmp_path / "two.jl").as_uri(): {"format": "jl", "overwrite": True},
        str(tmp_path / "three.csv"): {"format": "csv", "fields": ["headline", "url"]},
        str(tmp_path / "four.json"): {"format": "json", "overwrite": True},
        str(tmp_path / "five.jsonl.gz"): {
            "format": "jsonl",
            "postprocessing": ["scrapy.extensions.postprocessing.GzipPlugin"],
        },
    }
    for _ in range(2):
        assert _crawl(feeds)[0] == "finished None"
    assert len((tmp_path / "stories.jsonl").read_text(encoding="utf-8").splitlines()) == 6
    assert len((tmp_path / "two.jl").read_text(encoding="utf-8").splitlines()) == 3
    assert len(json.loads((tmp_path / "four.json").read_text())) == 3
    assert len(gzip.decompress((tmp_path / "five.jsonl.gz").read_bytes()).splitlines()) == 6


@pytest.mark.parametrize("feed_format", ["jsonl", "csv"])
def test_an_unwritable_path_ends_the_crawl_before_it_begins(tmp_path: Path, feed_format: str) -> None:
    (tmp_path / "file").write_text("")
    out, log = _crawl({str(tmp_path / "file" / "feed"): {"format": feed_format}})
    assert out == f"{FEED_FAILED} 1"
    assert f"cannot write the feed {tmp_path}/file/feed: {tmp_path}/file is a file, not a folder" in log
    assert "Traceback" not in log


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_disk_full_in_a_crawl_ends_it_without_a_traceback() -> None:
    out, log = _crawl({"/dev/full": {"format": "jsonl"}})
    assert out == f"{FEED_FAILED} 1"
    assert log.count("cannot write the feed /dev/full: No space left on device") == 1
    assert (
        "Error storing jsonl feed (3 items) in: /dev/full: No space left on device; 3 lines are lost" in log
    )
    assert "Traceback" not in log


def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    # Root may write everywhere, so a test run as root goes on as nobody once everything is imported.
    out, log = _crawl(
        {str(tmp_path / "feed.jsonl"): {"format": "jsonl"}},
        before="""
import os
from scrapy import signals
def become_nobody():
    if os.geteuid() == 0:
        os.setuid(65534)
crawler.signals.connect(become_nobody, signals.spider_opened)
""",
    )
    assert out == f"{FEED_FAILED} 1"
    assert re.search("cannot write the feed .*/feed.jsonl: (no permission to write|Permission denied)", log)
    assert "Traceback" not in log


def test_a_storage_made_on_start_up_does_not_judge_the_template(tmp_path: Path) -> None:
    # Scrapy builds each storage once with its placeholders still in, before there is an engine.
    crawler = get_crawler(_Stories)
    (tmp_path / "file").write_text("")
    LocalFileStorage.from_crawler(crawler, str(tmp_path / "file" / "%(time)s.jsonl"))
