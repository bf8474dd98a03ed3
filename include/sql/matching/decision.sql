-- PostgreSQL. The newest word of a person on each pair, as known at an instant.
SELECT DISTINCT ON (feed, supplier, person_ref, member_ref)
    feed, supplier, person_ref, member_ref, verdict, seen_sha256
FROM matching.decision
WHERE decided_at <= {{ at }}
ORDER BY feed, supplier, person_ref, member_ref, decision_id DESC
