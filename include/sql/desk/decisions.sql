-- PostgreSQL. Every word that was ever said on a person's pairs, the newest first.
SELECT
    member_ref AS candidate_ref,
    seen_sha256,
    decision_id,
    verdict,
    reason,
    decided_by,
    decided_at,
    second_needed,
    weight
FROM matching.decision
WHERE feed = %(feed)s AND supplier = %(supplier)s AND person_ref = %(person_ref)s
ORDER BY decision_id DESC
