"""The schemas, and operations: how each night went and what each delivery brought.

Revision 0001, the first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
SCHEMAS = {
    "raw": "Staging: the rows of the delivery that is being read, as text. Emptied again when it is done.",
    "core": "What the agencies have said: one table a feed, every version of every record with the time it was known.",
    "matching": "Who is who: which agency record belongs to which member of a family, and what a person decided.",
    "claims": "Results and claims: what each family has reached by each night, and what is claimed for it.",
    "catalogue": "What the numbers mean: the plan, its parameters and sources, terms, code lists and feeds.",
    "operations": "How the night went: runs, deliveries, quarantined rows, freshness, checks and matching quality.",
    "bi": "For dashboards: no names, no identifiers, no small numbers.",
}


def upgrade() -> None:
    for schema, words in SCHEMAS.items():
        op.execute(f"create schema if not exists {schema}")
        op.execute(f"comment on schema {schema} is '{words}'")
    op.execute("comment on table operations.alembic_version is 'Which migration the warehouse stands at.'")
    op.execute("comment on column operations.alembic_version.version_num is 'The revision of the newest migration.'")
    op.create_table(
        "schema_upgrade",
        sa.Column("fingerprint", sa.Text, primary_key=True, comment="Hash of the files that the schema was made from."),
        sa.Column("upgraded_at", INSTANT, nullable=False, comment="When."),
        schema="operations",
        comment="The last complete upgrade of the schema: one row.",
    )
    op.create_table(
        "run",
        sa.Column("run_id", sa.BigInteger, sa.Identity(always=True), primary_key=True, comment="The run."),
        sa.Column("airflow_run_id", sa.Text, comment="Airflow's name for the run; null when run by hand."),
        sa.Column("as_of", sa.Date, nullable=False, comment="The day that the run judges."),
        sa.Column(
            "known_at", INSTANT, comment="What had been received by then is what the run knows; set at the gate."
        ),
        sa.Column("plan_version", sa.Text, nullable=False, comment="The outcomes plan that was applied."),
        sa.Column(
            "code_version", sa.Text, nullable=False, comment="The code that ran: a commit, or a hash of the files."
        ),
        sa.Column("rules_sha256", sa.Text, comment="Hash of the contracts, code lists and plan files in force."),
        sa.Column("started_at", INSTANT, nullable=False, server_default=sa.func.now(), comment="When it began."),
        sa.Column("published_at", INSTANT, comment="When its answers were published; null if they were not."),
        sa.Column("ended_at", INSTANT, comment="When it ended; null while it runs."),
        sa.Column("outcome", sa.Text, comment="How it ended, in a word; null while it runs."),
        schema="operations",
        comment="One row a run of the pipeline.",
    )
    op.create_table(
        "delivery",
        sa.Column("delivery_id", sa.BigInteger, sa.Identity(always=True), primary_key=True, comment="The delivery."),
        sa.Column("feed", sa.Text, nullable=False, comment="The feed, as its contract calls it."),
        sa.Column(
            "supplier", sa.Text, nullable=False, server_default="", comment="Which supplier; empty if the feed has one."
        ),
        sa.Column("file", sa.Text, nullable=False, comment="The file's name."),
        sa.Column("sha256", sa.Text, comment="Hash of the file's bytes."),
        sa.Column("covers_from", sa.Date, comment="First day that an increment covers; null for a snapshot."),
        sa.Column("complete_through", sa.Date, comment="Last day that the file covers."),
        sa.Column("received_at", INSTANT, comment="When the file arrived."),
        sa.Column("rows_read", sa.BigInteger, comment="Rows in the file, without the header."),
        sa.Column("rows_loaded", sa.BigInteger, comment="Rows that were new or changed something."),
        sa.Column("rows_unchanged", sa.BigInteger, comment="Rows that said what was known already."),
        sa.Column("rows_superseded", sa.BigInteger, comment="Rows about a record of which something newer was known."),
        sa.Column("rows_quarantined", sa.BigInteger, comment="Rows that broke the contract and were set aside."),
        sa.Column("rows_withdrawn", sa.BigInteger, comment="Records that the delivery took back."),
        sa.Column(
            "unknown_columns",
            ARRAY(sa.Text),
            comment="Columns that the contract does not know; their values were not kept.",
        ),
        sa.Column(
            "outcome", sa.Text, comment="loaded, held, rejected or superseded; null until it has been looked at."
        ),
        sa.Column("reason", sa.Text, comment="Why it was not loaded: the rule and plain words."),
        sa.Column("run_id", sa.BigInteger, sa.ForeignKey("operations.run.run_id"), comment="The run that took it in."),
        sa.Column("loaded_at", INSTANT, comment="When its rows were stored."),
        sa.CheckConstraint("outcome in ('loaded', 'held', 'rejected', 'superseded')", name="delivery_outcome"),
        schema="operations",
        comment="One row a file that arrived. The same content for the same days is the same delivery.",
    )
    op.create_index(
        "delivery_identity",
        "delivery",
        ["feed", "supplier", "covers_from", "complete_through", "sha256"],
        schema="operations",
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("complete_through is not null and sha256 is not null"),
    )
    op.create_table(
        "quarantine",
        sa.Column(
            "delivery_id",
            sa.BigInteger,
            sa.ForeignKey("operations.delivery.delivery_id"),
            nullable=False,
            comment="The delivery that brought the row.",
        ),
        sa.Column("feed", sa.Text, nullable=False, comment="The delivery's feed."),
        sa.Column(
            "row_number", sa.Integer, nullable=False, comment="The row's number in the file; the header is row 1."
        ),
        sa.Column("column_name", sa.Text, comment="The column that broke the rule; null if the row as a whole did."),
        sa.Column("rule", sa.Text, nullable=False, comment="The rule that was broken."),
        sa.Column("value", sa.Text, comment="The value that broke it (may be personal)."),
        sa.Column("whole_row", JSONB, comment="The row as delivered (personal)."),
        sa.Column("record_key", sa.Text, comment="The key of the record, where the row had one."),
        sa.Column(
            "resolved_by",
            sa.BigInteger,
            sa.ForeignKey("operations.delivery.delivery_id"),
            comment="The later delivery that brought the record in good order; null while it is open.",
        ),
        sa.Column(
            "quarantined_at",
            INSTANT,
            nullable=False,
            server_default=sa.func.now(),
            comment="When the row was set aside.",
        ),
        sa.Column(
            "resolved_at",
            INSTANT,
            nullable=False,
            server_default="infinity",
            comment="When it was resolved; infinity while it is open.",
        ),
        schema="operations",
        comment="Rows that broke their contract, a line a broken rule. A row here never stopped its neighbours.",
    )
    op.create_index(
        "quarantine_key",
        "quarantine",
        ["delivery_id", "row_number", "rule", "column_name"],
        schema="operations",
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "quarantine_open", "quarantine", ["feed", "record_key"], schema="operations",
        postgresql_where=sa.text("resolved_at = 'infinity'"),
    )  # fmt: skip
    op.create_table(
        "validation",
        sa.Column(
            "delivery_id",
            sa.BigInteger,
            sa.ForeignKey("operations.delivery.delivery_id"),
            primary_key=True,
            comment="The delivery that was checked.",
        ),
        sa.Column("expectation", sa.Text, primary_key=True, comment="The rule, as the contract names it."),
        sa.Column("severity", sa.Text, nullable=False, comment="hold, quarantine or report."),
        sa.Column("success", sa.Boolean, nullable=False, comment="Whether every row kept it."),
        sa.Column("unexpected_count", sa.BigInteger, nullable=False, comment="Rows that broke it."),
        sa.Column(
            "unexpected_share",
            sa.Numeric,
            comment="Their share of the rows it was asked of; null where there were none.",
        ),
        sa.CheckConstraint("severity in ('hold', 'quarantine', 'report')", name="validation_severity"),
        schema="operations",
        comment="What each check of each delivery found.",
    )
    op.create_table(
        "feed_freshness",
        sa.Column("as_of", sa.Date, nullable=False, comment="The day that the run judged."),
        sa.Column("feed", sa.Text, primary_key=True, comment="The feed."),
        sa.Column(
            "complete_through",
            sa.Date,
            comment="The last day up to which every supplier has delivered without a hole; null if one never did.",
        ),
        sa.Column("days_silent", sa.Integer, comment="Days from there to as_of."),
        sa.Column("days_allowed", sa.Integer, nullable=False, comment="Days of silence that the contract allows."),
        sa.Column("late", sa.Boolean, nullable=False, comment="Whether it is silent for longer, or never delivered."),
        sa.Column(
            "run_id",
            sa.BigInteger,
            sa.ForeignKey("operations.run.run_id"),
            nullable=False,
            comment="The run that looked.",
        ),
        schema="operations",
        comment="How fresh each feed was on the latest night.",
    )
    op.create_table(
        "match_quality",
        sa.Column(
            "run_id", sa.BigInteger, sa.ForeignKey("operations.run.run_id"), primary_key=True, comment="The run."
        ),
        sa.Column("feed", sa.Text, primary_key=True, comment="The feed."),
        sa.Column("rows", sa.BigInteger, nullable=False, comment="Records that hold."),
        sa.Column("people", sa.BigInteger, nullable=False, comment="Different people in them."),
        sa.Column("matched_identifier", sa.BigInteger, nullable=False, comment="People linked by an identifier."),
        sa.Column(
            "matched_exact_key",
            sa.BigInteger,
            nullable=False,
            comment="People linked by name, date of birth and postcode.",
        ),
        sa.Column("matched_model", sa.BigInteger, nullable=False, comment="People linked by the statistical model."),
        sa.Column("matched_decision", sa.BigInteger, nullable=False, comment="People linked by a person's decision."),
        sa.Column("review", sa.BigInteger, nullable=False, comment="People who wait for a person's decision."),
        sa.Column(
            "unmatched", sa.BigInteger, nullable=False, comment="People who belong to no family of the programme."
        ),
        schema="operations",
        comment="How well people were matched: one row a run and feed.",
    )
    op.create_table(
        "stage_timing",
        sa.Column(
            "run_id", sa.BigInteger, sa.ForeignKey("operations.run.run_id"), primary_key=True, comment="The run."
        ),
        sa.Column("stage", sa.Text, primary_key=True, comment="The stage of the night."),
        sa.Column("task", sa.Text, primary_key=True, comment="The task within it: a feed, a measure."),
        sa.Column("seconds", sa.Numeric, nullable=False, comment="How long it took."),
        sa.Column("rows", sa.BigInteger, comment="Rows that it wrote."),
        schema="operations",
        comment="Where the time of a night went.",
    )


def downgrade() -> None:
    tables = ("stage_timing", "match_quality", "feed_freshness", "validation", "quarantine", "delivery", "run")
    for table in (*tables, "schema_upgrade"):
        op.drop_table(table, schema="operations")
    for schema in SCHEMAS.keys() - {"operations"}:
        op.execute(f"drop schema {schema}")
