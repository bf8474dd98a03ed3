-- PostgreSQL. The people who wait, the longest first, then the strongest.
WITH word AS (
    {% include "desk/word.sql" %}
),

queued AS (
    {% include "desk/queued.sql" %}
)

SELECT
    feed,
    supplier,
    person_ref,
    min(waits_since) AS waits_since,
    count(*) AS candidates,
    max(weight) AS best_weight,
    array_agg(DISTINCT reason ORDER BY reason) AS reasons
FROM queued
WHERE waits AND (lower(awaits_second) IS DISTINCT FROM lower(%(reviewer)s) OR awaits_second IS NULL)
GROUP BY feed, supplier, person_ref
ORDER BY min(waits_since), max(weight) DESC NULLS LAST, feed, supplier, person_ref
LIMIT %(most)s OFFSET %(skipped)s
