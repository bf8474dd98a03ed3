"""What the assessment says and no agency bears out: for every measure, a need without a baseline, and what the
panel made of it."""

from __future__ import annotations

from outcomes.sample.calendar import DAY
from outcomes.sample.scene import (
    NOT_APPLICABLE,
    NOT_EVIDENCED,
    SCENARIOS,
    THREADS,
    Act,
    Answer,
    Scenario,
    Scene,
    decided,
)

VERDICTS = ("sustained", "no_progress", "not_applicable")


def _need(measure: str) -> Act:
    def act(s: Scene) -> None:
        s.need(measure)

    return act


def _need_and_decision(measure: str, verdict: str) -> Act:
    def act(s: Scene) -> None:
        s.need(measure)
        s.decide(measure, verdict)

    return act


def _need_struck_out(measure: str) -> Act:
    def act(s: Scene) -> None:
        s.need(measure, until=s.calendar.as_of - 5 * DAY)

    return act


def _register(thread: str, measure: str, verdict: str) -> None:
    whole = dict.fromkeys(THREADS[thread], NOT_APPLICABLE)
    when = "any_term" if thread in ("attendance", "exclusions") else "any"

    def tell(name: str, answer: Answer, act: Act, weight: int = 1) -> None:
        told = Scenario(thread, f"{measure} {name}", whole | {measure: answer}, when, (), act, weight)
        SCENARIOS.append(told)

    tell("is needed by the assessment only", NOT_EVIDENCED, _need(measure), weight=2)
    tell(f"is needed, and decided {verdict}", decided(verdict), _need_and_decision(measure, verdict))
    tell("was needed by mistake", NOT_APPLICABLE, _need_struck_out(measure))


for _thread, _measures in THREADS.items():
    for _number, _measure in enumerate(_measures):
        _register(_thread, _measure, VERDICTS[(list(THREADS).index(_thread) + _number) % 3])
