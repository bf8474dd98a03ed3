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

UPDATE matching.review_queue AS q
SET facts = CAST(c.facts AS jsonb), facts_sha256 = c.facts_sha256
FROM changed_review AS c
WHERE q.valid_to = 'infinity'
    AND q.feed = c.feed AND q.supplier = c.supplier AND q.person_ref = c.person_ref
    AND q.member_ref = c.member_ref AND q.family_id = c.family_id;

INSERT INTO matching.review_queue (
    feed, supplier, person_ref, member_ref, family_id, reason, facts, facts_sha256, valid_from, run_id
)
SELECT
    feed, supplier, person_ref, member_ref, family_id, reason, CAST(facts AS jsonb), facts_sha256,
    {{ at }}, {{ run_id }}
FROM begun_review;
