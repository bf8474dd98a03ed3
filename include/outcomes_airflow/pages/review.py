"""The review desk as pages: the list, a case, a verdict, its undoing. The rules are the desk's own (`outcomes.desk`).

What is typed, and whom it is about, travels in the body of a form: an address is logged."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

import psycopg
from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from outcomes.desk import (
    VERDICTS,
    Candidate,
    Case,
    CaseSummary,
    Decided,
    DeskError,
    backlog,
    claims_at_stake,
    decide,
    own_last,
    show,
    undo,
    waiting,
)
from outcomes.desk.deciding import needs_second
from outcomes.settings import Settings
from outcomes.warehouse.connection import connect
from outcomes_airflow.pages.access import A_REVIEWER, FROM_OUR_OWN_PAGE, Reviewer
from outcomes_airflow.pages.addresses import case_id, pair_id
from outcomes_airflow.pages.marking import marked
from outcomes_airflow.pages.rendering import HEADERS, render, sentence
from outcomes_airflow.pages.waterfall import waterfall

MOST = 10_000
LINES = 200
TOLD = {
    "next_night": "Recorded: it takes effect with the next night.",
    "after_second_opinion": "Recorded: it takes effect once another person has said the same.",
    "undone": "Taken back.",
}

Text = Annotated[str, Form()]
Feed = Annotated[str | None, Query()]

router = APIRouter(prefix="/review", dependencies=[A_REVIEWER])


@dataclass(frozen=True)
class Sitting:
    """One request of a reviewer: who it is, what waits for that person, and which feed is looked at."""

    request: Request
    connection: psycopg.Connection
    reviewer: str
    feed: str | None
    everything: list[CaseSummary]

    @property
    def cases(self) -> list[CaseSummary]:
        return [one for one in self.everything if self.feed in (None, "", one.feed)]

    def place(self, case: str) -> int:
        """Where a case stands in the list. Raises HTTPException if it does not wait for this reviewer any more."""
        for place, one in enumerate(self.cases):
            if case_id(one) == case:
                return place
        raise HTTPException(404, "Nothing about this person waits for you any more.")

    def render(self, template: str, status: int = 200, *, refused: str = "", **values: Any) -> HTMLResponse:
        return render(
            self.request,
            template,
            status,
            reviewer=self.reviewer,
            feed=self.feed or "",
            last=own_last(self.connection, self.reviewer),
            told=_told(self.request),
            refused=refused,
            **values,
        )


@contextmanager
def sitting(request: Request, reviewer: str, feed: str | None) -> Iterator[Sitting]:
    with connect(Settings.from_environment(), "review page") as connection:
        yield Sitting(request, connection, reviewer, feed, waiting(connection, MOST, reviewer=reviewer))


@router.get("")
def queue(request: Request, reviewer: Reviewer, feed: Feed = None) -> HTMLResponse:
    with sitting(request, reviewer, feed) as desk:
        return _queue(desk)


@router.get("/case/{case}")
def look(request: Request, reviewer: Reviewer, case: str, feed: Feed = None, candidate: int = 0) -> HTMLResponse:
    with sitting(request, reviewer, feed) as desk:
        return _case(desk, desk.place(case), candidate)


@router.post("/case/{case}", dependencies=[FROM_OUR_OWN_PAGE])
def record(
    request: Request,
    reviewer: Reviewer,
    case: str,
    member: Text,
    shown: Text = "",
    verdict: Text = "",
    reason: Text = "",
    feed: Feed = None,
    candidate: int = 0,
) -> Response:
    """Records a verdict, and goes on: to the same person's other candidates, or to the case that moves up."""
    with sitting(request, reviewer, feed) as desk:
        place = desk.place(case)
        try:
            one = _candidate(_shown(desk, place), member)
            said = decide(desk.connection, one.pair, verdict, reason, reviewer, shown=shown or None)
        except DeskError as refused:
            return _case(desk, place, candidate, 409, refused=sentence(refused), verdict=verdict, reason=reason)
    with sitting(request, reviewer, feed) as desk:
        following = case_id(desk.cases[place]) if place < len(desk.cases) else None
        return _go_on(request, feed, following, said.takes_effect, said)


