-- PostgreSQL. How much waits.
WITH word AS (
    {% include "desk/word.sql" %}
),

queued AS (
    {% include "desk/queued.sql" %}
)

SELECT
    count(*) AS people,
    coalesce(sum(pairs), 0) AS pairs,
    min(oldest) AS oldest
FROM (
    SELECT
        count(*) AS pairs,
        min(waits_since) AS oldest
    FROM queued
    WHERE waits
    GROUP BY feed, supplier, person_ref
) AS person
