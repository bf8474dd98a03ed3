"""Takes one private copy of a file, so that everything later reads the same bytes, and hashes it on the way.

A file that changes while it is copied is refused: half of one delivery and half of another is neither.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from upath import UPath

from outcomes.landing.rejected import Rejected

CHUNK = 1 << 20


def take(path: UPath, folder: Path) -> tuple[Path, str]:
    """A copy of the file in the folder, readable by nobody else, and the sha256 of its bytes. Raises Rejected."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix="delivery-", dir=folder)
    copy = Path(name)
    try:
        with open(descriptor, "wb") as target:  # noqa: PTH123 (mkstemp hands over an open file)
            return copy, _copy(path, target.write)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def _copy(path: UPath, write: Callable[[bytes], object]) -> str:
    digest, size = hashlib.sha256(), 0
    try:
        before = _stamp(path)
        with path.open("rb") as source:
            # A file that outgrows what it was has changed already; it may grow faster than it can be read.
            while size <= before[0] and (chunk := source.read(CHUNK)):
                digest.update(chunk)
                write(chunk)
                size += len(chunk)
        after = _stamp(path)
    except FileNotFoundError as error:
        raise Rejected("gone", "the file was taken away before it was read") from error
    if before != after or before[0] != size:
        raise Rejected("changed_while_read", "the file changed while it was read; it is read again the next time")
    return digest.hexdigest()


def _stamp(path: UPath) -> tuple[Any, ...]:
    """What changes when a file is written to: its size, its time of writing, and a store's own tag of its content."""
    path.fs.invalidate_cache()
    stat = path.stat()
    told: dict[str, Any] = getattr(stat, "as_info", dict)()
    return stat.st_size, stat.st_mtime_ns, told.get("created"), told.get("ETag") or told.get("etag")
