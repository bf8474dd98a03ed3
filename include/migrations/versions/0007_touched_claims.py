"""Which claims rest on which feed, and which of them are touched by a link that was made or undone since.

Revision 0007, after 0006.
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# A result over all problems rests on every measure of its plan, since a new link may show a problem that nobody knew.
CLAIM_FEED = """
    create view matching.claim_feed with (security_barrier) as
    select
        claim.claim_id,
        claim.family_id,
        claim.status,
        claim.status in ('submitted', 'paid') as is_submitted,
        coalesce(run.known_at, claim.created_at) as known_at,
        read.feed
    from claims.claim as claim
    inner join operations.run as run on claim.run_id = run.run_id
    inner join lateral (
        select evidence.feed from claims.evidence as evidence where evidence.claim_id = claim.claim_id
        union
        select unnest(measure.feeds)
        from catalogue.measure as measure
        inner join catalogue.rule_parameter as result
            on
                result.plan_version = measure.plan_version
                and result.scope = claim.result_type
                and result.name = 'needs'
                and result.value in ('problems', measure.measure_id)
        where measure.plan_version = claim.plan_version and measure.status = 'agreed'
    ) as read on true
    where claim.status not in ('rejected', 'withdrawn')
"""

# A link that goes on under another basis has neither ended nor begun.
TOUCHED_CLAIM = """
    create view matching.touched_claim with (security_barrier) as
    select
        claim.claim_id,
        claim.family_id,
        claim.status,
        claim.is_submitted,
        link.feed,
        link.supplier,
        link.person_ref,
        link.member_ref,
        changed.change,
        changed.at,
        case changed.change when 'link_ended' then link.end_reason end as end_reason
    from matching.claim_feed as claim
    inner join matching.link as link on claim.family_id = link.family_id and claim.feed = link.feed
    cross join lateral (
        values ('link_begun', link.valid_from), ('link_ended', link.valid_to)
    ) as changed (change, at)
    where
        changed.at > claim.known_at and changed.at < 'infinity'
        and not exists (
            select 1
            from matching.link as other
            where
                other.feed = link.feed and other.supplier = link.supplier and other.person_ref = link.person_ref
                and other.member_ref = link.member_ref and other.family_id = link.family_id
                and case changed.change when 'link_begun' then other.valid_to else other.valid_from end = changed.at
        )
"""

COMMENTS = {
    "claim_feed": (
        "Which feeds each claim rests on that is neither rejected nor withdrawn: by its evidence, and by the measures "
        "that its result asks about. No money.",
        {
            "claim_id": "The claim.",
            "family_id": "The family.",
            "status": "The claim's status.",
            "is_submitted": "Whether it is submitted or paid already.",
            "known_at": "The instant whose knowledge it rests on: later links are none of it.",
            "feed": "A feed that it rests on.",
        },
    ),
    "touched_claim": (
        "The claims that a link has touched which was made or undone since: what they rest on is not what they rested "
        "on. No money.",
        {
            "claim_id": "The claim.",
            "family_id": "The family.",
            "status": "The claim's status.",
            "is_submitted": "Whether it is submitted or paid already: such a claim stays, and is only listed here.",
            "feed": "The agency's feed.",
            "supplier": "Its supplier; empty if the feed has one.",
            "person_ref": "The agency's own key for the person.",
            "member_ref": "The member.",
            "change": "link_begun or link_ended.",
            "at": "When.",
            "end_reason": "Why the link was undone; null where it was made.",
        },
    ),
}


def upgrade() -> None:
    op.execute(CLAIM_FEED)
    op.execute(TOUCHED_CLAIM)
    for view, (words, columns) in COMMENTS.items():
        op.execute(f"comment on view matching.{view} is {quoted(words)}")
        for column, meaning in columns.items():
            op.execute(f"comment on column matching.{view}.{column} is {quoted(meaning)}")


def quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def downgrade() -> None:
    op.execute("drop view matching.touched_claim")
    op.execute("drop view matching.claim_feed")
