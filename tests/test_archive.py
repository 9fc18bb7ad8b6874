"""WARC files: every record ends as a page or a stated reason, every damage is told."""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from warcs import WARCINFO, chunked, http, packed, page, record, zstd

from newscrawl.schema import problem
from newscrawl.warc import Capture, DamagedFile, NotAWarc, Skipped, check, expand, read

Run = Callable[..., subprocess.CompletedProcess[str]]

PAGE = page("Ferry resumes")
LIMIT = 1_000_000
PACKINGS = ["plain", "gzip", "gzip in one", "zstd", "zstd in one"]


def _read(path: Path, data: bytes) -> list[Capture | Skipped]:
    path.write_bytes(data)
    return list(read(path, LIMIT))


def _collect(path: Path, found: list[Capture | Skipped]) -> None:
    for result in read(path, LIMIT):
        found.append(result)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("how", PACKINGS)
def test_all_packings_give_the_same_pages(tmp_path: Path, how: str, version: str) -> None:
    records = [
        WARCINFO,
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request", version=version),
        record(http(PAGE), url="https://news.example/1", version=version),
        record(http(PAGE), url="https://news.example/2", version=version),
    ]
    path = tmp_path / "file"
    first, second = _read(path, packed(records, how))
    assert isinstance(first, Capture)
    assert (first.url, first.body, first.fetched_at) == (
        "https://news.example/1",
        PAGE,
        "2016-09-05T17:15:00Z",
    )
    assert isinstance(second, Capture)
    assert second.url == "https://news.example/2"
    check(path)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("", PAGE),
        ("Content-Type: text/html; charset=utf-8\r\n", PAGE),
        ("Content-Type: application/xhtml+xml\r\n", PAGE),
        ("Content-Type: application/octet-stream\r\n", PAGE),
        ("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", chunked(PAGE)),
        ("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", gzip.compress(PAGE)),
        ("Content-Type: text/html\r\nContent-Encoding: x-gzip\r\n", gzip.compress(PAGE)),
        ("Content-Type: text/html\r\nContent-Encoding: deflate\r\n", zlib.compress(PAGE)),
        ("Content-Type: text/html\r\nContent-Encoding: zstd\r\n", zstd(PAGE)),
        (
            "Content-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            chunked(gzip.compress(PAGE)),
        ),
        # As published: stored decoded, the header as it was on the wire.
        ("Content-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", PAGE),
        ("Content-Type: text/html\r\nContent-Encoding: br\r\n", PAGE),
        ("Content-Type: text/html\r\nContent-Encoding: utf-8\r\n", PAGE),
        ("Content-Type: text/html\r\nX-Crawler-Content-Encoding: gzip\r\n", PAGE),
    ],
)
def test_bodies_come_without_their_codings(tmp_path: Path, headers: str, body: bytes) -> None:
    (found,) = _read(tmp_path / "file", record(http(body, headers=headers)))
    assert isinstance(found, Capture)
    assert found.body == PAGE


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("revisit", record(b"", kind="revisit")),
        ("http_404", record(http(PAGE, "404 Not Found"))),
        ("http_301", record(http(b"", "301 Moved", "Location: /\r\n"))),
        ("not_html", record(http(b"%PDF-1.4 ...", headers="Content-Type: application/pdf\r\n"))),
        ("not_html", record(http(b'{"a": "<html>"}', headers="Content-Type: application/json\r\n"))),
        ("not_html", record(http(b"plain words", headers="Content-Type: text/plain\r\n"))),
        ("empty", record(http(b""))),
        ("empty", record(http(b" \r\n\t"))),
        (
            "not_http",
            record(b"20160905 news.example 127.0.0.1", url="dns:news.example", content_type="text/dns"),
        ),
        ("malformed", record(http(PAGE), url=None)),
        ("malformed", record(b"no status line at all")),
        ("malformed", record(b"")),
        ("segmented", record(http(PAGE), extra="WARC-Segment-Number: 1\r\n")),
        ("too_large", record(http(b"<html>" + b"x" * LIMIT))),
        (
            "too_large",
            record(
                http(
                    gzip.compress(b"<html>" + b"x" * LIMIT),
                    headers="Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
                )
            ),
        ),
        (
            "undecodable",
            record(
                http(b"\x8b\x00\x01\xff" * 90, headers="Content-Type: text/html\r\nContent-Encoding: br\r\n")
            ),
        ),
    ],
)
def test_what_is_no_page_has_its_reason_and_the_next_record_is_read(
    tmp_path: Path, reason: str, data: bytes
) -> None:
    first, second = _read(tmp_path / "file", packed([data, record(http(PAGE))], "gzip"))
    assert isinstance(first, Skipped)
    assert first.reason == reason
    assert isinstance(second, Capture)


