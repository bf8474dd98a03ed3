SELECT feed, delivery_id, row_number, member_ref
FROM matching.quarantine_match
WHERE valid_to = 'infinity'
