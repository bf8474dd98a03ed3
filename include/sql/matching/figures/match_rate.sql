-- Of how many members the agencies know anything.
DELETE FROM operations.match_rate WHERE run_id = {{ run_id }};

INSERT INTO operations.match_rate (run_id, feed, part, value, members, found, waiting)
SELECT {{ run_id }}, feed, part, value, members, found, waiting
FROM found_rate;
