"""One run of a crawl at a time: a lock the kernel lets go of when its holder dies, however it dies.

A lock file with a process id in it has to be judged: is that process alive, is it still the same one, was the
machine restarted, is it in another container? `flock` answers all of that by itself, needs no clock, and a
run killed with -9 leaves nothing behind that could keep the next one out. What stands in the file is for
people only.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from newscrawl.state.errors import StateError

__all__ = ["CrawlLock"]


class CrawlLock:
    """The lock of one crawl.

    :param folder: where lock files are kept; the same for all runs that must not overlap.
    :param crawl: the crawl's name.
    """

    def __init__(self, folder: Path, crawl: str) -> None:
        self.path = folder / f"{sha256(crawl.encode()).hexdigest()[:16]}.lock"
        self.crawl = crawl
        self._file: int | None = None

    def acquire(self) -> bool:
        """Take the lock; False where another run holds it.

        :raises StateError: where lock files cannot be made.
        """
        while self._file is None:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except OSError as error:
                raise StateError(
                    f"cannot write the lock {self.path}: {error.strerror}; give write permission or set "
                    "NEWSCRAWL_STATE to another place"
                ) from None
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
                return False
            except OSError as error:
                os.close(file)
                raise StateError(f"cannot lock {self.path}: {error.strerror}") from None
            # The holder before us may have removed the file while we opened it: then ours is a lock on
            # nothing.
            if self._is_current(file):
                self._file = file
                self._sign()
            else:
                os.close(file)
        return True

    def holder(self) -> str:
        """Who holds the lock, in a few words for a message."""
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            return f"process {told['pid']} on {told['host']}, since {told['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"

    def release(self) -> None:
        """Let go of the lock."""
        if self._file is not None:
            with suppress(OSError):
                self.path.unlink()
            os.close(self._file)
            self._file = None

    def _is_current(self, file: int) -> bool:
        try:
            there, ours = os.stat(self.path), os.fstat(file)
        except FileNotFoundError:
            return False
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)

    def _sign(self) -> None:
        told = {
            "crawl": self.crawl,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        }
        assert self._file is not None
        # A full disk must not keep a crawl from its lock: the kernel holds it with or without the words.
        with suppress(OSError):
            os.ftruncate(self._file, 0)
            os.write(self._file, json.dumps(told).encode())
