"""docker-compose.yaml as these tests read it: its variables filled in as Compose would from the environment file that
`deploy/make-env` makes, its fields checked by a model that knows only what the file may use."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field

from outcomes.settings import REPOSITORY

COMPOSE = REPOSITORY / "docker-compose.yaml"
EXAMPLE = REPOSITORY / ".env.example"
VARIABLE = re.compile(r"\$\{(?P<name>[A-Z_]+)(?:(?P<kind>:-|:\?)(?P<rest>[^}]*))?\}")

Duration = Annotated[str, Field(pattern=r"^\d+(s|m|h)$")]
Size = Annotated[str, Field(pattern=r"^\d+[kmg]$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Healthcheck(_Strict):
    test: list[str]
    interval: Duration
    timeout: Duration
    retries: int
    start_period: Duration


class Bind(_Strict):
    type: Literal["bind"]
    source: str
    target: str
    read_only: bool = False
    bind: dict[Literal["create_host_path"], bool] = {}


class Dependency(_Strict):
    condition: Literal["service_started", "service_healthy", "service_completed_successfully"]


class Logging(_Strict):
    driver: str
    options: dict[str, str]


class Service(_Strict):
    image: str
    build: str | None = None
    command: list[str]
    init: bool = False
    user: str | None = None
    read_only: bool = False
    tmpfs: list[str] = []
    cap_drop: list[str] = []
    security_opt: list[str] = []
    restart: Literal["no", "always", "on-failure", "unless-stopped"]
    stop_grace_period: Duration
    shm_size: Size | None = None
    logging: Logging
    volumes: list[str | Bind]
    environment: dict[str, str]
    ports: list[str] = []
    depends_on: dict[str, Dependency] = {}
    healthcheck: Healthcheck | None = None


class Compose(BaseModel):
    """Besides these, only `x-` fields, which Compose passes over."""

    model_config = ConfigDict(extra="allow")

    name: str
    services: dict[str, Service]
    volumes: dict[str, None]


def _read(given: dict[str, str]) -> Compose:
    def fill(found: re.Match[str]) -> str:
        value = given.get(found["name"], "")
        if not value and found["kind"] == ":?":
            raise LookupError(f"{found['name']}: {found['rest']}")
        return value or (found["rest"] if found["kind"] == ":-" else "")

    def filled(node: object) -> object:
        if isinstance(node, dict):
            return {key: filled(value) for key, value in node.items()}
        if isinstance(node, list):
            return [filled(value) for value in node]
        return VARIABLE.sub(fill, node) if isinstance(node, str) else node

    return Compose.model_validate(filled(yaml.safe_load(COMPOSE.read_text())))


def _names(file: Path) -> dict[str, str]:
    lines = (line for line in file.read_text().splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


@pytest.fixture(scope="session")
def example() -> dict[str, str]:
    """The names of .env.example, with the values that it has."""
    return _names(EXAMPLE)


@pytest.fixture(scope="session")
def environment_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an operator has after the first step of the how-to."""
    folder = tmp_path_factory.mktemp("deployment")
    (folder / "deploy").mkdir()
    shutil.copy(EXAMPLE, folder)
    shutil.copy(REPOSITORY / "deploy" / "make-env", folder / "deploy")
    subprocess.run([folder / "deploy" / "make-env"], check=True, capture_output=True)
    return folder / ".env"


@pytest.fixture(scope="session")
def given(environment_file: Path) -> dict[str, str]:
    """The names and values of that file."""
    return _names(environment_file)


@pytest.fixture(scope="session")
def read() -> Callable[[dict[str, str]], Compose]:
    """Reads the file with the variables filled in; LookupError where Compose would refuse to start."""
    return _read


@pytest.fixture(scope="session")
def compose(given: dict[str, str]) -> Compose:
    return _read(given)


@pytest.fixture(scope="session")
def variables() -> set[str]:
    """The variables that the file uses."""
    return {found["name"] for found in VARIABLE.finditer(COMPOSE.read_text())}
