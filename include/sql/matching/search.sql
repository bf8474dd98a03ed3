-- Who was looked for where. A search that finds what the one before it found is not written again.
INSERT INTO matching.search (member_ref, feed, run_id, found)
SELECT member_ref, feed, {{ run_id }}, found
FROM changed_search;
