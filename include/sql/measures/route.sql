{#
A result that one measure earns: whose achievement it is, and since when. The same adult's employment is not claimed
twice, whatever the family (rules, earlier claim): a person whose achievement was claimed before does not count here. A
decision names nobody: it stands for those who were judged.
#}
{% import "measures/macros.sql" as say with context %}
DROP TABLE IF EXISTS {{ Identifier("route_" ~ result.result_type) }};
CREATE TABLE {{ Identifier("route_" ~ result.result_type) }} AS
WITH claimed AS (
    SELECT DISTINCT person_ref
    FROM prior_claim
    WHERE as_of < {{ as_of }} AND person_ref IS NOT NULL
),

judged AS (
    SELECT
        subject.family_id,
        MIN(CASE WHEN claimed.person_ref IS NULL THEN 0 ELSE 1 END) AS all_claimed
    FROM {{ Identifier("subject_" ~ result.needs | lower) }} AS subject
    LEFT JOIN claimed ON subject.person_ref = claimed.person_ref
    WHERE subject.judged
    GROUP BY subject.family_id
),

achieved AS (
    SELECT
        subject.family_id,
        subject.person_ref,
        subject.sustained_on,
        claimed.person_ref IS NOT NULL AS claimed_before,
        ROW_NUMBER() OVER (
            PARTITION BY subject.family_id, CASE WHEN claimed.person_ref IS NULL THEN 0 ELSE 1 END
            ORDER BY subject.sustained_on, subject.person_ref, subject.detail
        ) AS place
    FROM {{ Identifier("subject_" ~ result.needs | lower) }} AS subject
    LEFT JOIN claimed ON subject.person_ref = claimed.person_ref
    WHERE subject.judged AND subject.status = 'sustained'
)

SELECT
    state.family_id,
    CASE WHEN COALESCE(state.reason_code, '') <> 'decided' THEN achieved.person_ref END AS person_ref,
    CASE WHEN state.reason_code = 'decided' THEN state.sustained_on ELSE achieved.sustained_on END AS sustained_on,
    CASE
        WHEN state.reason_code = 'decided' THEN COALESCE(judged.all_claimed, 0) = 1
        ELSE achieved.family_id IS NULL
    END AS only_claimed_before
FROM measure_state AS state
LEFT JOIN judged ON state.family_id = judged.family_id
LEFT JOIN achieved ON state.family_id = achieved.family_id AND achieved.place = 1 AND NOT achieved.claimed_before
WHERE state.measure_id = {{ result.needs }} AND state.status = 'sustained';
