-- PostgreSQL. The newest night's members, and how many of them some agency knows.
SELECT part, value, members, found, waiting, members - found - waiting AS not_found
FROM operations.match_rate
WHERE feed = 'any' AND run_id = (SELECT max(newest.run_id) FROM operations.match_quality AS newest)
ORDER BY part, substring(value FROM '^[0-9]+')::integer NULLS LAST, value
