"""Complete feed files, packed: gzip or Zstandard.

A file is packed once it is complete and never while it is written: Scrapy's GzipPlugin leaves an archive
without an end when its process is killed, and all its lines are lost.
"""

from __future__ import annotations

import gzip
import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["SUFFIXES", "clear_parts", "pack", "packed", "problem", "unpack"]

SUFFIXES = {".gz": "gzip", ".zst": "zstd"}
"""Endings of packed files."""


def problem(method: str | None) -> str | None:
    """Why NEWSCRAWL_COMPRESS cannot have this value, in one line; None where it can."""
    if not method or method == "gzip":
        return None
    if method != "zstd":
        return f"NEWSCRAWL_COMPRESS must be gzip, zstd or empty, not {method!r}"
    if find_spec("zstandard") is None:
        return "NEWSCRAWL_COMPRESS=zstd needs the package zstandard: pip install zstandard"
    return None


def pack(path: Path, method: str) -> Path:
    """Put a packed file in the place of a complete one.

    :return: the packed file.
    :raises OSError: where it cannot be written; the file is still there then.
    """
    suffix = next(ending for ending, name in SUFFIXES.items() if name == method)
    target = path.with_name(path.name + suffix)
    part = path.with_name(f"{target.name}.part")
    try:
        with path.open("rb") as source, part.open("wb") as raw:
            with _writer(raw, method) as packed:
                shutil.copyfileobj(source, packed, 1 << 20)
            raw.flush()
            os.fsync(raw.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    os.replace(part, target)
    path.unlink()
    return target


def packed(path: Path) -> Path | None:
    """The packed file that stands in the place of a complete one; None where there is none."""
    names = (path.with_name(path.name + suffix) for suffix in SUFFIXES)
    return next((name for name in names if name.exists()), None)


def unpack(source: Path, target: Path) -> None:
    """Put a file as it was before it was packed in the place of its packed one.

    :raises OSError: where it cannot be written; the packed file is still there then.
    """
    part = target.with_name(f"{target.name}.unpacked")
    try:
        with _reader(source) as file, part.open("wb") as raw:
            shutil.copyfileobj(file, raw, 1 << 20)
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(part, target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    source.unlink()


def clear_parts(path: Path) -> bool:
    """Take away what a process that was killed while it packed a file had written so far; whether there was
    any."""
    names = [path.with_name(f"{path.name}{suffix}.part") for suffix in SUFFIXES]
    parts = [name for name in names if name.exists()]
    for part in parts:
        part.unlink(missing_ok=True)
    return bool(parts)


def _reader(path: Path) -> Any:
    if path.suffix == ".gz":
        return gzip.open(path, "rb")
    import zstandard

    return zstandard.open(path, "rb")


def _writer(raw: Any, method: str) -> Any:
    if method == "gzip":
        return gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0)
    import zstandard

    return zstandard.ZstdCompressor(level=10).stream_writer(raw, closefd=False)
