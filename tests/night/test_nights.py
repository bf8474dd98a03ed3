"""Whole nights through Airflow, by the commands that a person gives. They follow each other, as nights do."""

from __future__ import annotations

import signal
import socket

import httpx

from outcomes_airflow.stack import Stack
from outcomes_airflow.users import password

from .conftest import Place
from .landing import BLAIR, COMPLETE_THROUGH, INCIDENT, deliver, deliver_everything

ANSWERS = "select family_id, status from claims.measure_state where measure_id = '1A' order by family_id"


def test_the_first_night_judges_publishes_and_leaves_nothing_running(place: Place) -> None:
    deliver_everything(place.landing)

    ended, said = place.run("nightly")

    assert ended == 0, said
    assert place.processes() == []
    assert place.ask(ANSWERS) == [("quiet", "sustained"), ("troubled", "no_progress")]
    assert place.ask("select as_of::text, outcome from operations.run") == [("2016-10-01", "published")]
    assert "25 loaded" in said
    assert "2 judged" in said
    assert (place.data / "data_docs" / "index.html").exists()


def test_make_up_returns_when_a_person_can_sign_in_and_shows_no_password(place: Place) -> None:
    ended, said = place.run("up")

    assert ended == 0, said
    assert "http://127.0.0.1:" in said
    secrets = place.data / "airflow" / "secrets"
    for file in secrets.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.read_text() not in said
        assert not any(file.read_text() in process for process in place.processes())


def test_data_docs_are_shown_to_who_has_signed_in_and_to_nobody_else(place: Place) -> None:
    stack = Stack(place.settings)
    page = f"{stack.url}/family-outcomes/data-docs/index.html"
    auditor = {"username": "auditor", "password": password(place.settings, "auditor")}

    token = httpx.post(f"{stack.url}/auth/token", json=auditor).json()["access_token"]
    signed_in = {"Authorization": f"Bearer {token}"}

    assert httpx.get(page).status_code == 401
    assert httpx.get(page, headers=signed_in).status_code == 200
    outside = f"{stack.url}/family-outcomes/data-docs/..%2Fairflow%2Fairflow.cfg"
    assert httpx.get(outside, headers=signed_in).status_code == 404


def test_an_interrupted_night_is_marked_and_does_not_stand_in_the_next_one_s_way(place: Place) -> None:
    night = place.start("nightly")
    assert night.stdout
    for line in night.stdout:
        if "as of" in line:
            break
    night.send_signal(signal.SIGINT)
    said, _ = night.communicate(timeout=60)

    assert night.returncode == 130, said
    assert place.ask("select count(*) from operations.run where ended_at is null") == [(0,)]
    assert Stack(place.settings).client().unfinished_runs("nightly_refresh") == []


def test_a_second_night_with_nothing_new_says_so_and_changes_nothing(place: Place) -> None:
    published = "select run_id, count(*) from claims.measure_state group by run_id"
    before = place.ask(published)

    ended, said = place.run("nightly")

    assert ended == 0, said
    assert "Nothing changed" in said
    assert place.ask(published) == before


def test_a_night_uses_the_airflow_that_runs_and_leaves_it_running(place: Place) -> None:
    assert any("scheduler" in process for process in place.processes())


def test_a_night_refuses_an_airflow_that_was_started_for_another_landing_area(place: Place) -> None:
    ended, said = place.run("nightly", LANDING=str(place.data / "elsewhere"))

    assert ended == 1
    assert "LANDING" in said
    assert "make down" in said


def test_a_feed_that_cannot_be_read_turns_the_night_red_and_the_rest_is_published(place: Place) -> None:
    """The pipeline is at fault, not the data: where it wants to make a staging table, something else stands."""
    with place.warehouse() as warehouse:
        warehouse.execute("drop table if exists raw.housing_staged")
        warehouse.execute("create view raw.housing_staged as select 1 as one")
    deliver(place.landing, "housing", [], ["2016-10-01", "2016-10-01"])
    again = {"incident_ref": "I4", "incident_on": COMPLETE_THROUGH} | INCIDENT | BLAIR | {"person_ref": "P2"}
    deliver(place.landing, "police_asb", [again], [COMPLETE_THROUGH, COMPLETE_THROUGH])

    ended, said = place.run("nightly")

    assert ended == 1
    assert "FAILED ingest.housing" in said
    assert "housing_staged" in said
    assert "task_id=ingest.housing/attempt=1.log" in said
    assert "1 loaded" in said
    assert place.ask("select count(*) from core.police_asb") == [(4,)]
    assert place.ask("select outcome from operations.run order by run_id desc limit 1") == [("published_with_faults",)]
    with place.warehouse() as warehouse:
        warehouse.execute("drop view raw.housing_staged")


def test_a_measure_that_cannot_be_answered_publishes_nothing_for_the_day(place: Place) -> None:
    published = "select family_id, measure_id, status, run_id from claims.measure_state order by 1, 2"
    before = place.ask(published)
    with place.warehouse() as warehouse:
        warehouse.execute(
            "create function refuse_2a() returns event_trigger language plpgsql as $$ begin"
            " if exists (select from pg_event_trigger_ddl_commands() where object_identity = 'work.state_2a')"
            " then raise exception 'not this one'; end if; end $$"
        )
        warehouse.execute("create event trigger refuse_2a on ddl_command_end execute function refuse_2a()")
    changed = {"incident_ref": "I5", "incident_on": COMPLETE_THROUGH} | INCIDENT | BLAIR | {"person_ref": "P2"}
    deliver(place.landing, "police_asb", [changed], ["2016-10-01", "2016-10-01"])

    ended, said = place.run("nightly")

    assert ended == 1
    assert "FAILED measures.2A" in said
    assert place.ask(published) == before
    assert place.ask("select outcome from operations.run order by run_id desc limit 1") == [("failed",)]
    with place.warehouse() as warehouse:
        warehouse.execute("drop event trigger refuse_2a")


def test_make_down_ends_everything(place: Place) -> None:
    ended, said = place.run("down")

    assert ended == 0, said
    assert place.processes() == []


def test_what_a_killed_night_left_running_is_ended_and_its_run_failed(place: Place) -> None:
    night = place.start("nightly")
    assert night.stdout
    for line in night.stdout:
        if "as of" in line:
            break
    night.kill()
    night.communicate()
    assert place.processes() != []

    ended, said = place.run("nightly")

    assert ended == 0, said
    assert place.processes() == []
    assert place.ask("select count(*) from operations.run where ended_at is null") == [(0,)]


def test_a_port_in_use_is_said_clearly_and_nothing_is_left_running(place: Place) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        ended, said = place.run("up", AIRFLOW_PORT=port)

    assert ended == 1
    assert f"port {port} is in use" in said
    assert place.processes() == []
