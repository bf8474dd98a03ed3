-- What had been loaded by now is what this run knows; anything later waits for the next night.
UPDATE operations.run
SET known_at = clock_timestamp()
WHERE run_id = {{ run_id }}
