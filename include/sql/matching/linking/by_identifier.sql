-- DuckDB. Step 1: people and members who carry the same strong identifier, unless something else speaks against it.

CREATE TABLE sharing AS
WITH pair AS (
    {% for kind in identifiers %}
    SELECT p.person_id, m.member_ref
    FROM person AS p
    INNER JOIN member AS m ON m.identifiers.{{ Identifier(kind) }} = p.identifiers.{{ Identifier(kind) }}
    {{ Sql("" if loop.last else "UNION") }}
    {% endfor %}
)

SELECT
    pair.person_id,
    pair.member_ref,
    count(*) OVER (PARTITION BY pair.person_id) > 1 AS disagree,
    forenames_conflict(p.forename_form, m.forename_form) OR dates_conflict(p.date_of_birth, m.date_of_birth) AS conflict,
    identifiers_differ(p.identifiers, m.identifiers) AS differ
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
