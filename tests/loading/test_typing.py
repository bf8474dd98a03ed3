"""What the text of a file becomes: each type's forms, what is refused, and that nothing ever raises."""

from __future__ import annotations

import calendar
import datetime as dt

import psycopg
import pytest
from tests.loading.staging import broken, one_column, typed

from outcomes.contracts import load_contracts

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def test_every_day_that_the_calendar_has_is_read_and_no_other(warehouse: psycopg.Connection) -> None:
    years = (1, 1600, 1899, 1900, 2000, 2015, 2016, 2049, 2050, 2100, 9999)
    texts = [
        f"{y:04d}-{m:02d}-{d:02d}" for y in years for m in (0, 1, 2, 4, 12, 13) for d in (0, 1, 28, 29, 30, 31, 32)
    ]
    wanted = []
    for text in texts:
        year, month, day = map(int, text.split("-"))
        exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
        wanted.append(dt.date(year, month, day) if exists else None)
    assert one_column(warehouse, "police_asb", "incident_on", *texts) == wanted
    written = [f"{text[8:]}/{text[5:7]}/{text[:4]}" for text in texts]
    assert one_column(warehouse, "police_asb", "incident_on", *written) == wanted


def test_what_is_no_day_is_blank(warehouse: psycopg.Connection) -> None:
    texts = (
        "",
        " ",
        "soon",
        "2016-1-9",
        "2016-01-9x",
        "20160109",
        "2016/01/09",
        "9.1.2016",
        "2016-01-09 00:00",
        "2016-01-09x",
    )
    assert one_column(warehouse, "police_asb", "incident_on", *texts) == [None] * len(texts)


def test_the_form_of_a_columns_days_is_the_commoner_one_in_the_file(warehouse: psycopg.Connection) -> None:
    rows = [{"incident_on": text} for text in ("09/01/2016", " 10/01/2016", "2016-01-11", "11/13/2016")]
    assert broken(warehouse, "police_asb", "incident_on.mixed_date_forms", *rows) == [4]
    assert broken(warehouse, "police_asb", "incident_on.type", *rows) == [5]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        (" 007 ", 7),
        ("-3", -3),
        ("+4", 4),
        ("1.0", None),
        ("1e3", None),
        ("99999999999", None),
        ("ten", None),
    ],
)
def test_whole_numbers(text: str, value: int | None, warehouse: psycopg.Connection) -> None:
    assert one_column(warehouse, "attendance", "sessions_possible", text) == [value]


def test_codes_are_kept_as_their_list_writes_them(warehouse: psycopg.Connection) -> None:
    assert one_column(warehouse, "police_asb", "role", "SUSPECT", " Victim\t", "suspects") == [
        "suspect",
        "victim",
        None,
    ]


def upn_with(digits: str, last: str = "") -> str:
    value = UPN_LETTERS.index(last) if last else 0
    total = sum(weight * int(digit) for weight, digit in enumerate(digits, 2)) + 13 * value
    return UPN_LETTERS[total % 23] + digits + last


def test_pupil_numbers_have_a_letter_that_checks_and_temporary_ones_one_more(
    warehouse: psycopg.Connection,
) -> None:
    good = [upn_with(f"{number * 7919:012d}") for number in range(1, 60)]
    good += [upn_with(f"{number * 7919:011d}", last) for number, last in enumerate(UPN_LETTERS)]
    assert one_column(warehouse, "attendance", "upn", *good) == good
    wrong = [UPN_LETTERS[(UPN_LETTERS.index(upn[0]) + 1) % 23] + upn[1:] for upn in good]
    wrong += ["I" + good[0][1:], good[0][:-1], good[0] + "1", good[0][:-1] + "S"]
    assert one_column(warehouse, "attendance", "upn", *wrong) == [None] * len(wrong)


def test_nhs_numbers_check_by_modulus_11_however_they_are_spaced(warehouse: psycopg.Connection) -> None:
    texts = ("943 476 5919", "943-476-5919", "9434765919", "9434765918", "943476591", "94347659190", "943476591X")
    number = "9434765919"
    assert one_column(warehouse, "treatment", "nhs_number", *texts) == [number, number, number, None, None, None, None]


def test_national_insurance_numbers_that_were_never_issued_are_refused(warehouse: psycopg.Connection) -> None:
    good = ("ab 12 34 56 c", "JG103759A", "ZY999999D")
    assert one_column(warehouse, "benefits", "nino", *good) == ["AB123456C", "JG103759A", "ZY999999D"]
    prefixes = (
        "BG",
        "GB",
        "KN",
        "NK",
        "NT",
        "TN",
        "ZZ",
        "DA",
        "FA",
        "IA",
        "QA",
        "UA",
        "VA",
        "AD",
        "AF",
        "AI",
        "AO",
        "AQ",
    )
    wrong = [f"{prefix}123456A" for prefix in (*prefixes, "AU", "AV")] + ["AB123456E", "AB12345C", "AB123456"]
    assert one_column(warehouse, "benefits", "nino", *wrong) == [None] * len(wrong)


def test_police_national_computer_ids_have_their_form(warehouse: psycopg.Connection) -> None:
    texts = ("15/0000123A", " 15/0000123a", "15/123A", "2015/0000123A", "150000123A")
    assert one_column(warehouse, "police_asb", "pnc_id", *texts) == ["15/0000123A", "15/0000123A", None, None, None]


def test_blanks_of_every_kind_are_trimmed_and_what_lies_within_a_name_stays(warehouse: psycopg.Connection) -> None:
    texts = ("\u00a0Ann\u2007", "\ufeffAnn ", "\tMary  Ann\r\n", "Zoë", "\u200b", "Ó Briain")
    assert one_column(warehouse, "police_asb", "forename", *texts) == [
        "Ann",
        "Ann",
        "Mary  Ann",
        "Zoë",
        None,
        "Ó Briain",
    ]


def test_the_hash_of_a_row_is_of_what_it_says_not_of_how_it_was_typed(warehouse: psycopg.Connection) -> None:
    row = {"incident_ref": "A1", "person_ref": "P1", "role": "suspect", "incident_on": "2016-01-09"}
    same = row | {"role": " SUSPECT ", "withdrawn": "n"}
    other = row | {"forename": "suspect"}
    tables = typed(warehouse, "police_asb", row, same, other, row | {"withdrawn": "Y"})
    found = warehouse.execute(f"select row_sha256 from {tables.typed} order by row_number".encode()).fetchall()
    assert found[0] == found[1]
    assert len(set(found)) == 3


def test_rows_that_break_nothing_break_nothing_in_any_feed(warehouse: psycopg.Connection) -> None:
    for feed, contract in load_contracts().items():
        supplier = contract.suppliers[0] if contract.suppliers else ""
        tables = typed(warehouse, feed, {}, supplier=supplier)
        named = warehouse.execute(f"select to_jsonb(t) from {tables.typed} as t".encode()).fetchone()
        assert named
        assert named[0][f"{contract.key[0]}.required"] is True


def test_a_row_that_withdraws_its_key_is_not_looked_at_further(warehouse: psycopg.Connection) -> None:
    row = {"incident_ref": "A1", "person_ref": "P1", "incident_on": "31/02/2016", "role": "nobody", "withdrawn": "Y"}
    tables = typed(warehouse, "police_asb", row)
    found = warehouse.execute(f"select to_jsonb(t) from {tables.typed} as t".encode()).fetchone()
    assert found
    assert [name for name, value in found[0].items() if value is True] == ["withdrawn"]
