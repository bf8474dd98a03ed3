"""Airflow's public REST API, as far as the pipeline's own commands need it."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import httpx

FINISHED = frozenset({"success", "failed"})


class AirflowClient:
    """Signs in when it is first refused, so that it can be made before Airflow answers."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url
        self._credentials = {"username": user, "password": password}
        self._http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def healthy(self) -> bool:
        """Whether the database, the scheduler and the DAG processor are all in order."""
        try:
            answer = self._http.get("/api/v2/monitor/health", timeout=5)
        except httpx.TransportError:
            return False
        if not answer.is_success:
            return False
        health = answer.json()
        return all(health[part]["status"] == "healthy" for part in ("metadatabase", "scheduler", "dag_processor"))

    def answers(self) -> bool:
        """Whether the API itself is up, whatever else runs."""
        try:
            return self._http.get("/api/v2/version", timeout=5).is_success
        except httpx.TransportError:
            return False

    def warm_up(self) -> None:
        """Has the API that tasks speak to made ready, which its first request waits for: seconds of the first task."""
        with suppress(httpx.HTTPError):
            self._http.get("/execution/health")

    def dag(self, dag_id: str) -> dict[str, Any] | None:
        answer = self._request("GET", f"/dags/{dag_id}/details", may_be=404)
        return None if answer.status_code == 404 else answer.json()

    def read_again(self, dag_id: str) -> None:
        """Asks the DAG processor to read the DAG's file now."""
        details = self.dag(dag_id)
        if details:
            self._request("PUT", f"/parseDagFile/{details['file_token']}", may_be=409)

    def parsed_at(self, dag_id: str) -> dt.datetime | None:
        details = self.dag(dag_id)
        if not details or not details["last_parsed_time"]:
            return None
        return dt.datetime.fromisoformat(details["last_parsed_time"])

    def import_errors(self) -> list[str]:
        """The files of `dags/` that cannot be read, each with the last line of its error."""
        found = self._request("GET", "/importErrors").json()["import_errors"]
        return [f"{error['filename']}: {error['stack_trace'].strip().splitlines()[-1]}" for error in found]

    def unfinished_runs(self, dag_id: str) -> list[str]:
        answer = self._request(
            "GET", f"/dags/{dag_id}/dagRuns", may_be=404, params={"state": ["queued", "running"], "limit": 100}
        )
        return [] if answer.status_code == 404 else [run["dag_run_id"] for run in answer.json()["dag_runs"]]

    def fail(self, dag_id: str, run_id: str) -> None:
        """Marks a run failed; what is running in it is ended, what waits never starts."""
        self._request("PATCH", f"/dags/{dag_id}/dagRuns/{run_id}", json={"state": "failed"})

    def trigger(self, dag_id: str, parameters: dict[str, Any]) -> str:
        body = {"logical_date": None, "conf": parameters}
        return self._request("POST", f"/dags/{dag_id}/dagRuns", json=body).json()["dag_run_id"]

    def state(self, dag_id: str, run_id: str) -> str:
        return self._request("GET", f"/dags/{dag_id}/dagRuns/{run_id}").json()["state"]

    def task_state(self, dag_id: str, run_id: str, task_id: str) -> str | None:
        return self._request("GET", f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}").json()["state"]

    def tasks(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        answer = self._request("GET", f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances", params={"limit": 500})
        return answer.json()["task_instances"]

    def _request(self, method: str, path: str, may_be: int | None = None, **arguments: Any) -> httpx.Response:
        answer = self._http.request(method, f"/api/v2{path}", **arguments)
        if answer.status_code == 401:
            self._sign_in()
            answer = self._http.request(method, f"/api/v2{path}", **arguments)
        if answer.status_code != may_be:
            answer.raise_for_status()
        return answer

    def _sign_in(self) -> None:
        answer = self._http.post("/auth/token", json=self._credentials)
        answer.raise_for_status()
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
