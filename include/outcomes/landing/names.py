"""What has arrived for a feed, by the names of the files.

A snapshot is `<feed>_<complete_through>`, an increment `<feed>_<covers_from>_<complete_through>`, both days included;
where several suppliers deliver, `<feed>.<supplier>_…`. Upper and lower case are the same. A file by another name is
reported, never guessed at.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from upath import UPath

from outcomes.contracts import Feed

FORMATS = (".csv", ".csv.gz", ".xlsx")
_NOT_YET = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".swp", "~")
_NOT_A_DELIVERY = ("thumbs.db", "desktop.ini")
_STEM = re.compile(r"(?P<feed>[a-z0-9_]+?)(\.(?P<supplier>[a-z0-9_ -]+?))?(?P<days>(_[0-9]{4}-[0-9]{2}-[0-9]{2})*)")


@dataclass(frozen=True)
class Arrival:
    """A file whose name says what it is. `supplier` is '' where a feed has one; a snapshot has no `covers_from`."""

    path: UPath
    file: str
    feed: str
    supplier: str
    covers_from: dt.date | None
    complete_through: dt.date
    received_at: dt.datetime

    @property
    def format(self) -> str:
        return next(suffix for suffix in FORMATS if self.file.lower().endswith(suffix))


@dataclass(frozen=True)
class Misnamed:
    """A file in a feed's folder whose name says too little, or something that cannot be."""

    path: UPath
    file: str
    feed: str
    reason: str
    received_at: dt.datetime


class BadNameError(ValueError):
    """Why a name is outside the convention."""


def scan(landing: UPath, contract: Feed) -> list[Arrival | Misnamed]:
    """The feed's files in the order in which they were received. No folder is no file; a file that is gone by the time
    it is looked at, hidden, or still being written is none either."""
    folder = landing / contract.feed
    folder.fs.invalidate_cache()  # an object store's listing may be remembered from an earlier night
    if not folder.is_dir():
        return []
    found = [_arrived(path, contract) for path in folder.iterdir() if not _ignored(path.name)]
    return sorted((one for one in found if one), key=lambda one: (one.received_at, one.file))


def _ignored(name: str) -> bool:
    lower = name.lower()
    return lower.startswith((".", "~$")) or lower.endswith(_NOT_YET) or lower in _NOT_A_DELIVERY


def _arrived(path: UPath, contract: Feed) -> Arrival | Misnamed | None:
    try:
        if not path.is_file():
            return None
        received_at = received(path)
    except FileNotFoundError:
        return None
    try:
        supplier, covers_from, complete_through = read_name(path.name, contract)
    except BadNameError as error:
        return Misnamed(path, path.name, contract.feed, str(error), received_at)
    return Arrival(path, path.name, contract.feed, supplier, covers_from, complete_through, received_at)


def received(path: UPath) -> dt.datetime:
    """When the file was last written, or made where a store keeps no more than that. Raises FileNotFoundError."""
    stat = path.stat()
    return dt.datetime.fromtimestamp(stat.st_mtime or getattr(stat, "st_birthtime", 0), dt.UTC)


def read_name(name: str, contract: Feed) -> tuple[str, dt.date | None, dt.date]:
    """Supplier, first day and last day that a file's name tells. Raises BadNameError."""
    lower = name.lower()
    suffix = next((suffix for suffix in FORMATS if lower.endswith(suffix)), None)
    if suffix is None:
        raise BadNameError(f"the name ends in none of {', '.join(FORMATS)}")
    told = _STEM.fullmatch(lower.removesuffix(suffix))
    if told is None or told["feed"] != contract.feed:
        raise BadNameError(
            f"the name does not begin with the feed's, {contract.feed}, or has more than that and its days"
        )
    days = [_day(text) for text in told["days"].split("_")[1:]]
    supplier = _supplier(told["supplier"], contract)
    if contract.snapshot:
        if len(days) != 1:
            raise BadNameError("a snapshot's name has one day, the last that it covers")
        return supplier, None, days[0]
    if len(days) != 2:
        raise BadNameError("an increment's name has two days, the first and the last that it covers")
    if days[0] > days[1]:
        raise BadNameError("the first day in the name is after the last")
    return supplier, days[0], days[1]


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadNameError("the name has a day that the calendar has not") from error


def _supplier(name: str | None, contract: Feed) -> str:
    if not contract.suppliers:
        if name:
            raise BadNameError("the name has a supplier, and the feed has only one")
        return ""
    if not name:
        raise BadNameError(f"the name has no supplier; one of {', '.join(contract.suppliers)}")
    if name not in contract.suppliers:
        raise BadNameError(f"the supplier in the name is none of {', '.join(contract.suppliers)}")
    return name
