"""The commands and the DAGs, from the Makefile and from the files in dags/, which are read and not run."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from outcomes.docs.markdown import code, page, section, table
from outcomes.settings import REPOSITORY

TARGET = re.compile(r"^(?P<name>[a-z-]+):.*?## (?P<words>.*)$", re.MULTILINE)
VARIABLES = {
    "LANDING": "Where the agencies' files are: a folder, or an object store's URL. Default: `<DATA>/landing`.",
    "AS_OF": "The day to judge, `YYYY-MM-DD`. Default: the sample county's own day, or today in London.",
    "DATA": "The folder for everything that the embedded default writes. Default: `data`.",
    "WAREHOUSE_URL": "Another PostgreSQL as the warehouse. Default: the embedded server.",
    "PLAN": "The outcomes plan, a folder's name in `include/rules/plan`.",
    "PLAN_A": "With `make compare`: the plan that families are judged by now.",
    "PLAN_B": "With `make compare`: the plan to hold beside it.",
    "SCHEDULE": "`1` with `make up`: a night every night at half past two.",
    "AIRFLOW_PORT": "The port of Airflow's pages. Default: the first free one from 8080 on.",
    "FAMILY": "With `make explain`: the family.",
    "MEASURE": "With `make explain`: the measure; all of them if not given.",
    "KNOWN_AT": "With `make explain`: judge by what was known at this instant; as published if not given.",
    "REVIEWER": "With `make review`: the name under the decisions. Default: who is signed in to the machine.",
    "CSV": "With `make review`: the new file that what waits is written to. It is personal.",
    "READ": "With `make review`: the file whose verdicts are recorded.",
    "MODEL": "With `make train-matching`: the new model's name.",
    "FAMILIES": "With `make sample`: how many families.",
    "SEED": "With `make sample`: the same seed makes the same files.",
    "SQL": "With `make psql`: the query whose answer is printed as CSV.",
}


def command_page() -> str:
    makefile = (REPOSITORY / "Makefile").read_text()
    targets = [(code(f"make {found['name']}"), found["words"]) for found in TARGET.finditer(makefile)]
    named = re.search(r"^export (.*)$", makefile, re.MULTILINE)
    known = named[1].split() if named else []
    if unexplained := [name for name in known if name not in VARIABLES]:
        raise LookupError(f"the Makefile exports {', '.join(unexplained)}: say in {Path(__file__).name} what it means")
    return page(
        "Commands",
        "From the `Makefile`; `make help` prints them too.",
        table(("command", "does"), targets),
        section(
            "What they can be given",
            "Before or after the word `make`, as in `AS_OF=2016-10-01 make nightly`.",
            table(("name", "meaning"), [(code(name), VARIABLES[name]) for name in known]),
        ),
    )


def dag_page() -> str:
    parts = []
    for file in sorted((REPOSITORY / "dags").glob("*.py")):
        module = ast.parse(file.read_text())
        parts.append(section(file.name, ast.get_docstring(module) or "", _purpose(module)))
    introduction = "The files of `dags/`, and what each says for itself. Airflow's pages show the same text."
    return page("DAGs", introduction, *parts)


def _purpose(module: ast.Module) -> str:
    """The text that the file gives its DAG as documentation, its headings one step lower."""
    for statement in module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="PURPOSE")], value=ast.Constant(value=str(words))):
                lower = re.sub(r"^## ", "### ", words, flags=re.MULTILINE)
                return re.sub(r"\{(\w+)\}", r"[\1]", lower)  # what each feed's own text fills in
    return ""
