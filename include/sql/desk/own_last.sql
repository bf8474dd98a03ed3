-- PostgreSQL. The newest word of a reviewer that still stands: nobody has said anything on the pair since.
SELECT
    said.decision_id,
    said.feed,
    said.supplier,
    said.person_ref,
    said.member_ref,
    said.verdict,
    said.reason,
    said.decided_at
FROM matching.decision AS said
WHERE
    lower(said.decided_by) = lower(%(reviewer)s)
    AND said.verdict <> 'undone'
    AND NOT EXISTS (
        SELECT 1 FROM matching.decision AS since
        WHERE
            since.feed = said.feed AND since.supplier = said.supplier AND since.person_ref = said.person_ref
            AND since.member_ref = said.member_ref AND since.decision_id > said.decision_id
    )
ORDER BY said.decision_id DESC
LIMIT 1
