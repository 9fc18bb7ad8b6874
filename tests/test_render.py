"""Pages drawn by script: a real Chromium on real small sites; what it may reach, and what becomes of it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from conftest import PROJECT
from minisite import SENTENCE, MiniSite, section, serving, story

from newscrawl.demo import DemoServer, expected, stories

Slow = tuple[MiniSite, subprocess.Popen[str], Path]
Scrapy = Callable[..., CompletedProcess[str]]

OPTIONS = (
    "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1", "-s", "NEWSCRAWL_STATE=",
    # Not every kernel lets an ordinary user's Chromium have it; the pages are our own.
    "-s", "NEWSCRAWL_BROWSER_SANDBOX=0",
)  # fmt: skip
EMPTY = "<!-- drawn by script -->"
PROSE = "".join(f"<p>{n}. {SENTENCE * 2}</p>" for n in ("First", "Second", "Third"))
DRAWN = [f"{n}, every boat of the harbour was counted. {SENTENCE}" for n in ("Once", "Twice", "Thrice")]
BODY = "".join(f"<p>{text}</p>" for text in DRAWN)
DRAW = f"""<script>document.querySelector(".article-body").innerHTML = {json.dumps(BODY)}</script>"""


@pytest.fixture
def site() -> Iterator[MiniSite]:
    with serving() as running:
        yield running


class Run:
    """A finished crawl: its process, its records by path, its stats, its log."""

    def __init__(self, process: CompletedProcess[str], feed: Path, log: Path) -> None:
        self.process = process
        self.log = log.read_text() if log.exists() else ""
        lines = feed.read_text().splitlines() if feed.exists() else []
        self.records = {re.sub(r"^https?://[^/]+", "", r["url"]): r for r in map(json.loads, lines)}
        self.stats = {name: int(n) for name, n in re.findall(r"'([\w/.-]+)': (\d+)[,}]", self.log)}

    def stat(self, name: str) -> int:
        return self.stats.get(f"newscrawl/render/{name}", 0)


@pytest.fixture
def crawl(scrapy: Scrapy, tmp_path: Path) -> Callable[..., Run]:
    def run(urls: list[str], *options: str, env: dict[str, str] | None = None, **arguments: Any) -> Run:
        feed, log = tmp_path / "feed.jsonl", tmp_path / "run.log"
        log.unlink(missing_ok=True)
        given = {"url": ",".join(urls), **arguments}
        process = scrapy(
            "crawl", "wire", *(part for name, value in given.items() for part in ("-a", f"{name}={value}")),
            "-O", str(feed), "--logfile", str(log), *OPTIONS, *options, env=env,
        )  # fmt: skip
        return Run(process, feed, log)

    return run


def shell(headline: str = "Harbour boats counted", body: str = EMPTY, scripts: str = DRAW) -> str:
    """A story whose text a script draws."""
    return story(headline, body=body).replace("</body>", f"{scripts}</body>")


def is_drawn(record: dict[str, Any]) -> bool:
    return bool(record["body"] == "\n\n".join(text.strip() for text in DRAWN))


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what differs between any two runs, and its source."""
    return {key: value for key, value in record.items() if key not in ("fetched_at", "source")}


# -- the demo site -------------------------------------------------------------------------------------------


