"""Airflow as far as the pages ask it who calls: its metadata with the users of users.py, and their sign-in tokens. What
checks a token, and who may do what, is Airflow's own code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from conftest import settings_for
from outcomes.settings import Settings
from outcomes.warehouse.server import Server
from outcomes_airflow.configuration import airflow_environment

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

SignIn = Callable[..., "TestClient"]
PLACE = "http://desk.test"


@pytest.fixture(scope="session")
def airflow(server: Server) -> Iterator[Any]:
    """The plugin's application beside Airflow's metadata. Afterwards the process is as it was."""
    settings = settings_for(server, "warehouse")
    environment = airflow_environment(settings, server.url("airflow"), 8080, kept=False)
    for module in (["airflow", "db", "migrate"], ["outcomes_airflow.users"]):
        done = subprocess.run(
            [sys.executable, "-m", *module], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        from airflow import settings as airflow_settings
        from airflow.api_fastapi import app as api

        airflow_settings.dispose_orm(do_log=False)
        airflow_settings.configure_vars()
        airflow_settings.configure_orm()
        api.purge_cached_app()
        api.create_auth_manager()

        from outcomes_airflow.plugin import app

        yield app
        airflow_settings.dispose_orm(do_log=False)
        api.purge_cached_app()
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture
def sign_in(airflow: Any, warehouse_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """A browser in which a user of users.py has signed in, or nobody; its forms come from the pages themselves."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.providers.fab.auth_manager.models import User
    from airflow.utils.session import create_session
    from fastapi.testclient import TestClient
    from sqlalchemy import select

    monkeypatch.setenv("WAREHOUSE_URL", warehouse_settings.warehouse_url or "")

    def sign_in(user: str | None = None) -> TestClient:
        browser = TestClient(airflow, base_url=PLACE, headers={"Origin": PLACE}, raise_server_exceptions=False)
        if user:
            with create_session() as session:
                found = session.scalars(select(User).where(User.username == user)).one()
                browser.cookies.set("_token", get_auth_manager().generate_jwt(found))
        return browser

    return sign_in
