SELECT as_of, plan_version, known_at
FROM operations.run
WHERE run_id = {{ run_id }}
