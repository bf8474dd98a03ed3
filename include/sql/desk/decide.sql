-- PostgreSQL. A word is added to the register; none is ever changed.
INSERT INTO matching.decision (
    feed, supplier, person_ref, member_ref, verdict, reason, decided_by, decided_at, seen, seen_sha256, weight,
    second_needed
) VALUES (
    %(feed)s, %(supplier)s, %(person_ref)s, %(member_ref)s, %(verdict)s, %(reason)s, %(decided_by)s, clock_timestamp(),
    %(seen)s, %(seen_sha256)s, %(weight)s, %(second_needed)s
)
RETURNING decision_id
