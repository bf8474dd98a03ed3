"""A file is recognised without reading it again, and a held one can be released by a named person.

Revision 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = (
    sa.Column(
        "stamp", sa.Text, comment="The file's size and times in the landing area; while it is the same, so is the file."
    ),
    sa.Column("released_by", sa.Text, comment="Who let a held file be loaded after all; null if nobody did."),
    sa.Column("release_reason", sa.Text, comment="Why, in that person's words."),
    sa.Column("released_at", sa.DateTime(timezone=True), comment="When; the next ingest loads it."),
)


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("delivery", column, schema="operations")


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("delivery", column.name, schema="operations")
