-- PostgreSQL. The members whom one person may be, the strongest first; those decided today among them.
WITH word AS (
    {% include "desk/word.sql" %}
),

queued AS (
    {% include "desk/queued.sql" %}
)

SELECT
    member_ref,
    family_ids,
    reason,
    waits_since,
    waits,
    awaits_second,
    CAST(facts AS jsonb) AS facts,
    facts_sha256,
    weight,
    probability,
    comparisons
FROM queued
WHERE feed = %(feed)s AND supplier = %(supplier)s AND person_ref = %(person_ref)s
ORDER BY weight DESC NULLS LAST, member_ref