def test_what_script_draws_on_the_demo_site(crawl: Callable[..., Run]) -> None:
    with DemoServer() as site:
        lists = [f"{site.url}/{name}" for name in ("business", "markets", "sport")]
        run = crawl(lists, pages=5, follow="none")
        asked = list(site.requests)
    assert run.process.returncode == 0, run.process.stderr + run.log
    assert "Traceback" not in run.log
    wanted = {story.path: story for story in stories() if story.section in ("business", "sport")}
    # The last six of sport come only by "Load more", pressed until it is gone.
    assert set(wanted) <= set(run.records)
    assert any(path.startswith("/api/list/sport?offset=8") for path in asked)
    for path, told in wanted.items():
        record, truth = run.records[path], expected(told, site.url)
        assert record["source"] == ("playwright" if truth.drawn_by_script else "http"), path
        if "body" in truth.drawn_by_script:
            assert set(truth.paragraphs) <= set(record["body"].split("\n\n")), path
        if "stamp" in truth.drawn_by_script:
            assert record["last_update_raw"] == truth.last_update_raw, path
        shown = {(entry["block"], entry["url"]) for entry in record["related_headlines"]}
        due = {
            (entry["block"], entry["url"])
            for entry in truth.related_headlines(site.url)
            if entry["kind"] == "section"
        }
        if "related" in truth.drawn_by_script:
            assert due <= shown, path
    kinds = {kind for path in wanted for kind in expected(wanted[path]).drawn_by_script}
    assert kinds == {"body", "stamp", "related"}
    assert run.stat("brought_nothing/related") == run.stat("brought_nothing/body") == 0
    # A page is fetched once, plainly; what draws it is fetched once in a run.
    assert len([path for path in asked if path in run.records]) == len(run.records)
    assert asked.count("/static/site.js") == 1
    assert not [path for path in asked if path.endswith((".svg", ".css"))]


def test_drawn_and_plain_give_the_same_record(crawl: Callable[..., Run]) -> None:
    texts = [story for story in stories() if story.section != "business" and not story.flags & {"paywall"}]
    kept = [story for story in texts if not expected(story).drawn_by_script][::6]
    assert {story.template for story in kept} == {"modern", "drupal", "classic"}
    with DemoServer() as site:
        urls = [site.url + story.path for story in kept]
        runs = [crawl(urls, render=mode, max_depth=0) for mode in ("never", "always")]
    for path, record in runs[0].records.items():
        assert record["source"] == "http"
        assert runs[1].records[path]["source"] == "playwright"
        assert plain(runs[1].records[path]) == plain(record), path
    assert runs[0].stat("pages") == 0
    assert runs[1].stat("pages") == len(runs[0].records) == len(kept)


def test_a_site_is_probed_a_few_times_and_that_is_kept(site: MiniSite, crawl: Callable[..., Run]) -> None:
    paths = [
        f"/news/{n}-of-the-harbour-counted" for n in ("boats", "gulls", "ropes", "lamps", "nets", "piers")
    ]
    for path in paths:
        # A place for related headlines that no script fills.
        text = story(path[6:].replace("-", " ").capitalize(), body=PROSE)
        site.pages[path] = text.replace("</main>", '<div class="more-stories"></div><script></script></main>')
    urls = [site.url + path for path in paths]
    state = ("-s", "NEWSCRAWL_STATE=sqlite:///state.sqlite3")
    first = crawl(urls[:5], *state)
    assert first.stat("needed/related") == 5
    assert first.stat("pages") == first.stat("brought_nothing/related") == 3
    assert first.stat("spared/related") == 2
    assert {record["source"] for record in first.records.values()} == {"http"}
    second = crawl(urls[5:], *state)
    assert len(second.records) == 1
    assert second.stat("spared/related") == 1
    assert second.stat("pages") == second.stat("browsers") == 0


