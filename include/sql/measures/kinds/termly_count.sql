{#
# Exclusions counted over terms (2B): rules, 2B.
arithmetic: >-
  {current_value} in the terms that are judged, {baseline_value} in the {terms} terms before engagement; more than
  {counted_limit}, or a single permanent one, fails. The figures are those of the child who decides.
parameters:
  terms: {type: integer, minimum: 1}
  feed: {type: feed}
  day: {type: text}
  counted: {type: conditions}
  counted_limit: {type: integer, minimum: 0}
  never: {type: conditions}
  cancelled: {type: conditions}
#}
{% import "measures/macros.sql" as say with context %}
{% include "measures/case.sql" %}
{% include "measures/case_term.sql" %}

-- Each exclusion of somebody of the family: in the baseline's terms, or from the first judged term's start to the last one's end.
DROP TABLE IF EXISTS {{ t("considered") }};
CREATE TABLE {{ t("considered") }} AS
WITH placed AS (
    SELECT
        c.family_id,
        r.record_key,
        r.person_ref,
        r.{{ Identifier(p.day) }} AS event_on,
        CASE WHEN {{ say.matches("r", p.counted, "FALSE") }} THEN 1 ELSE 0 END AS counted,
        CASE WHEN {{ say.matches("r", p.never, "FALSE") }} THEN 1 ELSE 0 END AS never,
        COALESCE({{ say.matches("r", p.cancelled, "FALSE") }}, FALSE) AS cancelled,
        CASE
            WHEN ct.used_for = 'baseline' THEN 'baseline'
            WHEN due.judged_terms > 0
                AND r.{{ Identifier(p.day) }} >= due.judged_from
                AND r.{{ Identifier(p.day) }} < due.newest_term_ended_on THEN 'progress'
        END AS counted_as
    FROM {{ t("case") }} AS c
    INNER JOIN person ON c.family_id = person.family_id
    INNER JOIN {{ Identifier(p.feed) }} AS r ON person.person_ref = r.person_ref
    INNER JOIN {{ t("due") }} AS due ON c.family_id = due.family_id
    LEFT JOIN {{ t("case_term") }} AS ct
        ON
            c.family_id = ct.family_id
            AND ct.used_for = 'baseline'
            AND r.{{ Identifier(p.day) }} >= ct.starts_on
            AND r.{{ Identifier(p.day) }} < ct.ends_on
)

SELECT
    family_id,
    {{ p.feed }} AS feed,
    record_key,
    person_ref,
    event_on,
    counted,
    never,
    CASE WHEN NOT cancelled AND counted + never > 0 THEN counted_as END AS counted_as,
    CASE
        WHEN cancelled THEN 'cancelled'
        WHEN counted + never = 0 THEN 'does_not_count'
        WHEN counted_as IS NULL THEN 'outside_window'
    END AS left_out
FROM placed;

DROP TABLE IF EXISTS {{ t("subject") }};
CREATE TABLE {{ t("subject") }} AS
WITH pupil AS (
    SELECT
        c.family_id,
        person.person_ref,
        on_last_day.person_ref IS NOT NULL AS is_member,
        SUM(CASE WHEN x.counted_as = 'baseline' THEN x.counted ELSE 0 END) AS counted_before,
        SUM(CASE WHEN x.counted_as = 'baseline' THEN x.never ELSE 0 END) AS never_before,
        SUM(CASE WHEN x.counted_as = 'progress' THEN x.counted ELSE 0 END) AS counted_since,
        SUM(CASE WHEN x.counted_as = 'progress' THEN x.never ELSE 0 END) AS never_since
    FROM {{ t("case") }} AS c
    INNER JOIN person
        ON
            c.family_id = person.family_id
            AND {{ say.age("person.date_of_birth", "c.engaged_on") }} < {{ programme.child_below_age }}
    INNER JOIN membership AS on_engagement
        ON
            person.family_id = on_engagement.family_id
            AND person.person_ref = on_engagement.person_ref
            AND on_engagement.joined_on <= c.engaged_on
            AND on_engagement.left_after > c.engaged_on
    {{ say.member_on("on_last_day", "person", "c.last_day") }}
    INNER JOIN {{ t("considered") }} AS x ON person.family_id = x.family_id AND person.person_ref = x.person_ref
    GROUP BY c.family_id, person.person_ref, on_last_day.person_ref
    HAVING
        SUM(CASE WHEN x.counted_as = 'baseline' THEN x.never ELSE 0 END) >= 1
        OR SUM(CASE WHEN x.counted_as = 'baseline' THEN x.counted ELSE 0 END) > {{ p.counted_limit }}
),

stayed AS (
    SELECT
        family_id,
        MAX(CASE WHEN is_member THEN 1 ELSE 0 END) AS one_stayed
    FROM pupil
    GROUP BY family_id
)

SELECT
    pupil.family_id,
    pupil.person_ref,
    '' AS detail,
    CASE WHEN due.judged_terms = 0 THEN pupil.is_member OR stayed.one_stayed = 0 ELSE pupil.is_member END AS judged,
    CASE
        WHEN due.judged_terms = 0 THEN 'awaiting_evidence'
        WHEN pupil.never_since >= 1 OR pupil.counted_since > {{ p.counted_limit }} THEN 'no_progress'
        WHEN due.judged_terms = {{ p.terms }} THEN 'sustained'
        ELSE 'significant'
    END AS status,
    CASE WHEN due.judged_terms = 0 THEN 'too_early' END AS reason_code,
    CAST(pupil.counted_before + pupil.never_before AS NUMERIC(12, 0)) AS baseline_value,
    CAST(pupil.counted_since + pupil.never_since AS NUMERIC(12, 0)) AS current_value,
    CAST({{ p.counted_limit }} AS NUMERIC(12, 0)) AS allowed_value,
    CAST(
        CASE WHEN pupil.counted_since > {{ p.counted_limit }} THEN pupil.counted_since - {{ p.counted_limit }} ELSE 0 END + pupil.never_since AS NUMERIC(12, 2)
    ) AS gap,
    due.newest_term_ended_on AS sustained_on,
    CASE WHEN pupil.never_since >= 1 OR pupil.counted_since > {{ p.counted_limit }} THEN NULL ELSE due.due END AS earliest_on
FROM pupil
INNER JOIN {{ t("due") }} AS due ON pupil.family_id = due.family_id
INNER JOIN stayed ON pupil.family_id = stayed.family_id;
