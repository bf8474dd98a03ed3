-- DuckDB. The decoy test: beside the members, some of them once more, without identifiers and more than three years
-- older, so that nobody is a decoy. Made in a schema of its own, which covers what is in main by the same names.
-- The day moves by three years and 31 days or more: two digits of it differ at least, and so does the year, so it is
-- no slip of the other, no swap of day and month, and no 1 January of the same year.
CREATE TABLE decoy AS
WITH chosen AS (
    SELECT *
    FROM main.member
    WHERE
        date_of_birth IS NOT NULL
        AND member_id % (SELECT ceil(count(*) / {{ decoys }})::BIGINT FROM main.member) = 0
)

SELECT
    c.* exclude (member_id, member_ref, date_of_birth, identifiers),
    c.member_id AS original_id,
    c.member_id + (SELECT max(every.member_id) FROM main.member AS every) AS member_id,
    'decoy' || chr(30) || c.member_ref AS member_ref,
    c.date_of_birth - 1127 AS date_of_birth,
    {
        {% for kind in identifiers %}
        {{ Sql("" if loop.first else ", ") }}{{ kind }}: NULL::VARCHAR
        {% endfor %}
    } AS identifiers
FROM chosen AS c;

CREATE TABLE member AS
SELECT m.* FROM main.member AS m
UNION ALL BY NAME
SELECT d.* exclude (original_id) FROM decoy AS d;

-- Only theirs are weighed; what the other pairs weigh is known.
CREATE TABLE programme AS
SELECT
    p.* exclude (
        unique_id, date_of_birth, birthday, birth_year,
        {% for kind in identifiers %}
        {{ Identifier(kind) }}{{ Sql("" if loop.last else ",") }}
        {% endfor %}
    ),
    d.member_id AS unique_id,
    d.date_of_birth,
    strftime(d.date_of_birth, '%Y-%m-%d') AS birthday,
    year(d.date_of_birth) AS birth_year,
    {% for kind in identifiers %}
    NULL::VARCHAR AS {{ Identifier(kind) }}{{ Sql("" if loop.last else ",") }}
    {% endfor %}
FROM decoy AS d
INNER JOIN main.programme AS p ON p.unique_id = d.original_id;

CREATE VIEW known_weight AS SELECT s.* FROM main.scored AS s;
