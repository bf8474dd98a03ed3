-- PostgreSQL. Who is linked to some members already.
SELECT
    member_ref AS candidate_ref,
    feed,
    supplier,
    person_ref,
    min(basis) AS basis,
    min(valid_from) AS since
FROM matching.link
WHERE valid_to = 'infinity' AND member_ref = ANY(%(members)s)
GROUP BY member_ref, feed, supplier, person_ref
ORDER BY member_ref, feed, supplier, person_ref
