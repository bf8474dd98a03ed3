"""The desk at which people decide who is who: what waits, a case with everything that speaks for and against, verdicts
and their undoing. The terminal, the spreadsheet and the page are three ways to it, and keep the same rules.

Whatever the desk does, it does as `fop_matcher`: the database itself keeps it away from claims and money."""

from outcomes.desk.access import DeskError
from outcomes.desk.cases import (
    Ages,
    Backlog,
    Candidate,
    Case,
    CaseSummary,
    Comparison,
    Decision,
    HouseholdMember,
    LinkedRecord,
    OtherCandidate,
    Pair,
    ages,
    backlog,
    show,
    waiting,
)
from outcomes.desk.deciding import VERDICTS, Decided, Verdict, claims_at_stake, decide, undo
from outcomes.desk.details import Detail
from outcomes.desk.own import Said, own_last

__all__ = [
    "VERDICTS",
    "Ages",
    "Backlog",
    "Candidate",
    "Case",
    "CaseSummary",
    "Comparison",
    "Decided",
    "Decision",
    "DeskError",
    "Detail",
    "HouseholdMember",
    "LinkedRecord",
    "OtherCandidate",
    "Pair",
    "Said",
    "Verdict",
    "ages",
    "backlog",
    "claims_at_stake",
    "decide",
    "own_last",
    "show",
    "undo",
    "waiting",
]
