{#
The terms of a family's case: the last so many that end on or before engagement (`baseline`), and the last so many that
start on or after it and end on or before the cut-off (`progress`): rules, 2A. `due` is the end of the last of so many
terms from the first that starts on or after engagement.
#}
{% import "measures/macros.sql" as say with context %}
DROP TABLE IF EXISTS {{ t("case_term") }};
CREATE TABLE {{ t("case_term") }} AS
WITH placed AS (
    SELECT
        c.family_id,
        term.academic_year,
        term.term,
        term.starts_on,
        term.ends_on,
        term.year_starts_on,
        CASE WHEN term.ends_on <= c.engaged_on THEN 'baseline' ELSE 'progress' END AS used_for,
        ROW_NUMBER() OVER (
            PARTITION BY c.family_id, CASE WHEN term.ends_on <= c.engaged_on THEN 'baseline' ELSE 'progress' END
            ORDER BY term.starts_on DESC
        ) AS newness
    FROM {{ t("case") }} AS c
    INNER JOIN term
        ON term.ends_on <= c.engaged_on OR (term.starts_on >= c.engaged_on AND term.ends_on <= c.cut_off)
)

SELECT
    family_id,
    academic_year,
    term,
    starts_on,
    ends_on,
    year_starts_on,
    used_for
FROM placed
WHERE newness <= {{ p.terms }};

DROP TABLE IF EXISTS {{ t("due") }};
CREATE TABLE {{ t("due") }} AS
WITH coming AS (
    SELECT
        c.family_id,
        term.ends_on,
        ROW_NUMBER() OVER (PARTITION BY c.family_id ORDER BY term.starts_on) AS place
    FROM {{ t("case") }} AS c
    INNER JOIN term ON term.starts_on >= c.engaged_on
),

newest AS (
    SELECT
        family_id,
        MAX(ends_on) AS newest_term_ended_on,
        MIN(starts_on) AS judged_from,
        COUNT(*) AS judged_terms
    FROM {{ t("case_term") }}
    WHERE used_for = 'progress'
    GROUP BY family_id
)

SELECT
    coming.family_id,
    coming.ends_on AS due,
    newest.newest_term_ended_on,
    newest.judged_from,
    COALESCE(newest.judged_terms, 0) AS judged_terms
FROM coming
LEFT JOIN newest ON coming.family_id = newest.family_id
WHERE coming.place = {{ p.terms }};
