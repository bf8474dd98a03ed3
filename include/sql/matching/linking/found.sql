-- DuckDB. linked, doubtful -> what the night found, in the columns of the warehouse: a row for each family of a member.

CREATE TABLE found_link AS
SELECT p.feed, p.supplier, p.person_ref, l.member_ref, f.family_id, l.basis, c.weight
FROM linked AS l
INNER JOIN person AS p ON p.person_id = l.person_id
INNER JOIN member_family AS f ON f.member_ref = l.member_ref
LEFT JOIN candidate AS c ON c.person_id = l.person_id AND c.member_ref = l.member_ref;

CREATE TABLE found_review AS
SELECT
    p.feed,
    p.supplier,
    p.person_ref,
    d.member_ref,
    f.family_id,
    d.reason,
    CAST(to_json({'person': shown(p), 'member': shown(m)}) AS VARCHAR) AS facts,
    facts_sha256(p, m) AS facts_sha256
FROM doubtful AS d
INNER JOIN person AS p ON p.person_id = d.person_id
INNER JOIN member AS m ON m.member_ref = d.member_ref
INNER JOIN member_family AS f ON f.member_ref = d.member_ref;

-- Every candidate with what became of it. Whoever is another member, or waits for another reason, holds nothing here.
CREATE TABLE found_proposal AS
SELECT
    p.feed,
    p.supplier,
    p.person_ref,
    c.member_ref,
    c.weight,
    1 / (1 + pow(2, -c.weight)) AS probability,
    CAST(
        to_json(list_prepend({'name': 'prior', 'level': c.feed, 'bits': c.prior}, c.comparisons)) AS VARCHAR
    ) AS comparisons,
    CASE
        WHEN l.member_ref = c.member_ref THEN 'linked'
        WHEN c.apart THEN 'decided'
        WHEN l.member_ref IS NOT NULL THEN 'linked_elsewhere'
        WHEN d.person_id IS NOT NULL THEN 'review'
        ELSE 'listed'
    END AS standing
FROM candidate AS c
INNER JOIN person AS p ON p.person_id = c.person_id
LEFT JOIN linked AS l ON l.person_id = c.person_id
LEFT JOIN doubtful AS d ON d.person_id = c.person_id AND d.member_ref = c.member_ref;

CREATE TABLE found_search AS
SELECT m.member_ref, f.feed, l.feed IS NOT NULL AS found
FROM member AS m
CROSS JOIN feed AS f
LEFT JOIN (SELECT DISTINCT feed, member_ref FROM found_link) AS l ON l.feed = f.feed AND l.member_ref = m.member_ref;

CREATE TABLE found_quality AS
WITH person_outcome AS (
    SELECT p.feed, l.basis, EXISTS (SELECT 1 FROM doubtful AS d WHERE d.person_id = p.person_id) AS in_doubt
    FROM person AS p
    LEFT JOIN linked AS l ON l.person_id = p.person_id
),

people AS (
    SELECT
        feed,
        count(*) AS people,
        count(*) FILTER (WHERE basis = 'identifier') AS matched_identifier,
        count(*) FILTER (WHERE basis = 'exact_key') AS matched_exact_key,
        count(*) FILTER (WHERE basis = 'model') AS matched_model,
        count(*) FILTER (WHERE basis = 'decision') AS matched_decision,
        count(*) FILTER (WHERE basis IS NULL AND in_doubt) AS review,
        count(*) FILTER (WHERE basis IS NULL AND NOT in_doubt) AS unmatched
    FROM person_outcome
    GROUP BY feed
),

records AS (SELECT feed, CAST(sum(records) AS BIGINT) AS "rows" FROM described GROUP BY feed)

SELECT
    f.feed,
    coalesce(r."rows", 0) AS "rows",
    coalesce(p.people, 0) AS people,
    coalesce(p.matched_identifier, 0) AS matched_identifier,
    coalesce(p.matched_exact_key, 0) AS matched_exact_key,
    coalesce(p.matched_model, 0) AS matched_model,
    coalesce(p.matched_decision, 0) AS matched_decision,
    coalesce(p.review, 0) AS review,
    coalesce(p.unmatched, 0) AS unmatched
FROM feed AS f
LEFT JOIN people AS p ON p.feed = f.feed
LEFT JOIN records AS r ON r.feed = f.feed;
