{#
Who belonged to which family, and when: the spells of `members`, half-open, those that touch or overlap made one, so
that a day lies in at most one spell of a person (rules, conventions). A person's date of birth is that of the newest
spell.
#}
{% import "measures/macros.sql" as say with context %}
DROP TABLE IF EXISTS membership;
CREATE TABLE membership AS
WITH spell AS (
    SELECT
        family_id,
        person_ref,
        joined_on,
        {{ say.end_after("left_on") }} AS left_after
    FROM members
),

beside AS (
    SELECT
        family_id,
        person_ref,
        joined_on,
        left_after,
        MAX(left_after) OVER (
            PARTITION BY family_id, person_ref
            ORDER BY joined_on, left_after
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS left_before
    FROM spell
),

numbered AS (
    SELECT
        family_id,
        person_ref,
        joined_on,
        left_after,
        SUM(CASE WHEN left_before IS NULL OR joined_on > left_before THEN 1 ELSE 0 END) OVER (
            PARTITION BY family_id, person_ref
            ORDER BY joined_on, left_after
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS island
    FROM beside
)

SELECT
    family_id,
    person_ref,
    MIN(joined_on) AS joined_on,
    MAX(left_after) AS left_after
FROM numbered
GROUP BY family_id, person_ref, island;

DROP TABLE IF EXISTS person;
CREATE TABLE person AS
WITH newest AS (
    SELECT
        family_id,
        person_ref,
        date_of_birth,
        ROW_NUMBER() OVER (PARTITION BY family_id, person_ref ORDER BY joined_on DESC) AS age_of_row
    FROM members
)

SELECT
    family_id,
    person_ref,
    date_of_birth
FROM newest
WHERE age_of_row = 1;
