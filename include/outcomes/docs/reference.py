"""All reference pages together: what they should say, which of them do not, and how they are written."""

from __future__ import annotations

from pathlib import Path

import psycopg

from outcomes.contracts import load_all_codes, load_contracts
from outcomes.docs.commands import command_page, dag_page
from outcomes.docs.feeds import code_page, feed_pages
from outcomes.docs.markdown import link, page
from outcomes.docs.plans import assumption_page, plan_pages
from outcomes.docs.tables import table_pages
from outcomes.plan import load_plan, plan_names
from outcomes.settings import REPOSITORY

REFERENCE = REPOSITORY / "docs" / "reference"


def pages(warehouse: psycopg.Connection) -> dict[str, str]:
    """Every page's text by its path below docs/reference. `warehouse`: one at the newest schema; it is only read."""
    plans = {name: load_plan(name) for name in plan_names()}
    return {
        "README.md": _index(list(plans)),
        "commands.md": command_page(),
        "dags.md": dag_page(),
        "codes.md": code_page(load_all_codes()),
        "assumptions.md": assumption_page(plans),
        **dict(feed_pages(load_contracts(), plans)),
        **dict(plan_pages(plans)),
        **dict(table_pages(warehouse)),
    }


def stale(wanted: dict[str, str], folder: Path = REFERENCE) -> list[str]:
    """The pages that are missing, out of date or left over, in order."""
    there = {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*.md")}
    return sorted(path for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path))


def write(wanted: dict[str, str], folder: Path = REFERENCE) -> list[str]:
    """Writes what is stale and removes what is left over. Returns their paths."""
    changed = stale(wanted, folder)
    for path in changed:
        file = folder / path
        if path in wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted[path])
        else:
            file.unlink()
    return changed


def _index(plans: list[str]) -> str:
    lines = [
        f"- {link('Commands', 'commands.md')}: what `make` does, and what it can be given",
        f"- {link('Feeds', 'feeds/README.md')}: what each agency delivers, and what is asked of a row",
        f"- {link('Code lists', 'codes.md')}",
        *(f"- {link(f'The plan {plan}', f'plans/{plan}/README.md')}: problems, measures, parameters" for plan in plans),
        f"- {link('Assumptions', 'assumptions.md')}: where the plan is silent",
        f"- {link('Published tables', 'tables/README.md')}: columns, keys and who may read them",
        f"- {link('DAGs', 'dags.md')}: what Airflow runs, and what to do when it fails",
    ]
    return page(
        "Reference", "These pages are printed from the files and the database that they describe.", "\n".join(lines)
    )
