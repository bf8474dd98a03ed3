-- What had been loaded by now is what this run knows; anything later waits for the next night.
-- A load that is about to commit is waited for: it would otherwise be dated before this instant and be missing now.
SELECT pg_advisory_xact_lock(hashtextextended('known until now', 0));

UPDATE operations.run
SET known_at = clock_timestamp()
WHERE run_id = {{ run_id }}