def test_lists_that_grow_are_asked_for_as_many_pages_as_wanted(
    site: MiniSite, scrapy: Scrapy, tmp_path: Path
) -> None:
    names = [
        f"{n}-{m}-of-the-harbour-counted" for n in ("boats", "gulls", "ropes", "lamps") for m in range(4)
    ]
    links = [(f"/news/world/{name}", name.replace("-", " ").capitalize()) for name in names]
    for path, headline in links:
        site.pages[path] = story(headline)

    def growing(how: str) -> str:
        rest = [f'<div class="teaser"><h2><a href="{path}">{text}</a></h2></div>' for path, text in links[4:]]
        script = f"""<script>const rest = {json.dumps(rest)}; let shown = 0;
const more = () => {{ const next = rest.slice(shown, shown += 4); fetch("/asked");
  document.querySelector("main").insertAdjacentHTML("beforeend", next.join("")) }}; {how}</script>"""
        return section("World", links[:4]).replace("<main>", '<main class="infinite-scroll">') + script

    site.pages["/news/world"] = growing("document.addEventListener('scroll', () => more());")
    site.pages["/news/sport"] = growing("document.querySelector('#next').onclick = more;").replace(
        "</main>", '<div id="next" class="x">+</div></main>'
    )
    (tmp_path / "known.py").write_text(f"""
from newscrawl.site import Site
from newscrawl.spiders.wire import WireSpider
class Known(WireSpider):
    name = "known"
    start_urls = ["{site.url}/news/sport"]
    site = Site(load_more="#next", load_more_times=1)
class Grows(WireSpider):
    name = "grows"
    start_urls = ["{site.url}/news/world"]
""")
    for spider, arguments, batches in (("known", (), 2), ("grows", ("-a", "pages=3"), 3)):
        site.log.clear()
        feed = tmp_path / f"{spider}.jsonl"
        done = scrapy(
            "crawl", spider, *arguments, "-O", str(feed), *OPTIONS, "-s", "SPIDER_MODULES=known",
            env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{PROJECT}"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found = {json.loads(line)["url"].rsplit("/", 1)[1] for line in feed.read_text().splitlines()}
        assert found == set(names[: 4 * batches])
        assert site.log.count("/asked") == batches - 1


# -- what the browser may reach ------------------------------------------------------------------------------


def test_the_rules_of_plain_pages_hold_inside_the_browser(site: MiniSite, crawl: Callable[..., Run]) -> None:
    with serving() as other:
        # The same machine by a name that is not allowed: what resolves to a private address is not reached.
        private = f"http://localhost:{other.server.server_port}"
        connections, accept = [], other.server.get_request
        other.server.get_request = lambda: connections.append(1) or accept()
        site.pages["/robots.txt"] = (
            200,
            {"Content-Type": "text/plain"},
            "User-agent: *\nDisallow: /secret\n",
        )
        site.pages["/api/body"] = (200, {"Content-Type": "application/json"}, json.dumps({"html": BODY}))
        site.pages["/api/away"] = (302, {"Location": f"{private}/redirected"}, "")
        site.pages["/api/large"] = (200, {}, "x" * 300_000)
        attempts = f"""<script>
const tries = ["{private}/fetched", "/api/away", "/secret/list", "/api/large"];
async function draw() {{
  for (const url of tries) try {{ await fetch(url); document.title += " REACHED " + url }} catch (e) {{}}
  try {{ new WebSocket("ws://127.0.0.1:{other.server.server_port}/socket") }} catch (e) {{}}
  try {{ new EventSource("/events") }} catch (e) {{}}
  navigator.sendBeacon("/beacon", "x");
  for (const url of ["{private}/image.png", "/image.png"]) new Image().src = url;
  const frame = document.createElement("iframe"); frame.src = "{private}/frame"; document.body.append(frame);
  const link = document.createElement("link"); link.rel = "preload"; link.as = "fetch";
  link.href = "{private}/preload"; document.head.append(link);
  const code = `for (const url of ["{private}/from-worker", "{site.url}/secret/worker"]) fetch(url);
    try {{ new WebSocket("ws://127.0.0.1:{other.server.server_port}/from-worker") }} catch (e) {{}}
    try {{ importScripts("{private}/imported.js") }} catch (e) {{}}`;
  const blob = URL.createObjectURL(new Blob([code], {{type: "text/javascript"}}));
  for (const Kind of [Worker, SharedWorker]) try {{ new Kind(blob) }} catch (e) {{}}
  try {{ navigator.serviceWorker.register("/worker.js").catch(() => 0) }} catch (e) {{}}
  import("{private}/module.js").catch(() => 0);
  try {{ window.open("{private}/window") }} catch (e) {{}}
  const object = document.createElement("object"); object.data = "{private}/object";
  document.body.append(object);
  const peer = new RTCPeerConnection({{iceServers: [
    {{urls: "turn:127.0.0.1:{other.server.server_port}?transport=tcp", username: "a", credential: "b"}}]}});
  peer.createDataChannel("x"); peer.setLocalDescription();
  await new Promise(done => setTimeout(done, 700));
  const body = await (await fetch("/api/body")).json();
  document.querySelector(".article-body").innerHTML = body.html;
  location.href = "{private}/left";
}}
draw();
</script><script src="https://www.google-analytics.com/analytics.js"></script>
<link rel="prefetch" href="{private}/prefetch"><link rel="dns-prefetch" href="//prefetch.example">"""
        site.pages["/news/story-of-the-boats"] = shell(scripts=attempts)
        run = crawl([f"{site.url}/news/story-of-the-boats"], "-s", "DOWNLOAD_MAXSIZE=100000")
        assert other.log == connections == []
    record = run.records["/news/story-of-the-boats"]
    assert is_drawn(record)
    assert "REACHED" not in run.log
    assert sorted(site.fetched()) == ["/api/away", "/api/body", "/api/large", "/news/story-of-the-boats"]
    assert len(site.agents) == 1
    assert site.agents.pop().startswith("newscrawl/")
    assert run.stat("requests/refused") >= 4
    assert run.process.returncode == 0


def test_a_consent_dialogue_is_left_alone(site: MiniSite, crawl: Callable[..., Run]) -> None:
    words = "We and our 412 partners value your privacy and store cookies on your device. " * 4
    dialogue = f"""<script>document.body.insertAdjacentHTML("afterbegin", `
<div role="dialog" class="cookie-consent"><h2>Before you read</h2>
<p>{words}</p><button onclick="fetch('/agreed')">Accept all</button>
<button class="load-more" onclick="fetch('/agreed')">Show more</button></div>`)</script>"""
    links = [
        (f"/news/world/{name}-of-the-harbour-counted-again", f"{name} of the harbour counted again")
        for name in ("boats", "gulls", "ropes", "lamps")
    ]
    site.pages["/news/world"] = section("World", links, extra=dialogue)
    for path, headline in links:
        site.pages[path] = story(headline) + dialogue
    run = crawl([f"{site.url}/news/world"], render="always", pages=3)
    assert set(run.records) == {path for path, _ in links}
    assert "/agreed" not in site.log
    assert all("partners" not in json.dumps(record) for record in run.records.values())


# -- what becomes of the browser -----------------------------------------------------------------------------


def processes_below(pid: int) -> dict[int, str]:
    """Descendants of a process, by id, with their command lines."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found: dict[int, str] = {}
    queue = [pid]
    while queue:
        for child in children.get(queue.pop(), ()):
            queue.append(child)
            try:
                found[child] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
    return found


def browser_of(crawl: subprocess.Popen[str]) -> int:
    """Process id of a crawl's browser, waited for."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert crawl.poll() is None, "the crawl ended before its browser started"
        for pid, command in processes_below(crawl.pid).items():
            program, _, rest = command.partition(" ")
            if "chrom" in program and "--remote-debugging-pipe" in rest and "--type=" not in rest:
                return pid
        time.sleep(0.05)
    raise AssertionError("no browser was started")


def alive(pid: int, command: str) -> bool:
    try:
        # An id may be given anew, and a zombie is dead.
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" and Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") == command
    except OSError:
        return False


