-- Quarantined rows that may be a member's: closes the pairs that no longer are, and adds the new ones.
DELETE FROM matching.quarantine_match AS q
USING ended_quarantine_match AS e
WHERE q.valid_to = 'infinity' AND q.valid_from = {{ at }}
    AND q.delivery_id = e.delivery_id AND q.row_number = e.row_number AND q.member_ref = e.member_ref;

UPDATE matching.quarantine_match AS q
SET valid_to = {{ at }}
FROM ended_quarantine_match AS e
WHERE q.valid_to = 'infinity'
    AND q.delivery_id = e.delivery_id AND q.row_number = e.row_number AND q.member_ref = e.member_ref;

INSERT INTO matching.quarantine_match (feed, delivery_id, row_number, member_ref, valid_from)
SELECT feed, delivery_id, row_number, member_ref, {{ at }}
FROM begun_quarantine_match;
