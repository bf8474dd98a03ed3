-- Where a night's time went, a line a stage, in the order in which they ended.
SELECT stage, count(*) AS tasks, sum(seconds) AS seconds, max(seconds) AS longest
FROM operations.stage_timing
WHERE run_id = {{ run_id }}
GROUP BY stage
ORDER BY sum(seconds) DESC, stage
