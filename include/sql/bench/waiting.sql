-- Whoever waits for a reviewer, with the number of records that wait with them.
{% for feed in feeds %}
{% set ref = Identifier(feed.identity.person_ref) %}
SELECT c.supplier, c.{{ ref }} AS person_ref, {{ feed.name }} AS feed, count(*) AS records
FROM core.{{ Identifier(feed.name) }} AS c
WHERE
    c.known_to = 'infinity' AND NOT c.withdrawn
    AND EXISTS (
        SELECT 1
        FROM matching.review_queue AS q
        WHERE q.feed = {{ feed.name }} AND q.supplier = c.supplier AND q.person_ref = c.{{ ref }}
            AND q.valid_to = 'infinity'
    )
GROUP BY c.supplier, c.{{ ref }}
{{ Sql("" if loop.last else "UNION ALL") }}
{% endfor %}
