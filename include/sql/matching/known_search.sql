-- What the newest search of each feed for each member found: only a search that finds something else is written.
SELECT DISTINCT ON (member_ref, feed) member_ref, feed, found
FROM matching.search
ORDER BY member_ref, feed, run_id DESC
