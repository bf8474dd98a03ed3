"""Catalogue: what the numbers mean, filled from the plan and contract files.

Revision 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def plan_version() -> sa.Column:
    return sa.Column(
        "plan_version", sa.Text, sa.ForeignKey("catalogue.plan.plan_version"), primary_key=True,
        comment="The version of the plan.",
    )  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column(
            "plan_version", sa.Text, primary_key=True, comment="The version of the plan, as its folder is named."
        ),
        sa.Column("title", sa.Text, nullable=False, comment="Its title."),
        sa.Column("programme", sa.Text, nullable=False, comment="The national programme that it belongs to."),
        sa.Column("council", sa.Text, nullable=False, comment="The council whose plan it is."),
        sa.Column("revision", sa.Integer, nullable=False, comment="Counts the changes to the plan's text."),
        sa.Column("effective_from", sa.Date, nullable=False, comment="The first day on which it is in force."),
        sa.Column("effective_to", sa.Date, nullable=False, comment="The first day on which it no longer is."),
        schema="catalogue",
        comment="The versions of the outcomes plan.",
    )
    op.create_table(
        "problem",
        plan_version(),
        sa.Column("problem_id", sa.Text, primary_key=True, comment="The problem, as the plan numbers it."),
        sa.Column("title", sa.Text, nullable=False, comment="The plan's own words."),
        sa.Column("strategic_goal", sa.Text, nullable=False, comment="The strategic goal that it serves."),
        sa.Column("headline_effects", ARRAY(sa.Text), nullable=False, comment="The effects that the plan looks for."),
        schema="catalogue",
        comment="The problems that a family can have.",
    )
    op.create_table(
        "outcome",
        plan_version(),
        sa.Column("outcome_id", sa.Text, primary_key=True, comment="The outcome."),
        sa.Column("problem_id", sa.Text, nullable=False, comment="The problem that it answers."),
        sa.Column("title", sa.Text, nullable=False, comment="The plan's own words."),
        sa.Column("combine", sa.Text, nullable=False, comment="Whether its worst or its best measure decides."),
        sa.CheckConstraint("combine in ('worst', 'best')", name="outcome_combine"),
        sa.ForeignKeyConstraint(
            ["plan_version", "problem_id"], ["catalogue.problem.plan_version", "catalogue.problem.problem_id"]
        ),
        schema="catalogue",
        comment="The outcomes that the plan wants for a family.",
    )
    op.create_table(
        "measure",
        plan_version(),
        sa.Column("measure_id", sa.Text, primary_key=True, comment="The measure, as the plan numbers it."),
        sa.Column("problem_id", sa.Text, nullable=False, comment="Its problem."),
        sa.Column("outcome_id", sa.Text, nullable=False, comment="Its outcome."),
        sa.Column("baseline", sa.Text, nullable=False, comment="The plan's words: which families have the problem."),
        sa.Column("agency", sa.Text, nullable=False, comment="The plan's words: who supplies the data."),
        sa.Column("significant", sa.Text, nullable=False, comment="The plan's words: the level to be reached."),
        sa.Column("sustained", sa.Text, nullable=False, comment="The plan's words: how long it must be held."),
        sa.Column("strategic_goal", sa.Text, nullable=False, comment="The strategic goal of its problem."),
        sa.Column("status", sa.Text, nullable=False, comment="agreed, or proposed and never counted."),
        sa.Column("kind", sa.Text, comment="The kind of measure; null while it has no terms."),
        sa.Column("feeds", ARRAY(sa.Text), nullable=False, comment="The feeds that it reads."),
        sa.Column(
            "rests_on_absence", sa.Boolean, nullable=False, comment="Whether it is proven by what is not recorded."
        ),
        sa.Column("gap_unit", sa.Text, comment="What its gap counts."),
        sa.Column("note", sa.Text, comment="What else a reader should know."),
        sa.CheckConstraint("status in ('agreed', 'proposed')", name="measure_status"),
        sa.ForeignKeyConstraint(
            ["plan_version", "outcome_id"], ["catalogue.outcome.plan_version", "catalogue.outcome.outcome_id"]
        ),
        schema="catalogue",
        comment="The measures, in the plan's own words.",
    )
    op.create_table(
        "rule_parameter",
        plan_version(),
        sa.Column(
            "scope",
            sa.Text,
            primary_key=True,
            comment="What it belongs to: programme, a measure, an outcome or a result type.",
        ),
        sa.Column("name", sa.Text, primary_key=True, comment="The parameter."),
        sa.Column("value", sa.Text, comment="Its value; lists and mappings as JSON; null for none."),
        sa.Column("unit", sa.Text, nullable=False, comment="What the value counts."),
        sa.Column("source", sa.Text, nullable=False, comment="Where it comes from."),
        sa.Column("assumption", sa.Text, comment="The number of the assumption, where the plan is silent."),
        schema="catalogue",
        comment="Every number behind the answers, with its source.",
    )
    op.create_table(
        "term",
        plan_version(),
        sa.Column("academic_year", sa.Text, primary_key=True, comment="The academic year."),
        sa.Column("term", sa.Text, primary_key=True, comment="autumn, spring or summer."),
        sa.Column("starts_on", sa.Date, nullable=False, comment="Its first day."),
        sa.Column("ends_on", sa.Date, nullable=False, comment="The first day after it."),
        schema="catalogue",
        comment="The school terms.",
    )
    op.create_table(
        "code",
        sa.Column("list", sa.Text, primary_key=True, comment="The code list."),
        sa.Column("code", sa.Text, primary_key=True, comment="The code."),
        sa.Column("label", sa.Text, nullable=False, comment="What people call it."),
        sa.Column("code_group", sa.Text, comment="The group that the plan refers to."),
        sa.Column("position", sa.Integer, nullable=False, comment="Its place in the list."),
        sa.Column("list_title", sa.Text, nullable=False, comment="The list's title."),
        sa.Column("source", sa.Text, nullable=False, comment="Where the list comes from."),
        schema="catalogue",
        comment="Every code list.",
    )
    op.create_table(
        "feed",
        sa.Column("feed", sa.Text, primary_key=True, comment="The feed."),
        sa.Column("title", sa.Text, nullable=False, comment="What it holds."),
        sa.Column("supplied_by", sa.Text, nullable=False, comment="The agency."),
        sa.Column("suppliers", ARRAY(sa.Text), nullable=False, comment="The suppliers, where there are several."),
        sa.Column("delivery", sa.Text, nullable=False, comment="snapshot or increment."),
        sa.Column("silent_days", sa.Integer, nullable=False, comment="Days for which it may be silent."),
        sa.Column(
            "hold_share", sa.Numeric, nullable=False, comment="The share of failing rows above which a file is held."
        ),
        sa.Column("withdraw_share", sa.Numeric, comment="The share of withdrawn keys above which a snapshot is held."),
        sa.Column("dated_by", sa.Text, nullable=False, comment="The column that dates a record."),
        sa.Column("person", sa.Boolean, nullable=False, comment="Whether its rows are about a person."),
        sa.Column("proposed", sa.Boolean, nullable=False, comment="Not yet agreed with the supplier."),
        sa.Column("key_columns", ARRAY(sa.Text), nullable=False, comment="The columns that make its key, in order."),
        sa.Column("columns", JSONB, nullable=False, comment="Its columns, as the contract describes them."),
        sa.Column("checks", JSONB, nullable=False, comment="Its checks and their severity."),
        sa.CheckConstraint("delivery in ('snapshot', 'increment')", name="feed_delivery"),
        schema="catalogue",
        comment="The contract of every feed.",
    )


def downgrade() -> None:
    for table in ("feed", "code", "term", "rule_parameter", "measure", "outcome", "problem", "plan"):
        op.drop_table(table, schema="catalogue")
