{#
# A child's plan de-escalated and held (3A, 3B): rules, 3A and 3B.
arithmetic: >-
  Of the child who decides, {baseline_value} open on the day of engagement and {current_value} open on the day before
  {cut_off}. Once none is open, it has to stay so for {months} months from the day after the newest last day.
parameters:
  months: {type: integer, minimum: 1}
  feed: {type: feed}
  baseline: {type: conditions}
  judged: {type: conditions}
  ends_well: {type: list}
  needs_successor: {type: conditions}
#}
{% import "measures/macros.sql" as say with context %}
{% include "measures/case.sql" %}

-- The children with the baseline, wherever they live now, and each of their episodes before the cut-off.
DROP TABLE IF EXISTS {{ t("episode") }};
CREATE TABLE {{ t("episode") }} AS
WITH episode AS (
    SELECT
        r.person_ref,
        r.record_key,
        r.began_on,
        {{ say.end_after("r.ended_on") }} AS ended_after,
        COALESCE(r.end_reason IN {{ p.ends_well }}, FALSE) AS ended_well,
        COALESCE({{ say.matches("r", p.needs_successor, "FALSE") }}, FALSE) AS needs_successor,
        COALESCE({{ say.matches("r", p.baseline) }}, FALSE) AS makes_baseline,
        COALESCE({{ say.matches("r", p.judged) }}, FALSE) AS is_judged
    FROM {{ Identifier(p.feed) }} AS r
),

child AS (
    SELECT DISTINCT
        c.family_id,
        person.person_ref,
        c.engaged_on,
        c.cut_off,
        c.last_day
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
    INNER JOIN episode
        ON
            person.person_ref = episode.person_ref
            AND episode.makes_baseline
            AND episode.began_on <= c.engaged_on
            AND episode.ended_after > c.engaged_on
)

SELECT
    child.family_id,
    child.person_ref,
    child.cut_off,
    episode.record_key,
    episode.began_on,
    episode.ended_after,
    episode.ended_well,
    episode.needs_successor,
    episode.is_judged,
    episode.began_on <= child.engaged_on AND episode.ended_after > child.engaged_on AS open_on_engagement,
    episode.ended_after > child.last_day AS open_on_last_day
FROM child
INNER JOIN episode ON child.person_ref = episode.person_ref AND episode.began_on < child.cut_off;

DROP TABLE IF EXISTS {{ t("subject") }};
CREATE TABLE {{ t("subject") }} AS
WITH newest AS (
    SELECT
        family_id,
        person_ref,
        cut_off,
        SUM(CASE WHEN open_on_engagement THEN 1 ELSE 0 END) AS open_then,
        SUM(CASE WHEN open_on_last_day THEN 1 ELSE 0 END) AS open_now,
        MAX(ended_after) AS ended_after
    FROM {{ t("episode") }}
    WHERE is_judged
    GROUP BY family_id, person_ref, cut_off
),

ending AS (
    SELECT
        newest.family_id,
        newest.person_ref,
        newest.cut_off,
        newest.open_then,
        newest.open_now,
        newest.ended_after,
        MAX(CASE WHEN episode.ended_well THEN 0 ELSE 1 END) AS ended_otherwise,
        MAX(CASE WHEN episode.needs_successor THEN 1 ELSE 0 END) AS successor_missing,
        CASE
            WHEN newest.open_now = 0 THEN {{ say.add_months("newest.ended_after", p.months) }}
        END AS due
    FROM newest
    INNER JOIN {{ t("episode") }} AS episode
        ON
            newest.family_id = episode.family_id
            AND newest.person_ref = episode.person_ref
            AND newest.ended_after = episode.ended_after
            AND episode.is_judged
    GROUP BY newest.family_id, newest.person_ref, newest.cut_off, newest.open_then, newest.open_now, newest.ended_after
)

SELECT
    family_id,
    person_ref,
    '' AS detail,
    TRUE AS judged,
    CASE
        WHEN open_now > 0 THEN 'no_progress'
        WHEN ended_otherwise = 1 OR successor_missing = 1 THEN 'review'
        WHEN due <= cut_off THEN 'sustained'
        ELSE 'significant'
    END AS status,
    CASE
        WHEN open_now > 0 THEN NULL
        WHEN ended_otherwise = 1 THEN 'ended_otherwise'
        WHEN successor_missing = 1 THEN 'successor_missing'
    END AS reason_code,
    CAST(open_then AS NUMERIC(12, 0)) AS baseline_value,
    CAST(open_now AS NUMERIC(12, 0)) AS current_value,
    CAST(0 AS NUMERIC(12, 0)) AS allowed_value,
    CAST(open_now AS NUMERIC(12, 0)) AS gap,
    due AS sustained_on,
    due AS earliest_on
FROM ending;

DROP TABLE IF EXISTS {{ t("considered") }};
CREATE TABLE {{ t("considered") }} AS
SELECT
    family_id,
    {{ p.feed }} AS feed,
    record_key,
    person_ref,
    began_on AS event_on,
    CASE WHEN is_judged AND open_on_engagement THEN 'baseline' WHEN is_judged THEN 'progress' END AS counted_as,
    CASE WHEN NOT is_judged THEN 'does_not_count' END AS left_out
FROM {{ t("episode") }};
