"""Rows as if a file had brought them: for tests of what typing and checking make of single values."""

from __future__ import annotations

import datetime as dt

import psycopg

from outcomes.contracts import load_contract
from outcomes.loading.check import compare_rows
from outcomes.loading.land import type_rows
from outcomes.loading.model import Delivery
from outcomes.loading.tables import FeedTables
from outcomes.templates import run_script

NOON = dt.datetime(2016, 2, 1, 12, tzinfo=dt.UTC)


def typed(warehouse: psycopg.Connection, feed: str, *rows: dict[str, str], supplier: str = "") -> FeedTables:
    """The feed's raw tables, filled with the rows (numbered from 2), typed and compared; committed."""
    contract, tables = load_contract(feed), FeedTables.of(feed)
    delivery = Delivery(
        1, feed, supplier, "file", dt.date(2016, 1, 1), dt.date(2016, 1, 31), NOON, stamp="", run_id=None
    )
    run_script(warehouse, "raw/staged", staged=tables.staged, columns=contract.delivered_columns)
    for number, row in enumerate(rows, 2):
        names, marks = ", ".join(["row_number", *row]), ", ".join(["%s"] * (len(row) + 1))
        warehouse.execute(f"insert into {tables.staged} ({names}) values ({marks})".encode(), [number, *row.values()])
    type_rows(warehouse, contract, delivery, tables)
    compare_rows(warehouse, contract, delivery, tables)
    warehouse.commit()
    return tables


def one_column(warehouse: psycopg.Connection, feed: str, column: str, *texts: str) -> list[object]:
    """The values that texts of one column become."""
    tables = typed(warehouse, feed, *({column: text} for text in texts))
    return [
        value for (value,) in warehouse.execute(f"select {column} from {tables.typed} order by row_number".encode())
    ]


def broken(warehouse: psycopg.Connection, feed: str, rule: str, *rows: dict[str, str], supplier: str = "") -> list[int]:
    """The numbers of the rows that break a rule."""
    tables = typed(warehouse, feed, *rows, supplier=supplier)
    query = f'select row_number from {tables.typed} where "{rule}" order by row_number'
    return [number for (number,) in warehouse.execute(query.encode())]
