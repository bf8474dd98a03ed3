"""How well people are matched, as a page of figures, for whoever may see the UI: there is no name in it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from outcomes.settings import Settings
from outcomes.warehouse.connection import connect
from outcomes_airflow.pages.access import MAY_SEE_THE_UI
from outcomes_airflow.pages.figures import FIGURES
from outcomes_airflow.pages.rendering import render

router = APIRouter(dependencies=[MAY_SEE_THE_UI])


@router.get("/match-quality")
def match_quality(request: Request) -> HTMLResponse:
    with connect(Settings.from_environment(), "match quality page") as connection:
        return render(request, "quality.html", figures=[figure(connection) for figure in FIGURES])