@router.post("/undo", dependencies=[FROM_OUR_OWN_PAGE])
def take_back(
    request: Request, reviewer: Reviewer, decision_id: Annotated[int, Form()], reason: Text = "", feed: Feed = None
) -> Response:
    """Takes back one's own last word, if it is still the one that was shown."""
    with sitting(request, reviewer, feed) as desk:
        last = own_last(desk.connection, reviewer)
        try:
            if last is None or last.decision_id != decision_id:
                raise DeskError("not_the_last", "that is not your last decision any more: look again")
            said = undo(desk.connection, last.pair, reason, reviewer)
        except DeskError as refused:
            return _queue(desk, 409, refused=sentence(refused))
    with sitting(request, reviewer, feed) as desk:
        again = case_id(last.pair)
        return _go_on(request, feed, again if again in map(case_id, desk.cases) else None, "undone", said)


def _queue(desk: Sitting, status: int = 200, *, refused: str = "") -> HTMLResponse:
    now = dt.datetime.now(dt.UTC)
    waits = backlog(desk.connection)
    counts = Counter(one.feed for one in desk.everything)
    shown = desk.cases[:LINES]
    return desk.render(
        "queue.html",
        status,
        refused=refused,
        waits=waits,
        oldest=waits.oldest,
        people=len(desk.everything),
        feeds=[{"feed": feed, "people": people} for feed, people in sorted(counts.items())],
        lines=[{"id": case_id(one), "summary": one, "days": (now - one.waits_since).days} for one in shown],
        more=len(desk.cases) - len(shown),
    )


def _case(
    desk: Sitting, place: int, chosen: int, status: int = 200, *, refused: str = "", verdict: str = "", reason: str = ""
) -> HTMLResponse:
    cases, case = desk.cases, _shown(desk, place)
    number = chosen if 1 <= chosen <= len(case.candidates) else _first_open(case)
    one = case.candidates[number - 1]
    return desk.render(
        "case.html",
        status,
        refused=refused,
        id=case_id(cases[place]),
        place=place + 1,
        total=len(cases),
        previous=case_id(cases[place - 1]) if place else None,
        next=case_id(cases[place + 1]) if place + 1 < len(cases) else None,
        days=(dt.datetime.now(dt.UTC) - one.waits_since).days,
        case=case,
        one=one,
        chosen=number,
        details=[marked(detail) for detail in one.details],
        drawing=waterfall(one.comparisons, one.weight),
        households=[
            (family, list(people)) for family, people in groupby(one.household, lambda person: person.family_id)
        ],
        stakes={verdict: claims_at_stake(desk.connection, one.pair, verdict) for verdict in VERDICTS},
        second=needs_second(one.weight),
        member=pair_id(one.pair),
        given={"verdict": verdict, "reason": reason},
    )


def _shown(desk: Sitting, place: int) -> Case:
    one = desk.cases[place]
    return show(desk.connection, one.feed, one.supplier, one.person_ref)


def _first_open(case: Case) -> int:
    return next((number for number, one in enumerate(case.candidates, 1) if one.waits), 1)


def _candidate(case: Case, member: str) -> Candidate:
    for one in case.candidates:
        if pair_id(one.pair) == member:
            return one
    raise DeskError("not_waiting", "this pair is not waiting for a decision any more")


def _go_on(request: Request, feed: str | None, case: str | None, said: str, how: Decided) -> RedirectResponse:
    where = f"/review/case/{case}" if case else "/review"
    told = ({"feed": feed} if feed else {}) | {"said": said, "claims": str(how.touched_claims)}
    address = f"{request.scope.get('root_path', '')}{where}?{urlencode(told)}"
    return RedirectResponse(address, 303, HEADERS)


def _told(request: Request) -> str:
    """What the address says has just happened, in words of ours."""
    said = TOLD.get(request.query_params.get("said", ""), "")
    claims = request.query_params.get("claims", "0")
    counted = claims.isascii() and claims.isdecimal() and len(claims) < 7 and claims != "0"
    touched = f" Claims that it touches: {claims}." if counted else ""
    return f"{said}{touched}" if said else ""
