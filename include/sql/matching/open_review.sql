SELECT feed, supplier, person_ref, member_ref, family_id, reason, facts_sha256
FROM matching.review_queue
WHERE valid_to = 'infinity'