def test_headers_of_one_name_are_one_list_and_the_charset_is_kept(tmp_path: Path) -> None:
    headers = (
        "Content-Type: text/html;\r\n charset=iso-8859-1\r\n"
        "X-Robots-Tag: onebot: noai\r\nX-ROBOTS-TAG: noindex\r\nLink: <a>\r\nlink: <b>\r\nbroken\r\n"
    )
    (found,) = _read(tmp_path / "file", record(http(PAGE, headers=headers)))
    assert isinstance(found, Capture)
    assert found.headers == {
        "content-type": "text/html; charset=iso-8859-1",
        "link": "<a>, <b>",
        "x-robots-tag": "onebot: noai\nnoindex",
    }


def test_resource_records_and_bracketed_addresses_are_pages(tmp_path: Path) -> None:
    data = record(
        PAGE, kind="resource", content_type="text/html; charset=utf-8", url="<https://news.example/r>"
    )
    (found,) = _read(tmp_path / "file", data)
    assert isinstance(found, Capture)
    assert (found.url, found.body) == ("https://news.example/r", PAGE)
    assert found.headers == {"content-type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("stated", "fetched_at"),
    [
        ("2016-09-05T17:15:00Z", "2016-09-05T17:15:00Z"),
        ("2016-09-05T17:15:00.123456Z", "2016-09-05T17:15:00Z"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_date_is_utc_or_unknown(tmp_path: Path, stated: str, fetched_at: str | None) -> None:
    (found,) = _read(tmp_path / "file", record(http(PAGE), date=stated))
    assert isinstance(found, Capture)
    assert found.fetched_at == fetched_at


# One zstd frame for all gives nothing of the block that was cut, which in a small file is all of it.
@pytest.mark.parametrize("how", [how for how in PACKINGS if how != "zstd in one"])
@pytest.mark.parametrize("missing", [40, 400])
def test_a_file_that_breaks_off_keeps_what_stands_before(tmp_path: Path, how: str, missing: int) -> None:
    # Bytes that do not compress, so that a cut takes away as much as it says.
    noise = b"<html>" + bytes(random.Random(1).choices(range(33, 127), k=20_000))
    records = [record(http(PAGE), url=f"https://news.example/{number}") for number in range(20)]
    path = tmp_path / "file"
    path.write_bytes(packed([*records, record(http(noise))], how)[:-missing])
    found: list[Capture | Skipped] = []
    with pytest.raises(
        DamagedFile, match=f"{path} (breaks off within record 21|cannot be read beyond record 2)"
    ):
        _collect(path, found)
    captures = [result for result in found if isinstance(result, Capture)]
    assert len(captures) == 20
    assert [result.reason for result in found if isinstance(result, Skipped)] in ([], ["cut_off"])


@pytest.mark.parametrize("how", ["plain", "gzip"])
def test_damage_in_the_middle_is_told(tmp_path: Path, how: str) -> None:
    good = packed([record(http(PAGE))], how)
    path = tmp_path / "file"
    path.write_bytes(good + b"not a record\r\n" * 5 + good)
    found: list[Capture | Skipped] = []
    with pytest.raises(DamagedFile, match="cannot be read beyond record 1"):
        _collect(path, found)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "is empty"),
        (b"<!doctype html><html>" * 30, "neither WARC text nor gzip nor zstd"),
        (b"WARC, as a word of prose\r\n\r\n" * 9, "neither WARC text"),
        (b"WARC/ as a word of prose\r\n\r\n" * 9, "is no WARC file"),
        (gzip.compress(b"some other file\n" * 99), "is no WARC file"),
        (zstd(b"some other file\n" * 99), "is no WARC file"),
        (b"\x1f\x8bbut not gzip" * 9, "is no WARC file"),
        (gzip.compress(b""), "is no WARC file"),
    ],
)
def test_what_is_no_warc_is_told_in_one_line(tmp_path: Path, data: bytes, line: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(NotAWarc, match=line) as raised:
        check(path)
    assert "\n" not in str(raised.value)


def test_paths_globs_and_lists(tmp_path: Path) -> None:
    for name in ("b.warc.gz", "a.warc.gz", "deep/c.warc.gz", "with, comma.warc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")

    def names(paths: str) -> list[str]:
        return [str(path.relative_to(tmp_path)) for path in expand(paths)]

    assert names(f"{tmp_path}/*.gz") == ["a.warc.gz", "b.warc.gz"]
    assert names(f"{tmp_path}/**/*.gz") == ["a.warc.gz", "b.warc.gz", "deep/c.warc.gz"]
    assert names(f"{tmp_path}/b.warc.gz, {tmp_path}/*.gz") == ["b.warc.gz", "a.warc.gz"]
    assert names(f"{tmp_path}/with, comma.warc") == ["with, comma.warc"]


@pytest.mark.parametrize(
    ("paths", "line"),
    [
        ("{}/none.warc", "there is no file"),
        ("{}/*.warc", "no file matches"),
        ("{}", "is a folder: name its files"),
        (" , ", "no file is named"),
    ],
)
def test_a_path_that_names_nothing_is_told(tmp_path: Path, paths: str, line: str) -> None:
    with pytest.raises(NotAWarc, match=line):
        expand(paths.format(tmp_path))


# --- the spider ---------------------------------------------------------------------------------------------


def _archive(tmp_path: Path) -> Path:
    """Three stories, and one record of each kind that is none."""
    path = tmp_path / "news.warc.gz"
    records = [
        WARCINFO,
        record(http(page("Ferry resumes")), url="https://news.example/ferry"),
        record(http(page("Bridge closes")), url="https://news.example/bridge", date="2017-01-22T09:00:00.5Z"),
        record(http(page("Tram derails")), url="https://other.example/tram?utm_source=feed"),
        record(http(PAGE, "404 Not Found"), url="https://news.example/gone"),
        record(
            http(b"%PDF-1.4", headers="Content-Type: application/pdf\r\n"), url="https://news.example/pdf"
        ),
        record(http(b"<html><body></body></html>"), url="https://news.example/nothing"),
        record(b"", kind="revisit", url="https://news.example/ferry"),
        record(http(b""), url="https://news.example/empty"),
    ]
    path.write_bytes(packed(records, "gzip"))
    return path


def _stat(done: subprocess.CompletedProcess[str], name: str) -> int:
    found = re.search(rf"'newscrawl/archive/{name}': (\d+)", done.stderr)
    return int(found[1]) if found else 0


def test_the_spider_gives_stories_and_counts_that_add_up(tmp_path: Path, scrapy: Run) -> None:
    path = _archive(tmp_path)
    feed = tmp_path / "feed.jsonl"
    done = scrapy("crawl", "archive", "-a", f"path={path}", "-O", str(feed), "-L", "INFO")
    assert done.returncode == 0, done.stderr
    records = {line["url"]: line for line in map(json.loads, feed.read_text(encoding="utf-8").splitlines())}
    assert set(records) == {
        "https://news.example/ferry",
        "https://news.example/bridge",
        "https://other.example/tram",
    }
    bridge = records["https://news.example/bridge"]
    assert (bridge["headline"], bridge["source"]) == ("Bridge closes", "archive")
    assert bridge["fetched_at"] == "2017-01-22T09:00:00Z"
    assert [problem(story) for story in records.values()] == [None] * 3

    assert (_stat(done, "pages"), _stat(done, "stories")) == (8, 3)
    for reason in ("http_404", "not_html", "revisit"):
        assert _stat(done, f"skipped/{reason}") == 1
    # The page without content is found empty by extraction, the one without a byte by the reader.
    assert _stat(done, "skipped/empty") >= 1
    skipped = sum(int(count) for count in re.findall(r"'newscrawl/archive/skipped/\w+': (\d+)", done.stderr))
    assert skipped == 5
    assert "8 pages: 3 stories, 5 skipped (" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_budget_is_kept_exactly_and_globs_are_read(tmp_path: Path, scrapy: Run) -> None:
    path = _archive(tmp_path)
    (tmp_path / "more.warc").write_bytes(packed([record(http(page("Snow falls")))], "plain"))
    feed = tmp_path / "feed.jsonl"
    done = scrapy("crawl", "archive", "-a", f"path={tmp_path}/*.warc*", "-O", str(feed))
    assert done.returncode == 0, done.stderr
    assert len(feed.read_bytes().splitlines()) == 4
    everything = ("-s", "NEWSCRAWL_STATE=")  # what the run before has written is not known
    done = scrapy(
        "crawl", "archive", "-a", f"path={path}", "-a", "max_stories=2", "-O", str(feed), *everything
    )
    assert done.returncode == 0, done.stderr
    assert len(feed.read_bytes().splitlines()) == 2


def test_a_closed_crawl_ends(tmp_path: Path, scrapy: Run) -> None:
    path = tmp_path / "many.warc"
    pages = [record(http(page(f"Story {n}")), url=f"https://news.example/{n}") for n in range(400)]
    path.write_bytes(packed(pages, "plain"))
    feed = tmp_path / "feed.jsonl"
    done = scrapy(
        "crawl", "archive", "-a", f"path={path}", "-O", str(feed), "-s", "CLOSESPIDER_ITEMCOUNT=5", timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert 5 <= len(feed.read_bytes().splitlines()) < 100


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "archive needs a file: scrapy crawl archive -a path=FILE.warc.gz"),
        (["-a", "path=none.warc.gz"], "there is no file none.warc.gz"),
        (["-a", "path=*.warc.gz"], "no file matches *.warc.gz"),
        (["-a", "path=prose.txt"], "prose.txt is no WARC file: it is neither WARC text nor gzip nor zstd"),
        (["-a", "path=good.warc", "-a", "max_stories=some"], "max_stories must be a whole number"),
        (["-a", "path=good.warc", "-a", "depth=2"], "there is no argument 'depth'"),
    ],
)
def test_a_wrong_argument_is_one_line_and_status_2(
    tmp_path: Path, scrapy: Run, arguments: list[str], line: str
) -> None:
    (tmp_path / "prose.txt").write_text("no archive at all, but a file")
    (tmp_path / "good.warc").write_bytes(record(http(PAGE)))
    done = scrapy("crawl", "archive", *arguments)
    assert done.returncode == 2
    (told,) = done.stderr.strip().splitlines()
    assert told.startswith(f"newscrawl: {line}")


def test_an_archive_without_stories_is_status_3(tmp_path: Path, scrapy: Run) -> None:
    path = tmp_path / "none.warc"
    path.write_bytes(record(http(PAGE, "404 Not Found")) + record(b"", kind="revisit"))
    done = scrapy("crawl", "archive", "-a", f"path={path}")
    assert done.returncode == 3
    (told,) = done.stderr.strip().splitlines()
    assert told == f"newscrawl: {path} gave no story out of 2 pages (http_404 1, revisit 1)"


def test_a_file_that_breaks_off_keeps_its_stories_and_is_status_6(tmp_path: Path, scrapy: Run) -> None:
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(packed([record(http(page("Ferry"))), record(http(page("Bridge")))], "gzip")[:-200])
    feed = tmp_path / "feed.jsonl"
    done = scrapy("crawl", "archive", "-a", f"path={path}", "-O", str(feed))
    assert done.returncode == 6
    assert f"newscrawl: {path} breaks off within record 2; what stands before is kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(feed.read_bytes().splitlines()) == 1
