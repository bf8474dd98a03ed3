"""The files of the sample county: the same every time, of every feed, without holes, and as bad as they are said to
be."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from outcomes.contracts import load_contract, load_contracts
from outcomes.sample import make_county
from outcomes.sample.agencies import habits
from outcomes.sample.scene import MEASURES
from sample.conftest import FEEDS, Made
from sample.plain import PlainReader


def contents(landing: Path) -> dict[str, tuple[bytes, float]]:
    files = (path for path in landing.rglob("*") if path.is_file())
    return {str(path.relative_to(landing)): (path.read_bytes(), path.stat().st_mtime) for path in files}


def test_the_same_seed_makes_the_same_files_to_the_byte_and_the_minute(tmp_path: Path) -> None:
    one, other = (make_county(tmp_path / name, families=40, seed=7) for name in ("one", "other"))
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert one.as_json() == other.as_json()


def test_another_seed_makes_another_county(tmp_path: Path) -> None:
    one, other = (make_county(tmp_path / str(seed), families=10, seed=seed) for seed in (1, 2))
    assert {file["sha256"] for file in one.files if file["rows"]}.isdisjoint(file["sha256"] for file in other.files)


def test_the_truth_is_written_beside_the_landing_area_and_never_into_it(made: Made) -> None:
    written = json.loads(made.landing.with_name("landing.truth.json").read_text(encoding="utf-8"))
    assert len(written["families"]) == 300
    assert {path.name for path in made.landing.iterdir()} == set(FEEDS)


def test_a_new_county_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    make_county(tmp_path / "landing", families=10, seed=1)
    county = make_county(tmp_path / "landing", families=5, seed=2)
    assert set(contents(tmp_path / "landing")) == {f"{file['feed']}/{file['file']}" for file in county.files}


def test_it_never_touches_files_that_no_county_wrote(tmp_path: Path) -> None:
    (tmp_path / "landing" / "families").mkdir(parents=True)
    (tmp_path / "landing" / "families" / "families_2016-09-30.csv").write_text("real")
    with pytest.raises(FileExistsError):
        make_county(tmp_path / "landing", families=5)


@pytest.mark.parametrize("feed", FEEDS)
def test_every_column_of_the_contract_is_filled_somewhere_and_no_other_is_written(made: Made, feed: str) -> None:
    contract, filled = load_contract(feed), set()
    for file in made.files(feed):
        known = {column.name for column in contract.delivered_columns}
        assert set(file.header) - known == set(habits()[feed].extra)
        whole = [row for row in file.rows if len(row) == len(file.header)]
        filled |= {name for at, name in enumerate(file.header) if any(row[at] for row in whole)}
    missing = {column.name for column in contract.delivered_columns} - filled
    assert missing == set(habits()[feed].omits)


@pytest.mark.parametrize("feed", FEEDS)
def test_every_supplier_delivers_without_a_hole_to_the_same_day(made: Made, feed: str) -> None:
    contract = load_contract(feed)
    last = dt.date(2016, 7, 31) if habits()[feed].rhythm == "termly" else dt.date(2016, 9, 30)
    assert made.county.feeds[feed]["complete_through"] == last.isoformat()
    for supplier in contract.suppliers or ("",):
        lines = [file.truth for file in made.files(feed) if file.truth["supplier"] == supplier]
        assert max(line["complete_through"] for line in lines) == last.isoformat()
        if contract.snapshot:
            continue
        assert len({line["covers_from"] for line in lines}) >= 3
        day = min(line["covers_from"] for line in lines)
        for line in sorted(lines, key=lambda line: line["covers_from"]):
            assert line["covers_from"] <= day
            following = dt.date.fromisoformat(line["complete_through"]) + dt.timedelta(days=1)
            day = max(day, following.isoformat())


@pytest.mark.parametrize("feed", FEEDS)
def test_rows_for_quarantine_are_as_many_as_a_plain_reader_finds(made: Made, feed: str) -> None:
    reader, found, told = PlainReader(load_contract(feed)), {}, {}
    for file in made.files(feed):
        line = file.truth
        through = dt.date.fromisoformat(line["complete_through"])
        found[line["file"]] = reader.bad_rows(file.header, file.rows, line["supplier"], through)
        told[line["file"]] = line["bad_rows"]
        assert len(file.rows) == line["rows"]
    assert found == told
    assert sum(told.values()) == made.county.feeds[feed]["rows_quarantined"] > 0


def test_every_rule_that_quarantines_a_row_is_broken_somewhere(made: Made) -> None:
    rules = {
        (feed, contract.rule_id(check))
        for feed, contract in load_contracts().items()
        for check in contract.all_checks
        if check.severity == "quarantine" and set(habits()[feed].omits).isdisjoint(check.columns_read)
    }
    broken = {(line["feed"], rule) for line in made.county.files for rule in line["faults"]}
    small = {"claims_history", "decisions"}  # too few rows to bear a defect of every kind
    assert {feed for feed, _ in rules - broken} <= small


def test_no_file_that_is_to_be_loaded_comes_near_the_share_that_holds_it(made: Made) -> None:
    for line in made.county.files:
        if line["outcome"] == "loaded" and line["rows"]:
            assert line["bad_rows"] / line["rows"] < 0.18, line["file"]


def test_each_mishap_happens_to_one_file_and_is_put_right(made: Made) -> None:
    outcomes = {line["note"]: line["outcome"] for line in made.county.files if line["outcome"] != "loaded"}
    assert outcomes == {
        "wrong header": "rejected",
        "too many bad rows": "held",
        "empty file": "rejected",
        "misnamed": "misnamed",
        "identical": "repeated",
        "cut short": "held",
    }
    notes = {line["note"] for line in made.county.files if line["outcome"] == "loaded"}
    assert notes >= {"redelivered", "corrected", "correction", "late and older", "the same rows"}
    assert [line for line in made.county.files if line["outcome"] == "loaded" and not line["rows"]]


def test_a_repeated_file_is_the_same_to_the_byte(made: Made) -> None:
    (repeated,) = (line for line in made.county.files if line["outcome"] == "repeated")
    same = [line for line in made.county.files if line["sha256"] == repeated["sha256"]]
    assert len(same) == 2
    assert len({(line["covers_from"], line["complete_through"]) for line in same}) == 1


def test_a_late_and_older_file_arrives_last_and_says_what_was_true_then(made: Made) -> None:
    lines = [line for line in made.county.files if line["feed"] == "police_asb"]
    late = max(lines, key=lambda line: line["received_at"])
    assert late["note"] == "late and older"
    assert late["complete_through"] < max(line["complete_through"] for line in lines)


def test_text_like_a_formula_is_kept(made: Made) -> None:
    (last,) = made.files("decisions")[-1:]
    reasons = [row[last.header.index("reason")] for row in last.rows if len(row) == len(last.header)]
    assert any(reason.startswith("=") for reason in reasons)
    assert made.county.feeds["decisions"]["rows_like_a_formula"] > 0


def test_whoever_stands_in_a_good_row_is_in_the_table_of_links(made: Made) -> None:
    linked = {(link.feed, link.supplier, link.person_ref) for link in made.county.links}
    for feed, contract in load_contracts().items():
        if not contract.person or feed == "members":
            continue
        for file in made.files(feed):
            at = file.header.index("person_ref")
            whole = [row for row in file.rows if len(row) == len(file.header)]
            unknown = {row[at] for row in whole if (feed, file.truth["supplier"], row[at]) not in linked}
            assert len(unknown) <= file.truth["bad_rows"], feed


def test_agencies_keys_are_their_own_and_never_the_programmes(made: Made) -> None:
    members = {link.member_ref for link in made.county.links if link.member_ref}
    assert members.isdisjoint(link.person_ref for link in made.county.links)


def test_rows_for_quarantine_about_strangers_share_no_name_or_birthday_with_a_member(made: Made) -> None:
    (members,) = made.files("members")[-1:]
    place = {name: at for at, name in enumerate(members.header)}
    family_ids = {line["family_id"] for line in made.county.families}
    known = [row for row in members.rows if len(row) == len(place) and row[place["family_id"]] in family_ids]
    strangers = [row for row in members.rows if len(row) == len(place) and row[place["family_id"]] not in family_ids]
    assert strangers
    for columns in (("forename", "surname"), ("date_of_birth",)):
        theirs = {tuple(row[place[name]].strip().lower() for name in columns) for row in known}
        assert all(tuple(row[place[name]].strip().lower() for name in columns) not in theirs for row in strangers)


def test_a_feed_that_falls_silent_leaves_its_measures_stale(tmp_path: Path) -> None:
    county = make_county(tmp_path / "landing", families=60, silent=["treatment"])
    assert county.silent == ["treatment"]
    assert county.feeds["treatment"]["complete_through"] == "2016-05-31"
    answers = {tuple(family["measures"]["6A"]) for family in county.families}
    assert ("awaiting_evidence", "feed_stale") in answers
    assert not {status for status, reason in answers if reason is None} & {"sustained", "significant", "no_progress"}
    assert set(county.families[0]["measures"]) == set(MEASURES)
