{#
# A self-reported score that rose (6B): rules, 6B.
arithmetic: >-
  The first score around engagement was {baseline_value}, the last {current_value}; {allowed_value} or more is asked for
  ({points} points better). The figures are those of the person and star that decide.
parameters:
  feed: {type: feed}
  stars: {type: list}
  points: {type: integer, minimum: 1}
  first_days_before: {type: integer, minimum: 0}
  first_days_after: {type: integer, minimum: 0}
  closing_days: {type: integer, minimum: 0}
  closures: {type: list}
#}
{% import "measures/macros.sql" as say with context %}
{% include "measures/case.sql" %}

-- One score a person, star and day before the cut-off: of two on one day, the lower counts.
DROP TABLE IF EXISTS {{ t("score") }};
CREATE TABLE {{ t("score") }} AS
WITH star AS (
{% for star in p.stars %}
    SELECT {{ star.star }} AS star, {{ star.area }} AS area, {{ star.top }} AS top
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
),

scored AS (
    SELECT
        c.family_id,
        person.person_ref,
        r.record_key,
        star.star,
        star.top,
        r.score,
        r.completed_on,
        c.engaged_on,
        c.cut_off,
        c.last_day,
        CASE
            WHEN families.closure IN {{ p.closures }}
                AND families.closed_on >= c.engaged_on
                AND families.closed_on <= {{ as_of }}
                AND families.closed_on <= c.cut_off THEN families.closed_on
        END AS closed_on,
        ROW_NUMBER() OVER (
            PARTITION BY c.family_id, person.person_ref, star.star, r.completed_on
            ORDER BY r.score, r.record_key
        ) AS place
    FROM {{ t("case") }} AS c
    INNER JOIN families ON c.family_id = families.family_id
    INNER JOIN person ON c.family_id = person.family_id
    INNER JOIN membership AS on_engagement
        ON
            person.family_id = on_engagement.family_id
            AND person.person_ref = on_engagement.person_ref
            AND on_engagement.joined_on <= c.engaged_on
            AND on_engagement.left_after > c.engaged_on
    INNER JOIN {{ Identifier(p.feed) }} AS r
        ON person.person_ref = r.person_ref AND r.completed_on < c.cut_off
    INNER JOIN star ON r.star = star.star AND r.area = star.area
)

SELECT
    family_id,
    person_ref,
    record_key,
    star,
    top,
    score,
    completed_on,
    engaged_on,
    cut_off,
    last_day,
    closed_on
FROM scored
WHERE place = 1;

-- The first score around engagement, and the newest ones after its day.
DROP TABLE IF EXISTS {{ t("pair") }};
CREATE TABLE {{ t("pair") }} AS
WITH ordered AS (
    SELECT
        *,
        ROW_NUMBER() OVER (PARTITION BY family_id, person_ref, star ORDER BY completed_on) AS place
    FROM {{ t("score") }}
    WHERE
        completed_on >= {{ say.add_days("engaged_on", -p.first_days_before) }}
        AND completed_on <= {{ say.add_days("engaged_on", p.first_days_after) }}
),

first_score AS (
    SELECT *
    FROM ordered
    WHERE place = 1 AND score <= top - {{ p.points }}
),

later AS (
    SELECT
        first_score.family_id,
        first_score.person_ref,
        first_score.star,
        MAX(later.completed_on) AS newest_on,
        MAX(
            CASE
                WHEN later.completed_on >= {{ say.add_days("first_score.closed_on", -p.closing_days) }}
                    AND later.completed_on <= {{ say.add_days("first_score.closed_on", p.closing_days) }} THEN later.completed_on
            END
        ) AS closing_on
    FROM first_score
    INNER JOIN {{ t("score") }} AS later
        ON
            first_score.family_id = later.family_id
            AND first_score.person_ref = later.person_ref
            AND first_score.star = later.star
            AND first_score.completed_on < later.completed_on
    GROUP BY first_score.family_id, first_score.person_ref, first_score.star
)

SELECT
    first_score.family_id,
    first_score.person_ref,
    first_score.star,
    first_score.cut_off,
    first_score.last_day,
    first_score.closed_on,
    first_score.record_key AS first_key,
    first_score.score AS first_value,
    last_score.record_key AS last_key,
    last_score.score AS last_value,
    last_score.completed_on AS last_on,
    CASE
        WHEN later.closing_on IS NOT NULL THEN 'closed'
        WHEN first_score.closed_on IS NOT NULL
            AND {{ say.add_days("first_score.closed_on", p.closing_days) }} < first_score.cut_off THEN 'closed_without_score'
        ELSE 'open'
    END AS situation
FROM first_score
LEFT JOIN later
    ON
        first_score.family_id = later.family_id
        AND first_score.person_ref = later.person_ref
        AND first_score.star = later.star
LEFT JOIN {{ t("score") }} AS last_score
    ON
        later.family_id = last_score.family_id
        AND later.person_ref = last_score.person_ref
        AND later.star = last_score.star
        AND COALESCE(later.closing_on, later.newest_on) = last_score.completed_on;

DROP TABLE IF EXISTS {{ t("subject") }};
CREATE TABLE {{ t("subject") }} AS
SELECT
    pair.family_id,
    pair.person_ref,
    pair.star AS detail,
    on_last_day.person_ref IS NOT NULL AS judged,
    CASE
        WHEN pair.situation = 'closed_without_score' OR pair.last_value IS NULL THEN 'awaiting_evidence'
        WHEN pair.last_value - pair.first_value < {{ p.points }} THEN 'no_progress'
        WHEN pair.situation = 'closed' THEN 'sustained'
        ELSE 'significant'
    END AS status,
    CASE
        WHEN pair.situation = 'closed_without_score' THEN 'no_record'
        WHEN pair.last_value IS NULL THEN 'too_early'
    END AS reason_code,
    CAST(pair.first_value AS NUMERIC(12, 0)) AS baseline_value,
    CAST(pair.last_value AS NUMERIC(12, 0)) AS current_value,
    CAST(pair.first_value + {{ p.points }} AS NUMERIC(12, 0)) AS allowed_value,
    CAST(pair.first_value + {{ p.points }} - pair.last_value AS NUMERIC(12, 0)) AS gap,
    CASE
        WHEN pair.situation = 'closed' AND pair.closed_on > pair.last_on THEN pair.closed_on
        WHEN pair.situation = 'closed' THEN pair.last_on
    END AS sustained_on,
    CAST(NULL AS DATE) AS earliest_on
FROM {{ t("pair") }} AS pair
{{ say.member_on("on_last_day", "pair", "pair.last_day") }};

DROP TABLE IF EXISTS {{ t("considered") }};
CREATE TABLE {{ t("considered") }} AS
SELECT
    score.family_id,
    {{ p.feed }} AS feed,
    score.record_key,
    score.person_ref,
    score.completed_on AS event_on,
    CASE WHEN score.record_key = pair.first_key THEN 'baseline' WHEN score.record_key = pair.last_key THEN 'progress' END AS counted_as,
    CASE
        WHEN score.record_key = pair.first_key OR score.record_key = pair.last_key THEN NULL
        WHEN pair.first_key IS NULL THEN 'outside_window'
        ELSE 'neither_first_nor_last'
    END AS left_out
FROM {{ t("score") }} AS score
LEFT JOIN {{ t("pair") }} AS pair
    ON score.family_id = pair.family_id AND score.person_ref = pair.person_ref AND score.star = pair.star;
