-- DuckDB. Step 1: people and members who carry the same strong identifier, unless something else speaks against it.

CREATE TABLE sharing AS
WITH pair AS (
    {% for kind in identifiers %}
    SELECT p.person_id, m.member_ref
    FROM person AS p
    INNER JOIN member AS m ON m.identifiers.{{ Identifier(kind) }} = p.identifiers.{{ Identifier(kind) }}
    {{ Sql("" if loop.last else "UNION") }}
    {% endfor %}
),

-- Whom everything else names: a twin's record may carry the other's number, and their names may be alike.
named AS (
    SELECT DISTINCT pair.person_id
    FROM pair
    INNER JOIN person AS p ON p.person_id = pair.person_id
    INNER JOIN member AS m ON m.forename = p.forename AND m.surname = p.surname AND m.date_of_birth = p.date_of_birth
)

SELECT
    pair.person_id,
    pair.member_ref,
    count(*) OVER (PARTITION BY pair.person_id) > 1 AS disagree,
    people_conflict(p, m) AS conflict,
    identifiers_differ(p.identifiers, m.identifiers) AS differ,
    a.changed IS NOT NULL AS apart,
    EXISTS (SELECT 1 FROM doubtful AS d WHERE d.person_id = pair.person_id)
    OR (m.forename <> p.forename AND pair.person_id IN (SELECT n.person_id FROM named AS n)) AS in_doubt
FROM pair
INNER JOIN person AS p ON p.person_id = pair.person_id
INNER JOIN member AS m ON m.member_ref = pair.member_ref
LEFT JOIN apart AS a ON a.person_id = pair.person_id AND a.member_ref = pair.member_ref
WHERE
    pair.person_id NOT IN (SELECT l.person_id FROM linked AS l)
    AND (a.changed IS NULL OR a.changed);

INSERT INTO linked
SELECT person_id, member_ref, 'identifier'
FROM sharing
WHERE NOT (apart OR disagree OR conflict OR differ OR in_doubt);

INSERT INTO doubtful
SELECT
    person_id,
    member_ref,
    CASE
        WHEN apart THEN 'told_apart_before'
        WHEN disagree THEN 'identifiers_disagree'
        WHEN conflict THEN 'identifier_conflict'
        WHEN differ THEN 'identifier_differs'
        ELSE 'points_elsewhere'
    END
FROM sharing
WHERE apart OR disagree OR conflict OR differ OR in_doubt
ON CONFLICT DO NOTHING;
