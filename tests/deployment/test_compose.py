"""The team deployment, as far as it can be judged without a Docker engine: docker-compose.yaml and its environment."""

from __future__ import annotations

import base64
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from outcomes.settings import DEFAULT_PLAN, REPOSITORY
from outcomes.warehouse.server import CONFIGURATION, CREATION, LOCALES
from outcomes_airflow.service import SERVICES

OURS = ("init", *SERVICES)
SECRETS = (
    "POSTGRES_PASSWORD",
    "WAREHOUSE_PASSWORD",
    "AIRFLOW_DATABASE_PASSWORD",
    "AIRFLOW_PASSWORD_ADMIN",
    "AIRFLOW_FERNET_KEY",
    "AIRFLOW_SECRET_KEY",
    "AIRFLOW_JWT_SECRET",
)
LOOPBACK = re.compile(r"^127\.0\.0\.1:\d+:\d+$")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_deployment_is_postgresql_airflow_and_one_preparation(compose: Any) -> None:
    assert set(compose.services) == {"postgres", *OURS}


@pytest.mark.parametrize("secret", SECRETS)
def test_it_does_not_start_without_a_secret(read: Any, given: dict[str, str], secret: str) -> None:
    with pytest.raises(LookupError, match=secret):
        read(given | {secret: ""})


def test_it_does_not_start_without_a_landing_folder(read: Any, given: dict[str, str]) -> None:
    with pytest.raises(LookupError, match="LANDING_FOLDER"):
        read(given | {"LANDING_FOLDER": ""})


def test_the_example_names_what_is_used_and_nothing_else(example: dict[str, str], variables: set[str]) -> None:
    assert set(example) == variables


def test_the_example_carries_no_secret(example: dict[str, str]) -> None:
    assert {name for name, value in example.items() if not value} == set(SECRETS)


def test_the_example_has_the_products_own_defaults(example: dict[str, str]) -> None:
    assert example["PLAN"] == DEFAULT_PLAN
    assert example["SCHEDULE"] == "1"


def test_every_secret_is_made_afresh_and_is_a_key_of_256_bits(given: dict[str, str]) -> None:
    values = [given[secret] for secret in SECRETS]
    assert len(set(values)) == len(SECRETS)
    assert all(len(base64.urlsafe_b64decode(value)) == 32 for value in values)


def test_the_environment_file_is_its_owners_alone_and_never_committed(environment_file: Path) -> None:
    assert stat.S_IMODE(environment_file.stat().st_mode) == 0o600
    ignored = _git("check-ignore", ".env", "team.env")
    assert ignored.split() == [".env", "team.env"]
    tracked = _git("ls-files", "*.env")
    assert tracked == ""


def test_secrets_are_not_made_a_second_time(environment_file: Path) -> None:
    before = environment_file.read_bytes()
    again = subprocess.run([environment_file.parent / "deploy" / "make-env"], capture_output=True)
    assert again.returncode == 1
    assert environment_file.read_bytes() == before


def test_no_secret_stands_in_a_command_or_a_url(compose: Any, given: dict[str, str]) -> None:
    for service in compose.services.values():
        words = [*service.command, *(service.healthcheck.test if service.healthcheck else [])]
        words += [value for name, value in service.environment.items() if name.endswith("_URL")]
        assert not any(given[secret] in word for secret in SECRETS for word in words)


def test_the_host_listens_on_loopback_only(compose: Any) -> None:
    ports = {name: service.ports for name, service in compose.services.items() if service.ports}
    assert set(ports) == {"postgres", "api-server"}
    assert all(LOOPBACK.match(port) for several in ports.values() for port in several)


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_change_nothing_but_their_data(compose: Any, name: str) -> None:
    service = compose.services[name]
    assert service.read_only and service.cap_drop == ["ALL"] and service.user == "10001:10001"
    assert "no-new-privileges:true" in service.security_opt
    data, landing = service.volumes
    assert data == "data:/data"
    assert landing.read_only and landing.bind == {"create_host_path": False}, "a folder that is not there is a mistake"


def test_every_lasting_service_is_watched_and_restarted(compose: Any) -> None:
    for name, service in compose.services.items():
        if name != "init":
            assert service.restart == "unless-stopped"
            assert service.healthcheck is not None
    for name in SERVICES:
        words = compose.services[name].healthcheck.test
        assert words == ["CMD", "python", "-m", "outcomes_airflow.service", "healthy", name]


def test_nothing_starts_before_the_databases_are_up_to_date(compose: Any) -> None:
    assert compose.services["init"].depends_on["postgres"].condition == "service_healthy"
    assert compose.services["init"].restart == "no"
    for name in SERVICES:
        assert compose.services[name].command == [name]
        assert compose.services[name].depends_on["init"].condition == "service_completed_successfully"


def test_every_dependency_and_every_volume_exists(compose: Any) -> None:
    named = set()
    for service in compose.services.values():
        assert set(service.depends_on) <= set(compose.services)
        for volume in service.volumes:
            if isinstance(volume, str):
                source, target, *_ = volume.split(":")
                assert target.startswith("/")
                if source.startswith("."):
                    assert (REPOSITORY / source).exists()
                else:
                    named.add(source)
    assert named == set(compose.volumes)


def test_its_postgresql_is_set_as_the_embedded_one_is(compose: Any) -> None:
    program, *options = compose.services["postgres"].command
    assert program == "postgres"
    expected = {name: value.strip("'") for name, value in CONFIGURATION.items()}
    for about_listening in ("listen_addresses", "unix_socket_directories"):
        del expected[about_listening]
    assert dict(option.removeprefix("--").split("=", 1) for option in options) == expected


def test_its_postgresql_orders_text_as_the_embedded_one_does(compose: Any) -> None:
    assert compose.services["postgres"].environment["POSTGRES_INITDB_ARGS"].split() == [*CREATION, *LOCALES[18]]


def test_it_runs_every_night(compose: Any) -> None:
    assert all(compose.services[name].environment["SCHEDULE"] == "1" for name in OURS)


def test_only_the_preparation_is_told_the_administrators_password(compose: Any) -> None:
    told = [name for name, service in compose.services.items() if "AIRFLOW_PASSWORD_ADMIN" in service.environment]
    assert told == ["init"]
