"""The demo site shows what its stories say, and answers as a real site would."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest

from newscrawl.demo import Answer, DemoServer, DemoStory, answer, expected, stories
from newscrawl.demo.links import GONE_PATH
from newscrawl.demo.stamps import SHAPES

SITE = "http://demo.invalid"
STORIES = {story.path: story for story in stories()}
BODY = {
    "modern": "//div[contains(@class, 'story-body')]/*[self::p or self::h2][not(@class)]",
    "drupal": "//div[contains(@class, 'field-name-body')]//p[not(@class)]",
    "classic": "//td[@class='text']/p",
}


def folded(text: str) -> str:
    return " ".join(text.split())


def tree(found: Answer) -> lxml.html.HtmlElement:
    encoding = found.type.partition("charset=")[2]
    return lxml.html.fromstring(found.body, parser=lxml.html.HTMLParser(encoding=encoding))


def page(path: str) -> lxml.html.HtmlElement:
    found = answer(path, SITE)
    assert found.status == 200, path
    return tree(found)


@pytest.fixture(scope="module")
def site() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.slug)
def test_page_shows_its_truth(story: DemoStory) -> None:
    truth = expected(story, SITE)
    root = page(story.path)
    text = folded(root.text_content())
    shown = tuple(folded(node.text_content()) for node in root.xpath(BODY[story.template]))
    assert shown == (() if "body" in truth.drawn_by_script else truth.paragraphs)
    assert truth.headline in [
        folded(node.text_content()) for node in root.xpath("//h1 | //span[@class='head']")
    ]
    for raw in (truth.published_raw, truth.last_update_raw):
        assert raw is None or (raw in text) == ("stamp" not in truth.drawn_by_script)
    assert [urljoin(SITE, href) for href in root.xpath("//link[@rel='canonical']/@href")] == (
        [truth.canonical_url] if truth.canonical_url else []
    )
    assert truth.caption in text
    assert truth.credit in text
    assert root.xpath(f"//img[@src='{truth.image_path}']")
    if "body" not in truth.drawn_by_script:
        for note in (truth.sign_off, truth.editor_note):
            assert note is None or note in text
    hrefs = {urljoin(SITE, href).partition("?utm_")[0] for href in root.xpath("//a/@href")}
    for entry in truth.related_headlines(SITE):
        if "related" in truth.drawn_by_script and entry["kind"] == "section":
            assert not entry["teaser"] or str(entry["teaser"]) not in text
        elif "body" not in truth.drawn_by_script or entry["kind"] != "inline":
            assert entry["url"] in hrefs
            assert folded(str(entry["headline"])) in text
            assert entry["teaser"] is None or folded(str(entry["teaser"])) in text


def test_stories_are_many_and_all_different() -> None:
    assert len(STORIES) == 60
    assert len({story.headline for story in stories()}) == 60
    paragraphs = [part.text for story in stories() for part in story.parts if part.kind == "p"]
    assert len(set(paragraphs)) == len(paragraphs)
    assert {story.language for story in stories()} == {"en", "de", "ar", "ja"}
    assert {story.template for story in stories()} == {"modern", "drupal", "classic"}
    assert {story.stamp for story in stories()} == set(SHAPES)


def test_seed_stamp_is_unsettled_by_its_page() -> None:
    truth = next(expected(story) for story in stories() if story.slug == "border-clocks-agree-for-one-hour")
    assert truth.last_update_raw == "Last update: Mon, 05/09/2016 - 17:15"
    assert truth.last_update == "2016-09-05T17:15"
    assert not truth.order_on_page
    assert not truth.offset_on_page
    assert [link.teaser.endswith("...") for link in truth.blocks[0].links if link.teaser] == [True] * 5


def test_weekday_settles_an_order_only_where_the_swapped_date_has_another() -> None:
    truths = {story.slug: expected(story) for story in stories()}
    assert truths[
        "translators-strike-leaves-summit-to-gestures"
    ].order_on_page  # Fri, 09/12: 12 September is a Monday
    assert not truths["storm-delivers-piano-to-remote-beach"].order_on_page  # Mon, 07/11: so is 11 July


@pytest.mark.parametrize("section", ["world", "politics", "business"])
def test_paging_reaches_every_story_of_a_section(section: str) -> None:
    found: list[str] = []
    address: str | None = f"/{section}"
    pages = 0
    while address:
        root = page(address)
        pages += 1
        found += root.xpath("//div[@class='teaser-list']//h2/a/@href")
        address = next(iter(root.xpath("//a[@rel='next']/@href")), None)
    assert sorted(found) == sorted(story.path for story in stories() if story.section == section)
    assert pages >= (3 if section == "world" else 2)
    assert answer(f"/{section}?page={pages + 1}", SITE).status == 404


def test_load_more_reaches_every_sport_story() -> None:
    root = page("/sport")
    found = root.xpath("//div[@class='teaser-list']//h2/a/@href")
    button = root.xpath("//button[@class='load-more']")[0]
    offset = button.get("data-offset")
    assert 0 < len(found) < 10
    while offset is not None:
        data = json.loads(answer(f"{button.get('data-src')}?offset={offset}", SITE).body)
        found += lxml.html.fromstring(f"<div>{data['html']}</div>").xpath("//h2/a/@href")
        offset = data["next"]
    assert sorted(found) == sorted(story.path for story in stories() if story.section == "sport")


def test_every_internal_link_answers_as_intended() -> None:
    queue, seen = deque(["/", "/robots.txt", "/sitemap.xml", "/rss.xml"]), {"/"}
    bad, moved = [], []
    while queue:
        address = queue.popleft()
        found = answer(address, SITE)
        if found.status == 301:
            moved.append(address)
            assert answer(found.location or "", SITE).status == 200
        elif found.status != 200:
            bad.append((address, found.status))
        # The calendar and the sort orders have no end: a step into them is enough.
        trap = re.match(r"/archive/\d{4}/\d{2}$", address) or "sort=" in address
        if found.status != 200 or not found.type.startswith("text/html") or trap:
            continue
        for href in tree(found).xpath(
            "//a/@href | //img/@src | //link/@href | //script/@src | //*/@data-src"
        ):
            target = urlsplit(urljoin(SITE + address, href))
            if target.netloc != urlsplit(SITE).netloc:
                assert target.scheme == "mailto"
                continue
            path = target.path + (f"?{target.query}" if target.query else "")
            if path not in seen:
                seen.add(path)
                queue.append(path)
    assert sorted(bad) == [("/admin/login", 403), (GONE_PATH, 404)]
    assert moved, "a redirect is linked somewhere"
    assert set(STORIES) <= {address.partition("?utm_")[0] for address in seen}


def test_every_story_shows_five_of_its_section() -> None:
    for story in stories():
        block = next(block for block in expected(story).blocks if block.kind == "section")
        assert len({link.path for link in block.links} - {story.path}) == 5, story.slug


def test_site_is_served_from_inside_an_egg(tmp_path: Path) -> None:
    package = Path(__file__).resolve().parent.parent / "newscrawl"
    egg = tmp_path / "project.egg"
    with zipfile.ZipFile(egg, "w") as archive:
        for file in package.rglob("*"):
            if file.is_file() and file.suffix != ".pyc":
                archive.write(file, file.relative_to(package.parent))
    code = (
        "import newscrawl.demo as demo; print(demo.__file__);"
        "paths = ['/', '/static/art/lake.svg', *(story.path for story in demo.stories())];"
        "print({demo.answer(path, 'http://demo.invalid').status for path in paths}, len(paths))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"PYTHONPATH": str(egg)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.splitlines() == [str(egg / "newscrawl/demo/__init__.py"), "{200} 62"], run.stderr


def test_related_headlines_reach_a_part_of_the_site() -> None:
    start = next(story for story in stories() if story.slug == "border-clocks-agree-for-one-hour")
    reached, queue = {start.path}, [start]
    while queue:
        for block in expected(queue.pop()).blocks:
            for link in block.links:
                if block.kind in ("section", "related") and link.path in STORIES and link.path not in reached:
                    reached.add(link.path)
                    queue.append(STORIES[link.path])
    assert 20 <= len(reached) < 60


def test_calendar_has_no_end() -> None:
    for address in ("/archive/1987/01", "/archive/2999/12"):
        for rel in ("prev", "next"):
            assert answer(page(address).xpath(f"//a[@rel='{rel}']/@href")[0], SITE).status == 200
    assert answer("/archive/2017/13", SITE).status == 404


def test_every_page_over_http_on_one_connection(site: DemoServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=5)
    before, begin = len(site.requests), time.perf_counter()
    for path in STORIES:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200
        assert len(body) > 2000
        assert connection.sock is not None, "the connection was kept"
    assert site.requests[before:] == list(STORIES)
    assert time.perf_counter() - begin < 3, "answers must not wait for delayed acknowledgements"
    connection.close()


def test_conditional_get(site: DemoServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=5)

    def status(headers: dict[str, str], path: str = "/world") -> int:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        return response.status

    connection.request("HEAD", "/world")
    head = connection.getresponse()
    assert head.read() == b""
    etag, modified = head.headers["ETag"], head.headers["Last-Modified"]
    assert status({"If-None-Match": etag}) == 304
    assert status({"If-None-Match": '"other", ' + etag}) == 304
    assert status({"If-None-Match": '"other"', "If-Modified-Since": modified}) == 200
    assert status({"If-Modified-Since": modified}) == 304
    assert status({"If-Modified-Since": "Thu, 01 Jan 1987 00:00:00 GMT"}) == 200
    assert status({"If-Modified-Since": "yesterday"}) == 200
    assert status({"If-None-Match": etag}, "/nothing-here") == 404
    assert site.statuses[-1] == 404
    connection.close()


def test_a_test_may_change_a_page() -> None:
    def changed(target: str, url: str) -> Answer:
        return Answer(503, b"") if target == "/world" else answer(target, url)

    with DemoServer(respond=changed) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        for path, status in (("/world", 503), ("/", 200)):
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            assert response.status == status
        connection.close()


def demo_command(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-m", "scrapy", "demo", *arguments]
    project = Path(__file__).resolve().parent.parent
    return subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_command_serves_until_interrupted() -> None:
    process = demo_command("--port", "0")
    assert process.stdout is not None
    first = process.stdout.readline()
    port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", first)[1])  # type: ignore[index]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/world")
    assert connection.getresponse().status == 200
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=5)
    connection.close()
    assert process.returncode == 0
    assert "Stopped after 1 requests." in out
    assert err == ""


def test_command_says_when_the_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        out, err = demo_command("--port", str(port)).communicate(timeout=10)
        assert out == ""
        assert re.fullmatch(rf"scrapy demo: cannot listen on port {port}: .*\n", err)
    process = demo_command("--port", "99999")
    assert "cannot listen on port 99999" in process.communicate(timeout=10)[1]
    assert process.returncode == 2
