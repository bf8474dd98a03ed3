"""What the pipeline adds to Airflow's UI: Data Docs, for whoever has signed in.

Airflow mounts a plugin's pages without asking who calls, and its guards do not reach into a StaticFiles mount: so every
page here is a route of its own, behind a guard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import requires_access_view
from airflow.plugins_manager import AirflowPlugin
from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import FileResponse

from outcomes.settings import Settings

PREFIX = "/family-outcomes"
PAGES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}

app = FastAPI(title="Family Outcomes Pipeline", docs_url=None, redoc_url=None, openapi_url=None)


@app.get("/data-docs/{page:path}", dependencies=[Depends(requires_access_view(AccessView.WEBSITE))])
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
        {
            "name": "Data Docs",
            "href": f"{PREFIX}/data-docs/index.html",
            "url_route": "data-docs",
            "destination": "nav",
            "category": "browse",
        }
    ]
