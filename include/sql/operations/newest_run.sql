-- The run that one of Airflow's runs made; the newest, if its first task was run again.
SELECT run_id, as_of, plan_version, known_at
FROM operations.run
WHERE airflow_run_id = {{ airflow_run_id }}
ORDER BY run_id DESC
LIMIT 1
