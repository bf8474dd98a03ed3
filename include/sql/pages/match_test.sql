-- PostgreSQL. What the newest night's tests of matching found, in each feed that they could ask about, and over all.
SELECT
    t.feed,
    t.blind_people,
    t.precision,
    t.recall,
    t.decoy_links,
    q.blind_right AS found,
    q.blind_linked - q.blind_right AS somebody_else,
    q.blind_review AS waiting,
    q.blind_people - q.blind_linked - q.blind_review AS lost
FROM operations.match_test AS t
LEFT JOIN operations.match_quality AS q ON q.run_id = t.run_id AND q.feed = t.feed
WHERE t.run_id = (SELECT max(newest.run_id) FROM operations.match_quality AS newest)
    AND (t.blind_people > 0 OR t.decoy_links > 0)
ORDER BY t.feed
