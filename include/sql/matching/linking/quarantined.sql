-- DuckDB. quarantined -> quarantine_match: rows set aside whose full name, or date of birth, or strong identifier is a
-- member's.

CREATE TABLE quarantine_match AS
WITH normalised AS (
    SELECT
        q.* EXCLUDE (forename, surname, date_of_birth),
        f.forename.letters AS forename,
        s.surname,
        day_typed(q.date_of_birth) AS date_of_birth
    FROM quarantined AS q
    LEFT JOIN spelling AS f ON f.typed = q.forename
    LEFT JOIN spelling AS s ON s.typed = q.surname
)

SELECT q.feed, q.delivery_id, q.row_number, m.member_ref
FROM normalised AS q
INNER JOIN member AS m ON m.forename_form.letters = q.forename AND m.surname = q.surname
UNION
SELECT q.feed, q.delivery_id, q.row_number, m.member_ref
FROM normalised AS q
INNER JOIN member AS m ON m.date_of_birth = q.date_of_birth
{% for kind in identifiers %}
UNION
SELECT q.feed, q.delivery_id, q.row_number, m.member_ref
FROM normalised AS q
INNER JOIN member AS m
    ON m.identifiers.{{ Identifier(kind) }} = {{ Identifier("strong_" ~ kind) }}(compact(q.{{ Identifier(kind) }}))
{% endfor %};
