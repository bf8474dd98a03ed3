{#
# A service stepped down to its lowest level (6C): rules, 6C.
arithmetic: >-
  On the day before {cut_off} the child who decides was {current_value} levels above the lowest, {baseline_value} on the
  day of engagement.
parameters:
  feed: {type: feed}
  levels: {type: list}
  still_held: {type: list}
  ends_well: {type: list}
#}
{% import "measures/macros.sql" as say with context %}
{% include "measures/case.sql" %}

-- The children at the highest level on engagement, those who are members still marked, and each of their levels.
-- `held_after`: the end as the rule reads it, a level that the child grew out of being held on.
DROP TABLE IF EXISTS {{ t("level") }};
CREATE TABLE {{ t("level") }} AS
WITH spell AS (
    SELECT
        r.person_ref,
        r.record_key,
        {{ say.place("r.level", p.levels, 0) }} - 1 AS level,
        r.began_on,
        {{ say.end_after("r.ended_on") }} AS ended_after,
        CASE
            WHEN COALESCE(r.end_reason IN {{ p.still_held }}, FALSE) THEN {{ say.forever() }}
            ELSE {{ say.end_after("r.ended_on") }}
        END AS held_after,
        COALESCE(r.end_reason IN {{ p.ends_well }}, FALSE) AS ended_well
    FROM {{ Identifier(p.feed) }} AS r
),

child AS (
    SELECT DISTINCT
        c.family_id,
        person.person_ref,
        c.engaged_on,
        c.cut_off,
        c.last_day,
        on_last_day.person_ref IS NOT NULL AS is_member
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
    INNER JOIN spell
        ON
            person.person_ref = spell.person_ref
            AND spell.level = {{ p.levels | length - 1 }}
            AND spell.began_on <= c.engaged_on
            AND spell.ended_after > c.engaged_on
    {{ say.member_on("on_last_day", "person", "c.last_day") }}
)

SELECT
    child.family_id,
    child.person_ref,
    child.is_member,
    child.engaged_on,
    child.last_day,
    spell.record_key,
    spell.level,
    spell.began_on,
    spell.ended_after,
    spell.held_after,
    spell.ended_well,
    spell.held_after > child.last_day AS held_now
FROM child
INNER JOIN spell ON child.person_ref = spell.person_ref AND spell.began_on < child.cut_off;

DROP TABLE IF EXISTS {{ t("subject") }};
CREATE TABLE {{ t("subject") }} AS
WITH held AS (
    SELECT
        family_id,
        person_ref,
        is_member,
        COUNT(DISTINCT CASE WHEN held_now THEN level END) AS levels_now,
        MAX(CASE WHEN held_now THEN level END) AS level_now
    FROM {{ t("level") }}
    GROUP BY family_id, person_ref, is_member
),

newest_highest AS (
    SELECT
        family_id,
        person_ref,
        ended_after,
        ended_well,
        ROW_NUMBER() OVER (
            PARTITION BY family_id, person_ref
            ORDER BY ended_after DESC, began_on DESC, record_key DESC
        ) AS newness
    FROM {{ t("level") }}
    WHERE level = {{ p.levels | length - 1 }}
),

-- The unbroken run of the lowest level up to the last day: it begins after the newest day without that level.
lowest AS (
    SELECT
        family_id,
        person_ref,
        record_key,
        began_on,
        held_after,
        MAX(held_after) OVER (
            PARTITION BY family_id, person_ref
            ORDER BY began_on, held_after, record_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS held_before
    FROM {{ t("level") }}
    WHERE level = 0
),

run AS (
    SELECT
        family_id,
        person_ref,
        MAX(began_on) AS began_on
    FROM lowest
    WHERE held_before IS NULL OR began_on > held_before
    GROUP BY family_id, person_ref
),

answered AS (
    SELECT
        held.family_id,
        held.person_ref,
        held.is_member,
        held.levels_now,
        held.level_now,
        newest_highest.ended_well,
        CASE WHEN newest_highest.ended_after > run.began_on THEN newest_highest.ended_after ELSE run.began_on END AS since
    FROM held
    INNER JOIN newest_highest
        ON
            held.family_id = newest_highest.family_id
            AND held.person_ref = newest_highest.person_ref
            AND newest_highest.newness = 1
    LEFT JOIN run ON held.family_id = run.family_id AND held.person_ref = run.person_ref
)

SELECT
    family_id,
    person_ref,
    '' AS detail,
    is_member AS judged,
    CASE
        WHEN levels_now = 0 THEN 'awaiting_evidence'
        WHEN levels_now > 1 OR level_now > 0 THEN 'no_progress'
        WHEN NOT ended_well THEN 'review'
        ELSE 'sustained'
    END AS status,
    CASE
        WHEN levels_now = 0 THEN 'no_record'
        WHEN levels_now = 1 AND level_now = 0 AND NOT ended_well THEN 'ended_otherwise'
    END AS reason_code,
    CAST({{ p.levels | length - 1 }} AS NUMERIC(12, 0)) AS baseline_value,
    CAST(level_now AS NUMERIC(12, 0)) AS current_value,
    CAST(0 AS NUMERIC(12, 0)) AS allowed_value,
    CAST(level_now AS NUMERIC(12, 0)) AS gap,
    CASE WHEN levels_now = 1 AND level_now = 0 AND ended_well THEN since END AS sustained_on,
    CAST(NULL AS DATE) AS earliest_on
FROM answered;

DROP TABLE IF EXISTS {{ t("considered") }};
CREATE TABLE {{ t("considered") }} AS
SELECT
    family_id,
    {{ p.feed }} AS feed,
    record_key,
    person_ref,
    began_on AS event_on,
    CASE WHEN began_on <= engaged_on AND ended_after > engaged_on THEN 'baseline' ELSE 'progress' END AS counted_as,
    CAST(NULL AS TEXT) AS left_out
FROM {{ t("level") }};
