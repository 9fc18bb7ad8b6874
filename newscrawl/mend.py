"""What a killed run left torn at the end of a file of JSON lines, mended before more is written."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

__all__ = ["mend"]

logger = logging.getLogger(__name__)

_BLOCK = 65536


def mend(path: Path) -> int:
    """Take away the torn last line that a killed run left; complete one that only lacks its end.

    :return: bytes taken away.
    :raises OSError: where the file cannot be written.
    """
    size, tail = _tail(path)
    if not tail:
        return 0
    # Only what a killed run leaves is taken away: the beginning of an object, or zeros after a power cut.
    torn = not tail.strip(b"\0") or (tail.startswith(b"{") and not _is_json(tail))
    with path.open("rb+") as file:
        if not torn:
            file.seek(0, os.SEEK_END)
            file.write(b"\n")
            return 0
        file.truncate(size - len(tail))
    logger.warning(
        "%s ended in a torn line of %d bytes, left by a run that was killed: it is taken away",
        path,
        len(tail),
    )
    return len(tail)


def _tail(path: Path) -> tuple[int, bytes]:
    """Return a file's size and what stands after its last line end."""
    with path.open("rb") as file:
        size = start = file.seek(0, os.SEEK_END)
        tail = b""
        while start > 0:
            step = min(_BLOCK, start)
            start -= step
            file.seek(start)
            block = file.read(step)
            cut = block.rfind(b"\n")
            tail = block[cut + 1 :] + tail
            if cut >= 0:
                break
    return size, tail


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
