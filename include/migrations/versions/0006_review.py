"""Scored candidates that are kept while they stand, decisions that a second person confirms or that are undone, and
how well people are matched.

Revision 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
STANDING = "'linked', 'review', 'listed', 'decided', 'linked_elsewhere'"
VERDICTS = "'same', 'different', 'cannot_tell'"


def upgrade() -> None:
    op.drop_table("proposal", schema="matching")  # nothing has ever been written to it
    op.create_table(
        "proposal",
        sa.Column("feed", sa.Text, primary_key=True, comment="The agency's feed."),
        sa.Column(
            "supplier", sa.Text, primary_key=True, server_default="", comment="Its supplier; empty if the feed has one."
        ),
        sa.Column("person_ref", sa.Text, primary_key=True, comment="The agency's own key for the person."),
        sa.Column("member_ref", sa.Text, primary_key=True, comment="The member it was compared with."),
        sa.Column("weight", sa.Double, nullable=False, comment="The weight of evidence, in bits, the prior included."),
        sa.Column("probability", sa.Double, nullable=False, comment="The same as a probability."),
        sa.Column(
            "comparisons",
            JSONB,
            nullable=False,
            comment="What was compared, in order: name, level in words, and the bits that it adds or takes.",
        ),
        sa.Column(
            "standing",
            sa.Text,
            nullable=False,
            comment="What became of it: linked, review, listed (too weak to be asked about, and it holds answers that "
            "rest on absence), decided (told apart by a person), linked_elsewhere (the person is another member, or "
            "the pair waits for another reason).",
        ),
        sa.Column("valid_from", INSTANT, primary_key=True, comment="Since when the pair is scored so."),
        sa.Column(
            "valid_to", INSTANT, nullable=False, server_default="infinity", comment="Until when; infinity if still."
        ),
        sa.Column(
            "run_id",
            sa.BigInteger,
            sa.ForeignKey("operations.run.run_id"),
            comment="The run that wrote the row.",
        ),
        sa.CheckConstraint("valid_from <= valid_to", name="proposal_period"),
        sa.CheckConstraint(f"standing in ({STANDING})", name="proposal_standing"),
        schema="matching",
        comment="Every candidate pair that was scored, with the weight of each comparison, and what became of it.",
    )
    op.create_index(
        "proposal_open", "proposal", ["feed", "supplier", "person_ref", "member_ref"], schema="matching",
        unique=True, postgresql_where=sa.text("valid_to = 'infinity'"),
    )  # fmt: skip
    op.create_index("proposal_member", "proposal", ["member_ref"], schema="matching")
    op.add_column(
        "review_queue",
        sa.Column(
            "facts",
            JSONB,
            comment="What is compared, normalised: {person: {forename, surname, date_of_birth, sex, postcode, upn, …}, "
            "member: {…}} (personal).",
        ),
        schema="matching",
    )
    op.add_column(
        "review_queue",
        sa.Column(
            "facts_sha256", sa.Text, comment="Hash of the facts; a decision keeps it, and is asked again if it changes."
        ),
        schema="matching",
    )
    op.add_column(
        "decision",
        sa.Column(
            "second_needed",
            sa.Boolean,
            nullable=False,
            server_default=sa.false(),
            comment="Whether this `same` links only once another person has said the same.",
        ),
        schema="matching",
    )
    op.add_column(
        "decision",
        sa.Column("weight", sa.Double, comment="The model's weight when it was decided; null where none was known."),
        schema="matching",
    )
    op.drop_constraint("decision_verdict", "decision", schema="matching")
    op.create_check_constraint("decision_verdict", "decision", f"verdict in ({VERDICTS}, 'undone')", schema="matching")
    op.execute(
        "comment on column matching.decision.verdict is "
        "'same, different or cannot_tell; undone: as if nobody had decided, from here on.'"
    )


def downgrade() -> None:
    op.drop_constraint("decision_verdict", "decision", schema="matching")
    op.create_check_constraint(
        "decision_verdict", "decision", f"verdict in ({VERDICTS})", schema="matching", postgresql_not_valid=True
    )  # what was undone stays in the register
    op.drop_column("decision", "weight", schema="matching")
    op.drop_column("review_queue", "facts_sha256", schema="matching")
    op.drop_column("review_queue", "facts", schema="matching")
    op.drop_column("decision", "second_needed", schema="matching")
    op.drop_table("proposal", schema="matching")
    op.create_table(
        "proposal",
        sa.Column("run_id", sa.BigInteger, sa.ForeignKey("operations.run.run_id"), primary_key=True),
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("supplier", sa.Text, primary_key=True, server_default=""),
        sa.Column("person_ref", sa.Text, primary_key=True),
        sa.Column("member_ref", sa.Text, primary_key=True),
        sa.Column("weight", sa.Double, nullable=False),
        sa.Column("probability", sa.Double),
        sa.Column("comparisons", JSONB),
        schema="matching",
    )