@pytest.fixture
def slow(site: MiniSite, tmp_path: Path, project: Path) -> Iterator[Slow]:
    """A running crawl of three pages whose texts a script asks for; the answers take a while."""

    def answer() -> str:
        time.sleep(1.0)
        return json.dumps({"html": BODY})

    script = """<script>fetch("/api/body?" + location.pathname).then(a => a.json()).then(data => {
      document.querySelector(".article-body").innerHTML = data.html })</script>"""
    site.pages["/api/body"] = answer
    paths = [f"/news/{name}-of-the-harbour-counted" for name in ("boats", "gulls", "ropes")]
    for path in paths:
        site.pages[path] = shell(scripts=script, headline=path[6:].replace("-", " ").capitalize())
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment |= {"SCRAPY_SETTINGS_MODULE": "newscrawl.settings", "PYTHONPATH": str(project)}
    urls = ",".join(site.url + path for path in paths)
    running = subprocess.Popen(
        [
            sys.executable, "-m", "scrapy", "crawl", "wire", "-a", f"url={urls}",
            "-O", "feed.jsonl", "--logfile", "run.log", *OPTIONS, "-s", "NEWSCRAWL_RENDER_PAGES=1",
        ],
        cwd=tmp_path, env=environment, text=True,
    )  # fmt: skip
    yield site, running, tmp_path
    if running.poll() is None:
        running.kill()
    running.wait()


