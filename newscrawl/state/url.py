"""`NEWSCRAWL_STATE`: where the state is, as a URL."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from newscrawl.state.errors import StateError
from newscrawl.state.store import Store

__all__ = ["open_store", "sqlite_path"]


def sqlite_path(url: str, folder: Path) -> Path:
    """The file of a ``sqlite:`` URL; three slashes name a path relative to `folder`, four an absolute one.

    :raises StateError: where the URL is none that is understood.

    >>> str(sqlite_path("sqlite:///.newscrawl/state.sqlite3", Path("/srv/project")))
    '/srv/project/.newscrawl/state.sqlite3'
    >>> str(sqlite_path("sqlite:////var/lib/news.sqlite3", Path("/srv/project")))
    '/var/lib/news.sqlite3'
    """
    parts = urlsplit(url)
    if parts.scheme != "sqlite" or parts.netloc or not parts.path.strip("/") or parts.query or parts.fragment:
        raise StateError(
            f"NEWSCRAWL_STATE must be empty or like sqlite:///.newscrawl/state.sqlite3 "
            f"(sqlite:////absolute/path), not {_shown(url)!r}"
        )
    return folder / unquote(parts.path[1:])


def open_store(url: str, folder: Path) -> Store | None:
    """Open the state that `url` names; None for an empty one.

    :param folder: what a relative path in the URL is relative to.
    :raises StateError: where it cannot be used.
    """
    if not url.strip():
        return None
    path = sqlite_path(url.strip(), folder)
    from newscrawl.state.sqlite import SqliteStore

    return SqliteStore(path)


def _shown(url: str) -> str:
    """The URL without a password."""
    head, at, tail = url.rpartition("@")
    return f"{head.split('://')[0]}://...@{tail}" if at and "://" in head else url
