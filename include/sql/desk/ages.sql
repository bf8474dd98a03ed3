-- PostgreSQL. How many people wait in each feed, by how long: numbers, and nobody's name.
WITH word AS (
    {% include "desk/word.sql" %}
),

queued AS (
    {% include "desk/queued.sql" %}
)

SELECT
    feed,
    count(*) AS people,
    count(*) FILTER (WHERE oldest > now() - INTERVAL '7 days') AS week,
    count(*) FILTER (WHERE oldest <= now() - INTERVAL '7 days' AND oldest > now() - INTERVAL '28 days') AS month,
    count(*) FILTER (WHERE oldest <= now() - INTERVAL '28 days' AND oldest > now() - INTERVAL '91 days') AS quarter,
    count(*) FILTER (WHERE oldest <= now() - INTERVAL '91 days') AS longer,
    min(oldest) AS oldest
FROM (
    SELECT
        feed,
        min(waits_since) AS oldest
    FROM queued
    WHERE waits
    GROUP BY feed, supplier, person_ref
) AS person
GROUP BY feed
ORDER BY feed
