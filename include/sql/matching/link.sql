-- Closes the links that no longer hold. What began at this very instant was never seen by anybody, so it goes.
DELETE FROM matching.link AS l
USING ended_link AS e
WHERE l.valid_to = 'infinity' AND l.valid_from = {{ at }}
    AND l.feed = e.feed AND l.supplier = e.supplier AND l.person_ref = e.person_ref
    AND l.member_ref = e.member_ref AND l.family_id = e.family_id;

UPDATE matching.link AS l
SET valid_to = {{ at }}, end_reason = e.end_reason
FROM ended_link AS e
WHERE l.valid_to = 'infinity'
    AND l.feed = e.feed AND l.supplier = e.supplier AND l.person_ref = e.person_ref
    AND l.member_ref = e.member_ref AND l.family_id = e.family_id;

INSERT INTO matching.link (feed, supplier, person_ref, member_ref, family_id, basis, weight, valid_from, run_id)
SELECT feed, supplier, person_ref, member_ref, family_id, basis, weight, {{ at }}, {{ run_id }}
FROM begun_link;
