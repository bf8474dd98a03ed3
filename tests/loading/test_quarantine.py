"""A row that breaks its contract is set aside with what it takes to put it right, and never stops its neighbours."""

from __future__ import annotations

from tests.loading.conftest import POLICE, Landing, incident

JANUARY = "police_asb_2016-01-01_2016-01-31.csv"
FEBRUARY = "police_asb_2016-02-01_2016-02-29.csv"
GOOD = [incident(f"G{number}") for number in range(9)]
BENEFITS = "spell_ref,person_ref,forename,surname,date_of_birth,nino,benefit,uc_regime,began_on,ended_on"


def spell(reference: str, benefit: str = "UC", regime: str = "intensive") -> str:
    return f"{reference},P1,Ann,Lee,1990-05-01,,{benefit},{regime},2015-06-01,"


def test_a_bad_row_is_kept_with_file_row_column_rule_and_value(landing: Landing) -> None:
    result = landing.arrives(JANUARY, POLICE, *GOOD, incident("B1", role="bystander"))
    assert (result.rows.loaded, result.rows.quarantined) == (9, 1)
    columns = "row_number, column_name, rule, value, whole_row ->> 'surname', record_key"
    assert landing.quarantined(columns) == [(11, "role", "police_asb.role.code", "bystander", "Lee", "B1|P1")]


def test_a_row_that_breaks_two_rules_is_set_aside_once_and_listed_under_both(landing: Landing) -> None:
    result = landing.arrives(JANUARY, POLICE, *GOOD, incident("B1", "31/02/2016", role="bystander"))
    assert result.rows.quarantined == 1
    assert landing.quarantined() == [
        (11, "incident_on", "police_asb.incident_on.mixed_date_forms"),
        (11, "role", "police_asb.role.code"),
    ]


def test_a_corrected_row_settles_the_one_that_was_set_aside(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, *GOOD, incident("B1", role="bystander"))
    landing.arrives(FEBRUARY, POLICE, incident("B1", role="witness"))
    assert landing.quarantined() == []
    assert landing.rows("select resolved_by from operations.quarantine") == [(2,)]


def test_a_bad_row_that_comes_after_its_correction_is_settled_from_the_start(landing: Landing) -> None:
    landing.arrives(FEBRUARY, POLICE, incident("B1", role="witness"))
    landing.arrives(JANUARY, POLICE, *GOOD, incident("B1", role="bystander"))
    assert landing.quarantined() == []


def test_a_bad_row_leaves_the_last_good_word_on_its_record_standing(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, incident("B1", role="witness"))
    landing.arrives(FEBRUARY, POLICE, *GOOD, incident("B1", role="bystander"))
    assert ("B1|P1", "witness") in landing.holding("police_asb", "record_key, role")


def test_rows_of_one_key_that_differ_are_all_set_aside(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, *GOOD, incident("B1", role="witness"), incident("B1", role="victim"))
    assert landing.quarantined("row_number, rule") == [(11, "police_asb.key.unique"), (12, "police_asb.key.unique")]


def test_a_row_without_its_key_is_set_aside_and_stays(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, *GOOD, incident(""))
    landing.arrives(FEBRUARY, POLICE, *GOOD)
    assert landing.quarantined("rule, record_key") == [("police_asb.incident_ref.required", None)]


def test_a_key_cannot_hold_the_character_that_joins_keys(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, *GOOD, incident("B|1"))
    assert landing.quarantined("rule") == [("police_asb.key.plain",)]


def test_more_failing_rows_than_allowed_hold_the_file_and_exactly_as_many_do_not(landing: Landing) -> None:
    bad = [incident(f"B{number}", role="bystander") for number in range(3)]
    assert landing.arrives(JANUARY, POLICE, *GOOD[:8], *bad[:2]).outcome == "loaded"
    held = landing.arrives(FEBRUARY, POLICE, *GOOD[:7], *bad)
    assert (held.outcome, held.rows.quarantined) == ("held", 3)
    reason = "hold_share: 3 of 10 rows fail, more than 20%"
    assert landing.deliveries("outcome, reason, loaded_at is null")[1] == ("held", reason, True)
    assert landing.rows("select max(delivered_through)::text from core.police_asb") == [("2016-01-31",)]
    assert landing.rows("select count(*) from operations.quarantine where delivery_id = 2") == [(3,)]


def test_a_benefit_that_changes_its_regime_is_set_aside(landing: Landing) -> None:
    landing.arrives("benefits_2016-01-01_2016-01-31.csv", BENEFITS, *map(spell, "ABCDE"))
    changed = [spell("A", regime="working"), *map(spell, "BCDE")]
    result = landing.arrives("benefits_2016-02-01_2016-02-29.csv", BENEFITS, *changed)
    assert (result.rows.unchanged, result.rows.quarantined) == (4, 1)
    assert landing.quarantined() == [(2, "uc_regime", "benefits.uc_regime.unchanged")]
    assert landing.holding("benefits", "uc_regime")[0] == ("intensive",)


def test_a_benefit_may_change_its_regime_once_it_was_withdrawn(landing: Landing) -> None:
    landing.arrives("benefits_2016-01-01_2016-01-31.csv", BENEFITS, spell("A"))
    landing.arrives("benefits_2016-02-01_2016-02-29.csv", f"{BENEFITS},withdrawn", "A,,,,,,,,,,Y")
    landing.arrives("benefits_2016-03-01_2016-03-31.csv", BENEFITS, spell("A", regime="working"))
    assert landing.holding("benefits", "uc_regime") == [("working",)]
    assert landing.quarantined() == []


def test_every_check_leaves_its_result(landing: Landing) -> None:
    landing.arrives(JANUARY, POLICE, *GOOD, incident("B1", role="bystander"))
    failed = landing.rows(
        "select expectation, severity, unexpected_count, unexpected_share from operations.validation where not success"
    )
    assert [(*row[:3], float(row[3])) for row in failed] == [("police_asb.role.code", "quarantine", 1, 0.1)]
    assert landing.rows("select count(*) > 20 from operations.validation where success") == [(True,)]
