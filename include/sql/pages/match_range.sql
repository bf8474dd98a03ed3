-- PostgreSQL. The newest night's match rates beside what is usual.
SELECT feed, rate, usual, lowest, highest, nights, unusual
FROM operations.match_range
WHERE run_id = (SELECT max(newest.run_id) FROM operations.match_quality AS newest)
ORDER BY feed
