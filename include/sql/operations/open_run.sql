-- A night begins. Its known_at is set by the gate, when what has arrived has been loaded.
INSERT INTO operations.run (airflow_run_id, as_of, plan_version, code_version, rules_sha256)
VALUES ({{ airflow_run_id }}, {{ as_of }}, {{ plan }}, {{ code_version }}, {{ rules_sha256 }})
RETURNING run_id
