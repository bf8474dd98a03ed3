-- A task that is run again replaces what its first attempt recorded.
INSERT INTO operations.stage_timing (run_id, stage, task, seconds, rows)
VALUES ({{ run_id }}, {{ stage }}, {{ task }}, {{ milliseconds }} / 1000.0, {{ rows }})
ON CONFLICT (run_id, stage, task) DO UPDATE
SET seconds = excluded.seconds, rows = excluded.rows
