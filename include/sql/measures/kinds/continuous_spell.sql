{#
# A person settled in work or activity for so many weeks (4A, 4B, 4C): rules, 4A, and 4B and 4C.
arithmetic: >-
  {baseline_value} open on the day of engagement, {engaged_on}. {current_value} days held by {cut_off}, of
  {allowed_value} that are asked for; spells with at most {bridge_days} whole days between them are one. The figures are
  those of the person who decides.
parameters:
  baseline_feed: {type: feed}
  baseline: {type: conditions}
  minimum_age: {type: integer, minimum: 0}
  maximum_age: {type: integer, at_least: minimum_age, optional: true}
  job_seeker: {type: conditions, optional: true}
  job_seekers_judged: {type: flag}
  weeks: {type: integer, minimum: 1}
  job_seeker_weeks: {type: integer, minimum: 1}
  within_weeks: {type: integer, at_least: job_seeker_weeks, optional: true}
  must_end: {type: flag}
  spells: {type: sources}
  bridge_days: {type: integer, minimum: 0}
  spell_expected: {type: flag}
  not_known: {type: conditions, optional: true}
#}
{% import "measures/macros.sql" as say with context %}
{% include "measures/case.sql" %}

-- The people with the baseline: what they had open on engagement, what is open now, and when the last of it ended.
DROP TABLE IF EXISTS {{ t("claimant") }};
CREATE TABLE {{ t("claimant") }} AS
WITH spell AS (
    SELECT
        r.person_ref,
        r.began_on,
        {{ say.end_after("r.ended_on") }} AS ended_after,
        CASE WHEN COALESCE({{ say.matches("r", p.job_seeker, "FALSE") }}, FALSE) THEN 1 ELSE 0 END AS job_seeker
    FROM {{ Identifier(p.baseline_feed) }} AS r
    WHERE {{ say.matches("r", p.baseline) }}
),

claimant AS (
    SELECT
        c.family_id,
        person.person_ref,
        c.engaged_on,
        c.cut_off,
        c.last_day,
        on_last_day.person_ref IS NOT NULL AS is_member,
        SUM(CASE WHEN spell.began_on <= c.engaged_on AND spell.ended_after > c.engaged_on THEN 1 ELSE 0 END) AS spells_then,
        MAX(CASE WHEN spell.began_on <= c.engaged_on AND spell.ended_after > c.engaged_on THEN spell.job_seeker ELSE 0 END) AS job_seeker,
        MAX(CASE WHEN spell.ended_after > c.last_day THEN 1 ELSE 0 END) AS open_now,
        MAX(spell.ended_after) AS ended_after
    FROM {{ t("case") }} AS c
    INNER JOIN person
        ON
            c.family_id = person.family_id
            AND {{ say.aged("person.date_of_birth", "c.engaged_on", {"minimum_age": p.minimum_age, "maximum_age": p.maximum_age}) }}
    INNER JOIN membership AS on_engagement
        ON
            person.family_id = on_engagement.family_id
            AND person.person_ref = on_engagement.person_ref
            AND on_engagement.joined_on <= c.engaged_on
            AND on_engagement.left_after > c.engaged_on
    INNER JOIN spell ON person.person_ref = spell.person_ref AND spell.began_on < c.cut_off
    {{ say.member_on("on_last_day", "person", "c.last_day") }}
    GROUP BY c.family_id, person.person_ref, c.engaged_on, c.cut_off, c.last_day, on_last_day.person_ref
)

SELECT
    *,
    CASE WHEN job_seeker = 1 THEN {{ p.job_seeker_weeks * 7 }} ELSE {{ p.weeks * 7 }} END AS days_asked
FROM claimant
WHERE
    spells_then > 0
{% if not p.job_seekers_judged %}
    AND job_seeker = 0
{% endif %};

-- Their spells of work or activity, those with at most so many whole days between them made one.
DROP TABLE IF EXISTS {{ t("spell_row") }};
CREATE TABLE {{ t("spell_row") }} AS
{% for source in p.spells %}
SELECT
    c.family_id,
    c.person_ref,
    {{ source.feed }} AS feed,
    r.record_key,
    r.began_on,
    {{ say.end_after("r.ended_on") }} AS ended_after,
    COALESCE({{ say.matches("r", source.where) }}, FALSE) AS counts
FROM {{ t("claimant") }} AS c
INNER JOIN {{ Identifier(source.feed) }} AS r ON c.person_ref = r.person_ref AND r.began_on < c.cut_off
{%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %};

DROP TABLE IF EXISTS {{ t("spell") }};
CREATE TABLE {{ t("spell") }} AS
WITH beside AS (
    SELECT
        family_id,
        person_ref,
        feed,
        record_key,
        began_on,
        ended_after,
        MAX(ended_after) OVER (
            PARTITION BY family_id, person_ref
            ORDER BY began_on, ended_after, feed, record_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS ended_before
    FROM {{ t("spell_row") }}
    WHERE counts
),

numbered AS (
    SELECT
        family_id,
        person_ref,
        began_on,
        ended_after,
        SUM(CASE WHEN ended_before IS NULL OR {{ say.add_days("began_on", -p.bridge_days) }} > ended_before THEN 1 ELSE 0 END) OVER (
            PARTITION BY family_id, person_ref
            ORDER BY began_on, ended_after, feed, record_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS island
    FROM beside
)

SELECT
    family_id,
    person_ref,
    MIN(began_on) AS began_on,
    MAX(ended_after) AS ended_after
FROM numbered
GROUP BY family_id, person_ref, island;

{% if p.within_weeks %}
{% include "measures/spells_within.sql" %}

{% endif %}
DROP TABLE IF EXISTS {{ t("subject") }};
CREATE TABLE {{ t("subject") }} AS
WITH newest_status AS (
{% if p.not_known %}
    SELECT
        c.family_id,
        c.person_ref,
        COALESCE({{ say.matches("r", p.not_known) }}, FALSE) AS is_not_known,
        ROW_NUMBER() OVER (PARTITION BY c.family_id, c.person_ref ORDER BY r.began_on DESC, r.record_key DESC) AS newness
    FROM {{ t("claimant") }} AS c
    INNER JOIN {{ Identifier(p.baseline_feed) }} AS r ON c.person_ref = r.person_ref AND r.began_on < c.cut_off
{% else %}
    SELECT
        family_id,
        person_ref,
        FALSE AS is_not_known,
        1 AS newness
    FROM {{ t("claimant") }}
{% endif %}
),

reached AS (
    SELECT
        c.family_id,
        c.person_ref,
        MAX(CASE WHEN spell.ended_after > c.engaged_on THEN 1 ELSE 0 END) AS since_engagement,
        MAX(CASE WHEN spell.ended_after > c.last_day THEN spell.began_on END) AS began_on
    FROM {{ t("claimant") }} AS c
    INNER JOIN {{ t("spell") }} AS spell ON c.family_id = spell.family_id AND c.person_ref = spell.person_ref
    GROUP BY c.family_id, c.person_ref
),

held AS (
    SELECT
        c.family_id,
        c.person_ref,
        c.is_member,
        c.cut_off,
        c.spells_then,
        c.days_asked,
        newest_status.is_not_known,
        COALESCE(reached.since_engagement, 0) AS since_engagement,
{% if p.must_end %}
        c.open_now,
        CASE
            WHEN c.open_now = 1 OR reached.began_on IS NULL THEN NULL
            ELSE GREATEST(c.engaged_on, reached.began_on, c.ended_after)
        END AS held_from
{% else %}
        0 AS open_now,
        CASE WHEN reached.began_on IS NOT NULL THEN GREATEST(c.engaged_on, reached.began_on) END AS held_from
{% endif %}
    FROM {{ t("claimant") }} AS c
    LEFT JOIN reached ON c.family_id = reached.family_id AND c.person_ref = reached.person_ref
    LEFT JOIN newest_status
        ON c.family_id = newest_status.family_id AND c.person_ref = newest_status.person_ref AND newest_status.newness = 1
),

due AS (
    SELECT
        held.family_id,
        held.person_ref,
        held.is_member,
        held.cut_off,
        held.spells_then,
        held.days_asked,
        held.since_engagement,
        held.open_now,
        held.held_from,
        COALESCE(held.is_not_known, FALSE) AS is_not_known,
        CASE
            WHEN held.held_from IS NULL THEN 0
            ELSE {{ say.days_between("held.held_from", "held.cut_off") }}
        END AS days_held,
        CASE
{% if p.within_weeks %}
            WHEN within.family_id IS NOT NULL THEN within.due
{% endif %}
            WHEN held.days_asked = {{ p.weeks * 7 }} THEN {{ say.add_days("held.held_from", p.weeks * 7) }}
            ELSE {{ say.add_days("held.held_from", p.job_seeker_weeks * 7) }}
        END AS due
    FROM held
{% if p.within_weeks %}
    LEFT JOIN {{ t("within") }} AS within ON held.family_id = within.family_id AND held.person_ref = within.person_ref
{% endif %}
)

SELECT
    family_id,
    person_ref,
    '' AS detail,
    is_member AS judged,
    CASE
        WHEN open_now = 1 THEN 'no_progress'
        WHEN held_from IS NULL AND ({{ not p.spell_expected }} OR since_engagement = 1) AND NOT is_not_known THEN 'no_progress'
        WHEN held_from IS NULL THEN 'awaiting_evidence'
        WHEN due <= cut_off THEN 'sustained'
        ELSE 'significant'
    END AS status,
    CASE
        WHEN open_now = 0 AND held_from IS NULL AND (({{ p.spell_expected }} AND since_engagement = 0) OR is_not_known) THEN 'no_record'
    END AS reason_code,
    CAST(spells_then AS NUMERIC(12, 0)) AS baseline_value,
    CAST(days_held AS NUMERIC(12, 0)) AS current_value,
    CAST(days_asked AS NUMERIC(12, 0)) AS allowed_value,
    CAST(days_asked - days_held AS NUMERIC(12, 0)) AS gap,
    due AS sustained_on,
    due AS earliest_on
FROM due;

DROP TABLE IF EXISTS {{ t("considered") }};
CREATE TABLE {{ t("considered") }} AS
SELECT
    c.family_id,
    {{ p.baseline_feed }} AS feed,
    r.record_key,
    r.person_ref,
    r.began_on AS event_on,
    CASE
        WHEN NOT COALESCE({{ say.matches("r", p.baseline) }}, FALSE) THEN NULL
        WHEN r.began_on <= c.engaged_on AND {{ say.end_after("r.ended_on") }} > c.engaged_on THEN 'baseline'
{% if p.must_end %}
        ELSE 'progress'
{% endif %}
    END AS counted_as,
    CASE
        WHEN NOT COALESCE({{ say.matches("r", p.baseline) }}, FALSE) THEN 'does_not_count'
{% if not p.must_end %}
        WHEN NOT (r.began_on <= c.engaged_on AND {{ say.end_after("r.ended_on") }} > c.engaged_on) THEN 'outside_window'
{% endif %}
    END AS left_out
FROM {{ t("claimant") }} AS c
INNER JOIN {{ Identifier(p.baseline_feed) }} AS r ON c.person_ref = r.person_ref AND r.began_on < c.cut_off
UNION ALL
SELECT
    spell_row.family_id,
    spell_row.feed,
    spell_row.record_key,
    spell_row.person_ref,
    spell_row.began_on AS event_on,
    CASE WHEN spell_row.counts AND spell_row.ended_after > c.engaged_on THEN 'progress' END AS counted_as,
    CASE
        WHEN NOT spell_row.counts THEN 'does_not_count'
        WHEN spell_row.ended_after <= c.engaged_on THEN 'outside_window'
    END AS left_out
FROM {{ t("spell_row") }} AS spell_row
INNER JOIN {{ t("claimant") }} AS c ON spell_row.family_id = c.family_id AND spell_row.person_ref = c.person_ref;
