"""The second engine: the same scripts, translated, on DuckDB in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from outcomes.contracts import load_contracts
from outcomes.dialects import statements
from outcomes.measures import calculate
from outcomes.measures.inputs import input_tables
from outcomes.plan import Plan
from reference.engines import input_rows
from reference.facts import Family
from reference.oracle import COLUMNS, KEYS
from reference.question import Coverage

TYPES = {"text": pa.string(), "date": pa.date32(), "integer": pa.int32(), "bigint": pa.int64(), "boolean": pa.bool_()}


class DuckDB:
    """One database in memory for as long as the engine lives; a batch replaces the inputs of the one before."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(":memory:", config={"threads": 2})
        self.schemas = {
            table.name: pa.schema([(name, TYPES[type_]) for name, type_ in table.columns])
            for table in input_tables(load_contracts())
        }

    def answer(self, families: list[Family], coverage: Coverage, as_of: dt.date, plan: Plan) -> None:
        columns = {table: tuple(schema.names) for table, schema in self.schemas.items()}
        rows = input_rows(families, coverage, columns)
        for table, schema in self.schemas.items():
            self.load(table, schema, list(rows[table]))
        calculate(self.run, plan, as_of)

    def load(self, table: str, schema: pa.Schema, rows: list[tuple[Any, ...]]) -> None:
        columns = zip(*rows, strict=True) if rows else [()] * len(schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        self.connection.register("loaded", pa.Table.from_arrays(arrays, schema=schema))
        self.connection.execute(f'CREATE OR REPLACE TABLE "{table}" AS SELECT * FROM loaded')
        self.connection.unregister("loaded")

    def run(self, script: str) -> None:
        for statement in statements(script, "duckdb"):
            self.connection.execute(statement)

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        names = ", ".join(KEYS[table] + COLUMNS[table])
        return iter(self.connection.execute(f"SELECT {names} FROM {table}").fetchall())
