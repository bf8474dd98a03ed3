-- DuckDB. Step 1: people and members who carry the same strong identifier, unless something else speaks against it.

CREATE TABLE sharing AS
WITH pair AS (
    SELECT DISTINCT p.person_id, m.member_ref
    FROM person_identifier AS p
    INNER JOIN member_identifier AS m ON m.kind = p.kind AND m.value = p.value
)
SELECT
    pair.person_id,
    pair.member_ref,
    count(*) OVER (PARTITION BY pair.person_id) > 1 AS disagree,
    forenames_conflict(p.forename_form, m.forename_form) OR dates_conflict(p.date_of_birth, m.date_of_birth) AS conflict,
    EXISTS (
        SELECT 1
        FROM person_identifier AS pi
        INNER JOIN member_identifier AS mi ON mi.kind = pi.kind AND mi.value <> pi.value
        WHERE pi.person_id = pair.person_id AND mi.member_ref = pair.member_ref
    ) AS differ
FROM pair
INNER JOIN person AS p ON p.person_id = pair.person_id
INNER JOIN member AS m ON m.member_ref = pair.member_ref;

INSERT INTO linked
SELECT person_id, member_ref, 'identifier'
FROM sharing
WHERE NOT (disagree OR conflict OR differ);

INSERT INTO doubtful
SELECT
    person_id,
    member_ref,
    CASE WHEN disagree THEN 'identifiers_disagree' WHEN conflict THEN 'identifier_conflict' ELSE 'identifier_differs' END
FROM sharing
WHERE disagree OR conflict OR differ;
