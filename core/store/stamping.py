"""Whether anything was written into a file since the last look, told without reading it."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path


class Stamps:
    """Stamps of one database: while two are equal, nothing was written between them.

    What this program writes is told. What other programs write into the file shows in the size and time of the file
    and of its write-ahead log.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._last = object()

    def written(self) -> None:
        """Something was written, or may have been. To be told afterwards: who looks before may still see the old."""
        self._last = object()

    def now(self) -> Hashable | None:
        """The stamp of this moment, to be taken before reading; None where the file is not there."""
        if self._path is None:
            return self._last
        try:
            own = self._path.stat()
        except OSError:
            return None
        return (self._last, own.st_ino, own.st_size, own.st_mtime_ns, *_log(self._path))


def _log(path: Path) -> tuple[int, int]:
    """Size and time of the write-ahead log; an empty one comes and goes with those who only read."""
    try:
        found = path.with_name(f"{path.name}-wal").stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns) if found.st_size else (0, 0)
