-- The members, by feed, whom a row may be about that was in quarantine at an instant.
SELECT DISTINCT m.feed, m.member_ref AS person_ref
FROM matching.quarantine_match AS m
WHERE m.valid_from <= {{ at }} AND m.valid_to > {{ at }}
    AND EXISTS (
        SELECT 1
        FROM operations.quarantine AS q
        INNER JOIN operations.delivery AS d ON d.delivery_id = q.delivery_id
        WHERE q.delivery_id = m.delivery_id AND q.row_number = m.row_number AND d.outcome = 'loaded'
            AND q.quarantined_at <= {{ at }} AND q.resolved_at > {{ at }}
    )
