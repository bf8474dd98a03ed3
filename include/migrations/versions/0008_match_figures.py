"""How well people are matched, night by night: tests, rates, verdicts, the backlog, and what is usual. No names in it.

Revision 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MEASURED = {
    "blind_people": "Blind test: people linked by an identifier, who were linked again without it.",
    "blind_linked": "Blind test: those of them who were linked to any member.",
    "blind_right": "Blind test: those who were linked to the member whom the identifier names.",
    "blind_review": "Blind test: those who would wait for a person.",
    "decoy_automatic": "Decoy test: people linked by exact key or model, with decoys among the members.",
    "decoy_links": "Decoy test: those of them who were linked to a decoy. Every one is false.",
    "overturned": "Links that a person's decision has ended that night.",
    "overturned_lately": "Links that a person's decision has ended in the 90 days up to that night.",
}
"""Columns of match_quality; null for nights before this revision."""

MATCH_TEST = """
    create view operations.match_test as
    select
        run_id,
        coalesce(feed, 'any') as feed,
        sum(blind_people) as blind_people,
        round(sum(blind_right) / nullif(sum(blind_linked), 0), 6) as precision,
        round(sum(blind_right) / nullif(sum(blind_people), 0), 6) as recall,
        round(sum(blind_review) / nullif(sum(blind_people), 0), 6) as review_share,
        sum(decoy_links) as decoy_links,
        round(sum(decoy_links) / nullif(sum(decoy_automatic), 0), 6) as decoy_share
    from operations.match_quality
    where blind_people is not null
    group by grouping sets ((run_id, feed), (run_id))
"""
MATCH_TEST_COMMENTS = {
    "run_id": "The run.",
    "feed": "The feed, or any: over all of them.",
    "blind_people": "People linked by an identifier, who were linked again without it.",
    "precision": "Of those who were linked again, the share linked to the member whom the identifier names.",
    "recall": "Of all of them, the share linked to that member.",
    "review_share": "Of all of them, the share who would wait for a person.",
    "decoy_links": "People linked to a decoy: a member made up for the test, whom nobody is.",
    "decoy_share": "The share of links to decoys among the links by exact key or model.",
}


def run_id() -> sa.Column:
    return sa.Column(
        "run_id", sa.BigInteger, sa.ForeignKey("operations.run.run_id"), primary_key=True, comment="The run."
    )


def count(name: str, comment: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger, nullable=False, comment=comment)


def upgrade() -> None:
    for name, comment in MEASURED.items():
        op.add_column("match_quality", sa.Column(name, sa.BigInteger, comment=comment), schema="operations")
    op.execute(MATCH_TEST)
    op.execute(
        "comment on view operations.match_test is "
        "'What the nightly blind test and decoy test of matching found: one row a run and feed, and one over all.'"
    )
    for name, comment in MATCH_TEST_COMMENTS.items():
        op.execute(f"comment on column operations.match_test.{name} is '{comment}'")
    op.create_table(
        "match_rate",
        run_id(),
        sa.Column("feed", sa.Text, primary_key=True, comment="The feed, or any: at least one of them."),
        sa.Column("part", sa.Text, primary_key=True, comment="What members differ in: age_band, sex, district."),
        sa.Column(
            "value",
            sa.Text,
            primary_key=True,
            comment="Which of it: an age on the day that is judged, F, M, X, a district, or not known.",
        ),
        count("members", "Members of families who are such."),
        count("found", "Those to whom somebody in the feed is linked."),
        count("waiting", "Those who are not found, and may be once a person has decided."),
        schema="operations",
        comment="Of how many members the agencies know anything, by age, sex and district. Small numbers stand as they "
        "are.",
    )
    op.create_table(
        "match_backlog",
        run_id(),
        sa.Column("feed", sa.Text, primary_key=True, comment="The feed, or any: over all of them."),
        count("people", "An agency's people who wait for a person's decision."),
        count("pairs", "Pairs of them with a member whom they may be."),
        sa.Column("oldest", sa.DateTime(timezone=True), comment="Since when the first of them waits."),
        sa.Column("median_days", sa.Numeric, comment="How many days half of the people have waited, or longer."),
        schema="operations",
        comment="Who waits at the review desk once a night has matched, and for how long.",
    )
    op.create_table(
        "match_calibration",
        run_id(),
        sa.Column("at_least", sa.Integer, primary_key=True, comment="The band: weights from here on."),
        sa.Column("below", sa.Integer, nullable=False, comment="Weights up to, not including, this."),
        count("same", "Pairs of whom a reviewer said that they are one person."),
        count("different", "Pairs of whom a reviewer said that they are two."),
        sa.Column("share_same", sa.Numeric, nullable=False, comment="The share of the former."),
        sa.Column(
            "probability", sa.Numeric, nullable=False, comment="What the model thought that share was, on average."
        ),
        schema="operations",
        comment="Whether the model's weights mean what they say: reviewers' verdicts by the weight of the pair when it "
        "was decided, all that were in force at the night.",
    )
    op.create_table(
        "match_range",
        run_id(),
        sa.Column("feed", sa.Text, primary_key=True, comment="The feed."),
        sa.Column("rate", sa.Numeric, nullable=False, comment="The share of its people who are linked to a member."),
        sa.Column("usual", sa.Numeric, nullable=False, comment="The median of its earlier nights."),
        sa.Column("lowest", sa.Numeric, nullable=False, comment="The lowest rate that is usual."),
        sa.Column("highest", sa.Numeric, nullable=False, comment="The highest rate that is usual."),
        count("nights", "How many earlier nights that rests on."),
        sa.Column("unusual", sa.Boolean, nullable=False, comment="Whether the rate is beyond the range: an alert."),
        schema="operations",
        comment="Each feed's match rate beside what is usual for it, once there are five earlier nights.",
    )


def downgrade() -> None:
    for table in ("match_range", "match_calibration", "match_backlog", "match_rate"):
        op.drop_table(table, schema="operations")
    op.execute("drop view operations.match_test")
    for name in MEASURED:
        op.drop_column("match_quality", name, schema="operations")
