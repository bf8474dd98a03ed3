-- Whether a feed's match rate is a usual one: within so many deviations of the median of its earlier nights. Median and
-- median absolute deviation do not follow the one odd night that they are there to find. Of several runs of a day the
-- last counts, and the same day again is no earlier night.
DELETE FROM operations.match_range WHERE run_id = {{ run_id }};

WITH night AS (
    SELECT DISTINCT ON (as_of)
        as_of,
        run_id
    FROM operations.run
    WHERE
        known_at < {{ at }} AND as_of <> {{ as_of }}
        AND EXISTS (SELECT 1 FROM operations.match_quality AS matched WHERE matched.run_id = run.run_id)
    ORDER BY as_of DESC, run_id DESC
),

rate AS (
    SELECT
        run_id,
        feed,
        people,
        (matched_identifier + matched_exact_key + matched_model + matched_decision)::double precision
        / people AS rate
    FROM operations.match_quality
    WHERE people > 0
),

earlier AS (
    SELECT
        r.feed,
        r.rate,
        row_number() OVER (PARTITION BY r.feed ORDER BY night.as_of DESC) AS place
    FROM night
    INNER JOIN rate AS r ON r.run_id = night.run_id
),

middle AS (
    SELECT feed, count(*) AS nights, percentile_cont(0.5) WITHIN GROUP (ORDER BY rate) AS usual
    FROM earlier
    WHERE place <= {{ nights }}
    GROUP BY feed
    HAVING count(*) >= {{ least_nights }}
),

spread AS (
    SELECT m.feed, percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(e.rate - m.usual)) AS deviation
    FROM middle AS m
    INNER JOIN earlier AS e ON e.feed = m.feed AND e.place <= {{ nights }}
    GROUP BY m.feed
),

band AS (
    SELECT
        tonight.feed,
        tonight.rate,
        m.nights,
        m.usual,
        -- Of a normal distribution, a standard deviation is 1.4826 median absolute ones.
        greatest(
            {{ least_share }},
            {{ least_people }} / tonight.people::double precision,
            {{ deviations }} * 1.4826 * s.deviation
        ) AS reach
    FROM rate AS tonight
    INNER JOIN middle AS m ON m.feed = tonight.feed
    INNER JOIN spread AS s ON s.feed = tonight.feed
    WHERE tonight.run_id = {{ run_id }}
)

INSERT INTO operations.match_range (run_id, feed, rate, usual, lowest, highest, nights, unusual)
SELECT
    {{ run_id }},
    feed,
    round(rate::numeric, 4),
    round(usual::numeric, 4),
    round(greatest(usual - reach, 0)::numeric, 4),
    round(least(usual + reach, 1)::numeric, 4),
    nights,
    abs(rate - usual) > reach
FROM band;
