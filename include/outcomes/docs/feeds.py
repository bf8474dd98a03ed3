"""A page a feed, from its contract, and the code lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outcomes.contracts import CodeList, Column, Feed
from outcomes.contracts.checks import Check
from outcomes.docs.markdown import code, codes, link, page, section, table
from outcomes.plan import Plan

FOLLOWS = {
    "hold": "One such row holds the whole file; the feed's last good state stands.",
    "quarantine": "The row goes to `operations.quarantine`; its neighbours are loaded.",
    "report": "The row is loaded, and counted in `operations.validation`.",
}
FORMATS = (
    "`.csv`, `.csv.gz` or `.xlsx`; UTF-8 or Windows-1252; columns in any order; days as `YYYY-MM-DD` or `DD/MM/YYYY`, "
    "one form a column a file."
)


def feed_pages(contracts: Mapping[str, Feed], plans: Mapping[str, Plan]) -> Iterator[tuple[str, str]]:
    """Path below docs/reference, and text."""
    yield "feeds/README.md", _index(contracts)
    for feed, contract in contracts.items():
        yield f"feeds/{feed}.md", _feed(contract, plans)


def code_page(lists: Mapping[str, CodeList]) -> str:
    parts = [
        section(
            name,
            f"{one.title}. Source: {one.source}.",
            table(("code", "meaning", "group"), [(code(e.code), e.label, e.group) for e in one.codes]),
        )
        for name, one in lists.items()
    ]
    introduction = (
        "Every closed list of codes. A group is what a measure refers to. From `include/rules/codes`; published as "
        "`catalogue.code`."
    )
    return page("Code lists", introduction, *parts)


def _index(contracts: Mapping[str, Feed]) -> str:
    rows = [
        (
            link(code(feed), f"{feed}.md"),
            contract.title + (" (proposed)" if contract.proposed else ""),
            contract.supplied_by,
            contract.delivery,
            f"{contract.silent_days} days",
        )
        for feed, contract in contracts.items()
    ]
    return page(
        "Feeds",
        "What each agency promises to deliver. From the contracts in `include/rules/feeds`.",
        table(("feed", "holds", "supplied by", "delivery", "may be silent"), rows),
    )


def _feed(contract: Feed, plans: Mapping[str, Plan]) -> str:
    return page(
        f"{contract.feed}: {contract.title}",
        f"Supplied by {contract.supplied_by}. From `include/rules/feeds/{contract.feed}.yaml`."
        + (" Proposed: not yet agreed, so its silence is no lateness." if contract.proposed else ""),
        section("Delivery", _delivery(contract)),
        section("Columns", _columns(contract)),
        section("What is asked of a row", *_checks(contract)),
        section("Who reads it", _readers(contract, plans)),
    )


def _delivery(contract: Feed) -> str:
    period = "<complete_through>" if contract.snapshot else "<covers_from>_<complete_through>"
    supplier = ".<supplier>" if contract.suppliers else ""
    lines = [
        f"- File: `<landing>/{contract.feed}/{contract.feed}{supplier}_{period}.csv`; days are written `YYYY-MM-DD`.",
        f"- Form: {FORMATS}",
    ]
    if contract.suppliers:
        lines.append(f"- Suppliers: {codes(contract.suppliers)}. The feed is as fresh as its oldest supplier.")
    if contract.snapshot:
        lines.append("- A snapshot: the file is the whole truth up to its day. A key that is not in it is withdrawn.")
        lines.append(f"- Held if it would withdraw more than {_percent(contract.withdraw_share)} of its keys.")
    else:
        lines.append("- An increment: rows are added, or replace the row with the same key.")
    lines += [
        f"- Held if more than {_percent(contract.hold_share)} of its rows fail.",
        f"- Late after {contract.silent_days} days of silence.",
        f"- Key: {codes(contract.key)}; together they are the `record_key`, joined by `|`.",
        f"- A record is dated by {code(contract.dated_by)}"
        + (": the last day of its term." if contract.dated_by == "term" else "."),
    ]
    return "\n".join(lines)


def _columns(contract: Feed) -> str:
    rows = [
        (
            code(column.name),
            "yes" if column.key else "",
            "" if column.required else "may be blank",
            _type(column),
            "yes" if column.personal else "",
            column.description + (" Never changes on a known key." if column.fixed else ""),
        )
        for column in contract.delivered_columns
    ]
    return table(("column", "key", "", "type", "personal", "meaning"), rows)


def _type(column: Column) -> str:
    if isinstance(column.codes, str):
        return link(code(column.codes), f"../codes.md#{column.codes}")
    if column.codes:
        return codes(column.codes)
    return {"boolean": "`Y` or `N`", "integer": "whole number", "date": "day"}.get(column.type, column.type)


def _checks(contract: Feed) -> Iterator[str]:
    for severity, follows in FOLLOWS.items():
        checks = [check for check in contract.all_checks if check.severity == severity]
        if checks:
            yield f"**{severity.capitalize()}.** {follows}"
            yield table(("rule", "in words"), [(code(contract.rule_id(check)), _in_words(check)) for check in checks])


def _in_words(check: Check) -> str:
    return check.says if check.says.endswith(".") else f"{check.says}."


def _readers(contract: Feed, plans: Mapping[str, Plan]) -> str:
    lines = [
        f"- {link(measure.measure, f'../plans/{name}/{measure.measure}.md')} of {plan.title}"
        for name, plan in plans.items()
        for measure in plan.measures
        if contract.feed in measure.reads
    ]
    return "\n".join(lines) or "No measure; the programme's own records, or a measure that has no terms yet."


def _percent(share: object) -> str:
    return f"{float(str(share)):.0%}"
