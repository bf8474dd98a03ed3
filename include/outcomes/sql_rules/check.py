"""The rules, each a function from a template to its faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from outcomes.contracts import load_contracts
from outcomes.contracts.codes import load_all_codes
from outcomes.plan import load_plan, plan_names
from outcomes.settings import INCLUDE
from outcomes.sql_rules.declared import Declared, Exempt
from outcomes.sql_rules.template import Fault, Template, columns_of, level_with

SQL = INCLUDE / "sql"
FILE = "outcomes/sql_rules/declared.yaml"
CALCULATES = "measures/"

OVER = re.compile(r"\bOVER\b\s*(\()?", re.IGNORECASE)
PLACING = re.compile(
    r"\b(row_number|ntile|lag|lead|first_value|last_value|nth_value)\s*\([^()]*(?:\([^()]*\)[^()]*)*\)\s*$",
    re.IGNORECASE,
)
PARTITION = re.compile(r"\bPARTITION\s+BY\b(.*?)(?=\bORDER\s+BY\b|\bROWS\b|\bRANGE\b|\bGROUPS\b|$)", re.I | re.S)
ORDER = re.compile(
    r"\bORDER\s+BY\b(.*?)(?=\bROWS\b|\bRANGE\b|\bGROUPS\b|\bLIMIT\b|\bFETCH\b|\bOFFSET\b|$)", re.I | re.S
)
DISTINCT_ON = re.compile(r"\bDISTINCT\s+ON\s*(\()", re.IGNORECASE)
LIMIT = re.compile(r"\bLIMIT\b|\bFETCH\s+(?:FIRST|NEXT)\b", re.IGNORECASE)
LISTING = re.compile(
    r"\b(?:array_agg|string_agg|group_concat|listagg|jsonb?_agg|jsonb?_object_agg|xmlagg|list|any_value|first|last|mode)"
    r"\s*(\()",
    re.IGNORECASE,
)
ARG = re.compile(r"\b(?:arg_max|arg_min|max_by|min_by)\s*(\()", re.IGNORECASE)

CLOCK = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|today|random|setseed|gen_random_uuid"
    r"|uuid|uuidv4|uuidv7|get_current_timestamp)\s*\("
    r"|\b(current_date|current_time|current_timestamp|localtime|localtimestamp|tablesample)\b",
    re.IGNORECASE,
)
CLOCK_WORD = re.compile(r"'(now|today|yesterday|tomorrow)'", re.IGNORECASE)
COLLATION = re.compile(r"\bCOLLATE\s+(?!\"C\")\S+", re.IGNORECASE)

NOT_PORTABLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"\bDISTINCT\s+ON\b", "DISTINCT ON is PostgreSQL's own: number the rows"),
        (r"\bpercentile_(?:cont|disc)\b|\bWITHIN\s+GROUP\b|\bmedian\s*\(", "percentiles are approximate elsewhere"),
        (r"\b(?:ANY|ALL|SOME)\s*\(\s*(?:ARRAY|v)|\bARRAY\s*\[|\bunnest\s*\(", "arrays differ between engines"),
        (r"!?~~?\*?|\bSIMILAR\s+TO\b|\bregexp_\w+|\bILIKE\b", "regular expressions differ between engines"),
        (r"::", "write CAST(… AS …)"),
        (r"\bLATERAL\b|\bgenerate_series\s*\(", "not on every engine"),
        (r"\b(?:lower|upper|initcap|to_char|to_date|date_trunc)\s*\(", "depends on locale or engine"),
        (r"\bdate_part\s*\(|\bage\s*\(", "write EXTRACT"),
        (r"\bLANGUAGE\b|\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|EXTENSION)\b|\$\$", "no code and no extensions"),
        (r"/(?!\s*\(?\s*\d+\.\d)", "whole numbers are divided differently: write floor(… / 100.0)"),
        (r"\b\w*(?:_on|_after|cut_off|last_day)\s*-(?!-)", "a bare date less something: use the macros"),
        (r"-\s*(?:\w+\.)?\w*(?:_on|_after|cut_off|last_day)\b", "something less a bare date: use the macros"),
        (r"\bLIMIT\b", "nothing looks across families: number the rows of each"),
    )
)

NUMBER = re.compile(r"(?<![\w.])(?:\d{4}-\d\d-\d\d|\d+(?:\.\d+)?)(?![\w.])")
NUMERIC = re.compile(r"\bNUMERIC\(\d+, \d+\)", re.IGNORECASE)
QUOTED = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")


class Checker:
    """Notes which declarations were needed."""

    def __init__(self, declared: Declared, codes: frozenset[str]) -> None:
        self.declared = declared
        self.codes = codes
        self.needed: set[object] = set()

    def check(self, template: Template) -> Iterator[Fault]:
        rules: list[Callable[[Template], Iterator[Fault]]] = [
            self.windows, self.distinct_on, self.lists, self.picks, self.limits, self.clocks, self.collations,
        ]  # fmt: skip
        if template.name.startswith(CALCULATES):
            rules += [self.portability, self.numbers, self.words]
        for rule in rules:
            yield from rule(template)

    def windows(self, template: Template) -> Iterator[Fault]:
        """A running sum or maximum counts too: of two rows with the same place, which is in it?"""
        for over in template.find(OVER):
            if not over[1]:
                yield template.fault(over.start(), "a window by name: write it where it is used")
                continue
            window = template.inside(over.start(1))
            level = level_with(window)
            order, partition = ORDER.search(level), PARTITION.search(level)
            placing = PLACING.search(template.sql[: over.start()])
            if order:
                keys = columns_of(window[order.start(1) : order.end(1)])
                keys |= columns_of(window[partition.start(1) : partition.end(1)]) if partition else set()
                yield from self._ends_in_a_key(template, over.start(), "a window", keys)
            elif placing:
                yield template.fault(over.start(), f"{placing[1]} without ORDER BY")

    def distinct_on(self, template: Template) -> Iterator[Fault]:
        for found in template.find(DISTINCT_ON):
            chosen = template.inside(found.start(1))
            closing = template.closing(found.start(1))
            _, end = template.same_query(closing + 1)
            rest = template.sql[closing + 1 : end]
            order = ORDER.search(level_with(rest))
            if not order:
                yield template.fault(found.start(), "DISTINCT ON without ORDER BY")
                continue
            keys = columns_of(chosen) | columns_of(rest[order.start(1) : order.end(1)])
            yield from self._ends_in_a_key(template, found.start(), "DISTINCT ON", keys)

    def lists(self, template: Template) -> Iterator[Fault]:
        for found in template.find(LISTING):
            order = ORDER.search(template.inside(found.start(1)))
            if order:
                yield from self._ends_in_a_key(template, found.start(), "a list", columns_of(order[1]))
            else:
                yield from self._unordered(template, found.start(), found[0].rstrip("( \n").lower())

    def picks(self, template: Template) -> Iterator[Fault]:
        """`arg_max(value, place)`: the place has to be unique."""
        for found in template.find(ARG):
            yield from self._ends_in_a_key(
                template, found.start(), "a pick", columns_of(template.inside(found.start(1)).rpartition(",")[2])
            )

    def limits(self, template: Template) -> Iterator[Fault]:
        for found in template.find(LIMIT):
            start, _ = template.same_query(found.start() - 1)
            before = template.sql[start + 1 : found.start()]
            orders = list(ORDER.finditer(level_with(before)))
            if orders:
                keys = columns_of(before[orders[-1].start(1) : orders[-1].end(1)])
                yield from self._ends_in_a_key(template, found.start(), "a limit", keys)
            else:
                yield from self._unordered(template, found.start(), "limit")

    def clocks(self, template: Template) -> Iterator[Fault]:
        found = [(match.start(), match[1] or match[2]) for match in template.find(CLOCK)]
        found += [(match.start(), match[1]) for match in CLOCK_WORD.finditer(template.written)]
        for place, what in found:
            if not self._exempt(self.declared.clock, template.name, what.lower()):
                yield template.fault(place, f"{what}: a result depends on what it is asked, not on when")

    def collations(self, template: Template) -> Iterator[Fault]:
        for found in COLLATION.finditer(template.written):
            yield template.fault(found.start(), f'{found[0]}: text is ordered by code point (COLLATE "C")')

    def portability(self, template: Template) -> Iterator[Fault]:
        for pattern, words in NOT_PORTABLE:
            for found in template.find(pattern):
                yield template.fault(found.start(), f"{found[0].strip()}: {words}")

    def numbers(self, template: Template) -> Iterator[Fault]:
        written = NUMERIC.sub(lambda found: " " * len(found[0]), template.written)
        for found in NUMBER.finditer(written):
            if not self._exempt(self.declared.numbers, template.name, found[0]):
                yield template.fault(found.start(), f"{found[0]}: a number of the rules is a parameter of the plan")

    def words(self, template: Template) -> Iterator[Fault]:
        for found in QUOTED.finditer(template.written):
            word = found[1] or found[2]
            if word in self.codes and not self._exempt(self.declared.words, template.name, word):
                yield template.fault(found.start(), f"'{word}': a code of the rules is a parameter of the plan")

    def unneeded(self) -> Iterator[Fault]:
        declared = self.declared
        says = f"nothing needs what {FILE} declares"
        for key in declared.unique:
            if key not in self.needed:
                yield Fault(key.file, 1, f"{says}: {', '.join(sorted(key.columns))}")
        for entry in (*declared.unordered, *declared.clock, *declared.numbers, *declared.words):
            if entry not in self.needed:
                yield Fault(", ".join(sorted(entry.files)), 1, f"{says}: {entry.what}")

    def _ends_in_a_key(self, template: Template, place: int, what: str, columns: set[str]) -> Iterator[Fault]:
        known = [each for each in self.declared.unique if each.file == template.name and each.columns <= columns]
        self.needed.update(known)
        if not known and not self._exempt(self.declared.unordered, template.name, what):
            named = ", ".join(sorted(columns)) or "nothing"
            yield template.fault(place, f"{what} is ordered by {named}: not a unique key that {FILE} knows")

    def _unordered(self, template: Template, place: int, what: str) -> Iterator[Fault]:
        if not self._exempt(self.declared.unordered, template.name, what):
            yield template.fault(place, f"{what} without ORDER BY")

    def _exempt(self, exempt: tuple[Exempt, ...], file: str, what: str) -> bool:
        entry = next((each for each in exempt if each.covers(file, what)), None)
        if entry is not None:
            self.needed.add(entry)
        return entry is not None


def check(template: Template, declared: Declared, codes: frozenset[str] = frozenset()) -> list[Fault]:
    """One template's faults."""
    return sorted(Checker(declared, codes).check(template))


def check_all(declared: Declared, folder: Path = SQL) -> list[Fault]:
    """Those of every SQL file, and the declarations that nothing needs."""
    checker = Checker(declared, codes_of_the_rules())
    faults: list[Fault] = []
    for path in sorted(folder.rglob("*.sql")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        faults += checker.check(Template(name, path.read_text(encoding="utf-8")))
    return sorted([*faults, *checker.unneeded()])


def codes_of_the_rules() -> frozenset[str]:
    """The feeds, every code of a list or a contract, and what the plans name: measures, outcomes, problems."""
    contracts = load_contracts()
    found = {*contracts, *(code for codes in load_all_codes().values() for code in codes.values)}
    found.update(code for contract in contracts.values() for column in contract.columns for code in column.code_values)
    for plan in map(load_plan, plan_names()):
        found.update(measure.measure for measure in plan.measures)
        found.update(outcome.outcome for _, outcome in plan.outcomes)
    return frozenset(found)
