"""A real scrapyd: deploy the project as an egg, schedule a crawl of the demo site, read its feed."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from newscrawl.demo import DemoServer
from newscrawl.schema import problem

# Its paths are left relative, so that all lies in the folder scrapyd is started in. items_dir stays empty:
# scrapyd would set FEEDS, and the project's own feed would be lost.
CONFIG = """\
[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
poll_interval = 0.2
items_dir =
jobstorage = scrapyd.jobstorage.SqliteJobStorage
"""


class Scrapyd:
    """A scrapyd on a free port, with a folder and a log of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.log = folder / "scrapyd.log"
        # scrapyd takes port 0 for "no port", so a free one is looked up; it may be gone a moment later.
        for _ in range(3):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port: int = free.getsockname()[1]
            (folder / "scrapyd.conf").write_text(CONFIG.format(port=self.port), encoding="utf-8")
            self.process = self._start()
            if self._is_up():
                break
        else:
            raise AssertionError(f"scrapyd did not start:\n{self.log.read_text(errors='replace')}")
        self.url = f"http://127.0.0.1:{self.port}"

    def _start(self) -> subprocess.Popen[bytes]:
        # The project must come from the egg: nothing of this test's environment may point to it.
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("PYTHONPATH", "SCRAPY_SETTINGS_MODULE", "SCRAPY_PROJECT")
        }
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "scrapyd", "--pidfile="],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _is_up(self) -> bool:
        for _ in range(300):
            if self.process.poll() is not None:
                return False
            if f"Site starting on {self.port}" in self.log.read_text(errors="replace"):
                return True
            time.sleep(0.1)
        self.close()
        return False

    def call(self, name: str, **fields: Any) -> dict[str, Any]:
        """Ask the JSON API; a request with fields and no `get` is a POST."""
        get = fields.pop("get", False)
        data = urlencode(fields, doseq=True)
        request = Request(f"{self.url}/{name}.json?{data}" if get else f"{self.url}/{name}.json")
        with urlopen(request, None if get else data.encode(), timeout=30) as answer:
            result: dict[str, Any] = json.load(answer)
        assert result["status"] == "ok", result
        return result

    def wait(self, job: str, timeout: float = 90) -> None:
        """Wait until a job has ended."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            jobs = self.call("listjobs", project="newscrawl", get=True)
            if any(entry["id"] == job for entry in jobs["finished"]):
                return
            time.sleep(0.2)
        raise AssertionError(f"job {job} did not end:\n{self.job_log('wire', job)}")

    def job_log(self, spider: str, job: str) -> str:
        path = self.folder / "logs" / "newscrawl" / spider / f"{job}.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else "(no log)"

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def scrapyd(tmp_path: Path) -> Iterator[Scrapyd]:
    server = Scrapyd(tmp_path / "scrapyd")
    yield server
    server.close()


def _deploy(project: Path, url: str) -> dict[str, Any]:
    """Run scrapyd-deploy as the README says and read its JSON status: it ends with 0 on a failure too."""
    with (project / "scrapy.cfg").open("a", encoding="utf-8") as config:
        config.write(f"\n[deploy:test]\nurl = {url}/\nproject = newscrawl\n")
    done = subprocess.run(
        [sys.executable, "-c", "from scrapyd_client.deploy import main; main()", "test", "-v", "1"],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    found = re.search(r"\{.*\}", done.stdout, re.DOTALL)
    assert found, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(found[0])
    assert answer["status"] == "ok", answer
    return answer


def test_deploy_schedule_and_read_the_feed(
    scrapyd: Scrapyd, project_copy: Path, scrapy: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    # A spider that only this copy has shows that what runs is the egg and not the environment's newscrawl.
    assert scrapy("genspider", "-t", "wire", "only-here", "news.example", cwd=project_copy).returncode == 0
    answer = _deploy(project_copy, scrapyd.url)
    assert answer["spiders"] == len(
        set(scrapyd.call("listspiders", project="newscrawl", get=True)["spiders"])
    )
    spiders = scrapyd.call("listspiders", project="newscrawl", get=True)["spiders"]
    assert {"only-here", "wire", "archive", "eblnews"} <= set(spiders)

    with DemoServer() as site:
        job = scrapyd.call(
            "schedule",
            project="newscrawl",
            spider="wire",
            url=f"{site.url}/world",
            max_stories="7",
            setting=["NEWSCRAWL_ALLOW_PRIVATE_HOSTS=127.0.0.1", "AUTOTHROTTLE_ENABLED=False"],
        )["jobid"]
        scrapyd.wait(job)
        log = scrapyd.job_log("wire", job)

    feeds = list((scrapyd.folder / "output" / "wire").glob("*.jsonl"))
    assert len(feeds) == 1, log
    records = [json.loads(line) for line in feeds[0].read_text(encoding="utf-8").splitlines()]
    assert len(records) == 7, log
    assert len({record["id"] for record in records}) == 7
    assert [problem(record) for record in records] == [None] * 7
    assert all(record["body"] and record["headline"] and record["source"] == "http" for record in records)
    assert "Spider closed (max_stories)" in log
    assert "Traceback" not in log


def test_a_wrong_argument_is_told_in_the_job_s_log(scrapyd: Scrapyd, project_copy: Path) -> None:
    _deploy(project_copy, scrapyd.url)
    job = scrapyd.call(
        "schedule", project="newscrawl", spider="wire", max_stories="many", url="https://a.example/"
    )
    scrapyd.wait(job["jobid"])
    log = scrapyd.job_log("wire", job["jobid"])
    assert "max_stories must be a whole number" in log
    assert "Traceback" not in log


def test_the_egg_holds_the_project_s_data(project_copy: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "setup.py", "-q", "bdist_egg", "-d", str(tmp_path / "egg")],
        cwd=project_copy,
        capture_output=True,
        check=True,
    )
    (egg,) = (tmp_path / "egg").glob("*.egg")
    inside = set(zipfile.ZipFile(egg).namelist())
    package = project_copy / "newscrawl"
    data = {
        str(path.relative_to(project_copy))
        for path in package.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert "newscrawl/schemas/record.schema.json" in data
    assert data - inside == set(), "name their suffix under package-data in pyproject.toml"

    # Read as scrapyd reads it: zipped, with no file of the package on disk.
    code = (
        f"import sys; sys.path.insert(0, {str(egg)!r})\n"
        "import newscrawl.schema as schema\n"
        "assert '.egg' in schema.__file__, schema.__file__\n"
        "from newscrawl.demo import DemoServer, stories\n"
        "from urllib.request import urlopen\n"
        "with DemoServer() as site:\n"
        "    page = urlopen(site.url + stories()[0].path).read()\n"
        "print(len(schema.load_schema()['properties']), len(stories()), len(page) > 1000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[1:] == ["60", "True"]
