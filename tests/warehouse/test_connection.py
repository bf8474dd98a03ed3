"""One way to the warehouse, whichever PostgreSQL it is, and no password in anything that is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from outcomes.settings import Settings
from outcomes.warehouse.connection import WarehouseError, connect, engine
from outcomes.warehouse.server import Server

from ..conftest import settings_for

SECRET = "rosebud-1941"


@pytest.fixture
def settings(server: Server) -> Settings:
    return settings_for(server, "warehouse")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_form_of_url_is_understood(settings: Settings, scheme: str) -> None:
    assert settings.warehouse_url is not None
    url = f"{scheme}://{settings.warehouse_url.partition('://')[2]}"
    with connect(replace(settings, warehouse_url=url)) as connection:
        assert connection.execute("select current_database()").fetchone() == ("warehouse",)


def test_without_a_url_it_is_the_embedded_server(settings: Settings) -> None:
    with connect(replace(settings, warehouse_url=None)) as connection:
        assert connection.execute("select current_database()").fetchone() == ("warehouse",)


def test_a_session_is_the_same_everywhere(settings: Settings) -> None:
    with connect(settings, "ingest police_asb") as connection:
        shown = [
            connection.execute("select current_setting(%s)", [name]).fetchone()
            for name in ("timezone", "datestyle", "jit", "application_name")
        ]
    assert shown == [("UTC",), ("ISO, YMD",), ("off",), ("outcomes: ingest police_asb",)]


def test_sqlalchemy_reaches_the_same_warehouse(settings: Settings) -> None:
    with engine(settings).connect() as connection:
        assert connection.execute(text("select current_database(), current_setting('timezone')")).one() == (
            "warehouse",
            "UTC",
        )


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{SECRET}@127.0.0.1:1/warehouse",
        f"postgresql://me:{SECRET}@[bad/warehouse",
        f"postgresql://me:{SECRET} x@127.0.0.1:notaport/warehouse",
        f"mysql://me:{SECRET}@localhost/warehouse",
        f"postgresql://me@127.0.0.1:1/warehouse?password={SECRET}&nonsense=1",
    ],
)
def test_a_faulty_url_is_refused_without_showing_its_password(settings: Settings, url: str) -> None:
    faulty = replace(settings, warehouse_url=url)
    with pytest.raises(WarehouseError) as refused:
        connect(faulty)
    assert SECRET not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_an_engine_has_no_password_to_show(settings: Settings) -> None:
    made = engine(replace(settings, warehouse_url=f"postgresql://me:{SECRET}@127.0.0.1:1/warehouse"))
    assert SECRET not in repr(made)
    assert SECRET not in made.url.render_as_string(hide_password=False)
