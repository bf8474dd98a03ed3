-- Nights never overlap: one that is still open when the next begins was interrupted.
UPDATE operations.run
SET ended_at = clock_timestamp(), outcome = 'interrupted'
WHERE ended_at IS NULL
