"""The feeds' contracts, read from include/rules/feeds, and the code lists beside them.

`load_contract("police_asb")` is the contract of one feed, `load_contracts()` of all. `Feed.all_checks` lists everything
that is asked of a row.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from outcomes.contracts.checks import Check, Severity
from outcomes.contracts.codes import CODES, Code, CodeList, codes_in, load_all_codes, load_codes
from outcomes.contracts.feed import IDENTIFIERS, TERM, WHO, WITHDRAWN, Column, Feed
from outcomes.documents import DocumentError, load_document, refuse
from outcomes.settings import INCLUDE

FEEDS = INCLUDE / "rules" / "feeds"

__all__ = [
    "CODES",
    "FEEDS",
    "IDENTIFIERS",
    "TERM",
    "WHO",
    "WITHDRAWN",
    "Check",
    "Code",
    "CodeList",
    "Column",
    "DocumentError",
    "Feed",
    "Severity",
    "codes_in",
    "feed_names",
    "load_all_codes",
    "load_codes",
    "load_contract",
    "load_contracts",
]


def feed_names(folder: Path = FEEDS) -> tuple[str, ...]:
    """The feeds that have a contract, in the names' order, without reading the contracts."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


@cache
def load_contract(feed: str, folder: Path = FEEDS) -> Feed:
    """The contract of one feed. Raises DocumentError with file, line and field."""
    path = folder / f"{feed}.yaml"
    contract = load_document(path, Feed)
    if contract.feed != feed:
        raise refuse(path, ("feed",), f"the contract is for {contract.feed}; a file is named for its feed")
    return contract


def load_contracts(folder: Path = FEEDS) -> dict[str, Feed]:
    """Every contract by feed, in the names' order."""
    return {feed: load_contract(feed, folder) for feed in feed_names(folder)}
