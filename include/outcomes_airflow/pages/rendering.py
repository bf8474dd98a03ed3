"""What every page has in common: the frame, the headers that keep it private, and what is said when it is refused."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import psycopg
from airflow.api_fastapi.app import get_auth_manager
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException as AnyHTTPException

from outcomes.contracts import feed_names, load_contract
from outcomes.desk import DeskError
from outcomes.warehouse.connection import WarehouseError
from outcomes.warehouse.server import ServerError

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
STATIC = {"pages.css": "text/css", "pages.js": "text/javascript"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NAMES = {"upn": "UPN", "nhs_number": "NHS number", "nino": "NI number", "pnc_id": "PNC id"}


def words(code: str) -> str:
    """`date_of_birth` as a person says it."""
    return NAMES.get(code, code.replace("_", " "))


def feed_title(feed: str) -> str:
    return load_contract(feed).title if feed in feed_names() else feed


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    page = _templates.get_template(template)
    return HTMLResponse(page.render(prefix=request.scope.get("root_path", ""), **values), status, HEADERS)


def static(name: str) -> FileResponse:
    if name not in STATIC:
        raise HTTPException(404, "There is no such file.")
    return FileResponse(FOLDER / "static" / name, media_type=STATIC[name], headers=HEADERS)


def explain_refusals(app: FastAPI) -> None:
    """Whatever is refused is refused in plain words, and what goes wrong is logged by its kind: the words of an error
    may hold what a row holds."""

    def refuse(request: Request, status: int, said: str, onwards: tuple[str, str] | None = None) -> Response:
        return render(request, "refused.html", status, said=said, onwards=onwards)

    @app.exception_handler(AnyHTTPException)
    def refused(request: Request, error: AnyHTTPException) -> Response:
        if error.status_code == 401:
            return refuse(request, 401, "Sign in to Airflow first.", ("Sign in", get_auth_manager().get_url_login()))
        back = (
            ("Back to the list", f"{request.scope.get('root_path', '')}/review")
            if "/review/" in request.url.path
            else None
        )
        return refuse(request, error.status_code, str(error.detail), back if error.status_code == 404 else None)

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, error: RequestValidationError) -> Response:
        return refuse(request, 400, "The form was not complete.")

    @app.exception_handler(DeskError)
    def desk(request: Request, error: DeskError) -> Response:
        return refuse(request, 409, sentence(error))

    @app.exception_handler(psycopg.errors.UndefinedTable)
    def no_night(request: Request, error: Exception) -> Response:
        return refuse(request, 503, "The warehouse has no night in it yet.")

    @app.exception_handler(psycopg.Error)
    @app.exception_handler(WarehouseError)
    @app.exception_handler(ServerError)
    def no_warehouse(request: Request, error: Exception) -> Response:
        log.error("a page could not be made: %s", type(error).__name__)
        return refuse(request, 503, "The warehouse does not answer. Try again.")


def sentence(refused: DeskError) -> str:
    said = str(refused)
    return f"{said[:1].upper()}{said[1:]}."


_templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {"words": words, "feed_title": feed_title}
