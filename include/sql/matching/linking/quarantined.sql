-- DuckDB. quarantined -> quarantine_match: rows set aside whose full name, or date of birth, or strong identifier is a member's.

CREATE TABLE quarantine_match AS
WITH normalised AS (
    SELECT
        * EXCLUDE (forename, surname, date_of_birth),
        replace(forename_words(forename), ' ', '') AS forename,
        surname_letters(surname) AS surname,
        day_typed(date_of_birth) AS date_of_birth
    FROM quarantined
)

SELECT q.feed, q.delivery_id, q.row_number, m.member_ref
FROM normalised AS q
INNER JOIN member AS m ON m.forename = q.forename AND m.surname = q.surname
UNION
SELECT q.feed, q.delivery_id, q.row_number, m.member_ref
FROM normalised AS q
INNER JOIN member AS m ON m.date_of_birth = q.date_of_birth
{% for kind in identifiers %}
UNION
SELECT q.feed, q.delivery_id, q.row_number, i.member_ref
FROM normalised AS q
INNER JOIN member_identifier AS i ON i.kind = {{ kind }} AND i.value = {{ Identifier("strong_" ~ kind) }}(compact(q.{{ Identifier(kind) }}))
{% endfor %};
