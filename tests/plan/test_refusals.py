"""A plan that cannot be judged by is refused, and the message names the file, the line and the field."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from outcomes.documents import DocumentError
from outcomes.plan import load_plan

FIRST, SECOND = "buckinghamshire-2015", "buckinghamshire-2016"

FAULTS = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text())


def spoil(file: Path, right: str, wrong: str) -> int:
    """The file with one thing wrong in it, and the line of it."""
    text = file.read_text()
    assert right in text
    file.write_text(text.replace(right, wrong, 1))
    return text[: text.index(right)].count("\n") + 1


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["title"] for fault in FAULTS])
def test_a_measure_is_refused_with_file_line_and_field(plans: Path, fault: dict[str, str]) -> None:
    measure, field = fault["measure"], fault["field"]
    file = plans / FIRST / "measures" / f"{measure}.yaml"
    line = spoil(file, fault["right"], fault["wrong"])
    if field == "parameters":  # what is missing has no line: that of the list it is missing from
        line = file.read_text().split("\nparameters:")[0].count("\n") + 2
    with pytest.raises(DocumentError) as refused:
        load_plan(FIRST, plans)
    message = str(refused.value)
    assert message.startswith(f"{FIRST}/measures/{measure}.yaml:{line}: {field}: ")
    assert fault["why"] in message


@pytest.mark.parametrize(
    ("plan", "right", "wrong", "field", "why"),
    [
        (SECOND, "effective_from: 2016-07-01", "effective_from: 2016-06-30", "effective_from", "overlap"),
        (SECOND, "version: 2", "version: 1", "version", "buckinghamshire-2015, which comes before it, is version 1"),
        (SECOND, "effective_to: 2020-04-01", "effective_to: 2016-07-01", "effective_to", "ends before it begins"),
        (SECOND, "based_on: buckinghamshire-2015", "based_on: nobody-2000", "based_on", "no plan that this one can"),
        (SECOND, "based_on: buckinghamshire-2015", "based_on: buckinghamshire-2016", "based_on", "no plan that"),
        (SECOND, "plan: buckinghamshire-2016", "plan: bucks", "plan", "the folder is called 'buckinghamshire-2016'"),
        (FIRST, "needs: 4A", "needs: 4H", "results.1.needs", "no measure '4H' with terms"),
        (FIRST, "gate_percent:  ", "gate_share:  ", "parameters.gate_share", "the programme has no such parameter"),
        (FIRST, 'value: "800.00"', "value: eight hundred", "parameters.result_amount.value", "no amount in pounds"),
        (FIRST, "value: 2A, unit", "value: 2B, unit", "parameters.attendance_gate_measure", "reads the gate's feed"),
    ],
)
def test_a_plan_is_refused_with_file_line_and_field(
    plans: Path, plan: str, right: str, wrong: str, field: str, why: str
) -> None:
    line = spoil(plans / plan / "plan.yaml", right, wrong)
    with pytest.raises(DocumentError) as refused:
        load_plan(plan, plans)
    message = str(refused.value)
    assert message.startswith(f"plan/{plan}/plan.yaml:{line}: {field}: ")
    assert why in message


def test_what_a_plan_changes_is_refused_in_its_own_file(plans: Path) -> None:
    line = spoil(plans / SECOND / "measures" / "4A.yaml", "within_weeks: {value: 30", "within_weeks: {value: 20")
    with pytest.raises(DocumentError, match=f"{SECOND}/measures/4A.yaml:{line}: parameters.within_weeks.value"):
        load_plan(SECOND, plans)
    load_plan(FIRST, plans)


def test_overlapping_versions_are_refused_whichever_is_asked_for(plans: Path) -> None:
    spoil(plans / FIRST / "plan.yaml", "effective_to: 2016-07-01", "effective_to: 2016-07-02")
    for name in (FIRST, SECOND):
        with pytest.raises(DocumentError, match=f"{SECOND}/plan.yaml:.*: effective_from: .*overlap"):
            load_plan(name, plans)


def test_a_plan_that_is_not_there_is_named(plans: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no plan 'bucks'"):
        load_plan("bucks", plans)
