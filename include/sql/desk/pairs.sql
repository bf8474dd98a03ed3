-- PostgreSQL. Every pair that waits, by person: the longest first, then the strongest.
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
    member_ref,
    reason,
    waits_since,
    awaits_second,
    weight,
    facts::jsonb AS facts,
    facts_sha256
FROM queued
WHERE waits
ORDER BY
    min(waits_since) OVER (PARTITION BY feed, supplier, person_ref),
    feed,
    supplier,
    person_ref,
    weight DESC NULLS LAST,
    member_ref
