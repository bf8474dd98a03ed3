{# The measures that only one of two plans has: how many families it gives which answer. #}
SELECT
    measure_id,
    status,
    COUNT(*)
FROM {{ has }}.measure_state
WHERE measure_id NOT IN (SELECT measure_id FROM {{ has_not }}.measure_state)
GROUP BY measure_id, status
ORDER BY measure_id, status
