-- Who waits for a person once the night has matched, and for how long: in each feed, and over all of them.
DELETE FROM operations.match_backlog WHERE run_id = {{ run_id }};

WITH person AS (
    SELECT feed, supplier, person_ref, count(DISTINCT member_ref) AS pairs, min(valid_from) AS since
    FROM matching.review_queue
    WHERE valid_from <= {{ at }} AND valid_to > {{ at }}
    GROUP BY feed, supplier, person_ref
),

aged AS (
    SELECT
        feed,
        pairs,
        since,
        extract(EPOCH FROM {{ at }} - since) / 86400 AS days
    FROM person
)

INSERT INTO operations.match_backlog (run_id, feed, people, pairs, oldest, median_days)
SELECT
    {{ run_id }},
    coalesce(feed, 'any'),
    count(*),
    coalesce(sum(pairs), 0),
    min(since),
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY days))::numeric, 1)
FROM aged
GROUP BY GROUPING SETS ((feed), ());
