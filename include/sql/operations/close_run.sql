-- A run whose failed tasks were run again is closed again.
UPDATE operations.run
SET ended_at = clock_timestamp(), outcome = {{ outcome }}
WHERE run_id = {{ run_id }}
