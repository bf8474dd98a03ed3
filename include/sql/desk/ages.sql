-- PostgreSQL. How many people wait in each feed, by how long at an instant: numbers, and nobody's name.
WITH word AS (
    {% include "desk/word.sql" %}
),

queued AS (
    {% include "desk/queued.sql" %}
)

SELECT
    feed,
    count(*) AS people,
    count(*) FILTER (WHERE waited < INTERVAL '7 days') AS week,
    count(*) FILTER (WHERE waited >= INTERVAL '7 days' AND waited < INTERVAL '28 days') AS month,
    count(*) FILTER (WHERE waited >= INTERVAL '28 days' AND waited < INTERVAL '91 days') AS quarter,
    count(*) FILTER (WHERE waited >= INTERVAL '91 days') AS longer,
    min(oldest) AS oldest
FROM (
    SELECT
        feed,
        min(waits_since) AS oldest,
        CAST(%(at)s AS timestamptz) - min(waits_since) AS waited
    FROM queued
    WHERE waits
    GROUP BY feed, supplier, person_ref
) AS person
GROUP BY feed
ORDER BY feed
