-- PostgreSQL. The pairs in the queue, once each whatever the member's families, and whether they still wait for a
-- person: a verdict of today takes a pair off the desk, and the person's other pairs too if it says who the person is,
-- though the next night is the first to act on it. Who cannot tell twice leaves the pair on the desk.
SELECT
    q.*,
    (
        said.firm
        AND said.verdict <> 'undone'
        AND (said.verdict <> 'cannot_tell' OR q.reason <> 'cannot_tell')
        AND said.decided_at >= q.waits_since
        AND said.seen_sha256 IS NOT DISTINCT FROM q.facts_sha256
    ) IS NOT TRUE
    AND NOT EXISTS (
        SELECT 1 FROM word AS other
        WHERE
            other.feed = q.feed AND other.supplier = q.supplier AND other.person_ref = q.person_ref
            AND other.member_ref <> q.member_ref
            AND other.verdict = 'same' AND other.firm AND other.decided_at >= q.waits_since
    ) AS waits,
    CASE WHEN said.verdict = 'same' AND NOT said.firm THEN said.decided_by END AS awaits_second,
    proposal.weight,
    proposal.probability,
    proposal.comparisons
FROM (
    SELECT
        feed,
        supplier,
        person_ref,
        member_ref,
        array_agg(family_id ORDER BY family_id COLLATE "C") AS family_ids,
        min(reason COLLATE "C") AS reason,
        min(valid_from) AS waits_since,
        max(facts::text) AS facts,
        max(facts_sha256) AS facts_sha256
    FROM matching.review_queue
    WHERE valid_to = 'infinity'
    GROUP BY feed, supplier, person_ref, member_ref
) AS q
LEFT JOIN word AS said
    ON
        q.feed = said.feed AND q.supplier = said.supplier AND q.person_ref = said.person_ref
        AND q.member_ref = said.member_ref
LEFT JOIN matching.proposal AS proposal
    ON
        q.feed = proposal.feed AND q.supplier = proposal.supplier AND q.person_ref = proposal.person_ref
        AND q.member_ref = proposal.member_ref AND proposal.valid_to = 'infinity'
