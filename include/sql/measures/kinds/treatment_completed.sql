{#
# Treatment completed, and none since (6A): rules, 6A.
arithmetic: >-
  {baseline_value} open on the day of engagement; {current_value} not completed by {cut_off}. A completed treatment has to
  be the last word for {months} months. The figures are those of the adult who decides.
parameters:
  months: {type: integer, minimum: 1}
  feed: {type: feed}
  minimum_age: {type: integer, minimum: 0}
  completed: {type: conditions}
#}
{% import "measures/macros.sql" as say with context %}
{% include "measures/case.sql" %}

-- The adults with an episode open on engagement, those who are members still marked, and each of their episodes.
DROP TABLE IF EXISTS {{ t("episode") }};
CREATE TABLE {{ t("episode") }} AS
WITH episode AS (
    SELECT
        r.person_ref,
        r.record_key,
        r.began_on,
        {{ say.end_after("r.ended_on") }} AS ended_after,
        COALESCE({{ say.matches("r", p.completed) }}, FALSE) AS is_completed
    FROM {{ Identifier(p.feed) }} AS r
),

adult AS (
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
            AND {{ say.age("person.date_of_birth", "c.engaged_on") }} >= {{ p.minimum_age }}
    INNER JOIN membership AS on_engagement
        ON
            person.family_id = on_engagement.family_id
            AND person.person_ref = on_engagement.person_ref
            AND on_engagement.joined_on <= c.engaged_on
            AND on_engagement.left_after > c.engaged_on
    INNER JOIN episode
        ON
            person.person_ref = episode.person_ref
            AND episode.began_on <= c.engaged_on
            AND episode.ended_after > c.engaged_on
    {{ say.member_on("on_last_day", "person", "c.last_day") }}
)

SELECT
    adult.family_id,
    adult.person_ref,
    adult.cut_off,
    adult.is_member,
    episode.record_key,
    episode.began_on,
    episode.ended_after,
    episode.is_completed,
    episode.began_on <= adult.engaged_on AND episode.ended_after > adult.engaged_on AS open_on_engagement,
    episode.ended_after > adult.last_day AS open_on_last_day,
    ROW_NUMBER() OVER (
        PARTITION BY adult.family_id, adult.person_ref
        ORDER BY episode.ended_after DESC, episode.began_on DESC, episode.record_key DESC
    ) AS newness
FROM adult
INNER JOIN episode ON adult.person_ref = episode.person_ref AND episode.began_on < adult.cut_off;

DROP TABLE IF EXISTS {{ t("subject") }};
CREATE TABLE {{ t("subject") }} AS
WITH summed AS (
    SELECT
        family_id,
        person_ref,
        cut_off,
        is_member,
        SUM(CASE WHEN open_on_engagement THEN 1 ELSE 0 END) AS open_then,
        MAX(CASE WHEN newness = 1 AND is_completed AND NOT open_on_last_day THEN 1 ELSE 0 END) AS is_completed,
        MAX(ended_after) AS ended_after
    FROM {{ t("episode") }}
    GROUP BY family_id, person_ref, cut_off, is_member
),

due AS (
    SELECT
        family_id,
        person_ref,
        cut_off,
        is_member,
        open_then,
        is_completed,
        CASE WHEN is_completed = 1 THEN {{ say.add_months("ended_after", p.months) }} END AS due
    FROM summed
)

SELECT
    family_id,
    person_ref,
    '' AS detail,
    is_member AS judged,
    CASE
        WHEN is_completed = 0 THEN 'no_progress'
        WHEN due <= cut_off THEN 'sustained'
        ELSE 'significant'
    END AS status,
    CAST(NULL AS TEXT) AS reason_code,
    CAST(open_then AS NUMERIC(12, 0)) AS baseline_value,
    CAST(1 - is_completed AS NUMERIC(12, 0)) AS current_value,
    CAST(0 AS NUMERIC(12, 0)) AS allowed_value,
    CAST(1 AS NUMERIC(12, 0)) AS gap,
    due AS sustained_on,
    due AS earliest_on
FROM due;

DROP TABLE IF EXISTS {{ t("considered") }};
CREATE TABLE {{ t("considered") }} AS
SELECT
    family_id,
    {{ p.feed }} AS feed,
    record_key,
    person_ref,
    began_on AS event_on,
    CASE WHEN open_on_engagement THEN 'baseline' ELSE 'progress' END AS counted_as,
    CAST(NULL AS TEXT) AS left_out
FROM {{ t("episode") }};
