-- A run that matches again says again what it found.
DELETE FROM matching.search WHERE run_id = {{ run_id }}
