-- PostgreSQL. Reviewers' verdicts by weight, as the newest night knows them.
SELECT at_least, below, same, different, share_same, probability
FROM operations.match_calibration
WHERE run_id = (SELECT max(newest.run_id) FROM operations.match_quality AS newest)
ORDER BY at_least
