-- Closes the candidates that weigh or stand otherwise now, and adds the new ones.
DELETE FROM matching.proposal AS p
USING ended_proposal AS e
WHERE p.valid_to = 'infinity' AND p.valid_from = {{ at }}
    AND p.feed = e.feed AND p.supplier = e.supplier AND p.person_ref = e.person_ref AND p.member_ref = e.member_ref;

UPDATE matching.proposal AS p
SET valid_to = {{ at }}
FROM ended_proposal AS e
WHERE p.valid_to = 'infinity'
    AND p.feed = e.feed AND p.supplier = e.supplier AND p.person_ref = e.person_ref AND p.member_ref = e.member_ref;

INSERT INTO matching.proposal (
    feed, supplier, person_ref, member_ref, weight, probability, comparisons, standing, valid_from, run_id
)
SELECT
    feed, supplier, person_ref, member_ref, weight, probability, CAST(comparisons AS jsonb), standing,
    {{ at }}, {{ run_id }}
FROM begun_proposal;
