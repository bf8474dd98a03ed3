"""A case as text, one screen of it: made of plain characters, so that any terminal shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from outcomes.contracts import load_contract
from outcomes.desk.cases import Candidate, Case, CaseSummary, Decision, HouseholdMember

BOLD, FAINT, RED, YELLOW, GREEN = "1", "2", "31", "33", "32"
COLOURS = {"same": GREEN, "alike": YELLOW, "different": RED, "unknown": FAINT}
NAMES = {"upn": "UPN", "nhs_number": "NHS number", "nino": "NI number", "pnc_id": "PNC id"}
BAR = 24

Paint = Callable[[str, str], str]


def coloured(text: str, colour: str) -> str:
    return f"\033[{colour}m{text}\033[0m"


def plain(text: str, colour: str) -> str:
    return text


def queue(found: Iterable[CaseSummary]) -> str:
    """The list, without a name in it."""
    lines = [f"{'waits since':<12}{'feed':<18}{'person':<24}{'candidates':>10}{'weight':>8}  because"]
    for one in found:
        who = "/".join(part for part in (one.supplier, one.person_ref) if part)
        weight = "" if one.best_weight is None else f"{one.best_weight:.1f}"
        lines.append(
            f"{one.waits_since:%Y-%m-%d}  {one.feed:<18}{who:<24}{one.candidates:>10}{weight:>8}  "
            + ", ".join(_words(reason) for reason in one.reasons)
        )
    return "\n".join(map(clean, lines))


def page(case: Case, chosen: int, place: str, paint: Paint = plain) -> str:
    """The case with one candidate side by side with the person, and the other candidates in a line each."""
    one = case.candidates[chosen]
    who = "/".join(part for part in (case.supplier, case.person_ref) if part)
    parts = [
        [paint(clean(f"{place}  {load_contract(case.feed).title}, person {who}"), BOLD)],
        _candidates(case, chosen, paint),
        _details(one, paint),
        _waterfall(one),
        _household(one, paint),
        [clean(f"  {each.feed} {each.person_ref} ({each.basis})") for each in one.linked],
        [_said(each) for each in one.decisions],
        [clean(f"  {each.member_ref}  {each.weight:+.1f}  {_words(each.standing)}") for each in case.others],
    ]
    titles = (None, None, None, "What speaks for it, in bits", "Household", "Linked to this member already",
              "Said before", "Also compared, and not asked about")  # fmt: skip
    lines: list[str] = []
    for title, part in zip(titles, parts, strict=True):
        if part:
            lines += ["", *([paint(title, BOLD)] if title else []), *part]
    return "\n".join(lines)


def clean(text: str) -> str:
    """What an agency wrote does not move the cursor."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _candidates(case: Case, chosen: int, paint: Paint) -> list[str]:
    lines = []
    for number, one in enumerate(case.candidates, 1):
        weight = "no weight" if one.weight is None else f"weight {one.weight:+.1f}"
        state = "" if one.waits else ", decided today"
        state += f", second opinion wanted after {one.awaits_second}" if one.awaits_second else ""
        line = clean(
            f"{'>' if number - 1 == chosen else ' '} {number}  {one.pair.member_ref} of {', '.join(one.family_ids)}: "
            f"{_words(one.reason)}, {weight}, since {one.waits_since:%Y-%m-%d}{state}"
        )
        lines.append(paint(line, BOLD) if number - 1 == chosen else line)
    return lines


def _details(one: Candidate, paint: Paint) -> list[str]:
    if not one.details:
        return ["  what was compared is not on record"]
    lines = [f"  {'':<16}{'agency':<26}{'programme':<26}"]
    for each in one.details:
        sides = f"{clean(each.person or '-'):<26}{clean(each.member or '-'):<26}"
        name = NAMES.get(each.name, _words(each.name))
        lines.append(f"  {name:<16}{sides}{paint(each.difference, COLOURS[each.difference])}")
    return lines


def _waterfall(one: Candidate) -> list[str]:
    if not one.comparisons:
        return []
    widest = max(abs(each.bits) for each in one.comparisons) or 1.0
    lines = []
    for each in one.comparisons:
        bar = ("+" if each.bits > 0 else "-") * round(BAR * abs(each.bits) / widest)
        lines.append(f"  {_words(each.name):<16}{each.bits:>+7.1f}  {bar:<{BAR}}  {clean(each.level)}")
    lines.append(f"  {'weight':<16}{one.weight:>+7.1f}")
    return lines


def _said(each: Decision) -> str:
    about = "" if each.on_these_facts or each.verdict == "undone" else " (on other facts)"
    return clean(f"  {each.decided_at:%Y-%m-%d} {each.decided_by}: {_words(each.verdict)}. {each.reason}{about}")


def _household(one: Candidate, paint: Paint) -> list[str]:
    return [_lives(each, one.pair.member_ref, paint) for each in one.household]


def _lives(each: HouseholdMember, member_ref: str, paint: Paint) -> str:
    left = f" to {each.left_on}" if each.left_on else ""
    line = clean(
        f"{'>' if each.member_ref == member_ref else ' '} {each.family_id}  {each.forename} {each.surname}, "
        f"{each.date_of_birth or 'no date of birth'}, {each.relationship or 'relationship not said'}, "
        f"from {each.joined_on}{left}"
    )
    return paint(line, BOLD) if each.member_ref == member_ref else line


def _words(code: str) -> str:
    return code.replace("_", " ")