def test_a_browser_that_dies_is_replaced(slow: Slow) -> None:
    site, running, folder = slow
    browser = browser_of(running)
    end = time.monotonic() + 60
    while not any(path.startswith("/api/body") for path in list(site.log)) and time.monotonic() < end:
        time.sleep(0.02)
    os.kill(browser, signal.SIGKILL)
    assert running.wait(90) == 0
    run = Run(CompletedProcess([], 0), folder / "feed.jsonl", folder / "run.log")
    assert len(run.records) == 3
    assert all(is_drawn(record) for record in run.records.values())
    assert run.stat("browser_died") >= 1
    assert run.stat("browsers") == 2
    assert "Traceback" not in run.log


def test_a_killed_crawl_leaves_no_process_behind(slow: Slow) -> None:
    _, running, _ = slow
    browser_of(running)
    time.sleep(1)
    below = processes_below(running.pid)
    assert len(below) > 3
    running.kill()
    running.wait()
    end = time.monotonic() + 20
    while (left := [pid for pid, command in below.items() if alive(pid, command)]) and time.monotonic() < end:
        time.sleep(0.1)
    assert left == []


def test_a_page_that_never_rests_costs_its_time_and_no_more(
    site: MiniSite, crawl: Callable[..., Run]
) -> None:
    endless = "<script>setTimeout(() => { while (true) {} }, 30)</script>"
    asking = "<script>setInterval(() => fetch('/api/again?' + Math.random()), 100)</script>"
    site.pages["/news/endless-counting-of-the-boats"] = shell(scripts=endless, headline="Endless counting")
    site.pages["/news/asking-again-about-the-boats"] = shell(scripts=DRAW + asking, headline="Asking again")
    site.pages["/news/quick-counting-of-the-boats"] = shell(headline="Quick counting")
    site.pages["/api/again"] = "{}"
    run = crawl(
        [site.url + path for path in site.pages if path.startswith("/news/")],
        "-s", "NEWSCRAWL_RENDER_TIMEOUT=2", "-s", "NEWSCRAWL_RENDER_PAGES=1", render="always", max_depth=0,
    )  # fmt: skip
    drawn = {path for path, record in run.records.items() if record["source"] == "playwright"}
    assert drawn == {"/news/asking-again-about-the-boats", "/news/quick-counting-of-the-boats"}
    assert run.stat("requests/cut_short") >= 1
    assert run.stat("failed") == 1
    assert site.log.count("/news/endless-counting-of-the-boats") == 1
    assert "Traceback" not in run.log


# -- without a browser ---------------------------------------------------------------------------------------


