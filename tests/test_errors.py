"""Bad input: one clear line, an exit status that tells, no traceback."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen

import pytest
from minisite import MiniSite, section, serving, story

from newscrawl.arguments import BadArgument, as_choices, as_count, as_day, as_hosts, as_urls
from newscrawl.spiders.wire import WireSpider

PROJECT = Path(__file__).resolve().parent.parent
Scrapy = Callable[..., CompletedProcess[str]]

LOOPBACK = (
    "-s",
    "NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1",
    "-s",
    "AUTOTHROTTLE_ENABLED=0",
    "-s",
    "RETRY_TIMES=0",
)


@pytest.fixture
def site() -> Iterator[MiniSite]:
    with serving() as running:
        yield running


def one_line(process: CompletedProcess[str]) -> str:
    """The one line a person sees."""
    assert "Traceback" not in process.stderr
    lines = process.stderr.strip().splitlines()
    assert len(lines) == 1, process.stderr
    assert lines[0].startswith("newscrawl: ")
    return lines[0].removeprefix("newscrawl: ")


URL = "url=https://example.com/world"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "wire needs an address: scrapy crawl wire -a url=https://example.com/world"),
        (["url="], "wire needs an address: scrapy crawl wire -a url=https://example.com/world"),
        (["url=abc"], "url must be an address such as https://example.com/world, not 'abc'"),
        (
            ["url=ftp://example.com/"],
            "url must be an address such as https://example.com/world, not 'ftp://example.com/'",
        ),
        (["url=https://"], "url must be an address such as https://example.com/world, not 'https://'"),
        ([URL, "max_stories=abc"], "max_stories must be a whole number above 0, not 'abc'"),
        ([URL, "max_stories=0"], "max_stories must be a whole number above 0, not '0'"),
        ([URL, "max_stories=2.5"], "max_stories must be a whole number above 0, not '2.5'"),
        ([URL, "max_depth=-1"], "max_depth must be a whole number of 0 or more, not '-1'"),
        ([URL, "pages=many"], "pages must be a whole number above 0, not 'many'"),
        ([URL, "since=01/02/2017"], "since must be a day written as 2017-01-22, not '01/02/2017'"),
        ([URL, "since=2017-02-30"], "since must be a day written as 2017-01-22, not '2017-02-30'"),
        (
            [URL, "follow=tags"],
            "follow must be all, none or some of related, section, latest, popular, inline, not 'tags'",
        ),
        ([URL, "allowed=a b!"], "allowed must be host names such as news.example.com, not 'b!'"),
        (
            [URL, "max_storys=5"],
            "there is no argument 'max_storys'; wire takes url, max_stories, max_depth, since, follow, "
            "pages, allowed",
        ),
    ],
)
def test_arguments(arguments: list[str], message: str) -> None:
    with pytest.raises(BadArgument) as caught:
        WireSpider(**dict(argument.split("=", 1) for argument in arguments))
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_an_argument_that_cannot_be_used(scrapy: Scrapy) -> None:
    process = scrapy("crawl", "wire", "-a", URL, "-a", "max_stories=abc")
    assert one_line(process) == "max_stories must be a whole number above 0, not 'abc'"
    assert (process.returncode, process.stdout) == (2, "")


def test_private_address(scrapy: Scrapy, site: MiniSite) -> None:
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world")
    assert process.returncode == 3
    assert one_line(process) == (
        f"{site.url}/world is not fetched: 127.0.0.1 is not a public address "
        "(NEWSCRAWL_ALLOW_PRIVATE_HOSTS names hosts to allow)"
    )
    assert site.log == []


def test_unknown_spider(scrapy: Scrapy) -> None:
    process = scrapy("crawl", "wier", "-a", URL)
    assert process.returncode == 2
    assert one_line(process).startswith("there is no spider 'wier'; there are: archive, eblnews, wire")
    process = scrapy("crawl")
    assert process.returncode == 2
    assert (
        one_line(process) == "name one spider, as in: scrapy crawl wire -a url=URL (scrapy list shows them)"
    )


def test_unknown_host(scrapy: Scrapy) -> None:
    process = scrapy("crawl", "wire", "-a", "url=http://no-such-host.invalid/world", *LOOPBACK)
    assert process.returncode == 3
    assert one_line(process) == (
        "http://no-such-host.invalid/world cannot be reached: there is no host 'no-such-host.invalid'"
    )


def test_refused_connection(scrapy: Scrapy) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, not listening
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/world"
        process = scrapy("crawl", "wire", "-a", f"url={url}", *LOOPBACK)
    assert process.returncode == 3
    assert one_line(process) == f"{url} cannot be reached: 127.0.0.1 refuses the connection"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((404, {}, "<h1>Not here</h1>"), "does not exist (HTTP 404)"),
        ((410, {}, ""), "is gone (HTTP 410)"),
        ((403, {}, ""), "is refused (HTTP 403)"),
        ((500, {}, "<h1>Oops</h1>"), "fails on the server's side (HTTP 500)"),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 ..."), "is no HTML page (application/pdf)"),
        ((200, {"Content-Type": "application/json"}, '{"a": 1}'), "is no HTML page (application/json)"),
        ((200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n"), "is no HTML page (image/png)"),
        ((200, {}, section("World", [])), "shows neither a story nor links to stories"),
        ((200, {}, ""), "shows neither a story nor links to stories"),
    ],
)
def test_start_page_that_gives_nothing(
    scrapy: Scrapy, site: MiniSite, answer: tuple[int, dict[str, str], str | bytes], message: str
) -> None:
    site.pages["/world"] = answer
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", *LOOPBACK)
    assert process.returncode == 3
    assert one_line(process) == f"{site.url}/world {message}"


def test_what_a_server_says_steers_no_terminal(scrapy: Scrapy, site: MiniSite) -> None:
    site.pages["/world"] = (200, {"Content-Type": "application/\x1b[31mred\x07\x9b1m"}, "x")
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", *LOOPBACK, "-L", "INFO")
    assert process.returncode == 3
    lines = [line for line in process.stderr.split("\n") if "is no HTML page" in line]
    # Twice: in the log and as the last word.
    assert len(lines) == 2
    assert all("(application/ [31mred 1m)" in line for line in lines)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", process.stderr)


def test_robots_txt_forbids(scrapy: Scrapy, site: MiniSite) -> None:
    site.pages["/robots.txt"] = (
        200,
        {"Content-Type": "text/plain"},
        "User-agent: newscrawl\nDisallow: /world",
    )
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", *LOOPBACK)
    assert process.returncode == 3
    assert one_line(process) == f"{site.url}/world is forbidden by the site's robots.txt"
    assert site.fetched() == []


def test_stories_that_cannot_be_read(scrapy: Scrapy, site: MiniSite) -> None:
    slugs = [f"report-of-the-harbour-office-number-{n}-this-year" for n in range(4)]
    site.pages["/world"] = section("World", [(f"/news/{slug}", slug.replace("-", " ")) for slug in slugs])
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", *LOOPBACK)
    assert process.returncode == 3
    assert (
        one_line(process)
        == f"{site.url}/world shows stories, but none of their pages could be read (4 http 404)"
    )


def test_a_section_page_with_no_depth_left(scrapy: Scrapy, site: MiniSite) -> None:
    site.pages["/world"] = section(
        "World", [(f"/news/report-of-the-harbour-{n}", f"Report {n} of the harbour") for n in "123"]
    )
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", "-a", "max_depth=0", *LOOPBACK)
    assert process.returncode == 3
    assert one_line(process) == f"{site.url}/world is a section page, and max_depth=0 leaves its stories out"


def test_more_pages_failed_than_gave_stories(scrapy: Scrapy, site: MiniSite) -> None:
    slugs = [f"report-of-the-harbour-office-number-{n}-this-year" for n in range(13)]
    site.pages["/world"] = section("World", [(f"/news/{slug}", slug.replace("-", " ")) for slug in slugs])
    site.pages[f"/news/{slugs[4]}"] = story("Report of the harbour office")
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", *LOOPBACK)
    assert process.returncode == 5
    assert (
        process.stderr.splitlines()[-1]
        == "newscrawl: more pages failed (12) than gave stories (1) (12 http 404)"
    )


def test_interrupted(site: MiniSite, tmp_path: Path) -> None:
    slugs = [f"report-of-the-harbour-office-number-{n}-this-year" for n in range(60)]
    site.pages["/world"] = section("World", [(f"/news/{slug}", slug.replace("-", " ")) for slug in slugs])
    for slug in slugs:
        site.pages[f"/news/{slug}"] = story(slug.replace("-", " "))
    feed = tmp_path / "out.jsonl"
    command = [
        "crawl",
        "wire",
        "-a",
        f"url={site.url}/world",
        "-O",
        str(feed),
        "-s",
        "DOWNLOAD_DELAY=0.3",
        *LOOPBACK,
    ]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings", "PYTHONPATH": str(PROJECT)}
    process = Popen(
        [sys.executable, "-m", "scrapy", *command], cwd=tmp_path, env=environment, stderr=PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while len(site.log) < 6 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    stderr = process.communicate(timeout=60)[1]
    lines = feed.read_text().splitlines()
    assert process.returncode == 130
    assert 1 <= len(lines) < 60
    assert all(json.loads(line)["headline"] for line in lines)
    noun = "story" if len(lines) == 1 else "stories"
    assert stderr.splitlines()[-1] == f"newscrawl: interrupted after {len(lines)} {noun}"
    assert "Traceback" not in stderr


def test_redirect_to_another_site(scrapy: Scrapy, site: MiniSite) -> None:
    site.pages["/world"] = (302, {"Location": "https://elsewhere.invalid/world"}, "")
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", *LOOPBACK)
    assert process.returncode == 3
    assert one_line(process) == (
        f"{site.url}/world redirects to another site, elsewhere.invalid "
        "(allow it with -a allowed=elsewhere.invalid)"
    )


@pytest.mark.parametrize("circle", [("/world", "/world"), ("/world", "/news"), ("/world", "/a", "/b")])
def test_redirect_in_a_circle(scrapy: Scrapy, site: MiniSite, circle: tuple[str, ...]) -> None:
    for here, there in zip(circle, (*circle[1:], circle[0]), strict=True):
        site.pages[here] = (302, {"Location": there}, "")
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", *LOOPBACK)
    assert process.returncode == 3
    assert one_line(process) == f"{site.url}/world redirects in a circle"


def test_one_of_two_start_pages_fails(scrapy: Scrapy, site: MiniSite, tmp_path: Path) -> None:
    site.pages["/news/harbour-wall-voted-down-by-the-council"] = story("Harbour wall voted down")
    good = f"{site.url}/news/harbour-wall-voted-down-by-the-council"
    feed = tmp_path / "out.jsonl"
    process = scrapy("crawl", "wire", "-a", f"url={good},{site.url}/missing", "-O", str(feed), *LOOPBACK)
    assert process.returncode == 3
    assert f"newscrawl: {site.url}/missing does not exist (HTTP 404)" in process.stderr.splitlines()
    assert len(feed.read_text().splitlines()) == 1


def test_nothing_newer_is_no_failure(scrapy: Scrapy, site: MiniSite, tmp_path: Path) -> None:
    slug = "harbour-wall-voted-down-by-the-council"
    site.pages["/world"] = section(
        "World", [(f"/news/{slug}-{n}", f"Harbour wall voted down, part {n} of it") for n in "123"]
    )
    for n in "123":
        site.pages[f"/news/{slug}-{n}"] = story("Harbour wall voted down", published="2011-05-06T10:00:00Z")
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", "-a", "since=2017-01-01", *LOOPBACK)
    assert (process.returncode, process.stderr) == (0, "")


def test_a_log_that_cannot_be_written(scrapy: Scrapy, site: MiniSite, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", "--logfile", "file/run.log")
    assert process.returncode == 4
    assert one_line(process) == "cannot write the log file/run.log: Not a directory"
    assert site.log == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk_under_the_log_or_standard_error_leaves_the_crawl_alone(
    scrapy: Scrapy, site: MiniSite, tmp_path: Path
) -> None:
    slugs = ["harbour-wall-voted-down-by-the-council", "ferries-run-again-after-the-storm"]
    site.pages["/world"] = section("World", [(f"/news/{slug}", slug.replace("-", " ")) for slug in slugs])
    for slug in slugs:
        site.pages[f"/news/{slug}"] = story(slug.replace("-", " "))
    arguments = ["crawl", "wire", "-a", f"url={site.url}/world", *LOOPBACK]
    process = scrapy(*arguments, "-O", "out.jsonl", "--logfile", "/dev/full")
    assert process.returncode == 0
    assert process.stderr.splitlines()[-1] == (
        "newscrawl: cannot write the log /dev/full: No space left on device"
    )
    assert "Traceback" not in process.stderr
    stories = (tmp_path / "out.jsonl").read_bytes().count(b"\n")
    assert stories == 2
    command = f"{sys.executable} -m scrapy {' '.join(arguments)}"
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings", "PYTHONPATH": str(PROJECT)}
    for options, status in (("-a mode=all", 0), ("-a mode=none", 2), ("-O /dev/full:jsonl -a mode=all", 4)):
        done = subprocess.run(
            f"{command} {options} 2>/dev/full", shell=True, cwd=tmp_path, env=environment, check=False
        )
        assert done.returncode == status, options


def test_unwritable_output(scrapy: Scrapy, site: MiniSite, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    feed = blocked / "out.jsonl"
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/world", "-O", str(feed), *LOOPBACK)
    assert process.returncode == 4
    assert one_line(process) == (
        f"cannot write the feed {feed}: {blocked} is a file, not a folder; choose another place with -O FILE"
    )
    assert site.log == []  # told before anything is fetched


def test_an_empty_run_empties_the_file_it_was_given(scrapy: Scrapy, site: MiniSite, tmp_path: Path) -> None:
    feed = tmp_path / "out.jsonl"
    feed.write_text('{"headline": "yesterday"}\n')
    process = scrapy("crawl", "wire", "-a", f"url={site.url}/missing", "-O", str(feed), *LOOPBACK)
    assert feed.read_text() == ""
    assert (process.returncode, one_line(process)) == (3, f"{site.url}/missing does not exist (HTTP 404)")
    # ... while the default feed of a run without stories is not made at all.
    scrapy("crawl", "wire", "-a", f"url={site.url}/missing", *LOOPBACK)
    assert not (tmp_path / "output").exists() or not list((tmp_path / "output").rglob("*.jsonl"))


def test_default_feed_and_summary(scrapy: Scrapy, site: MiniSite, tmp_path: Path) -> None:
    site.pages["/news/harbour-wall-voted-down-by-the-council"] = story("Harbour wall voted down")
    process = scrapy(
        "crawl", "wire", "-a", f"url={site.url}/news/harbour-wall-voted-down-by-the-council", *LOOPBACK
    )
    assert process.returncode == 0
    (feed,) = (tmp_path / "output" / "wire").glob("*.jsonl")
    rows = dict(line.strip().split("  ", 1) for line in process.stderr.splitlines() if line.strip())
    assert rows["stories"].strip() == "1"
    assert rows["feed"].strip() == os.path.relpath(feed, tmp_path)
    assert process.stdout == ""


def test_contact_in_the_user_agent(scrapy: Scrapy, site: MiniSite) -> None:
    scrapy("crawl", "wire", "-a", f"url={site.url}/x", "-s", "NEWSCRAWL_CONTACT=desk@example.com", *LOOPBACK)
    assert site.agents == {"newscrawl/0.1 (+desk@example.com)"}
    site.agents.clear()
    scrapy(
        "crawl",
        "wire",
        "-a",
        f"url={site.url}/x",
        "-s",
        "NEWSCRAWL_CONTACT=a@b.example",
        "-s",
        "USER_AGENT=mine",
        *LOOPBACK,
    )
    assert site.agents == {"mine"}


def test_argument_readers() -> None:
    assert as_urls("url", "example.com/world, https://example.org/a,b.html http://example.net") == [
        "https://example.com/world",
        "https://example.org/a,b.html",
        "http://example.net",
    ]
    assert as_hosts("allowed", "Example.com, https://a.example.org/x example.net:8080") == [
        "example.com",
        "a.example.org",
        "example.net",
    ]
    assert as_count("n", "1_000") == 1000
    assert as_count("n", "", default=3) == 3
    assert as_day("since", "2017-01-22").isoformat() == "2017-01-22"  # type: ignore[union-attr]
    assert as_choices("follow", "All", ("a", "b"), "a") == {"a", "b"}
    assert as_choices("follow", None, ("a", "b"), "a") == {"a"}
    assert as_choices("follow", "none", ("a", "b"), "a") == frozenset()
    with pytest.raises(BadArgument, match="all, none or some of a, b"):
        as_choices("follow", "", ("a", "b"), "a")
