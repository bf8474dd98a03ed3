"""Claims: the states of each night, partitioned by it, and the claims with their events and evidence.

Revision 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
POUNDS = sa.Numeric(10, 2)
STATUSES = ("not_applicable", "no_progress", "significant", "sustained", "awaiting_evidence", "review")
REASONS = (
    "feed_stale", "no_record", "too_early",
    "undecided_match", "quarantined_record", "pending_outcome", "ended_otherwise", "successor_missing", "all_left",
    "need_not_evidenced",
    "decided",
)  # fmt: skip
UNITS = (
    "incidents",
    "offences",
    "reports",
    "sessions",
    "exclusions",
    "episodes",
    "treatments",
    "points",
    "levels",
    "days",
)
BLOCKERS = ("measure", "attendance_gate", "practice_gate", "eligibility", "already_claimed")
CLAIM_STATUSES = ("candidate", "sampled", "approved", "rejected", "submitted", "paid", "withdrawn")
WINDOW_STATUSES = ("planned", "open", "sampled", "signed_off", "submitted", "closed")
STATE = {"schema": "claims", "postgresql_partition_by": "LIST (as_of)"}


def one_of(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"{table}_{column}")


def as_of() -> sa.Column:
    return sa.Column("as_of", sa.Date, primary_key=True, comment="The day that was judged.")


def family_id(*, key: bool = True) -> sa.Column:
    return sa.Column("family_id", sa.Text, primary_key=key, nullable=False, comment="The family.")


def run_id() -> sa.Column:
    return sa.Column(
        "run_id", sa.BigInteger, nullable=False, comment="The run that wrote the row; kept while a rerun says the same."
    )


def claim_id() -> sa.Column:
    return sa.Column(
        "claim_id", sa.BigInteger, sa.ForeignKey("claims.claim.claim_id"), primary_key=True, comment="The claim."
    )


def upgrade() -> None:
    _measures_to_families()
    _blockers_and_gate()
    _claims()
    _what_must_not_change()


def _measures_to_families() -> None:
    op.create_table(
        "measure_state",
        as_of(),
        family_id(),
        sa.Column("measure_id", sa.Text, primary_key=True, comment="The measure, as the plan numbers it."),
        sa.Column("problem_id", sa.Text, nullable=False, comment="The problem that it belongs to."),
        sa.Column("outcome_id", sa.Text, nullable=False, comment="The outcome that it belongs to."),
        sa.Column("status", sa.Text, nullable=False, comment="The answer."),
        sa.Column("reason_code", sa.Text, comment="Why it waits for evidence or a person, or that a person decided."),
        sa.Column("shadow", sa.Boolean, nullable=False, comment="A proposed measure: shown, and never counted."),
        sa.Column("baseline_value", sa.Numeric, comment="What was found at the baseline."),
        sa.Column("current_value", sa.Numeric, comment="What is found now."),
        sa.Column("allowed_value", sa.Numeric, comment="What the plan allows or asks for."),
        sa.Column("gap", sa.Numeric, comment="What is still missing to the next status."),
        sa.Column("gap_unit", sa.Text, comment="What the gap counts."),
        sa.Column(
            "cut_off", sa.Date, comment="The day from which records are not complete; null if a feed never arrived."
        ),
        sa.Column("sustained_on", sa.Date, comment="The day on which it became sustained; null unless it is."),
        sa.Column("earliest_on", sa.Date, comment="The earliest day on which it can become sustained."),
        sa.Column("plan_version", sa.Text, nullable=False, comment="The plan that was applied."),
        run_id(),
        one_of("measure_state", "status", STATUSES),
        one_of("measure_state", "reason_code", REASONS),
        one_of("measure_state", "gap_unit", UNITS),
        sa.CheckConstraint("sustained_on is null or status = 'sustained'", name="measure_state_sustained_on"),
        comment="The answer for every family and every measure, not_applicable included.",
        **STATE,
    )
    op.create_table(
        "outcome_state",
        as_of(),
        family_id(),
        sa.Column("outcome_id", sa.Text, primary_key=True, comment="The outcome."),
        sa.Column("problem_id", sa.Text, nullable=False, comment="The problem that it belongs to."),
        sa.Column("status", sa.Text, nullable=False, comment="The answer, of its measures together."),
        sa.Column("sustained_on", sa.Date, comment="The day on which it became sustained; null unless it is."),
        run_id(),
        one_of("outcome_state", "status", STATUSES),
        comment="The answer for every family and every outcome.",
        **STATE,
    )
    op.create_table(
        "problem_state",
        as_of(),
        family_id(),
        sa.Column("problem_id", sa.Text, primary_key=True, comment="The problem."),
        sa.Column(
            "applicable",
            sa.Boolean,
            nullable=False,
            comment="Whether the family has the problem: a baseline or an assessed need.",
        ),
        sa.Column("status", sa.Text, nullable=False, comment="The answer, of its outcomes together."),
        sa.Column("sustained_on", sa.Date, comment="The day on which it became sustained; null unless it is."),
        run_id(),
        one_of("problem_state", "status", STATUSES),
        comment="The answer for every family and every problem.",
        **STATE,
    )
    op.create_table(
        "family_state",
        as_of(),
        family_id(),
        sa.Column("engaged_on", sa.Date, nullable=False, comment="The day on which the family was engaged."),
        sa.Column("eligible", sa.Boolean, nullable=False, comment="Enough problems, and a child, at engagement."),
        sa.Column("problem_count", sa.Integer, nullable=False, comment="Problems that apply."),
        sa.Column("attendance_gate", sa.Boolean, nullable=False, comment="Whether every school-age child attends."),
        sa.Column(
            "practice_gate", sa.Boolean, nullable=False, comment="Assessed, plan agreed and a lead worker named."
        ),
        sa.Column("practice_day", sa.Date, comment="The later of assessment and agreed plan."),
        sa.Column("result_type", sa.Text, comment="The result that can be claimed; null if none can."),
        sa.Column("claimable_on", sa.Date, comment="Since when it can be claimed."),
        sa.Column("already_claimed", sa.Boolean, nullable=False, comment="Whether there is an earlier claim."),
        sa.Column(
            "blocker_count", sa.Integer, nullable=False, comment="What still stands in the way on the nearer route."
        ),
        sa.Column("earliest_on", sa.Date, comment="The earliest day on which the nearer route can be claimed."),
        sa.Column("district", sa.Text, comment="The district in which the family lived, as known to the run."),
        run_id(),
        comment="Where every family stands.",
        **STATE,
    )


def _blockers_and_gate() -> None:
    op.create_table(
        "blocker",
        as_of(),
        family_id(),
        sa.Column("result_type", sa.Text, primary_key=True, comment="The route that it blocks."),
        sa.Column("blocker", sa.Text, primary_key=True, comment="A measure, or the blocker's kind."),
        sa.Column(
            "kind",
            sa.Text,
            nullable=False,
            comment="measure, attendance_gate, practice_gate, eligibility or already_claimed.",
        ),
        sa.Column("status", sa.Text, comment="The measure's or the gate's status."),
        sa.Column("reason_code", sa.Text, comment="Its reason."),
        sa.Column("gap", sa.Numeric, comment="What is missing."),
        sa.Column("gap_unit", sa.Text, comment="What the gap counts."),
        sa.Column("earliest_on", sa.Date, comment="The earliest day on which it can be out of the way."),
        one_of("blocker", "kind", BLOCKERS),
        one_of("blocker", "gap_unit", UNITS),
        comment="What stands between a family and a claim, on each route.",
        **STATE,
    )
    op.create_table(
        "attendance_gate",
        as_of(),
        family_id(),
        sa.Column("person_ref", sa.Text, primary_key=True, comment="The child."),
        sa.Column("academic_year", sa.Text, primary_key=True, comment="The academic year."),
        sa.Column("term", sa.Text, primary_key=True, comment="The term."),
        sa.Column("sessions_possible", sa.BigInteger, comment="Sessions that the child could have attended."),
        sa.Column("sessions_unauthorised", sa.BigInteger, comment="Those missed without leave."),
        sa.Column(
            "compulsory",
            sa.Boolean,
            nullable=False,
            comment="Whether the child was of compulsory school age in the term.",
        ),
        sa.Column("passes", sa.Boolean, comment="The child's result over the terms together, repeated."),
        comment="What the attendance gate rests on: a row a child and term.",
        **STATE,
    )


def _claims() -> None:
    op.create_table(
        "claim_window",
        sa.Column("window_id", sa.BigInteger, sa.Identity(always=True), primary_key=True, comment="The window."),
        sa.Column("opens_on", sa.Date, nullable=False, comment="The first day on which it takes claims."),
        sa.Column("closes_on", sa.Date, nullable=False, comment="The last."),
        sa.Column("evidence_cut_off", sa.Date, nullable=False, comment="The day whose states its claims rest on."),
        sa.Column("status", sa.Text, nullable=False, server_default="planned", comment="How far it has come."),
        one_of("claim_window", "status", WINDOW_STATUSES),
        sa.CheckConstraint("opens_on <= closes_on", name="claim_window_days"),
        schema="claims",
        comment="When claims can be sent.",
    )
    op.create_table(
        "claim",
        sa.Column("claim_id", sa.BigInteger, sa.Identity(always=True), primary_key=True, comment="The claim."),
        family_id(key=False),
        sa.Column("result_type", sa.Text, nullable=False, comment="The result that is claimed."),
        sa.Column("claimable_on", sa.Date, nullable=False, comment="Since when it could be claimed."),
        sa.Column("as_of", sa.Date, nullable=False, comment="The night whose states it rests on."),
        sa.Column(
            "window_id",
            sa.BigInteger,
            sa.ForeignKey("claims.claim_window.window_id"),
            comment="The window in which it is sent.",
        ),
        sa.Column("amount", POUNDS, nullable=False, comment="Pounds."),
        sa.Column("status", sa.Text, nullable=False, server_default="candidate", comment="Its newest event's status."),
        sa.Column("plan_version", sa.Text, nullable=False, comment="The plan that was applied."),
        sa.Column("evidence_sha256", sa.Text, nullable=False, comment="Hash of its evidence rows, in their order."),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now(), comment="When it was found."),
        sa.Column(
            "run_id",
            sa.BigInteger,
            sa.ForeignKey("operations.run.run_id"),
            nullable=False,
            comment="The run that found it.",
        ),
        one_of("claim", "status", CLAIM_STATUSES),
        schema="claims",
        comment="What is claimed, once a family. Its values are frozen; its status moves only with an event.",
    )
    op.create_index(
        "claim_once_a_family", "claim", ["family_id"], schema="claims", unique=True,
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )  # fmt: skip
    op.create_table(
        "claim_event",
        claim_id(),
        sa.Column("sequence", sa.Integer, primary_key=True, comment="1, 2, 3 within the claim."),
        sa.Column("status", sa.Text, nullable=False, comment="What the claim became."),
        sa.Column("actor", sa.Text, nullable=False, comment="Who did it: a named person, or the pipeline."),
        sa.Column("reason", sa.Text, comment="Why."),
        sa.Column("at", INSTANT, nullable=False, server_default=sa.func.now(), comment="When."),
        one_of("claim_event", "status", CLAIM_STATUSES),
        sa.CheckConstraint("sequence > 0", name="claim_event_sequence"),
        schema="claims",
        comment="Everything that happened to a claim. Append-only.",
    )
    op.create_table(
        "evidence",
        claim_id(),
        sa.Column("measure_id", sa.Text, primary_key=True, comment="The measure, attendance_gate or practice_gate."),
        sa.Column("counted_as", sa.Text, primary_key=True, comment="baseline, progress, gate or absence."),
        sa.Column(
            "feed", sa.Text, primary_key=True, comment="The feed that the record came from, or was looked for in."
        ),
        sa.Column(
            "record_key", sa.Text, primary_key=True, comment="The record's key; for absence, the member looked for."
        ),
        sa.Column("person_ref", sa.Text, comment="The member."),
        sa.Column("event_on", sa.Date, comment="The day of the record; for absence, the day looked for through."),
        sa.Column("delivery_file", sa.Text, comment="The file that brought it."),
        sa.Column("delivery_sha256", sa.Text, comment="Hash of that file."),
        sa.Column("row_number", sa.Integer, comment="The row's number in it."),
        sa.Column("row_sha256", sa.Text, comment="Hash of the row's content."),
        sa.Column("loaded_at", INSTANT, comment="When the warehouse took it in."),
        one_of("evidence", "counted_as", ("baseline", "progress", "gate", "absence")),
        schema="claims",
        comment="The source rows that a claim rests on, and what was looked for and not found. Append-only.",
    )
    op.create_table(
        "regression",
        claim_id(),
        sa.Column("measure_id", sa.Text, primary_key=True, comment="The measure that was sustained in the claim."),
        sa.Column("regressed_on", sa.Date, primary_key=True, comment="The first day judged on which it no longer was."),
        sa.Column("reason_code", sa.Text, comment="The reason it has now."),
        sa.Column("as_of", sa.Date, nullable=False, comment="The day that was judged."),
        sa.Column(
            "run_id",
            sa.BigInteger,
            sa.ForeignKey("operations.run.run_id"),
            nullable=False,
            comment="The run that saw it.",
        ),
        schema="claims",
        comment="Progress that was claimed and did not last. Reported, not clawed back.",
    )


def _what_must_not_change() -> None:
    op.execute("""
        create function claims.refuse_change() returns trigger language plpgsql as $$
        begin
            raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, lower(tg_op)
                using errcode = 'restrict_violation';
        end $$
    """)
    for table in ("claims.claim_event", "claims.evidence", "matching.decision"):
        op.execute(f"""
            create trigger append_only before update or delete or truncate on {table}
            for each statement execute function claims.refuse_change()
        """)
    op.execute("""
        create trigger never_deleted before delete or truncate on claims.claim
        for each statement execute function claims.refuse_change()
    """)
    op.execute("""
        create function claims.refuse_thaw() returns trigger language plpgsql as $$
        begin
            if row(new.claim_id, new.family_id, new.result_type, new.claimable_on, new.as_of, new.amount,
                   new.plan_version, new.evidence_sha256, new.created_at, new.run_id)
               is distinct from
               row(old.claim_id, old.family_id, old.result_type, old.claimable_on, old.as_of, old.amount,
                   old.plan_version, old.evidence_sha256, old.created_at, old.run_id)
            then
                raise exception 'claim %: its values are frozen; only its status and window change', old.claim_id
                    using errcode = 'restrict_violation';
            end if;
            return new;
        end $$
    """)
    op.execute("""
        create trigger frozen before update on claims.claim
        for each row execute function claims.refuse_thaw()
    """)
    op.execute("""
        create function claims.require_event() returns trigger language plpgsql as $$
        declare
            stands text := (select status from claims.claim where claim_id = new.claim_id);
            happened text := (select status from claims.claim_event where claim_id = new.claim_id
                              order by sequence desc limit 1);
        begin
            if stands is distinct from happened then
                raise exception 'claim % is %, but its newest event says %',
                    new.claim_id, stands, coalesce(happened, 'nothing')
                    using errcode = 'integrity_constraint_violation',
                          hint = 'a status and its claim_event are written in one transaction';
            end if;
            return null;
        end $$
    """)
    op.execute("""
        create constraint trigger status_has_event after insert or update on claims.claim
        deferrable initially deferred for each row execute function claims.require_event()
    """)
    op.execute("""
        create constraint trigger event_is_status after insert on claims.claim_event
        deferrable initially deferred for each row execute function claims.require_event()
    """)


def downgrade() -> None:
    op.execute("drop trigger append_only on matching.decision")
    for table in (
        "regression", "evidence", "claim_event", "claim", "claim_window",
        "attendance_gate", "blocker", "family_state", "problem_state", "outcome_state", "measure_state",
    ):  # fmt: skip
        op.drop_table(table, schema="claims")
    for function in ("require_event", "refuse_thaw", "refuse_change"):
        op.execute(f"drop function claims.{function}()")
