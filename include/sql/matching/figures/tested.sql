-- DuckDB. What the two tests found, in each feed.
CREATE TABLE found_test AS
WITH blind_outcome AS (
    SELECT
        p.feed,
        count(*) AS people,
        count(l.person_id) AS linked,
        count(*) FILTER (WHERE l.member_ref = h.member_ref) AS right_ones,
        count(*) FILTER (WHERE l.person_id IS NULL AND d.person_id IS NOT NULL) AS review
    FROM blind.hidden AS h
    INNER JOIN main.person AS p ON p.person_id = h.person_id
    LEFT JOIN blind.linked AS l ON l.person_id = h.person_id
    LEFT JOIN (SELECT DISTINCT person_id FROM blind.doubtful) AS d ON d.person_id = h.person_id
    GROUP BY p.feed
),

decoy_outcome AS (
    SELECT
        p.feed,
        count(*) AS automatic,
        count(d.member_ref) AS links
    FROM decoy.linked AS l
    INNER JOIN main.person AS p ON p.person_id = l.person_id
    LEFT JOIN decoy.decoy AS d ON d.member_ref = l.member_ref
    WHERE l.basis IN ('exact_key', 'model')
    GROUP BY p.feed
)

SELECT
    f.feed,
    coalesce(b.people, 0) AS blind_people,
    coalesce(b.linked, 0) AS blind_linked,
    coalesce(b.right_ones, 0) AS blind_right,
    coalesce(b.review, 0) AS blind_review,
    coalesce(d.automatic, 0) AS decoy_automatic,
    coalesce(d.links, 0) AS decoy_links
FROM feed AS f
LEFT JOIN blind_outcome AS b ON b.feed = f.feed
LEFT JOIN decoy_outcome AS d ON d.feed = f.feed;
