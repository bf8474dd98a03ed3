-- PostgreSQL. The newest word on each pair. `firm`: it needs no second opinion, or has it from another person, with no
-- other word in between.
SELECT DISTINCT ON (d.feed, d.supplier, d.person_ref, d.member_ref)
    d.feed,
    d.supplier,
    d.person_ref,
    d.member_ref,
    d.verdict,
    d.decided_at,
    d.seen_sha256,
    d.decided_by,
    d.verdict <> 'same' OR NOT agreed.second_needed OR agreed.people > 1 AS firm
FROM matching.decision AS d
CROSS JOIN LATERAL (
    SELECT
        count(DISTINCT lower(one.decided_by)) AS people,
        bool_or(one.second_needed) AS second_needed
    FROM matching.decision AS one
    WHERE
        (one.feed, one.supplier, one.person_ref, one.member_ref) = (d.feed, d.supplier, d.person_ref, d.member_ref)
        AND one.verdict = d.verdict
        AND one.decision_id > coalesce((
            SELECT max(otherwise.decision_id)
            FROM matching.decision AS otherwise
            WHERE
                (otherwise.feed, otherwise.supplier, otherwise.person_ref, otherwise.member_ref)
                = (d.feed, d.supplier, d.person_ref, d.member_ref)
                AND otherwise.verdict <> d.verdict AND otherwise.decision_id < d.decision_id
        ), 0)
) AS agreed
ORDER BY d.feed, d.supplier, d.person_ref, d.member_ref, d.decision_id DESC
