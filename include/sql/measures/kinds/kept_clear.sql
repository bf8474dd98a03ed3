{#
# Nothing of a kind recorded for so long, and where asked since the family's case closed (4H; Supporting Families).
arithmetic: >-
  {baseline_value} that make the baseline, {engaged_on} being the day of engagement. {current_value} stood against it by
  {cut_off}, where {allowed_value} may: open then, or within the {months} months and {weeks} weeks before. The figures
  are those of the person who decides.
parameters:
  sources: {type: sources}
  minimum_age: {type: integer, minimum: 0}
  maximum_age: {type: integer, at_least: minimum_age, optional: true}
  baseline_months: {type: integer, minimum: 0}
  months: {type: integer, minimum: 0}
  weeks: {type: integer, minimum: 0}
  closures: {type: list, optional: true}
#}
{% import "measures/macros.sql" as say with context %}
{% include "measures/case.sql" %}

-- Each row that counts, as a spell: what happens on a day, a report or an offence, lasts for that day.
DROP TABLE IF EXISTS {{ t("spell") }};
CREATE TABLE {{ t("spell") }} AS
{% for source in p.sources %}
SELECT
    {{ source.feed }} AS feed,
    r.record_key,
    r.person_ref,
    {{ say.first_of("r", source.day) }} AS began_on,
{% if source.get("last_day") %}
    {{ say.end_after("r." ~ Identifier(source.last_day)) }} AS ended_after,
{% else %}
    {{ say.add_days(say.first_of("r", source.day), 1) }} AS ended_after,
{% endif %}
    {{ source.get("last_day") is not none }} AS lasts,
    COALESCE({{ say.matches("r", source.get("baseline", source.get("where"))) }}, FALSE) AS makes_baseline,
    COALESCE({{ say.matches("r", source.get("where")) }}, FALSE) AS counts
FROM {{ Identifier(source.feed) }} AS r
{%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %};

-- The people with the baseline: a spell open on engagement, or something that happened in the months before it.
DROP TABLE IF EXISTS {{ t("subject_row") }};
CREATE TABLE {{ t("subject_row") }} AS
WITH subject AS (
    SELECT
        c.family_id,
        person.person_ref,
        c.engaged_on,
        c.cut_off,
        c.last_day,
{% if p.closures %}
        CASE
            WHEN families.closure IN {{ p.closures }}
                AND families.closed_on >= c.engaged_on
                AND families.closed_on <= c.cut_off THEN families.closed_on
        END AS clear_from,
{% else %}
        c.engaged_on AS clear_from,
{% endif %}
        on_last_day.person_ref IS NOT NULL AS is_member
    FROM {{ t("case") }} AS c
    INNER JOIN families ON c.family_id = families.family_id
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
    {{ say.member_on("on_last_day", "person", "c.last_day") }}
)

SELECT
    subject.family_id,
    subject.person_ref,
    subject.engaged_on,
    subject.cut_off,
    subject.clear_from,
    subject.is_member,
    spell.feed,
    spell.record_key,
    spell.began_on,
    spell.ended_after,
    spell.counts,
    spell.lasts AND spell.counts AND spell.ended_after > subject.last_day AS open_now,
    CASE
        WHEN NOT spell.makes_baseline THEN FALSE
        WHEN spell.lasts THEN spell.began_on <= subject.engaged_on AND spell.ended_after > subject.engaged_on
        ELSE spell.began_on < subject.engaged_on
            AND {{ say.add_months("spell.began_on", p.baseline_months) }} >= subject.engaged_on
    END AS is_baseline
FROM subject
INNER JOIN {{ t("spell") }} AS spell ON subject.person_ref = spell.person_ref AND spell.began_on < subject.cut_off;

DROP TABLE IF EXISTS {{ t("subject") }};
CREATE TABLE {{ t("subject") }} AS
WITH summed AS (
    SELECT
        family_id,
        person_ref,
        cut_off,
        clear_from,
        is_member,
        SUM(CASE WHEN is_baseline THEN 1 ELSE 0 END) AS then_count,
        MAX(CASE WHEN open_now THEN 1 ELSE 0 END) AS is_open,
        SUM(
            CASE
                WHEN NOT counts OR ended_after <= engaged_on THEN 0
                WHEN open_now OR {{ say.add_days(say.add_months("ended_after", p.months), p.weeks * 7) }} > cut_off THEN 1
                ELSE 0
            END
        ) AS now_count,
        MAX(CASE WHEN counts AND ended_after > engaged_on THEN ended_after ELSE engaged_on END) AS last_ended
    FROM {{ t("subject_row") }}
    GROUP BY family_id, person_ref, cut_off, clear_from, is_member
    HAVING SUM(CASE WHEN is_baseline THEN 1 ELSE 0 END) > 0
),

due AS (
    SELECT
        *,
        CASE
            WHEN is_open = 0 AND clear_from IS NOT NULL
                THEN {{ say.add_days(say.add_months("GREATEST(clear_from, last_ended)", p.months), p.weeks * 7) }}
        END AS due
    FROM summed
)

SELECT
    family_id,
    person_ref,
    '' AS detail,
    is_member AS judged,
    CASE
        WHEN is_open = 1 THEN 'no_progress'
        WHEN due <= cut_off THEN 'sustained'
        ELSE 'significant'
    END AS status,
    CAST(NULL AS TEXT) AS reason_code,
    CAST(then_count AS NUMERIC(12, 0)) AS baseline_value,
    CAST(now_count AS NUMERIC(12, 0)) AS current_value,
    CAST(0 AS NUMERIC(12, 0)) AS allowed_value,
    CAST(now_count AS NUMERIC(12, 0)) AS gap,
    due AS sustained_on,
    due AS earliest_on
FROM due;

DROP TABLE IF EXISTS {{ t("considered") }};
CREATE TABLE {{ t("considered") }} AS
SELECT
    family_id,
    feed,
    record_key,
    person_ref,
    began_on AS event_on,
    CASE
        WHEN is_baseline THEN 'baseline'
        WHEN counts AND ended_after > engaged_on THEN 'progress'
    END AS counted_as,
    CASE
        WHEN is_baseline OR (counts AND ended_after > engaged_on) THEN NULL
        WHEN counts THEN 'outside_window'
        ELSE 'does_not_count'
    END AS left_out
FROM {{ t("subject_row") }};
