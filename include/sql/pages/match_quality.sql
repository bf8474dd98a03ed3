-- PostgreSQL. How people were matched on the last nights, a row a night and feed; of several runs of a day the last.
WITH night AS (
    SELECT DISTINCT ON (as_of)
        as_of,
        run_id
    FROM operations.run
    WHERE EXISTS (SELECT 1 FROM operations.match_quality AS matched WHERE matched.run_id = run.run_id)
    ORDER BY as_of DESC, run_id DESC
    LIMIT {{ nights }}
)

SELECT
    night.as_of,
    q.feed,
    q.people,
    q.matched_identifier,
    q.matched_exact_key,
    q.matched_model,
    q.matched_decision,
    q.review,
    q.unmatched
FROM night
INNER JOIN operations.match_quality AS q ON night.run_id = q.run_id
ORDER BY q.feed, night.as_of
