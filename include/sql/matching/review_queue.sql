-- Takes out of the queue what is decided or gone, and puts in what is new. What came in at this very instant was never
-- seen, so it goes.
DELETE FROM matching.review_queue AS q
USING ended_review AS e
WHERE q.valid_to = 'infinity' AND q.valid_from = {{ at }}
    AND q.feed = e.feed AND q.supplier = e.supplier AND q.person_ref = e.person_ref
    AND q.member_ref = e.member_ref AND q.family_id = e.family_id;

UPDATE matching.review_queue AS q
SET valid_to = {{ at }}
FROM ended_review AS e
WHERE q.valid_to = 'infinity'
    AND q.feed = e.feed AND q.supplier = e.supplier AND q.person_ref = e.person_ref
    AND q.member_ref = e.member_ref AND q.family_id = e.family_id;

INSERT INTO matching.review_queue (feed, supplier, person_ref, member_ref, family_id, reason, valid_from, run_id)
SELECT feed, supplier, person_ref, member_ref, family_id, reason, {{ at }}, {{ run_id }}
FROM begun_review;
