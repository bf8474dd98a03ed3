"""The review desk and the figures as pages in Airflow's UI: who sees them, what they show, and what they never say."""

from __future__ import annotations

import logging
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from desk.browser import browse, needs_chromium, served
from desk.conftest import SignIn
from desk.story import ANNA, FACTS, JACOB, JAKE_HIS_TWIN, SHOWN, claimed, linked, member, scored, waits
from outcomes.desk import Pair, decide
from outcomes_airflow.users import ROLES

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

WHO = ("jacob", "jakob", "quince", "P1", "M1", "2005-05")


@pytest.fixture
def jacob(warehouse: psycopg.Connection) -> psycopg.Connection:
    """Jacob of the police waits: he may be Jakob, whom the model thinks likely, within the band."""
    waits(warehouse, JACOB)
    scored(warehouse, JACOB, 6.0)
    warehouse.commit()
    return warehouse


def address(pair: Pair) -> str:
    from outcomes_airflow.pages.addresses import case_id

    return f"/review/case/{case_id(pair)}"


def filled_in(page: str, **typed: str) -> dict[str, str]:
    """The form's hidden fields as the page has them, and what a person adds."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in hidden} | typed


def say(browser: TestClient, pair: Pair, verdict: str, reason: str = "same face", **changed: str) -> Any:
    """Opens the case and sends its form, as a browser does; what comes back is not followed."""
    form = filled_in(browser.get(address(pair)).text, verdict=verdict, reason=reason) | changed
    return browser.post(address(pair), data=form, follow_redirects=False)


def decisions(warehouse: psycopg.Connection) -> list[tuple[Any, ...]]:
    return warehouse.execute(
        "select verdict, reason, decided_by from matching.decision order by decision_id"
    ).fetchall()


@pytest.mark.parametrize(("user", "answer"), [(None, 401), ("engineer", 403), ("auditor", 403), ("admin", 403)])
def test_only_a_reviewer_sees_the_desk(jacob: psycopg.Connection, sign_in: SignIn, user: str, answer: int) -> None:
    browser = sign_in(user)
    for got in (
        browser.get("/review"),
        browser.get(address(JACOB)),
        browser.post(address(JACOB), data={"member": "x", "verdict": "same", "reason": "x"}),
        browser.post("/review/undo", data={"decision_id": "1", "reason": "x"}),
    ):
        assert got.status_code == answer
        assert not any(who in got.text for who in WHO)
    assert decisions(jacob) == []


def test_whoever_is_refused_is_told_why_in_plain_words(sign_in: SignIn) -> None:
    assert "Sign in to Airflow first" in sign_in().get("/review").text
    assert "It is for reviewers: users with the role fop_matcher" in sign_in("admin").get("/review").text


def test_no_route_of_the_plugin_is_open_to_nobody(airflow: Any, sign_in: SignIn) -> None:
    opened = []
    for route in airflow.routes:
        path = re.sub(r"{.*?}", "x", route.path)
        opened += [(method, path) for method in route.methods if sign_in().request(method, path).status_code != 401]
    assert opened == [], "every route names its guard"
    assert len(airflow.routes) >= 6


@pytest.mark.parametrize("user", sorted(ROLES))
def test_whoever_may_see_the_ui_sees_the_figures(sign_in: SignIn, warehouse: psycopg.Connection, user: str) -> None:
    assert sign_in(user).get("/match-quality").status_code == 200


def permissions(role: str) -> set[str]:
    from airflow.providers.fab.auth_manager.models import Role
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        found = session.scalars(select(Role).where(Role.name == role)).unique().one()
        return {str(one) for one in found.permissions}


def test_a_reviewer_may_open_the_ui_and_nothing_of_airflows_own(airflow: Any) -> None:
    assert permissions("fop_matcher") == {"can read on Website", "can read on Plugins"}


@pytest.mark.parametrize("role", sorted(set(ROLES.values())))
def test_the_ui_links_the_pages_for_every_user_of_ours(airflow: Any, role: str) -> None:
    assert {"can read on Website", "can read on Plugins"} <= permissions(role)


def test_the_queue_names_nobody_and_can_be_looked_at_by_feed(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    waits(jacob, ANNA, since="2016-09-01")
    jacob.commit()
    browser = sign_in("matcher")
    page = browser.get("/review").text
    assert "2 people wait for you" in page
    assert page.index(address(ANNA)) < page.index(address(JACOB)), "the oldest first"
    assert "jacob" not in page.casefold()
    page = browser.get("/review?feed=police_asb").text
    assert address(JACOB) in page
    assert address(ANNA) not in page


def test_a_case_shows_the_two_side_by_side_and_marks_where_they_differ(
    jacob: psycopg.Connection, sign_in: SignIn
) -> None:
    page = sign_in("matcher").get(address(JACOB)).text
    assert "ja<u>c</u>ob" in page
    assert "ja<u>k</u>ob" in page
    assert re.findall(r'<span aria-hidden="true">(.)</span> (\w+)</td>', page) == [
        ("≈", "alike"), ("=", "same"), ("≈", "alike"), ("=", "same"), ("≠", "different"), ("?", "unknown"),
    ]  # fmt: skip


def test_the_waterfall_begins_with_the_prior_and_ends_with_the_sum(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    page = sign_in("matcher").get(address(JACOB)).text
    svg = page[page.index("<svg") : page.index("</svg>")]
    assert re.findall(r'class="(?:number|sum)" text-anchor="end">([^<]+)<', svg) == ["-14.5", "+12.0", "+8.5", "+6.0"]
    assert re.findall(r'class="(?:name|sum)">([^<]+)<', svg) == ["prior", "surname", "forename", "weight"]


def test_a_case_shows_household_links_and_words_but_never_the_money(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    member(jacob, "M1", "Jakob", "2005-05-06")
    member(jacob, "M4", "Mabel", "1980-01-02")
    linked(jacob, Pair("attendance", "", "A1", "M1"))
    scored(jacob, Pair("police_asb", "", "P1", "M9"), -2.0, standing="listed")
    claimed(jacob, "F1", ("police_asb",))
    jacob.commit()
    decide(jacob, JACOB, "cannot_tell", "no photograph", "A. Reviewer", shown=SHOWN)
    waits(jacob, JAKE_HIS_TWIN)
    jacob.commit()
    page = sign_in("matcher").get(f"{address(JACOB)}?candidate=1").text
    for shown in ("Mabel Quince", "A1", "no photograph", "A. Reviewer", "M9", "M2"):
        assert shown in page
    assert "800" not in page
    assert "£" not in page


def test_a_verdict_is_recorded_under_the_name_that_has_signed_in(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    answer = say(sign_in("matcher"), JACOB, "different", "his twin", reviewer="somebody else")
    assert answer.status_code == 303
    assert decisions(jacob) == [("different", "his twin", "matcher")]


def test_a_doubtful_same_wants_two_people(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    first, second = sign_in("matcher"), sign_in("second_matcher")
    assert "another person must agree" in first.get(address(JACOB)).text
    assert "said=after_second_opinion" in say(first, JACOB, "same").headers["location"]
    gone = first.get(address(JACOB))
    assert (gone.status_code, "Back to the list" in gone.text) == (404, True), "it waits for somebody else now"
    assert "Yours is the second opinion" in second.get(address(JACOB)).text
    assert "said=next_night" in say(second, JACOB, "same").headers["location"]
    assert [said[2] for said in decisions(jacob)] == ["matcher", "second_matcher"]


def test_how_many_claims_a_verdict_touches_is_told_before_and_after(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    member(jacob, "M1", "Jakob", "2005-05-06")
    claimed(jacob, "F1", ("police_asb",))
    jacob.commit()
    browser = sign_in("matcher")
    assert re.findall(r"touches [\w ]+", browser.get(address(JACOB)).text) == [
        "touches 1 claim", "touches no claim", "touches no claim",
    ]  # fmt: skip
    onwards = say(browser, JACOB, "same").headers["location"]
    assert "Claims that it touches: 1." in browser.get(onwards).text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": "  "}, "A decision gives its reason"),
        ({"verdict": ""}, "A verdict is one of"),
        ({"shown": "what was shown yesterday"}, "has changed since it was shown"),
        ({"member": "somebody else"}, "not waiting for a decision"),
    ],
)
def test_what_the_desk_refuses_is_told_and_what_was_typed_stays(
    jacob: psycopg.Connection, sign_in: SignIn, said: dict[str, str], words: str
) -> None:
    answer = say(sign_in("matcher"), JACOB, **({"verdict": "same", "reason": "same face & <chin>"} | said))
    assert answer.status_code == 409
    assert words in answer.text
    assert decisions(jacob) == []
    if "reason" not in said:
        assert 'value="same face &amp; &lt;chin&gt;"' in answer.text


def test_after_a_verdict_the_next_case_comes_up(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    waits(jacob, JAKE_HIS_TWIN)
    waits(jacob, ANNA, since="2016-11-01")
    jacob.commit()
    browser = sign_in("matcher")
    assert say(browser, JACOB, "different").headers["location"].startswith(address(JACOB)), "his twin is still open"
    assert say(browser, JAKE_HIS_TWIN, "different").headers["location"].startswith(address(ANNA))
    assert say(browser, ANNA, "different").headers["location"].startswith("/review?"), "nothing is left"


def test_ones_last_decision_can_be_taken_back(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    browser = sign_in("matcher")
    say(browser, JACOB, "different")
    form = filled_in(browser.get("/review").text, reason="the photograph was of his brother")
    answer = browser.post("/review/undo", data=form, follow_redirects=False)
    assert answer.headers["location"].startswith(address(JACOB))
    assert [said[0] for said in decisions(jacob)] == ["different", "undone"]
    again = browser.post("/review/undo", data=form)
    assert again.status_code == 409
    assert "not your last decision any more" in again.text


def test_nobody_takes_back_what_somebody_else_has_said(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    say(sign_in("matcher"), JACOB, "different")
    said = jacob.execute("select decision_id from matching.decision").fetchone()
    assert said is not None
    other = sign_in("second_matcher")
    assert 'name="decision_id"' not in other.get("/review").text
    assert other.post("/review/undo", data={"decision_id": str(said[0]), "reason": "x"}).status_code == 409


@pytest.mark.parametrize(
    "where",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_form_from_another_site_records_nothing(
    jacob: psycopg.Connection, sign_in: SignIn, where: dict[str, str]
) -> None:
    browser = sign_in("matcher")
    browser.headers.update(where)
    answer = say(browser, JACOB, "same")
    assert answer.status_code == 403
    assert "not sent from the desk" in answer.text
    assert browser.post("/review/undo", data={"decision_id": "1", "reason": "x"}).status_code == 403
    assert decisions(jacob) == []


def test_no_address_title_or_log_says_whom_a_case_is_about(
    jacob: psycopg.Connection, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    browser = sign_in("matcher")
    with caplog.at_level(logging.DEBUG):
        pages = [browser.get("/review").text, browser.get(address(JACOB)).text]
        onwards = say(browser, JACOB, "different").headers["location"]
        browser.get(address(JACOB))
    addresses = [onwards, *re.findall(r'(?:href|action|src)="([^"]*)"', " ".join(pages))]
    titles = re.findall(r"<title>(.*?)</title>\n<link", " ".join(pages))
    assert len(titles) == 2
    for told in (*addresses, *titles, caplog.text):
        assert not any(who in told for who in WHO), told


def test_an_address_cannot_be_found_without_the_key(jacob: psycopg.Connection, airflow: Any, monkeypatch: Any) -> None:
    ours = address(JACOB)
    monkeypatch.setenv("AIRFLOW__API__SECRET_KEY", "another")
    assert address(JACOB) != ours


@pytest.mark.parametrize("page", ["/review", "/match-quality", "/review/case/nobody", "/pages/pages.js"])
def test_a_page_is_kept_nowhere_and_loads_nothing_from_elsewhere(
    warehouse: psycopg.Connection, sign_in: SignIn, page: str
) -> None:
    answer = sign_in("matcher").get(page)
    assert answer.headers["cache-control"] == "no-store"
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["frame-ancestors"] == "'self'"
    assert not re.findall(r'(?:https?:)?//(?!www\.w3\.org)[\w.]+|style="|onclick|<style', answer.text.split("*/")[-1])


def test_what_agencies_write_is_text(warehouse: psycopg.Connection, sign_in: SignIn) -> None:
    nasty = {"person": {**FACTS["person"], "forename": "<script>alert(1)</script>"}, "member": FACTS["member"]}
    waits(warehouse, JACOB, facts=nasty)
    scored(warehouse, JACOB, 6.0, waterfall=[{"name": "prior", "level": "<b>&", "bits": 6.0}])
    warehouse.commit()
    page = sign_in("matcher").get(address(JACOB)).text
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_a_warehouse_that_does_not_answer_is_told_without_its_words(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = sign_in("matcher")
    monkeypatch.setenv("WAREHOUSE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    answer = browser.get("/review")
    assert (answer.status_code, "does not answer" in answer.text) == (503, True)
    assert "secret" not in answer.text + caplog.text


def test_the_figures_say_how_people_were_matched_and_name_nobody(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    for as_of, identifier in (("2016-09-29", 10), ("2016-09-30", 30), ("2016-09-30", 40)):
        jacob.execute(
            """with run as (
                   insert into operations.run (as_of, known_at, plan_version, code_version)
                   values (%s, now(), 'p', 'c') returning run_id
               )
               insert into operations.match_quality (
                   run_id, feed, rows, people, matched_identifier, matched_exact_key, matched_model, matched_decision,
                   review, unmatched
               ) select run_id, 'police_asb', 300, 100, %s, 20, 5, 1, 4, 30 from run""",
            [as_of, identifier],
        )
    jacob.commit()
    page = sign_in("auditor").get("/match-quality").text
    told = re.findall(r"<title>(2016-[^<]*identifier[^<]*)</title>", page)
    assert told == ["2016-09-29, identifier: 10%", "2016-09-30, identifier: 40%"], "of two runs of a day the last"
    assert page.count('<section class="card figure"') == 7
    assert not any(who in page for who in WHO)


def test_the_figures_show_tests_rates_and_what_is_unusual(jacob: psycopg.Connection, sign_in: SignIn) -> None:
    (run_id,) = jacob.execute(
        """insert into operations.run (as_of, known_at, plan_version, code_version)
           values ('2016-09-30', now(), 'p', 'c') returning run_id"""
    ).fetchone() or (None,)
    for statement in (
        """insert into operations.match_quality (
               run_id, feed, rows, people, matched_identifier, matched_exact_key, matched_model, matched_decision,
               review, unmatched, blind_people, blind_linked, blind_right, blind_review, decoy_automatic, decoy_links
           ) values (%(run)s, 'police_asb', 300, 100, 10, 20, 5, 1, 4, 30, 10, 9, 8, 1, 9, 2)""",
        "insert into operations.match_range values (%(run)s, 'police_asb', 0.4, 0.6, 0.57, 0.63, 5, true)",
        "insert into operations.match_calibration values (%(run)s, 5, 10, 3, 1, 0.75, 0.98)",
        "insert into operations.match_rate values (%(run)s, 'any', 'age_band', '5-10', 9, 6, 1)",
    ):
        jacob.execute(statement, {"run": run_id})
    jacob.commit()
    page = sign_in("auditor").get("/match-quality").text
    told = set(re.findall(r"<title>([^<]*)</title>", page))
    assert {
        "Anti-social behaviour incidents (police): 40%, usual 57% to 63%",
        "Anti-social behaviour incidents (police), somebody else: 1",
        "5 to 10 bits, different people: 1",
        "aged 5-10, not found: 2",
    } <= told
    assert "unusual: Anti-social behaviour incidents (police)" in page
    assert not any(who in page for who in WHO)


@needs_chromium
def test_a_browser_shows_a_case_and_finds_nothing_to_complain_of(
    jacob: psycopg.Connection, airflow: Any, sign_in: SignIn
) -> None:
    with served(airflow, sign_in("matcher").cookies["_token"]) as place:
        seen = browse("--dump-dom", f"{place}{address(JACOB)}")
    assert 'class="keyboard"' in seen.stdout, "the script has run"
    assert "Are these two the same person?" in seen.stdout
    assert [line for line in seen.stderr.splitlines() if "CONSOLE" in line] == []
