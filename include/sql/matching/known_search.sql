-- What the newest search of each feed for each member found: only a search that finds something else is written. A row
-- for a feed and answer, the members in one text: there are as many pairs as members times feeds.
WITH newest AS (
    SELECT DISTINCT ON (member_ref, feed) member_ref, feed, found
    FROM matching.search
    ORDER BY member_ref, feed, run_id DESC
)

SELECT feed, found, string_agg(member_ref, chr(31) ORDER BY member_ref) AS members
FROM newest
GROUP BY feed, found
