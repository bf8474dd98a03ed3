-- The feeds whose match rate is beyond its usual range, in parts of a hundred.
SELECT feed, round(100 * rate, 1), round(100 * lowest, 1), round(100 * highest, 1), nights
FROM operations.match_range
WHERE run_id = {{ run_id }} AND unusual
ORDER BY feed
