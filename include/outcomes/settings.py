"""Where this installation keeps and finds things. Read once, from the environment; nothing else reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from upath import UPath

REPOSITORY = Path(__file__).resolve().parents[2]
INCLUDE = REPOSITORY / "include"
DEFAULT_PLAN = "buckinghamshire-2015"


@dataclass(frozen=True)
class Settings:
    """data: what the embedded default writes. landing: a local folder or an object store's URL, a folder a feed.
    warehouse_url: another PostgreSQL than the embedded one, or None. plan: a folder's name in include/rules/plan."""

    data: Path
    landing: UPath
    warehouse_url: str | None
    plan: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """DATA, LANDING, WAREHOUSE_URL and PLAN; an empty value counts as not given."""
        given = os.environ if environment is None else environment
        data = Path(given.get("DATA") or REPOSITORY / "data").expanduser().resolve()
        landing = given.get("LANDING") or str(data / "landing")
        if "://" not in landing:
            landing = str(Path(landing).expanduser().resolve())
        return cls(
            data=data,
            landing=UPath(landing),
            warehouse_url=given.get("WAREHOUSE_URL") or None,
            plan=given.get("PLAN") or DEFAULT_PLAN,
        )
