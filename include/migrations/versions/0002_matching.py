"""Matching: links from agency records to members, what waits for a person, and what persons decided.

Revision 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def agency_person(*, key: bool) -> list[sa.Column]:
    """The columns that name a person as an agency does."""
    return [
        sa.Column("feed", sa.Text, nullable=False, primary_key=key, comment="The agency's feed."),
        sa.Column(
            "supplier",
            sa.Text,
            nullable=False,
            primary_key=key,
            server_default="",
            comment="Its supplier; empty if the feed has one.",
        ),
        sa.Column(
            "person_ref", sa.Text, nullable=False, primary_key=key, comment="The agency's own key for the person."
        ),
    ]


def run_id() -> sa.Column:
    return sa.Column(
        "run_id", sa.BigInteger, sa.ForeignKey("operations.run.run_id"), comment="The run that wrote the row."
    )


def upgrade() -> None:
    op.create_table(
        "link",
        *agency_person(key=True),
        sa.Column("member_ref", sa.Text, primary_key=True, comment="The programme's person_ref of the member."),
        sa.Column(
            "family_id", sa.Text, primary_key=True, comment="A family that the member belongs to; one row a family."
        ),
        sa.Column(
            "basis", sa.Text, nullable=False, comment="What it rests on: identifier, exact_key, model or decision."
        ),
        sa.Column(
            "weight", sa.Double, comment="The model's weight of evidence, in bits; null where no model was asked."
        ),
        sa.Column(
            "valid_from", INSTANT, primary_key=True, server_default=sa.func.now(), comment="When the link was made."
        ),
        sa.Column(
            "valid_to",
            INSTANT,
            nullable=False,
            server_default="infinity",
            comment="When it was undone; infinity while it holds.",
        ),
        sa.Column("end_reason", sa.Text, comment="Why it was undone."),
        run_id(),
        sa.CheckConstraint("basis in ('identifier', 'exact_key', 'model', 'decision')", name="link_basis"),
        sa.CheckConstraint("valid_from <= valid_to", name="link_period"),
        schema="matching",
        comment="Which agency record belongs to which member. A link is closed when it is undone, never deleted.",
    )
    op.create_index(
        "link_open", "link", ["feed", "supplier", "person_ref", "member_ref", "family_id"], schema="matching",
        unique=True, postgresql_where=sa.text("valid_to = 'infinity'"),
    )  # fmt: skip
    op.create_index("link_member", "link", ["member_ref", "family_id"], schema="matching")
    op.create_table(
        "proposal",
        sa.Column(
            "run_id",
            sa.BigInteger,
            sa.ForeignKey("operations.run.run_id"),
            primary_key=True,
            comment="The run that scored the pair.",
        ),
        *agency_person(key=True),
        sa.Column("member_ref", sa.Text, primary_key=True, comment="The member it was compared with."),
        sa.Column("weight", sa.Double, nullable=False, comment="The weight of evidence, in bits."),
        sa.Column("probability", sa.Double, comment="The same as a probability."),
        sa.Column("comparisons", JSONB, comment="The weight that each comparison added or took."),
        schema="matching",
        comment="Every candidate pair that was scored, with the weight of each comparison.",
    )
    op.create_table(
        "review_queue",
        *agency_person(key=True),
        sa.Column("member_ref", sa.Text, primary_key=True, comment="The member it may be."),
        sa.Column("family_id", sa.Text, primary_key=True, comment="A family of that member."),
        sa.Column("reason", sa.Text, nullable=False, comment="Why a person must look at it."),
        run_id(),
        sa.Column(
            "valid_from", INSTANT, primary_key=True, server_default=sa.func.now(), comment="Since when it waits."
        ),
        sa.Column(
            "valid_to",
            INSTANT,
            nullable=False,
            server_default="infinity",
            comment="Until when it waited; infinity while it does.",
        ),
        sa.CheckConstraint("valid_from <= valid_to", name="review_queue_period"),
        schema="matching",
        comment="Possible matches that wait for a person's decision, and those that once did.",
    )
    op.create_index(
        "review_queue_open", "review_queue", ["feed", "supplier", "person_ref", "member_ref", "family_id"],
        schema="matching", unique=True, postgresql_where=sa.text("valid_to = 'infinity'"),
    )  # fmt: skip
    op.create_table(
        "decision",
        sa.Column(
            "decision_id",
            sa.BigInteger,
            sa.Identity(always=True),
            primary_key=True,
            comment="The decision; a later one outranks an earlier one.",
        ),
        *agency_person(key=False),
        sa.Column("member_ref", sa.Text, nullable=False, comment="The member it was compared with."),
        sa.Column("verdict", sa.Text, nullable=False, comment="same, different or cannot_tell."),
        sa.Column("reason", sa.Text, nullable=False, comment="Why, in the reviewer's words."),
        sa.Column("decided_by", sa.Text, nullable=False, comment="The reviewer."),
        sa.Column("decided_at", INSTANT, nullable=False, server_default=sa.func.now(), comment="When."),
        sa.Column("seen", JSONB, comment="What the reviewer saw (personal)."),
        sa.Column("seen_sha256", sa.Text, comment="Hash of the facts it rests on: if they change, it is asked again."),
        sa.CheckConstraint("verdict in ('same', 'different', 'cannot_tell')", name="decision_verdict"),
        schema="matching",
        comment="What persons decided about possible matches. Append-only; it outranks every later run.",
    )
    op.create_index("decision_pair", "decision", ["feed", "supplier", "person_ref", "member_ref"], schema="matching")
    op.create_table(
        "search",
        sa.Column("member_ref", sa.Text, primary_key=True, comment="The member who was looked for."),
        sa.Column("feed", sa.Text, primary_key=True, comment="The feed that was searched."),
        sa.Column(
            "run_id",
            sa.BigInteger,
            sa.ForeignKey("operations.run.run_id"),
            primary_key=True,
            comment="The run that searched.",
        ),
        sa.Column("found", sa.Boolean, nullable=False, comment="Whether a record was found."),
        schema="matching",
        comment="Who was looked for where: the record of what was not found.",
    )
    op.create_table(
        "quarantine_match",
        sa.Column("feed", sa.Text, nullable=False, comment="The feed."),
        sa.Column(
            "delivery_id",
            sa.BigInteger,
            sa.ForeignKey("operations.delivery.delivery_id"),
            primary_key=True,
            comment="The delivery that brought the row.",
        ),
        sa.Column("row_number", sa.Integer, primary_key=True, comment="The row's number in the file."),
        sa.Column("member_ref", sa.Text, primary_key=True, comment="The member whom it may be about."),
        sa.Column("valid_from", INSTANT, primary_key=True, comment="Since when the two are alike."),
        sa.Column(
            "valid_to", INSTANT, nullable=False, server_default="infinity", comment="Until when; infinity if still."
        ),
        sa.CheckConstraint("valid_from <= valid_to", name="quarantine_match_period"),
        schema="matching",
        comment="Quarantined rows that may be about a member: they hold back answers that rest on absence.",
    )
    op.create_index("quarantine_match_member", "quarantine_match", ["member_ref"], schema="matching")


def downgrade() -> None:
    for table in ("quarantine_match", "search", "decision", "review_queue", "proposal", "link"):
        op.drop_table(table, schema="matching")