def test_without_the_extra_one_line_says_how_to_get_it(
    site: MiniSite, crawl: Callable[..., Run], tmp_path: Path, project: Path
) -> None:
    without = tmp_path / "without"
    without.mkdir()
    stub = "raise ModuleNotFoundError('gone', name='scrapy_playwright')"
    (without / "scrapy_playwright.py").write_text(stub)
    site.pages["/news/world"] = section(
        "World", [(f"/news/world/{n}-of-the-harbour-counted-again", f"{n} of the harbour counted again")
                  for n in ("boats", "gulls", "ropes")]
    )  # fmt: skip
    for name in ("boats", "gulls", "ropes"):
        site.pages[f"/news/world/{name}-of-the-harbour-counted-again"] = shell(
            body=PROSE, headline=f"{name} of the harbour counted again"
        )
    environment = {"PYTHONPATH": f"{without}{os.pathsep}{project}"}
    run = crawl([f"{site.url}/news/world"], render="always", env=environment)
    assert len(run.records) == 3
    assert {record["source"] for record in run.records.values()} == {"http"}
    assert run.process.returncode == 8
    lines = [line for line in run.log.splitlines() if ".[playwright]" in line and "WARNING" in line]
    assert len(lines) == 1
    assert "scrapy_playwright is not installed" in lines[0]
    assert "Traceback" not in run.log
    assert run.stat("missed") == 4


def test_a_browser_that_is_not_there_is_named(site: MiniSite, crawl: Callable[..., Run]) -> None:
    site.pages["/news/story-of-the-boats"] = shell(
        body=PROSE + '<ul class="related-stories is-loading"></ul>'
    )
    page = [f"{site.url}/news/story-of-the-boats"]
    run = crawl(page, "-s", "NEWSCRAWL_BROWSER=/no/such/browser")
    # Nobody asked for a browser: the page is read as it came, and that is no failure.
    assert run.process.returncode == 0
    assert len(run.records) == 1
    assert "NEWSCRAWL_BROWSER names '/no/such/browser'" in run.log
    assert run.stat("missed") == 1
    assert crawl(page, "-s", "NEWSCRAWL_BROWSER=/no/such/browser", render="auto").process.returncode == 8


def test_a_plain_crawl_imports_nothing_of_playwright(site: MiniSite, tmp_path: Path, project: Path) -> None:
    site.pages["/news/story-of-the-boats"] = story("Story of the boats")
    script = f"""
import sys
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
settings = get_project_settings()
settings.setdict(dict(NEWSCRAWL_ALLOW_PRIVATE_HOSTS=["127.0.0.1"], NEWSCRAWL_STATE="", FEEDS={{}}))
process = AsyncCrawlerProcess(settings)
process.crawl("wire", url="{site.url}/news/story-of-the-boats")
process.start()
print(sorted(name for name in sys.modules if "playwright" in name))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings", "PYTHONPATH": str(project)},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
    assert site.fetched() == ["/news/story-of-the-boats"]


def test_a_spider_of_your_own_asks_with_meta_playwright(
    site: MiniSite, tmp_path: Path, project: Path
) -> None:
    site.pages["/old"] = (301, {"Location": "{base}/list"}, "")
    script = "for (const n of [1, 2]) document.querySelector('ul').innerHTML += '<li>item</li>'"
    site.pages["/list"] = f"<html><body><ul></ul><script>{script}</script>"
    (tmp_path / "own.py").write_text(f"""
import scrapy
class Own(scrapy.Spider):
    name = "own"
    async def start(self):
        yield scrapy.Request("{site.url}/old", meta={{"playwright": True}})
    def parse(self, response):
        yield {{"items": len(response.css("li")), "url": response.url, "type": type(response).__name__}}
""")
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "runspider", "own.py", "-O", "own.json", *OPTIONS],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings", "PYTHONPATH": str(project)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "own.json").read_text())
    assert found == [{"items": 2, "url": f"{site.url}/list", "type": "HtmlResponse"}]
    assert site.fetched() == ["/old", "/list"]
