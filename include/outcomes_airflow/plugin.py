"""What the pipeline adds to Airflow's UI: the review desk, for reviewers; match quality and Data Docs, for whoever may
see the UI.

Airflow mounts a plugin's pages without asking who calls, and its guards do not reach into a StaticFiles mount: so every
page here is a route of its own, behind a guard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from airflow.plugins_manager import AirflowPlugin
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

from outcomes.settings import Settings
from outcomes_airflow.pages import quality, review
from outcomes_airflow.pages.access import MAY_SEE_THE_UI
from outcomes_airflow.pages.rendering import explain_refusals, static

PREFIX = "/family-outcomes"
PAGES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}

app = FastAPI(title="Family Outcomes Pipeline", docs_url=None, redoc_url=None, openapi_url=None)
app.include_router(review.router)
app.include_router(quality.router)
explain_refusals(app)


@app.get("/pages/{name}", dependencies=[MAY_SEE_THE_UI])
def style_or_script(name: str) -> FileResponse:
    """What the pages look like, and their keyboard."""
    return static(name)


@app.get("/data-docs/{page:path}", dependencies=[MAY_SEE_THE_UI])
def data_docs(page: str) -> FileResponse:
    """A page of Data Docs, and nothing that lies outside their folder."""
    file = _page(Settings.from_environment().data / "data_docs", page or "index.html")
    if file is None:
        raise HTTPException(404, "there is no such page; the first night writes Data Docs")
    return FileResponse(file, media_type=PAGES[file.suffix])


def _page(folder: Path, page: str) -> Path | None:
    file = (folder / page).resolve()
    if file.is_relative_to(folder.resolve()) and file.suffix in PAGES and file.is_file():
        return file
    return None


class FamilyOutcomesPlugin(AirflowPlugin):
    name = "family_outcomes"
    fastapi_apps: list[Any] = [{"app": app, "url_prefix": PREFIX, "name": "Family Outcomes Pipeline"}]  # noqa: RUF012
    external_views: list[Any] = [  # noqa: RUF012
        {"name": name, "href": f"{PREFIX}/{href}", "url_route": route, "destination": "nav", "category": "browse"}
        for name, href, route in (
            ("Match review", "review", "match-review"),
            ("Match quality", "match-quality", "match-quality"),
            ("Data Docs", "data-docs/index.html", "data-docs"),
        )
    ]
