"""The desk in a terminal: one case a screen, a letter and Enter for everything, and a reason for every verdict."""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from outcomes.desk.access import DeskError
from outcomes.desk.cases import Candidate, Case, CaseSummary, Pair, show, waiting
from outcomes.desk.deciding import Decided, decide, undo
from outcomes.desk.screen import Paint, page, plain

HELP = (
    "s same   d different   c cannot tell   1-9 another candidate   n next   p previous   u undo the last   q quit\n> "
)
VERDICT = {"s": "same", "d": "different", "c": "cannot_tell"}
MOST = 10_000


class Desk:
    """A sitting: `ask` shows a text and gives the line that is typed, `tell` shows a text."""

    def __init__(
        self,
        connection: psycopg.Connection,
        reviewer: str,
        ask: Callable[[str], str] = input,
        tell: Callable[[str], object] = print,
        paint: Paint = plain,
    ) -> None:
        self.connection, self.reviewer = connection, reviewer
        self.ask, self.tell, self.paint = ask, tell, paint
        self.cases: list[CaseSummary] = []
        self.place = 0
        self.chosen: int | None = None
        self.recorded: list[Pair] = []

    def sit(self) -> None:
        """Until the reviewer leaves, or nothing waits any more. What is decided by then is recorded."""
        self._begin(self._list())
        try:
            while self.cases:
                self._look()
            self.tell("Nothing waits for you.")
        except (EOFError, KeyboardInterrupt):
            self.tell("")

    def _list(self) -> list[CaseSummary]:
        return waiting(self.connection, MOST, reviewer=self.reviewer)

    def _begin(self, cases: list[CaseSummary], place: int = 0) -> None:
        self.cases, self.chosen = cases, None
        self.place = min(max(place, 0), max(len(cases) - 1, 0))

    def _look(self) -> None:
        """One screen, and what is done there."""
        summary = self.cases[self.place]
        try:
            case = show(self.connection, summary.feed, summary.supplier, summary.person_ref)
        except DeskError:  # somebody else was quicker, or the night
            self._begin(self._list(), self.place)
            return
        self.tell(page(case, self._shown(case), f"{self.place + 1} of {len(self.cases)}", self.paint))
        try:
            self._act(case, self.ask(f"\n{HELP}").strip().casefold())
        except DeskError as refused:
            self.tell(f"Not recorded: {refused}.")
            self.ask("Enter goes on ")

    def _act(self, case: Case, key: str) -> None:
        if key in VERDICT:
            candidate = self._candidate(case)
            reason = self._reason() if candidate else ""
            if candidate and reason:
                pair = candidate.pair
                said = decide(self.connection, pair, VERDICT[key], reason, self.reviewer, shown=candidate.facts_sha256)
                self.recorded.append(pair)
                self._told(said)
                self._begin(self._list(), self.place)
        elif key == "u":
            self._undo()
        elif key in ("n", "p"):
            self._begin(self.cases, self.place + (1 if key == "n" else -1))
        elif key == "q":
            raise EOFError
        elif self._number(case, key) is not None:
            self.chosen = self._number(case, key)

    def _undo(self) -> None:
        if not self.recorded:
            raise DeskError("nothing_to_undo", "nothing has been decided in this sitting")
        reason = self._reason()
        if reason:
            pair = self.recorded[-1]
            self._told(undo(self.connection, pair, reason, self.reviewer))
            self.recorded.pop()
            self._begin(self._list())
            back = (pair.feed, pair.supplier, pair.person_ref)
            people = [(one.feed, one.supplier, one.person_ref) for one in self.cases]
            self.place = people.index(back) if back in people else 0

    def _candidate(self, case: Case) -> Candidate | None:
        """The one that was chosen; the only one that waits; or who is asked for. None: the reviewer thinks again."""
        if self.chosen is not None:
            return case.candidates[self.chosen]
        open_ones = [one for one in case.candidates if one.waits]
        if len(open_ones) == 1:
            return open_ones[0]
        number = self._number(case, self.ask(f"Which candidate (1-{len(case.candidates)})? ").strip())
        return None if number is None else case.candidates[number]

    def _shown(self, case: Case) -> int:
        if self.chosen is not None:
            return self.chosen
        return next((number for number, one in enumerate(case.candidates) if one.waits), 0)

    @staticmethod
    def _number(case: Case, typed: str) -> int | None:
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(case.candidates):
            return int(typed) - 1
        return None

    def _reason(self) -> str:
        return self.ask("Why (nothing: think again)? ").strip()

    def _told(self, said: Decided) -> None:
        when = "with the next night" if said.takes_effect == "next_night" else "once another person has said the same"
        claims = f" Claims that it touches: {said.touched_claims}." if said.touched_claims else ""
        self.tell(f"Recorded; it takes effect {when}.{claims}")
