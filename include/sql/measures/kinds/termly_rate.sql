{#
# Unauthorised absence pooled over terms (2A): rules, 2A.
arithmetic: >-
  Pooled over the terms that are judged, {current_value}% of the possible sessions were missed without leave
  ({baseline_value}% over the {terms} terms before engagement); {percent}% or more fails. Every child who is judged must
  pass; the figures are those of the child who decides.
parameters:
  terms: {type: integer, minimum: 1}
  percent: {type: integer, minimum: 1, maximum: 100}
  feed: {type: feed}
#}
{% import "measures/macros.sql" as say with context %}
{% include "measures/case.sql" %}
{% include "measures/case_term.sql" %}

DROP TABLE IF EXISTS {{ t("sessions") }};
CREATE TABLE {{ t("sessions") }} AS
SELECT
    person_ref,
    academic_year,
    term,
    SUM(sessions_possible) AS possible,
    SUM(sessions_unauthorised) AS unauthorised
FROM {{ Identifier(p.feed) }}
GROUP BY person_ref, academic_year, term;

-- Every person of the family, over the baseline's terms and over the judged ones.
DROP TABLE IF EXISTS {{ t("pupil") }};
CREATE TABLE {{ t("pupil") }} AS
WITH pooled AS (
    SELECT
        c.family_id,
        person.person_ref,
        SUM(CASE WHEN ct.used_for = 'baseline' THEN s.possible ELSE 0 END) AS baseline_possible,
        SUM(CASE WHEN ct.used_for = 'baseline' THEN s.unauthorised ELSE 0 END) AS baseline_unauthorised,
        SUM(CASE WHEN ct.used_for = 'progress' THEN s.possible ELSE 0 END) AS possible,
        SUM(CASE WHEN ct.used_for = 'progress' THEN s.unauthorised ELSE 0 END) AS unauthorised,
        SUM(CASE WHEN ct.used_for = 'progress' AND {{ say.compulsory("person.date_of_birth", "ct") }} THEN 1 ELSE 0 END) AS compulsory_terms,
        SUM(CASE WHEN ct.used_for = 'progress' AND {{ say.compulsory("person.date_of_birth", "ct") }}
            AND COALESCE(s.possible, 0) = 0 THEN 1 ELSE 0 END) AS terms_without_record,
        SUM(CASE WHEN ct.used_for = 'progress' THEN 1 ELSE 0 END) AS judged_terms
    FROM {{ t("case") }} AS c
    INNER JOIN person ON c.family_id = person.family_id
    INNER JOIN {{ t("case_term") }} AS ct ON c.family_id = ct.family_id
    LEFT JOIN {{ t("sessions") }} AS s
        ON person.person_ref = s.person_ref AND ct.academic_year = s.academic_year AND ct.term = s.term
    GROUP BY c.family_id, person.person_ref
)

SELECT
    pooled.family_id,
    pooled.person_ref,
    c.cut_off,
    COALESCE(pooled.baseline_possible, 0) AS baseline_possible,
    COALESCE(pooled.baseline_unauthorised, 0) AS baseline_unauthorised,
    COALESCE(pooled.possible, 0) AS possible,
    COALESCE(pooled.unauthorised, 0) AS unauthorised,
    pooled.compulsory_terms,
    pooled.terms_without_record,
    pooled.judged_terms,
    on_last_day.person_ref IS NOT NULL AS is_member,
    COALESCE(
        on_engagement.person_ref IS NOT NULL
        AND {{ say.age("person.date_of_birth", "c.engaged_on") }} < {{ programme.child_below_age }}
        AND pooled.baseline_possible > 0
        AND 100 * pooled.baseline_unauthorised >= {{ p.percent }} * pooled.baseline_possible, FALSE
    ) AS has_baseline
FROM pooled
INNER JOIN {{ t("case") }} AS c ON pooled.family_id = c.family_id
INNER JOIN person ON pooled.family_id = person.family_id AND pooled.person_ref = person.person_ref
{{ say.member_on("on_engagement", "pooled", "c.engaged_on") }}
{{ say.member_on("on_last_day", "pooled", "c.last_day") }};

DROP TABLE IF EXISTS {{ t("subject") }};
CREATE TABLE {{ t("subject") }} AS
WITH with_baseline AS (
    SELECT
        family_id,
        MAX(CASE WHEN has_baseline AND is_member THEN 1 ELSE 0 END) AS one_stayed
    FROM {{ t("pupil") }}
    GROUP BY family_id
    HAVING MAX(CASE WHEN has_baseline THEN 1 ELSE 0 END) = 1
),

judged AS (
    SELECT
        pupil.family_id,
        pupil.person_ref,
        pupil.judged_terms,
        pupil.baseline_possible,
        pupil.baseline_unauthorised,
        pupil.possible,
        pupil.unauthorised,
        CASE
            WHEN pupil.judged_terms = 0 THEN pupil.has_baseline AND (pupil.is_member OR with_baseline.one_stayed = 0)
            ELSE pupil.is_member AND (pupil.compulsory_terms > 0 OR (pupil.has_baseline AND pupil.possible > 0))
        END AS judged,
        CASE
            WHEN pupil.judged_terms = 0 THEN 'too_early'
            WHEN pupil.terms_without_record > 0 THEN 'no_record'
            WHEN 100 * pupil.unauthorised >= {{ p.percent }} * pupil.possible THEN 'fails'
            ELSE 'passes'
        END AS result,
        CASE WHEN pupil.possible > 0 THEN FLOOR((20000.0 * pupil.unauthorised + pupil.possible) / (2.0 * pupil.possible)) / 100.0 END AS percentage,
        CASE WHEN pupil.baseline_possible > 0
            THEN FLOOR((20000.0 * pupil.baseline_unauthorised + pupil.baseline_possible) / (2.0 * pupil.baseline_possible)) / 100.0 END AS baseline_percentage
    FROM {{ t("pupil") }} AS pupil
    INNER JOIN with_baseline ON pupil.family_id = with_baseline.family_id
)

SELECT
    judged.family_id,
    judged.person_ref,
    '' AS detail,
    judged.judged,
    CASE
        WHEN judged.result IN ('too_early', 'no_record') THEN 'awaiting_evidence'
        WHEN judged.result = 'fails' THEN 'no_progress'
        WHEN judged.judged_terms = {{ p.terms }} THEN 'sustained'
        ELSE 'significant'
    END AS status,
    CASE WHEN judged.result IN ('too_early', 'no_record') THEN judged.result END AS reason_code,
    CAST(judged.baseline_percentage AS NUMERIC(12, 2)) AS baseline_value,
    CAST(judged.percentage AS NUMERIC(12, 2)) AS current_value,
    CAST({{ p.percent }} AS NUMERIC(12, 0)) AS allowed_value,
    CAST(judged.unauthorised - FLOOR(({{ p.percent }} * judged.possible - 1) / 100.0) AS NUMERIC(12, 0)) AS gap,
    due.newest_term_ended_on AS sustained_on,
    CASE WHEN judged.result = 'passes' THEN due.due END AS earliest_on
FROM judged
INNER JOIN {{ t("due") }} AS due ON judged.family_id = due.family_id;

DROP TABLE IF EXISTS {{ t("considered") }};
CREATE TABLE {{ t("considered") }} AS
SELECT
    subject.family_id,
    {{ p.feed }} AS feed,
    r.record_key,
    r.person_ref,
    CASE WHEN term.ends_on IS NULL THEN NULL ELSE {{ say.add_days("term.ends_on", -1) }} END AS event_on,
    ct.used_for AS counted_as,
    CASE WHEN ct.used_for IS NULL THEN 'outside_window' END AS left_out
FROM {{ t("subject") }} AS subject
INNER JOIN {{ Identifier(p.feed) }} AS r ON subject.person_ref = r.person_ref
LEFT JOIN term ON r.academic_year = term.academic_year AND r.term = term.term
LEFT JOIN {{ t("case_term") }} AS ct
    ON subject.family_id = ct.family_id AND r.academic_year = ct.academic_year AND r.term = ct.term;
