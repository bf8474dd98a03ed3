-- PostgreSQL. The newest word on a pair.
SELECT verdict
FROM matching.decision
WHERE
    feed = %(feed)s AND supplier = %(supplier)s AND person_ref = %(person_ref)s AND member_ref = %(member_ref)s
ORDER BY decision_id DESC
LIMIT 1
