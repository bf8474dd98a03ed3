{#- Whether a run has checked a file. -#}
SELECT 1
FROM operations.delivery AS d
INNER JOIN operations.validation AS v ON v.delivery_id = d.delivery_id
WHERE d.run_id = {{ run_id }}
LIMIT 1;
