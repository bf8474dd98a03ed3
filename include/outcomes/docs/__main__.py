"""`make docs`: writes docs/reference. The pages about tables are read from a warehouse made for the purpose."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from upath import UPath

from outcomes.docs.reference import REFERENCE, pages, write
from outcomes.settings import DEFAULT_PLAN, REPOSITORY, Settings
from outcomes.warehouse import schema
from outcomes.warehouse.connection import connect
from outcomes.warehouse.server import Server


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="outcomes-docs-"))
    server = Server(folder, durable=False)
    try:
        server.start()
        settings = Settings(
            data=folder, landing=UPath(folder / "landing"), warehouse_url=server.url(), plan=DEFAULT_PLAN
        )
        schema.upgrade(settings)
        with connect(settings, "docs") as warehouse:
            changed = write(pages(warehouse))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    where = REFERENCE.relative_to(REPOSITORY)
    print(f"{where}: {len(changed)} changed" if changed else f"{where} is up to date")
    for page in changed:
        print(f"  {page}")


if __name__ == "__main__":
    main()
