-- The newest run that has matched people with later knowledge than this instant's.
SELECT max(r.run_id)
FROM operations.match_quality AS q
INNER JOIN operations.run AS r ON r.run_id = q.run_id
WHERE r.known_at > {{ at }}
