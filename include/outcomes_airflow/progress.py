"""What a person sees while a night runs: a line a stage, redrawn on a terminal, and plain lines anywhere else."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

STAGES = {
    "open_run": "Open the run",
    "ingest": "Load what has arrived",
    "gate": "Check freshness",
    "match": "Match people",
    "prepare": "Set out what is known",
    "measures": "Answer the measures",
    "roll_up": "Roll up to families",
    "find_claims": "Find claims",
    "publish": "Publish the day",
    "data_docs": "Write Data Docs",
    "close_run": "Close the run",
}
"""The night's stages in order, as people say them. The watcher is none: it only colours the run."""

DONE = frozenset({"success", "failed", "upstream_failed", "skipped", "removed"})


@dataclass
class Stage:
    title: str
    tasks: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        return bool(self.tasks) and all(task["state"] in DONE for task in self.tasks)

    @property
    def seconds(self) -> float | None:
        """From the first task's start to the last one's end, or until now."""
        begun = [dt.datetime.fromisoformat(task["start_date"]) for task in self.tasks if task["start_date"]]
        ended = [dt.datetime.fromisoformat(task["end_date"]) for task in self.tasks if task["end_date"]]
        if not begun:
            return None
        end = max(ended) if ended and self.finished else dt.datetime.now(dt.UTC)
        return (end - min(begun)).total_seconds()

    def line(self) -> str:
        done = sum(task["state"] in DONE for task in self.tasks)
        failed = sum(task["state"] == "failed" for task in self.tasks)
        seconds = self.seconds
        parts = [f"{self.title:<24}{done:>3} of {len(self.tasks):<3}"]
        if seconds is not None:
            parts.append(f"{seconds:6.1f} s")
        if failed:
            parts.append(f"  {failed} FAILED")
        elif self.finished and all(task["state"] in ("upstream_failed", "skipped") for task in self.tasks):
            parts.append("  not reached")
        return "".join(parts).rstrip()


def stages_of(tasks: Iterable[Mapping[str, Any]]) -> dict[str, Stage]:
    stages = {name: Stage(title) for name, title in STAGES.items()}
    for task in tasks:
        name = task["task_id"].split(".")[0]
        if name in stages:
            stages[name].tasks.append(task)
    return {name: stage for name, stage in stages.items() if stage.tasks}


class Progress:
    """Shows the tasks of a run whenever it is told of them."""

    def __init__(self, output: TextIO | None = None) -> None:
        self.output = output or sys.stdout
        self._drawn = 0
        self._said: set[str] = set()

    def show(self, tasks: Iterable[Mapping[str, Any]]) -> None:
        stages = stages_of(tasks)
        if self.output.isatty():
            self._redraw([stage.line() for stage in stages.values()])
            return
        for name, stage in stages.items():
            if stage.finished and name not in self._said:
                self._said.add(name)
                self.output.write(f"{stage.line()}\n")
        self.output.flush()

    def _redraw(self, lines: list[str]) -> None:
        if self._drawn:
            self.output.write(f"\x1b[{self._drawn}A")
        self.output.writelines(f"\x1b[2K{line}\n" for line in lines)
        self.output.flush()
        self._drawn = len(lines)
